"""The deadlines of one flow, as one live object.

httpx2 takes its read timeout once per request, and each read may take that long. So we put a Clock where it expects
the number: our network backend (``network.py``) asks it, before each read and write, how much time is left.

The rule here: none is infinite.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from time import monotonic
from typing import Final

from .errors import StreamInterrupted, TimedOut
from .options import Timeout
from .sansio import Sleep

END: Final = 1.0
"""Seconds that a stream may stay open after its last event: time for the connection to end well, and be used again."""
DEFAULT: Final = Timeout(1200, connect=10, first_event=120, idle=120)


def combined(*timeouts: Timeout | None) -> Timeout:
    """The first value given for each deadline, from the most particular Timeout to the default."""
    given = [timeout for timeout in (*timeouts, DEFAULT) if timeout is not None]

    def first(name: str) -> float | None:
        return next((value for timeout in given if (value := getattr(timeout, name)) is not None), None)

    return Timeout(first("total"), connect=first("connect"), first_event=first("first_event"), idle=first("idle"))


class Clock:
    """
    How long the flow may still take, and, right now, the next read.

    ``close`` ends the flow from outside, from any thread. Who is about to block says so with ``block``, and how to be
    woken; with ``unblock`` that is forgotten, because a connection may serve another flow next.
    """

    __slots__ = ("_lock", "_phase", "_total_at", "_until", "_wake", "closed", "timeout")

    def __init__(self, timeout: Timeout) -> None:
        self.timeout = timeout
        self._total_at = monotonic() + (timeout.total or 0)
        self._until = self._total_at
        self._phase = "total"
        self._lock = threading.Lock()
        self._wake: Callable[[], object] | None = None
        self.closed = False

    @property
    def connect(self) -> float:
        """Seconds for one connection."""
        return max(0.001, min(self.timeout.connect or 0, self._total_at - monotonic()))

    def enter(self, phase: str) -> None:
        """Start the deadline of a phase: ``"first_event"``, ``"idle"``, ``"end"`` or ``"total"`` (the flow's alone).

        Raises: as ``check``.
        """
        now = monotonic()
        self._phase = phase
        self._until = self._total_at if phase == "total" else min(self._total_at, now + self._seconds(phase))
        if self.closed or self._until <= now:
            self.check()

    def left(self) -> float:
        """Seconds until the next deadline; 0 or less when it is past."""
        return self._until - monotonic()

    def left_in_total(self) -> float:
        """Seconds until the flow's own deadline."""
        return self._total_at - monotonic()

    def check(self) -> None:
        """StreamInterrupted, if the flow was closed; TimedOut, if a deadline is past."""
        if self.closed:
            raise StreamInterrupted("closed by its reader")
        if self.left() <= 0:
            raise self.timed_out()

    def timed_out(self) -> TimedOut:
        """The error that names the deadline that passed."""
        phase = self._phase if monotonic() < self._total_at else "total"
        return TimedOut(f"{MEANING[phase]} ({self._seconds(phase):g} s)", phase=phase)

    def _seconds(self, phase: str) -> float:
        return END if phase == "end" else getattr(self.timeout, phase) or 0.0

    def nap(self, step: Sleep) -> float:
        """Seconds to sleep. TimedOut at once, if that would pass the flow's deadline and may not be cut short."""
        left, last = self.left_in_total(), min(1.0, (self.timeout.total or 0) / 10)
        if step.seconds <= left:
            return step.seconds
        if step.cut and left > last:
            return left - last  # what is left is for one step more
        raise TimedOut(f"{MEANING['total']} ({self.timeout.total:g} s)", phase="total")

    def longest(self) -> float:
        """Seconds for any one read, for an HTTP client that cannot ask anew before each."""
        return min(self.left_in_total(), max(self.left(), self.timeout.idle or 0))

    def block(self, wake: Callable[[], object]) -> float:
        """Seconds for the read, write or sleep that begins now; ``close`` calls ``wake`` to end it.

        Raises: as ``check``.
        """
        with self._lock:
            left = self.left()
            if self.closed or left <= 0:
                self.check()
            self._wake = wake
            return max(0.001, left)

    def unblock(self) -> None:
        """It is over: ``close`` leaves its connection alone from now on."""
        with self._lock:
            self._wake = None

    def sleep(self, seconds: float) -> None:
        """Wait, unless the flow is closed meanwhile."""
        woken = threading.Event()
        self.enter("total")
        self.block(woken.set)
        try:
            woken.wait(seconds)
        finally:
            self.unblock()
        self.check()

    async def sleep_async(self, seconds: float) -> None:
        """The same for asyncio."""
        woken = asyncio.Event()
        self.enter("total")
        if seconds <= 0:
            await asyncio.sleep(0)  # a timeout of 0 would swallow the cancelling of a task by itself
            return
        self.block(woken.set)
        try:
            async with asyncio.timeout(seconds):
                await woken.wait()
        except TimeoutError:
            pass  # the usual case: nobody closed it
        finally:
            self.unblock()
        self.check()

    def close(self) -> None:
        """Whoever reads, writes or sleeps on this clock stops at once, and nothing begins any more."""
        with self._lock:
            self.closed = True
            if self._wake is not None:
                self._wake()


MEANING: Final = {
    "connect": "no connection in time",
    "first_event": "the stream's first event did not come in time",
    "idle": "nothing came for too long",
    "end": "the stream stayed open after its last event",
    "total": "the call took too long",
}
