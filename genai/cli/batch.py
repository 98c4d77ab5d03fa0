"""``genai batch``: many questions from a file in one job, and their answers in another file.

Each line of the file is a JSON string, which is a prompt, or an object: ``prompt`` or ``messages`` (as in Chat
Completions), an ``id`` (else lines are numbered from 0), and any option of the verbs, such as ``temperature``.

The rule here: the same command again goes on with the same batch, whatever stopped it. Nothing is sent twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ..errors import InvalidRequest
from ..jobs import BatchItem
from ..settings import Shorthand
from ..spool import FAULTS
from . import answers, choose, waiting
from .jobs import JSON, LEDGER, opened

OPTIONS = frozenset(Shorthand.__annotations__) - {"timeout", "job", "poll_interval", "extra_headers"}
"""What a line may say beside its question."""


@click.command(name="batch")
@click.argument("questions", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="IN.jsonl")
@choose.which
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT.jsonl",
    required=True,
    help="Where the answers go; `-` is stdout.",
)
@click.option("--system", "system_prompt", metavar="TEXT", help="Instructions that stand above every question.")
@click.option("--max-tokens", type=int)
@click.option("--temperature", type=float)
@click.option("--wait/--no-wait", default=True, help="Wait for the answers (the default), or leave when all is sent.")
@click.option("--again", is_flag=True, help="A new batch, though the same questions were asked before.")
@click.option("--timeout", type=float, default=86400.0, show_default=True, metavar="SECONDS", help="The longest wait.")
@click.option("--poll-interval", type=float, metavar="SECONDS", help="Default: as the server asks, or ever slower.")
@LEDGER
@JSON
def command(
    questions: Path,
    provider: str | None,
    model: str | None,
    base_url: str | None,
    out: Path,
    wait: bool,
    again: bool,
    path: str | None,
    as_json: bool,
    timeout: float,
    poll_interval: float | None,
    **given: Any,
) -> None:
    """
    Ask all questions of a file in one job: within a day, at about half the price.

    Each line of IN.jsonl is a JSON string, or an object with `prompt` or `messages`, and perhaps `id` and options. Each
    line of OUT.jsonl has an `id`, and a `text` or an `error`; with --json the whole result. The same command again goes
    on where the last one was stopped.
    """
    options = {name: value for name, value in given.items() if value is not None}
    place = answers.place(out, questions)
    with choose.client(provider, model, base_url) as llm, opened(path) as ledger:
        key = None if again else name_of(questions, out, llm.name, llm.model, options)
        with waiting.submitting("genai jobs resume" if again else "the same command again"):
            entry = ledger.submit_batch(llm, items(questions), key=key, **options)
        with waiting.Progress(entry.id, path) as progress:
            progress.seen(entry)
            if not wait:
                click.echo(entry.to_json() if as_json else entry.id)
                return
            result = ledger.wait(
                entry, llm=llm, timeout=timeout, poll_interval=poll_interval, on_progress=progress.seen
            )
        answers.fail(answers.written(result, place, whole=as_json))


def name_of(questions: Path, out: Path, *chosen: Any) -> str:
    """The name of this very command's work: where its answers go, and a hash of all that is asked, of whom."""
    digest = hashlib.blake2b(digest_size=8)
    with questions.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    digest.update(json.dumps(chosen, sort_keys=True).encode())
    return f"{out.resolve()} {digest.hexdigest()}"


def items(questions: Path) -> Iterator[BatchItem]:
    """The lines of a file, read as they are needed; InvalidRequest names those that are no questions."""
    faults: list[str] = []
    with questions.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                one = None if line.isspace() else item(line)
            except ValueError as error:
                faults += [f"{questions.name}:{number}: {error}"] * (len(faults) < FAULTS)
            else:
                if one is not None and not faults:
                    yield one
    if faults:
        raise InvalidRequest(faults=faults)


def item(line: bytes) -> BatchItem:
    """A line; ValueError for one that is no question."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no JSON: {error}") from None
    if isinstance(asked, str):
        return BatchItem(asked)
    if not isinstance(asked, dict) or ("prompt" in asked) == ("messages" in asked):
        raise ValueError("a JSON string, or an object with either `prompt` or `messages`")
    question = asked.pop("prompt") if "prompt" in asked else asked.pop("messages")
    id_ = asked.pop("id", None)
    unknown = sorted(asked.keys() - OPTIONS)
    if unknown:
        raise ValueError(f"no option is named {', '.join(unknown)}")
    return BatchItem(question, id=id_, **asked)
