"""``genai jobs``: ask for, await or cancel a job by its token, in any process, on any day.

The rule here: a key never goes to a server on a token's word; ``--base-url`` is yours.
"""

from __future__ import annotations

import click

from ..client import Client
from ..jobs import Job
from ..results import Result
from . import choose, output

TOKEN = click.argument("token")


@click.group(name="jobs")
def command() -> None:
    """Background and batch jobs, by the token that str(job) gives."""


@command.command()
@TOKEN
@choose.BASE_URL
def poke(token: str, base_url: str | None) -> None:
    """Print a job's answer, or `pending`."""
    job, llm = opened(token, base_url)
    with llm:
        printed(llm.poke_result(job))


@command.command()
@TOKEN
@choose.BASE_URL
@click.option("--timeout", type=float, default=3600.0, show_default=True, metavar="SECONDS", help="The longest wait.")
@click.option("--poll-interval", type=float, metavar="SECONDS", help="Default: as the server asks, or ever slower.")
def wait(token: str, base_url: str | None, timeout: float, poll_interval: float | None) -> None:
    """Poll a job to its end and print its answer."""
    job, llm = opened(token, base_url)
    with llm:
        printed(llm.wait(job, timeout=timeout, poll_interval=poll_interval))


@command.command()
@TOKEN
@choose.BASE_URL
def cancel(token: str, base_url: str | None) -> None:
    """Cancel a job."""
    job, llm = opened(token, base_url)
    with llm:
        llm.cancel(job)
    click.echo(f"cancelled {job.id}")


def opened(token: str, base_url: str | None) -> tuple[Job, Client]:
    """A token's job, and a client for it."""
    from ..loading import for_job

    llm, job = for_job(Job.parse(token), base_url=base_url)
    return job, llm


def printed(result: Result) -> None:
    """An answer, or that there is none yet."""
    if result.pending:
        click.echo("pending")
        if result.retry_after is not None:
            output.note(f"ask again in {result.retry_after:g} s")
        return
    click.echo(result.text or result.refusal)
