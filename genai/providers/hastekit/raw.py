"""Raw: the types of HasteKit's gateway, which are OpenAI's and what it adds to them.

All names of ``genai.providers.openairesponses.raw`` are here as well.
"""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen

from ..openairesponses import raw as openai


@frozen(kw_only=True)
class ImageGenerationCallInProgress(openai.ImageGenerationCallInProgress):
    """A picture begins. The gateway's Go types have one form for all events of a picture, and write its zeros."""

    partial_image_b64: str | None = None
    partial_image_index: int | None = None
    size: str | None = None
    quality: str | None = None
    background: str | None = None
    output_format: str | None = None


@frozen(kw_only=True)
class ImageGenerationCallGenerating(openai.ImageGenerationCallGenerating):
    """A picture is being made; in the same form."""

    partial_image_b64: str | None = None
    partial_image_index: int | None = None
    size: str | None = None
    quality: str | None = None
    background: str | None = None
    output_format: str | None = None


EVENTS: Final = {
    **openai.EVENTS,
    "response.image_generation_call.in_progress": ImageGenerationCallInProgress,
    "response.image_generation_call.generating": ImageGenerationCallGenerating,
}
"""The events of a stream, by their type."""


def __getattr__(name: str) -> Any:
    return getattr(openai, name)
