"""Turn: what one process does for an entry while it holds its lease: submit, poll, bring the answers home.

The rule here: what may be at the provider is looked for, and is sent again only when it is certainly not there.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from ..errors import (
    AccountError,
    BadAnswer,
    CallerError,
    ContentFiltered,
    ContextTooLong,
    Error,
    InvalidRequest,
    JobCancelled,
    JobError,
    JobUnknown,
    ModelNotFound,
    NetworkError,
    NotSupported,
)
from ..results import Result, Usage
from ..retries import CERTAINLY_REFUSED, TRANSIENT_STATUS, never_left
from ..sansio import Call, Flow
from ..spool import Lines, part_name
from ..wire import FIRST_POLL, SLOWEST_POLL
from .batch import BatchResult, Counts
from .entry import ENDS, EntryState, Failure, state_after
from .job import BatchJob, Job
from .lease import Lease, LostError
from .places import private_folder, settle
from .store import PartRecord, Record

if TYPE_CHECKING:
    from ..client import Client

LOOKS: Final = 4
"""How often a submission is looked for within the time of grace, after the first look."""
FINAL: Final = (InvalidRequest, NotSupported, ModelNotFound, ContextTooLong, ContentFiltered)
"""Refusals that stay refusals, whoever asks again."""
OUTCOMES: Final = (JobError, ContentFiltered, ContextTooLong)
"""Errors of a poll that are what has become of the job."""
RESULT: Final = "result.json"


class Turn:
    """
    One turn at an entry.

    Args:
        lease: Ours, for as long as the turn lasts.
        llm: A client of the entry's provider, at its server.
        folder: Where the entry's questions and answers lie.
        grace: Seconds for which a submission whose answer was lost is looked for before it is sent again.
    """

    def __init__(self, lease: Lease, llm: Client, folder: Path, grace: float) -> None:
        self.lease, self.llm, self.folder, self.grace = lease, llm, folder, grace
        self.store, self.id = lease.store, lease.id
        self.refusal: Error | None = None

    @property
    def record(self) -> Record:
        """The entry as it is now."""
        record = self.store.record(self.id)
        if record is None:  # it was removed
            raise LostError
        return record

    def go_on(self, interval: float | None = None) -> None:
        """One step: submit what is left of it, and ask how far it is."""
        self.submit()
        self.poll(interval)

    def trouble(self, error: Error) -> None:
        """A step failed: the entry says so, and has a pause."""
        record = self.store.record(self.id)
        if record is not None:
            pause = _pause(record, error.retry_after)
            known = {"error": Failure.of(error), "polls": record.polls + 1, "next_poll": time.time() + pause}
            self.store.write(self.id, self.lease.owner, **known)

    # --- Submitting ---

    def submit(self) -> None:
        """Submit what is not the provider's yet; what may be is looked for."""
        for part in self.record.parts:
            if part.open:
                self._reconcile(part) if part.begun else self._send(part)
        self._submitted()

    def submit_one(self, flow: Flow[Job]) -> None:
        """
        Submit a single background job, whose entry has just been written, as begun.

        What is cut off from here on is unknown, for no provider lists such jobs.
        """
        try:
            job = self.llm.run(flow)
        except Error as error:
            if _refused(error) and not isinstance(error, FINAL):
                raise
            self._give_up(PartRecord(), error)
        else:
            self.store.part(self.id, 0, remote=job.id)
            self.lease.write(kind=job.kind)
        self._submitted()

    def _submitted(self) -> None:
        record = self.record
        if record.entry.over or any(part.open for part in record.parts):
            return
        if record.job is None:
            self.lease.finish(state=_worst(record), error=next(part.error for part in record.parts))
        elif record.entry.state == "submitting":
            self.lease.write(state="pending", next_poll=0)

    def _send(self, part: PartRecord) -> None:
        if self.record.cancelling:
            return self._give_up(part, JobCancelled("it was cancelled before it was submitted"))
        try:
            id_ = self.llm.run(self._sending(part))
        except Error as error:
            if not _refused(error):
                raise  # it may have been made all the same: the next turn looks for it
            if isinstance(error, FINAL):
                return self._give_up(part, error)
            self.lease.write(error=Failure.of(error))
            self.store.part(self.id, part.number, begun=False)
            raise
        return self.store.part(self.id, part.number, remote=id_)

    def _sending(self, part: PartRecord) -> Flow[str]:
        """Upload a part, and make it a batch; between the two it is written down, for the second counts."""
        name, batching = part_name(self.id, part.number), self.llm.batching
        path = self.folder / f"{name}.jsonl"
        lines = Lines(path=path, first=part.first, count=part.count, size=part.size)
        uploaded = yield from batching.upload(lines, name)
        yield Call([partial(self.lease.begin, part.number)])
        return (yield from batching.create(uploaded, name))

    def _give_up(self, part: PartRecord, error: Error) -> None:
        if not _refused(error) and not isinstance(error, JobError):
            error = JobUnknown(f"it may or may not have been submitted: {error}", provider=error.provider)
        self.refusal = error
        self.lease.write(error=Failure.of(error))
        self.store.part(self.id, part.number, error=Failure.of(error))

    def _reconcile(self, part: PartRecord) -> None:
        """A submission whose answer nobody has: it is found by its name, or it was never made."""
        provider = self.llm.name
        if not part.size or not self.llm.batching.findable:
            lost = f"{provider}: the answer to the submission was lost, and nothing can tell whether it arrived"
            return self._give_up(part, JobUnknown(lost, provider=provider))
        found = self.llm.run(self.llm.batching.find(part_name(self.id, part.number)))
        if found is not None:
            return self.store.part(self.id, part.number, remote=found)
        now = time.time()
        since = part.sought or now
        if now - since >= self.grace:
            return self._send(part)
        self.store.part(self.id, part.number, sought=since)
        return self.lease.write(next_poll=now + self.grace / LOOKS)

    def cancel(self) -> None:
        """Send nothing more, and cancel what is the provider's."""
        self.submit()
        record = self.record
        if record.job is not None and not record.entry.over:
            self.llm.cancel(record.job)

    # --- Polling ---

    def poll(self, interval: float | None = None) -> None:
        """Ask how far it is; when it is over, bring its answers home."""
        record = self.record
        job = record.job
        if job is None or record.entry.state == "submitting":
            return None
        with self._answers() as folder:
            try:
                result = self._ask_batch(record.batch, folder) if record.spooled else self._ask_one(job, folder)
            except Error as error:
                if not _outcome(error):
                    raise
                return self._gone(record, error, interval)
            if result.pending:
                return self._wait(record, interval, result)
            settle(folder)
            return self.lease.finish(polled=time.time(), answers=folder.name, **_summed(record, result))

    def _ask_batch(self, job: BatchJob, folder: Path) -> BatchResult:
        return self.llm.run(self.llm.batching.poke(job, folder))

    def _ask_one(self, job: Job, folder: Path) -> Result:
        result: Result = self.llm.poke_result(job)
        if not result.pending:
            (folder / RESULT).write_text(result.to_json(), "utf-8")
        return result

    @contextmanager
    def _answers(self) -> Iterator[Path]:
        """A folder of our own for the answers; it stays when the entry speaks of it."""
        folder = private_folder(private_folder(self.folder) / f"answers-{secrets.token_hex(4)}")
        try:
            yield folder
        finally:
            record = self.store.record(self.id)
            if record is None or record.answers != folder.name:
                shutil.rmtree(folder, ignore_errors=True)

    def _wait(self, record: Record, interval: float | None, result: Any = None, error: Failure | None = None) -> None:
        pause = interval or _pause(record, None if result is None else result.retry_after)
        counts = {"counts": _whole(result.counts, record)} if isinstance(result, BatchResult) else {}
        now = time.time()
        known = {"state": "pending", "polled": now, "polls": record.polls + 1, "error": error, **counts}
        self.lease.write(next_poll=now + pause, **known)

    def _gone(self, record: Record, error: Error, interval: float | None) -> None:
        """The provider has no such job (any more), or gave it up. One that is young may not be everywhere yet."""
        failure = Failure.of(error)
        if isinstance(error, JobUnknown) and time.time() - record.entry.created < self.grace:
            return self._wait(record, interval, error=failure)
        counts = Counts(total=record.entry.items, succeeded=0, failed=record.entry.items)
        return self.lease.finish(state=state_after(error), polled=time.time(), counts=counts, error=failure)


