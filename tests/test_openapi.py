"""The helper that validates request bodies: it says yes to what is right, and no to what is not."""

from __future__ import annotations

from typing import Any

import openapi
import pytest

pytestmark = pytest.mark.skipif(not openapi.available(), reason=f"no API descriptions ({openapi.ROOT.name})")

TOOL = {
    "type": "function",
    "name": "add",
    "parameters": {"type": "object", "properties": {"anything": {"type": "integer"}}, "x": {"y": 1}},
    "strict": True,
}
RESPONSES: dict[str, dict[str, Any]] = {
    "a text": {"model": "gpt-5", "input": "hi"},
    "a list of messages": {"model": "gpt-5", "input": [{"role": "user", "content": "hi"}]},
    "content parts": {
        "model": "gpt-5",
        "input": [
            {
                "type": "message",
                "role": "user",
                "content": [
                    {"type": "input_text", "text": "hi"},
                    {"type": "input_image", "detail": "auto", "image_url": "data:image/png;base64,AAAA"},
                    {"type": "input_file", "filename": "a.pdf", "file_data": "data:application/pdf;base64,AAAA"},
                ],
            }
        ],
    },
    "a tool's round": {
        "model": "gpt-5",
        "tools": [TOOL, {"type": "web_search"}],
        "tool_choice": {"type": "function", "name": "add"},
        "parallel_tool_calls": False,
        "input": [
            {"role": "user", "content": "1+2?"},
            {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "x"},
            {"type": "function_call", "call_id": "call_1", "name": "add", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "call_1", "output": "3"},
        ],
    },
    "options": {
        "model": "gpt-5",
        "input": "hi",
        "instructions": "be kind",
        "temperature": 0,
        "top_p": 1,
        "max_output_tokens": 16,
        "reasoning": {"effort": "low", "summary": "auto"},
        "text": {
            "format": {"type": "json_schema", "name": "x", "schema": {"type": "object", "free": {}}, "strict": True}
        },
        "metadata": {"any": "key"},
        "include": ["reasoning.encrypted_content"],
        "store": False,
        "stream": True,
    },
    "nulls where they may be": {"model": "gpt-5", "input": "hi", "instructions": None, "metadata": None},
}


@pytest.mark.parametrize("body", RESPONSES.values(), ids=RESPONSES.keys())
def test_good_bodies(body: dict[str, Any]) -> None:
    """What the API documents passes."""

    assert [] == openapi.faults("openai.json", "CreateResponse", body)


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"temprature": 0}, ["body.temprature: unknown"]),
        ({"reasoning": {"efort": "low"}}, ["body.reasoning.efort: unknown"]),
        ({"text": {"format": {"type": "text"}, "verbsity": "low"}}, ["body.text.verbsity: unknown"]),
        ({"text": {"format": {"type": "text", "strict": True}}}, ["body.text.format.strict: unknown"]),
        (
            {"input": [{"role": "user", "content": [{"type": "input_text", "text": "hi", "mood": 1}]}]},
            ["body.input[0].content[0].mood: unknown"],
        ),
        (
            {"input": [{"type": "function_call", "call_id": "1", "name": "f", "arguments": "{}", "output": "3"}]},
            ["body.input[0].output: unknown"],
        ),
        ({"tools": [{**TOOL, "params": {}}]}, ["body.tools[0].params: unknown"]),
    ],
)
def test_unknown_keys(change: dict[str, Any], faults: list[str]) -> None:
    """A key that no alternative knows is named with its place, however deep it stands."""
    body = {"model": "gpt-5", "input": "hi", **change}

    assert faults == openapi.faults("openai.json", "CreateResponse", body)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"temperature": "hot"}, "body.temperature: "),
        ({"temperature": 3}, "body.temperature: "),
        ({"store": 1}, "body.store: "),
        ({"input": 5}, "body.input: "),
        ({"reasoning": {"effort": "extreme"}}, "body.reasoning.effort: "),
        ({"metadata": {"a": 1}}, "body.metadata.a: "),
        ({"tools": [{"type": "function", "name": "add", "parameters": {}}]}, "body.tools[0]"),
        ({"input": [{"type": "function_call_output", "call_id": "1"}]}, "body.input"),
    ],
)
def test_wrong_types(change: dict[str, Any], place: str) -> None:
    """A wrong type, a value out of range and a missing key are named."""
    body = {"model": "gpt-5", "input": "hi", **change}
    found = openapi.faults("openai.json", "CreateResponse", body)

    assert found
    assert place == found[0][: len(place)]


def test_several_faults_at_once() -> None:
    """All faults of a body are listed."""
    body = {"model": "gpt-5", "input": "hi", "temperature": "hot", "store": 1, "foo": 1, "bar": 2}
    places = {fault.split(":")[0] for fault in openapi.faults("openai.json", "CreateResponse", body)}

    assert {"body.temperature", "body.store", "body.foo", "body.bar"} == places


def test_a_schema_that_is_not_there() -> None:
    """A misspelt schema is an error of the test, not a yes."""

    with pytest.raises(LookupError, match="CreateResponze"):
        openapi.faults("openai.json", "CreateResponze", {})


GOOD: list[tuple[str, str, dict[str, Any]]] = [
    ("openai.json", "CreateChatCompletionRequest", {"model": "m", "messages": [{"role": "user", "content": "hi"}]}),
    ("openai.json", "CreateImageRequest", {"model": "gpt-image-1", "prompt": "a dog", "size": "1024x1024"}),
    (
        "anthropic.json",
        "CreateMessageParams",
        {"model": "m", "max_tokens": 5, "messages": [{"role": "user", "content": "hi"}]},
    ),
    (
        "google-generativelanguage.json",
        "GenerateContentRequest",
        {"contents": [{"role": "user", "parts": [{"text": "hi"}]}]},
    ),
    ("mistral.json", "ChatCompletionRequest", {"model": "m", "messages": [{"role": "user", "content": "hi"}]}),
    ("ollama.json", "ChatRequest", {"model": "m", "messages": [{"role": "user", "content": "hi"}], "stream": False}),
    ("groq.json", "CreateChatCompletionRequest", {"model": "m", "messages": [{"role": "user", "content": "hi"}]}),
]


@pytest.mark.parametrize(("spec", "schema", "body"), GOOD, ids=[f"{spec}-{schema}" for spec, schema, _ in GOOD])
def test_other_descriptions(spec: str, schema: str, body: dict[str, Any]) -> None:
    """The descriptions of other providers work as well, and find the same mistake."""

    assert [] == openapi.faults(spec, schema, body)
    assert "body.temprature: unknown" in openapi.faults(spec, schema, {**body, "temprature": 0})
