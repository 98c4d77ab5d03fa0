"""Entry: what the ledger tells of one piece of work.

The rule here: it is a value; what it says was true when it was read.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from attrs import asdict, fields, frozen

from .. import errors
from ..errors import Error, JobCancelled, JobExpired, JobFailed, JobUnknown
from ..results import Usage
from ..values import Value
from .batch import Counts
from .job import Kind

Output: TypeAlias = Literal["text", "image", "audio", "video", "embedding"]  # provider.py has it, and imports this
EntryState: TypeAlias = Literal["submitting", "pending", "completed", "failed", "cancelled", "expired", "unknown"]
UNFINISHED: Final = ("submitting", "pending")
ENDS: Final[tuple[EntryState, ...]] = ("completed", "cancelled", "expired", "failed", "unknown")
"""From good to bad; work of several parts is what the last of them in this order is."""
OF: Final[tuple[tuple[type[Error], EntryState], ...]] = (
    (JobCancelled, "cancelled"),
    (JobExpired, "expired"),
    (JobUnknown, "unknown"),
)


def state_after(error: Error) -> EntryState:
    """What an error makes of the work that it ended."""
    return next((state for cls, state in OF if isinstance(error, cls)), "failed")


@frozen(kw_only=True)
class Failure(Value):
    """
    An error as it is kept: of which class, and what it said.

    Args:
        error: The name of its class, such as ``"RateLimited"``.
        message: Its message. The rest is as in ``genai.Error``.
    """

    error: str
    message: str = ""
    provider: str | None = None
    status: int | None = None
    code: str | None = None
    detail: str | None = None
    request_id: str | None = None

    @classmethod
    def of(cls, error: Error) -> Failure:
        """What is kept of an error."""
        return cls(error=type(error).__name__, message=str(error), **{name: getattr(error, name) for name in KEPT})

    def rebuilt(self) -> Error:
        """The error again, to be raised."""
        cls = getattr(errors, self.error, JobFailed)
        known = asdict(self)
        error: Error = cls(self.message, **{name: known[name] for name in KEPT})
        return error

    def __str__(self) -> str:
        return f"{self.error}: {self.message}"


KEPT: Final = tuple(field.name for field in fields(Failure) if field.name not in ("error", "message"))


@frozen(kw_only=True)
class Entry(Value):
    """
    One piece of work in the ledger: one request, or a batch of them.

    Args:
        id: Our own name for it, which the provider's batches have on them as well.
        key: Your name for it, or None.
        provider: The provider's name.
        model: The model's id.
        output: What it makes, as in ``load()``.
        base_url: Where it is submitted.
        kind: As in Job.
        single: One request, whose result is a Result; else a batch, whose result is a BatchResult.
        items: How many requests.
        state: ``"submitting"`` until all of it is the provider's, then ``"pending"``; at the end ``"completed"``,
            ``"failed"``, ``"cancelled"`` or ``"expired"``. ``"unknown"``: it may or may not be the provider's, nothing
            can tell, and it is not sent again.
        created: Unix time.
        polled: Unix time of the last poll, or None.
        counts: How far it is.
        usage: The tokens of all answers, once it is over.
        error: What went wrong last, or None; unfinished work goes on all the same.
    """

    id: str
    key: str | None = None
    provider: str
    model: str
    output: Output = "text"
    base_url: str = ""
    kind: Kind
    single: bool = False
    items: int
    state: EntryState = "submitting"
    created: float
    polled: float | None = None
    counts: Counts = Counts()
    usage: Usage | None = None
    error: Failure | None = None

    @property
    def over(self) -> bool:
        """Nothing more is to come."""
        return self.state not in UNFINISHED
