"""What openairesponses' servers answer where a stream was asked for: a stream, a whole answer, an error, or a page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from contract.side import Side
from contract.specimen_openairesponses import PLAIN, PLAIN_EVENTS, SPECIMEN, dumped, failure, response, sse
from wires.raw_calls import stream as raw_stream

import genai
from genai.providers._openai import opening
from genai.providers._openai.opening import Opening
from genai.providers.openairesponses import raw
from genai.providers.openairesponses.rawstream import RawDecoder
from genai.providers.openairesponses.stream import StreamDecoder
from genai.sansio import HttpResponse

LABELS = ["text/event-stream", "text/event-stream; charset=utf-8", "application/json", "text/html", None]
NOT_EVEN = b"{}"
OTHER_API = dumped({"object": "chat.completion", "id": "c", "choices": []})
REQUEST = raw.Response(model="gpt-5", input="hi")


def head(label: str | None = None, **headers: str) -> HttpResponse:
    """A head with a content type, or with none."""
    return HttpResponse(status=200, headers={**({"content-type": label} if label else {}), **headers})


def decoders(at: HttpResponse) -> tuple[Any, ...]:
    """Both decoders."""
    return StreamDecoder(at, "m"), RawDecoder(None, at)


def fed(decoder: Any, body: bytes, size: int) -> tuple[list[Any], Any]:
    """What a decoder makes of a body in pieces."""
    return [made for at in range(0, len(body), size) for made in decoder.feed(body[at : at + size])], decoder.close()


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\n\n", b": ping\n\n", b"retry: 5\n\n", b"id: 1\n"])
@pytest.mark.parametrize("size", [1, 3, 10_000])
def test_a_stream_is_one_by_how_it_begins(label: str | None, start: bytes, size: int) -> None:
    """Whatever its label says, and wherever it is cut."""
    for decoder in decoders(head(label)):
        made, _ = fed(decoder, start + sse(PLAIN_EVENTS), size)

        assert made
        assert (True, len(PLAIN_EVENTS)) == (decoder.over, decoder.events)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("size", [1, 37, 10_000])
@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b" \n "])
def test_a_whole_answer(label: str | None, size: int, end: bytes) -> None:
    """A response that comes whole gives its fragments as soon as it is there, and the result of it."""
    text, other = decoders(head(label))
    made, result = fed(text, SPECIMEN.answer + end, size)
    _, answer = fed(other, SPECIMEN.answer + end, size)

    assert SPECIMEN.text == result.text
    assert result.message == genai.fold(made)
    assert (True, "resp_1", 1) == (result.complete, result.response_id, text.events)
    assert "resp_1" == answer.id
    assert text.over


def test_a_whole_answer_in_fine_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that could be whole again and again is not looked at for ever; the result comes at its end."""
    monkeypatch.setattr(opening, "MOST_TRIES", 2)
    made, result = fed(StreamDecoder(head(), "m"), SPECIMEN.answer, 1)

    assert [] == made
    assert SPECIMEN.text == result.text


@pytest.mark.parametrize("size", [1, 10_000])
@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(
    "body",
    [
        b"<html>Sign in</html>",
        b"upstream error",
        b"error: no healthy upstream",
        b"even more",
        b"{",
        NOT_EVEN,
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe",
        SPECIMEN.plain + b"}",
        SPECIMEN.plain + b" and more",
        OTHER_API,
    ],
)
def test_anything_else(label: str | None, body: bytes, size: int) -> None:
    """A page, half of a JSON text or another API's answer is BadAnswer, and carries the body."""
    for decoder in decoders(head(label)):
        if isinstance(decoder, RawDecoder) and body in (NOT_EVEN, OTHER_API):
            continue  # the raw type has no field that must be there
        with pytest.raises(genai.BadAnswer) as caught:
            fed(decoder, body, size)

        assert caught.value.body
        assert body.startswith(caught.value.body)
        assert not decoder.partial().complete


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("body", [b"", b"\n\n"])
def test_nothing(label: str | None, body: bytes) -> None:
    """An empty stream was cut before its first event; an empty answer of any other kind is no answer."""
    expected = genai.StreamInterrupted if label and "stream" in label else genai.BadAnswer
    for decoder in decoders(head(label)):
        with pytest.raises(expected):
            fed(decoder, body, 1)


