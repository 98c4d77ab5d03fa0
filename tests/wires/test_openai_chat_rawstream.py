"""RawDecoder of Chat Completions: bytes in, raw chunks out, wherever they are cut."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import attrs
import corpus_files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import genai
from genai.convert import structure
from genai.drift import unknown_fields
from genai.errors import Error
from genai.providers._openai_chat import raw
from genai.providers._openai_chat.dialect import Dialect
from genai.providers._openai_chat.encode import Speaker
from genai.providers._openai_chat.rawstream import RawDecoder
from genai.sansio import HttpResponse

HEAD = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1790000000, "model": "gpt-5.6-terra"}
OTHER = Speaker(
    provider="other", model="m", dialect=Dialect(request_id="x-trace", errors={genai.Overloaded: ("teapot",)})
)
DONE = b"data: [DONE]\n\n"


def chunk(*choices: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A chunk."""
    return {**HEAD, "choices": list(choices), **more}


def said(text: str, index: int = 0, end: str | None = None) -> dict[str, Any]:
    """A choice of a chunk."""
    return {"index": index, "delta": {"content": text}, "finish_reason": end}


USAGE = {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12}
CHUNKS = [
    chunk({"index": 0, "delta": {"role": "assistant", "content": "", "refusal": None}, "finish_reason": None}),
    chunk(said("Grüße,\u2028 \U0001f326.")),
    chunk({"index": 0, "delta": {"tool_calls": [{"index": 0, "id": "c", "function": {"name": "f"}}]}}),
    chunk({"index": 0, "delta": {}, "finish_reason": "stop"}, usage=None, obfuscation="xY"),
    chunk(usage=USAGE),
]
ERROR = {
    "error": {"message": "Could not finish.", "type": "invalid_request_error", "param": None, "code": None},
    "detail": {"message": "Could not finish.", "code": None},
}
WHOLE = {**HEAD, "object": "chat.completion", "choices": [{"index": 0, "message": {"content": "Hi."}}], "usage": USAGE}


def sse(chunks: Iterable[Any], done: bytes = DONE) -> bytes:
    """Chunks as a body."""
    return b"".join(b"data: " + json.dumps(each, ensure_ascii=False).encode() + b"\n\n" for each in chunks) + done


def fed(decoder: RawDecoder, *pieces: bytes) -> list[raw.Completion]:
    """All chunks that these pieces complete."""
    return [each for piece in pieces for each in decoder.feed(piece)]


def played(decoder: RawDecoder, body: bytes) -> raw.Completion:
    """The result of a whole body."""
    decoder.feed(body)
    return decoder.close()


def cut(data: bytes, places: Iterable[int]) -> list[bytes]:
    """The bytes in pieces, cut at these places."""
    marks = sorted(place % (len(data) + 1) for place in places)
    return [data[a:b] for a, b in zip([0, *marks], [*marks, len(data)], strict=True)]


def structured(chunks: Sequence[Any]) -> list[raw.Completion]:
    """What the chunks are as raw types."""
    return [structure(each, raw.Completion) for each in chunks]


@settings(max_examples=80, deadline=None)
@given(
    places=st.lists(st.integers(0, 10_000), max_size=40),
    done=st.booleans(),
    ends=st.sampled_from(["\n", "\r", "\r\n"]),
)
def test_any_split(places: list[int], done: bool, ends: str) -> None:
    """However the bytes are cut and lines end, with ``[DONE]`` or without, the same chunks and result come out."""
    data = sse(CHUNKS, DONE if done else b"").replace(b"\n", ends.encode())
    decoder = RawDecoder()
    chunks = fed(decoder, *cut(data, places))
    result = decoder.close()

    assert structured(CHUNKS) == chunks
    assert chunks[-1] == result
    assert (len(CHUNKS), done) == (decoder.events, decoder.over)


def test_byte_by_byte() -> None:
    """Even one byte at a time."""
    decoder = RawDecoder()
    data = sse(CHUNKS)
    assert structured(CHUNKS) == fed(decoder, *(data[i : i + 1] for i in range(len(data))))


