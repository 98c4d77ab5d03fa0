"""Recorded conversations with OpenAI Responses that take several turns, or tools of yours: their scripts.

The rule here: what a model answered is never written down again; it comes from the tape.
"""

from __future__ import annotations

import base64
from typing import Any

from corpus.recorded_requests import Tape, plays

import genai
from genai.providers import openairesponses
from genai.providers.openairesponses import raw

Options = openairesponses.Options

MODELS = "pydantic-ai.models.test_openai_responses/"
MATRIX = "pydantic-ai.models.test_tool_choice_matrix/test_tool_choice_matrix_"
RETURNS = "pydantic-ai.models.test_multimodal_tool_returns/test_multimodal_tool_return_matrix_"
HELPFUL = "You are a helpful assistant."
INCLUDE = ("reasoning.encrypted_content",)
ENCRYPTED = Options(include=INCLUDE)
AUTO: dict[str, Any] = {"force": "auto"}


def bare(name: str, description: str = "") -> genai.Tool:
    """A tool without parameters, which is said not to be strict."""
    parameters = {"type": "object", "properties": {}, "additionalProperties": False}
    return genai.Tool(name=name, description=description, parameters=parameters, strict=False)


def result_of(answer: genai.Result, content: Any) -> genai.ToolCallResult:
    """What a tool of yours gave to the one call of an answer."""
    (call,) = answer.tool_calls
    return genai.ToolCallResult(id=call.id, name=call.name, content=content)


# --- History -------------------------------------------------------------------------------------------------


@plays(f"{MODELS}test_openai_responses_model_thinking_part.yaml", "multi-turn, reasoning, include")
def thoughts_go_back(tape: Tape) -> None:
    """The encrypted thoughts of the first answer go back with it."""
    options = (genai.ReasoningOptions(effort="high", summary="detailed"), ENCRYPTED)
    answer = tape.gen(tape.question, *options)
    tape.gen(genai.Messages.of(tape.question) + answer + tape.part(-1, request=1), *options)


@plays(f"{MODELS}test_openai_responses_compact_messages_direct.yaml", "multi-turn, instructions, compaction")
def compaction(tape: Tape) -> None:
    """A history of plain texts, and the raw endpoint that makes it short."""
    first = tape.gen("Hello!", system_prompt=HELPFUL)
    said = [
        {"role": "user", "content": "Hello!"},
        {"role": "assistant", "content": first.text},
        {"role": "user", "content": "How are you?"},
    ]
    second = tape.gen(said, system_prompt=HELPFUL)
    items = [raw.Message(role=one["role"], content=one["content"]) for one in said]
    tape.llm.raw.compact(
        raw.CompactRequest(
            model="gpt-4o-mini",
            instructions=HELPFUL,
            input=[*items, raw.Message(role="assistant", content=second.text)],
        )
    )


@plays(f"{MODELS}test_openai_responses_compact_with_auto_previous_response_id.yaml", "compaction, instructions")
def compaction_by_id(tape: Tape) -> None:
    """An answer that is kept, made short by its id."""
    answer = tape.gen("Hello!", system_prompt=HELPFUL)
    tape.llm.raw.compact(raw.CompactRequest(model="gpt-4o-mini", input=[], previous_response_id=answer.response_id))


@plays(f"{MODELS}test_openai_conversation_id_streaming_provider_details.yaml", "conversation, instructions")
def conversation(tape: Tape) -> None:
    """A conversation that the provider keeps."""
    made = tape.llm.raw.conversations.create(raw.ConversationRequest())
    instructions = "Follow the user instructions exactly."
    tape.gen("Reply exactly: streamed", Options(conversation=made.id), system_prompt=instructions)


@plays(f"{MODELS}test_background_mode_vcr.yaml", "background")
def background(tape: Tape) -> None:
    """A job."""
    tape.llm.gen_async(tape.question)


@plays(f"{MODELS}test_background_mode_reasoning_vcr.yaml", "background, include")
def background_reasoning(tape: Tape) -> None:
    """A job whose thoughts come back encrypted."""
    tape.llm.gen_async(tape.question, ENCRYPTED)


