"""
Forks: each mutant is judged in a process of its own, so that what is broken for one is whole for the next.

The rule here: a verdict is a line of text; a process that ends without one gave BROKEN.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import pytest

K = TypeVar("K")

BROKEN: Final = "the check itself broke"
IMPORTED: Final = "pytest.PytestAssertRewriteWarning"
"""What is imported before a fork is no fault of it."""


def fails(check: Callable[..., Any], *arguments: Any) -> bool:
    """Whether a check raises."""
    try:
        check(*arguments)
    except (Exception, pytest.fail.Exception):  # noqa: BLE001  whatever goes wrong is what a test would show
        return True
    return False


class Failed:
    """A plugin of pytest that remembers the tests which failed, in order."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def pytest_runtest_logreport(self, report: Any) -> None:
        """After each phase of each test."""
        if report.failed:
            self.names.append(report.nodeid)

    def pytest_collectreport(self, report: Any) -> None:
        """A file that cannot be imported fails as well."""
        self.pytest_runtest_logreport(report)


def failures(*arguments: str) -> list[str]:
    """The tests that fail, by their names."""
    failed = Failed()
    quiet = ("-q", "-p", "no:cacheprovider", "-W", f"ignore::{IMPORTED}")
    code = pytest.main([*quiet, *arguments], plugins=[failed])
    if code in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR):
        raise RuntimeError(f"pytest ended with {code}")
    return list(dict.fromkeys(failed.names))


def first_failure(*arguments: str) -> str:
    """The first test that fails; "" when none does."""
    return next(iter(failures("-x", *arguments)), "")


def sure_failure(*arguments: str) -> str:
    """The first test that fails, and fails again alone: one that fails now and then has noticed nothing."""
    while (name := first_failure(*arguments)) and not first_failure(name):
        arguments = (*arguments, f"--deselect={name}")
    return name


def _start(judge: Callable[[], str]) -> tuple[int, int]:
    """A process, and what it writes its verdict to."""
    reads, writes = os.pipe()
    child = os.fork()
    if child:
        os.close(writes)
        return child, reads
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        warnings.simplefilter("ignore")
        os.write(writes, judge().encode())
    finally:
        os._exit(0)


def run(judges: Mapping[K, Callable[[], str]], jobs: int) -> dict[K, str]:
    """The verdict on each mutant, so many at once."""
    waiting = list(reversed(list(judges.items())))
    running: dict[int, tuple[K, int]] = {}
    verdicts: dict[K, str] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            key, judge = waiting.pop()
            child, reads = _start(judge)
            running[child] = key, reads
        child, _ = os.wait()
        key, reads = running.pop(child)
        with os.fdopen(reads, "rb") as pipe:
            verdicts[key] = pipe.read().decode() or BROKEN
        if sys.stderr.isatty():
            print(f"\r{len(verdicts)}/{len(judges)}", end="", file=sys.stderr)
    return verdicts
