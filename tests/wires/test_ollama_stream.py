"""Ollama's own wire: answers, whole and line by line."""

from __future__ import annotations

import base64
import itertools
from typing import Any

import pytest
from contract.specimen_ollama import PLAIN_LINES, dumped, line, ndjson, pieces, whole
from hypothesis import given, settings
from hypothesis import strategies as st
from wires.ollama_calls import load

import genai
from genai.providers.ollama import unknown_fields
from genai.providers.ollama.lines import LABEL
from genai.providers.ollama.stream import StreamDecoder
from genai.results import FinishReason
from genai.sansio import HttpResponse

PNG = b"\x89PNG\r\n\x1a\n"
PICTURE = base64.b64encode(PNG).decode()
CALLS: list[dict[str, Any]] = [
    {"id": "c1", "function": {"index": 0, "name": "a", "arguments": {"x": "}\u2028{"}}},
    {"function": {"name": "b"}},
]
TOKENS: list[dict[str, Any]] = [
    {"token": "Hi", "logprob": -0.5, "bytes": [72, 105], "top_logprobs": [{"token": "Ho", "logprob": -1}]},
    {"token": ".", "logprob": 0},
]
LINES = [
    *pieces("Hm, let me see.", "thinking"),
    {**line("Hi"), "logprobs": TOKENS[:1]},
    {**line("."), "logprobs": TOKENS[1:]},
    line(images=[PICTURE]),
    line(tool_calls=CALLS[:1]),
    line(tool_calls=CALLS[1:]),
    whole(),
]
STREAM = ndjson(LINES)
MESSAGE: dict[str, Any] = {"thinking": "Hm, let me see.", "images": [PICTURE], "tool_calls": CALLS}
WHOLE = dumped({**whole("Hi.", **MESSAGE), "logprobs": TOKENS})


def decoded(pieces: list[bytes]) -> tuple[genai.Result, genai.Message]:
    """The result of a stream in these pieces, and its fragments folded."""
    decoder = StreamDecoder("ollama", HttpResponse(status=200), "m")
    fragments = [fragment for piece in pieces for fragment in decoder.feed(piece)]
    return decoder.close(), genai.fold(fragments)


def test_a_whole_answer() -> None:
    """All kinds of parts, in their order."""
    result = load(WHOLE)[0].gen_sync("hi")

    assert ["reasoning", "text", "doc", "tool_call", "tool_call"] == [reply.kind for reply in result.message.replies]
    assert ("Hm, let me see.", "Hi.", PNG) == (result.reasoning, result.text, result.docs[0].data)
    assert [("c1", "a", {"x": "}\u2028{"}), ("", "b", {})] == [
        (call.id, call.name, call.decoded()) for call in result.tool_calls
    ]
    assert (
        genai.Logprob(token="Hi", logprob=-0.5, top=[genai.Logprob(token="Ho", logprob=-1)]),
        genai.Logprob(token=".", logprob=0),
    ) == result.logprobs
    assert (20, 11, 31) == (result.usage.input_tokens, result.usage.output_tokens, result.usage.total_tokens)
    assert (FinishReason.TOOL_CALLS, "gpt-oss:20b") == (result.finish, result.model)


@settings(max_examples=80, deadline=None)
@given(st.sets(st.integers(1, len(STREAM) - 1), max_size=40), st.sampled_from([b"\n", b"\r\n", b"\r", b" \n\n"]))
def test_any_split(cuts: set[int], end: bytes) -> None:
    """However it is cut, and however its lines end, a stream gives what comes at once."""
    at = [0, *sorted(cuts), len(STREAM)]
    result, folded = decoded([STREAM[a:b].replace(b"\n", end) for a, b in itertools.pairwise(at)])

    assert load(WHOLE)[0].gen_sync("hi") == result
    assert result.message == folded


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(1, len(WHOLE) - 1), max_size=40))
def test_a_whole_answer_in_pieces(cuts: set[int]) -> None:
    """It has no line end, and its fragments come all the same."""
    at = [0, *sorted(cuts), len(WHOLE)]
    result, folded = decoded([WHOLE[a:b] for a, b in itertools.pairwise(at)])

    assert load(WHOLE)[0].gen_sync("hi") == result
    assert result.message == folded


