"""Package: what every provider's package that speaks Chat Completions has in its ``__init__``.

The rule here: importing a provider loads nothing but this; its dialect, raw types and options load on first need.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from ...provider import Config
    from ...wire import Wire
    from .verbs import Chat

LAZY = {"Options": "options", "DIALECT": "dialect"}

Exports: TypeAlias = "tuple[Callable[[Config], Wire], Callable[[Any], tuple[str, ...]], Callable[[str], Any]]"


@cache
def module(package: str, name: str) -> Any:
    """A module of a package, or None when it has none of this name."""
    path = f"{package}.{name}"
    return importlib.import_module(path) if importlib.util.find_spec(path) else None


def image_types(package: str) -> Any:
    """The raw types of a provider's pictures: its own, or OpenAI's."""
    return module(package, "rawimages") or importlib.import_module("genai.providers._openai_images.raw")


def film_types(package: str) -> Any:
    """The raw types of a provider's films: its own, or OpenAI's."""
    return module(package, "rawvideos") or importlib.import_module("genai.providers._openai_videos.raw")


def exports(package: str) -> Exports:
    """``wire``, ``unknown_fields`` and ``__getattr__`` of a provider's package."""

    def wire(config: Config) -> Wire:
        """The wire, loaded on first need: Chat Completions, or that of pictures, or of films, for what makes these."""
        images = module(package, "images") if config.output == "image" else None
        if images is not None:
            from .._openai_images.verbs import Images

            pictures: type[Images] = getattr(images, "Pictures", Images)
            return pictures(config, images.DIALECT, image_types(package))
        videos = module(package, "videos") if config.output == "video" else None
        if videos is not None:
            from .._openai_videos.verbs import Films

            return Films(config, videos.DIALECT, film_types(package))
        verbs = module(package, "verbs") or importlib.import_module(f"{__package__}.verbs")
        chat: Chat = verbs.Chat(config, package)
        return chat

    def unknown_fields(raw: Any) -> tuple[str, ...]:
        """What a decoded answer has that the raw types do not know."""
        from ... import drift

        images = module(package, "images")
        if images is not None and (isinstance(raw, tuple) or images.DIALECT.pictures in raw):  # a stream, or whole
            from .._openai_images import verbs

            return verbs.unknown_fields(raw, image_types(package))
        if module(package, "videos") is not None and "status" in raw:
            return drift.unknown_fields(raw, film_types(package).Video)
        types = module(package, "raw") or module(__package__, "raw")
        return drift.unknown_fields(raw, types.Completion)

    def load(name: str) -> Any:
        """What loads on first need."""
        found = module(package, LAZY[name]) if name in LAZY else None
        if found is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(found, name)

    return wire, unknown_fields, load
