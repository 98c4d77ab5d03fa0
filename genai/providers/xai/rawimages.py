"""Raw: requests for, and answers with, xAI's pictures.  https://docs.x.ai/developers/model-capabilities/images

The REST description at hand is not xAI's own. What is marked so here is not in it, and seen in others' code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Literal

from attrs import frozen

from ...wiretypes import Listed
from .._openai_images import raw


@frozen(kw_only=True)
class GenerateRequest:
    """A picture from words."""

    prompt: str
    model: str
    n: int | None = None
    aspect_ratio: str | None = None
    resolution: Annotated[str, Listed("1k", "2k")] | None = None
    response_format: raw.Delivery | None = None


@frozen(kw_only=True)
class ImageInput:
    """A picture that goes in, by URL or inline."""

    type: Literal["image_url"] = "image_url"
    url: str


@frozen(kw_only=True)
class EditRequest:
    """Pictures changed by words: one, or several."""

    prompt: str
    model: str
    image: ImageInput | None = None
    images: Sequence[ImageInput] | None = None
    aspect_ratio: str | None = None
    resolution: Annotated[str, Listed("1k", "2k")] | None = None
    response_format: raw.Delivery | None = None


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
