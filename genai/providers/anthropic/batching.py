"""Batches of messages.  https://platform.claude.com/docs/en/build-with-claude/batch-processing

The rule here: a batch that is over has a line for each request, whatever became of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

import msgspec
from attrs import evolve, frozen

from ... import batching
from ...batching import PartState
from ...errors import BadAnswer, Error, JobCancelled, JobExpired
from ...jobs.batch import Answer, Counts, State
from ...provider import Ask
from ...sansio import Flow, HttpResponse
from ...spool import Limits, Lines
from ...wire import as_documented
from .._openai.fields import Fields, integer, needed, string
from .._openai.limits import retry_after
from .._openai.paths import path
from .betas import betas
from .errors import error_of

if TYPE_CHECKING:
    from types import ModuleType

    from .verbs import Anthropic


class Result(msgspec.Struct):
    """https://platform.claude.com/docs/en/api/messages/batches/results; what is in it stays as it came."""

    type: str
    message: msgspec.Raw = msgspec.Raw(b"null")
    error: Any = None


class Line(msgspec.Struct):
    """A line of the answers."""

    custom_id: str
    result: Result


_read = msgspec.json.Decoder(Line).decode

HEAD: Final = b'{"requests":['
TAIL: Final = b"]}"


@frozen
class Body:
    """All requests of a batch as one JSON body; iterating gives its bytes, again if it is sent again."""

    lines: Lines

    def __len__(self) -> int:
        return len(HEAD) + self.lines.size - 1 + len(TAIL)  # a comma for each line's end but the last one

    def __iter__(self) -> Iterator[bytes]:
        yield HEAD
        left = self.lines.size
        for piece in self.lines:
            left -= len(piece)
            whole = piece if left else piece[:-1]
            yield whole.replace(b"\n", b",")  # there is none within a line
        yield TAIL


class Batching(batching.Batching):
    """
    Anthropic's batches.

    They keep no name of ours and list no ids of items, so one whose id was lost cannot be found again.
    """

    wire: Anthropic
    limits: ClassVar[Limits] = Limits(requests=100_000, bytes=256 * 1024 * 1024 - 64)
    findable: ClassVar[bool] = False

    @property
    def types(self) -> ModuleType:
        """The raw types."""
        return self.wire.types

    def line(self, id_: str, ask: Ask) -> tuple[Any, tuple[str, ...]]:
        """https://platform.claude.com/docs/en/api/messages/batches/create"""
        body, unsupported = self.wire.encoded(ask)
        return {"custom_id": id_, "params": {**body, **(ask.settings.get("extra_body") or {})}}, unsupported

    def create(self, uploaded: Lines, name: str) -> Flow[str]:
        """https://platform.claude.com/docs/en/api/messages/batches/create"""
        lines = (msgspec.json.decode(line) for line in uploaded.lines())
        needs = dict.fromkeys(beta for line in lines for beta in betas(line["params"]))
        request = self.wire.request("POST", path("messages", "batches"), asked=needs)
        body = Body(uploaded)
        headers = {**request.headers, "content-type": "application/json", "content-length": str(len(body))}
        response = yield from self.sent(evolve(request, headers=headers, body=body), repeatable=False)
        with as_documented(response):
            return needed(self.fields(response, "Batch"), "id")

    def state(self, id_: str) -> Flow[PartState]:
        """https://platform.claude.com/docs/en/api/messages/batches/retrieve"""
        response = yield from self.polled(self.wire.request("GET", path("messages", "batches", id_)), id_)
        with as_documented(response):
            return evolve(self.state_of(self.fields(response, "Batch")), retry_after=retry_after(response.headers))

    def cancel(self, id_: str) -> Flow[None]:
        """https://platform.claude.com/docs/en/api/messages/batches/cancel"""
        response = yield from self.polled(self.wire.request("POST", path("messages", "batches", id_, "cancel")), id_)
        self.fields(response, "Batch")

    def state_of(self, fields: Fields) -> PartState:
        """https://platform.claude.com/docs/en/api/messages/batches/retrieve"""
        counts = fields["request_counts"]
        known = {name: integer(counts, name) or 0 for name in COUNTED}
        about = Counts(
            total=sum(known.values()),
            succeeded=known["succeeded"],
            failed=known["errored"] + known["canceled"] + known["expired"],
        )
        if needed(fields, "processing_status") != "ended":
            return PartState(state="pending", counts=about)
        if string(fields, "results_url") is None:  # they are kept for 29 days
            id_ = needed(fields, "id")
            gone = JobExpired(f"{self.provider}: the answers of {id_} are gone", provider=self.provider)
            return PartState(state="expired", counts=about, error=gone)
        state: State = "cancelled" if known["canceled"] else "expired" if known["expired"] else "completed"
        answers = self.wire.request("GET", path("messages", "batches", needed(fields, "id"), "results"))
        return PartState(state=state, counts=about, answers=[answers])

    def read(self, line: bytes) -> tuple[str, Answer]:
        """https://platform.claude.com/docs/en/api/messages/batches/results"""
        try:
            one = _read(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise BadAnswer(f"a line of the answers is not as documented: {error}", body=line) from None
        outcome = OUTCOMES.get(one.result.type, unlisted)
        try:
            return one.custom_id, outcome(self, one.result)
        except Error as error:
            return one.custom_id, error


COUNTED: Final = ("processing", "succeeded", "errored", "canceled", "expired")


def succeeded(batch: Batching, result: Result) -> Answer:
    """An answer, as of a single request."""
    response = HttpResponse(status=200, headers={"content-type": "application/json"}, body=bytes(result.message))
    return batch.wire.checked(batch.wire.decoded(response))


def errored(batch: Batching, result: Result) -> Answer:
    """What was wrong with one request, or with the server."""
    return error_of(batch.provider, result.error)


def canceled(batch: Batching, result: Result) -> Answer:
    """Its batch was cancelled first."""
    return JobCancelled("the batch was cancelled before this item was done", provider=batch.provider)


def expired(batch: Batching, result: Result) -> Answer:
    """Its batch took too long."""
    return JobExpired("the batch expired before this item was done", provider=batch.provider)


def unlisted(batch: Batching, result: Result) -> Answer:
    """An outcome that nobody documented."""
    return BadAnswer(f"an item ended as {result.type!r}, which nothing documents", provider=batch.provider)


OUTCOMES: Final[Mapping[str, Callable[[Batching, Result], Answer]]] = {
    "succeeded": succeeded,
    "errored": errored,
    "canceled": canceled,
    "expired": expired,
}
"""What became of an item, by the type of its result."""
