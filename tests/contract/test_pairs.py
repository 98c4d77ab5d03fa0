"""Contract: a conversation begun with one provider goes on with any other; a test per pair of main wires."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest
from contract.side import Side
from contract.specimen import specimen

import genai

MAIN = ("openairesponses", "openaichat", "deepseek", "mistral", "openrouter", "groq", "hastekit", "gemini", "anthropic")
QUESTION = "How is the weather in Oslo?"


class Said(NamedTuple):
    """What a request says, whatever its wire."""

    texts: list[str]
    calls: list[tuple[str, str, str]]
    results: list[tuple[str, str]]


def text_of(content: Any) -> str:
    """A content, which is a text or a list of parts."""
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content or ())


BLOCKS = ("tool_use", "tool_result", "thinking")


def read_blocks(content: list[Any], said: Said) -> None:
    """Anthropic's messages: calls and results are blocks beside the text."""
    texts = [part["text"] for part in content if part["type"] == "text"]
    said.texts.extend(["".join(texts)] if texts else [])
    for part in content:
        if part["type"] == "tool_use":
            said.calls.append((part["id"], part["name"], json.dumps(part["input"])))
        if part["type"] == "tool_result":
            said.results.append((part["tool_use_id"], text_of(part["content"])))


def said_in(body: Any) -> Said:
    """Read a request anew: the Responses API has ``input``, Chat Completions have ``messages``, Gemini ``contents``."""
    said = Said([], [], [])
    for content in body.get("contents", ()):
        texts = [part["text"] for part in content["parts"] if "text" in part and not part.get("thought")]
        said.texts.extend(["".join(texts)] if texts else [])
        for part in content["parts"]:
            if called := part.get("functionCall"):
                said.calls.append((called.get("id", called["name"]), called["name"], json.dumps(called["args"])))
            if answered := part.get("functionResponse"):
                output = answered["response"].get("output", answered["response"])
                said.results.append((answered.get("id", answered["name"]), str(output)))
    for item in body.get("input") or body.get("messages") or ():
        if item.get("type") == "function_call":
            said.calls.append((item["call_id"], item["name"], item["arguments"]))
        elif item.get("type") == "function_call_output":
            said.results.append((item["call_id"], text_of(item["output"])))
        elif item.get("role") == "tool":
            said.results.append((item["tool_call_id"], text_of(item["content"])))
        elif any(part.get("type") in BLOCKS for part in item.get("content") or () if isinstance(part, dict)):
            read_blocks(item["content"], said)
        elif "role" in item:
            said.texts.append(text_of(item.get("content")))
            calls = item.get("tool_calls") or ()
            said.calls.extend((call["id"], call["function"]["name"], call["function"]["arguments"]) for call in calls)
    return said


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("second", MAIN)
@pytest.mark.parametrize("first", MAIN)
def test_a_conversation_goes_on_elsewhere(first: str, second: str, streamed: bool) -> None:
    """Text, the tool call and its result arrive at the second provider; what only the first understands does not."""
    here, there = Side("sync", specimen(first)), Side("sync", specimen(second))
    begun, _ = here.load(specimen(first).stream if streamed else specimen(first).answer)
    answer = here.stream(begun, QUESTION) if streamed else begun.gen_sync(QUESTION)
    result = genai.ToolCallResult(id=answer.tool_calls[0].id, name=answer.tool_calls[0].name, content="Sunny.")
    history = genai.Messages.of(QUESTION, answer, result)
    history = genai.Messages.from_json(json.loads(json.dumps(history.to_json())))
    other, server = there.load(specimen(second).plain_stream if streamed else specimen(second).plain)
    continued = there.stream(other, history) if streamed else other.gen_sync(history)
    said = said_in(server.bodies()[0])

    assert "Hello there." == continued.text

    assert [QUESTION, specimen(first).text] == said.texts
    ((id_, name, arguments),) = said.calls
    assert ("get_weather", {"city": "Oslo"}) == (name, json.loads(arguments))
    assert [(id_, "Sunny.")] == said.results
    sent = json.dumps(server.bodies()[0])
    assert first == second or not answer.reasoning or answer.reasoning.splitlines()[0] not in sent
