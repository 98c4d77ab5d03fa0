"""Cohere: what a request says."""

from __future__ import annotations

from typing import Any

import pytest
from wires.cohere_calls import refused, sent

import genai
from genai.providers import cohere

PNG = genai.Doc(b"\x89PNG\r\n\x1a\n")
PNG_URL = "data:image/png;base64,iVBORw0KGgo="
PDF = genai.Doc(b"%PDF-1.7")


def note(text: str, name: str | None = None) -> genai.Doc:
    """A text document."""
    return genai.Doc(text.encode(), filename=name, mime_type="text/plain")


def weather(city: str) -> str:
    """The weather."""
    return city


FUNCTION = {
    "name": "weather",
    "description": "The weather.",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "additionalProperties": False,
    },
}
LOOSE, STRICT = (genai.Tool(weather, strict=strict) for strict in (False, True))
OTHER = genai.Tool(name="other", strict=True)
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}

OPTIONS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"temperature": 0, "top_p": 0.5, "top_k": 3}, {"temperature": 0, "p": 0.5, "k": 3}),
    ({"max_tokens": 9, "stop": ["a", "b"], "seed": 0}, {"max_tokens": 9, "stop_sequences": ["a", "b"], "seed": 0}),
    ({"frequency_penalty": 0.1}, {"frequency_penalty": 0.1}),
    ({"presence_penalty": 1}, {"presence_penalty": 1}),
    ({"top_logprobs": 0}, {"logprobs": True}),
    ({"reply_as_json": True}, {"response_format": {"type": "json_object"}}),
    ({"reply_as_json": False}, {}),
    ({"decode_as": SCHEMA}, {"response_format": {"type": "json_object", "json_schema": SCHEMA}}),
    ({"tools": [weather]}, {"tools": [{"type": "function", "function": FUNCTION}]}),
    ({"force": "auto", "tools": [LOOSE]}, {"tools": [{"type": "function", "function": FUNCTION}]}),
    (
        {"force": "none", "tools": [STRICT]},
        {"tools": [{"type": "function", "function": FUNCTION}], "strict_tools": True, "tool_choice": "NONE"},
    ),
    ({"effort": "none"}, {"thinking": {"type": "disabled"}}),
    ({"budget_tokens": 0}, {"thinking": {"type": "disabled"}}),
    ({"budget_tokens": 100}, {"thinking": {"type": "enabled", "token_budget": 100}}),
]


@pytest.mark.parametrize(("keywords", "expected"), OPTIONS, ids=lambda one: "-".join(one))
def test_options(keywords: dict[str, Any], expected: dict[str, Any]) -> None:
    """Each standard option in this API's words."""
    body = sent("hi", **keywords)

    assert {"model": "m", "messages": [{"role": "user", "content": "hi"}], **expected} == body


def test_a_system_prompt() -> None:
    """It is the first message."""
    assert [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "hi"}] == sent(
        "hi", system_prompt="Be brief."
    )["messages"]


def test_own_options() -> None:
    """What only Cohere has, and documents that are no part of the conversation."""
    extra = {"id": "a", "data": {"snippet": "Oslo."}}
    options = cohere.Options(
        documents=("Bergen.", extra), citations="FAST", strict_tools=False, thinking=True, priority=5
    )
    body = sent("hi", options)

    assert ["Bergen.", extra] == body["documents"]
    assert {"mode": "FAST"} == body["citation_options"]
    assert (False, {"type": "enabled"}, 5) == (body["strict_tools"], body["thinking"], body["priority"])
    assert {"type": "disabled"} == sent("hi", cohere.Options(thinking=False))["thinking"]
    assert "OFF" == sent("hi", cohere.Options(safety_mode="OFF"))["safety_mode"]


@pytest.mark.parametrize(
    "wrong", [{"documents": [5]}, {"documents": [{"a": 1}]}, {"priority": 1000}, {"citations": "?"}]
)
def test_own_options_are_checked(wrong: dict[str, Any]) -> None:
    """Before anything is sent."""
    with pytest.raises(genai.InvalidRequest, match=f"Options.{next(iter(wrong))}"):
        cohere.Options(**wrong)


def test_what_cannot_be_said_is_named_at_once() -> None:
    """Options that the API does not have, values that it does not take, and documents of other kinds."""
    found = refused(
        ["hi", PDF],
        cohere.Options(thinking=True),
        genai.TextOptions(temperature=1.5, top_p=1.0, top_k=501, stop=(*"abcdef",), frequency_penalty=-1),
        genai.ToolOptions([STRICT, genai.Tool(name="b", strict=False)], force="weather", parallel=True),
        top_logprobs=2,
        seed=-1,
        effort="none",
        summary="auto",
    )

    assert [
        "ReasoningOptions.effort",
        "ReasoningOptions.summary",
        "Seed.seed",
        "TextOptions.frequency_penalty",
        "TextOptions.stop",
        "TextOptions.temperature",
        "TextOptions.top_k",
        "TextOptions.top_logprobs",
        "TextOptions.top_p",
        "Tool.strict",
        "ToolOptions.force",
        "ToolOptions.parallel",
        "messages[0].requests[1]",
    ] == sorted(entry.partition(":")[0] for entry in found)
    assert ("ReasoningOptions.effort: only none, not 'low'; budget_tokens limits it",) == refused("hi", effort="low")


