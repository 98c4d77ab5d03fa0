"""Our adapter for the client-overhead harness: the same calls as the floor makes, through the public API.

variant is ``chat``, ``responses``, ``messages`` or ``gemini``.
"""

from functools import partial

from ._common import *

PROVIDERS = {"chat": "openaichat", "responses": "openairesponses", "messages": "anthropic", "gemini": "gemini"}
MORE = {"messages": {"max_tokens": 1024}}  # as the floor says: else a whole answer would be streamed


def setup(base_url, variant):
    """Build a client once; retries off."""
    import genai

    global llm, options, tools, load
    if variant not in PROVIDERS:
        raise NotImplementedError
    load = partial(genai.load, PROVIDERS[variant], api_key=KEY, base_url=base_url, retry=0)
    llm = load(model="bench")
    options = genai.TextOptions(system_prompt=SYSTEM, **MORE.get(variant, {}))
    about = TOOL["function"]
    tools = (genai.Tool(name=about["name"], description=about["description"], parameters=about["parameters"]),)


def sync_call(n, model="bench"):
    for _ in range(n):
        check(llm.gen_sync(USER, options).text)


def other(model):
    """A client for another model, over the same connections."""
    mine = load(model=model)
    mine._driver = llm._driver
    return mine


def stream_call(model):
    mine = other(model)
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
    mine = load(model=model)

    async def one():
        check((await mine.aio.gen_sync(USER, options)).text)

    yield await one()
    yield await gather_limited(one, n, concurrency)
    yield await gather_limited(one, n, concurrency)


def image_call():
    raise NotImplementedError


def tool_stream_call(model):
    out = []
    with other(model).gen_stream(USER, options, tools=tools) as stream:
        for reply in stream:
            if reply.tool_delta is not None and reply.tool_delta.arguments:
                out.append(reply.tool_delta.arguments)
    return len(out), "".join(out)
