"""Background responses that are streamed: when a connection breaks, the next one goes on behind the last event.

https://platform.openai.com/docs/guides/background#streaming-a-background-response

The rule here: no event is taken in twice, and none is missed, because each one has a number.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final, Self

from attrs import evolve

from ...errors import ConnectionFailed, Error, JobError, JobUnknown, StreamInterrupted, TimedOut
from ...jobs.job import Job
from ...messages import Reply
from ...results import Result
from ...retries import never_left
from ...sansio import Flow, HttpRequest, HttpResponse, Open, Sleep
from ...sse import SseParser
from .._openai.opening import Opening
from .._openai.paths import path
from .decode import as_job
from .stream import StreamDecoder

if TYPE_CHECKING:
    from .verbs import Responses

PAUSES: Final = (0.0, 1.0, 4.0)
"""Seconds before each new connection, as long as none of them brings anything new."""
GONE: Final = 404
BROKEN: Final = (ConnectionFailed, StreamInterrupted, TimedOut)


class Followed(StreamDecoder):
    """
    The decoder of one answer over several connections.

    Attributes:
        job: The job, once an event has told its id; its ``cursor`` is the number of the last event.
    """

    def __init__(self, wire: Responses, job: Job | None, unsupported: tuple[str, ...]) -> None:
        check = wire.check_event if wire.config.strict else None
        super().__init__(HttpResponse(status=200), wire.config.model, check, unsupported, wire.dialect)
        self.job = job
        self.last = -1
        self._wire = wire
        self._read_before = -1 if job is None or job.cursor is None else job.cursor

    def again(self, head: HttpResponse) -> Self:
        """The same decoder, for another connection."""
        self._head, self._opening, self._parser, self._held = head, Opening(head), SseParser(), None
        return self

    def take(self, fields: Any) -> Collection[Reply]:
        """One event; no replies, if its reader has had them before."""
        number = fields.get("sequence_number")
        numbered = type(number) is int
        if numbered and number <= self.last:
            return ()
        replies = super().take(fields)
        if self.job is None and self._latest.get("id"):
            self.job = self._wire.job_of(self._latest, self._unsupported)
        if not numbered:
            return replies
        self.last = number
        if self.job is not None:
            self.job = evolve(self.job, cursor=max(number, self._read_before))
        return replies if number > self._read_before else ()

    def ended(self) -> Result:
        """The result, or the error as ``poke_result`` has it: the job has ended, so nobody connects again."""
        try:
            return super().ended()
        except JobError:
            raise
        except Error as error:
            raise (as_job(error) if error.result is not None and not error.result.complete else error) from None


def begin(wire: Responses, request: HttpRequest, unsupported: tuple[str, ...]) -> Flow[Result]:
    """A background response, streamed from its beginning. It is submitted once."""
    decoder = Followed(wire, None, unsupported)
    try:
        result: Result = yield Open(request=request, endpoint=wire.endpoint, decoder=decoder.again, repeatable=False)
    except BROKEN as error:
        if never_left(error):
            raise
        if decoder.job is None:
            name = wire.config.info.name
            raise JobUnknown(f"{name}: the answer to the submission was lost: {error}", provider=name) from error
        result = yield from _on(wire, decoder, decoder.job, error)
    return result


def follow(wire: Responses, job: Job) -> Flow[Result]:
    """A background response that was submitted before, from its beginning: what was read of it then is gone."""
    decoder = Followed(wire, job, job.unsupported)
    try:
        result = yield from _opened(wire, decoder, job)
    except BROKEN as error:
        result = yield from _on(wire, decoder, job, error)
    return result


def _on(wire: Responses, decoder: Followed, job: Job, error: Error) -> Flow[Result]:
    """Connect again and again, until the answer is whole, or nothing new comes any more."""
    tries, last = 0, decoder.last
    resumable = last >= 0 or not decoder.events  # else nobody can say behind which event to go on
    while resumable and tries < len(PAUSES):
        try:
            yield Sleep(PAUSES[tries])
            return (yield from _opened(wire, decoder, job))
        except BROKEN as again:
            error = again
            if isinstance(error, TimedOut) and error.phase == "total":
                break
            tries, last = (tries + 1, last) if decoder.last == last else (0, decoder.last)
    error.result = error.result or decoder.partial()
    raise error


def _opened(wire: Responses, decoder: Followed, job: Job) -> Flow[Result]:
    """https://platform.openai.com/docs/api-reference/responses/get"""
    after = decoder.last if decoder.last >= 0 else None
    request = wire.request("GET", path("responses", job, stream=True, starting_after=after))
    try:
        result: Result = yield Open(request=request, endpoint=wire.endpoint, decoder=decoder.again)
    except Error as error:
        error.result = error.result or decoder.partial()
        if error.status != GONE:
            raise
        name = wire.config.info.name
        gone: dict[str, Any] = {"status": error.status, "body": error.body, "result": error.result}
        raise JobUnknown(f"{name}: no response {job.id}", provider=name, **gone) from None
    return result
