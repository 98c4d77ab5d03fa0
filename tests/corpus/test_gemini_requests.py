"""Gemini: recorded requests, and the calls of genai's that build the same ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import corpus_files
import pytest
from corpus.gemini_requests import Tape, spelt

import genai
from genai.providers import gemini
from genai.tools import Tool

pytestmark = [
    pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)"),
    pytest.mark.misfit,  # other clients spell some fields in another way, and put in what the description lacks
]

FLASH = "gemini-flash-lite-latest_thinking/"
GOOGLE = "pydantic-ai.models.test_google/"
STRUCTURED = "pydantic-ai.models.google.test_structured_output/"
THINKING: dict[str, Any] = {"budget_tokens": 512, "summary": "auto"}
OLD = gemini.Options(openapi_schemas=True)
CITY = {
    "properties": {"city": {"type": "string"}, "country": {"type": "string"}},
    "required": ["city", "country"],
    "title": "CityLocation",
    "type": "object",
}


def tool(name: str, description: str = "", **properties: str) -> Tool:
    """A function with parameters of these types, all required."""
    parameters: dict[str, Any] = {
        "type": "object",
        "properties": {key: {"type": type_} for key, type_ in properties.items()},
        "additionalProperties": False,
    }
    if properties:
        parameters["required"] = list(properties)
    return Tool(None, name=name, description=description, parameters=parameters)


SQUARE = tool("square_root", "Calculates and return the square root of a number", number="number")


def ask(*options: Any, **shorthand: Any) -> Callable[[Tape], None]:
    """The recorded question, with these options."""
    return lambda tape: void(tape.gen(tape.question, *options, **shorthand))


def show(**shorthand: Any) -> Callable[[Tape], None]:
    """The recorded question, with the document beside it."""
    return lambda tape: void(tape.gen([tape.question, tape.doc()], **shorthand))


def void(result: genai.Result) -> None:
    """The request is what counts."""


def square(tape: Tape) -> None:
    """A call of a tool, and its result, which goes back with the thoughts and the signature of the call."""
    _, answer, _ = tape.recorded[0]["contents"]
    thought, call = answer["parts"]
    said = genai.Message(
        replies=(
            genai.Reply(reasoning=thought["text"], opaque={"gemini": {"thought": True}}),
            genai.Reply(
                tool_call=genai.ToolCall(
                    id=call["functionCall"]["id"], name="square_root", arguments='{"number":132413}'
                ),
                block=1,
                opaque={"gemini": {"signature": call["thoughtSignature"]}},
            ),
        )
    )
    result = genai.ToolCallResult(id=call["functionCall"]["id"], name="square_root", content="363.89")
    tape.gen([tape.question, said, result], OLD, tools=[SQUARE], force="none", **THINKING)


def weather(tape: Tape) -> None:
    """A function and a search at Google: the search's call and answer go back as they came."""
    options = (gemini.Options(server_side_tools=True),)
    more: dict[str, Any] = {"search": True, "tools": [tool("calculator", expression="string")]}
    first = tape.gen(tape.question, *options, **more)
    result = genai.ToolCallResult(id=first.tool_calls[0].id, name="calculator", content="4")
    tape.gen([tape.question, first, result], *options, **more)


def street(tape: Tape) -> None:
    """Thoughts and signatures go back with their parts."""
    options: dict[str, Any] = {
        "system_prompt": "You are a helpful assistant.",
        "summary": "auto",
        "tools": [tool("dummy")],
    }
    first = tape.gen(tape.question, **options)
    again = tape.recorded[1]["contents"][2]["parts"][0]["text"]
    tape.gen([tape.question, first, again], **options)


def bar(tape: Tape) -> None:
    """A forced call without an id, and its result without one."""
    functions = [
        tool("bar"),
        tool("final_result", "The final response which ends this conversation", bar="string"),
    ]
    options = (gemini.Options(allowed_functions=("bar", "final_result"), openapi_schemas=True),)
    tape.recorded = [without_nothing(one) for one in tape.recorded]
    first = tape.gen(tape.question, *options, tools=functions)
    assert "" == first.tool_calls[0].id
    result = genai.ToolCallResult(name="bar", content="hello")
    tape.gen([tape.question, first, result], *options, tools=functions)


def without_nothing(body: dict[str, Any]) -> dict[str, Any]:
    """A function without parameters need not say that it has none."""
    for one in body["tools"][0]["functionDeclarations"]:
        if not one["parameters"]["properties"]:
            del one["parameters"]
    return body


def uploaded(tape: Tape) -> None:
    """A picture that was uploaded, behind a tool's result."""
    first = tape.gen(tape.question, tools=[tool("get_file")])
    _, _, result, shown = tape.recorded[1]["contents"]
    text, picture = shown["parts"]
    tape.recorded[1]["contents"][2]["parts"][0]["functionResponse"]["response"] = {"output": "See file a2496f."}
    assert result["parts"][0]["functionResponse"]["name"] == "get_file"
    name = picture["fileData"]["fileUri"].rpartition("/v1beta/")[2]
    doc = genai.Doc(file_ids={"google": name}, mime_type="image/jpeg")
    answer = genai.ToolCallResult(name="get_file", content="See file a2496f.")
    tape.gen([tape.question, first, answer, text["text"], doc], tools=[tool("get_file")])


