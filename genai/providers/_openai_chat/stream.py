"""The stream decoder: chunks of a streamed completion to replies.

https://platform.openai.com/docs/api-reference/chat-streaming

The rule here: an answer is whole once a choice says why it ended, or the server says ``[DONE]``; not before.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ...errors import Error
from ...messages import Reply
from ...results import Result
from ...sansio import HttpResponse
from .._openai.events import Check, EventDecoder
from .._openai.fields import Fields
from .answer import DELTA, MESSAGE, Answer
from .decode import check_object, ended, error_in, partial, result_of
from .encode import Speaker


class StreamDecoder(EventDecoder[Reply, Result]):
    """
    The decoder of a streamed completion.

    Args:
        speaker: Who answers.
        head: The answer's status and headers.
        check: Sees each chunk first, as decoded JSON; strict mode raises there.
        sound: The format of the sound that was asked for, if any.
        unsupported: What was left out of the request.
    """

    def __init__(
        self,
        speaker: Speaker,
        head: HttpResponse,
        check: Check | None = None,
        sound: str | None = None,
        unsupported: tuple[str, ...] = (),
    ) -> None:
        super().__init__(speaker.provider, head, check)
        self._speaker = speaker
        self._unsupported = unsupported
        self._answer = Answer(speaker.provider, speaker.dialect, sound)
        self._raw: Any = None

    def take(self, fields: Any) -> Collection[Reply]:
        """One chunk; its replies."""
        if fields.get("error"):
            raise self.error(fields)
        return self._answer.take(fields, DELTA)

    def whole(self, response: Any) -> Collection[Reply]:
        """A whole answer, from a server that does not stream."""
        check_object(response, self._head, self._speaker)
        self._raw = response
        return [*self._answer.take(response, MESSAGE), *self._end()]

    def done(self) -> Collection[Reply]:
        """``[DONE]``: nothing more comes."""
        self.over = True
        return self._end()

    def _end(self) -> list[Reply]:
        replies = list(self._answer.end())
        for reply in replies:
            self._answer.fold.add(reply)
        return replies

    def enough(self) -> bool:
        """A choice said why it ended: some servers send no ``[DONE]``."""
        return self._answer.finish is not None

    def ended(self) -> Result:
        """The result, or the error that it is."""
        if not self.over:
            self._end()  # what came behind the end, such as sources
        return ended(self._answer, self._result(), self._head)

    def partial(self) -> Result:
        """What has arrived so far."""
        return partial(self._result())

    def _result(self) -> Result:
        fields = self._answer.together() if self._raw is None else self._raw
        return result_of(self._answer, fields, self._head, self._speaker, self._unsupported)

    def error(self, fields: Fields) -> Error:
        """The error that a chunk tells."""
        return error_in(fields, self._head, self._speaker)
