"""Raw: requests for, and answers with, Together's films.  https://docs.together.ai/reference/create-videos"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from attrs import frozen

from ...wiretypes import Listed


@frozen(kw_only=True)
class Frame:
    """A picture, and where in the film it stands: ``"first"``, ``"last"``, or the number of the frame."""

    input_image: str
    frame: float | str | None = None


@frozen(kw_only=True)
class VideoLink:
    """A film, by its URL."""

    video: str


@frozen(kw_only=True)
class AudioLink:
    """A sound, by its URL."""

    audio: str


@frozen(kw_only=True)
class Media:
    """What goes in; a model takes some of it."""

    frame_images: Sequence[Frame] | None = None
    frame_videos: Sequence[VideoLink] | None = None
    reference_images: Sequence[str] | None = None
    reference_videos: Sequence[VideoLink] | None = None
    source_video: str | VideoLink | None = None
    audio_inputs: Sequence[str | AudioLink] | None = None


@frozen(kw_only=True)
class CreateRequest:
    """A film from words, and from what else goes in."""

    model: str
    prompt: str | None = None
    height: int | None = None
    width: int | None = None
    resolution: str | None = None
    ratio: str | None = None
    seconds: str | None = None
    fps: int | None = None
    steps: int | None = None
    seed: int | None = None
    guidance_scale: int | None = None
    output_format: Annotated[str, Listed("MP4", "WEBM")] | None = None
    output_quality: int | None = None
    negative_prompt: str | None = None
    generate_audio: bool | None = None
    media: Media | None = None
    frame_images: Sequence[Frame] | None = None  # now in media
    reference_images: Sequence[str] | None = None  # now in media


EditRequest = CreateRequest


@frozen(kw_only=True)
class VideoError:
    """Why there is no film."""

    message: str
    code: str | None = None


@frozen(kw_only=True)
class Outputs:
    """The film, and its price in dollars: a whole number by the description, a fraction in the examples."""

    cost: float
    video_url: str


@frozen(kw_only=True)
class Video:
    """A job, and what has come of it. Examples have the last two states, and lack what the description demands."""

    id: str
    object: Annotated[str, Listed("video")] | None = None
    model: str | None = None
    status: Annotated[str, Listed("in_progress", "completed", "failed", "queued", "cancelled")] | None = None
    created_at: float | None = None
    completed_at: float | None = None
    size: str | None = None
    seconds: str | None = None
    error: VideoError | None = None
    outputs: Outputs | None = None


Submitted = Video