CALLS: dict[str, Callable[[Tape], None]] = {
    # cassette: the calls
    "tests/ThinkingBudget.gemini-3.5-flash.default": ask(),
    f"{FLASH}GenSync-Text": ask(**THINKING),
    f"{FLASH}GenStream-Text": ask(**THINKING),
    f"{FLASH}GenSync-Stop": ask(stop=["is"], **THINKING),
    f"{FLASH}GenSync-Seed": ask(seed=42, **THINKING),
    f"{FLASH}GenSync-MaxTokens": ask(max_tokens=16, **THINKING),
    f"{FLASH}GenSync-JSON": ask(reply_as_json=True, **THINKING),
    f"{FLASH}GenSync-JSONSchema": ask(
        OLD,
        decode_as={"type": "object", "properties": {"is_fruit": {"type": "boolean"}}, "required": ["is_fruit"]},
        **THINKING,
    ),
    f"{FLASH}GenSync-Tools-SquareRoot-1": ask(OLD, tools=[SQUARE], force="required", **THINKING),
    f"{FLASH}GenSync-Tools-SquareRoot-2": square,
    f"{FLASH}GenSync-Tools-WebSearch": ask(search=True, **THINKING),
    f"{FLASH}GenStream-Tools-WebFetch": ask(fetch=True, **THINKING),
    f"{FLASH}GenStreamMultiModal-Image-png-Inline": show(**THINKING),
    f"{FLASH}GenSyncMultiModal-Document-pdf-Inline": show(**THINKING),
    f"{FLASH}GenStreamMultiModal-Audio-flac-URL": show(**THINKING),
    f"{FLASH}GenStreamMultiModal-Video-webm-Inline": show(**THINKING),
    f"{GOOGLE}test_google_model_safety_settings": lambda tape: refused(tape),
    f"{GOOGLE}test_google_model_thinking_part": street,
    f"{GOOGLE}test_google_model_youtube_video_url_input": show(system_prompt="You are a helpful chatbot."),
    f"{GOOGLE}test_google_prefix_items_native_output": lambda tape: schema(tape),
    f"{GOOGLE}test_google_tool_config_any_with_tool_without_args": bar,
    f"{STRUCTURED}test_native_output_with_builtin_tools": ask(
        gemini.Options(server_side_tools=True), search=True, decode_as=CITY
    ),
    f"{STRUCTURED}test_function_tools_with_builtin_tools": weather,
    "pydantic-ai.models.google.test_code_execution/test_code_execution_stream": ask(
        gemini.Options(code_execution=True),
        system_prompt="Be concise and always use Python to do calculations no matter how small.",
    ),
    "pydantic-ai.models.google.test_cache/test_google_model_cached_content": lambda tape: cached(tape),
    "pydantic-ai.test_thinking_native_tools/test_thinking_with_native_tool_wire_contract_google": ask(
        gemini.Options(server_side_tools=True), search=True, effort="high", summary="auto", force="auto"
    ),
    "pydantic-ai.models.test_multimodal_tool_returns/"
    "test_multimodal_tool_return_matrix_direct-uploaded_file-image-google_2_5": uploaded,
}


def refused(tape: Tape) -> None:
    """Safety settings, and a refusal by them."""
    safety = {"HARM_CATEGORY_HATE_SPEECH": "BLOCK_LOW_AND_ABOVE"}
    with pytest.raises(genai.ContentFiltered):
        tape.gen(tape.question, gemini.Options(safety=safety), system_prompt="You hate the world!")


def schema(tape: Tape) -> None:
    """A schema goes as it is."""
    tape.gen(tape.question, decode_as=tape.recorded[0]["generationConfig"]["responseJsonSchema"])


def cached(tape: Tape) -> None:
    """A cache, by its name, in two calls."""
    option = gemini.Options(cached_content=tape.recorded[0]["cachedContent"])
    for body in tape.recorded:
        tape.gen(body["contents"][0]["parts"][0]["text"], option)


@pytest.mark.parametrize("path", CALLS)
def test_a_call_builds_the_recorded_request(path: str) -> None:
    """The same JSON, to the same URL, but for spellings that say the same."""
    tape = Tape(path)
    CALLS[path](tape)

    assert [spelt(body) for body in tape.recorded] == [spelt(body) for body in tape.sent]
    assert tape.urls == tape.asked


KINDS = {
    # what is asked: the words that only such a request has
    "system": '"systemInstruction":',
    "tools": '"functionDeclarations":',
    "results": '"functionResponse":',
    "forced tool": '"mode": "ANY"',
    "JSON schema": '"responseJsonSchema":',
    "image": '"image/',
    "PDF": "application/pdf",
    "thinking": '"thinkingConfig":',
    "streaming": ":streamGenerateContent",
}


def test_enough_is_built() -> None:
    """Text, system, tools, results, a forced tool, JSON, pictures, PDFs, thoughts and streams are all there."""
    tapes = [Tape(path) for path in CALLS]
    asked = [json.dumps(body) for tape in tapes for body in tape.recorded] + [
        url for tape in tapes for url in tape.urls
    ]

    assert 25 < len(CALLS)
    assert {} == {kind: words for kind, words in KINDS.items() if not any(words in one for one in asked)}
