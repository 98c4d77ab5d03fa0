"""The house rules that a machine can hold: sizes, rooms, and who imports what."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from genai import providers

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "genai"
MODULES = sorted(HOUSE.rglob("*.py"))
EVERY = ("__init__.py", "raw.py", "dialect.py", "scoreboard.json", "models.json")
OWN_WIRE = ("endpoints.py", "encode.py", "decode.py", "stream.py", "verbs.py")
"""What a provider has as well whose wire is its own."""


def lines(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text("utf-8").splitlines())


def imported(path: Path) -> set[str]:
    """The packages that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_the_twins_stay_small() -> None:
    """What is written twice, for sync code and for asyncio, is under 600 lines."""
    assert lines(HOUSE / "drivers.py") + lines(HOUSE / "client.py") < 600


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_modules_are_small_and_say_what_they_are(path: Path) -> None:
    """A module has a docstring, and is under 400 lines; raw types may be long."""
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))
    if path.name != "raw.py":
        assert lines(path) < 400


@pytest.mark.parametrize(
    ("library", "only"),
    [("httpx2", "network.py"), ("httpcore2", "network.py"), ("tenacity", "drivers.py")],
)
def test_who_imports_what(library: str, only: str) -> None:
    """One file imports the HTTP library, and one retries. (loading.py names a type for its signature.)"""
    users = {path.name for path in MODULES if library in imported(path)}

    assert {only} == users - {"loading.py", "client.py"}


@pytest.mark.parametrize("name", providers.names())
def test_packages_rhyme(name: str) -> None:
    """Each provider has the same files, and a first line with the link to its API reference."""
    folder = HOUSE / "providers" / name
    about = providers.info(name)
    wanted = EVERY + OWN_WIRE * (folder / "encode.py").is_file()

    assert [] == [file for file in wanted if not (folder / file).is_file()]
    assert about.docs in (ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or "")
    assert name == about.name
    for file in ("scoreboard.json", "models.json"):
        assert isinstance(json.loads((folder / file).read_text("utf-8")), dict)


def test_every_room_is_on_the_plan() -> None:
    """docs/architecture.md names every module and package at the top of the house."""
    plan = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = [path.name for path in HOUSE.glob("*.py") if path.name != "__init__.py"]
    rooms += [f"{path.parent.name}/" for path in HOUSE.glob("*/__init__.py")]

    assert [] == [room for room in sorted(rooms) if room not in plan]
