"""docs/scoreboard-differences.md: what it says of our side is what the scoreboards say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import corpus_files
import pytest
from scoreboard.test_compute import RECORDED

from genai import scoreboard
from genai.scoreboard.compute import replayed
from genai.scoreboard.values import FUNCTIONS, MODES, Scenario

pytestmark = pytest.mark.misfit  # what is asked here is asked of models that may not know it

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scoreboard-differences.md"
TEXT = PAGE.read_text("utf-8")


def section(title: str) -> list[list[str]]:
    """The rows of a section's table."""
    lines = TEXT.partition(f"## {title}\n")[2].partition("\n## ")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][2:]


def told() -> Iterator[tuple[str, str, str, str, str]]:
    """Provider, model, mode, cell and what it says of ours, of the functions in the table of single answers."""
    for provider, models, modes, cell, _, here, _ in section("Single answers"):
        for model in models.removesuffix(", with thoughts").split(", "):
            for mode in MODES[:2] if modes == "both" else (modes,):
                if cell in FUNCTIONS:
                    yield provider, model, mode, cell, here


def scenarios(provider: str, model: str) -> list[Scenario]:
    """Those of a model, as the corpus has it."""
    found = [
        one for one in scoreboard.load(provider).scenarios if model in (one.models[0], one.models[0].split("/")[-1])
    ]
    return [one for one in found if one.evidence and one.evidence.provenance == "corpus"]


@pytest.mark.parametrize(("provider", "model", "mode", "cell", "here"), list(told()))
def test_single_answers(provider: str, model: str, mode: str, cell: str, here: str) -> None:
    """Each cell says what the table has under "here"."""
    found = scenarios(provider, model)

    assert here in {getattr(one.functionalities[mode], cell) for one in found if mode in one.functionalities}


def test_the_number_of_unsayable_ones() -> None:
    """So many recorded questions our wires refuse to send."""
    if not corpus_files.available():
        pytest.skip("no corpus (GENAI_CORPUS)")
    refused = [o for o in (replayed(one) for one in RECORDED if one.provenance == "corpus") if o and o.unsayable]

    assert f"\n{len(refused)} recorded answers are to questions that our packages refuse to send" in TEXT
