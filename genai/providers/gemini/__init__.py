"""Google's Gemini API.  https://ai.google.dev/api"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ...provider import Config, Info

if TYPE_CHECKING:
    from ...wire import Wire
    from .options import Options

INFO = Info(
    name="gemini",
    title="Google",
    docs="https://ai.google.dev/api",
    aliases=("google",),
    key_variables=("GEMINI_API_KEY", "GOOGLE_API_KEY"),
    key_url="https://aistudio.google.com/apikey",
    base_url="https://generativelanguage.googleapis.com/v1beta",
    hosts=frozenset({"generativelanguage.googleapis.com"}),
    file_names=("google",),
)

__all__ = ["INFO", "Options", "unknown_fields", "wire"]


def wire(config: Config) -> Wire:
    """The wire, loaded on first need: ``:predict`` for Imagen's models, ``:predictLongRunning`` for films."""
    if config.output == "video":
        from .veo import Veo

        return Veo(config)
    if config.output == "image" and "imagen" in config.limits:
        from .imagen import Imagen

        return Imagen(config)
    from .verbs import Gemini

    return Gemini(config)


def unknown_fields(raw: Any) -> tuple[str, ...]:
    """What a decoded answer has that the raw types do not know."""
    from . import raw as types
    from .decode import type_of, unknown_in

    return unknown_in(getattr(types, type_of(raw)), raw)


def __getattr__(name: str) -> Any:
    if name != "Options":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module(f"{__name__}.options").Options
