"""Writes docs/providers.md: every provider, where it is, what its key is called, and which options its wire carries.

All of it is read from the packages themselves; ``tests/test_docs.py`` sees that the page is not out of date.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import genai
from genai import providers
from genai.options import CLIENT_SIDE, OWNER

PAGE = Path(__file__).resolve().parents[1] / "docs" / "providers.md"
HEAD = """# Providers

Made by `tools/document_providers.py` from the packages, not by hand. Swap the name in `genai.load(name)`, and nothing
else changes: what a wire cannot carry raises `NotSupported` before anything is sent.

| provider | key | base URL | lists models | options that its wire carries for text |
|---|---|---|---|---|
"""
GROUPS = ("TextOptions", "ToolOptions", "ReasoningOptions", "WebOptions", "Seed")


def rows() -> Iterator[str]:
    """One row per provider."""
    for name in providers.names():
        info = providers.info(name)
        llm = genai.load(name, model="-", base_url="http://127.0.0.1:9")
        aliases = f" ({', '.join(f'`{alias}`' for alias in info.aliases)})" if info.aliases else ""
        keys = " or ".join(f"`{variable}`" for variable in (*info.key_variables, *info.regions)) or "none"
        lists = "yes" if llm.capabilities.list_models else "no"
        carried = sorted(o for o in llm._wire.options - CLIENT_SIDE if OWNER[o].__name__ in GROUPS)
        shown = ", ".join(carried) or "none: it makes pictures"
        yield f"| [{name}]({info.docs}){aliases} | {keys} | `{info.base_url}` | {lists} | {shown} |"


def page() -> str:
    """The page."""
    return HEAD + "\n".join(rows()) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
