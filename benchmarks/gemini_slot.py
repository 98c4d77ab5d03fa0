"""Gemini for the harness: its answers for the harness's server, and the floor that asks for them by hand.

    python gemini_slot.py PORT    # in a copy of the harness: its server, which then speaks Gemini's wire too

The rule here: an answer says what the other wires' answers say: the same text, the same deltas.
"""

import json
import sys

if __package__:  # it is a contender: the floor
    import httpx2

    from . import raw
    from ._common import *

MODEL = "gemini-2.5-flash"
USAGE = {"promptTokenCount": 19, "candidatesTokenCount": 100, "totalTokenCount": 119}


def chunk(text, **more):
    """A whole answer, or one chunk of it."""
    candidate = {"content": {"parts": [{"text": text}], "role": "model"}, "index": 0, **more}
    return {"candidates": [candidate], "usageMetadata": USAGE, "modelVersion": MODEL, "responseId": "bench-0123456789"}


def serve(port):
    """The harness's server, which picks answers by path and by the model that the URL names."""
    import asyncio

    import server
    from benchlib import CHAT_TEXT, dumps, word

    plain = server.answer
    whole = dumps(chunk(CHAT_TEXT, finishReason="STOP")).encode()

    def events(about):
        said = [chunk(word(i)) for i in range(about["n"])] + [chunk("", finishReason="STOP")]
        return [f"data: {dumps(one)}\r\n\r\n" for one in said]

    def answer(path, model, stream):
        where, _, method = path.rpartition(":")
        if not method.endswith("enerateContent"):
            return plain(path, model, stream)
        place, _, model = where.rpartition("/")
        server.JSONS.setdefault(place, lambda: whole)
        server.EVENTS.setdefault(place, events)
        return plain(place, model, method.startswith("stream"))

    server.answer = answer
    asyncio.run(server.main(port))


def setup(base_url, variant):
    """A client of the bare HTTP library."""
    global client, base
    base = f"{base_url}/models"
    client = httpx2.Client(headers={"x-goog-api-key": KEY, "content-type": "application/json"}, timeout=60)


async def async_concurrent(n, concurrency, model):
    async with httpx2.AsyncClient(headers=client.headers, timeout=60) as mine:

        async def one():
            response = await mine.post(f"{base}/{model}:generateContent", content=body())
            response.raise_for_status()
            check(text_of(json.loads(response.content)))

        yield await one()
        yield await gather_limited(one, n, concurrency)
        yield await gather_limited(one, n, concurrency)


def body():
    asked = {"role": "user", "parts": [{"text": USER}]}
    return json.dumps({"systemInstruction": {"parts": [{"text": SYSTEM}]}, "contents": [asked]}).encode()


def text_of(answer):
    return answer["candidates"][0]["content"]["parts"][0]["text"]


def sync_call(n, model="bench"):
    for _ in range(n):
        response = client.post(f"{base}/{model}:generateContent", content=body())
        response.raise_for_status()
        check(text_of(json.loads(response.content)))


def stream_call(model):
    t0, first, out = now(), None, []
    with client.stream("POST", f"{base}/{model}:streamGenerateContent?alt=sse", content=body()) as response:
        for event in raw.sse_lines(response):
            text = text_of(json.loads(event))
            if text:
                first = first or now() - t0
                out.append(text)
    return first, len(out), "".join(out)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
