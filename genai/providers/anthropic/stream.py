"""The stream decoder: events of a streamed message to replies.

https://platform.claude.com/docs/en/build-with-claude/streaming

The rule here: several blocks may be open at a time, and each event says by its index which one it means.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import evolve

from ...errors import Error
from ...messages import Message, Reply
from ...results import Result
from ...sansio import HttpResponse
from .._openai.events import Check, EventDecoder
from .._openai.fields import Fields, needed, string
from .answer import Answer, Block
from .decode import Asked, check_object, ended, kept, read, result_of
from .errors import error_of
from .limits import rate_limits, request_id


class StreamDecoder(EventDecoder[Reply, Result]):
    """
    The decoder of a streamed message.

    Args:
        head: The answer's status and headers.
        asked: What it answers.
        check: Sees each event first, as decoded JSON; strict mode raises there.
        patient: Pings count as events. Who did not ask for a stream waits as long as for an answer in one piece: a
            model may think for minutes without showing anything.
    """

    def __init__(self, head: HttpResponse, asked: Asked, check: Check | None = None, patient: bool = False) -> None:
        super().__init__(asked.provider, head, check)
        self._asked = asked
        self._patient = patient
        self._answer = Answer(asked.provider)
        self._message: dict[str, Any] = {}
        self._unknown: list[Fields] = []

    def take(self, fields: Any) -> Collection[Reply]:
        """One event; its replies."""
        replies = tuple(HANDLERS.get(fields["type"], StreamDecoder._other)(self, fields))
        for reply in replies:
            self._answer.fold.add(reply)
        return replies

    def whole(self, response: Any) -> Collection[Reply]:
        """A whole answer, from a server that does not stream."""
        check_object(response, self._head, self._asked)
        result_of(response, self._head, self._asked, Message())  # as in _merge
        self._message = {**response}
        replies = read(self._answer, response)
        for reply in replies:
            self._answer.fold.add(reply)
        return replies

    def ended(self) -> Result:
        """The result, or the error that it is."""
        result = self._result()
        return ended(result.raw, result, self._head)

    def partial(self) -> Result:
        """What has arrived so far."""
        return evolve(self._result(), complete=False, finish=None)

    def error(self, fields: Fields) -> Error:
        """The error that an event tells."""
        headers = self._head.headers
        return error_of(self._provider, fields, request_id=request_id(headers), limits=rate_limits(headers))

    def _result(self) -> Result:
        message = {**self._message, "content": self._answer.content()}
        result = result_of(message, self._head, self._asked, self._answer.fold.message())
        return evolve(result, unknown_events=tuple(self._unknown)) if self._unknown else result

    # --- The handlers of events ---

    def _started(self, fields: Fields) -> Iterable[Reply]:
        self._merge(fields["message"])
        for index, block in enumerate(fields["message"].get("content") or ()):
            yield from self._answer.begin(index, block)

    def _began(self, fields: Fields) -> Iterator[Reply]:
        return self._answer.begin(fields["index"], fields["content_block"])

    def _delta(self, fields: Fields) -> Iterable[Reply]:
        block, delta = self._answer.blocks[fields["index"]], fields["delta"]
        handler = DELTAS.get(delta["type"])
        return handler(self._answer, block, delta) if handler else self._other(fields)

    def _stopped(self, fields: Fields) -> Iterator[Reply]:
        return self._answer.stop(self._answer.blocks[fields["index"]])

    def _ending(self, fields: Fields) -> tuple[()]:
        """The last words on the message as a whole: their place is in the message itself."""
        self._merge({**(fields.get("delta") or {}), **{k: v for k, v in fields.items() if k not in ("type", "delta")}})
        return ()

    def _over(self, fields: Fields) -> Iterable[Reply]:
        self.over = True
        return (*self._answer.end(), *kept(self._answer, self._message))

    def _error(self, fields: Fields) -> tuple[()]:
        raise self.error(fields)

    def _ping(self, fields: Fields) -> tuple[()]:
        self.events += self._patient
        return ()

    def _other(self, fields: Fields) -> tuple[()]:
        """An event that nobody documented: kept, and reported by ``unknown_fields``."""
        self._unknown.append(fields)
        return ()

    def _merge(self, fields: Mapping[str, Any]) -> None:
        """Add to the message: tokens by their name, since later events tell only what has changed."""
        spent = {**(self._message.get("usage") or {})}
        spent.update((name, value) for name, value in (fields.get("usage") or {}).items() if value is not None)
        made = {**self._message, **fields, "usage": spent}
        result_of(made, self._head, self._asked, Message())  # it is as documented: so there is a result at any time
        self._message = made


# --- The pieces of a block ---


def _text(answer: Answer, block: Block, delta: Fields) -> tuple[Reply, ...]:
    return answer.piece(block, needed(delta, "text"))


def _thinking(answer: Answer, block: Block, delta: Fields) -> tuple[Reply, ...]:
    return answer.piece(block, needed(delta, "thinking"))


def _input(answer: Answer, block: Block, delta: Fields) -> tuple[Reply, ...]:
    return answer.piece(block, needed(delta, "partial_json"))


def _signature(answer: Answer, block: Block, delta: Fields) -> tuple[()]:
    block.fields["signature"] = (string(block.fields, "signature") or "") + needed(delta, "signature")
    return ()


def _citation(answer: Answer, block: Block, delta: Fields) -> tuple[()]:
    block.citations.append(delta["citation"])
    return ()


def _compaction(answer: Answer, block: Block, delta: Fields) -> tuple[()]:
    block.fields.update((name, value) for name, value in delta.items() if name != "type" and value is not None)
    return ()


Piece: TypeAlias = Callable[[Answer, Block, Fields], Iterable[Reply]]
DELTAS: Final[Mapping[str, Piece]] = {
    "text_delta": _text,
    "thinking_delta": _thinking,
    "input_json_delta": _input,
    "signature_delta": _signature,
    "citations_delta": _citation,
    "compaction_delta": _compaction,
}

Handler: TypeAlias = Callable[[StreamDecoder, Fields], Iterable[Reply]]
HANDLERS: Final[Mapping[str, Handler]] = {
    "message_start": StreamDecoder._started,
    "content_block_start": StreamDecoder._began,
    "content_block_delta": StreamDecoder._delta,
    "content_block_stop": StreamDecoder._stopped,
    "message_delta": StreamDecoder._ending,
    "message_stop": StreamDecoder._over,
    "error": StreamDecoder._error,
    "ping": StreamDecoder._ping,
}
