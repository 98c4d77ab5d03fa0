"""What may be repeated, and after how long. The only retry layer there is; ``drivers.py`` runs it with tenacity.

The rule here: what may have happened already, and must not happen twice, is not repeated.
"""

from __future__ import annotations

import random
from typing import Final

from attrs import asdict, frozen

from .checks import between, faults_of, option, whole
from .errors import (
    ConnectionFailed,
    Error,
    InvalidRequest,
    NotSupported,
    Overloaded,
    ProviderError,
    QuotaExceeded,
    RateLimited,
    StreamInterrupted,
    TimedOut,
)


@frozen
class Retry:
    """
    How often a failed step is tried again, and how long to wait before.

    Args:
        times: Repeats at the most; 0 is none. Default 2.
        initial: Seconds before the first repeat, doubled for each further one, with jitter. Default 0.5.
        maximum: The longest of these waits. Default 8.
        longest_asked: A ``Retry-After`` up to this is obeyed; a longer one is raised at once. Default 60.

    Raises:
        InvalidRequest: Not numbers, or below 0; all are named.
    """

    times: int = option(whole(0), default=2)
    initial: float = option(between(0), default=0.5)
    maximum: float = option(between(0), default=8.0)
    longest_asked: float = option(between(0), default=60.0)

    def __attrs_post_init__(self) -> None:
        faults = faults_of(self, asdict(self))
        if faults:
            raise InvalidRequest(faults=faults)

    def pause(self, repeat: int, error: Error) -> float:
        """Seconds to wait before the given repeat (1, 2, ...): what the server asked, else exponential with jitter."""
        if error.retry_after is not None:
            return error.retry_after
        full = min(self.maximum, self.initial * 2.0 ** min(repeat - 1, DOUBLINGS))
        return full * random.uniform(0.5, 1.0)  # noqa: S311  spreading load needs no secret randomness


DOUBLINGS: Final = 1000
"""More would be beyond what a float can hold."""
NEVER: Final = (QuotaExceeded, NotSupported)
TRANSIENT: Final = (RateLimited, Overloaded, ProviderError, ConnectionFailed, StreamInterrupted)
TRANSIENT_STATUS: Final = frozenset({408, 409})
CERTAINLY_REFUSED: Final = frozenset({429, 503})
"""Statuses that say the request was turned away, so that even a submission may be sent again."""


def may_repeat(error: Error, repeatable: bool) -> bool:
    """Whether a step that failed with this error may be tried again."""
    if isinstance(error, NEVER) or 300 <= (error.status or 0) < 400:
        return False  # a redirect leads to the same place again
    if never_left(error) or error.status in CERTAINLY_REFUSED:
        return True
    if not repeatable:
        return False
    if isinstance(error, TimedOut):
        return error.phase != "total"
    return isinstance(error, TRANSIENT) or error.status in TRANSIENT_STATUS


def never_left(error: Error) -> bool:
    """Whether it is certain that the request did not reach the provider."""
    if isinstance(error, ConnectionFailed):
        return not error.sent
    return isinstance(error, TimedOut) and error.phase == "connect"
