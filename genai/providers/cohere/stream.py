"""The stream decoder: events of a streamed chat to replies.  https://docs.cohere.com/docs/streaming

The rule here: an answer is whole with ``message-end``; not before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, TypeAlias

from attrs import evolve

from ...messages import Reply
from ...results import Result
from ...sansio import HttpResponse
from .._openai.events import Check, EventDecoder
from .._openai.fields import FAULTS, Fields, integer, string
from .answer import CONTENT, PLAN, Answer, logprob
from .decode import check_object, ended, failure, partial, result_of, whole
from .errors import error_of


class StreamDecoder(EventDecoder[Reply, Result]):
    """
    The decoder of a streamed chat.

    Args:
        provider: Who streams.
        head: The answer's status and headers.
        model: The model that was asked.
        check: Sees each event first, as decoded JSON; strict mode raises there.
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
        self._about: dict[str, Any] = {}  # the id at the beginning; the end's reason, usage and error
        self._lists: dict[str, list[Fields]] = {}
        self._raw: Any = None
        self._unknown: list[Fields] = []

    def take(self, fields: Any) -> Collection[Reply]:
        """One event; its replies."""
        handler = HANDLERS.get(fields.get("type"))
        if handler is None:
            return self._other(fields)
        return self._added(handler(self, fields))

    def whole(self, response: Any) -> Collection[Reply]:
        """A whole answer, from a server that does not stream."""
        check_object(response, self._head, self._provider)
        self._raw = response
        return self._added(whole(self._answer, response))

    def ended(self) -> Result:
        """The result, or the error that it is."""
        result = self._result()
        return ended(result.raw, result)

    def partial(self) -> Result:
        """What has arrived so far."""
        return partial(self._result())

    def _added(self, replies: Collection[Reply]) -> Collection[Reply]:
        for reply in replies:
            self._answer.fold.add(reply)
        return replies

    def _result(self) -> Result:
        fields = self._together() if self._raw is None else self._raw
        left = self._unsupported
        try:
            result = result_of(self._answer, fields, self._head, self._provider, self._model, left)
        except FAULTS:  # a whole answer whose own fields are wrong, which is an error at its end
            result = result_of(self._answer, {}, self._head, self._provider, self._model, left)
        return evolve(result, unknown_events=tuple(self._unknown)) if self._unknown else result

    def _together(self) -> dict[str, Any]:
        """What came, as a whole answer has it."""
        message = self._answer.message()
        lists = dict(self._lists)
        if "citations" in lists:
            message["citations"] = lists.pop("citations")
        return {**self._about, "message": message, **lists}

    # --- The handlers of events ---

    def _start(self, fields: Fields) -> Collection[Reply]:
        if string(fields, "id"):
            self._about["id"] = fields["id"]
        return ()

    def _content(self, fields: Fields) -> Collection[Reply]:
        part = fields["delta"]["message"]["content"]
        if fields.get("logprobs"):
            self._answer.logprobs.append(logprob(fields["logprobs"]))
            self._lists.setdefault("logprobs", []).append(fields["logprobs"])
        said = part.get("text")
        if type(said) is str and said:  # by far the most events
            return (self._answer.piece(CONTENT + _index(fields), "text", said),)
        return tuple(self._answer.part(_index(fields), part))

    def _plan(self, fields: Fields) -> Collection[Reply]:
        said = string(fields["delta"]["message"], "tool_plan")
        return (self._answer.piece(PLAN, "tool_plan", said),) if said else ()

    def _call(self, fields: Fields) -> Collection[Reply]:
        return (self._answer.called(_index(fields), fields["delta"]["message"]["tool_calls"]),)

    def _call_end(self, fields: Fields) -> Collection[Reply]:
        return tuple(self._answer.ended(_index(fields)))

    def _citation(self, fields: Fields) -> Collection[Reply]:
        note = fields["delta"]["message"]["citations"]
        self._lists.setdefault("citations", []).append(note)
        return tuple(self._answer.cite(note))

    def _end(self, fields: Fields) -> Collection[Reply]:
        self._start(fields)
        self._about.update(fields.get("delta") or {})
        result_of(self._answer, self._about, self._head, self._provider, self._model, ())  # it is as documented
        failed = failure(self._about) is not None
        self.over = True
        return tuple(self._answer.close(failed))

    def _nothing(self, fields: Fields) -> Collection[Reply]:
        return ()

    def _other(self, fields: Fields) -> Collection[Reply]:
        """An error; or an event that nobody documented: kept, and reported by ``unknown_fields``."""
        if "type" not in fields and (isinstance(fields.get("message"), str) or fields.get("error")):
            raise error_of(self._provider, fields, self._head)
        self._unknown.append(fields)
        return ()


def _index(fields: Fields) -> int:
    return integer(fields, "index") or 0


Handler: TypeAlias = Callable[[StreamDecoder, Fields], Collection[Reply]]
HANDLERS: Final[Mapping[Any, Handler]] = {
    "message-start": StreamDecoder._start,
    "content-start": StreamDecoder._content,
    "content-delta": StreamDecoder._content,
    "content-end": StreamDecoder._nothing,
    "tool-plan-delta": StreamDecoder._plan,
    "tool-call-start": StreamDecoder._call,
    "tool-call-delta": StreamDecoder._call,
    "tool-call-end": StreamDecoder._call_end,
    "citation-start": StreamDecoder._citation,
    "citation-end": StreamDecoder._nothing,
    "message-end": StreamDecoder._end,
    "debug": StreamDecoder._nothing,
}
