"""The options of openairesponses: every field of a request can be said, is checked, and goes where it belongs."""

from __future__ import annotations

from typing import Any

import openapi
import pytest
from attrs import fields
from contract.side import Side
from contract.specimen_openairesponses import SPECIMEN

import genai
from genai.providers import openairesponses
from genai.providers._openai.errors import error_of
from genai.providers.openairesponses import raw
from genai.providers.openairesponses.encode import PLAIN

Options = openairesponses.Options

SAID: dict[str, tuple[Any, dict[str, Any]]] = {
    # option: (what is given, what is in the body)
    "tools": ([raw.ImageGeneration()], {"tools": [{"type": "image_generation"}]}),
    "tool_choice": ("required", {"tool_choice": "required"}),
    "previous_response_id": ("resp_1", {"previous_response_id": "resp_1"}),
    "conversation": ("conv_1", {"conversation": "conv_1"}),
    "store": (False, {"store": False}),
    "service_tier": ("ultrafast", {"service_tier": "ultrafast"}),
    "truncation": ("auto", {"truncation": "auto"}),
    "context_management": (
        [raw.ContextManagement(type="compaction", compact_threshold=2000)],
        {"context_management": [{"type": "compaction", "compact_threshold": 2000}]},
    ),
    "verbosity": ("low", {"text": {"verbosity": "low"}}),
    "reasoning_context": ("all_turns", {"reasoning": {"context": "all_turns"}}),
    "reasoning_mode": ("pro", {"reasoning": {"mode": "pro"}}),
    "max_tool_calls": (2, {"max_tool_calls": 2}),
    "metadata": ({"a": "b"}, {"metadata": {"a": "b"}}),
    "prompt": (raw.Prompt(id="p", variables={"x": "y"}), {"prompt": {"id": "p", "variables": {"x": "y"}}}),
    "prompt_cache_key": ("k", {"prompt_cache_key": "k"}),
    "prompt_cache_options": (raw.PromptCacheOptions(mode="explicit"), {"prompt_cache_options": {"mode": "explicit"}}),
    "prompt_cache_retention": ("24h", {"prompt_cache_retention": "24h"}),
    "safety_identifier": ("u" * 64, {"safety_identifier": "u" * 64}),
    "user": ("u", {"user": "u"}),
    "moderation": (raw.Moderation(model="m"), {"moderation": {"model": "m"}}),
    "stream_options": (
        raw.StreamOptions(include_obfuscation=False),
        {"stream_options": {"include_obfuscation": False}},
    ),
    "image_model": ("gpt-image-2", {"tools": [{"type": "image_generation", "model": "gpt-image-2"}]}),
    "image_action": ("edit", {"tools": [{"type": "image_generation", "action": "edit"}]}),
    "include": (["code_interpreter_call.outputs"], {"include": ["code_interpreter_call.outputs"]}),
}

WRONG: dict[str, Any] = {
    "tools": [print],
    "tool_choice": "get_weather",
    "previous_response_id": "",
    "conversation": 5,
    "store": "no",
    "service_tier": "cheap",
    "truncation": "some",
    "context_management": [{"compact_threshold": 1}],
    "verbosity": "chatty",
    "reasoning_context": "none",
    "reasoning_mode": "",
    "max_tool_calls": 0,
    "metadata": {"a": 1},
    "prompt": {"version": "1"},
    "prompt_cache_key": "",
    "prompt_cache_options": "explicit",
    "prompt_cache_retention": "1h",
    "safety_identifier": "u" * 65,
    "user": "",
    "moderation": {"policy": {}},
    "stream_options": True,
    "image_model": "",
    "image_action": "paint",
    "include": [""],
}

ELSEWHERE = {"model", "input", "stream", "background", "text", "reasoning"} | set(PLAIN.values())
"""Fields of the body that the messages, the verbs and the standard options say."""


@pytest.mark.parametrize("name", SAID)
def test_an_option_goes_where_it_belongs(name: str) -> None:
    """Each option is what it should be in the body, and the rest of the body is as without it."""
    given, expected = SAID[name]
    side = Side("sync", SPECIMEN)
    llm, server = side.load(SPECIMEN.plain_stream)
    side.stream(llm, "hi")
    side.stream(llm, "hi", Options(**{name: given}))
    bare, made = server.bodies()

    assert {**bare, **expected} == made


@pytest.mark.parametrize("name", WRONG)
def test_an_option_is_checked(name: str) -> None:
    """A wrong value is refused when the options are made, by the option's name."""
    with pytest.raises(genai.InvalidRequest, match=rf"Options\.{name}: "):
        Options(**{name: WRONG[name]})


@pytest.mark.parametrize("pairs", [{str(n): "" for n in range(17)}, {"k" * 65: ""}, {"k": "v" * 513}, {1: "a"}, "a=b"])
def test_metadata_has_limits(pairs: Any) -> None:
    """Metadata is at most 16 pairs of texts that are not too long."""
    with pytest.raises(genai.InvalidRequest, match="metadata"):
        Options(metadata=pairs)


def test_the_tables_are_whole() -> None:
    """Every option is tried above, and every field of the description's request can be said."""
    names = {field.name for field in fields(Options)}

    assert names == set(SAID)
    assert names == set(WRONG)
    if openapi.available():
        assert set() == described() - ELSEWHERE - {key for _, body in SAID.values() for key in body}


def described() -> set[str]:
    """The fields of a request, by OpenAI's own description."""
    schemas = openapi._document("openai.json")["components"]["schemas"]

    def below(schema: Any) -> set[str]:
        if "$ref" in schema:
            return below(schemas[schema["$ref"].rpartition("/")[2]])
        return set(schema.get("properties", ())).union(*map(below, schema.get("allOf", ())))

    return below(schemas["CreateResponse"])


def test_options_survive_json() -> None:
    """Options are values: raw objects in them are written out, so they compare, and go to JSON and back."""
    for name, (given, _) in SAID.items():
        own = Options(**{name: given})

        assert own == Options.from_json(own.to_json())


def test_stream_options_are_for_streams() -> None:
    """Without a stream they are refused, by name."""
    llm, server = Side("sync", SPECIMEN).load(SPECIMEN.plain)
    with pytest.raises(genai.NotSupported) as caught:
        llm.gen_sync("hi", Options(stream_options={"include_obfuscation": False}))

    assert ("Options.stream_options without gen_stream",) == caught.value.unsupported
    assert [] == server.requests


@pytest.mark.parametrize(
    "said",
    [
        {"code": "resource_unavailable", "type": "invalid_request_error", "message": "Resource Unavailable."},
        {"code": None, "type": "rate_limit_error", "message": "429 Resource Unavailable: try again later"},
        {"code": None, "type": "requests", "message": "Resource unavailable"},
    ],
)
def test_the_flex_tier_without_resources(said: dict[str, Any]) -> None:
    """It is the provider that lacks something, not the account: https://platform.openai.com/docs/guides/flex-processing"""
    assert genai.Overloaded is type(error_of("openairesponses", {"error": said}, status=429))
