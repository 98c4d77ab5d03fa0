"""The pages in docs/ that are made from the code are up to date."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

TOOLS = Path(__file__).resolve().parents[1] / "tools"


def tool(name: str) -> ModuleType:
    """A tool, which is no part of any package."""
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_list_of_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/providers.md says what the packages say; ``make docs`` writes it anew."""
    made = tool("document_providers")

    assert made.PAGE.read_text("utf-8") == made.page()
