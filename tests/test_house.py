"""The house rules that a machine can hold: sizes, rooms, and who imports what."""

from __future__ import annotations

import ast
import importlib
import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from genai import providers
from genai.providers._openai_chat.dialect import Dialect

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "genai"
MODULES = sorted(HOUSE.rglob("*.py"))
EVERY = ("__init__.py", "raw.py", "dialect.py", "scoreboard.json", "models.json")
OWN_WIRE = ("endpoints.py", "encode.py", "decode.py", "stream.py", "verbs.py")
"""What a provider has as well whose wire is its own."""


DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
SAME = 6
"""So many lines of logic in two folders would be one thing written twice."""


def code(path: Path) -> list[int]:
    """The numbers of the lines with code: no blanks, no comments alone on a line, no docstrings."""
    text = path.read_text("utf-8")
    documented = [
        node for node in ast.walk(ast.parse(text)) if isinstance(node, DOCUMENTED) and ast.get_docstring(node)
    ]
    docstrings = {n for node in documented for n in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)}
    written = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    return [number for number, line in written if line and not line.startswith("#") and number not in docstrings]


def logic(path: Path) -> Iterator[tuple[str, ...]]:
    """Each run of SAME lines of code within one function of a module."""
    text, real = path.read_text("utf-8"), code(path)
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            body = [lines[n - 1].strip() for n in real if node.lineno < n <= (node.end_lineno or 0)]
            yield from (tuple(body[start : start + SAME]) for start in range(len(body) - SAME + 1))


def dialects() -> list[Path]:
    """The folders of providers that speak Chat Completions, and have no wire of their own."""
    folders = [HOUSE / "providers" / name for name in providers.names()]
    plain = [folder for folder in folders if (folder / "dialect.py").exists() and not (folder / "encode.py").exists()]
    spoken = {folder: importlib.import_module(f"genai.providers.{folder.name}.dialect") for folder in plain}
    return [folder for folder, module in spoken.items() if isinstance(getattr(module, "DIALECT", None), Dialect)]


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


def test_a_dialect_is_a_small_folder() -> None:
    """
    A provider that speaks Chat Completions takes fewer than 60 lines on the average.

    Counted are the lines of code that say how it speaks: ``__init__.py``, ``dialect.py`` and ``options.py``, without
    blank lines, comments and docstrings. Counted in are imports, and strings that explain a constant. Not counted are
    its raw types (``raw.py``), raw endpoints and verbs of its own, how it makes pictures, and Cloudflare's native wire;
    nor folders whose wire is another one: those with ``encode.py``, bfl (jobs), hastekit (the Responses API).
    """
    files = ("__init__.py", "dialect.py", "options.py")
    counted = {
        folder.name: sum(len(code(folder / file)) for file in files if (folder / file).exists())
        for folder in dialects()
    }
    average = sum(counted.values()) / len(counted)

    assert len(counted) > 30
    assert average < 60, f"{average:.1f} on the average: {counted}"


def test_no_logic_stands_in_two_dialects() -> None:
    """No six lines of a function stand in two folders; all their modules are looked at, but for the raw types."""
    runs = {
        folder.name: {run for path in folder.rglob("*.py") if "raw" not in path.name for run in logic(path)}
        for folder in dialects()
    }

    assert any(runs.values())
    assert [] == [(one, other) for one, other in combinations(runs, 2) if runs[one] & runs[other]]
