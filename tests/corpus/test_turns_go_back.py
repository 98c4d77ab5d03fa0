"""Anthropic and Gemini: each recorded answer, kept as JSON text, goes back in the next turn with all that is signed.

What is expected is read from the recorded JSON alone. The tools' results and the next question are ours.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import corpus_files
import httpx2
import pytest
from corpus import anthropic_reading, gemini_reading
from corpus_files import Interaction

import genai

pytestmark = pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)")

SEALS = {
    "anthropic": ("signature", "data", "encrypted_content", "encrypted_index", "encrypted_stdout"),
    "gemini": ("thoughtSignature",),
}
"""The keys of what only its maker can read."""
NEXT = {
    "anthropic": {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": [{"type": "text", "text": "ok"}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    },
    "gemini": {"candidates": [{"content": {"role": "model", "parts": [{"text": "ok"}]}, "finishReason": "STOP"}]},
}


class Turn(NamedTuple):
    """A recorded answer: who gave it, its model, its blocks or parts, and how it came."""

    provider: str
    model: str
    blocks: list[dict[str, Any]]
    streamed: bool
    exchange: Interaction


def anthropic_turns() -> Iterator[tuple[str, Turn]]:
    """Whole messages, put together from events."""
    for name, one in anthropic_reading.exchanges():
        if anthropic_reading.where(one) == "POST /messages" and one.status == 200:
            blocks, model = anthropic_reading.message(one)["content"], anthropic_reading.sent(one)["model"]
            yield name, Turn("anthropic", model, blocks, anthropic_reading.streamed(one), one)


def gemini_turns() -> Iterator[tuple[str, Turn]]:
    """The parts of the first candidate, of all events."""
    for name, one in gemini_reading.exchanges(":generateContent", ":streamGenerateContent"):
        if one.status == 200:
            candidates = [answer["candidates"][0] for answer in gemini_reading.events(one) if answer.get("candidates")]
            parts = [part for candidate in candidates for part in candidate.get("content", {}).get("parts", ())]
            yield name, Turn("gemini", gemini_reading.model_of(one), parts, gemini_reading.streamed(one), one)


@cache
def turns() -> dict[str, Turn]:
    """All answers with something sealed in them, or calls."""
    found = (*anthropic_turns(), *gemini_turns()) if corpus_files.available() else ()
    wanted = ((name, one) for name, one in found if sealed(one.provider, one.blocks) or calls(one.blocks))
    return {f"{one.provider}/{name}": one for name, one in wanted}


def sealed(provider: str, node: Any) -> list[str]:
    """All that is sealed in decoded JSON, in order."""
    if isinstance(node, list):
        return [seal for item in node for seal in sealed(provider, item)]
    if not isinstance(node, dict):
        return []
    mine = [value for key, value in node.items() if key in SEALS[provider] and isinstance(value, str) and value]
    return mine + [seal for value in node.values() for seal in sealed(provider, value)]


def calls(blocks: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    """The calls of your tools, in either wire."""
    called = [(block["name"], block["input"]) for block in blocks if block.get("type") == "tool_use"]
    functions = [block["functionCall"] for block in blocks if "functionCall" in block]
    return called + [(function["name"], function.get("args", {})) for function in functions]


def played(turn: Turn) -> dict[str, Any]:
    """The request of the turn after the recorded answer; between them the conversation is nothing but text."""
    answers: list[Callable[[], httpx2.Response]] = [
        lambda: httpx2.Response(200, headers=turn.exchange.headers, content=turn.exchange.body),
        lambda: httpx2.Response(200, json=NEXT[turn.provider]),
    ]
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return answers[len(seen) - 1]()

    client = httpx2.Client(transport=httpx2.MockTransport(handler))
    llm = genai.load(turn.provider, model=turn.model or None, api_key="sk-test", retry=0, http_client=client)
    answer = first(llm, turn)
    results = [genai.ToolCallResult(id=call.id, name=call.name, content="done") for call in answer.tool_calls]
    history = genai.Messages.of("hi", answer, *results) if results else genai.Messages.of("hi", answer, "And then?")
    llm.gen_sync(genai.Messages.from_json(json.loads(json.dumps(history.to_json()))), max_tokens=100)
    body: dict[str, Any] = json.loads(seen[-1].content)
    return body


def first(llm: genai.Client, turn: Turn) -> genai.Result:
    """The first turn, streamed where it was recorded so."""
    if not turn.streamed:
        return llm.gen_sync("hi", max_tokens=100)
    with llm.gen_stream("hi", max_tokens=100) as stream:
        list(stream)
    return stream.result


def said(provider: str, body: Mapping[str, Any]) -> Any:
    """What a request repeats of the model's."""
    messages, role, content = {
        "anthropic": ("messages", "assistant", "content"),
        "gemini": ("contents", "model", "parts"),
    }[provider]
    return [part for message in body[messages] if message["role"] == role for part in message[content]]


@pytest.mark.parametrize("name", turns())
def test_what_is_sealed_goes_back(name: str) -> None:
    """Each signature and each encrypted text of thoughts and searches, in order, and each call of a tool."""
    turn = turns()[name]
    back = said(turn.provider, played(turn))

    assert sealed(turn.provider, turn.blocks) == sealed(turn.provider, back)
    assert calls(turn.blocks) == calls(back)


def kinds(turn: Turn) -> set[str]:
    """Whether there are thoughts, calls of tools, a search."""
    words = json.dumps(turn.blocks)
    marks = {
        "thinking": ('"type": "thinking"', '"thought": true'),
        "search": ("web_search_tool_result", '"toolCall"', "GOOGLE_SEARCH"),
    }
    found = {kind for kind, names in marks.items() if any(mark in words for mark in names)}
    return found | ({"tools"} if calls(turn.blocks) else set())


def test_there_is_enough() -> None:
    """Thoughts, calls and searches of both, streamed and not."""
    counts = Counter((one.provider, kind) for one in turns().values() for kind in kinds(one))
    ways = Counter((one.provider, one.streamed) for one in turns().values())

    assert {(name, kind) for name in SEALS for kind in ("thinking", "tools", "search")} == set(counts)
    assert {(name, way) for name in SEALS for way in (False, True)} == set(ways)
