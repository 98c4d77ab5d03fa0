"""State: what a live run has finished, so that a run which was stopped goes on where it was.

It is a file of JSON lines: first what it is of, then one line per finished check, written when its answer was judged.

The rule here: a line is whole or it does not count, so that no crash costs more than the check it fell into.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from .. import errors
from ..errors import InvalidRequest
from ..results import Result
from .compute import Outcome
from .playback import Exchange

FOLDER: Final = Path("testdata", "cassettes")


def place(provider: str, model: str, output: str) -> Path:
    """Where the state is by default: beside the cassettes where there are some, else here."""
    named = "_".join((provider, *model.replace(":", "/").split("/")))
    return (FOLDER if FOLDER.is_dir() else Path()) / f"scoreboard-{named}-{output}.jsonl"


@frozen(kw_only=True)
class State:
    """
    The finished checks of one model.

    Args:
        path: The file.
        of: Which model of whom, at which server, and what it is loaded for.
        outcomes: What came of the checks, in the order in which they were finished.
    """

    path: Path
    of: dict[str, Any]
    outcomes: list[Outcome] = field(factory=list)

    @classmethod
    def read(cls, path: Path, **of: Any) -> State:
        """The state in a file, or an empty one; InvalidRequest when the file is of something else."""
        state = cls(path=path, of=of)
        lines = list(_whole(path))
        if lines and lines[0] != of:
            raise InvalidRequest(f"{path} is the state of {lines[0]}, not of {of}; remove it, or name another")
        state.outcomes.extend(map(_outcome, lines[1:]))
        return state

    def add(self, outcome: Outcome) -> None:
        """Remember a finished check."""
        lines = [_described(outcome)] if self.outcomes else [self.of, _described(outcome)]
        text = "".join(f"{json.dumps(line)}\n" for line in lines)
        if not self.outcomes:
            self.path.write_text(text, "utf-8")
        else:
            _append(self.path, text)
        self.outcomes.append(outcome)


def _append(path: Path, text: str) -> None:
    """Behind the last whole line; what a crash left of another goes."""
    with path.open("r+b") as file:
        held = file.read()
        file.truncate(held.rfind(b"\n") + 1)
        file.seek(0, 2)
        file.write(text.encode())


def _whole(path: Path) -> Iterator[Any]:
    """The lines that were written to their ends."""
    text = path.read_text("utf-8") if path.is_file() else ""
    yield from map(json.loads, text[: text.rfind("\n") + 1].splitlines())


def _described(outcome: Outcome) -> dict[str, Any]:
    error = outcome.error
    return {
        "mode": outcome.mode,
        "check": outcome.check,
        "cells": [[*cell, state] for cell, state in outcome.cells.items()],
        "result": json.loads(outcome.result.to_json()) if outcome.result else None,
        "error": [type(error).__name__, str(error), error.status] if error else None,
        "requests": [f"{one.method} {one.url}" for one in outcome.exchanges],
    }


def _outcome(line: dict[str, Any]) -> Outcome:
    """As it was, but for the bodies of its requests, which have been judged."""
    return Outcome(
        mode=line["mode"],
        check=line["check"],
        cells={tuple(cell): state for *cell, state in line["cells"]},
        result=Result.from_json(json.dumps(line["result"])) if line["result"] else None,
        error=_error(*line["error"]) if line["error"] else None,
        exchanges=tuple(_exchange(*request.split(" ", 1)) for request in line["requests"]),
    )


def _error(name: str, message: str, status: int | None) -> errors.Error:
    made: errors.Error = getattr(errors, name)(message, status=status)
    return made


def _exchange(method: str, url: str) -> Exchange:
    return Exchange(method=method, url=url, sent=b"", status=0, headers={}, body=b"")
