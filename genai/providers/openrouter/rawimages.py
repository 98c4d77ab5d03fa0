"""Raw: requests, answers and events with OpenRouter's pictures.  https://openrouter.ai/docs/api-reference/overview"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from attrs import frozen

from ...wiretypes import Listed
from .._openai_images import raw


@frozen(kw_only=True)
class ImageUrl:
    """Where a picture is."""

    url: str


@frozen(kw_only=True)
class Reference:
    """A picture that goes in."""

    type: Literal["image_url"] = "image_url"
    image_url: ImageUrl


@frozen(kw_only=True)
class GenerateRequest:
    """A picture from words, and from others if they are given."""

    prompt: str
    model: str
    n: int | None = None
    size: str | None = None
    resolution: Annotated[str, Listed("512", "1K", "2K", "4K")] | None = None
    aspect_ratio: str | None = None
    quality: Annotated[str, Listed("auto", "low", "medium", "high")] | None = None
    background: raw.Background | None = None
    output_format: Annotated[str, Listed("png", "jpeg", "webp", "svg")] | None = None
    output_compression: int | None = None
    seed: int | None = None
    input_references: Sequence[Reference] | None = None
    provider: Mapping[str, Any] | None = None
    stream: bool | None = None


@frozen(kw_only=True)
class Image(raw.Image):
    """One picture."""

    media_type: str | None = None


@frozen(kw_only=True)
class Usage:
    """Tokens, and what they cost."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    total_tokens: int | None = None
    prompt_tokens_details: Mapping[str, Any] | None = None
    completion_tokens_details: Mapping[str, Any] | None = None
    cache_creation: Mapping[str, Any] | None = None
    cost: float | None = None
    cost_details: Mapping[str, Any] | None = None
    is_byok: bool | None = None
    iterations: Sequence[Any] | None = None
    server_tool_use: Mapping[str, Any] | None = None
    service_tier: str | None = None
    speed: str | None = None


@frozen(kw_only=True)
class ImagesResponse:
    """Pictures."""

    created: float | None = None
    data: Sequence[Image] | None = None
    usage: Usage | None = None


@frozen(kw_only=True)
class PartialImage:
    """A picture as far as it is."""

    type: Literal["image_generation.partial_image"] = "image_generation.partial_image"
    b64_json: str | None = None
    partial_image_index: int


@frozen(kw_only=True)
class TextChunk:
    """A piece of a picture that is a text."""

    type: Literal["image_generation.text_chunk"] = "image_generation.text_chunk"
    text: str
    phase: Annotated[str, Listed("content", "reasoning", "draft")]


@frozen(kw_only=True)
class Completed:
    """A picture that is done."""

    type: Literal["image_generation.completed"] = "image_generation.completed"
    b64_json: str | None = None
    created: float | None = None
    media_type: str | None = None
    usage: Usage | None = None


EVENTS: Final[Mapping[str, type]] = {
    "image_generation.partial_image": PartialImage,
    "image_generation.text_chunk": TextChunk,
    "image_generation.completed": Completed,
    "error": raw.ErrorEvent,
}
