"""The stream decoder: lines of a streamed chat to replies.  https://docs.ollama.com/api/streaming

The rule here: an answer is whole with the line whose ``done`` is true; not before.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ...errors import BadAnswer
from ...messages import Reply
from ...results import Result
from ...sansio import HttpResponse
from ...sse import Event
from ...wire import as_documented
from .._openai.events import Check
from .._openai.fields import FAULTS
from .answer import Answer
from .decode import ended, partial, result_of
from .lines import LineDecoder


class StreamDecoder(LineDecoder[Reply, Result]):
    """
    The decoder of a streamed chat.

    Args:
        provider: Who streams.
        head: The answer's status and headers.
        model: The model that was asked.
        check: Sees each line first, as decoded JSON; strict mode raises there.
        unsupported: What was left out of the request.
    """

    def __init__(
        self,
        provider: str,
        head: HttpResponse,
        model: str,
        check: Check | None = None,
        unsupported: tuple[str, ...] = (),
    ) -> None:
        super().__init__(provider, head, check)
        self._model = model
        self._unsupported = unsupported
        self._answer = Answer(provider)
        self._last = b""

    def take(self, fields: Any) -> Collection[Reply]:
        """One line; its replies."""
        self.told(fields)
        if self.over:
            raise BadAnswer("there is more behind the answer")
        replies = self._answer.take(fields)
        if fields.get("done"):
            self._result({**fields})  # it is as documented
            self.over = True
        return replies

    def ended(self) -> Result:
        """The result, or the error that it is."""
        head = HttpResponse(status=self._head.status, headers=self._head.headers, body=self._last)
        with as_documented(head):
            result = self._result(self._answer.together())
        return ended(self._answer, result, head)

    def partial(self) -> Result:
        """What has arrived so far."""
        try:
            return partial(self._result(self._answer.together()))
        except FAULTS:  # the answer's own fields are wrong, which is an error at its end
            return partial(self._result({}))

    def _result(self, fields: Any) -> Result:
        return result_of(self._answer, fields, self._head, self._provider, self._model, self._unsupported)

    def _event(self, event: Event) -> Collection[Reply]:
        self._last = event.data
        return super()._event(event)
