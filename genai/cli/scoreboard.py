"""``genai scoreboard``: what was observed of the providers' models; computing it, and checking it.

The rule here: ``genai scoreboard PROVIDER`` is short for ``genai scoreboard show -p PROVIDER``.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import choose, output

if TYPE_CHECKING:
    from ..scoreboard import Score
    from ..scoreboard.recordings import Recorded

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class Commands(click.Group):
    """The commands; a word that is none of them is a provider to be shown."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """``PROVIDER ...`` is ``show -p PROVIDER ...``."""
        if args[0] not in self.commands:
            args = ["show", "-p", *args]
        return super().resolve_command(ctx, args)


@click.group(name="scoreboard", cls=Commands)
def command() -> None:
    """What was observed of the providers' models, from recorded answers. PROVIDER alone shows one."""


@command.command()
@click.option("-p", "--provider", help="Of this one alone.")
@click.option("--md", "as_markdown", is_flag=True, help="As Markdown.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, whole; of several providers, one a line.")
def show(provider: str | None, as_markdown: bool, as_json: bool) -> None:
    """Print what was observed, and whose word it is."""
    from .. import providers, scoreboard
    from ..scoreboard import report

    if as_markdown and as_json:
        raise click.UsageError("--md or --json, not both")
    scores = [scoreboard.load(name) for name in ([provider] if provider else providers.names())]
    if as_json:
        for score in scores:
            click.echo(score.to_json())
    elif as_markdown:
        click.echo(f"{report.LEGEND}\n\n{report.markdown(scores)}", nl=False)
    else:
        _tables(scores)


def _tables(scores: Sequence[Score]) -> None:
    from ..scoreboard import report

    for score in scores:
        for warning in score.warnings:
            output.note(warning)
        if not score.scenarios:
            click.echo(f"{score.provider}: nothing was computed yet")
            continue
        if len(scores) > 1:
            output.heading(score.provider)
        output.table(report.COLUMNS, report.rows(score))


@command.command()
@click.option("-p", "--provider", required=True, help="Whose models.")
@choose.MODEL
@click.option("--live", is_flag=True, help="Ask the model itself. This costs money.")
@click.option("--cassettes", type=FOLDER, help="Compute from recordings: a corpus, or cassettes of genai record.")
@click.option("--output", "made", type=click.Choice(("text", "image", "audio")), default="text", help="With --live.")
@click.option("--max-requests", type=click.IntRange(1), default=200, show_default=True, help="With --live: no more.")
@click.option("--write", is_flag=True, help="Update the provider's scoreboard.json.")
def run(
    provider: str, model: str | None, live: bool, cassettes: Path | None, made: str, max_requests: int, write: bool
) -> None:
    """Compute a scoreboard, of a live model or from recordings."""
    from .. import providers, scoreboard
    from ..scoreboard import files, report

    if live == bool(cassettes):
        raise click.UsageError("one of --live and --cassettes DIR")
    package = providers.find(provider)
    name = package.INFO.name
    score = _asked(name, model, made, max_requests) if live else _recorded(name, model, cassettes)
    output.table(report.COLUMNS, report.rows(score))
    if write:
        changed = files.write(score, Path(str(files.place(package.__name__))))
        output.note("scoreboard.json is new" if changed else "scoreboard.json is as it was")
        scoreboard.load.cache_clear()


def _recorded(name: str, model: str | None, folder: Path | None) -> Score:
    from .. import scoreboard
    from ..scoreboard import compute, recordings

    found = [one for one in recordings.of(folder or Path()) if one.provider == name and model in (None, one.model)]
    if not found:
        raise click.ClickException(f"no recordings of {name}{f' and {model}' if model else ''} there")
    stored = scoreboard.load(name)
    if model is None:
        return compute.computed(name, found, stored).score
    new = compute.computed(name, found, scoreboard.Score(provider=name)).score
    return functools.reduce(compute.put, new.scenarios, stored)


def _asked(name: str, model: str | None, made: Any, most: int) -> Score:
    from .. import scoreboard
    from ..loading import load
    from ..scoreboard import compute, live

    with load(name, model=model, output=made) as llm:
        model = llm.model
    plan = min(most, len(live.planned(made)))
    asked = live.outcomes(name, model, output=made, most=most)
    with click.progressbar(asked, length=plan, label=f"{name}:{model}", file=sys.stderr) as bar:
        found = list(bar)
    for mode, check, error in live.failures(found):
        output.note(f"{mode} {check}: {type(error).__name__}: {error}")
    new = live.observed(name, model, found)
    if new is None:
        raise click.ClickException(f"{name}:{model} answered nothing")
    return compute.put(scoreboard.load(name), new)


def _corpus() -> str | None:
    return os.environ.get("GENAI_CORPUS")


def _own() -> str | None:
    folder = Path("testdata", "cassettes")
    return str(folder) if folder.is_dir() else None


@command.command()
@click.option("-p", "--provider", help="This one alone.")
@click.option("--corpus", type=FOLDER, default=_corpus, help="Default: $GENAI_CORPUS.")
@click.option("--cassettes", type=FOLDER, default=_own, help="Default: testdata/cassettes here.")
def check(provider: str | None, corpus: Path | None, cassettes: Path | None) -> None:
    """Compute all scoreboards again from their recordings; fail on a difference, an orphan, a cassette opened twice."""
    from .. import providers
    from ..scoreboard.verify import verify

    recorded = [*_of(corpus), *_of(cassettes)]
    found = verify(recorded, [providers.info(provider).name] if provider else ())
    for fault in found.faults:
        click.echo(fault)
    click.echo(f"{found.checked} scenarios computed again, {found.absent} could not be: no recordings at hand")
    if found.faults:
        raise click.exceptions.Exit(1)


def _of(folder: Path | None) -> list[Recorded]:
    from ..scoreboard import recordings

    return recordings.of(folder) if folder else []
