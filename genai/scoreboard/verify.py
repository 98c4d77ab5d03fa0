"""Verify: every scoreboard is computed again from its recordings, and held against its file.

The rule here: what has no recordings at hand is counted as such, and never as checked.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from .. import providers
from . import load, recordings
from .compute import KNOWN, Outcome, computed
from .recordings import Recorded
from .values import Scenario, Score


@frozen(kw_only=True)
class Verified:
    """
    What came of it.

    Args:
        checked: How many scenarios were computed again.
        absent: How many have no recordings at hand.
        faults: What is wrong.
    """

    checked: int
    absent: int
    faults: tuple[str, ...] = ()


def verify(recorded: Sequence[Recorded], names: Iterable[str] = ()) -> Verified:
    """Compute these providers' scoreboards again (default: all), and look for cassettes that belong to none."""
    results = [verified(load(name), recorded) for name in names or providers.names()]
    return Verified(
        checked=sum(one.checked for one in results),
        absent=sum(one.absent for one in results),
        faults=(*(fault for one in results for fault in one.faults), *stray(recorded)),
    )


def verified(stored: Score, recorded: Iterable[Recorded]) -> Verified:
    """One provider's scoreboard against its recordings."""
    mine = [one for one in recorded if one.provider == stored.provider]
    at_hand = {one.provenance for one in mine}
    again = computed(stored.provider, mine, stored)
    tested = [scenario for scenario in stored.scenarios if scenario.evidence is not None]
    checked = [scenario for scenario in tested if _provenance(scenario) in at_hand]
    faults = [f"{stored.provider}: {fault}" for fault in differences(stored, again.score)]
    faults += unplayed(again.outcomes)
    return Verified(checked=len(checked), absent=len(tested) - len(checked), faults=tuple(faults))


def unplayed(outcomes: Iterable[tuple[Recorded, Outcome | None]]) -> list[str]:
    """Cassettes with exchanges that nobody asks for any more. In a corpus somebody else's client may have asked."""
    own = [(one, outcome) for one, outcome in outcomes if outcome is not None and one.provenance != "corpus"]
    counted = [(one.path, len(outcome.exchanges), len(one.exchanges())) for one, outcome in own]
    return [f"{_place(path)}: {n} of {there} exchanges are asked for" for path, n, there in counted if n < there]


def strangers(folder: Path) -> list[str]:
    """Files among the cassettes that are none: nobody could ever play them."""
    known = {one.path for one in recordings.of(folder)}
    return [f"{_place(path)}: an orphan: no cassette" for path in sorted(folder.rglob("*.yaml")) if path not in known]


def _provenance(scenario: Scenario) -> str:
    return scenario.evidence.provenance if scenario.evidence else ""


def differences(stored: Score, again: Score) -> list[str]:
    """What the recordings say otherwise than the file, scenario by scenario."""
    ours, theirs = ({_name(one): one for one in score.scenarios} for score in (stored, again))
    gone = [f"{name}: no recording shows it" for name in ours if name not in theirs]
    new = [f"{name}: recorded, and not in the file" for name in theirs if name not in ours]
    both = [name for name in ours if name in theirs and ours[name] != theirs[name]]
    return [*gone, *new, *(f"{name}: {_cells(ours[name], theirs[name])}" for name in both)]


def _name(scenario: Scenario) -> str:
    return f"{scenario.models[0]}{' with thoughts' * scenario.reasoning}"


def _cells(ours: Scenario, theirs: Scenario) -> str:
    """The cells that differ, as ``sync.json: true, recorded: false``."""
    before, after = (dict(_flat(json.loads(scenario.to_json()), "")) for scenario in (ours, theirs))
    pairs = {name: (before.get(name, "untested"), after.get(name, "untested")) for name in sorted({*before, *after})}
    return "; ".join(f"{name}: {old}, recorded: {new}" for name, (old, new) in pairs.items() if old != new)


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """What JSON holds, by paths."""
    if not isinstance(value, dict):
        yield path, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        return
    for key, held in value.items():
        yield from _flat(held, f"{path}.{key}".lstrip("."))


def stray(recorded: Iterable[Recorded]) -> list[str]:
    """Cassettes that no scoreboard makes use of, and those that are made use of twice. A corpus holds more, and may."""
    cassettes = [one for one in recorded if one.provenance != "corpus"]
    known = providers.names()
    faults = [
        f"{_place(one.path)}: an orphan: no {what}"
        for one in cassettes
        for what, sound in (
            (f"provider {one.provider}", one.provider in known),
            (f"check {one.check}", (one.mode, one.check) in KNOWN),
            (f"place of {one.mode}/{one.check}", one.path.parts[-2:] == (one.mode, f"{one.check}.yaml")),
        )
        if not sound
    ]
    used = Counter((one.provider, one.model, one.mode, one.check) for one in cassettes)
    return faults + [f"{'/'.join(names)}: opened {count} times" for names, count in used.items() if count > 1]


def _place(path: Path) -> str:
    return "/".join(path.parts[-4:])
