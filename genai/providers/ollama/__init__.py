"""Ollama.  https://docs.ollama.com/api

On a machine of yours it wants no key; at ``base_url="https://ollama.com"`` it does. A base URL that ends in ``/v1`` is
asked in Chat Completions instead, which say less: https://docs.ollama.com/api/openai-compatibility.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from ...provider import Config, Info

if TYPE_CHECKING:
    from ...wire import Wire
    from .options import Options

INFO = Info(
    name="ollama",
    title="Ollama",
    docs="https://docs.ollama.com/api",
    key_variables=("OLLAMA_API_KEY",),
    key_url="https://ollama.com/settings/keys",
    base_url="http://127.0.0.1:11434",
    hosts=frozenset({"ollama.com"}),
    keyless=True,
)

__all__ = ["INFO", "Options", "unknown_fields", "wire"]

CHAT: Final = f"{__name__}.chat"
_HOMES: Final = {"Options": f"{__name__}.options", "DIALECT": f"{CHAT}.dialect"}


def wire(config: Config) -> Wire:
    """The wire, loaded on first need: Ollama's own, or Chat Completions for a base URL that ends in ``/v1``."""
    if config.base_url.endswith("/v1"):
        from .._openai_chat.verbs import Chat

        return Chat(config, CHAT)
    from .verbs import Ollama

    return Ollama(config)


def unknown_fields(raw: Any) -> tuple[str, ...]:
    """What a decoded answer has that the raw types do not know."""
    from ... import drift

    if "choices" in raw:
        from .chat import raw as chat

        return drift.unknown_fields(raw, chat.Completion)
    from . import raw as types

    return drift.unknown_fields(raw, types.ChatResponse)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
