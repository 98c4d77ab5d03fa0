"""``scoreboard.json``: small, sorted, and the same bytes for the same observations.

``read`` and ``write`` are for ours; ``read_go`` reads the file of maruel/genai, whose verdicts ours can be compared
with. (That file was computed in another way; nothing of it gets into ours.)
"""

from __future__ import annotations

import importlib.resources
import json
import re
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from ..errors import InvalidRequest
from .values import (
    FUNCTIONS,
    MODALITIES,
    TRISTATES,
    Evidence,
    Functionality,
    ModalCapability,
    Modalities,
    Scenario,
    Score,
    TriState,
)

NAME: Final = "scoreboard.json"


def place(package: str) -> Traversable:
    """The scoreboard of a provider's package."""
    return importlib.resources.files(package).joinpath(NAME)


def read(package: str, provider: str) -> Score:
    """A package's scoreboard; InvalidRequest, with all faults, when it is no sound one."""
    return parsed(place(package).read_text("utf-8"), provider)


def parsed(text: str, provider: str) -> Score:
    """A scoreboard from its file's text."""
    return Score.from_json(json.dumps({**json.loads(text), "provider": provider}))


def written(score: Score) -> str:
    """A scoreboard as its file's text: sorted, without what is untested, and without the name, which the folder has."""
    held = json.loads(score.to_json())
    del held["provider"]
    return json.dumps({"scenarios": [], **held}, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def write(score: Score, path: Path) -> bool:
    """Write a scoreboard, if that changes the file; whether it did."""
    text = written(score)
    if path.is_file() and path.read_text("utf-8") == text:
        return False
    path.write_text(text, "utf-8")
    return True


# --- The file of maruel/genai -----------------------------------------------------------------------------------------

GO_MODES: Final = {"sync": "GenSync", "stream": "GenStream"}
GO_SOURCE: Final = "maruel/genai"


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found[1].lower()}", name)


def _state(value: Any) -> TriState:
    """Theirs has booleans and texts; for JSON schemas also what kinds of them, of which we ask for an object."""
    if isinstance(value, Mapping):
        return _state(value.get("object", "untested"))
    said: Any = str(value).lower() if isinstance(value, bool) else value
    if said not in TRISTATES:
        raise InvalidRequest(f"true, false, flaky or untested, not {value!r}")
    state: TriState = said
    return state


def _functionality(held: Mapping[str, Any]) -> Functionality:
    """Their cells that we have as well; they have had others, from version to version."""
    named = {_snake(name): value for name, value in held.items()}
    return Functionality(**{name: _state(value) for name, value in named.items() if name in FUNCTIONS})


def _modal(held: Mapping[str, Any]) -> ModalCapability:
    ways = {way: _state(held[way]) for way in ("inline", "url") if way in held}
    return ModalCapability(**ways, formats=held.get("supportedFormats", ()), max_size=held.get("maxSize") or None)


def _modalities(held: Mapping[str, Any]) -> Modalities:
    return Modalities(**{kind: _modal(capability) for kind, capability in held.items() if kind in MODALITIES})


def _scenario(held: Mapping[str, Any]) -> Scenario:
    modes: dict[str, Any] = {mode: _functionality(held[name]) for mode, name in GO_MODES.items() if name in held}
    into, out = _modalities(held.get("in", {})), _modalities(held.get("out", {}))
    if not (into.tried and out.tried):  # what comes out is nothing of ours, such as embeddings
        into, out, modes = Modalities(), Modalities(), {}
    tags = [held[name] for name in ("reasoningTokenStart", "reasoningTokenEnd") if name in held]
    return Scenario(
        models=held["models"],
        reasoning=held.get("reason", False),
        reasoning_tags=tags if len(tags) == 2 else (),
        input=into,
        output=out,
        evidence=Evidence(provenance="corpus", source=GO_SOURCE, answers=1) if into.tried else None,
        **modes,
    )


def read_go(text: str, provider: str) -> Score:
    """The Go library's scoreboard.json, for comparison: what it does not name is "untested" here, and "false" there."""
    held = json.loads(text)
    return Score(
        provider=provider,
        warnings=held.get("warnings", ()),
        country=held.get("country"),
        dashboard_url=held.get("dashboardURL"),
        scenarios=[_scenario(scenario) for scenario in held["scenarios"]],
    )
