"""Contract: a conversation begun with one provider goes on with any other; a test per pair of main wires."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import pytest
from contract.side import Side
from contract.specimen import specimen

import genai

MAIN = (
    "openairesponses",
    "openaichat",
    "deepseek",
    "mistral",
    "openrouter",
    "groq",
    "hastekit",
    "gemini",
    "anthropic",
    "cohere",
    "ollama",
    "bedrock",
    "cloudflare",
)
QUESTION = "How is the weather in Oslo?"


class Said(NamedTuple):
    """What a request says, whatever its wire: pieces of the conversation, in order."""

    texts: list[str]
    calls: list[tuple[str, str, Any]]
    results: list[tuple[str, str]]


Piece = tuple[str, Any]
"""``"text"`` and one, ``"call"`` and its id, name and arguments, or ``"result"`` and its id and text."""


def text_of(content: Any) -> str:
    """A content, which is a text or a list of parts."""
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content or ())


def joined(parts: Iterable[Any]) -> Iterator[Piece]:
    """The text of a message in parts, if it has any."""
    texts = [part["text"] for part in parts if "text" in part and not part.get("thought")]
    if texts:
        yield "text", "".join(texts)


def loaded(arguments: Any) -> Any:
    """A call's arguments: JSON text, or as some wires have them, the object itself."""
    return json.loads(arguments) if isinstance(arguments, str) else arguments


# --- A reader for each wire -------------------------------------------------------------------------------------------


def responses(body: Any) -> Iterator[Piece]:
    """The Responses API: items."""
    for item in body["input"]:
        if item.get("type") == "function_call":
            yield "call", (item["call_id"], item["name"], loaded(item["arguments"]))
        elif item.get("type") == "function_call_output":
            yield "result", (item["call_id"], text_of(item["output"]))
        elif "role" in item:
            yield "text", text_of(item["content"])


def chat(body: Any) -> Iterator[Piece]:
    """Chat Completions, and what is like them: Ollama's and Cohere's."""
    for message in body["messages"]:
        if message["role"] == "tool":
            yield "result", (message["tool_call_id"], text_of(message["content"]))
        elif message.get("content"):
            yield "text", text_of(message["content"])
        for call in message.get("tool_calls") or ():
            function = call["function"]
            yield "call", (call["id"], function["name"], loaded(function["arguments"]))


def blocks(body: Any) -> Iterator[Piece]:
    """Anthropic's messages: calls and results are blocks beside the text."""
    for message in body["messages"]:
        content = message["content"]
        parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
        yield from joined(parts)
        for part in parts:
            if part["type"] == "tool_use":
                yield "call", (part["id"], part["name"], part["input"])
            if part["type"] == "tool_result":
                yield "result", (part["tool_use_id"], text_of(part["content"]))


def converse(body: Any) -> Iterator[Piece]:
    """Bedrock's: each block is named by its key."""
    for message in body["messages"]:
        yield from joined(message["content"])
        for part in message["content"]:
            for cited in (part.get("citationsContent") or {}).get("content") or ():
                yield "text", cited["text"]
            if used := part.get("toolUse"):
                yield "call", (used["toolUseId"], used["name"], used["input"])
            if given := part.get("toolResult"):
                yield "result", (given["toolUseId"], text_of(given["content"]))


def contents(body: Any) -> Iterator[Piece]:
    """Gemini's: ids need not be there."""
    for content in body["contents"]:
        yield from joined(content["parts"])
        for part in content["parts"]:
            if called := part.get("functionCall"):
                yield "call", (called.get("id", called["name"]), called["name"], called["args"])
            if answered := part.get("functionResponse"):
                output = answered["response"].get("output", answered["response"])
                yield "result", (answered.get("id", answered["name"]), str(output))


def words(body: Any) -> Iterator[Piece]:
    """Cloudflare's: a call is said in words, in a message with its id."""
    for message in body["messages"]:
        id_ = message.get("tool_call_id")
        if message["role"] == "tool":
            yield "result", (id_, text_of(message["content"]))
        elif id_:
            call = json.loads(message["content"])
            yield "call", (id_, call["name"], call["arguments"])
        else:
            yield "text", text_of(message["content"])


READERS: Mapping[str, Callable[[Any], Iterator[Piece]]] = {
    "openairesponses": responses,
    "hastekit": responses,
    "anthropic": blocks,
    "bedrock": converse,
    "gemini": contents,
    "cloudflare": words,
}


def said_in(name: str, body: Any) -> Said:
    """What a request says, read anew."""
    pieces = tuple(READERS.get(name, chat)(body))
    texts, calls, results = ([piece for of, piece in pieces if of == kind] for kind in ("text", "call", "result"))
    return Said(texts, calls, results)


# --- The pairs --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MAIN)
def test_marks_that_came_back_changed(name: str) -> None:
    """A history may be kept anywhere: what no answer leaves in it is InvalidRequest, and nothing is sent."""
    llm, server = Side("sync", specimen(name)).load(specimen(name).plain)
    for mark in (5, "x", ["x"]):
        history = genai.Messages.of(
            "hi", genai.Message(replies=[genai.Reply(reasoning="Hm.", opaque={name: mark})]), "?"
        )
        with pytest.raises(genai.InvalidRequest, match=r"Reply\.opaque"):
            llm.gen_sync(history)

    assert [] == server.requests


@cache
def begun(name: str, streamed: bool) -> tuple[genai.Result, genai.Messages]:
    """An answer with thoughts, a text and a call, and the conversation up to the call's result, out of JSON text."""
    side, sample = Side("sync", specimen(name)), specimen(name)
    llm, _ = side.load(sample.stream if streamed else sample.answer)
    answer = side.stream(llm, QUESTION) if streamed else llm.gen_sync(QUESTION)
    (call,) = answer.tool_calls
    history = genai.Messages.of(QUESTION, answer, genai.ToolCallResult(id=call.id, name=call.name, content="Sunny."))
    return answer, genai.Messages.from_json(json.loads(json.dumps(history.to_json())))


@pytest.mark.parametrize("second", MAIN)
@pytest.mark.parametrize("first", MAIN)
def test_a_conversation_goes_on_elsewhere(first: str, second: str) -> None:
    """Text, the tool call and its result arrive at the second provider; what only the first understands does not."""
    side, sample = Side("sync", specimen(second)), specimen(second)
    for streamed in (False, True):
        answer, history = begun(first, streamed)
        llm, server = side.load(sample.plain_stream if streamed else sample.plain)
        continued = side.stream(llm, history) if streamed else llm.gen_sync(history)
        body = server.bodies()[0]
        said = said_in(second, body)
        ((id_, name, arguments),) = said.calls

        assert (streamed, "Hello there.") == (streamed, continued.text)
        assert [QUESTION, specimen(first).text] == said.texts
        assert ("get_weather", {"city": "Oslo"}) == (name, arguments)
        assert [(id_, "Sunny.")] == said.results
        thought = answer.reasoning.splitlines()[0] if answer.reasoning and first != second else "?!"
        assert thought not in json.dumps(body)
