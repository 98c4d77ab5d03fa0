"""Anthropic Messages.  https://platform.claude.com/docs/en/api/messages"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ...provider import Config, Info

if TYPE_CHECKING:
    from ...wire import Wire
    from .items import input_message, output_blocks
    from .options import Options

INFO = Info(
    name="anthropic",
    title="Anthropic",
    docs="https://platform.claude.com/docs/en/api/messages",
    aliases=("claude",),
    key_variables=("ANTHROPIC_API_KEY",),
    key_url="https://platform.claude.com/settings/keys",
    base_url="https://api.anthropic.com/v1",
    hosts=frozenset({"api.anthropic.com"}),
)

__all__ = ["INFO", "input_message", "Options", "output_blocks", "unknown_fields", "wire"]


def wire(config: Config) -> Wire:
    """The wire, loaded on first need."""
    from .verbs import Anthropic

    return Anthropic(config)


def unknown_fields(raw: Any) -> tuple[str, ...]:
    """What a decoded answer has that the raw types do not know."""
    from . import raw as types
    from .verbs import unknown_in

    return unknown_in(types.Message, raw)


_HOMES = {"Options": "options", "input_message": "items", "output_blocks": "items"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
