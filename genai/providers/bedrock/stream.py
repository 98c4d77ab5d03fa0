"""The stream decoder: frames of a streamed answer to replies.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html

The rule here: ``messageStop`` ends the message and ``metadata`` the stream; an exception in a frame is an error of the
tree, and what nobody documented is kept and told.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Generic, TypeVar

import msgspec
from attrs import evolve

from ...errors import BadAnswer, Error
from ...messages import Reply
from ...results import Result
from ...sansio import HttpResponse
from ...sse import Event
from .._openai.events import Check, EventDecoder
from .._openai.fields import FAULTS, Fields
from .answer import EVENTS, Answer
from .decode import Asked, check_object, ended, result_of
from .dialect import PROVIDER, REQUEST_ID
from .errors import error_of
from .frames import FAULT, FrameOpening, FrameParser

F = TypeVar("F")
R = TypeVar("R")

_decode_json = msgspec.json.Decoder().decode


class FrameDecoder(EventDecoder[F, R], Generic[F, R]):
    """The base of decoders of frames: ``told`` is their own."""

    def __init__(self, head: HttpResponse, check: Check | None = None) -> None:
        super().__init__(PROVIDER, head, check)
        self._opening = FrameOpening(head)
        self._parser = FrameParser()  # type: ignore[assignment]  # it has the same two methods
        self.answer = Answer()

    def told(self, name: str, fields: Fields) -> Collection[F]:
        """One event; the fragments that it makes."""
        raise NotImplementedError

    def enough(self) -> bool:
        """Whether the message is whole, though the metadata have not come."""
        return self.answer.stopped

    def _event(self, event: Event) -> Collection[F]:
        if event.id == FAULT:
            raise BadAnswer(event.data.decode())
        if event.id == "error":
            raise self.failure({"message": event.data.decode("utf-8", "replace")}, event.event)
        try:
            fields = _decode_json(event.data)
            self.events += 1
            if event.id == "exception":
                raise self.failure(fields, event.event)
            if self._check is not None:
                self._check({event.event: fields})
            made = self.told(event.event, fields)
        except FAULTS as error:
            start = event.data[:120].decode("utf-8", "replace")
            raise BadAnswer(
                f"an event is not as documented: {error!r}; it begins with {start!r}", body=event.data
            ) from error
        self.over = self.over or event.event == "metadata"
        return made

    def failure(self, fields: Any, name: str) -> Error:
        """The error that a frame tells."""
        return error_of(fields, name, request_id=self._head.headers.get(REQUEST_ID))


class StreamDecoder(FrameDecoder[Reply, Result]):
    """
    The decoder of a streamed answer.

    Args:
        head: The answer's status and headers.
        asked: What it answers.
        check: Sees each event first, under its name; strict mode raises there.
    """

    def __init__(self, head: HttpResponse, asked: Asked, check: Check | None = None) -> None:
        super().__init__(head, check)
        self._asked = asked
        self._unknown: list[Any] = []
        self._given: dict[str, Any] | None = None

    def told(self, name: str, fields: Fields) -> Collection[Reply]:
        """One event; its replies."""
        if name in EVENTS:
            return self.answer.event(name, fields)
        self._unknown.append({"type": name, **fields})
        return ()

    def whole(self, response: Any) -> Collection[Reply]:
        """A whole answer, from a server that does not stream."""
        check_object(response, self._head)
        self._given = response
        return self.answer.whole(response)

    def ended(self) -> Result:
        """The result, or the error that it is."""
        result = self._result()
        return ended(result, result.raw)

    def partial(self) -> Result:
        """What has arrived so far."""
        return evolve(self._result(), complete=False, finish=None)

    def _result(self) -> Result:
        response = self._given or self.answer.response()
        result = result_of(response, self._head, self._asked, self.answer.fold.message())
        return evolve(result, unknown_events=tuple(self._unknown))
