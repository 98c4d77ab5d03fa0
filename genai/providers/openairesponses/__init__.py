"""OpenAI Responses.  https://platform.openai.com/docs/api-reference/responses"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ...provider import Config, Info

if TYPE_CHECKING:
    from ...wire import Wire
    from .items import input_items, output_items
    from .options import Options

INFO = Info(
    name="openairesponses",
    title="OpenAI",
    docs="https://platform.openai.com/docs/api-reference/responses",
    aliases=("openai",),
    key_variables=("OPENAI_API_KEY",),
    key_url="https://platform.openai.com/settings/organization/api-keys",
    base_url="https://api.openai.com/v1",
    hosts=frozenset({"api.openai.com", "us.api.openai.com", "eu.api.openai.com"}),
    file_hosts=frozenset({"oaidalleapiprodscus.blob.core.windows.net"}),  # pictures of the older models
)

__all__ = ["INFO", "input_items", "Options", "output_items", "unknown_fields", "wire"]


def wire(config: Config) -> Wire:
    """The wire, loaded on first need: the Images API for a model that makes nothing but pictures, or is not listed; the
    Videos API for films."""
    if config.output == "video":
        from .._openai_videos.verbs import Films
        from .videos import DIALECT as FILMS

        return Films(config, FILMS)
    if config.output == "image" and (not config.limits or config.limits.get("output") == "image"):
        from .._openai_images.verbs import Images
        from .images import DIALECT

        return Images(config, DIALECT)
    from .verbs import Responses

    return Responses(config)


def unknown_fields(raw: Any) -> tuple[str, ...]:
    """What a decoded answer has that the raw types do not know."""
    if isinstance(raw, tuple) or "data" in raw:  # of pictures: the events of a stream, or a whole answer
        from .._openai_images import verbs

        return verbs.unknown_fields(raw)
    if raw.get("object") == "video":
        from ... import drift
        from .._openai_videos.raw import Video

        return drift.unknown_fields(raw, Video)
    from . import raw as types
    from .verbs import unknown_in

    return unknown_in(types, "Response", raw)


_HOMES = {"Options": "options", "input_items": "items", "output_items": "items"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
