"""Gemini: what a call says on the wire."""

from __future__ import annotations

import base64
from typing import Any

import attrs
import pytest
from contract.specimen_gemini import PLAIN, response

import genai
from genai.providers import gemini
from genai.providers.gemini import raw
from genai.tools import Tool

from .gemini_calls import PNG, client

ANSWER = response(PLAIN)


def body(messages: Any = "hi", *options: Any, load: dict[str, Any] | None = None, **shorthand: Any) -> Any:
    """The body that a call sends."""
    llm, server = client(ANSWER, **(load or {}))
    llm.gen_sync(messages, *options, **shorthand)
    return server.bodies[0]


def refused(messages: Any = "hi", *options: Any, load: dict[str, Any] | None = None, **shorthand: Any) -> list[str]:
    """What a call cannot say."""
    with pytest.raises(genai.NotSupported) as caught:
        body(messages, *options, load=load, **shorthand)
    return list(caught.value.unsupported)


def test_a_text_and_a_system_prompt() -> None:
    """The least that can be said."""
    expected = {
        "contents": [{"role": "user", "parts": [{"text": "hi"}]}],
        "systemInstruction": {"parts": [{"text": "Be brief."}]},
    }

    assert expected == body(system_prompt="Be brief.")


def test_generation_options() -> None:
    """Each option is a field of the generationConfig."""
    made = body(
        temperature=0,
        top_p=0.5,
        top_k=3,
        max_tokens=9,
        stop=["END"],
        seed=1,
        frequency_penalty=1,
        presence_penalty=-1,
        top_logprobs=2,
    )["generationConfig"]
    expected = {
        "temperature": 0,
        "topP": 0.5,
        "topK": 3,
        "maxOutputTokens": 9,
        "frequencyPenalty": 1,
        "presencePenalty": -1,
        "seed": 1,
        "stopSequences": ["END"],
        "responseLogprobs": True,
        "logprobs": 2,
    }

    assert expected == made
    assert {"responseLogprobs": True} == body(top_logprobs=0)["generationConfig"]


@pytest.mark.parametrize(
    ("model", "options", "expected"),
    [
        ("gemini-3.7-flash", {"effort": "low"}, {"thinkingLevel": "LOW"}),
        ("gemini-2.5-flash", {"effort": "low"}, {"thinkingBudget": 1024}),
        ("gemini-2.5-flash", {"effort": "none"}, {"thinkingBudget": 0}),
        (
            "gemini-3.7-flash",
            {"budget_tokens": 512, "summary": "auto"},
            {"thinkingBudget": 512, "includeThoughts": True},
        ),
    ],
)
def test_thinking(model: str, options: dict[str, Any], expected: Any) -> None:
    """A level or a budget, as the model has it."""
    assert {"thinkingConfig": expected} == body(load={"model": model}, **options)["generationConfig"]


def test_thinking_that_cannot_be_said() -> None:
    """What no level stands for, and a level beside a budget, is named."""
    assert ["ReasoningOptions.effort: max", "ReasoningOptions.summary: detailed"] == refused(
        effort="max", summary="detailed"
    )
    assert ["ReasoningOptions.budget_tokens beside effort"] == refused(effort="low", budget_tokens=5)


@attrs.frozen
class City:
    """A city."""

    name: str
    people: int | None = None


def test_a_schema_in_both_dialects() -> None:
    """A type goes as JSON Schema; in the older dialect, types are in upper case and null is a flag."""
    made = body(decode_as=City)["generationConfig"]
    assert "application/json" == made["responseMimeType"]
    assert {"name", "people"} == set(made["responseJsonSchema"]["properties"])

    older = body("hi", gemini.Options(openapi_schemas=True), decode_as=City)["generationConfig"]["responseSchema"]
    assert ("OBJECT", {"type": "STRING"}) == (older["type"], older["properties"]["name"])
    assert (
        True
        is body("hi", gemini.Options(openapi_schemas=True), decode_as={"type": ["string", "null"], "maxLength": 3})[
            "generationConfig"
        ]["responseSchema"]["nullable"]
    )


def test_what_the_older_dialect_cannot_say() -> None:
    """References are written out; what leads into itself, or has no word, is named with its place."""
    tree = {
        "type": "object",
        "properties": {"child": {"$ref": "#/$defs/node"}, "leaf": {"$ref": "#/$defs/leaf"}},
        "$defs": {
            "node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}},
            "leaf": {"type": "string", "const": "x"},
        },
        "patternProperties": {},
    }

    assert [
        "TextOptions.decode_as.child.next: $ref '#/$defs/node'",
        "TextOptions.decode_as: patternProperties",
    ] == refused("hi", gemini.Options(openapi_schemas=True), decode_as=tree)


def square_root(number: float) -> float:
    """The square root of a number."""
    return float(number**0.5)


