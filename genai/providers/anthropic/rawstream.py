"""RawDecoder: the bytes of a streamed message to raw events.

https://platform.claude.com/docs/en/build-with-claude/streaming

The rule here: every event comes out, as it was sent; one that no raw type knows comes as ``Unknown``.
"""

from __future__ import annotations

from typing import Any

from ... import convert
from ...errors import Error
from ...results import Result
from ...sansio import HttpResponse
from .._openai.events import Check, EventDecoder
from . import raw
from .decode import Asked
from .dialect import ANTHROPIC
from .stream import StreamDecoder


class RawDecoder(EventDecoder[Any, raw.Message]):
    """
    A stream's bytes in, raw events out; where a chunk is cut never matters. It needs neither client nor network::

        decoder = RawDecoder()
        for chunk in body:
            for event in decoder.feed(chunk):
                print(event.type)
        message = decoder.close()

    ``close`` gives the whole message. An ``error`` event is raised; its class follows from the reason. A whole answer,
    from a server that does not stream, has no events.

    Args:
        check: Sees each event first, as decoded JSON; strict mode raises there.
        head: The answer's status and headers, for errors.
        provider: Who streams, for errors.
    """

    def __init__(
        self, check: Check | None = None, head: HttpResponse | None = None, provider: str = ANTHROPIC.provider
    ) -> None:
        head = head or HttpResponse(status=200)
        super().__init__(provider, head, check)
        self._inner = StreamDecoder(head, Asked(provider=provider, model=""))

    def take(self, fields: Any) -> tuple[Any, ...]:
        """One event."""
        self._inner.take(fields)
        self.over = self._inner.over
        return (convert.structure(fields, raw.Event),)

    def whole(self, response: Any) -> tuple[()]:
        """A whole answer, from a server that does not stream."""
        self._inner.whole(response)
        return ()

    def ended(self) -> raw.Message:
        """The whole message."""
        return convert.structure(self._inner.partial().raw, raw.Message)

    def partial(self) -> Result:
        """What has arrived so far."""
        return self._inner.partial()

    def error(self, fields: Any) -> Error:
        """The error that an event tells."""
        return self._inner.error(fields)
