"""Raw: requests for, and answers with, xAI's films.  https://docs.x.ai/developers/model-capabilities/video

The REST description at hand is not xAI's own. What is marked so here is not in it: xAI's pages have it, or its protocol
buffers (https://github.com/xai-org/xai-proto).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from attrs import frozen

from ...wiretypes import Listed


@frozen(kw_only=True)
class Link:
    """A picture by URL or as a data URL, or a film by URL; or a file."""

    url: str | None = None
    file_id: str | None = None  # protocol buffers


@frozen(kw_only=True)
class Voice:
    """A voice to be heard."""

    voice_id: str  # protocol buffers


@frozen(kw_only=True)
class CreateRequest:
    """A film from words, and from pictures."""

    model: str
    prompt: str
    duration: int | None = None
    aspect_ratio: Annotated[str, Listed("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3")] | None = None
    resolution: Annotated[str, Listed("480p", "720p", "1080p")] | None = None
    image: Link | None = None  # pages
    reference_images: Sequence[Link] | None = None  # pages
    reference_audios: Sequence[Voice] | None = None  # protocol buffers
    last_frame: Link | None = None  # protocol buffers
    generate_audio: bool | None = None  # protocol buffers
    user: str | None = None  # pages
    image_url: str | None = None
    video_url: str | None = None


@frozen(kw_only=True)
class EditRequest:
    """A film changed by words, ``POST /videos/edits``: pages."""

    model: str
    prompt: str
    video: Link


@frozen(kw_only=True)
class ExtendRequest:
    """A film that goes on, ``POST /videos/extensions``: pages."""

    model: str
    prompt: str
    video: Link
    duration: int | None = None


@frozen(kw_only=True)
class Submitted:
    """A job."""

    request_id: str


@frozen(kw_only=True)
class Film:
    """A film, for a while."""

    url: str | None = None
    duration: int | None = None
    respect_moderation: bool | None = None
    file_output: Mapping[str, Any] | None = None  # protocol buffers
    storage_error: str | None = None  # protocol buffers


@frozen(kw_only=True)
class VideoError:
    """Why there is no film: protocol buffers."""

    code: str | None = None
    message: str | None = None


@frozen(kw_only=True)
class Usage:
    """What it cost; a dollar is 10,000,000,000 of these: pages."""

    cost_in_usd_ticks: int | None = None


@frozen(kw_only=True)
class Video:
    """A job, and what has come of it."""

    request_id: str | None = None  # seen at an emulator
    status: Annotated[str, Listed("pending", "done", "expired", "failed")] | None = None
    video: Film | None = None
    model: str | None = None
    progress: int | None = None  # protocol buffers
    error: VideoError | None = None  # protocol buffers
    usage: Usage | None = None  # pages