DOUBLINGS: Final = 20
"""More would be beyond the slowest poll anyway."""


def _pause(record: Record, asked: float | None) -> float:
    """Seconds until the next poll: what the server asked for, else ever more."""
    return asked or min(FIRST_POLL * 1.5 ** min(record.polls, DOUBLINGS), SLOWEST_POLL)


def _refused(error: Error) -> bool:
    """Whether it is certain that nothing was made."""
    theirs = (error.status or 0) < 500 and error.status not in TRANSIENT_STATUS
    told = isinstance(error, (CallerError, AccountError)) and theirs
    return told or never_left(error) or error.status in CERTAINLY_REFUSED


def _outcome(error: Error) -> bool:
    """Whether a poll's error is what has become of the job, and not of the poll."""
    failed = error.result is not None and not isinstance(error, (BadAnswer, NetworkError))
    return failed or isinstance(error, OUTCOMES)


def _worst(record: Record, state: EntryState = "completed") -> EntryState:
    """What an entry is whose parts ended in this state, and were given up with their errors."""
    given_up = (state_after(part.error.rebuilt()) for part in record.parts if part.error is not None)
    return max((state, *given_up), key=ENDS.index)


def _whole(counts: Counts, record: Record) -> Counts:
    return evolve(counts, total=record.entry.items)


def _summed(record: Record, result: Result | BatchResult) -> dict[str, Any]:
    """What an entry says at its end: state, counts, usage and error."""
    if isinstance(result, Result):
        return {
            "state": "completed",
            "counts": Counts(total=1, succeeded=1, failed=0),
            "usage": result.usage,
            "error": None,
        }
    usage, succeeded, last = Usage(), 0, None
    for _, last in result:
        if not isinstance(last, Error):
            succeeded, usage = succeeded + 1, usage + last.usage
    failed, single = record.entry.items - succeeded, record.entry.single
    if single and isinstance(last, Error):
        return {"state": state_after(last), "counts": Counts(total=1, succeeded=0, failed=1), "error": Failure.of(last)}
    given_up = [part.error for part in record.parts if part.error is not None]
    return {
        "state": _worst(record, result.state),
        "counts": Counts(total=record.entry.items, succeeded=succeeded, failed=failed),
        "usage": usage,
        "error": next(iter([*map(Failure.of, result.errors), *given_up]), None),
    }
