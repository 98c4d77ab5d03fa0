"""The stream decoder: events of a streamed answer to replies. Each event is an answer of its own, with the next parts.

https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent

The rule here: the events together make up the whole answer, and what that says at its end is read from the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from attrs import evolve

from ...errors import Error
from ...messages import Reply
from ...results import Result
from ...sansio import HttpResponse
from .._openai.events import Check, EventDecoder
from .._openai.fields import Fields
from .answer import Answer
from .decode import Asked, blocked, check_object, ended, first, result_of
from .errors import error_of


class StreamDecoder(EventDecoder[Reply, Result]):
    """
    The decoder of a streamed answer.

    Args:
        head: The answer's status and headers.
        asked: What it answers.
        check: Sees each event first, as decoded JSON; strict mode raises there.
    """

    def __init__(self, head: HttpResponse, asked: Asked, check: Check | None = None) -> None:
        super().__init__(asked.provider, head, check)
        self._asked = asked
        self._answer = Answer(asked.provider)
        self._whole_answer: dict[str, Any] = {}

    def take(self, fields: Any) -> Collection[Reply]:
        """One event; its replies."""
        if "error" in fields:
            raise self.error(fields)
        candidate = first(fields)
        replies = self._answer.take(candidate)
        merge(self._whole_answer, fields)
        if self.over or candidate.get("finishReason") or blocked(fields):
            self.over = True
            replies = [*replies, *self._answer.end(first(self._whole_answer))]
        return replies

    def whole(self, response: Any) -> Collection[Reply]:
        """A whole answer, from a server that does not stream."""
        check_object(response, self._head, self._asked)
        self.over = True
        return self.take(response)

    def ended(self) -> Result:
        """The result, or the error that it is."""
        return ended(self._whole_answer, self._result(), self._head)

    def partial(self) -> Result:
        """What has arrived so far; without what surrounds the parts, if that is what cannot be read."""
        try:
            result = self._result()
        except (AttributeError, TypeError):  # read here alone, because each event of a stream repeats all of it
            result = result_of({}, self._head, self._asked, self._answer.fold.message(), self._answer.logprobs)
        return evolve(result, complete=False, finish=None)

    def error(self, fields: Fields) -> Error:
        """The error that an event tells."""
        return error_of(self._provider, fields, request_id=self._head.headers.get(self._asked.request_id))

    def _result(self) -> Result:
        answer = self._answer
        return result_of(self._whole_answer, self._head, self._asked, answer.fold.message(), answer.logprobs)


def merge(into: dict[str, Any], fields: Mapping[str, Any]) -> None:
    """Add an event to the whole answer: parts follow one another, and of anything else the last word counts."""
    candidates = into.get("candidates") or []
    into.update(fields)
    for candidate in fields.get("candidates") or ():
        index = candidate.get("index") or 0
        known = next((one for one in candidates if (one.get("index") or 0) == index), None)
        if known is None:
            candidates.append(_copied(candidate))
        else:
            _merge_candidate(known, candidate)
    if candidates:
        into["candidates"] = candidates


def _copied(candidate: Mapping[str, Any]) -> dict[str, Any]:
    """A candidate whose list of parts is its own."""
    content = candidate.get("content")
    if not content or not content.get("parts"):
        return dict(candidate)
    return {**candidate, "content": {**content, "parts": [*content["parts"]]}}


def _merge_candidate(known: dict[str, Any], candidate: Mapping[str, Any]) -> None:
    for key, value in candidate.items():
        if key == "content" and known.get(key):
            known[key].setdefault("parts", []).extend(value.get("parts") or ())
        elif key == "logprobsResult" and known.get(key):
            for name, entries in value.items():
                held = known[key].get(name)
                known[key][name] = [*held, *entries] if isinstance(held, list) else entries
        elif key in ("groundingMetadata", "urlContextMetadata", "citationMetadata") and known.get(key):
            known[key] = {**known[key], **{name: entries for name, entries in value.items() if entries}}
        elif value is not None:
            known[key] = value
