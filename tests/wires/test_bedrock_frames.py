"""Bedrock's frames: cut anywhere, checked by both checksums, and errors in the midst of them."""

from __future__ import annotations

import struct
from typing import Any
from zlib import crc32

import pytest
from contract.bedrock_frames import Frames, event, framed, header
from contract.specimen_bedrock import EVENTS, PLAIN_EVENTS, SPECIMEN
from hypothesis import given, settings
from hypothesis import strategies as st

import genai
from genai.providers.bedrock.decode import Asked
from genai.providers.bedrock.frames import FAULT, FrameParser
from genai.providers.bedrock.stream import StreamDecoder
from genai.results import Result
from genai.sansio import HttpResponse
from genai.sse import Event

HEAD = HttpResponse(status=200, headers={"content-type": "application/vnd.amazon.eventstream"})


def parsed(data: bytes, size: int = 0) -> list[Event]:
    """The events of a stream that comes in pieces of ``size`` bytes."""
    parser = FrameParser()
    pieces = [data[at : at + size] for at in range(0, len(data), size)] if size else [data]
    return [*(one for piece in pieces for one in parser.feed(piece)), *parser.close()]


def decoded(pieces: list[bytes]) -> tuple[Result | genai.Error, genai.Message]:
    """What comes of a stream, or its error; and its fragments, folded."""
    decoder, fragments = StreamDecoder(HEAD, Asked(model="m")), []
    try:
        for piece in pieces:
            fragments += decoder.feed(piece)
        return decoder.close(), genai.fold(fragments)
    except genai.Error as error:
        return error, genai.fold(fragments)


def outcome(pieces: list[bytes]) -> tuple[Any, ...]:
    """The same, so that it can be compared."""
    made, message = decoded(pieces)
    return (made, message) if isinstance(made, Result) else (type(made), str(made), message)


