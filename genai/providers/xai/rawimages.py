"""Raw: an answer with xAI's pictures.  https://docs.x.ai/developers/model-capabilities/images

The REST description at hand is not xAI's own. What is marked so here is not in it, and seen in others' code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from .._openai_images import raw


@frozen(kw_only=True)
class Image(raw.Image):
    """One picture."""

    mime_type: str | None = None  # seen


@frozen(kw_only=True)
class Usage(raw.Usage):
    """What it cost."""

    cost_in_usd_ticks: int | None = None  # seen


@frozen(kw_only=True)
class ImagesResponse(raw.ImagesResponse):
    """Pictures."""

    data: Sequence[Image] | None = None
    usage: Usage | None = None


EVENTS: Final[Mapping[str, type]] = {}
