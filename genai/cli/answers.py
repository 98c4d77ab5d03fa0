"""Answers: the lines that a batch's answers become.

Each is a JSON object with the item's ``id``, and either ``text``, ``finish`` and ``usage`` (or the whole ``result``),
or an ``error`` with its ``class`` and ``message``.

The rule here: a file is written whole or not at all.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ..errors import Error
from ..jobs import BatchResult
from ..jobs.batch import Answer
from ..results import Result
from . import output


def line(id_: str, answer: Answer, whole: bool) -> dict[str, Any]:
    """An item's answer."""
    if isinstance(answer, Error):
        return {"id": id_, "error": {"class": type(answer).__name__, "message": str(answer)}}
    if whole or not isinstance(answer, Result):
        return {"id": id_, "result": json.loads(answer.to_json())}
    finish = None if answer.finish is None else answer.finish.value
    return {
        "id": id_,
        "text": answer.text or answer.refusal,
        "finish": finish,
        "usage": json.loads(answer.usage.to_json()),
    }


def place(out: Path, questions: Path) -> Path | None:
    """Where answers will go, tried before anything is sent; None is stdout."""
    if str(out) == "-":
        return None
    if out.exists() and out.samefile(questions):
        raise click.UsageError(f"{out} has the questions: the answers need a file of their own")
    part_of(out).open("wb").close()
    part_of(out).unlink()
    return out


def part_of(out: Path) -> Path:
    """Where answers lie until all of them are there."""
    return out.with_name(f"{out.name}.part")


def written(result: BatchResult, out: Path | None, whole: bool = False) -> int:
    """Write all answers to a file, or to stdout; how many of them are errors."""
    failed = 0

    def lines() -> Iterator[str]:
        nonlocal failed
        for id_, answer in result:
            failed += isinstance(answer, Error)
            yield json.dumps(line(id_, answer, whole), ensure_ascii=False) + "\n"

    if out is None:
        for text in lines():
            sys.stdout.write(text)
        sys.stdout.flush()
    else:
        unfinished = part_of(out)
        try:
            with unfinished.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(lines())
            unfinished.replace(out)
        finally:
            unfinished.unlink(missing_ok=True)
    said = "all answered" if not failed else f"{failed} of {result.job.count or 'its'} items failed"
    output.note(f"{result.state}: {said}{f', in {out}' if out else ''}")
    return failed


def fail(failed: int) -> None:
    """The exit code of a batch some of whose items have no answer."""
    if failed:
        click.get_current_context().exit(1)
