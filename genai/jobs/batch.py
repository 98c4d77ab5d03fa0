"""BatchItem and BatchResult: what goes into a batch, and what comes out of it.

The rule here: nothing is held whole. The answers stay in files, and are read line by line.
"""

from __future__ import annotations

import codecs
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast
from weakref import finalize

from attrs import field, frozen

from ..checks import Options
from ..embeddings import Embeddings
from ..errors import BadAnswer, Error, InvalidRequest, JobCancelled, JobExpired, JobFailed
from ..messages import MessagesLike
from ..results import Result, Usage
from ..sansio import MAX_BODY
from ..values import Value, a_tuple, shown
from .job import BatchJob

if TYPE_CHECKING:
    from ..settings import Settings

State: TypeAlias = Literal["pending", "completed", "cancelled", "expired", "failed"]
STATES: Final[tuple[State, ...]] = ("completed", "cancelled", "expired", "failed", "pending")
"""From good to bad; a job of several parts is what the last of them in this order is."""
Answer: TypeAlias = Result | Embeddings | Error
"""Embeddings, where vectors are made."""


class BatchItem:
    """
    One item of a batch with options of its own: ``BatchItem("Hello", temperature=1)``.

    Args:
        messages: What ``gen_sync`` takes.
        id: Your id for it, where the items are no mapping; unique in the batch.
        options: As for ``gen_sync``; what is given here counts more than what is given for the whole batch.
    """

    __slots__ = ("id", "messages", "options", "shorthand")

    def __init__(self, messages: MessagesLike, /, *options: Options, id: str | None = None, **shorthand: Any) -> None:
        self.messages, self.options, self.id, self.shorthand = messages, options, id, shorthand

    def over(self, common: Settings, own: Settings) -> Settings:
        """The settings of this item: its own, and those of the batch that it does not set."""
        classes = {type(option) for option in own.own}
        rest = (option for option in common.own if type(option) not in classes)
        return type(own)({**common.values, **own.values}, (*own.own, *rest))


Items: TypeAlias = Mapping[str, MessagesLike | BatchItem] | Iterable[MessagesLike | BatchItem]
"""What a batch is made of: your ids to messages, or messages alone, which are then numbered "0", "1", ..."""


@frozen(kw_only=True)
class Counts(Value):
    """
    How far a batch is. Each is None where the provider does not tell.

    Args:
        total: Items in all.
        succeeded: Items with an answer.
        failed: Items with an error; cancelled and expired ones are such.
    """

    total: int | None = None
    succeeded: int | None = None
    failed: int | None = None

    @property
    def pending(self) -> int | None:
        """Items that are still to be done."""
        if self.total is None or self.succeeded is None or self.failed is None:
            return None
        return max(0, self.total - self.succeeded - self.failed)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            total=_sum(self.total, other.total),
            succeeded=_sum(self.succeeded, other.succeeded),
            failed=_sum(self.failed, other.failed),
        )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


