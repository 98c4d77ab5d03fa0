"""Report: a score as rows of a table, and as Markdown.

The rule here: whose word it is stands beside each scenario.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from .values import FUNCTIONS, OUTPUTS, Evidence, ModalCapability, Scenario, Score

SIGNS: Final = {"true": "✅", "flaky": "💨", "false": "❌", "untested": "·"}
COLUMNS: Final = ("model", "mode", "what", "observed")


def who(evidence: Evidence | None) -> str:
    """Whose word it is."""
    if evidence is None:
        return "untested"
    dated = f", {evidence.date}" if evidence.date else ""
    return f"{evidence.provenance}: {evidence.source}{dated}, {evidence.answers} answers"


def name(scenario: Scenario) -> str:
    """A scenario's first model, and whether it thinks."""
    return f"{scenario.models[0]}{' (thinks)' * scenario.reasoning}"


def rows(score: Score) -> Iterator[tuple[str, str, str, str]]:
    """Model, mode, what, and what was observed: one row per cell that is not untested."""
    for scenario in score.scenarios:
        yield name(scenario), "", "evidence", who(scenario.evidence)
        for side, modalities in (("input", scenario.input), ("output", scenario.output)):
            for kind, capability in modalities.tried.items():
                yield name(scenario), "", f"{side} {kind}", ways(capability)
        for mode, held in scenario.functionalities.items():
            for function in FUNCTIONS:
                if getattr(held, function) != "untested":
                    yield name(scenario), mode, function, getattr(held, function)


def ways(capability: ModalCapability) -> str:
    """How it goes, and in which formats."""
    told = [f"{way} {state}" for way in ("inline", "url", "file") if (state := getattr(capability, way)) != "untested"]
    formats = f" ({', '.join(capability.formats)})" if capability.formats else ""
    return ", ".join(told) + formats


def markdown(scores: Iterable[Score]) -> str:
    """The scores as Markdown: for each provider a table with a row per model and mode, and the evidence below it."""
    return "\n".join(_provider(score) for score in scores)


def _provider(score: Score) -> str:
    lines = [f"## {score.provider}", ""]
    lines += [f"> {warning}\n" for warning in score.warnings]
    if not score.scenarios:
        return "\n".join([*lines, "Nothing was computed yet.", ""])
    used = [
        function
        for function in FUNCTIONS
        if any(
            getattr(held, function) != "untested" for one in score.scenarios for held in one.functionalities.values()
        )
    ]
    heads = ("model", "mode", "in", "out", *(function.replace("_", " ") for function in used))
    lines += [_row(heads), _row("---" for _ in heads)]
    for scenario in score.scenarios:
        for mode, held in scenario.functionalities.items() or [("", None)]:
            cells = (SIGNS[getattr(held, function, "untested")] for function in used)
            sides = (" ".join(_kinds(scenario.input.work)), " ".join(_kinds(scenario.output.work)))
            lines.append(_row((name(scenario), mode, *sides, *cells)))
    lines += ["", *(f"* {name(scenario)}: {who(scenario.evidence)}" for scenario in score.scenarios), ""]
    return "\n".join(lines)


def _kinds(work: Iterable[str]) -> list[str]:
    return [kind for kind in OUTPUTS if kind in work]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


LEGEND: Final = "✅ seen, 💨 flaky, ❌ asked for and not seen, · untested"
