"""BatchItem and BatchResult: what goes into a batch, and what comes out of it.

The rule here: nothing is held whole. The answers stay in files, and are read line by line.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias
from weakref import finalize

from attrs import field, frozen

from ..checks import Options
from ..embeddings import Embeddings
from ..errors import BadAnswer, Error, InvalidRequest, JobCancelled, JobExpired, JobFailed
from ..messages import MessagesLike
from ..results import Result, Usage
from ..values import Value, a_tuple
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


@frozen(kw_only=True, eq=False)
class BatchResult:
    """
    What has become of a batch. Iterate over it for pairs of id and answer: a Result, or the Error of that item.

    The pairs come in the order in which the provider wrote them, each id once; behind them those without an answer,
    as errors that say why (the batch expired, was cancelled, failed, or its provider lost them). The answers lie in
    files and are read as you go, as often as you like; ``dict(result)`` holds them all.

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

    @property
    def pending(self) -> bool:
        """It goes on: there are no answers yet."""
        return self.state == "pending"

    def __iter__(self) -> Iterator[tuple[str, Answer]]:
        if self.pending:
            raise InvalidRequest("this batch is still pending: llm.wait(job), or llm.poke_result(job) again later")
        seen, unread = bytearray(self.job.count or 0), list[Error]()
        for line in self._lines():
            try:
                id_, answer = self._read(line)
            except BadAnswer as error:
                unread.append(error)
                continue
            number = self._number(id_)
            if number is None:
                yield id_, answer
            elif not seen[number]:
                seen[number] = 1
                yield self.job.id_of(number), answer
        yield from ((self.job.id_of(n), self.missing(unread)) for n, there in enumerate(seen) if not there)
        if unread and not seen:  # nobody knows which items these were
            raise unread[0]

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
                yield from (line for line in file if not line.isspace())

    def _number(self, id_: str) -> int | None:
        """The number of one of our items by the id that it went out with: our name, a hyphen, the number."""
        name, _, number = id_.rpartition("-")
        ours = bool(name) and name == self.job.name and number.isdecimal() and number.isascii()
        return int(number) if ours and int(number) < (self.job.count or 0) else None

    def missing(self, unread: Sequence[Error] = ()) -> Error:
        """Why an item has no answer; ``unread`` is what was wrong with lines that could not be read."""
        if unread:
            return BadAnswer(f"one of {len(unread)} lines that could not be read: {unread[0]}", body=unread[0].body)
        cls, why = MISSING.get(self.state, (JobFailed, "the provider gave no answer for this item"))
        reasons = "; ".join(str(error) for error in self.errors)
        return cls(f"{why}: {reasons}" if reasons else why, provider=self.job.provider)


MISSING: Final[Mapping[str, tuple[type[Error], str]]] = {
    "expired": (JobExpired, "the batch expired before this item was done"),
    "cancelled": (JobCancelled, "the batch was cancelled before this item was done"),
    "failed": (JobFailed, "the batch failed"),
}
"""Why an item has no answer, by the state of its batch."""
