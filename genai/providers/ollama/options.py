"""What only Ollama has.  https://docs.ollama.com/api/chat"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, boolean, mapping, of_type, option, whole


def _kept(value: Any) -> str | None:
    """A duration such as ``"5m"``, or seconds."""
    return "a text or a number, not a bool" if isinstance(value, bool) else of_type(str, int, float)(value)


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Ollama that have no counterpart elsewhere.

    Args:
        think: True lets a model think that can, False keeps it from doing so; ``effort`` says how much, where a model
            knows levels.
        keep_alive: How long the model stays in memory: ``"5m"``, or seconds; 0 unloads it, -1 keeps it for good.
        num_ctx: The context in tokens, at least 1. What is longer is cut off at its beginning.
        min_p: 0 to 1; tokens less likely than this share of the likeliest one are not considered.
        repeat_penalty: Above 1 repeats less.
        repeat_last_n: How far back repeats are looked for, in tokens; 0 is not at all, -1 the whole context.
        model_options: More of the server's own options, such as ``{"num_gpu": 1}``.
    """

    think: bool | None = option(boolean)
    keep_alive: str | float | None = option(_kept)
    num_ctx: int | None = option(whole(1))
    min_p: float | None = option(between(0, 1))
    repeat_penalty: float | None = option(between(0))
    repeat_last_n: int | None = option(whole(-1))
    model_options: Mapping[str, Any] | None = option(mapping, hash=False)