@pytest.mark.parametrize(
    ("chunks", "last"),
    [
        ([chunk(said("a")), chunk(said("", end="stop"))], 1),
        ([chunk(said("a")), chunk(said("", end="stop")), chunk(usage=USAGE)], 2),
        ([chunk(said("a")), chunk(said("", end="stop"), usage=USAGE), chunk()], 1),
        ([chunk(said("a"), usage=USAGE), chunk(said("", end="stop"), usage={**USAGE, "total_tokens": 13})], 1),
    ],
    ids=["no usage", "usage at the end", "usage before the end", "usage everywhere"],
)
def test_the_result(chunks: list[Any], last: int) -> None:
    """The result is the last chunk that has usage, or else the last one."""
    decoder = RawDecoder()
    decoder.feed(sse(chunks))

    assert structured(chunks)[last] == decoder.close()


# --- Where a stream ends ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "chunks",
    [[], CHUNKS[:1], CHUNKS[:3], [chunk(said("a", end="stop"), said("b", 1))]],
    ids=["nothing", "a beginning", "no end", "one of two"],
)
def test_a_cut_stream(chunks: list[Any]) -> None:
    """A stream that ends before each answer has its end, and without ``[DONE]``, is interrupted."""
    decoder = RawDecoder(head=HttpResponse(status=200, headers={"content-type": "text/event-stream"}), speaker=OTHER)
    assert structured(chunks) == decoder.feed(sse(chunks, b""))
    with pytest.raises(genai.StreamInterrupted) as caught:
        decoder.close()

    assert caught.value.result is not None
    assert (False, "other") == (caught.value.result.complete, caught.value.result.provider)


def test_done_is_enough() -> None:
    """With ``[DONE]`` a stream is whole, whatever its choices say."""
    decoder = RawDecoder()
    decoder.feed(sse(CHUNKS[:2]))

    assert decoder.over
    assert structured(CHUNKS)[1] == decoder.close()


def test_nothing_but_the_end() -> None:
    """A stream of nothing but ``[DONE]`` is BadAnswer."""
    decoder = RawDecoder()
    decoder.feed(DONE)
    with pytest.raises(genai.BadAnswer, match="nothing but its end"):
        decoder.close()


@given(cuts=st.lists(st.integers(0, 10_000), max_size=20))
def test_a_whole_answer(cuts: list[int]) -> None:
    """A server that does not stream gives a whole answer: it is the result, without chunks."""
    seen: list[Any] = []
    decoder = RawDecoder(seen.append)

    assert [] == fed(decoder, *cut(json.dumps(WHOLE).encode(), cuts))
    assert structure(WHOLE, raw.Completion) == decoder.close()
    assert [WHOLE] == seen


# --- Errors -----------------------------------------------------------------------------------------------------------


def test_an_error() -> None:
    """An error inside a stream comes out as a chunk, as do those behind it; then it is raised."""
    decoder = RawDecoder(head=HttpResponse(status=200, headers={"x-request-id": "req_1"}))
    chunks = [CHUNKS[1], ERROR, CHUNKS[2]]

    assert structured(chunks) == decoder.feed(sse(chunks))
    assert decoder.over
    with pytest.raises(genai.InvalidRequest, match="Could not finish") as caught:
        decoder.close()
    assert ("openaichat", "req_1") == (caught.value.provider, caught.value.request_id)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ({"message": "Busy.", "code": 503}, genai.Overloaded),  # OpenRouter's codes are numbers
        ({"message": "Tea?", "code": "teapot"}, genai.Overloaded),  # by the dialect's own codes
        ({"message": "Slow down.", "type": "rate_limit_error", "code": 429}, genai.RateLimited),
        ("It broke.", genai.ProviderError),  # vLLM's and Baseten's are texts
    ],
)
def test_errors_of_other_servers(error: Any, expected: type[Error]) -> None:
    """An error is raised also where it fits no raw type; its class is as the dialect says."""
    decoder = RawDecoder(head=HttpResponse(status=200, headers={"x-trace": "t_1"}), speaker=OTHER)
    assert structured(CHUNKS[:2]) == decoder.feed(sse([*CHUNKS[:2], {"error": error}]))[:2]
    with pytest.raises(expected) as caught:
        decoder.close()

    assert ("other", "t_1") == (caught.value.provider, caught.value.request_id)


