"""RawDecoder: the bytes of a streamed chat to raw events.  https://docs.cohere.com/docs/streaming

The rule here: every event comes out, as it was sent; one that no raw type knows comes as ``Unknown``. An error is
raised when the stream is over.
"""

from __future__ import annotations

from typing import Any

from ... import convert
from ...results import Result
from ...sansio import HttpResponse
from .._openai.events import Check, EventDecoder
from . import raw
from .decode import check_object
from .errors import error_of


class RawDecoder(EventDecoder[Any, Any]):
    """
    A stream's bytes in, raw events out; where a chunk is cut never matters.

    ``close`` gives the ``raw.MessageEnd``; or a whole ``raw.ChatResponse``, from a server that does not stream.

    Args:
        check: Sees each event first, as decoded JSON; strict mode raises there.
        head: The answer's status and headers, for errors.
        provider: Who streams, for errors.
    """

    def __init__(self, check: Check | None = None, head: HttpResponse | None = None, provider: str = "cohere") -> None:
        super().__init__(provider, head or HttpResponse(status=200), check)
        self._end: Any = None

    def take(self, fields: Any) -> tuple[Any, ...]:
        """One event."""
        if "type" not in fields and isinstance(fields.get("message"), str):
            raise error_of(self._provider, fields, self._head)
        made: Any = convert.structure(fields, raw.Event)
        if isinstance(made, raw.MessageEnd):
            self._end, self.over = made, True
        return (made,)

    def whole(self, response: Any) -> tuple[()]:
        """A whole answer, in place of the events."""
        check_object(response, self._head, self._provider)
        self._end = convert.structure(response, raw.ChatResponse)
        return ()

    def ended(self) -> Any:
        """The last event, or the error that it tells."""
        told = getattr(getattr(self._end, "delta", None), "error", None)
        if told:
            raise error_of(self._provider, told, self._head)
        return self._end

    def partial(self) -> Result:
        """Raw events are not folded, so there is nothing but a mark."""
        return Result(complete=False, provider=self._provider)
