"""RawDecoder: the bytes of a streamed answer to raw events, each of which is an answer of its own.

https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent

The rule here: every event comes out, as it was sent; the result is all of them in one.
"""

from __future__ import annotations

from typing import Any

from ... import convert
from ...errors import BadAnswer, Error
from ...results import Result
from ...sansio import HttpResponse
from .._openai.events import EventDecoder
from .._openai.fields import Fields
from . import raw
from .decode import Asked, blocked, check_object, first, unknown_in
from .errors import error_of
from .stream import merge


class RawDecoder(EventDecoder[raw.GenerateContentResponse, raw.GenerateContentResponse]):
    """
    A stream's bytes in, raw events out; where a chunk is cut never matters.

    Args:
        head: The answer's status and headers.
        asked: What it answers.
        strict: An event with something that the raw types do not know is BadAnswer.
    """

    def __init__(self, head: HttpResponse, asked: Asked, strict: bool = False) -> None:
        super().__init__(asked.provider, head, self._known if strict else None)
        self._asked = asked
        self._all: dict[str, Any] = {}

    def _known(self, fields: Any) -> None:
        unknown = () if "error" in fields else unknown_in(raw.GenerateContentResponse, fields)
        if unknown:
            listed = ", ".join(unknown)
            raise BadAnswer(f"the answer has fields that the raw types do not know: {listed}", unknown_fields=unknown)

    def take(self, fields: Any) -> tuple[raw.GenerateContentResponse, ...]:
        """One event."""
        if "error" in fields:
            raise self.error(fields)
        merge(self._all, fields)
        self.over = self.over or bool(first(fields).get("finishReason") or blocked(fields))
        return (convert.structure(fields, raw.GenerateContentResponse),)

    def whole(self, response: Any) -> tuple[raw.GenerateContentResponse, ...]:
        """A whole answer, from a server that does not stream."""
        check_object(response, self._head, self._asked)
        return self.take(response)

    def ended(self) -> raw.GenerateContentResponse:
        """All events in one."""
        return convert.structure(self._all, raw.GenerateContentResponse)

    def partial(self) -> Result:
        """Raw events are not folded, so there is nothing but a mark."""
        return Result(complete=False, provider=self._provider)

    def error(self, fields: Fields) -> Error:
        """The error that an event tells."""
        return error_of(self._provider, fields)
