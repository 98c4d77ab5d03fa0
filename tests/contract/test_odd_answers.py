"""Contract: answers in which one value is of another type than it should be, each of them in turn, whole and streamed.

The rule here: what comes of it is a result, which survives JSON, or an error of the tree; nothing else ever leaks.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from contract.specimen import Specimen, specimen

import genai

WIRES = (
    "openaichat", "mistral", "openairesponses", "anthropic", "gemini", "ollama", "cohere", "bedrock", "cloudflare",
)  # fmt: skip
ODD: tuple[Any, ...] = (None, 5, 1.5, True, "x", [], {}, ["x"], {"type": "x"}, 10**30)
FEW: tuple[Any, ...] = (None, 1.5, "x", {})
"""Of these there are many events, which are each tried with four."""
PREFIX = b"data: "

pytestmark = pytest.mark.misfit


def paths(value: Any, to: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of each value in a decoded JSON, its own first."""
    yield to
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from paths(one, (*to, key))


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """The same JSON with another value at a place."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(value[path[0]], path[1:], new)
    return copy


def spoiled(answer: bytes, odd_ones: tuple[Any, ...] = ODD) -> Iterator[bytes]:
    """A decoded JSON with each value replaced by each odd one."""
    value = json.loads(answer)
    for path in paths(value):
        for odd in odd_ones:
            yield json.dumps(put(value, path, odd)).encode()


def streams(stream: bytes) -> Iterator[bytes]:
    """A stream with each value of each event replaced: with the events behind it, and cut off there."""
    lines = stream.split(b"\n")
    for at, line in enumerate(lines):
        prefix = PREFIX if line.startswith(PREFIX) else b""
        if line.removeprefix(prefix).startswith(b"{"):
            for event in spoiled(line.removeprefix(prefix), FEW):
                before = [*lines[:at], prefix + event]
                yield b"\n".join([*before, *lines[at + 1 :]])
                yield b"\n".join([*before, b"", b""])


def outcome(one: Specimen, body: bytes, streamed: bool) -> str:
    """What came of it: the name of an error, or ``ok``."""
    transport = httpx2.MockTransport(lambda request: httpx2.Response(200, content=body))
    load = {"model": "gpt-5", "api_key": "sk-test", "retry": 0, **one.load}
    llm = genai.load(one.name, http_client=httpx2.Client(transport=transport), **load)
    try:
        result = streamed_result(llm) if streamed else llm.gen_sync("hi")
    except genai.Error as error:
        return type(error).__name__
    assert result == genai.Result.from_json(result.to_json())
    return "ok"


def streamed_result(llm: genai.Client) -> genai.Result:
    """The result of a stream."""
    with llm.gen_stream("hi") as stream:
        list(stream)
    return stream.result


@pytest.mark.parametrize("name", WIRES)
def test_a_whole_answer(name: str) -> None:
    """Each value of a whole answer, of each odd type."""
    one = specimen(name)
    found = Counter(outcome(one, body, streamed=False) for body in spoiled(one.answer))

    assert {"ok", "BadAnswer"} <= set(found)
    assert set(found) <= {"ok", "BadAnswer", "StreamInterrupted", "ProviderError"}


STREAMS = ("openaichat", "openairesponses", "anthropic", "gemini")
"""Those of every run of the tests."""


# bedrock's frames are tested by themselves
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] * (name not in STREAMS)) for name in WIRES if name != "bedrock"],
)
def test_a_stream(name: str) -> None:
    """Each value of each event, of each odd type; then the stream goes on, or is cut."""
    one = specimen(name)
    found = Counter(outcome(one, body, streamed=True) for body in streams(one.stream))

    assert {"ok", "BadAnswer", "StreamInterrupted"} <= set(found)
    assert set(found) <= {"ok", "BadAnswer", "StreamInterrupted", "ProviderError"}
