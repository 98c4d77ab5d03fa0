"""RawDecoder: the bytes of a streamed response to raw events.

https://platform.openai.com/docs/api-reference/responses-streaming

The rule here: every event comes out, as it was sent; one that no raw type knows comes as ``Unknown``.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import msgspec

from ... import convert
from ...errors import BadAnswer, Error, StreamInterrupted
from ...results import Result
from ...sansio import HttpResponse
from ...sse import Event, SseParser
from .._openai.errors import error_of
from .._openai.limits import rate_limits
from . import raw
from .encode import NAME
from .stream import PINGS

TERMINAL: Final = frozenset(
    {"response.completed", "response.incomplete", "response.failed", "response.cancelled", "error"}
)
"""The events that end a stream."""

_decode_json = msgspec.json.Decoder().decode


class RawDecoder:
    """
    A stream's bytes in, raw events out; where a chunk is cut never matters. It needs neither client nor network::

        decoder = RawDecoder()
        for chunk in body:
            for event in decoder.feed(chunk):
                print(event.type)
        response = decoder.close()

    Args:
        check: Sees each event first, as decoded JSON; strict mode raises there.
        head: The answer's status and headers, for errors.

    Attributes:
        events: How many events came; pings are none.
        over: Whether the terminal event has come.
    """

    def __init__(self, check: Callable[[Any], None] | None = None, head: HttpResponse | None = None) -> None:
        self.events = 0
        self.over = False
        self._held: Error | None = None
        self._check = check
        self._head = head or HttpResponse(status=200)
        self._parser = SseParser()
        self._end: tuple[Any, dict[str, Any]] | None = None

    def feed(self, data: bytes) -> list[Any]:
        """Take the next bytes; the events that they completed, each as one of ``raw.Event``."""
        self._raise_held()
        made: list[Any] = []
        for event in self._parser.feed(data):
            try:
                made += self._structured(event)
            except Error as error:
                if not made:
                    raise
                self._held = error  # what came before it in the same bytes goes out first
                break
        return made

    def close(self) -> raw.Response:
        """
        The response of the terminal event.

        Raises:
            StreamInterrupted: That never came.
            Error: It was an ``error``; the class follows from the reason.
        """
        self._raise_held()
        with suppress(BadAnswer):  # a last event that was cut off: what is missing is told below
            for event in self._parser.close():
                self._structured(event)
        if self._end is None:
            raise StreamInterrupted(f"{NAME}: the stream ended before its last event", result=self.partial())
        made, fields = self._end
        if made.type == "error":
            raise self._error(fields)
        response: raw.Response = made.response
        return response

    def partial(self) -> Result:
        """Raw events are not folded, so there is nothing but a mark."""
        return Result(complete=False, provider=NAME)

    def _raise_held(self) -> None:
        if self._held is not None:
            raise self._held

    def _structured(self, event: Event) -> tuple[Any, ...]:
        if event.data == b"[DONE]":
            return ()
        fields = _fields(event)
        if fields.get("type") not in PINGS:
            self.events += 1
        if self._check is not None:
            self._check(fields)
        made = convert.structure(fields, raw.Event)
        if made.type in TERMINAL:
            self._end, self.over = (made, fields), True
        return (made,)

    def _error(self, fields: dict[str, Any]) -> Error:
        return error_of(
            NAME,
            fields.get("error") or {key: fields.get(key) for key in ("code", "message")},
            request_id=self._head.headers.get("x-request-id"),
            limits=rate_limits(self._head.headers),
        )


def _fields(event: Event) -> dict[str, Any]:
    """An event's data, decoded."""
    try:
        fields = _decode_json(event.data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadAnswer(f"an event is not JSON: {error}", body=event.data) from None
    if not isinstance(fields, dict):
        raise BadAnswer(f"an event is no object: {event.data[:120]!r}", body=event.data)
    return fields