def test_a_refusal_that_is_no_stream() -> None:
    """An error's body under status 200 is that error."""
    decoder = RawDecoder(head=HttpResponse(status=200, headers={"x-request-id": "req_1"}))
    with pytest.raises(genai.AuthError, match="Wrong key") as caught:
        played(decoder, b'{"error": {"message": "Wrong key.", "code": "invalid_api_key"}}')

    assert ("openaichat", "req_1") == (caught.value.provider, caught.value.request_id)


@pytest.mark.parametrize("data", [b"no JSON", b"5", b'"text"', b"[1]", b"\xff", b'{"choices": 5}', b'{"id": 5}'])
def test_what_is_no_chunk(data: bytes) -> None:
    """Data that is no chunk is BadAnswer; the chunks before it in the same bytes come out first."""
    decoder = RawDecoder()
    assert structured(CHUNKS[:1]) == decoder.feed(sse(CHUNKS[:1], b"data: " + data + b"\n\n"))
    for act in (lambda: decoder.feed(b"\n"), decoder.close):
        with pytest.raises(genai.BadAnswer):
            act()
    with pytest.raises(genai.BadAnswer):
        RawDecoder().feed(b"data: " + data + b"\n\n")


@pytest.mark.parametrize("body", [b"", b"<html>No.</html>", b"[1]", b'"text"', b'{"choices": 5}'])
def test_what_is_no_answer(body: bytes) -> None:
    """A body that is neither a stream nor a whole answer is BadAnswer."""
    with pytest.raises(genai.BadAnswer):
        played(RawDecoder(), body)


# --- Checks and types -------------------------------------------------------------------------------------------------


def test_the_check_sees_each_chunk() -> None:
    """The check sees the decoded JSON of each chunk before it is structured, and what it raises stands."""
    seen: list[Any] = []
    RawDecoder(seen.append).feed(sse(CHUNKS))
    assert CHUNKS == seen

    def check(fields: Any) -> None:
        if unknown_fields(fields, raw.Completion):
            raise genai.BadAnswer("drift")

    decoder = RawDecoder(check)
    assert structured(CHUNKS[:2]) == decoder.feed(sse([*CHUNKS[:2], chunk(telepathy=1)]))
    with pytest.raises(genai.BadAnswer, match="drift"):
        decoder.close()


@attrs.frozen(kw_only=True)
class Timed(raw.Completion):
    """A chunk of a provider that says how long it took."""

    seconds: float | None = None


def test_a_providers_own_type() -> None:
    """Chunks and the result are of the type that is asked for."""
    decoder = RawDecoder(cls=Timed)
    chunks = decoder.feed(sse([chunk(seconds=0.5)]))

    assert [0.5] == [each.seconds for each in chunks if isinstance(each, Timed)]
    assert Timed is type(decoder.close())


# --- What was recorded ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(row["path"], id=row["path"].removeprefix("openaichat/"))
        for row in corpus_files.rows(provider="openaichat", stream=True)
    ],
)
def test_recorded_streams(path: str) -> None:
    """Each recorded stream gives all of its chunks; what ended in an error raises it."""
    for exchange in corpus_files.interactions(path):
        if not exchange.headers["content-type"].startswith("text/event-stream"):
            continue
        chunks = [json.loads(line[6:]) for line in exchange.body.splitlines() if line.startswith(b"data: {")]
        decoder = RawDecoder(head=HttpResponse(status=exchange.status, headers=exchange.headers))

        assert structured(chunks) == fed(decoder, *cut(exchange.body, range(0, len(exchange.body), 997)))
        if any("error" in each for each in chunks):
            with pytest.raises(genai.InvalidRequest):
                decoder.close()
        else:
            used = [each for each in chunks if each.get("usage")]
            assert structured([(used or chunks)[-1]]) == [decoder.close()]