def test_strict_tools_are_one_switch() -> None:
    """All tools, as far as they say; the own option decides for them."""
    assert sent("hi", tools=[OTHER, weather])["strict_tools"]
    assert not sent("hi", cohere.Options(strict_tools=False), tools=[OTHER, LOOSE])["strict_tools"]


def test_pictures() -> None:
    """Inline, by URL, with the detail that the Doc names; a URL without a known ending is a picture."""
    far, near = "https://example.org/a.png", genai.Doc(url=PNG_URL)
    body = sent(["hi", PNG, genai.Doc(url=far, meta={"detail": "low"}), near, genai.Doc(url="https://example.org/a")])

    assert [
        {"url": PNG_URL},
        {"url": far, "detail": "low"},
        {"url": PNG_URL},
        {"url": "https://example.org/a"},
    ] == [part["image_url"] for part in body["messages"][0]["content"][1:]]
    assert ("messages[0].requests[0]: a document of unknown type",) == refused(genai.Doc(file_ids={"openai": "f"}))


def test_text_documents_are_for_citing() -> None:
    """They are no part of the message; each stands there once, and a name too."""
    parts = ["hi", note("a", "a.txt"), note("a", "a.txt"), note("b", "a.txt"), note("c")]
    body = sent(parts)

    assert [{"role": "user", "content": "hi"}] == body["messages"]
    assert [
        {"id": "a.txt", "data": {"snippet": "a", "title": "a.txt"}},
        {"data": {"snippet": "b", "title": "a.txt"}},
        {"data": {"snippet": "c"}},
    ] == body["documents"]


def test_a_text_document_alone_is_what_is_said() -> None:
    """A message must say something."""
    assert [{"role": "user", "content": "a"}] == sent(note("a", "a.txt"))["messages"]


def test_tool_results() -> None:
    """Texts are a text; documents are documents; a call without an id gets one, and its result the same."""
    calls = [genai.Reply(tool_call=genai.ToolCall(name="weather", arguments="{}"), block=at) for at in (0, 1)]
    answers = [genai.ToolCallResult(name="weather", content=content) for content in ("sun", ["see", note("rain", "r")])]
    history = genai.Messages.of("hi", genai.Message(replies=tuple(calls)), genai.Message(tool_results=tuple(answers)))
    _, said, first, second = sent(history)["messages"]

    assert ["call_1_weather", "call_2_weather"] == [call["id"] for call in said["tool_calls"]]
    assert {"role": "tool", "tool_call_id": "call_1_weather", "content": "sun"} == first
    assert "call_2_weather" == second["tool_call_id"]
    assert [
        {"type": "text", "text": "see"},
        {"type": "document", "document": {"data": {"snippet": "rain", "title": "r"}}},
    ] == second["content"]
    pictured = genai.ToolCallResult(name="weather", content=PNG)
    history = genai.Messages.of("hi", genai.Message(replies=tuple(calls)), pictured)
    assert ("messages[2].tool_results[0].content[0]: image/png",) == refused(history)


def test_thoughts_and_plans_go_back_to_their_maker() -> None:
    """Cohere's own in their places; those of others not at all; an answer of nothing else is left out."""
    mine = (
        genai.Reply(reasoning="Plan.", opaque={"cohere": {"part": "tool_plan"}}),
        genai.Reply(reasoning="Hm.", opaque={"cohere": {"part": "thinking"}}, block=1),
        genai.Reply(reasoning="Foreign.", opaque={"other": {}}, block=2),
        genai.Reply(text="Hello.", block=3),
        genai.Reply(refusal="No.", block=4),
    )
    drawn = genai.Reply(doc=PNG)
    silent = genai.Message(replies=(genai.Reply(reasoning="Foreign."),))
    body = sent(genai.Messages.of("hi", genai.Message(replies=mine), "go on", silent, "and?"))

    assert {
        "role": "assistant",
        "tool_plan": "Plan.",
        "content": [
            {"type": "thinking", "thinking": "Hm."},
            {"type": "text", "text": "Hello."},
            {"type": "text", "text": "No."},
        ],
    } == body["messages"][1]
    assert ["user", "assistant", "user", "user"] == [one["role"] for one in body["messages"]]
    history = genai.Messages.of("hi", genai.Message(replies=(drawn,)), "go on")
    assert ("messages[1].replies[0]: a document said by the assistant",) == refused(history)


def test_only_text_is_made() -> None:
    """Another output is refused before anything is sent."""
    llm = genai.load("cohere", model="m", output="audio", api_key="k")
    with pytest.raises(genai.NotSupported, match="output='audio'"):
        llm.gen_sync("hi")
