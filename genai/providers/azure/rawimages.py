"""Raw: an answer with Azure's pictures, and what its filters say of them.

https://learn.microsoft.com/en-us/azure/ai-services/openai/how-to/dall-e
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from attrs import frozen

from ...wiretypes import Listed
from .._openai_images import raw


@frozen(kw_only=True)
class Severity:
    """How bad it is, and whether it was filtered."""

    filtered: bool | None = None
    severity: Annotated[str, Listed("safe", "low", "medium", "high")] | None = None


@frozen(kw_only=True)
class Detected:
    """Whether it was found, and filtered."""

    filtered: bool | None = None
    detected: bool | None = None


@frozen(kw_only=True)
class PictureFilter:
    """What is in a picture."""

    sexual: Severity | None = None
    violence: Severity | None = None
    hate: Severity | None = None
    self_harm: Severity | None = None


@frozen(kw_only=True)
class PromptFilter(PictureFilter):
    """What is in the words."""

    profanity: Detected | None = None
    jailbreak: Detected | None = None
    custom_blocklists: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class Image(raw.Image):
    """One picture."""

    content_filter_results: PictureFilter | None = None
    prompt_filter_results: PromptFilter | None = None


@frozen(kw_only=True)
class ImagesResponse(raw.ImagesResponse):
    """Pictures."""

    data: Sequence[Image] | None = None


EVENTS: Final[Mapping[str, type]] = raw.EVENTS