class Folder:
    """Where the answers of a batch lie; one of our own goes away with the BatchResult that reads it."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="genai-batch-")) if path is None else path
        self.close = finalize(self, shutil.rmtree, self.path, True) if path is None else None


class _Unread:
    """Lines of the answers that could not be used: how many, and what was wrong with the first."""

    def __init__(self) -> None:
        self.count, self.first = 0, cast("Error | None", None)

    def add(self, error: Error) -> None:
        self.count, self.first = self.count + 1, self.first or error


@frozen(kw_only=True, eq=False)
class BatchResult:
    """
    What has become of a batch. Iterate over it for pairs of id and answer: a Result, or the Error of that item.

    The pairs come in the order in which the provider wrote them, each id once; behind them those without an answer,
    as errors that say why (the batch expired, was cancelled, failed, or its provider lost them). The answers lie in
    files and are read as you go, as often as you like; ``dict(result)`` holds them all. The files are temporary: they
    go away with this object. To keep them, copy what is in ``files``, or use ``genai.jobs.open()``.

    Of a batch that others made nobody knows the items: there are the answers that the provider wrote, as it wrote
    them. Where there is none at all, or one that cannot be read, iterating ends with the error that says why.

    Args:
        job: The job.
        state: ``"pending"``, ``"completed"``, ``"cancelled"``, ``"expired"`` or ``"failed"``. A batch that did not
            complete may have answers all the same.
        counts: How far it is.
        errors: Why parts of it failed as a whole.
        retry_after: Seconds that the server asked to wait before the next poll.
        files: The answers, in JSON lines, as the provider wrote them.
    """

    job: BatchJob
    state: State
    counts: Counts = Counts()
    errors: tuple[Error, ...] = field(default=(), converter=a_tuple)
    retry_after: float | None = None
    files: tuple[Path, ...] = field(default=(), converter=a_tuple)
    _read: Callable[[bytes], tuple[str, Answer]] = field(repr=False)
    _folder: Folder | None = field(default=None, repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        if self.files:
            raise TypeError("this BatchResult reads files of its own, so it does not pickle; its job does: poll again")
        return _without_files, (self.job, self.state, self.counts, self.errors, self.retry_after)

    @property
    def pending(self) -> bool:
        """It goes on: there are no answers yet."""
        return self.state == "pending"

    def __iter__(self) -> Iterator[tuple[str, Answer]]:
        if self.pending:
            raise InvalidRequest("this batch is still pending: llm.wait(job), or llm.poke_result(job) again later")
        return self._all() if self.job.count is None else self._matched(self.job.count)

    def _matched(self, count: int) -> Iterator[tuple[str, Answer]]:
        """The answers of our own items, and errors for those that have none."""
        seen, unread = bytearray(count), _Unread()
        for id_, answer in self._answers(unread):
            number = self._number(id_, count)
            if number is None:
                unread.add(BadAnswer(f"an answer to {shown(id_)}, which nobody asked"))
            elif not seen[number]:
                seen[number] = 1
                yield self.job.id_of(number), answer
        yield from ((self.job.id_of(n), self.missing(unread)) for n, there in enumerate(seen) if not there)

    def _all(self) -> Iterator[tuple[str, Answer]]:
        """The answers of items that nobody knows."""
        found, unread = 0, _Unread()
        for pair in self._answers(unread):
            found += 1
            yield pair
        if unread.first or not found:
            raise unread.first or self.missing()

    def _answers(self, unread: _Unread) -> Iterator[tuple[str, Answer]]:
        for line in self._lines():
            try:
                pair = self._read(line)
            except BadAnswer as error:
                unread.add(error)
            else:
                yield pair

    @property
    def usage(self) -> Usage:
        """The tokens of all answers; reads through them."""
        total = Usage()
        for _, answer in self:
            total += Usage() if isinstance(answer, Error) else answer.usage
        return total

    def _lines(self) -> Iterator[bytes]:
        for path in self.files:
            with path.open("rb") as file:
                lines = (line.removeprefix(codecs.BOM_UTF8) for line in iter(partial(file.readline, MAX_BODY), b""))
                yield from (line for line in lines if line and not line.isspace())

    def _number(self, id_: str, count: int) -> int | None:
        """The number of one of our items by the id that it went out with: our name, a hyphen, the number."""
        name, _, number = id_.rpartition("-")
        ours = name == self.job.name and ITEM_NUMBER.fullmatch(number)
        return int(number) if ours and int(number) < count else None

    def missing(self, unread: _Unread | None = None) -> Error:
        """Why an item has no answer."""
        if unread and unread.first:
            said = f"its answer may be among {unread.count} that could not be read: {unread.first}"
            return BadAnswer(said, provider=self.job.provider, body=unread.first.body)
        cls, why = MISSING.get(self.state, (JobFailed, "the provider gave no answer for this item"))
        reasons = "; ".join(str(error) for error in self.errors)
        return cls(f"{why}: {reasons}" if reasons else why, provider=self.job.provider)


def _without_files(job: BatchJob, state: State, counts: Counts, errors: Any, retry_after: float | None) -> BatchResult:
    def nothing(line: bytes) -> tuple[str, Answer]:
        raise BadAnswer("there are no answers")

    known: Any = {"errors": errors, "retry_after": retry_after}
    return BatchResult(job=job, state=state, counts=counts, read=nothing, **known)


ITEM_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,9}")
MISSING: Final[Mapping[str, tuple[type[Error], str]]] = {
    "expired": (JobExpired, "the batch expired, and has no answer for this item"),
    "cancelled": (JobCancelled, "the batch was cancelled before this item was done"),
    "failed": (JobFailed, "the batch failed"),
}
"""Why an item has no answer, by the state of its batch."""