def test_what_a_stream_was_is_there_as_a_whole() -> None:
    """``result.raw`` is the answer put together, without the pictures' bytes."""
    result, _ = decoded([STREAM])

    assert {"role": "assistant", "content": "Hi.", **MESSAGE, "images": [""]} == result.raw["message"]
    assert (TOKENS, "stop", True) == (result.raw["logprobs"], result.raw["done_reason"], result.raw["done"])
    assert () == unknown_fields(result.raw)
    assert 11 == result.raw["eval_count"]


def test_a_server_that_streams_unasked() -> None:
    """Lines in place of one object are understood."""
    assert "Hello there." == load(ndjson(PLAIN_LINES), kind=LABEL)[0].gen_sync("hi").text


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("stop", FinishReason.STOP), ("length", FinishReason.LENGTH), ("load", FinishReason.OTHER)],
)
def test_why_an_answer_ended(reason: str, expected: FinishReason) -> None:
    """A model that was only loaded said nothing, and that is told."""
    result = load(dumped(whole(reason=reason)))[0].gen_sync("hi")

    assert (expected, "", 1) == (result.finish, result.text, len(result.message.replies))


def test_an_older_server() -> None:
    """It tells neither why it ended nor how many tokens there were."""
    result = load(dumped({"message": {"role": "assistant", "content": "ok"}, "done": True}))[0].gen_sync("hi")

    assert (FinishReason.OTHER, genai.Usage(), "m") == (result.finish, result.usage, result.model)


def test_an_interrupted_stream() -> None:
    """Half a line behind whole ones is an interruption; so is half a line that a stream was to begin with."""
    half = ndjson(PLAIN_LINES)[:-30]
    with pytest.raises(genai.StreamInterrupted) as caught:
        list(load(half)[0].gen_stream("hi"))

    assert caught.value.result is not None
    assert ("Hello there.", False) == (caught.value.result.text, caught.value.result.complete)
    for body in (b'{"model": "m", ', b""):
        with pytest.raises(genai.StreamInterrupted):
            list(load(body, kind=LABEL)[0].gen_stream("hi"))


def test_an_error_in_a_stream() -> None:
    """It is of its class, and what came before goes out first."""
    body = ndjson([*PLAIN_LINES[:1], {"error": "model 'm' not found"}])
    fragments: list[genai.Reply] = []
    with pytest.raises(genai.ModelNotFound) as caught, load(body)[0].gen_stream("hi") as stream:
        fragments += stream

    assert caught.value.result is not None
    assert "Hello " == caught.value.result.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"message": {"content": 5}},
        {"message": {"thinking": ["x"]}},
        {"message": {"images": ["?"]}},
        {"message": {"tool_calls": [{"function": {"name": 5}}]}},
        {"message": {"tool_calls": [{"function": {"name": "a", "arguments": []}}]}},
        {"message": {}, "logprobs": [{"token": "a"}]},
        {"message": {}, "done": True, "eval_count": "5"},
        {"message": 5},
        [],
    ],
    ids=str,
)
def test_lines_that_are_not_as_documented(wrong: Any) -> None:
    """They are BadAnswer, and what came before goes out first."""
    for end in (b"\n", b""):
        with pytest.raises(genai.BadAnswer) as caught:
            list(load(ndjson(PLAIN_LINES[:1]) + dumped(wrong) + end, strict=False)[0].gen_stream("hi"))

        assert caught.value.result is not None
        assert "Hello " == caught.value.result.text
    with pytest.raises(genai.BadAnswer):
        load(dumped(wrong), strict=False)[0].gen_sync("hi")


def test_more_behind_the_end() -> None:
    """Nothing comes behind the last line."""
    with pytest.raises(genai.BadAnswer, match="behind the answer"):
        list(load(ndjson([*PLAIN_LINES, line("more")]))[0].gen_stream("hi"))


def test_drift_in_a_line() -> None:
    """Strict mode sees an unknown key in any line, also in a call."""
    odd = {"id": "c", "function": {"name": "a", "arguments": {}, "telepathy": 1}}
    with pytest.raises(genai.BadAnswer) as caught:
        list(load(ndjson([line(tool_calls=[odd]), whole()]))[0].gen_stream("hi"))

    assert ("message.tool_calls[0].function.telepathy",) == caught.value.unknown_fields


def test_a_missing_model_is_not_pulled() -> None:
    """It is not found, and nothing else is asked for."""
    llm, seen = load(dumped({"error": "model 'm' not found"}), 404)
    with pytest.raises(genai.ModelNotFound):
        llm.gen_sync("hi")

    assert ["/api/chat"] == [request.url.path for request in seen]
