"""Raw: requests for, and answers with, OpenRouter's films.  https://openrouter.ai/docs/api-reference/video-generation"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from attrs import frozen

from ...wiretypes import Listed


@frozen(kw_only=True)
class Link:
    """Where something is; a picture may be a data URL."""

    url: str


@frozen(kw_only=True)
class FrameImage:
    """A picture that the film begins or ends with."""

    type: Literal["image_url"] = "image_url"
    image_url: Link
    frame_type: Annotated[str, Listed("first_frame", "last_frame")]


@frozen(kw_only=True)
class InputReference:
    """A picture, a sound or a film that tells how the film should be: the field that the type names."""

    type: Annotated[str, Listed("image_url", "audio_url", "video_url")]
    image_url: Link | None = None
    audio_url: Link | None = None
    video_url: Link | None = None


@frozen(kw_only=True)
class CreateRequest:
    """A film from words, and from what else goes in."""

    model: str
    prompt: str | None = None
    aspect_ratio: str | None = None
    callback_url: str | None = None
    creativity: int | None = None
    duration: int | None = None
    frame_images: Sequence[FrameImage] | None = None
    generate_audio: bool | None = None
    input_references: Sequence[InputReference] | None = None
    provider: Mapping[str, Any] | None = None
    resolution: str | None = None
    seed: int | None = None
    size: str | None = None
    upscale_factor: float | None = None


@frozen(kw_only=True)
class Usage:
    """What it cost, in dollars."""

    cost: float | None = None
    is_byok: bool | None = None


@frozen(kw_only=True)
class Video:
    """A job, and what has come of it."""

    id: str
    polling_url: str | None = None
    status: Annotated[str, Listed("pending", "in_progress", "completed", "failed", "cancelled", "expired")] | None = (
        None
    )
    error: str | None = None
    generation_id: str | None = None
    unsigned_urls: Sequence[str] | None = None
    urls: Sequence[str] | None = None  # signed; the pages have it, the description does not
    usage: Usage | None = None


Submitted = Video
