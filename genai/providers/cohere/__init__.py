"""Cohere.  https://docs.cohere.com/reference/chat"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ...provider import Config, Info

if TYPE_CHECKING:
    from ...wire import Wire
    from .options import Options

INFO = Info(
    name="cohere",
    title="Cohere",
    docs="https://docs.cohere.com/reference/chat",
    key_variables=("COHERE_API_KEY", "CO_API_KEY"),
    key_url="https://dashboard.cohere.com/api-keys",
    base_url="https://api.cohere.com",
    hosts=frozenset({"api.cohere.com"}),
)

__all__ = ["INFO", "Options", "unknown_fields", "wire"]


def wire(config: Config) -> Wire:
    """The wire, loaded on first need."""
    from .verbs import Cohere

    return Cohere(config)


def unknown_fields(raw: Any) -> tuple[str, ...]:
    """What a decoded answer has that the raw types do not know."""
    from ... import drift
    from . import raw as types

    return drift.unknown_fields(raw, types.ChatResponse)


def __getattr__(name: str) -> Any:
    if name != "Options":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module(f"{__name__}.options").Options
