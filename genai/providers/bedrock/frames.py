"""Frames: Amazon's binary stream of events. Bytes in, events out, wherever the bytes are cut.

https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html describes the format, which Smithy calls
``application/vnd.amazon.eventstream``: lengths, a checksum of them, headers, a payload, a checksum of it all.

The rule here: what does not add up is BadAnswer, but only after the events before it have gone out.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final
from zlib import crc32

from ...sse import MAX_EVENT, Event
from .._openai.opening import Opening

PRELUDE: Final = struct.Struct(">III")
CHECKSUM: Final = struct.Struct(">I")
LENGTH: Final = struct.Struct(">H")
LEAST: Final = PRELUDE.size + CHECKSUM.size
SIZES: Final = {0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16}
"""Types of headers to the size of their values: booleans, numbers, times and ids. Bytes and texts tell theirs."""
BYTES, TEXT = 6, 7
MEDIA_TYPE: Final = "application/vnd.amazon.eventstream"
FAULT: Final = "fault"
"""The ``id`` of an event that stands for what is wrong with the stream."""


class FrameParser:
    """
    Frames to events: ``data`` is the payload, ``event`` the type of the event or of the exception, and ``id`` is
    ``"event"``, ``"exception"`` or ``"error"``, as the message says; or FAULT.
    """

    def __init__(self, max_event: int = MAX_EVENT) -> None:
        self._bytes = bytearray()
        self._wanted = LEAST
        self._max = max_event
        self._broken = False

    def feed(self, data: bytes) -> list[Event]:
        """Take the next bytes; the events that they completed."""
        if self._broken:
            return []
        self._bytes += data
        made: list[Event] = []
        try:
            for frame in self._frames():
                made.append(event_of(frame))
        except (ValueError, struct.error, IndexError) as error:
            self._broken = True
            made.append(Event(f"the stream is damaged: {error}".encode(), id=FAULT))
        return made

    def close(self) -> list[Event]:
        """The stream is over: half a frame is no event."""
        return []

    def _frames(self) -> Iterator[bytes]:
        while len(self._bytes) >= self._wanted:
            total, _, checksum = PRELUDE.unpack_from(self._bytes)
            if crc32(self._bytes[:8]) != checksum:
                raise ValueError("the checksum of a frame's lengths is wrong")
            if not LEAST <= total <= self._max:
                raise ValueError(f"a frame has {total} bytes, which is not from {LEAST} to {self._max}")
            self._wanted = total
            if len(self._bytes) < total:
                return
            frame = bytes(self._bytes[:total])
            del self._bytes[:total]
            self._wanted = LEAST
            if crc32(frame[:-4]) != CHECKSUM.unpack(frame[-4:])[0]:
                raise ValueError("the checksum of a frame is wrong")
            yield frame


def event_of(frame: bytes) -> Event:
    """A frame as an event."""
    _, size, _ = PRELUDE.unpack_from(frame)
    end = PRELUDE.size + size
    if end > len(frame) - CHECKSUM.size:
        raise ValueError("the headers of a frame are longer than the frame")
    headers = dict(_headers(frame[PRELUDE.size : end]))
    kind = headers.get(":message-type", "event")
    data = frame[end : -CHECKSUM.size]
    if kind == "error":  # one that the service has no name for: it has no payload
        data = data or headers.get(":error-message", "").encode()
        return Event(data, headers.get(":error-code", ""), kind)
    return Event(data, headers.get(f":{kind}-type", ""), kind)


def _headers(data: bytes) -> Iterator[tuple[str, str]]:
    """The headers that are texts."""
    at = 0
    while at < len(data):
        name, at = _piece(data, at + 1, data[at])
        type_, at = data[at], at + 1
        if type_ in (BYTES, TEXT):
            value, at = _piece(data, at + LENGTH.size, LENGTH.unpack_from(data, at)[0])
            if type_ == TEXT:
                yield name.decode(), value.decode()
        else:
            if type_ not in SIZES:
                raise ValueError(f"a header has the type {type_}, which there is not")
            _, at = _piece(data, at, SIZES[type_])


def _piece(data: bytes, at: int, size: int) -> tuple[bytes, int]:
    """So many bytes, and where they end."""
    if at + size > len(data):
        raise ValueError("a header is longer than its frame says")
    return data[at : at + size], at + size


class FrameOpening(Opening):
    """The first bytes of a body: a frame begins with its length, whose first byte is 0, as none of JSON's is."""

    def take(self, data: bytes) -> None:
        """Take the next bytes."""
        super().take(data)
        if self._body:
            self.streams = self._body[0] == 0

    def closed(self) -> bool:
        """The body is over: whether it was a stream."""
        if self.streams is None:
            self.streams = self._head.headers.get("content-type", "").startswith(MEDIA_TYPE)
        return self.streams
