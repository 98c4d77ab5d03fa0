"""``genai jobs``: background jobs and batches, those in the ledger and those of which you have a token.

A job is named by its id or key in the ledger, or by its token (``str(job)``), in any process, on any day.

The rule here: a key never goes to a server on a token's word; ``--base-url`` is yours.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ..client import Client
from ..doc import Doc
from ..jobs import BatchResult, Job
from ..jobs.job import PREFIXES
from ..results import Result
from . import answers, choose, output, waiting

if TYPE_CHECKING:
    from ..jobs.entry import Entry
    from ..jobs.ledger import Ledger

JOB = click.argument("job")
LEDGER = click.option(
    "--ledger",
    "path",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Default: your own, see `genai jobs list`.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="JSON, one object on a line.")
OUT = click.option("-o", "--out", type=click.Path(dir_okay=False), metavar="FILE", help="Default: stdout.")
COLUMNS: Final = ("id", "state", "done", "provider", "model", "created", "key")


@click.group(name="jobs")
def command() -> None:
    """Background jobs and batches: by id or key in the ledger, or by the token that str(job) gives."""


@command.command(name="list")
@LEDGER
@JSON
@click.option("--unfinished", is_flag=True, help="Only those that go on.")
def list_(path: str | None, as_json: bool, unfinished: bool) -> None:
    """List what is in the ledger, the newest first."""
    with opened(path) as ledger:
        entries = ledger.list(unfinished=unfinished)
        where = ledger.path
    if as_json:
        for entry in entries:
            click.echo(entry.to_json())
        return
    output.table(COLUMNS, [row(entry) for entry in entries])
    if output.terminal():
        output.note(f"ledger: {where}")


@command.command()
@JOB
@LEDGER
@JSON
def show(job: str, path: str | None, as_json: bool) -> None:
    """Tell what is known of a job. Nothing is sent."""
    if is_token(job):
        known = Job.parse(job)
        click.echo(known.to_json()) if as_json else told(known, str(known))
        return
    with opened(path) as ledger:
        entry, its_job = ledger.get(job), ledger.job(job)
    if as_json:
        click.echo(entry.to_json())
        return
    told(entry, None if its_job is None else str(its_job))


@command.command()
@JOB
@LEDGER
@choose.BASE_URL
@JSON
def poke(job: str, path: str | None, base_url: str | None, as_json: bool) -> None:
    """Ask once how far a job is; print its answer if there is one."""
    if is_token(job):
        with of_token(job, base_url) as (known, llm):
            return printed(llm.poke_result(known), as_json)
    with opened(path) as ledger:
        entry = ledger.poke(job, llm=server(ledger, job, base_url))
        if entry.over:
            return printed(ledger.results(job), as_json)
        click.echo(entry.to_json() if as_json else entry.state)
    return None


@command.command()
@JOB
@LEDGER
@choose.BASE_URL
@JSON
@OUT
@click.option("--timeout", type=float, default=86400.0, show_default=True, metavar="SECONDS", help="The longest wait.")
@click.option("--poll-interval", type=float, metavar="SECONDS", help="Default: as the server asks, or ever slower.")
def wait(job: str, path: str | None, base_url: str | None, as_json: bool, out: str | None, **how: Any) -> None:
    """Poll a job to its end, and print its answer. Ctrl-C ends the waiting, not the job."""
    with waiting.Progress(job, path) as progress:
        if is_token(job):
            with of_token(job, base_url) as (known, llm):
                return printed(llm.wait(known, on_progress=progress.seen, **how), as_json, out)
        with opened(path) as ledger:
            there = server(ledger, job, base_url)
            return printed(ledger.wait(job, llm=there, on_progress=progress.seen, **how), as_json, out)


@command.command()
@JOB
@LEDGER
@JSON
@OUT
def results(job: str, path: str | None, as_json: bool, out: str | None) -> None:
    """Print the answers that the ledger keeps. Nothing is sent."""
    with opened(path) as ledger:
        printed(ledger.results(job), as_json, out)


@command.command()
@JOB
@LEDGER
@choose.BASE_URL
@JSON
def cancel(job: str, path: str | None, base_url: str | None, as_json: bool) -> None:
    """Cancel a job."""
    if is_token(job):
        with of_token(job, base_url) as (known, llm):
            llm.cancel(known)
            return click.echo(known.to_json() if as_json else f"cancelled {known.id}")
    with opened(path) as ledger:
        entry = ledger.cancel(job, llm=server(ledger, job, base_url))
        return click.echo(entry.to_json() if as_json else f"{entry.state} {job}")


@command.command()
@LEDGER
@JSON
def resume(path: str | None, as_json: bool) -> None:
    """Go on with everything in the ledger that is not finished: send what was not sent, poll, download."""
    with opened(path) as ledger:
        entries = ledger.resume()
    if as_json:
        for entry in entries:
            click.echo(entry.to_json())
    else:
        output.table(COLUMNS, [row(entry) for entry in entries])


@command.command()
@click.argument("jobs", nargs=-1, required=True)
@LEDGER
@click.option("--force", is_flag=True, help="Also what is not finished; it goes on at the provider.")
def rm(jobs: tuple[str, ...], path: str | None, force: bool) -> None:
    """Forget jobs, with their questions and answers."""
    with opened(path) as ledger:
        for job in jobs:
            ledger.remove(job, force=force)


# --- What they are made of --------------------------------------------------------------------------------------------


def is_token(job: str) -> bool:
    """Whether a job is given by its token."""
    return job.strip().startswith(PREFIXES)


@contextmanager
def opened(path: str | None) -> Iterator[Ledger]:
    """The ledger."""
    from ..jobs import open as open_ledger

    with open_ledger(path) as ledger:
        yield ledger


def server(ledger: Ledger, job: str, base_url: str | None) -> Client | None:
    """A client for the server that was named; None for the one that the ledger knows."""
    return None if base_url is None else ledger.client(job, base_url=base_url)


@contextmanager
def of_token(token: str, base_url: str | None) -> Iterator[tuple[Job, Client]]:
    """A token's job, and a client for it."""
    from ..loading import for_job

    llm, job = for_job(Job.parse(token), base_url=base_url)
    with llm:
        yield job, llm


