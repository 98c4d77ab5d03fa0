"""Ollama's own wire: what a request says."""

from __future__ import annotations

from typing import Any

import pytest
from wires.ollama_calls import load, refused, sent

import genai
from genai.providers.ollama import Options

PNG, BYTES = genai.Doc(b"\x89PNG\r\n\x1a\n"), "iVBORw0KGgo="
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}


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
OPTIONS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"temperature": 0, "top_p": 0.5, "top_k": 3}, {"options": {"temperature": 0, "top_p": 0.5, "top_k": 3}}),
    ({"max_tokens": 9, "stop": ["a"], "seed": -1}, {"options": {"num_predict": 9, "stop": ["a"], "seed": -1}}),
    (
        {"frequency_penalty": 0.1, "presence_penalty": -1},
        {"options": {"frequency_penalty": 0.1, "presence_penalty": -1}},
    ),
    ({"reply_as_json": True}, {"format": "json"}),
    ({"reply_as_json": False}, {}),
    ({"decode_as": SCHEMA}, {"format": SCHEMA}),
    ({"top_logprobs": 0}, {"logprobs": True}),
    ({"top_logprobs": 2}, {"logprobs": True, "top_logprobs": 2}),
    ({"tools": [weather]}, {"tools": [{"type": "function", "function": FUNCTION}]}),
    ({"effort": "none"}, {"think": False}),
    ({"effort": "low"}, {"think": "low"}),
    ({"effort": "max"}, {"think": "max"}),
]


@pytest.mark.parametrize(("keywords", "expected"), OPTIONS, ids=lambda one: "-".join(one))
def test_options(keywords: dict[str, Any], expected: dict[str, Any]) -> None:
    """Each standard option in this API's words; without being told so, the server would stream."""
    body = sent("hi", **keywords)

    assert {"model": "m", "messages": [{"role": "user", "content": "hi"}], "stream": False, **expected} == body


def test_own_options() -> None:
    """What only Ollama has; the server's own options are merged last."""
    options = Options(
        think=True, keep_alive="5m", num_ctx=4096, min_p=0.1, repeat_penalty=1.1, repeat_last_n=-1,
        model_options={"num_gpu": 1, "num_ctx": 8},
    )  # fmt: skip
    body = sent("hi", options, temperature=1, system_prompt="Be brief.")

    assert {
        "temperature": 1,
        "num_ctx": 8,
        "min_p": 0.1,
        "repeat_penalty": 1.1,
        "repeat_last_n": -1,
        "num_gpu": 1,
    } == body["options"]
    assert (True, "5m", {"role": "system", "content": "Be brief."}) == (
        body["think"],
        body["keep_alive"],
        body["messages"][0],
    )
    assert 0 == sent("hi", Options(keep_alive=0))["keep_alive"]


@pytest.mark.parametrize("wrong", [{"keep_alive": True}, {"keep_alive": []}, {"num_ctx": 0}, {"repeat_last_n": -2}])
def test_own_options_are_checked(wrong: dict[str, Any]) -> None:
    """Before anything is sent."""
    with pytest.raises(genai.InvalidRequest, match=f"Options.{next(iter(wrong))}"):
        Options(**wrong)


def test_what_cannot_be_said_is_named_at_once() -> None:
    """Options that the API does not have, levels that it does not know, and documents of other kinds."""
    found = refused(
        ["hi", genai.Doc(b"%PDF-1.7"), genai.Doc(url="https://example.org/a.png"), genai.Doc(file_ids={"a": "b"})],
        Options(think=False),
        effort="low",
        force="auto",
        tools=[weather],
        budget_tokens=5,
    )

    assert [
        "Options.think beside ReasoningOptions.effort",
        "ReasoningOptions.budget_tokens",
        "ToolOptions.force",
        "messages[0].requests[1]: application/pdf",
        "messages[0].requests[2]: image/png by URL",
        "messages[0].requests[3]: a document of unknown type",
    ] == sorted(found)
    assert refused("hi", effort="xhigh") == (
        "ReasoningOptions.effort: one of none, low, medium, high, max, not 'xhigh'",
    )


