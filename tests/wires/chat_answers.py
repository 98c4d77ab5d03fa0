"""Answers of Chat Completions, at once and in chunks, for tests of the shared wire, by its own functions."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from contract.chat import chunk, dumped, sse, whole

import genai
from genai.providers._openai_chat.decode import decode
from genai.providers._openai_chat.dialect import Dialect
from genai.providers._openai_chat.encode import Speaker
from genai.providers._openai_chat.stream import StreamDecoder
from genai.sansio import HttpResponse

HEADERS = {"content-type": "text/event-stream", "x-request-id": "req_1", "x-ratelimit-limit-requests": "9"}
Said: TypeAlias = dict[str, Any]
Cut: TypeAlias = Callable[[Any, Sequence[int]], Iterator[Any]]


def speaker(**dialect: Any) -> Speaker:
    """A provider of no renown, whose texts may begin with thoughts."""
    made = Dialect(**{"think_tags": ("<think>", "</think>"), **dialect})
    return Speaker(
        provider="maker", model="m-0", dialect=made, files=("maker", "alias"), options=frozenset(made.options)
    )


MAKER = speaker()


def at_once(fields: Any, who: Speaker = MAKER, sound: str | None = None) -> genai.Result:
    """The result of a whole answer."""
    body = dumped(fields)
    return decode(json.loads(body), HttpResponse(status=200, headers=HEADERS, body=body), who, sound)


def decoder(who: Speaker = MAKER, sound: str | None = None) -> StreamDecoder:
    """The decoder of a stream."""
    return StreamDecoder(who, HttpResponse(status=200, headers=HEADERS), sound=sound)


def streamed(
    body: bytes | Iterable[Said],
    who: Speaker = MAKER,
    sound: str | None = None,
    cuts: Iterable[int] = (),
    see: Callable[[genai.Reply], Any] = lambda fragment: None,
) -> genai.Result:
    """The result of a stream that is cut at these places; its fragments fold to the message of the result."""
    data = body if isinstance(body, bytes) else sse(body)
    places = [0, *sorted(set(cuts)), len(data)]
    reader, fragments = decoder(who, sound), list[genai.Reply]()
    for start, end in pairwise(places):
        fragments += reader.feed(data[start:end])
    result = reader.close()
    for fragment in fragments:
        see(fragment)
    return result


def said(message: Said, who: Speaker = MAKER, finish: str = "stop", **more: Any) -> genai.Result:
    """The result of a message that comes at once."""
    return at_once(whole(message, finish, **more), who)


def cut(text: str, sizes: Sequence[int]) -> Iterator[str]:
    """A text in pieces of these sizes, over and over."""
    at = number = 0
    while at < len(text):
        size = sizes[number % len(sizes)]
        yield text[at : at + size]
        at, number = at + size, number + 1


def deltas(message: Said, sizes: Sequence[int] = (5,)) -> Iterator[Said]:
    """A message in deltas, as servers cut it."""
    for name, value in message.items():
        plain: Cut = _entries if isinstance(value, list) else cut
        yield from ({name: piece} for piece in CUTS.get(name, plain)(value, sizes))


def _entries(entries: list[Any], sizes: Sequence[int]) -> Iterator[list[Any]]:
    yield from ([entry] for entry in entries)


def fragments(index: int, call: Said, sizes: Sequence[int] = (5,)) -> Iterator[Said]:
    """A tool call in fragments, with its index."""
    function = call["function"]
    yield {**call, "index": index, "function": {**function, "arguments": ""}}
    yield from ({"index": index, "function": {"arguments": piece}} for piece in cut(function["arguments"], sizes))


def _calls(calls: list[Said], sizes: Sequence[int]) -> Iterator[list[Said]]:
    for index, call in enumerate(calls):
        yield from ([fragment] for fragment in fragments(index, call, sizes))


def _details(details: list[Said], sizes: Sequence[int]) -> Iterator[list[Said]]:
    for detail in details:
        named = {key: value for key, value in detail.items() if key in ("type", "index", "format")}
        yield from ([{**named, "text": piece}] for piece in cut(detail.get("text", ""), sizes))
        yield [{key: value for key, value in detail.items() if key != "text"}]


def _audio(audio: Said, sizes: Sequence[int]) -> Iterator[Said]:
    yield {"id": audio["id"]}
    yield from ({"transcript": piece} for piece in cut(audio["transcript"], sizes))
    for piece in cut(base64.b64decode(audio["data"]).decode("latin-1"), sizes):
        yield {"data": base64.b64encode(piece.encode("latin-1")).decode()}
    yield {"expires_at": audio["expires_at"]}


CUTS: dict[str, Cut] = {
    "tool_calls": _calls,
    "reasoning_details": _details,
    "audio": _audio,
}


def chunks(message: Said, finish: str | None = "stop", sizes: Sequence[int] = (5,), **more: Any) -> list[Said]:
    """The same answer as ``contract.chat.whole`` gives, in chunks; what stands beside the choices comes last."""
    usage = {"usage": whole({})["usage"]}
    made = [chunk({"role": "assistant", "content": ""}), *(chunk(delta) for delta in deltas(message, sizes))]
    return [*made, chunk({}, finish), chunk(**{**usage, **more})]
