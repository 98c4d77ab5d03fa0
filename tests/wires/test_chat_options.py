"""The options of a Chat Completions request: each has its place in the body, and no body changes a table."""

from __future__ import annotations

import copy
import json
from typing import Any

import httpx2
import pytest
from attrs import frozen
from contract.chat import dumped, whole
from wires.chat_answers import MAKER, speaker

import genai
from genai.checks import Options as Base
from genai.checks import mapping, option
from genai.messages import Messages
from genai.options import OWNER
from genai.providers import openaichat
from genai.providers._openai_chat.encode import WEB, Speaker, encode
from genai.providers._openai_chat.verbs import AUDIO, options_of
from genai.providers._openai_chat.writers import (
    BASIC,
    OPTIONS,
    Unsayable,
    but,
    choice,
    fixed,
    merge,
    merged,
    words,
    write,
)
from genai.settings import merge as settings_of


def get_weather(city: str) -> str:
    """The weather of a city."""
    return city


SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
FUNCTION = {"name": "get_weather", "description": "The weather of a city.", "parameters": SCHEMA}
SEARCHES: dict[str, Any] = {"web_search_options": {}}
SAID: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "temperature": ({"temperature": 0}, {"temperature": 0}),
    "top_p": ({"top_p": 0.5}, {"top_p": 0.5}),
    "max_tokens": ({"max_tokens": 5}, {"max_completion_tokens": 5}),
    "stop": ({"stop": ("a", "b")}, {"stop": ["a", "b"]}),
    "seed": ({"seed": 0}, {"seed": 0}),
    "frequency_penalty": ({"frequency_penalty": -2}, {"frequency_penalty": -2}),
    "presence_penalty": ({"presence_penalty": 2}, {"presence_penalty": 2}),
    "top_logprobs": ({"top_logprobs": 0}, {"logprobs": True, "top_logprobs": 0}),
    "reply_as_json": ({"reply_as_json": True}, {"response_format": {"type": "json_object"}}),
    "decode_as": (
        {"decode_as": SCHEMA},
        {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "response", "schema": SCHEMA, "strict": True},
            }
        },
    ),
    "tools": ({"tools": [get_weather]}, {"tools": [{"type": "function", "function": {**FUNCTION, "strict": True}}]}),
    "force": ({"force": "required"}, {"tool_choice": "required"}),
    "parallel": ({"parallel": False}, {"parallel_tool_calls": False}),
    "effort": ({"effort": "low"}, {"reasoning_effort": "low"}),
    "search": ({"search": True}, SEARCHES),
    "context_size": (
        {"search": True, "context_size": "low"},
        {"web_search_options": {"search_context_size": "low"}},
    ),
    "user_location": (
        {"search": True, "user_location": {"country": "NO"}},
        {"web_search_options": {"user_location": {"type": "approximate", "approximate": {"country": "NO"}}}},
    ),
    "voice": ({"voice": "alloy"}, {"audio": {"voice": "alloy"}}),
    "audio_format": ({"voice": "alloy", "audio_format": "wav"}, {"audio": {"voice": "alloy", "format": "wav"}}),
}


