"""Liverun: ``genai scoreboard run --live``: asks, shows how far it is, and keeps what is finished.

The rule here: whatever ends a run, what was finished is in the state file, and what was not asked is named.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import field, frozen

from . import output

if TYPE_CHECKING:
    from ..scoreboard import Scenario
    from ..scoreboard.compute import Outcome
    from ..scoreboard.live import Task
    from ..scoreboard.state import State


@frozen(kw_only=True)
class Wanted:
    """
    What is to be asked.

    Args:
        provider: The provider's name.
        model: The model; None is the usual one.
        made: What the model makes.
        checks: Names of checks; empty: all.
        most: How many requests may be sent.
        path: The state file; None: the usual place.
        again: Ask what is finished as well.
        base_url: Another server.
        source: Who answers there.
        arguments: Options for every call, such as those that have it think, or not.
    """

    provider: str
    model: str | None
    made: Any
    checks: tuple[str, ...] = ()
    most: int
    path: Path | None = None
    again: bool = False
    base_url: str | None = None
    source: str | None = None
    arguments: Mapping[str, Any] = field(factory=dict)


def run(wanted: Wanted) -> Scenario:
    """Ask what is not finished; what was finished, now or before, as a scenario."""
    from ..loading import load
    from ..scoreboard import live

    loads = partial(load, base_url=wanted.base_url) if wanted.base_url else load
    with loads(wanted.provider, model=wanted.model, output=wanted.made) as llm:
        model = llm.model
    plan, state = _planned(wanted), _state(wanted, model)
    todo = plan if wanted.again else live.unfinished(plan, state)
    if len(todo) < len(plan):
        output.note(f"{len(plan) - len(todo)} checks were finished before; --again asks them again ({state.path})")
    budget = live.Budget(wanted.most)
    asked = live.outcomes(wanted.provider, model, todo, budget=budget, load=loads, arguments=wanted.arguments)
    _ask(asked, todo, state)
    output.note(f"{budget.sent} requests were sent")
    new = live.observed(wanted.provider, model, state.outcomes, source=wanted.source)
    if new is None:
        raise click.ClickException(f"{wanted.provider}:{model} answered nothing")
    return new


def _planned(wanted: Wanted) -> list[Task]:
    from ..scoreboard import live

    known = {check.name for _, check in live.planned(wanted.made)}
    if unknown := set(wanted.checks) - known:
        raise click.UsageError(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}")
    return live.planned(wanted.made, wanted.checks)


def _state(wanted: Wanted, model: str) -> State:
    from ..scoreboard.state import State, place

    path = wanted.path or place(wanted.provider, model, wanted.made)
    of = {"provider": wanted.provider, "model": model, "output": wanted.made}
    of |= {"with": wanted.arguments} if wanted.arguments else {}
    return State.read(path, **of, base_url=wanted.base_url, source=wanted.source)


def _ask(asked: Iterable[Outcome], todo: Sequence[Task], state: State) -> None:
    """Ask; keep what is answered, and tell what is not."""
    from ..scoreboard import live

    came: list[Outcome] = []
    try:
        for outcome in shown(asked, todo):
            came.append(outcome)
            if outcome.answered:
                state.add(outcome)
    except live.Spent as spent:
        output.note(f"{spent}; not run: {named(todo[len(came) :])}")
    except KeyboardInterrupt:
        output.note(f"stopped; the same command goes on with: {named(todo[len(came) :])} ({state.path})")
        raise
    for mode, check, error in live.failures(came):
        output.note(f"{mode} {check}: {type(error).__name__}: {error}")


def named(tasks: Iterable[Task]) -> str:
    """Tasks by their modes: ``sync Text, Seed (2); stream Text``."""
    modes: dict[str, Counter[str]] = {}
    for mode, check in tasks:
        modes.setdefault(mode, Counter())[check.name] += 1
    return "; ".join(
        f"{mode} " + ", ".join(f"{name} ({count})" if count > 1 else name for name, count in names.items())
        for mode, names in modes.items()
    )


def verdict(outcome: Outcome) -> str:
    """What came of a check, in a few words."""
    if not outcome.answered:
        return f"no answer: {type(outcome.error).__name__}"
    told = [f"{'.'.join(cell)} {state}" for cell, state in outcome.cells.items() if state != "untested"]
    return ", ".join(told) or "answered"


def shown(asked: Iterable[Outcome], todo: Sequence[Task]) -> Iterator[Outcome]:
    """The outcomes as they come: with a bar on a terminal, a line each anywhere else."""
    if not sys.stderr.isatty():
        for outcome in asked:
            click.echo(f"{outcome.mode}\t{outcome.check}\t{verdict(outcome)}", err=True)
            yield outcome
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=len(todo))
        for number, outcome in enumerate(asked, 1):
            bar.update(task, completed=number, description=f"{outcome.mode} {outcome.check}")
            yield outcome
