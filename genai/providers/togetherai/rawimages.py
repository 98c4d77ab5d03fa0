"""Raw: a request for, and an answer with Together's pictures.  https://docs.together.ai/reference/post-images-generations"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Literal

from attrs import frozen

from ...wiretypes import Listed
from .._openai_images import raw


@frozen(kw_only=True)
class Lora:
    """An adaptation, and how strong it is; 1 is usual."""

    path: str
    scale: float


@frozen(kw_only=True)
class GenerateRequest:
    """A picture from words, and from others if they are given."""

    prompt: str
    model: str
    n: int | None = None
    steps: int | None = None
    seed: int | None = None
    width: int | None = None
    height: int | None = None
    negative_prompt: str | None = None
    guidance_scale: float | None = None
    image_url: str | None = None
    reference_images: Sequence[str] | None = None
    image_loras: Sequence[Lora] | None = None
    response_format: Annotated[str, Listed("base64", "url")] | None = None
    output_format: Annotated[str, Listed("jpeg", "png")] | None = None
    disable_safety_checker: bool | None = None


@frozen(kw_only=True)
class Timings:
    """Seconds. Recorded, and not documented."""

    inference: float | None = None


@frozen(kw_only=True)
class Image(raw.Image):
    """One picture. Its ``type`` is documented, and was not there when it was recorded."""

    index: int | None = None
    type: Annotated[str, Listed("b64_json", "url")] | None = None
    timings: Timings | None = None


@frozen(kw_only=True)
class ImagesResponse(raw.ImagesResponse):
    """Pictures."""

    id: str | None = None
    model: str | None = None
    object: Literal["list"] = "list"
    data: Sequence[Image] | None = None


EVENTS: Final[Mapping[str, type]] = {}