def test_a_body_that_was_cut() -> None:
    """Less than the head promised is no answer of the server's: it was cut on its way."""
    cut = SPECIMEN.plain[:-9]
    for decoder in decoders(head("application/json", **{"content-length": str(len(SPECIMEN.plain))})):
        with pytest.raises(genai.StreamInterrupted):
            fed(decoder, cut, 50)
    for decoder in decoders(head("application/json", **{"content-length": "9999", "content-encoding": "gzip"})):
        with pytest.raises(genai.BadAnswer):  # the length is that of the packed bytes
            fed(decoder, cut, 50)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (failure("server_error", "server_error", "It broke."), genai.ProviderError),
        (failure("tokens", "rate_limit_exceeded", "Slow down."), genai.RateLimited),
        (failure("invalid_request_error", None, "Bad."), genai.ProviderError),
        (dumped({"error": "Unauthorized"}), genai.ProviderError),
    ],
)
def test_an_error(body: bytes, expected: type[genai.Error]) -> None:
    """The body of an error is that error, of any class, with all that is known of it."""
    at = head("application/json", **{"x-request-id": "req_1"})
    for decoder in decoders(at):
        with pytest.raises(genai.Error) as caught:
            fed(decoder, body, 10)

        assert (body, "req_1", 200) == (caught.value.body, caught.value.request_id, caught.value.status)
        assert isinstance(caught.value, (expected, genai.InvalidRequest))


def test_a_large_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no stream is not kept without end."""
    monkeypatch.setattr(opening, "MAX_EVENT", 1000)
    decoder = StreamDecoder(head("text/html"), "m")
    decoder.feed(b"<br/> " * 100)
    with pytest.raises(genai.BadAnswer, match="1000 bytes"):
        decoder.feed(b"<br/> " * 100)


def test_blanks_are_not_kept() -> None:
    """A server that sends blank lines to keep its connection costs nothing."""
    begins = Opening(head())
    for _ in range(1000):
        begins.take(b"\n")

    assert (None, b"") == (begins.streams, begins.head.body)


@pytest.mark.parametrize("kind", ["sync", "aio"])
def test_raw_streams(kind: str) -> None:
    """A raw stream that comes whole has no events, and its response; strict mode holds that to the raw types."""
    side = Side(kind, SPECIMEN)
    seen, answer = raw_stream(side, side.load(SPECIMEN.plain)[0], "gen_stream", REQUEST)
    with pytest.raises(genai.BadAnswer) as caught:
        raw_stream(side, side.load(SPECIMEN.unknown_field)[0], "gen_stream", REQUEST)

    assert ([], "resp_1") == (seen, answer.id)
    assert 1 == len(caught.value.unknown_fields)


@pytest.mark.parametrize("kind", ["sync", "aio"])
def test_what_was_left_out_of_a_stream(kind: str) -> None:
    """With ``on_unsupported="warn"`` every result of a stream lists it: whole, broken, or not yet whole."""
    side = Side(kind, SPECIMEN)
    for answer in (SPECIMEN.plain_stream, SPECIMEN.cut_stream, SPECIMEN.error_in_stream, SPECIMEN.plain):
        llm, _ = side.load(answer, on_unsupported="warn")
        try:
            result = side.stream(llm, "hi", top_k=3)
        except genai.Error as error:
            assert error.result is not None
            result = error.result

        assert ("TextOptions.top_k",) == result.unsupported


def test_a_stream_that_was_closed() -> None:
    """So does the result of a stream that was closed."""
    llm, _ = Side("sync", SPECIMEN).load(SPECIMEN.plain_stream, on_unsupported="warn")
    with llm.gen_stream("hi", top_k=3) as stream:
        next(stream)

    assert (False, ("TextOptions.top_k",)) == (stream.result.complete, stream.result.unsupported)


def test_a_pending_answer() -> None:
    """A whole answer that is not there yet is pending, as anywhere."""
    _, result = fed(StreamDecoder(head(), "m"), dumped(response(status="queued")), 50)

    assert result.pending


def test_the_raw_answer_is_kept() -> None:
    """The decoded answer is the result's."""
    _, result = fed(StreamDecoder(head(), "m"), dumped(response(PLAIN)), 50)

    assert json.loads(SPECIMEN.plain) == result.raw