DAMAGED = bytearray(SPECIMEN.stream)
DAMAGED[len(DAMAGED) // 2] ^= 1
STREAMS = (
    bytes(SPECIMEN.stream),
    bytes(SPECIMEN.cut_stream),
    bytes(SPECIMEN.error_in_stream),
    bytes(DAMAGED),
)


@settings(max_examples=80, deadline=None)
@given(stream=st.sampled_from(STREAMS), data=st.data())
def test_any_split(stream: bytes, data: st.DataObject) -> None:
    """Whole, damaged, cut or failed: a stream gives the same wherever it is cut."""
    cuts = sorted(data.draw(st.sets(st.integers(1, len(stream) - 1), max_size=40)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]

    assert outcome([stream]) == outcome(pieces)


@pytest.mark.parametrize("place", [0, 5, 9, 30, -1])
def test_a_flipped_bit_is_seen(place: int) -> None:
    """In the lengths, their checksum, the headers, the payload or its checksum: the stream is damaged, and says so."""
    frame = bytearray(event("messageStart", {"role": "assistant"}))
    frame[place] ^= 4
    parser = FrameParser()
    found = parser.feed(bytes(frame))

    assert [FAULT] == [one.id for one in found] or not found  # a length may grow: then its checksum has not come
    if found:
        assert [] == parser.feed(event("messageStart", {"role": "assistant"}))


def test_damage_is_a_bad_answer() -> None:
    """What came before it goes out first, and is on the error's side of the stream."""
    broken = bytearray(Frames.of(PLAIN_EVENTS[1:2]))
    broken[-1] ^= 1
    made, message = decoded([Frames.of(PLAIN_EVENTS[:2]) + bytes(broken)])

    assert isinstance(made, genai.BadAnswer)
    assert "checksum of a frame is wrong" in str(made)
    assert "Hello " == message.text


def test_wrong_lengths() -> None:
    """A frame that is too small, or whose headers are longer than it is, is refused; so is one without end."""
    lengths = struct.pack(">II", 8, 0)
    huge = struct.pack(">II", 2**31, 0)
    (small,) = parsed(lengths + struct.pack(">I", crc32(lengths)) + b"\0\0\0\0")
    (large,) = parsed(huge + struct.pack(">I", crc32(huge)) + b"\0\0\0\0")
    body = struct.pack(">II", 20, 9)
    whole = body + struct.pack(">I", crc32(body)) + b"\0" * 4
    (longer,) = parsed(whole + struct.pack(">I", crc32(whole)))

    assert (FAULT, FAULT, FAULT) == (small.id, large.id, longer.id)
    assert b"headers of a frame are longer" in longer.data


def test_headers_of_every_type() -> None:
    """Booleans, numbers, bytes, times and ids are passed over; a type that there is not is refused."""
    sizes = {0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16}
    others = b"".join(b"\x01x" + bytes([type_]) + b"\0" * size for type_, size in sizes.items())
    named = header(":event-type", "ping") + b"\x01x\x06\x00\x02ab" + header(":message-type", "event")

    assert [Event(b"{}", "ping", "event")] == parsed(framed(others + named, b"{}"), 1)
    assert [FAULT] == [one.id for one in parsed(framed(b"\x01x\x0b", b"{}"))]
    assert [FAULT] == [one.id for one in parsed(framed(b"\x09x", b"{}"))]


EXCEPTIONS = {
    "throttlingException": genai.RateLimited,
    "modelStreamErrorException": genai.ProviderError,
    "internalServerException": genai.ProviderError,
    "serviceUnavailableException": genai.Overloaded,
    "validationException": genai.InvalidRequest,
    "modelTimeoutException": genai.ProviderError,
}


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_exceptions_in_a_stream(name: str) -> None:
    """An exception is of the tree, by its name, and says what Bedrock said; it is not part of the answer."""
    frames = Frames.of(PLAIN_EVENTS[:3], event(name, {"message": "No more."}, "exception"))
    made, message = decoded([frames])

    assert isinstance(made, genai.Error)
    assert (EXCEPTIONS[name], name, "No more.") == (type(made), made.code, made.detail)
    assert "Hello there." == message.text


def test_errors_without_a_payload() -> None:
    """What the service has no name for stands in headers alone."""
    headers = header(":message-type", "error") + header(":error-code", "InternalFailure")
    made, _ = decoded([Frames.of(PLAIN_EVENTS[:2], framed(headers + header(":error-message", "Oh."), b""))])

    assert isinstance(made, genai.ProviderError)
    assert ("InternalFailure", "Oh.") == (made.code, made.detail)


def test_the_end_of_a_stream() -> None:
    """The message's end is enough; without it the stream is interrupted; half a frame behind it does not matter."""
    without_metadata, _ = decoded([Frames.of(EVENTS[:-1])])
    more, _ = decoded([Frames.of(EVENTS) + b"\0\0\0"])
    empty, _ = decoded([b""])

    assert isinstance(without_metadata, Result)
    assert ("tool_calls", None) == (without_metadata.finish, without_metadata.usage.input_tokens)
    assert isinstance(more, Result)
    assert isinstance(empty, genai.StreamInterrupted)


@pytest.mark.parametrize("body", [b"[]", b'{"output": 5}', b"<html>", b'{"message": "It broke."}'])
def test_bodies_that_are_no_stream(body: bytes) -> None:
    """JSON is an answer or an error; anything else is none."""
    made, _ = decoded([bytes([byte]) for byte in body])

    assert isinstance(made, genai.Error)


@pytest.mark.parametrize(
    "wrong",
    [
        ("contentBlockDelta", {"contentBlockIndex": "0", "delta": {"text": "a"}}),
        ("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": 5}}),
        ("contentBlockDelta", {"contentBlockIndex": 0}),
        ("messageStop", {"stopReason": 5}),
        ("messageStart", {}),
        ("messageStart", []),
    ],
)
def test_wrong_types(wrong: tuple[str, Any]) -> None:
    """A field of a wrong type, or one that is missing, is a bad answer."""
    made, _ = decoded([Frames.of([wrong])])

    assert isinstance(made, genai.BadAnswer)