def test_tools_of_all_kinds() -> None:
    """Functions, search, pages, programs and raw tools stand in one list; forcing is a mode."""
    own = gemini.Options(
        code_execution=True,
        tools=raw.Tool(googleMaps=raw.GoogleMaps(enableWidget=False)),
        server_side_tools=True,
        retrieval=raw.RetrievalConfig(latLng=raw.LatLng(latitude=59.9, longitude=10.7)),
    )
    made = body("hi", own, tools=[square_root], search=True, fetch=True, force="square_root")

    assert ["googleMaps", "codeExecution", "urlContext", "googleSearch", "functionDeclarations"] == [
        key for tool in made["tools"] for key in tool
    ]
    assert {
        "functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["square_root"]},
        "includeServerSideToolInvocations": True,
        "retrievalConfig": {"latLng": {"latitude": 59.9, "longitude": 10.7}},
    } == made["toolConfig"]


@pytest.mark.parametrize(
    ("force", "strict", "mode"),
    [("auto", None, "AUTO"), ("required", None, "ANY"), ("none", True, "NONE"), (None, True, "VALIDATED")],
)
def test_modes_of_calling(force: str | None, strict: bool | None, mode: str) -> None:
    """A strict tool has its calls held to its schema."""
    tool = Tool(square_root, strict=strict)

    assert {"mode": mode} == body(tools=[tool], force=force)["toolConfig"]["functionCallingConfig"]


def test_own_options() -> None:
    """What only this API has."""
    own = gemini.Options(
        cached_content=raw.CachedContent(name="cachedContents/1"),
        safety={"HARM_CATEGORY_HARASSMENT": "BLOCK_NONE"},
        service_tier="flex",
        media_resolution="low",
        store=False,
        modalities=("TEXT",),
    )
    expected = {
        "contents": [{"role": "user", "parts": [{"text": "hi"}]}],
        "generationConfig": {"responseModalities": ["TEXT"], "mediaResolution": "MEDIA_RESOLUTION_LOW"},
        "cachedContent": "cachedContents/1",
        "serviceTier": "flex",
        "store": False,
        "safetySettings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}],
    }

    assert expected == body("hi", own)
    assert ["Options.language without audio"] == refused("hi", gemini.Options(language="de-DE"))
    assert ["gemini.Options.person_generation"] == refused("hi", gemini.Options(person_generation="allow_all"))


@pytest.mark.parametrize(
    "wrong",
    [{"cached_content": 5}, {"tools": ("x",)}, {"media_resolution": "huge"}, {"safety": {"a": 1}}, {"store": "no"}],
)
def test_wrong_own_options(wrong: dict[str, Any]) -> None:
    """Options are checked when they are made."""
    with pytest.raises(genai.InvalidRequest, match=f"Options.{next(iter(wrong))}"):
        gemini.Options(**wrong)


PICTURE = {"inlineData": {"mimeType": "image/png", "data": base64.b64encode(PNG).decode()}}


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        (genai.Doc(PNG), PICTURE),
        (
            genai.Doc(url="https://youtu.be/1", mime_type="video/mp4"),
            {"fileData": {"fileUri": "https://youtu.be/1", "mimeType": "video/mp4"}},
        ),
        (genai.Doc(url="https://example.org/x"), {"fileData": {"fileUri": "https://example.org/x"}}),
        (genai.Doc(url="data:image/png;base64," + base64.b64encode(PNG).decode()), PICTURE),
        (
            genai.Doc(file_ids={"google": "files/a"}, mime_type="image/png"),
            {
                "fileData": {
                    "fileUri": "https://generativelanguage.googleapis.com/v1beta/files/a",
                    "mimeType": "image/png",
                }
            },
        ),
        (genai.Doc(file_ids={"gemini": "gs://bucket/a"}), {"fileData": {"fileUri": "gs://bucket/a"}}),
        (genai.Doc(b"# Hi", filename="a.md"), {"text": "# Hi"}),
        (genai.Doc(b"{}", filename="a.json"), {"text": "{}"}),
    ],
)
def test_documents(doc: genai.Doc, expected: Any) -> None:
    """Bytes go inside, files and URLs by their URI, texts as texts."""
    assert expected == body(["What is this?", doc])["contents"][0]["parts"][1]


def test_documents_that_cannot_be_said() -> None:
    """All are named at once."""
    docs = [genai.Doc(b"PK", filename="a.zip"), genai.Doc(file_ids={"openai": "file-1"})]

    assert [
        "messages[0].requests[1]: application/zip",
        "messages[0].requests[2]: a document of unknown type",
    ] == refused(["hi", *docs])


