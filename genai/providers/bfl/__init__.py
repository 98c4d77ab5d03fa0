"""Black Forest Labs (FLUX).  https://docs.bfl.ai/quick_start/generating_images

It makes pictures alone, each as a job that is submitted, polled at the URL that the answer names, and downloaded from
another within ten minutes. ``gen_sync`` does all of that; ``gen_async`` and ``poke_result`` do it in steps.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ...provider import Config, Info

if TYPE_CHECKING:
    from .options import Options
    from .verbs import Flux

INFO = Info(
    name="bfl",
    title="Black Forest Labs",
    docs="https://docs.bfl.ai/quick_start/generating_images",
    aliases=("blackforestlabs",),
    key_variables=("BFL_API_KEY",),
    key_url="https://dashboard.bfl.ai",
    base_url="https://api.bfl.ai/v1",
    hosts=frozenset({"api.bfl.ai", "api.eu.bfl.ai", "api.us.bfl.ai"}),
    # Documented are delivery hosts below bfl.ai, whose names change; the other one was recorded.
    file_hosts=frozenset({".bfl.ai", "bfldeliveryprodeu4.blob.core.windows.net"}),
)

__all__ = ["INFO", "Options", "unknown_fields", "wire"]


def wire(config: Config) -> Flux:
    """The wire, loaded on first need. All that it makes is pictures."""
    from .verbs import Flux

    return Flux(evolve(config, output="image"))


def unknown_fields(raw: Any) -> tuple[str, ...]:
    """What a decoded answer has that the raw types do not know."""
    from ... import drift
    from . import raw as types

    return drift.unknown_fields(raw, types.ResultResponse)


def __getattr__(name: str) -> Any:
    if name != "Options":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module(f"{__name__}.options").Options
