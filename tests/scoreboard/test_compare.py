"""Where two scoreboards differ: ours, and the file of the Go library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from genai import scoreboard
from genai.cli.scoreboard import command
from genai.scoreboard import Score
from genai.scoreboard.compare import by_model, cells, differences, shared
from genai.scoreboard.files import read_go
from genai.scoreboard.values import FUNCTIONS

TEXT = {"text": {"inline": True}}


def score(*scenarios: dict[str, Any]) -> Score:
    """A score, from the Go library's words."""
    held = [{"models": ["m"], "in": TEXT, "out": TEXT, **scenario} for scenario in scenarios]
    return read_go(json.dumps({"scenarios": held}), "it")


def test_equal_ones_do_not_differ() -> None:
    """A score does not differ from itself, and says what of it was compared."""
    same = score({"GenSync": {"tools": "true"}})

    assert ([("m", False)], []) == (shared(same, same), list(differences(same, same)))


def test_each_cell_that_differs_is_told() -> None:
    """Functions of every mode, and ways in and out: with what each side says, ours first."""
    ours = score({"GenSync": {"tools": "true", "seed": True}, "GenStream": {"json": True}})
    theirs = score({"in": {**TEXT, "image": {"url": True}}, "GenSync": {"tools": "flaky", "seed": True}})

    assert [
        ("m", "input image url", "untested", "true"),
        ("m", "stream json", "true", "untested"),
        ("m", "sync tools", "true", "flaky"),
    ] == list(differences(ours, theirs))


def test_what_is_not_named_there_is_false() -> None:
    """False here and nothing there is one thing; true here and nothing there is not."""
    ours = score({"GenSync": {"tools": "false", "json": True}})

    assert [("m", "sync json", "true", "untested")] == list(differences(ours, score({"GenSync": {"seed": False}})))


def test_models_are_matched_by_whether_they_think() -> None:
    """The same model with thoughts is another one, and a model that only one side tested is not compared."""
    ours = score({"reason": True, "GenSync": {"json": True}})
    theirs = score({"GenSync": {"json": False}}, {"models": ["n"], "GenSync": {"seed": True}})

    assert ([], []) == (shared(ours, theirs), list(differences(ours, theirs)))
    assert [("m", "m (thinks)")] == [("m", row[0]) for row in differences(ours, score({"reason": True, "GenSync": {}}))]


def test_all_cells_have_names() -> None:
    """A scenario's cells are those of its modes and modalities, untested ones as well."""
    (scenario,) = by_model(score({"GenSync": {"tools": "true"}})).values()

    assert len(FUNCTIONS) + 6 == len(cells(scenario))
    assert ("true", "untested", "true") == tuple(
        cells(scenario)[name] for name in ("sync tools", "sync seed", "input text inline")
    )


@pytest.mark.parametrize(("seed", "said"), [(True, "1 model"), (None, "0 models")])
def test_the_command(seed: bool | None, said: str, tmp_path: Path) -> None:
    """``genai scoreboard compare`` prints the cells that differ, and how many models could be compared."""
    first = scoreboard.load("groq").scenarios[0]
    there = {"models": first.models if seed else ["other"], "reason": first.reasoning, "in": TEXT, "out": TEXT}
    file = tmp_path / "scoreboard.json"
    file.write_text(json.dumps({"scenarios": [{**there, "GenSync": {"seed": True}}]}), "utf-8")
    ran = CliRunner().invoke(command, ["compare", "-p", "groq", str(file)])

    assert (0, bool(seed)) == (ran.exit_code, "sync seed" in ran.output)
    assert said in ran.output
