"""Raw: requests for, and an answer with, HasteKit's pictures, as its Go package has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from .._openai_images import raw


@frozen(kw_only=True)
class GenerateRequest:
    """A picture from words; the model is ``Provider:model``."""

    prompt: str
    model: str
    n: int | None = None
    size: str | None = None
    quality: str | None = None
    style: str | None = None
    response_format: str | None = None
    background: str | None = None
    output_format: str | None = None
    aspect_ratio: str | None = None
    resolution: str | None = None


@frozen(kw_only=True)
class InputImage:
    """A picture that goes in, as base64."""

    data: str
    filename: str | None = None


@frozen(kw_only=True)
class EditRequest:
    """Pictures changed by words."""

    prompt: str
    model: str
    images: Sequence[InputImage]
    n: int | None = None
    size: str | None = None
    quality: str | None = None
    response_format: str | None = None
    output_format: str | None = None
    aspect_ratio: str | None = None
    resolution: str | None = None


@frozen(kw_only=True)
class Image(raw.Image):
    """One picture."""

    mime_type: str | None = None


@frozen(kw_only=True)
class Usage:
    """Tokens."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    total_tokens: int | None = None


@frozen(kw_only=True)
class ImagesResponse:
    """Pictures."""

    images: Sequence[Image] | None = None
    usage: Usage | None = None
    raw_fields: Mapping[str, Any] | None = None


EVENTS: Final[Mapping[str, type]] = {}
