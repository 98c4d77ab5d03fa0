"""Server-sent events and NDJSON: bytes in, events out, wherever the bytes are cut.

https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation

The rule here: a line ends at CR, LF or CRLF and nowhere else. U+2028 is text, so ``str.splitlines`` is never used.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from .errors import BadAnswer

MAX_EVENT: Final = 64 * 1024 * 1024
"""The largest event, in bytes: enough for any picture, and an end to a server that never sends a line end."""

BOM: Final = b"\xef\xbb\xbf"
MAX_DIGITS: Final = 16
"""No reconnection time is longer; int() refuses thousands of digits with a ValueError."""


class Event(NamedTuple):
    """One event. ``event`` is "" where the stream names none (which means "message"); ``id`` is the last one seen."""

    data: bytes
    event: str = ""
    id: str = ""


class _Pieces:
    """Bytes that wait for their end, in one growing buffer: a large event in small pieces costs linear time, and the
    pieces leave no holes in memory."""

    def __init__(self, max_event: int) -> None:
        self._held = bytearray()
        self._max = max_event

    def add(self, data: bytes) -> None:
        self._held += data
        self.check(len(self._held) - 1)  # the last byte may be the line end, which is no part of the event

    def take(self, data: bytes = b"") -> bytes:
        """What waited, and ``data`` behind it."""
        if self._held:
            self._held += data
            data = bytes(self._held)
            self._held = bytearray()
        return data

    def check(self, size: int) -> None:
        if size > self._max:
            raise BadAnswer(f"an event of the stream is larger than {self._max} bytes")

    def last_byte(self) -> bytes:
        return bytes(self._held[-1:])


class SseParser:
    """Server-sent events. ``feed`` gives the events that became whole, ``close`` one whose blank line never came."""

    def __init__(self, max_event: int = MAX_EVENT) -> None:
        self._pieces = _Pieces(max_event)
        self._begun = False
        self._ended_in_cr = False
        self.last_id = ""
        self.retry: int | None = None
        """The reconnection time in milliseconds that the server asked for."""

    def feed(self, data: bytes) -> list[Event]:
        """Take the next bytes; the events that they completed."""
        if self._ended_in_cr and data:  # the CR ended the line already: its LF is no second end
            data = data.removeprefix(b"\n")
            self._ended_in_cr = False
        if not data:
            return []
        if b"\r" in data:
            self._ended_in_cr = data.endswith(b"\r")
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if not self._begun:
            data = self._pieces.take(data)
            if len(data) < len(BOM) and BOM.startswith(data):
                self._pieces.add(data)
                return []
            self._begun = True
            data = data.removeprefix(BOM)
        if b"\n\n" not in data and not (data.startswith(b"\n") and self._pieces.last_byte() == b"\n"):
            if data:
                self._pieces.add(data)
            return []
        *blocks, rest = self._pieces.take(data).split(b"\n\n")
        if rest:
            self._pieces.add(rest)
        events: list[Event] = []
        blocks.reverse()
        while blocks:  # each is let go before the next is looked at: an event may be a picture of many megabytes
            if (event := self._event(blocks.pop())) is not None:
                events.append(event)
        return events

    def close(self) -> list[Event]:
        """The stream is over: its last event, if that lacks only its blank line."""
        rest = self._pieces.take().removesuffix(b"\n")
        event = self._event(rest) if rest else None
        return [event] if event else []

    def _event(self, block: bytes) -> Event | None:
        self._pieces.check(len(block))
        data: list[bytes] = []
        name = ""
        lines = block.split(b"\n")
        del block
        for line in lines:
            if line.startswith(b"data:"):
                data.append(line[6:] if line[5:6] == b" " else line[5:])
            elif line.startswith(b"event:"):
                name = line[6:].removeprefix(b" ").decode("utf-8", "replace")
            elif line == b"data":
                data.append(b"")
            elif line == b"event":
                name = ""
            else:
                self._rare(line)
        if not data:
            return None
        return Event(data[0] if len(data) == 1 else b"\n".join(data), name, self.last_id)

    def _rare(self, line: bytes) -> None:
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"id" and b"\0" not in value:
            self.last_id = value.decode("utf-8", "replace")
        elif field == b"retry" and value.isdigit() and len(value) < MAX_DIGITS:
            self.retry = int(value)


class NdjsonParser:
    """One JSON text a line, with the same two methods."""

    def __init__(self, max_event: int = MAX_EVENT) -> None:
        self._pieces = _Pieces(max_event)

    def feed(self, data: bytes) -> list[Event]:
        """Take the next bytes; the lines that they completed."""
        if b"\n" not in data:
            if data:
                self._pieces.add(data)
            return []
        *lines, rest = self._pieces.take(data).split(b"\n")
        if rest:
            self._pieces.add(rest)
        return [event for line in lines for event in self._event(line)]

    def close(self) -> list[Event]:
        """The stream is over: its last line, if that lacks only its line end."""
        return self._event(self._pieces.take())

    def _event(self, line: bytes) -> list[Event]:
        self._pieces.check(len(line))
        text = line.strip(b" \t\r")
        return [Event(text)] if text else []
