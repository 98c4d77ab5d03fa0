"""The deadlines of one flow, as one live object.

httpx2 takes its read timeout once per request, and each read may take that long. So we put a Clock where it expects
the number: our network backend (``drivers.py``) asks it, before each read and write, how much time is left.

The rule here: none is infinite.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import Final

from .errors import TimedOut
from .options import Timeout

DEFAULT: Final = Timeout(1200, connect=10, first_event=120, idle=120)


def combined(*timeouts: Timeout | None) -> Timeout:
    """The first value given for each deadline, from the most particular Timeout to the default."""
    given = [timeout for timeout in (*timeouts, DEFAULT) if timeout is not None]

    def first(name: str) -> float:
        return next(value for timeout in given if (value := getattr(timeout, name)) is not None)

    return Timeout(first("total"), connect=first("connect"), first_event=first("first_event"), idle=first("idle"))


class Clock:
    """
    How long the flow may still take, and, right now, the next read.

    A stream that is closed from another thread finds its connection here: whoever reads has put it in ``hang_up``.
    """

    __slots__ = ("_phase", "_total_at", "_until", "_woken", "closed", "hang_up", "timeout")

    def __init__(self, timeout: Timeout) -> None:
        self.timeout = timeout
        self._total_at = monotonic() + (timeout.total or 0)
        self._until = self._total_at
        self._phase = "total"
        self._woken: threading.Event | None = None
        self.closed = False
        self.hang_up: Callable[[], None] | None = None

    @property
    def connect(self) -> float:
        """Seconds for one connection."""
        return max(0.001, min(self.timeout.connect or 0, self._total_at - monotonic()))

    def enter(self, phase: str) -> None:
        """Start the deadline of a phase: ``"first_event"``, ``"idle"``, or ``"total"`` (no other than the flow's)."""
        self._phase = phase
        self._until = self._total_at
        if phase != "total":
            self._until = min(self._until, monotonic() + getattr(self.timeout, phase))

    def left(self) -> float:
        """Seconds until the next deadline; 0 or less when it is past."""
        return self._until - monotonic()

    def left_in_total(self) -> float:
        """Seconds until the flow's own deadline."""
        return self._total_at - monotonic()

    def check(self) -> None:
        """TimedOut, if a deadline is past."""
        if self.left() <= 0:
            raise self.timed_out()

    def timed_out(self) -> TimedOut:
        """The error that names the deadline that passed."""
        phase = self._phase if monotonic() < self._total_at else "total"
        return TimedOut(f"{MEANING[phase]} ({getattr(self.timeout, phase):g} s)", phase=phase)

    def sleep_within(self, seconds: float) -> None:
        """TimedOut at once, if a sleep so long would pass the flow's deadline."""
        if seconds > self.left_in_total():
            self.enter("total")
            raise TimedOut(f"{MEANING['total']} ({self.timeout.total:g} s)", phase="total")

    def sleep(self, seconds: float) -> None:
        """Wait, unless the stream is closed meanwhile."""
        if self._woken is None:
            self._woken = threading.Event()
        if not self.closed:
            self._woken.wait(seconds)

    def close(self) -> None:
        """Whoever reads, or sleeps, on this clock stops at once."""
        self.closed = True
        if self.hang_up is not None:
            self.hang_up()
        if self._woken is not None:
            self._woken.set()


MEANING: Final = {
    "connect": "no connection in time",
    "first_event": "the stream's first event did not come in time",
    "idle": "nothing came for too long",
    "total": "the call took too long",
}
