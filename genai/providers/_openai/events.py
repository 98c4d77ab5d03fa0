"""EventDecoder: what all decoders of streamed events share. Bytes in, events out, and what is no stream of events.

The rule here: what came before a fault goes out first; and what is not as documented is BadAnswer, whatever it trips.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Any, Final, Generic, TypeAlias, TypeVar

import msgspec

from ...errors import BadAnswer, Error, StreamInterrupted
from ...results import Result
from ...sansio import HttpResponse
from ...sse import Event, SseParser
from ...wire import as_documented
from .errors import error_of
from .fields import FAULTS, Fields
from .limits import rate_limits
from .opening import Opening

F = TypeVar("F")
R = TypeVar("R")
Check: TypeAlias = Callable[[Any], None]

PINGS: Final = frozenset({"keepalive", "ping"})
"""Events that say no more than that the server is there."""

_decode_json = msgspec.json.Decoder().decode


class EventDecoder(Generic[F, R]):
    """
    The base of these decoders; ``take`` and ``ended`` are their own.

    Args:
        provider: Who streams, for errors.
        head: The answer's status and headers.
        check: Sees each event first, as decoded JSON; strict mode raises there.

    Attributes:
        events: How many events came; pings are none.
        over: Whether the terminal event has come.
    """

    read: Callable[[bytes], Any] = staticmethod(_decode_json)
    """An event's data as decoded JSON."""

    def __init__(self, provider: str, head: HttpResponse, check: Check | None = None) -> None:
        self.events = 0
        self.over = False
        self._provider = provider
        self._head = head
        self._check = check
        self._held: Error | None = None
        self._opening: Opening | None = Opening(head)
        self._parser = SseParser()

    # --- What each of them does in its own way ---

    def take(self, fields: Any) -> Collection[F]:
        """One event; the fragments that it makes."""
        raise NotImplementedError

    def whole(self, response: Any) -> Collection[F]:
        """A whole answer, from a server that does not stream; the fragments that it makes."""
        raise NotImplementedError

    def ended(self) -> R:
        """The terminal event has come: what ``close`` gives."""
        raise NotImplementedError

    def done(self) -> Collection[F]:
        """``[DONE]`` has come, which some servers send and others don't."""
        return ()

    def enough(self) -> bool:
        """Whether the answer is whole, though its terminal event has not come."""
        return False

    def partial(self) -> Result:
        """What has arrived so far."""
        raise NotImplementedError

    # --- What all do ---

    def feed(self, data: bytes) -> list[F]:
        """Take the next bytes; the fragments of the events that they completed."""
        if self._held is not None:
            raise self._held
        if self._opening is not None:
            return self._opened(self._opening, data)
        return self._events(self._parser.feed(data))

    def close(self) -> R:
        """
        The stream is over: its result.

        Raises:
            StreamInterrupted: The terminal event never came.
            BadAnswer: It was no stream, and no whole answer either.
        """
        if self._held is not None:
            raise self._held
        opening = self._opening
        if opening is not None and not opening.closed() and not opening.cut and not self.over:
            self._whole(opening.head.json())
        with suppress(BadAnswer):  # a last event that was cut off: what is missing is told below
            self._events(self._parser.close())
        if self._held is not None:
            raise self._held
        if not self.over and not self.enough():
            raise StreamInterrupted(f"{self._provider}: the stream ended before its last event", result=self.partial())
        with as_documented(self._head):
            return self.ended()

    def _opened(self, opening: Opening, data: bytes) -> list[F]:
        opening.take(data)
        if opening.streams:
            self._opening = None
            return self._events(self._parser.feed(opening.head.body))
        if self.over and data.strip():
            raise BadAnswer("there is more behind the answer", body=opening.head.body)
        if opening.streams is None or self.over:
            return []
        response = opening.whole()
        return self._whole(response) if response is not None else []

    def _whole(self, response: Any) -> list[F]:
        self._head = self._opening.head if self._opening else self._head
        self.events += 1
        with as_documented(self._head):
            made = list(self.whole(response))
        self.over = True
        return made

    def _events(self, events: list[Event]) -> list[F]:
        made: list[F] = []
        for event in events:
            try:
                made += self._event(event)
            except Error as error:
                if not made:
                    raise
                self._held = error
                break
        return made

    def _event(self, event: Event) -> Collection[F]:
        if event.data == b"[DONE]":
            return self.done()
        try:
            fields = self.read(event.data)
            if fields.get("type") not in PINGS:
                self.events += 1
            if self._check is not None:
                self._check(fields)
            return self.take(fields)
        except FAULTS as error:
            start = event.data[:120].decode("utf-8", "replace")
            raise BadAnswer(
                f"an event is not as documented: {error!r}; it begins with {start!r}", body=event.data
            ) from error

    def error(self, fields: Fields) -> Error:
        """The error that an event tells."""
        return error_of(
            self._provider,
            fields if fields.get("error") else {key: fields.get(key) for key in ("code", "message")},
            request_id=self._head.headers.get("x-request-id"),
            limits=rate_limits(self._head.headers),
        )
