"""``genai scoreboard``: what was observed of the providers' models; computing it, and checking it.

The rule here: a line without a command is one of ``show``, and PROVIDER is short for ``-p PROVIDER``.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from . import choose, output

if TYPE_CHECKING:
    from ..scoreboard import Score
    from ..scoreboard.recordings import Recorded

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
MADE = ("text", "image", "audio", "embedding")
FILE = click.Path(dir_okay=False, path_type=Path)


def _own() -> str | None:
    folder = Path("testdata", "cassettes")
    return str(folder) if folder.is_dir() else None


class Commands(click.Group):
    """The commands; a line that begins with none of them is of ``show``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """``[-p] PROVIDER ...`` is ``show -p PROVIDER ...``; options alone, or nothing, are ``show``'s too."""
        first = args[0] if args else ""
        if first not in (*self.commands, *ctx.help_option_names):
            args = ["show", *args] if first.startswith("-") or not args else ["show", "-p", *args]
        return super().parse_args(ctx, args)


@click.group(name="scoreboard", cls=Commands)
def command() -> None:
    """What was observed of the providers' models, from recorded answers.

    Without a command it is shown: genai scoreboard [-p PROVIDER ...] [--md | --json | --html FILE]
    """


@command.command()
@click.option("-p", "--provider", "wanted", multiple=True, help="Of this one alone; may be given several times.")
@click.option("--md", "as_markdown", is_flag=True, help="As Markdown.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, whole; of several providers, one a line.")
@click.option("--html", "page", type=click.File("w", "utf-8", lazy=True), help="As a page, into a file; - is stdout.")
@click.option(
    "--cassettes", type=FOLDER, default=_own, help="Recordings that the page shows. Default: testdata/cassettes here."
)
def show(
    wanted: tuple[str, ...], as_markdown: bool, as_json: bool, page: IO[str] | None, cassettes: Path | None
) -> None:
    """Print what was observed, and whose word it is."""
    from .. import providers, scoreboard
    from ..scoreboard import report

    if sum((as_markdown, as_json, page is not None)) > 1:
        raise click.UsageError("one of --md, --json and --html")
    scores = [scoreboard.load(name) for name in wanted or providers.names()]
    if page is not None:
        _page(scores, cassettes, page)
    elif as_json:
        for score in scores:
            click.echo(score.to_json())
    elif as_markdown:
        click.echo(f"{report.LEGEND}\n\n{report.markdown(scores)}", nl=False)
    else:
        _tables(scores)


def _page(scores: Sequence[Score], cassettes: Path | None, file: IO[str]) -> None:
    from ..scoreboard.page import page

    file.write(page(scores, _of(cassettes)))
    if file.name != "-":
        output.note(f"{file.name} is written")


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
@click.option("--output", "made", type=click.Choice(MADE), default="text", help="With --live: what the model makes.")
@click.option("--check", "checks", multiple=True, help="With --live: this check alone; may be given several times.")
@click.option("--max-requests", type=click.IntRange(1), default=200, show_default=True, help="With --live: no more.")
@click.option("--state", type=FILE, help="With --live: where finished checks are kept. Default: beside the cassettes.")
@click.option("--again", is_flag=True, help="With --live: ask what is finished, too; who says yes and no is flaky.")
@click.option("--source", help="With --base-url: who answers there, and which version.")
@choose.BASE_URL
@choose.WITH
@click.option("--write", is_flag=True, help="Update the provider's scoreboard.json.")
def run(provider: str, model: str | None, live: bool, cassettes: Path | None, write: bool, **asked: Any) -> None:
    """Compute a scoreboard, of a live model or from recordings."""
    from .. import providers, scoreboard
    from ..scoreboard import files, report

    if live == bool(cassettes):
        raise click.UsageError("one of --live and --cassettes DIR")
    if bool(asked["base_url"]) != bool(asked["source"]):
        raise click.UsageError("--base-url and --source go together: a server of one's own is not the provider")
    package = providers.find(provider)
    name = package.INFO.name
    score = _asked(name, model, **asked) if live else _recorded(name, model, cassettes)
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


def _asked(name: str, model: str | None, *, max_requests: int, state: Path | None, **asked: Any) -> Score:
    from .. import scoreboard
    from ..scoreboard import compute
    from .liverun import Wanted, run

    new = run(Wanted(provider=name, model=model, most=max_requests, path=state, **asked))
    return compute.put(scoreboard.load(name), new)


def _corpus() -> str | None:
    return os.environ.get("GENAI_CORPUS")


@command.command()
@click.option("-p", "--provider", help="This one alone.")
@click.option("--corpus", type=FOLDER, default=_corpus, help="Default: $GENAI_CORPUS.")
@click.option("--cassettes", type=FOLDER, default=_own, help="Default: testdata/cassettes here.")
def check(provider: str | None, corpus: Path | None, cassettes: Path | None) -> None:
    """Compute all scoreboards again from their recordings; fail on a difference, an orphan, a cassette opened twice."""
    from .. import providers
    from ..scoreboard.verify import strangers, verify

    recorded = [*_of(corpus), *_of(cassettes)]
    found = verify(recorded, [providers.info(provider).name] if provider else ())
    faults = (*found.faults, *(strangers(cassettes) if cassettes else ()))
    for fault in faults:
        click.echo(fault)
    click.echo(f"{found.checked} scenarios computed again, {found.absent} could not be: no recordings at hand")
    if faults:
        raise click.exceptions.Exit(1)


def _of(folder: Path | None) -> list[Recorded]:
    from ..scoreboard import recordings

    return recordings.of(folder) if folder else []


@command.command()
@click.option("-p", "--provider", required=True, help="Whose models.")
@click.argument("file", type=click.File(encoding="utf-8"))
def compare(provider: str, file: IO[str]) -> None:
    """Print where FILE, a scoreboard.json of the Go library maruel/genai, says other things than ours."""
    from .. import scoreboard
    from ..scoreboard import compare, files

    ours = scoreboard.load(provider)
    theirs = files.read_go(file.read(), ours.provider)
    output.table(("model", "cell", "ours", "theirs"), compare.differences(ours, theirs))
    number = len(compare.shared(ours, theirs))
    output.note(f"{number} model{'s' * (number != 1)} tested by both; what the file does not name is false there")