def row(entry: Entry) -> tuple[Any, ...]:
    """An entry in the table."""
    counts, total = entry.counts, entry.items
    done = (counts.succeeded or 0) + (counts.failed or 0)
    created = datetime.fromtimestamp(entry.created).astimezone().isoformat(" ", "minutes")
    return entry.id, entry.state, f"{done}/{total}", entry.provider, entry.model, created, entry.key


def told(known: Entry | Job, token: str | None) -> None:
    """What is known of a job, a line for each thing."""
    from attrs import fields

    cls: Any = type(known)
    for field in fields(cls):
        value = getattr(known, field.name)
        if value not in (None, (), ""):
            output.fact(field.name, field.repr(value) if callable(field.repr) else str(value))
    if token is not None:
        output.fact("token", token)


def printed(result: Result | BatchResult, as_json: bool = False, out: str | None = None) -> None:
    """An answer, or all answers of a batch, some of which may be errors; or that there is none yet."""
    if result.pending:
        click.echo(json.dumps({"state": "pending"}) if as_json else "pending")
        if result.retry_after is not None:
            output.note(f"ask again in {result.retry_after:g} s")
    elif isinstance(result, BatchResult):
        answers.fail(answers.written(result, Path(out) if out else None, whole=as_json))
    elif out and result.docs and not as_json:
        result.docs[0].save(out, overwrite=True)
    else:
        text = result.to_json() if as_json else result.text or result.refusal or shown(result.docs)
        with open(out, "w", encoding="utf-8") if out else nullcontext(sys.stdout) as file:
            click.echo(text, file=file)


def shown(docs: tuple[Doc, ...]) -> str:
    """Pictures or films: where they are."""
    return "\n".join(doc.url or f"{doc.mime_type}, {len(doc.read())} bytes: -o FILE keeps it" for doc in docs)