def test_pictures_go_with_their_text() -> None:
    """With the text before them, else with the first one; texts stand apart."""
    inline = genai.Doc(url=f"data:image/png;base64,{BYTES}")

    assert [
        {"role": "user", "content": "a", "images": [BYTES]},
        {"role": "user", "content": "b", "images": [BYTES, BYTES]},
    ] == sent([PNG, "a", "b", PNG, inline])["messages"]
    assert [{"role": "user", "content": "", "images": [BYTES]}] == sent(PNG)["messages"]
    note = genai.Doc(b"note", mime_type="text/plain")
    assert ["hi", "note"] == [message["content"] for message in sent(["hi", note])["messages"]]


def test_calls_and_results() -> None:
    """Arguments are objects; a result names its tool, by its call where it does not; calls may have no id."""
    calls = (
        genai.Reply(text="Wait."),
        genai.Reply(tool_call=genai.ToolCall(id="c1", name="weather", arguments='{"city": "Oslo"}'), block=1),
        genai.Reply(tool_call=genai.ToolCall(name="other"), block=2),
    )
    note = genai.Doc(b"and rain", mime_type="text/plain")
    results = (
        genai.ToolCallResult(id="c1", content=["sun ", note]),
        genai.ToolCallResult(name="other", content="done"),
    )
    history = genai.Messages.of("hi", genai.Message(replies=calls), genai.Message(tool_results=results))
    _, said, first, second = sent(history)["messages"]

    assert "Wait." == said["content"]
    assert [
        {"id": "c1", "function": {"name": "weather", "arguments": {"city": "Oslo"}}},
        {"function": {"name": "other", "arguments": {}}},
    ] == said["tool_calls"]
    assert {"role": "tool", "content": "sun and rain", "tool_call_id": "c1", "tool_name": "weather"} == first
    assert {"role": "tool", "content": "done", "tool_name": "other"} == second


def test_what_of_a_history_cannot_be_said() -> None:
    """Pictures from tools, and pictures that the model made."""
    replies = (
        genai.Reply(tool_call=genai.ToolCall(id="c1", name="weather", arguments="{}")),
        genai.Reply(doc=PNG, block=1),
    )
    seen = genai.ToolCallResult(id="c1", content=PNG)

    assert (
        "messages[1].replies[1]: a document said by the assistant",
        "messages[2].tool_results[0].content[0]: image/png",
    ) == refused(genai.Messages.of("hi", genai.Message(replies=replies), seen))


def test_thoughts_go_back_to_their_maker() -> None:
    """Ollama's own, by whichever of its wires they came; those of others not at all."""
    mine = genai.Reply(reasoning="Hm.", opaque={"ollama": {"thoughts": "reasoning"}})
    foreign = genai.Reply(reasoning="Foreign.", opaque={"other": {}}, block=1)
    silent = genai.Message(replies=(genai.Reply(reasoning="Foreign."),))
    answer = genai.Message(replies=(mine, foreign, genai.Reply(text="Hello.", block=2)))
    body = sent(genai.Messages.of("hi", answer, "go on", silent, "and?"))

    assert {"role": "assistant", "content": "Hello.", "thinking": "Hm."} == body["messages"][1]
    assert ["user", "assistant", "user", "user"] == [one["role"] for one in body["messages"]]


def test_the_base_url_decides_the_wire() -> None:
    """Its own wire, but below ``/v1`` Chat Completions, which have no use for the own options."""
    own, chat = (load(base_url=url)[0] for url in ("http://127.0.0.1:1", "http://127.0.0.1:1/v1"))

    assert ("Ollama", "Chat") == (type(own._wire).__name__, type(chat._wire).__name__)
    assert "top_k" in own._wire.options - chat._wire.options
    with pytest.raises(genai.NotSupported, match=r"ollama\.options\.Options"):
        chat.gen_sync("hi", Options(num_ctx=5))


def test_only_text_is_made() -> None:
    """Another output is refused before anything is sent."""
    with pytest.raises(genai.NotSupported, match="output='audio'"):
        genai.load("ollama", model="m", output="audio").gen_sync("hi")
