"""Raw: the Videos API's types, as OpenAI documents them.

https://platform.openai.com/docs/api-reference/videos

Others have their own, in ``rawvideos.py``: ``Submitted`` answers a submission, ``Video`` a poll.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias

from attrs import frozen

from ...wiretypes import Listed

Status: TypeAlias = Annotated[str, Listed("queued", "in_progress", "completed", "failed")]
Variant: TypeAlias = Annotated[str, Listed("video", "thumbnail", "spritesheet")]


@frozen(kw_only=True)
class ImageReference:
    """The picture that a film begins with: one of the two."""

    image_url: str | None = None  # or a data URL
    file_id: str | None = None


@frozen(kw_only=True)
class VideoReference:
    """A film that was made here."""

    id: str


@frozen(kw_only=True)
class CreateRequest:
    """A film from words, and from a picture. As a form, the picture is a file beside these fields."""

    prompt: str
    model: str | None = None
    seconds: str | None = None
    size: str | None = None
    input_reference: ImageReference | None = None


@frozen(kw_only=True)
class EditRequest:
    """A film changed by words. As a form, the film is a file beside these fields."""

    prompt: str
    video: VideoReference | None = None


@frozen(kw_only=True)
class ExtendRequest:
    """A film that goes on. As a form, the film is a file beside these fields."""

    prompt: str
    seconds: str
    video: VideoReference | None = None


@frozen(kw_only=True)
class RemixRequest:
    """A film made again, with other words. Editing is meant to take its place."""

    prompt: str


@frozen(kw_only=True)
class VideoError:
    """Why there is no film."""

    code: str | None = None
    message: str | None = None
    headers: Mapping[str, str] | None = None
    misalignment: Mapping[str, Any] | None = None
    param: str | None = None
    type: str | None = None


@frozen(kw_only=True)
class Video:
    """A job, and what has come of it."""

    id: str
    object: Annotated[str, Listed("video")] | None = None
    status: Status | None = None
    model: str | None = None
    progress: int | None = None
    created_at: int | None = None
    completed_at: int | None = None
    expires_at: int | None = None
    prompt: str | None = None
    remixed_from_video_id: str | None = None
    seconds: str | None = None
    size: str | None = None
    error: VideoError | None = None


Submitted = Video


@frozen(kw_only=True)
class VideosResponse:
    """A page of jobs."""

    object: Annotated[str, Listed("list")] | None = None
    data: Sequence[Video] | None = None
    first_id: str | None = None
    last_id: str | None = None
    has_more: bool | None = None


@frozen(kw_only=True)
class DeletedVideo:
    """A film that is gone."""

    id: str
    object: Annotated[str, Listed("video.deleted")] | None = None
    deleted: bool | None = None
