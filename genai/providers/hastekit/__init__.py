"""HasteKit's gateway.  https://hastekit.ai/docs/api-reference/gateway/openai-responses-endpoint

It stands before other providers, on a machine of yours or at app.hastekit.ai, and speaks OpenAI's Responses wire. A
model's name decides the way: ``"gpt-4.1-mini"`` is OpenAI's, ``"Anthropic:claude-haiku-4-5"`` names its provider
first. Providers' words are case-sensitive. ``"Anthropic/claude-haiku-4-5"``, as HasteKit's Go package has it, is the
same.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ...provider import Config, Info

if TYPE_CHECKING:
    from ...wire import Wire
    from ..openairesponses import Options

INFO = Info(
    name="hastekit",
    title="HasteKit",
    docs="https://hastekit.ai/docs/api-reference/gateway/openai-responses-endpoint",
    key_variables=("HASTEKIT_API_KEY",),  # our choice: a virtual key, for which HasteKit documents no variable
    key_url="https://hastekit.ai/docs/gateway/llm/virtual-keys",
    base_url="http://localhost:6060",
    hosts=frozenset({"app.hastekit.ai"}),
)

__all__ = ["INFO", "Options", "unknown_fields", "wire"]


def wire(config: Config) -> Wire:
    """The wire, loaded on first need: the image endpoints for pictures of a model that its provider's word names."""
    from .dialect import NATIVE, routed

    if config.output == "image" and routed(config.model)[0] is NATIVE:
        from . import images, rawimages

        return images.Pictures(config, images.DIALECT, rawimages)
    from .verbs import HasteKit

    return HasteKit(config)


def unknown_fields(raw: Any) -> tuple[str, ...]:
    """What a decoded answer has that the raw types do not know."""
    if "images" in raw:
        from .._openai_images import verbs
        from . import rawimages

        return verbs.unknown_fields(raw, rawimages)
    from ..openairesponses.verbs import unknown_in
    from . import raw as types

    return unknown_in(types, "Response", raw)


_HOMES = {"Options": "genai.providers.openairesponses.options"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
