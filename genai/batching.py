"""Batching: what all batches have in common; a provider's ``batching.py`` says the few things that differ.

A batch is made in three steps. ``spool`` writes every item as a line of JSON into files, as many as the provider's
limits ask for. Each file is uploaded, and then made a batch with our own name on it. The name is why nothing is sent
twice: when the answer to the submission is lost, the batch is found again by it.

The rule here: neither questions nor answers are ever in memory as a whole.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from attrs import evolve, field, frozen

from . import drift
from .embeddings import Embeddings
from .errors import (
    BadAnswer,
    ConnectionFailed,
    Error,
    JobExpired,
    JobUnknown,
    NetworkError,
    ProviderError,
    TimedOut,
)
from .jobs import BatchJob, BatchResult, Counts, Job, Part
from .jobs.batch import STATES, Answer, Folder, State
from .results import FinishReason, Result
from .retries import never_left
from .sansio import Flow, HttpRequest, HttpResponse, Send, Sleep
from .spool import Limits, Lines, Spool, Spooled, new_name, part_name
from .values import a_tuple

if TYPE_CHECKING:
    from .provider import Ask
    from .wire import Wire

GONE: Final = frozenset({404, 410})
UNCLEAR: Final = (ConnectionFailed, TimedOut, ProviderError, BadAnswer)
LOOKS: Final = (0.0, 1.0, 4.0)
"""Seconds before each look for a submission whose answer was lost: lists lag behind."""


@frozen(kw_only=True)
class PartState:
    """
    What a provider says of one of its batches.

    Args:
        state: As in BatchResult.
        counts: How far it is.
        answers: Where its answers are: requests that download them, or the lines themselves.
        error: Why it failed as a whole.
        retry_after: Seconds that the server asked to wait before the next poll.
    """

    state: State
    counts: Counts = Counts()
    answers: tuple[HttpRequest | bytes, ...] = field(default=(), converter=a_tuple)
    error: Error | None = None
    retry_after: float | None = None


class Batching:
    """
    One provider's batches. What is below the line is the same for all of them.

    Attributes:
        findable: Whether a batch can be found by our name.
    """

    findable: ClassVar[bool] = True

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    @property
    def limits(self) -> Limits:
        """What it takes in one batch."""
        raise NotImplementedError

    def line(self, id_: str, ask: Ask) -> tuple[Any, tuple[str, ...]]:
        """One item as what goes into a line, and what was left out of it. Nothing is sent."""
        raise NotImplementedError

    def upload(self, lines: Lines, name: str) -> Flow[Any]:
        """Bring a file to the provider: gives what ``create`` needs. Nothing begins yet, so it may be lost."""
        yield from ()
        return lines

    def create(self, uploaded: Any, name: str) -> Flow[str]:
        """Begin a batch, under our name: gives the provider's id."""
        raise NotImplementedError

    def find(self, name: str) -> Flow[str | None]:
        """The provider's id of the batch with our name; None when there is none."""
        raise NotImplementedError

    def state(self, id_: str) -> Flow[PartState]:
        """How far one of the provider's batches is."""
        raise NotImplementedError

    def cancel(self, id_: str) -> Flow[None]:
        """Cancel one of the provider's batches."""
        raise NotImplementedError

    def read(self, line: bytes) -> tuple[str, Answer]:
        """A line of the answers: the id that the item went out with, and its answer."""
        raise NotImplementedError

    @property
    def types(self) -> Any:
        """The raw types, in which ``fields`` looks."""
        raise NotImplementedError

    # --- What they are made of ---

    @property
    def provider(self) -> str:
        """The provider's name."""
        return self.wire.config.info.name

    def sent(self, request: HttpRequest, **how: Any) -> Flow[HttpResponse]:
        """An exchange with the provider; ``how`` is what Send takes."""
        response: HttpResponse = yield Send(request=request, endpoint=self.wire.endpoint, **how)
        return response

    def polled(self, request: HttpRequest, id_: str) -> Flow[HttpResponse]:
        """An exchange about a batch, which may not exist: then JobUnknown."""
        response = yield from self.sent(request, accept=frozenset({404}))
        if response.status == 404:
            raise JobUnknown(f"{self.provider}: no batch {id_}", provider=self.provider, status=404, body=response.body)
        return response

    def fields(self, response: HttpResponse, type_: str) -> Mapping[str, Any]:
        """An answer's fields, in strict mode held against its raw type."""
        fields = response.json()
        if not isinstance(fields, dict):
            raise BadAnswer("the answer is no object", status=response.status, body=response.body)
        if self.wire.config.strict:
            self.wire.raise_unknown(drift.unknown_fields(fields, getattr(self.types, type_)))
        return fields

    # --- What all share ---

    def spool(self, asks: Iterable[tuple[str | None, Callable[[], Ask]]], folder: Path, name: str = "") -> Spooled:
        """
        Write items into files in a folder. All that is wrong with any of them is told at once.

        Args:
            asks: Pairs of an item's id, None where items are numbered, and what gives what it asks.
            folder: Where the files go.
            name: Our own id for the batch; default: a new one.

        Raises:
            InvalidRequest: No items, an id that is no text or not the only one of its kind, an item that is larger
                than a whole batch may be, or what is wrong with the items.
            NotSupported: What the wire cannot carry.
        """
        spool = Spool(self, folder, name or new_name())
        for _ in spool.fill(asks):
            pass
        return spool.done()

    def spooling(self, asks: Iterable[tuple[str | None, Callable[[], Ask]]], folder: Path) -> Flow[Spooled]:
        """The same in small steps, so that under asyncio others go on."""
        spool = Spool(self, folder, new_name())
        for _ in spool.fill(asks):
            yield Sleep(0)
        return spool.done()

    def submit(self, spooled: Spooled) -> Flow[BatchJob]:
        """Send all of it. When a later file fails, the error's message tells the token of what was submitted."""
        parts: list[Part] = []
        for lines in spooled.lines:
            try:
                id_ = yield from self.submit_part(lines, part_name(spooled.name, len(parts)))
            except Error as error:
                if parts:
                    error.add_note(f"submitted before: {self.job(spooled, parts)}")
                raise
            parts.append(Part(id=id_, first=lines.first, count=lines.count))
        return self.job(spooled, parts)

    def job(self, spooled: Spooled, parts: Iterable[Part]) -> BatchJob:
        """The job of what was sent."""
        parts, config = tuple(parts), self.wire.config
        return BatchJob(
            provider=config.info.name,
            model=config.model,
            id=parts[0].id,
            base_url=config.base_url,
            output=config.output,
            name=spooled.name,
            parts=parts,
            ids=spooled.ids,
            unsupported=spooled.unsupported,
        )

    def submit_part(self, lines: Lines, name: str) -> Flow[str]:
        """
        Send one file. Where nobody can tell from the answer whether there is a batch now, it is looked for. When it is
        not found: JobUnknown, where the answer was lost; else the error that was the answer.
        """
        uploaded = yield from self.upload(lines, name)
        try:
            return (yield from self.create(uploaded, name))
        except UNCLEAR as error:
            if never_left(error):
                raise
            unclear: Error = error
        found = yield from self._found(name)
        if found is not None:
            return found
        if not isinstance(unclear, NetworkError):
            raise unclear
        name = self.provider
        raise JobUnknown(f"{name}: the answer to the submission was lost: {unclear}", provider=name) from unclear

    def _found(self, name: str) -> Flow[str | None]:
        """The id of a batch that may have been made. A look that fails finds nothing, and says nothing about it."""
        for pause in LOOKS if self.findable else ():
            try:
                yield Sleep(pause)
                found = yield from self.find(name)
            except Error:
                continue
            if found is not None:
                return found
        return None

    def poke(self, job: BatchJob, folder: Path | None = None) -> Flow[BatchResult]:
        """How far a job is; when it is over, its answers are downloaded, into a folder of yours or of its own."""
        self.wire.mine(job)
        states, parts = [], parts_of(job)
        for part in parts:
            try:
                states.append((yield from self.state(part.id)))
            except JobUnknown as error:
                if len(parts) == 1:
                    raise
                states.append(PartState(state="failed", error=error))  # the others have answers all the same
        counts = reduce(add, (one.counts for one in states))
        result = self.result(
            job,
            state=max((one.state for one in states), key=STATES.index),
            counts=evolve(counts, total=job.count if counts.total is None else counts.total),
            errors=[one.error for one in states if one.error is not None],
            retry_after=max((one.retry_after for one in states if one.retry_after is not None), default=None),
        )
        if result.pending:
            return result
        place = Folder(folder)
        answers = [answer for one in states for answer in one.answers]
        files, gone = [], list[Error]()
        for number, answer in enumerate(answers):
            try:
                files.append((yield from self._saved(answer, place.path / f"{job.name or 'batch'}-{number}.jsonl")))
            except Error as error:
                if error.status not in GONE:
                    raise
                gone.append(JobExpired(f"the answers are gone: {error}", provider=self.provider, status=error.status))
        state = max(result.state, "expired", key=STATES.index) if gone else result.state
        return evolve(result, state=state, errors=(*result.errors, *gone), files=files, folder=place)

    def result(self, job: BatchJob, **known: Any) -> BatchResult:
        """What is known of a job, such as its state and the files of its answers, as a BatchResult that reads them."""
        return BatchResult(job=job, read=lambda line: self._answer(line, job), **known)

    def stop(self, job: Job) -> Flow[None]:
        """Cancel a job, all parts of it; a part that is over already keeps no other one from it."""
        self.wire.mine(job)
        failed, parts = list[tuple[Part, Error]](), parts_of(job if isinstance(job, BatchJob) else many(job))
        for part in parts:
            try:
                yield from self.cancel(part.id)
            except Error as error:
                failed.append((part, error))
        for part, refusal in failed:
            if len(parts) == 1 or (yield from self.state(part.id)).state == "pending":
                raise refusal

    def _answer(self, line: bytes, job: BatchJob) -> tuple[str, Answer]:
        id_, answer = self.read(line)
        if isinstance(answer, Error):
            return id_, answer
        if isinstance(answer, Result) and answer.pending:
            return id_, BadAnswer("the batch is over, and this item has not ended", provider=self.provider)
        return id_, evolve(answer, unsupported=job.unsupported) if job.unsupported else answer

    def _saved(self, answer: HttpRequest | bytes, path: Path) -> Flow[Path]:
        if isinstance(answer, bytes):
            path.write_bytes(answer)
            return path
        yield Send(request=answer, endpoint=self.wire.endpoint, into=path)
        return path

    # --- A batch of one, where a provider has nothing better for gen_async ---

    def submit_one(self, ask: Ask, name: str = "") -> Flow[Job]:
        """One request as a batch. It is small enough to be held whole."""
        name = name or new_name()
        with tempfile.TemporaryDirectory(prefix="genai-") as folder:
            spooled = self.spool([(None, lambda: ask)], Path(folder), name)
            id_ = yield from self.submit_part(spooled.lines[0], part_name(name, 0))
        config = self.wire.config
        return Job(
            provider=config.info.name,
            model=config.model,
            kind="batch",
            id=id_,
            base_url=config.base_url,
            output=config.output,
            unsupported=spooled.unsupported,
        )

    def poke_one(self, job: Job) -> Flow[Result | Embeddings]:
        """The only answer of a batch of one; its error is raised."""
        batch = yield from self.poke(many(job))
        if batch.pending:
            return Result(
                finish=FinishReason.PENDING, provider=job.provider, model=job.model, retry_after=batch.retry_after
            )
        _, answer = next(iter(batch))
        if isinstance(answer, Error):
            raise answer
        return evolve(answer, unsupported=job.unsupported)


def many(job: Job) -> BatchJob:
    """A batch of one, as any other batch."""
    return BatchJob(provider=job.provider, model=job.model, id=job.id, base_url=job.base_url)


def parts_of(job: BatchJob) -> tuple[Part, ...]:
    """The provider's batches; one that others made has one. A part that was never taken has no id."""
    return tuple(part for part in job.parts if part.id) or (Part(id=job.id),)
