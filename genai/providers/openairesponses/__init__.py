"""OpenAI Responses.  https://platform.openai.com/docs/api-reference/responses"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ...provider import Config, Info

if TYPE_CHECKING:
    from .items import input_items, output_items
    from .options import Options
    from .verbs import Responses

INFO = Info(
    name="openairesponses",
    title="OpenAI",
    docs="https://platform.openai.com/docs/api-reference/responses",
    aliases=("openai",),
    key_variables=("OPENAI_API_KEY",),
    key_url="https://platform.openai.com/settings/organization/api-keys",
    base_url="https://api.openai.com/v1",
    hosts=frozenset({"api.openai.com", "us.api.openai.com", "eu.api.openai.com"}),
)

__all__ = ["INFO", "input_items", "Options", "output_items", "unknown_fields", "wire"]


def wire(config: Config) -> Responses:
    """The wire, loaded on first need."""
    from .verbs import Responses

    return Responses(config)


def unknown_fields(raw: Any) -> tuple[str, ...]:
    """What a decoded answer has that the raw types do not know."""
    from . import raw as types
    from .verbs import unknown_in

    return unknown_in(types, "Response", raw)


_HOMES = {"Options": "options", "input_items": "items", "output_items": "items"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
