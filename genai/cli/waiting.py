"""Waiting: what a person sees while a job goes on: a bar on a terminal, a line for each change anywhere else.

The rule here: it goes to stderr. Ctrl-C ends the waiting, not the job, and the last line says how to go on.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from ..jobs import BatchResult
from ..results import Result
from . import output


class Progress:
    """
    A context in which somebody waits for a job.

    Args:
        job: How the job is named on the command line.
        ledger: The file of its ledger, if it is not the usual one.
    """

    def __init__(self, job: str, ledger: str | None = None) -> None:
        self._job, self._ledger = job, ledger
        self._said = ""
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("waiting", total=None)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
        if kind is KeyboardInterrupt:
            where = [] if self._ledger is None else ["--ledger", self._ledger]
            output.note(
                f"the job goes on; so can you, with: {shlex.join(['genai', 'jobs', 'wait', self._job, *where])}"
            )

    def seen(self, state: Any) -> None:
        """What a poll gave: an Entry of the ledger, a Result or a BatchResult."""
        done, total = _counts(state)
        word = getattr(state, "state", None) or ("pending" if state.pending else "completed")
        if self._bar is not None:
            self._bar.update(self._task, description=word, completed=done, total=total)
            return
        said = word if total is None else f"{word}: {done} of {total}"
        if said != self._said:
            self._said = said
            output.note(said)


@contextmanager
def submitting(again: str) -> Iterator[None]:
    """A block in which a job is sent; Ctrl-C says how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        output.note(f"stopped; nothing is lost, and nothing is sent twice. To go on: {again}")
        raise


def _counts(state: Any) -> tuple[int, int | None]:
    """How many items are done, and of how many, if that is told."""
    if isinstance(state, Result):
        return 0, None
    counts = state.counts
    total = state.job.count if isinstance(state, BatchResult) else state.items
    return (counts.succeeded or 0) + (counts.failed or 0), total or counts.total
