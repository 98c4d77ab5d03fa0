"""Raw: what Pollinations adds to the Images API.  https://gen.pollinations.ai"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from attrs import frozen

from .._openai_images import raw

__getattr__ = partial(getattr, raw)
"""All that is not different here."""


@frozen(kw_only=True)
class GenerateRequest(raw.GenerateRequest):
    """A picture from words, and from others if they are given."""

    image: str | Sequence[str] | None = None
    seed: int | None = None
