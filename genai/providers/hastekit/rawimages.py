"""Raw: an answer with HasteKit's pictures, as its Go package has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from .._openai_images import raw


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
