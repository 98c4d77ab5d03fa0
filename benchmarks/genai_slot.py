"""Our adapter for the client-overhead harness: the same calls as the floor makes, through the public API.

variant is ``responses`` (``chat`` joins with its wire).
"""

from ._common import *


def setup(base_url, variant):
    """Build a client once; retries off."""
    import genai

    global llm, options, genai_module
    if variant != "responses":
        raise NotImplementedError
    genai_module = genai
    llm = genai.load("openairesponses", model="bench", api_key=KEY, base_url=base_url, retry=0)
    options = genai.TextOptions(system_prompt=SYSTEM)


def sync_call(n, model="bench"):
    for _ in range(n):
        check(llm.gen_sync(USER, options).text)


def stream_call(model):
    mine = genai_module.load("openairesponses", model=model, api_key=KEY, base_url=llm._wire.config.base_url, retry=0)
    mine._driver = llm._driver
    t0 = now()
    first = None
    out = []
    with mine.gen_stream(USER, options) as stream:
        for text in stream.text:
            if first is None:
                first = now() - t0
            out.append(text)
    return first, len(out), "".join(out)


async def async_concurrent(n, concurrency, model):
    mine = genai_module.load("openairesponses", model=model, api_key=KEY, base_url=llm._wire.config.base_url, retry=0)

    async def one():
        check((await mine.aio.gen_sync(USER, options)).text)

    yield await one()
    yield await gather_limited(one, n, concurrency)
    yield await gather_limited(one, n, concurrency)


def image_call():
    raise NotImplementedError


def tool_stream_call(model):
    raise NotImplementedError