def test_results_of_tools() -> None:
    """Results of one turn stand in one content; errors are marked, media go inside, names are looked up."""
    calls = genai.Message(
        replies=tuple(
            genai.Reply(tool_call=genai.ToolCall(id=id_, name="look", arguments='{"a":1}'), block=block)
            for block, id_ in enumerate(("1", "2"))
        )
    )
    results = [
        genai.ToolCallResult(id="1", content=["seen", genai.Doc(PNG)]),
        genai.ToolCallResult(id="2", name="look", content="blind", is_error=True),
    ]
    _, model, user = body(["hi", calls, *results])["contents"]

    assert [
        {
            "functionCall": {"id": "1", "name": "look", "args": {"a": 1}},
            "thoughtSignature": "skip_thought_signature_validator",
        },
        {"functionCall": {"id": "2", "name": "look", "args": {"a": 1}}},
    ] == model["parts"]
    assert [
        {"functionResponse": {"id": "1", "name": "look", "response": {"output": "seen"}, "parts": [PICTURE]}},
        {"functionResponse": {"id": "2", "name": "look", "response": {"error": "blind"}}},
    ] == user["parts"]
    reference = genai.ToolCallResult(id="1", content=genai.Doc(url="https://example.org/a.png"))
    assert ["messages[2].tool_results[0].content[0]: a document that is only a reference"] == refused(
        ["hi", calls, reference]
    )


def test_arguments_that_are_no_object() -> None:
    """What a model wrote instead of JSON is said inside an object, so that the conversation goes on."""
    call = genai.ToolCall(id="1", name="look", arguments='{"a":')
    result = genai.ToolCallResult(id="1", name="look", content="That was no JSON.", is_error=True)
    said = body(["hi", genai.Message(replies=(genai.Reply(tool_call=call),)), result])["contents"]

    assert {"arguments": '{"a":'} == said[1]["parts"][0]["functionCall"]["args"]


def test_an_answer_of_another_provider() -> None:
    """Texts, refusals and pictures are said anew; thoughts are not; a file that only another has is named."""
    foreign = genai.Message(
        replies=(
            genai.Reply(reasoning="hm", opaque={"other": {"signature": "x"}}),
            genai.Reply(text="Yes.", block=1),
            genai.Reply(refusal="No.", block=2),
            genai.Reply(doc=genai.Doc(PNG), block=3),
        )
    )

    assert [{"text": "Yes."}, {"text": "No."}, PICTURE] == body(["hi", foreign, "on"])["contents"][1]["parts"]
    elsewhere = genai.Message(replies=(genai.Reply(doc=genai.Doc(file_ids={"openai": "file-1"})),))
    assert ["messages[1].replies[0]: a document said by the assistant"] == refused(["hi", elsewhere, "on"])
    silent = genai.Message(replies=(genai.Reply(reasoning="hm"),))
    assert [{"text": ""}] == body(["hi", silent, "on"])["contents"][1]["parts"]


def test_where_it_goes() -> None:
    """The model is in the path, whatever kind of resource it is; a token goes as one."""
    for model, path in (("gemini-x", "models/gemini-x"), ("tunedModels/a", "tunedModels/a"), ("a b", "models/a%20b")):
        llm, server = client(ANSWER, model=model)
        llm.gen_sync("hi")
        assert [f"POST /{path}:generateContent"] == server.sent
    with pytest.raises(genai.InvalidRequest, match="not an id"):
        client(ANSWER, model="../x")[0].gen_sync("hi")


@pytest.mark.parametrize(
    ("key", "header", "value"),
    [
        ("AIzaKey", "x-goog-api-key", "AIzaKey"),
        ("ya29.token", "authorization", "Bearer ya29.token"),
        ("eyJhbGciOi.J9.x", "authorization", "Bearer eyJhbGciOi.J9.x"),
    ],
)
def test_keys_and_tokens(key: str, header: str, value: str) -> None:
    """A key has a header of its own; a token of Google Cloud's is a bearer, and may come from a callable."""
    vertex = "https://eu-aiplatform.googleapis.com/v1/projects/p/locations/eu/publishers/google"
    llm, server = client(ANSWER, api_key=lambda: key, base_url=vertex, model="gemini-x")
    llm.gen_sync("hi")

    assert value == server.requests[0].headers[header]
    assert f"{vertex}/models/gemini-x:generateContent" == str(server.requests[0].url)


def test_counting() -> None:
    """The whole request is counted: at Vertex as it is, at AI Studio inside another."""
    llm, server = client({"totalTokens": 7}, model="gemini-x")
    assert 7 == llm.count_tokens("hi", system_prompt="Be brief.")
    inner = server.bodies[0]["generateContentRequest"]
    assert ("models/gemini-x", "Be brief.") == (inner["model"], inner["systemInstruction"]["parts"][0]["text"])
    vertex, there = client({"totalTokens": 7}, base_url="https://eu-aiplatform.googleapis.com/v1/x", model="gemini-x")
    vertex.count_tokens("hi")
    assert {"contents"} == set(there.bodies[0])
    with pytest.raises(genai.BadAnswer):
        client({"totalTokens": "7"}, strict=False)[0].count_tokens("hi")


def test_models_come_page_by_page() -> None:
    """All pages are asked for."""
    one, two = {"name": "models/a", "displayName": "A"}, {"name": "tunedModels/b", "inputTokenLimit": 5}
    llm, server = client({"models": [one], "nextPageToken": "next"}, {"models": [two]})
    models = llm.list_models()

    assert [("a", "A", None), ("tunedModels/b", "", 5)] == [(m.id, m.name, m.context) for m in models]
    assert ["GET /models?pageSize=1000", "GET /models?pageSize=1000&pageToken=next"] == server.sent
