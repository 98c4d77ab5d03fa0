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
from ...wire import as_documented
from .._openai.events import Check, EventDecoder
from .._openai.fields import FAULTS, Fields
from .answer import DELTA, MESSAGE, Answer
from .decode import check_object, ended, error_in, partial, result_of, told_error
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
        self._answer = Answer(speaker.provider, speaker.dialect, sound, speaker.model)
        self._beside = speaker.dialect.error_in
        self._raw: Any = None

    def take(self, fields: Any) -> Collection[Reply]:
        """One chunk; its replies."""
        if fields.get("error") or self._beside:
            told = told_error(fields, self._beside)
            if told:
                raise self.error(told)
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
        with as_documented(self._head):
            return self._answer.close()

    def enough(self) -> bool:
        """A choice said why it ended: some servers send no ``[DONE]``."""
        return self._answer.finish is not None

    def ended(self) -> Result:
        """The result, or the error that it is."""
        if not self.over:
            self._end()  # what came behind the end, such as sources
        with as_documented(self._head):
            result = self._result(self._fields())
        return ended(self._answer, result, self._head)

    def partial(self) -> Result:
        """What has arrived so far."""
        try:
            return partial(self._result(self._fields()))
        except FAULTS:  # the answer's own fields are wrong, which is an error at its end
            return partial(self._result({}))

    def _fields(self) -> Any:
        return self._answer.together() if self._raw is None else self._raw

    def _result(self, fields: Fields) -> Result:
        return result_of(self._answer, fields, self._head, self._speaker, self._unsupported)

    def error(self, fields: Fields) -> Error:
        """The error that a chunk tells."""
        return error_in(fields, self._head, self._speaker)
