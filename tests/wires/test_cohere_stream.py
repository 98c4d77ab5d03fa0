"""Cohere: answers, whole and in pieces."""

from __future__ import annotations

import copy
import itertools
from typing import Any

import pytest
from contract.specimen_cohere import (
    CALL,
    DONE,
    PLAIN,
    PLAIN_EVENTS,
    begun,
    called,
    dumped,
    ended,
    event,
    failure,
    said,
    sse,
    whole,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from wires.cohere_calls import load

import genai
from genai.providers.cohere import unknown_fields
from genai.providers.cohere.stream import StreamDecoder
from genai.sansio import HttpResponse

THOUGHT = "Let me think."
SOURCE = {"type": "tool", "id": "t:0", "tool_output": {"content": "Rain."}}
ODD_SOURCE = {"type": "document", "id": "d", "document": {"temperature": "5", "url": "https://example.org"}}
NOTES = [
    {"start": 0, "end": 5, "text": "First", "sources": [SOURCE], "content_index": 1, "type": "TEXT_CONTENT"},
    {"start": 0, "end": 6, "text": "Second", "sources": [ODD_SOURCE], "content_index": 2, "type": "TEXT_CONTENT"},
    {"start": 0, "end": 3, "text": "Let", "sources": [SOURCE], "content_index": 0, "type": "THINKING_CONTENT"},
    {"start": 0, "end": 1, "text": "P", "sources": [SOURCE], "type": "PLAN"},
    {"start": 90, "end": 94, "text": "text", "sources": [SOURCE], "content_index": 2},  # not where it should be
    {"start": 1, "end": 2, "text": "nowhere", "sources": [SOURCE]},
    {"start": 0, "end": 2, "sources": [SOURCE], "content_index": 2},
    {"start": 0, "end": 2, "text": "Fi", "sources": []},
]
TEXTS = ("First. ", "Second text.")
OTHER = {**CALL, "id": "call_2"}
MESSAGE = {
    "role": "assistant",
    "tool_plan": "Plan.",
    "content": [{"type": "thinking", "thinking": THOUGHT}, *({"type": "text", "text": text} for text in TEXTS)],
    "tool_calls": [CALL, OTHER],
    "citations": NOTES,
}
PROBS = [{"text": "First", "token_ids": [1, 2], "logprobs": [-0.5, -0.25]}]


def thought(text: str) -> list[dict[str, Any]]:
    """A thought, in pieces."""
    return [
        event("content-start", 0, content={"type": "thinking", "thinking": text[:3]}),
        event("content-delta", 0, content={"thinking": text[3:]}),
        {"type": "content-end", "index": 0},
    ]


def noted(number: int) -> list[dict[str, Any]]:
    """A citation."""
    return [event("citation-start", number, citations=NOTES[number]), {"type": "citation-end", "index": number}]


def streamed(probs: bool = False) -> list[dict[str, Any]]:
    """The message above, in pieces; its citations come as early as they may."""
    first, second = said(TEXTS[0], index=1), said(TEXTS[1], index=2)
    if probs:
        first[1] = {**copy.deepcopy(first[1]), "logprobs": PROBS[0]}
    notes = [one for number in range(2, len(NOTES)) for one in noted(number)]
    calls = [*called(CALL, 0), *called(OTHER, 1)[:-1]]  # the second one's end is lost
    plan = [event("tool-plan-delta", tool_plan=piece) for piece in ("Pl", "an.")]
    return [
        *begun(),
        *plan,
        *thought(THOUGHT),
        *first,
        *noted(0),
        *noted(1),
        *second,
        *notes,
        *calls,
        *ended("TOOL_CALL"),
    ]


STREAM = sse(streamed(probs=True)) + DONE
WHOLE = dumped(whole(MESSAGE, "TOOL_CALL", logprobs=PROBS))


def decoded(pieces: list[bytes]) -> tuple[genai.Result, genai.Message]:
    """The result of a stream in these pieces, and its fragments folded."""
    decoder = StreamDecoder("cohere", HttpResponse(status=200, headers={"x-debug-trace-id": "t1"}), "m")
    fragments = [fragment for piece in pieces for fragment in decoder.feed(piece)]
    return decoder.close(), genai.fold(fragments)


def test_a_whole_answer() -> None:
    """All kinds of parts, in their order; offsets are those of the whole text, where there are any."""
    result = load(WHOLE)[0].gen_sync("hi")

    assert "First. Second text." == result.text
    assert f"Plan.\n\n{THOUGHT}" == result.reasoning
    assert ["call_1", "call_2"] == [call.id for call in result.tool_calls]
    assert [
        (None, None, "P"),
        (None, None, "Let"),
        (0, 5, "First"),
        (None, None, "nowhere"),
        (7, 13, "Second"),
        (14, 18, "text"),
        (7, 9, "Se"),
    ] == [(c.start, c.end, c.text) for c in result.citations]
    tool, page = result.citations[0].sources[0], result.citations[4].sources[0]
    assert ("tool", "t:0", "Rain.") == (tool.type, tool.id, tool.snippet)
    assert ("document", "https://example.org") == (page.type, page.url)
    assert '{"temperature":"5","url":"https://example.org"}' == page.snippet
    assert (genai.Logprob(token="First", logprob=-0.75),) == result.logprobs
    assert (20, 5, 11, 31) == (
        result.usage.input_tokens,
        result.usage.cached_tokens,
        result.usage.output_tokens,
        result.usage.total_tokens,
    )
    assert ("m", "c_1", "t1") == (result.model, result.response_id, result.request_id)


@settings(max_examples=80, deadline=None)
@given(st.sets(st.integers(1, len(STREAM) - 1), max_size=40))
def test_any_split(cuts: set[int]) -> None:
    """However it is cut, a stream gives what comes at once."""
    at = [0, *sorted(cuts), len(STREAM)]
    result, folded = decoded([STREAM[a:b] for a, b in itertools.pairwise(at)])

    assert load(WHOLE)[0].gen_sync("hi") == result
    assert result.message == folded


def test_what_a_stream_was_is_there_as_a_whole() -> None:
    """``result.raw`` is the answer put together, and holds what the raw types know."""
    result, _ = decoded([STREAM])

    assert (MESSAGE, PROBS) == (result.raw["message"], result.raw["logprobs"])
    assert () == unknown_fields(result.raw)


def test_an_answer_of_nothing() -> None:
    """A model that says nothing says an empty text, streamed or not."""
    nothing = dumped(whole({"role": "assistant"}, "STOP_SEQUENCE"))
    result, _ = decoded([sse([*begun(), *ended("STOP_SEQUENCE")])])

    assert load(nothing)[0].gen_sync("hi") == result
    assert ("", 1) == (result.text, len(result.message.replies))


@pytest.mark.parametrize("reason", ["ERROR", "TIMEOUT"])
def test_an_answer_that_failed(reason: str) -> None:
    """It is an error that carries what had come; whole or streamed."""
    for body in (dumped(whole(PLAIN, reason)), sse([*PLAIN_EVENTS[:-1], *ended(reason)])):
        with pytest.raises(genai.ProviderError) as caught:
            load(body)[0].gen_sync("hi")

        assert (reason, "t1") == (caught.value.code, caught.value.request_id)
        assert caught.value.result is not None
        assert ("Hello there.", False) == (caught.value.result.text, caught.value.result.complete)


def test_usage_that_is_only_billed() -> None:
    """Without the tokens that were read and written there are those that are billed; and without both, none."""
    billed = {"billed_units": {"input_tokens": 7.0, "output_tokens": 9}}
    one, none = (load(dumped({**whole(PLAIN), "usage": usage}))[0].gen_sync("hi").usage for usage in (billed, None))

    assert (7, 9, None) == (one.input_tokens, one.output_tokens, one.cached_tokens)
    assert genai.Usage() == none


def test_an_error_in_place_of_an_event() -> None:
    """Words without a type are an error, of the class that they tell."""
    body = sse(PLAIN_EVENTS[:3]) + b"data: " + failure("too many tokens: size limit exceeded") + b"\n\n"
    with pytest.raises(genai.ContextTooLong) as caught:
        list(load(body)[0].gen_stream("hi"))

    assert caught.value.result is not None
    assert "Hello " == caught.value.result.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "content-delta", "index": 0, "delta": {"message": {"content": {"text": 5}}}},
        {"type": "content-delta", "index": "0", "delta": {"message": {"content": {"thinking": "x"}}}},
        {"type": "content-delta", "index": 0, "delta": {}},
        {"type": "tool-call-end", "index": 7},
        {"type": "tool-call-start", "index": 0, "delta": {"message": {"tool_calls": {"function": {"name": 5}}}}},
        {"type": "message-end", "delta": {"usage": {"tokens": {"input_tokens": "5"}}}},
        {"type": "message-end", "delta": {"error": 5}},
        {"type": "citation-start", "delta": {"message": {"citations": {"start": "0"}}}},
    ],
)
def test_events_that_are_not_as_documented(wrong: dict[str, Any]) -> None:
    """They are BadAnswer, and what came before goes out first."""
    with pytest.raises(genai.BadAnswer) as caught:
        list(load(sse([*PLAIN_EVENTS[:3], wrong]), strict=False)[0].gen_stream("hi"))

    assert caught.value.result is not None
    assert "Hello " == caught.value.result.text


def test_drift_in_an_event() -> None:
    """Strict mode sees an unknown key in any event; a debug event is known."""
    debug = {"type": "debug", "prompt": "<turn>"}
    assert "Hello there." == load(sse([PLAIN_EVENTS[0], debug, *PLAIN_EVENTS[1:]]))[0].gen_sync("hi").text
    with pytest.raises(genai.BadAnswer) as caught:
        list(load(sse([{**PLAIN_EVENTS[0], "telepathy": 1}, *PLAIN_EVENTS[1:]]))[0].gen_stream("hi"))

    assert ("telepathy",) == caught.value.unknown_fields


def test_a_call_without_a_name() -> None:
    """Nobody could answer it."""
    nameless = {"id": "c", "type": "function", "function": {"arguments": "{}"}}
    with pytest.raises(genai.BadAnswer, match="without a name"):
        load(dumped(whole({"role": "assistant", "tool_calls": [nameless]})))[0].gen_sync("hi")
