"""Compare: where two scoreboards of one provider differ, cell by cell.

    differences(scoreboard.load("groq"), files.read_go(text, "groq"))

The rule here: models are matched by their ids and by whether they think; a model that only one side has tested is not
compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from .values import FUNCTIONS, WAYS, Scenario, Score

Key: TypeAlias = tuple[str, bool]
Difference: TypeAlias = tuple[str, str, str, str]
"""A model, a cell such as ``"sync tools"`` or ``"input image url"``, what ours says of it, and what theirs says."""

ALIKE = frozenset({"false", "untested"})
"""The Go library's file does not name what is false, so that the two are one there."""


def by_model(score: Score) -> dict[Key, Scenario]:
    """What was tested: each model, and whether it thinks."""
    scenarios = [scenario for scenario in score.scenarios if scenario.evidence]
    return {(model, scenario.reasoning): scenario for scenario in scenarios for model in scenario.models}


def cells(scenario: Scenario) -> Mapping[str, str]:
    """All cells of a scenario by name, those that are untested too."""
    modes = scenario.functionalities.items()
    found = {f"{mode} {name}": getattr(held, name) for mode, held in modes for name in FUNCTIONS}
    for side, modalities in (("input", scenario.input), ("output", scenario.output)):
        for kind, capability in modalities.tried.items():
            found.update({f"{side} {kind} {way}": getattr(capability, way) for way in WAYS})
    return found


def shared(ours: Score, theirs: Score) -> list[Key]:
    """The models that both have tested, sorted."""
    return sorted(by_model(ours).keys() & by_model(theirs).keys())


def differences(ours: Score, theirs: Score) -> Iterator[Difference]:
    """Each cell of the models that both have tested of which they say different things, sorted."""
    here, there = by_model(ours), by_model(theirs)
    for key in shared(ours, theirs):
        mine, other = cells(here[key]), cells(there[key])
        name = f"{key[0]}{' (thinks)' * key[1]}"
        for cell in sorted(mine.keys() | other.keys()):
            said = mine.get(cell, "untested"), other.get(cell, "untested")
            if said[0] != said[1] and not ALIKE.issuperset(said):
                yield name, cell, *said
