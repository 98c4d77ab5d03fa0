"""RawDecoder: the bytes of a streamed response to raw events.

https://platform.openai.com/docs/api-reference/responses-streaming

The rule here: every event comes out, as it was sent; one that no raw type knows comes as ``Unknown``.
"""

from __future__ import annotations

from typing import Any, Final

from ... import convert
from ...results import Result
from ...sansio import HttpResponse
from .._openai.events import Check, EventDecoder
from . import raw
from .decode import check_object, refusal
from .dialect import OPENAI

COMPLETED: Final = "response.completed"
TERMINAL: Final = frozenset(
    {COMPLETED, "response.incomplete", "response.failed", "response.cancelled", "error"},
)
"""The events that end a stream."""


class RawDecoder(EventDecoder[Any, raw.Response]):
    """
    A stream's bytes in, raw events out; where a chunk is cut never matters. It needs neither client nor network::

        decoder = RawDecoder()
        for chunk in body:
            for event in decoder.feed(chunk):
                print(event.type)
        response = decoder.close()

    ``close`` gives the response of the terminal event. If that was an ``error``, it is raised; its class follows from
    the reason. A whole answer, from a server that does not stream, has no events.

    Args:
        check: Sees each event first, as decoded JSON; strict mode raises there.
        head: The answer's status and headers, for errors.
        provider: Who streams, for errors.
    """

    def __init__(
        self, check: Check | None = None, head: HttpResponse | None = None, provider: str = OPENAI.provider
    ) -> None:
        super().__init__(provider, head or HttpResponse(status=200), check)
        self._end: tuple[Any, Any] = (None, None)

    def take(self, fields: Any) -> tuple[Any, ...]:
        """One event."""
        made = convert.structure(fields, raw.Event)
        if made.type in TERMINAL:
            self._end, self.over = (made, fields), True
        return (made,)

    def whole(self, response: Any) -> tuple[()]:
        """A whole answer, in place of the terminal event."""
        check_object(response, self._head)
        refused = refusal(response, self._head, self._provider) if "id" not in response else None
        if refused is not None:
            raise refused
        event = {"type": COMPLETED, "response": response}
        if self._check is not None:
            self._check(event)
        self._end = convert.structure(event, raw.Event), event
        return ()

    def ended(self) -> raw.Response:
        """The response of the terminal event."""
        made, fields = self._end
        if made.type == "error":
            raise self.error(fields)
        response: raw.Response = made.response
        return response

    def partial(self) -> Result:
        """Raw events are not folded, so there is nothing but a mark."""
        return Result(complete=False, provider=self._provider)