def body_of(*options: Any, who: Speaker = MAKER, **shorthand: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What options put into a body, and what could not be said."""
    settings, faults = settings_of(options, shorthand)
    assert [] == faults
    made = encode(who, Messages.of("hi"), settings)
    body = dict(made.body)
    assert [{"role": "user", "content": "hi"}] == body.pop("messages")
    assert "m-0" == body.pop("model")
    return body, made.unsupported


@pytest.mark.parametrize("name", SAID)
def test_each_option(name: str) -> None:
    """Every option of OpenAI's table, in its place."""
    given, said = SAID[name]

    assert (said, ()) == body_of(**given)


def test_every_option_is_tested() -> None:
    """The table above has them all, and the basic one has no others."""
    assert OPTIONS.keys() == SAID.keys()
    assert BASIC.keys() <= OPTIONS.keys() <= OWNER.keys()


def test_nothing_given() -> None:
    """Options that are not set, or off, say nothing."""
    off: dict[str, Any] = {
        "reply_as_json": False,
        "search": False,
        "fetch": False,
        "stop": (),
        "tools": (),
        "temperature": None,
    }

    assert ({}, ()) == body_of() == body_of(**off)


def test_all_at_once() -> None:
    """Options do not disturb each other."""
    body, unsupported = body_of(**{name: value for given, _ in SAID.values() for name, value in given.items()})
    expected = merged(*(said for name, (_, said) in SAID.items() if name != "reply_as_json"))

    assert (expected, ()) == (body, unsupported)


def test_decode_as_beside_reply_as_json() -> None:
    """A schema says more than just any JSON."""
    assert SAID["decode_as"][1] == body_of(decode_as=SCHEMA, reply_as_json=True)[0]
    assert SAID["decode_as"][1] == body_of(decode_as=SCHEMA, reply_as_json=False)[0]


@pytest.mark.parametrize("name", WEB)
def test_web_options_without_search(name: str) -> None:
    """What is nothing without a search is named, and is not said: it might start one."""
    value: Any = {"user_location": {"country": "NO"}, "context_size": "low"}.get(name, ("a.org",))

    assert ({}, ("WebOptions without search=True",)) == body_of(**{name: value})
    assert ({}, ("WebOptions without search=True",)) == body_of(**{name: value}, search=False)
    assert () == body_of(**{name: value}, search=True)[1]


def test_words_that_cannot_be_said() -> None:
    """A value for which a dialect has no word is named, with the words that it has; the rest is said."""
    who = speaker(options=but(effort=words("low", max="xhigh"), force=choice("auto", named=False)))
    body, unsupported = body_of(effort="high", force="none", temperature=0, who=who)

    assert {"temperature": 0} == body
    assert (
        "ReasoningOptions.effort: one of low, max, not high",
        "ToolOptions.force: one of auto, not none",
    ) == unsupported
    assert {"reasoning_effort": "xhigh"} == body_of(effort="max", who=who)[0]


def test_choice() -> None:
    """A tool is forced by its name; words that some do not know are other words there, or none."""
    named = {"tool_choice": {"type": "function", "function": {"name": "f"}}}

    assert named == choice("auto", "required", "none")("f")
    assert {"tool_choice": "any"} == choice("auto", required="any")("required")
    for writer, word in ((choice("auto"), "required"), (choice("auto", named=False), "f")):
        with pytest.raises(Unsayable, match="auto"):
            writer(word)


def test_words() -> None:
    """Words stay, become others, or fields; and go where they are said to."""
    writer = words("low", key="reasoning.effort", max="high", none={"thinking": {"type": "disabled"}})

    assert {"reasoning": {"effort": "low"}} == writer("low")
    assert {"reasoning": {"effort": "high"}} == writer("max")
    assert {"thinking": {"type": "disabled"}} == writer("none")


def test_strict_tools() -> None:
    """A tool that insists on strictness cannot be said to those who know none; any other is said without."""
    basic = speaker(options=but())

    assert {"tools": [{"type": "function", "function": FUNCTION}]} == body_of(tools=[get_weather], who=basic)[0]
    strict = genai.Tool(get_weather, strict=True)
    said, left = body_of(tools=[strict], force="required", who=basic)
    assert ("ToolOptions.tools: no strict tools, such as get_weather",) == left
    assert {"tools": [{"type": "function", "function": FUNCTION}], "tool_choice": "required"} == said


# --- Merging ----------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Own(Base):
    """A package's own options."""

    web_search_options: Any = option(mapping, hash=False)
    reasoning: Any = option(mapping, hash=False)
    plain: Any = None
    listed: Any = None
    placed: Any = None


def test_own_options() -> None:
    """Own options have the names of their fields, or a place, or a writer, of the dialect's."""
    own = {"listed": lambda value: {"tools": [{"type": value}]}, "placed": "a.b.c"}
    body, _ = body_of(Own(plain=0, listed="x", placed=(1, (2,))), tools=[get_weather], who=speaker(own=own))

    assert {"plain": 0, "a": {"b": {"c": [1, [2]]}}} == {name: body[name] for name in ("plain", "a")}
    assert ["function", "x"] == [tool["type"] for tool in body["tools"]]


def test_objects_are_merged() -> None:
    """What options, own options and ``always`` say of one object stands side by side; the later one wins."""
    own = {"reasoning": lambda value: {"reasoning": value}}
    who = speaker(always={"reasoning": {"a": 1, "b": {"c": 1}}}, options=but(effort="reasoning.effort"), own=own)
    body, _ = body_of(Own(reasoning={"b": {"d": 2}, "a": 0}), effort="low", who=who)

    assert {"reasoning": {"a": 0, "b": {"c": 1, "d": 2}, "effort": "low"}} == body


def test_merge() -> None:
    """Objects are merged, lists are joined, anything else is replaced; what was given stays as it is."""
    one = {"a": {"b": [1], "c": 1}, "d": 1, "e": {"f": 1}}
    two = {"a": {"b": [2], "c": {"x": 1}}, "d": [1], "e": 5}
    kept = copy.deepcopy((one, two))

    assert {"a": {"b": [1, 2], "c": {"x": 1}}, "d": [1], "e": 5} == merged(one, two)
    assert kept == (one, two)


def test_bodies_change_nothing_else() -> None:
    """Whatever is done to a body, or by later options, tables and what callers gave stay as they are."""
    always: dict[str, Any] = {"list": [{"a": [1]}], "object": {"b": {"c": 1}}}
    fields: dict[str, Any] = {"tools": [{"type": "browser", "deep": {"er": [1]}}]}
    given: dict[str, Any] = {"order": ["x"], "deep": {"er": [1]}}

    def spoil(body: Any) -> None:
        for value in list(body.values()) if isinstance(body, dict) else list(body):
            if isinstance(value, (dict, list)):
                spoil(value)
        body.clear()

    def tweak(body: dict[str, Any]) -> None:
        spoil({name: value for name, value in body.items() if name != "messages"})

    who = speaker(
        always=always,
        options=but(effort=words(low=fields), search=fixed(**fields)),
        own={"plain": "reasoning.more", "listed": lambda value: {"reasoning": {"order": ["y"], "deep": {"z": 1}}}},
        tweak=tweak,
    )
    kept = copy.deepcopy((always, fields, given))
    for _ in range(2):
        body_of(Own(reasoning=given, plain=given, listed=1), effort="low", search=True, who=who)

    assert kept == (always, fields, given)


def test_write_and_merge_do_not_share() -> None:
    """A value that is written is a copy, so that a later one in the same place leaves it alone."""
    value = {"a": [1]}
    body: dict[str, Any] = {}
    write(body, "x", value)
    write(body, "x.b", 2)
    merge(body, {"x": {"a": [2]}})

    assert {"x": {"a": [1, 2], "b": 2}} == body
    assert {"a": [1]} == value


def test_tweak_comes_last() -> None:
    """``tweak`` sees the whole body: messages, options, own options."""
    seen: list[dict[str, Any]] = []

    def tweak(body: dict[str, Any]) -> None:
        seen.append(copy.deepcopy(body))
        body["temperature"] = 1

    body, _ = body_of(Own(plain=1), temperature=0, who=speaker(tweak=tweak, always={"x": 1}))

    assert {"x": 1, "temperature": 1, "plain": 1} == body
    assert {"model", "messages", "x", "temperature", "plain"} == seen[0].keys()


def test_output_of_sound() -> None:
    """Who is asked for sound says so; options of speech are for that alone."""
    sounds = Speaker(provider="maker", model="m-0", dialect=MAKER.dialect, output="audio", options=frozenset(OPTIONS))

    assert ({"modalities": ["text", "audio"], "audio": {"voice": "v"}}, ()) == body_of(voice="v", who=sounds)
    assert AUDIO <= options_of(MAKER.dialect, "audio")
    assert not AUDIO & options_of(MAKER.dialect, "text")
    assert not {*WEB} & options_of(speaker(options=but()).dialect, "text")


# --- The front door ---------------------------------------------------------------------------------------------------


def sent(*options: Any, stream: bool = False, **shorthand: Any) -> dict[str, Any]:
    """The body that openaichat sends."""
    bodies: list[httpx2.Request] = []

    def server(request: httpx2.Request) -> httpx2.Response:
        bodies.append(request)
        return httpx2.Response(200, content=dumped(whole({"content": "Hi."})))

    client = httpx2.Client(transport=httpx2.MockTransport(server))
    with genai.load("openaichat", api_key="sk-test", model="m", http_client=client, strict=True) as llm:
        if stream:
            list(llm.gen_stream("hi", *options, **shorthand))
        else:
            llm.gen_sync("hi", *options, **shorthand)
    decoded: dict[str, Any] = json.loads(bodies[0].content)
    return decoded


def test_streams_ask_for_usage() -> None:
    """A stream asks for its usage, beside whatever else its options say; an answer at once does not."""
    options = openaichat.Options(stream_options={"include_obfuscation": False})

    assert {"include_usage": True} == sent(stream=True)["stream_options"]
    assert {"include_usage": True, "include_obfuscation": False} == sent(options, stream=True)["stream_options"]
    assert not {"stream", "stream_options"} & sent().keys()
    with pytest.raises(genai.NotSupported, match="stream_options without gen_stream"):
        sent(options)


@pytest.mark.misfit
def test_extra_body_comes_last() -> None:
    """``ExtraBody`` replaces whole fields of the body, whatever said them."""
    extra = genai.ExtraBody({"temperature": 2, "web_search_options": {"x": 1}, "telepathy": None})
    body = sent(extra, openaichat.Options(store=True), temperature=0, search=True)

    assert (2, {"x": 1}, None, True) == tuple(
        body[name] for name in ("temperature", "web_search_options", "telepathy", "store")
    )
