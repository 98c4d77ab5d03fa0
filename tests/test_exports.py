"""The public names are those in ``__all__``, sorted, and importing genai loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import genai

HEAVY = ("attr", "cattrs", "click", "docstring_parser", "httpcore2", "httpx2", "jsonschema", "rich", "tenacity", "yaml")


def modules_after(code: str) -> set[str]:
    """The modules that are loaded once a fresh interpreter has run some code."""
    out = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(out.stdout.split())


def test_all_is_sorted() -> None:
    """``__all__`` is in the order of the alphabet, whatever the case."""
    assert sorted(genai.__all__, key=str.lower) == genai.__all__


def test_every_name_is_there() -> None:
    """Each public name can be had, and has a docstring where it is a class or a function."""
    for name in genai.__all__:
        value = getattr(genai, name)

        assert getattr(value, "__doc__", None), name


def test_nothing_else_is_public() -> None:
    """``dir(genai)`` shows the public names, and no others are loaded from the package."""
    assert sorted(genai.__all__) == sorted(dir(genai))
    assert set(genai._HOME) | set(genai._MODULES) == set(genai.__all__)


def test_a_name_that_is_not_there() -> None:
    """A misspelt name is an AttributeError, as with any module."""
    assert not hasattr(genai, "gen_sink")


def test_import_is_light() -> None:
    """``import genai`` loads no HTTP library, no cattrs, no jsonschema, no tenacity, no rich; not even attrs."""
    assert set() == modules_after("import genai") & set(HEAVY)


def test_load_and_find_are_light() -> None:
    """Looking providers up loads none of them but one, and neither raw types nor cattrs."""
    loaded = modules_after("import genai; genai.load('openai', api_key='k')")

    assert set() == loaded & {"cattrs", "jsonschema", "tenacity", "rich", "click", "yaml", "docstring_parser"}
    assert "genai.providers.openairesponses.raw" not in loaded