@plays(f"{MODELS}test_openai_responses_image_url_input.yaml", "images by URL")
@plays("pydantic-ai.models.test_openai/test_image_url_input_force_download_response_api.yaml", "inline images")
def image(tape: Tape) -> None:
    """A question about a picture."""
    tape.gen(genai.user(tape.question, tape.doc(0, 1)))


# --- Functions -----------------------------------------------------------------------------------------------


@plays("pydantic-ai.models.test_google/test_google_model_thinking_part_from_other_model.yaml", "tools, reasoning")
def dummy(tape: Tape) -> None:
    """A function that takes nothing, which is not strict."""
    thinking = genai.ReasoningOptions(effort="high", summary="detailed")
    tape.gen(tape.question, thinking, ENCRYPTED, system_prompt=HELPFUL, tools=[bare("dummy")], **AUTO)


@plays(f"{RETURNS}direct-url_force_download-video-openai_responses.yaml", "tools, include")
@plays(f"{RETURNS}tool_return_content-binary-audio-openai_responses.yaml", "tools, include")
def get_file(tape: Tape) -> None:
    """A function that takes nothing."""
    tape.gen(tape.question, ENCRYPTED, tools=[bare("get_file")], **AUTO)


@plays(f"{RETURNS}direct-binary-image-openai_responses.yaml", "tools, tool results, multi-turn, inline images")
def picture_from_a_tool(tape: Tape) -> None:
    """A function gives back a picture."""
    answer = tape.gen(tape.question, ENCRYPTED, tools=[bare("get_file")], **AUTO)
    shown = tape.recorded[1]["input"][-1]["output"][0]["image_url"]
    picture = genai.Doc(data=base64.b64decode(shown.partition(",")[2]))
    history = genai.Messages.of(tape.question) + answer + result_of(answer, picture)
    tape.gen(history, ENCRYPTED, tools=[bare("get_file")], **AUTO)


@plays(
    f"{MODELS}test_openai_responses_model_retry.yaml",
    "tools",
    turns=1,
    why="the peer sends an empty message of the assistant before the calls; genai sends what was answered",
)
def get_location_tool(tape: Tape) -> None:
    """A function without a description."""

    def get_location(loc_name: str) -> None: ...

    tape.gen(tape.question, tools=[get_location], **AUTO)


@plays(f"{MODELS}test_openai_responses_stream.yaml", "tools", turns=1, why="the peer took the item's id for the call's")
def get_capital_tool(tape: Tape) -> None:
    """A function, streamed."""

    def get_capital(country: str) -> None: ...

    tape.gen(tape.question, tools=[get_capital], **AUTO)


def get_weather(city: str) -> str:
    """Get the current weather for a city."""
    return f"Sunny, 22C in {city}"


def final_result(city: str, summary: str) -> None:
    """The final response which ends this conversation"""


@plays(f"{MATRIX}list_single-openai_responses.yaml", "tools, named tool, include")
def named_tool(tape: Tape) -> None:
    """One of two functions is forced."""

    def get_weather(city: str) -> None:
        """Get weather for a city"""

    def get_time(timezone: str) -> None:
        """Get time in a timezone"""

    tape.gen(tape.question, ENCRYPTED, tools=[get_weather, get_time], force="get_weather")


@plays(f"{MATRIX}none_with_output-openai_responses.yaml", "tools, named tool, include")
def named_output(tape: Tape) -> None:
    """The answer is a call."""
    tape.gen(tape.question, ENCRYPTED, tools=[get_weather, final_result], force="final_result")


@plays(f"{MATRIX}tools_plus_output-openai_responses.yaml", "tools, allowed tools, tool results, multi-turn, include")
def allowed_tools(tape: Tape) -> None:
    """Two of three functions are allowed, and one of them has to be called."""

    def get_time(timezone: str) -> None:
        """Get the current time in a timezone."""

    allowed = [{"type": "function", "name": name} for name in ("final_result", "get_weather")]
    options = Options(include=INCLUDE, tool_choice=raw.AllowedTools(mode="required", tools=allowed))
    tools = [get_weather, get_time, final_result]
    answer = tape.gen(tape.question, options, tools=tools)
    tape.gen(genai.Messages.of(tape.question) + answer + answer.call_tools(tools), options, tools=tools)
