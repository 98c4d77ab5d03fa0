"""What the contract suite needs to know of those who make films: sample answers, after the documentation.

The films are a few bytes of ours. Ids and words are made up.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from attrs import evolve, field, frozen
from contract.chat import dumped, failure
from contract.specimen import specimen

import genai

FILM = b"\x00\x00\x00\x18ftypmp42a film"
Ends: TypeAlias = "Mapping[str, tuple[Any, type[genai.Error]]]"
FAILURES: dict[str, tuple[int, bytes, type[genai.Error]]] = {
    "wrong key": (401, failure("invalid_request_error", "invalid_api_key", "Wrong key."), genai.AuthError),
    "bad request": (400, failure("invalid_request_error", None, "Bad."), genai.InvalidRequest),
    "rate": (429, failure("tokens", "rate_limit_exceeded", "Slow down."), genai.RateLimited),
    "filtered": (400, failure("invalid_request_error", "moderation_blocked", "No."), genai.ContentFiltered),
    "nothing": (500, b"", genai.ProviderError),
}


@frozen(kw_only=True)
class Filmed:
    """
    One provider's way to films.

    Args:
        model: ``"provider:model"``.
        submitted: The answer to a submission.
        pending: An answer to a poll, while it is made.
        progress: What of it the pending answer tells, 0 to 1.
        done: The answer when it is made, for the film's URL.
        home: A URL that the provider's films come from; "" where they are downloaded by their ids.
        sent: Where a submission goes.
        polled: Where a poll goes.
        given: Options.
        written: What the body of the submission then is, beside the model and the words.
        wrong: Options, every one of which is wrong.
        faults: How the faults begin, one for each wrong option.
        ends: Answers to a poll that are errors, each with its class; a reason is "Because."
        empty: An answer to a poll that says it is made, and has no film; None where the film is never in it.
        failures: Failed statuses of a submission.
    """

    model: str
    submitted: Any
    pending: Any
    progress: float | None = None
    done: Callable[[str], Any]
    home: str = ""
    sent: str
    polled: str
    given: Mapping[str, Any]
    written: Mapping[str, Any]
    wrong: Mapping[str, Any] = field(factory=dict)
    faults: tuple[str, ...] = ()
    ends: Ends
    empty: Any = None
    failures: Mapping[str, tuple[int, bytes, type[genai.Error]]] = field(factory=lambda: FAILURES)

    @property
    def name(self) -> str:
        """The provider."""
        return self.model.partition(":")[0]

    def made(self, url: str = "") -> list[bytes]:
        """The answers to one question, up to the film itself."""
        return [dumped(self.submitted), dumped(self.pending), dumped(self.done(url or self.home)), FILM]


SORA = {"id": "video_1", "object": "video", "model": "sora-2", "created_at": 1, "seconds": "8", "size": "1280x720"}
BECAUSE = {"code": "video_generation_failed", "message": "Because."}
BLOCKED = {"code": "moderation_blocked", "message": "Because."}


def sora(provider: str) -> Filmed:
    """OpenAI's."""
    return Filmed(
        model=f"{provider}:sora-2",
        submitted={**SORA, "status": "queued", "progress": 0},
        pending={**SORA, "status": "in_progress", "progress": 25},
        progress=0.25,
        done=lambda url: {**SORA, "status": "completed", "progress": 100, "completed_at": 2, "expires_at": 3},
        sent="POST /v1/videos",
        polled="GET /v1/videos/video_1",
        given={"duration": 8, "size": "1280x720"},
        written={"seconds": "8", "size": "1280x720"},
        wrong={"duration": 5, "size": "1x1", "fps": 24},
        faults=("VideoOptions.duration", "ImageOptions.size", "not supported: VideoOptions.fps"),
        ends={
            "failed": ({**SORA, "status": "failed", "error": BECAUSE}, genai.JobFailed),
            "blocked": ({**SORA, "status": "failed", "error": BLOCKED}, genai.ContentFiltered),
        },
    )


GROK: dict[str, Any] = {"model": "grok-imagine-video", "usage": {"cost_in_usd_ticks": 1}}
TOGETHER: dict[str, Any] = {
    "id": "v1",
    "object": "video",
    "model": "m",
    "created_at": 1.5,
    "size": "1x1",
    "seconds": "5",
}
ROUTED = {"id": "job_1", "polling_url": "/api/v1/videos/job_1"}

OPERATION = "models/veo-3.1-fast-generate-preview/operations/abc"


def generated(**video: Any) -> Any:
    """An operation of Veo's that made a film."""
    made = {"generateVideoResponse": {"generatedSamples": [{"video": video}]}}
    return {"name": OPERATION, "done": True, "response": made}


FILMED = (
    sora("openairesponses"),
    sora("openaichat"),
    Filmed(
        model="xai:grok-imagine-video",
        submitted={"request_id": "r1"},
        pending={"status": "pending", "progress": 40},
        progress=0.4,
        done=lambda url: {
            **GROK,
            "status": "done",
            "progress": 100,
            "video": {"url": url, "duration": 8, "respect_moderation": True},
        },
        home="https://vidgen.x.ai/xai-vidgen/a.mp4",
        sent="POST /v1/videos/generations",
        polled="GET /v1/videos/r1",
        given={"duration": 8.0, "aspect_ratio": "9:16", "resolution": "720p"},
        written={"duration": 8, "aspect_ratio": "9:16", "resolution": "720p"},
        wrong={"duration": 16, "aspect_ratio": "5:4", "resolution": "4k", "fps": 24},
        faults=(
            "VideoOptions.duration",
            "ImageOptions.aspect_ratio",
            "VideoOptions.resolution",
            "not supported: VideoOptions.fps",
        ),
        ends={
            "failed": ({"status": "failed", "error": {"code": "internal", "message": "Because."}}, genai.JobFailed),
            "expired": ({"status": "expired"}, genai.JobExpired),
            "blocked": (
                {**GROK, "status": "done", "video": {"url": "", "respect_moderation": False}},
                genai.ContentFiltered,
            ),
        },
        empty={**GROK, "status": "done"},
    ),
    Filmed(
        model="togetherai:minimax/hailuo-02",
        submitted={"id": "v1", "object": "video", "model": "m", "status": "in_progress", "created_at": 1},
        pending={**TOGETHER, "status": "queued"},
        done=lambda url: {**TOGETHER, "status": "completed", "outputs": {"cost": 0.28, "video_url": url}},
        home="https://api.together.ai/shrt/abc",
        sent="POST /v2/videos",
        polled="GET /v2/videos/v1",
        given={"duration": 5, "width": 1366, "height": 768, "fps": 24, "seed": 1},
        written={"seconds": "5", "width": 1366, "height": 768, "fps": 24, "seed": 1},
        wrong={"size": "720p", "n": 2},
        faults=("ImageOptions.size", "ImageOptions.n"),
        ends={
            "failed": ({**TOGETHER, "status": "failed", "error": {"message": "Because."}}, genai.JobFailed),
            "cancelled": ({**TOGETHER, "status": "cancelled"}, genai.JobCancelled),
        },
        empty={**TOGETHER, "status": "completed"},
    ),
    Filmed(
        model="openrouter:google/veo-3.1",
        submitted={**ROUTED, "status": "pending"},
        pending={**ROUTED, "status": "in_progress"},
        done=lambda url: {
            **ROUTED,
            "status": "completed",
            "generation_id": "g1",
            "unsigned_urls": ["https://openrouter.ai/api/v1/videos/job_1/content?index=0"],
            "usage": {"cost": 0.5, "is_byok": False},
        },
        sent="POST /api/v1/videos",
        polled="GET /api/v1/videos/job_1",
        given={"duration": 8, "aspect_ratio": "16:9", "resolution": "720p", "seed": 1},
        written={"duration": 8, "aspect_ratio": "16:9", "resolution": "720p", "seed": 1},
        wrong={"fps": 24, "n": 2},
        faults=("VideoOptions.fps", "ImageOptions.n"),
        ends={
            "failed": ({**ROUTED, "status": "failed", "error": "Because."}, genai.JobFailed),
            "cancelled": ({**ROUTED, "status": "cancelled"}, genai.JobCancelled),
            "expired": ({**ROUTED, "status": "expired"}, genai.JobExpired),
        },
    ),
    Filmed(
        model="gemini:veo-3.1-fast-generate-preview",
        submitted={"name": OPERATION},
        pending={"name": OPERATION},
        done=lambda url: generated(uri=url),
        home="https://generativelanguage.googleapis.com/v1beta/files/f1:download?alt=media",
        sent="POST /v1beta/models/veo-3.1-fast-generate-preview:predictLongRunning",
        polled=f"GET /v1beta/{OPERATION}",
        given={"duration": 8, "aspect_ratio": "16:9"},
        written={"durationSeconds": 8, "aspectRatio": "16:9"},
        ends={
            "failed": (
                {"name": OPERATION, "done": True, "error": {"code": 13, "message": "Because."}},
                genai.JobFailed,
            ),
            "blocked": (
                {
                    "name": OPERATION,
                    "done": True,
                    "response": {"generateVideoResponse": {"raiMediaFilteredReasons": ["Because."]}},
                },
                genai.ContentFiltered,
            ),
        },
        empty={"name": OPERATION, "done": True, "response": {}},
        failures={
            "wrong key": (
                403,
                dumped({"error": {"code": 403, "message": "No.", "status": "PERMISSION_DENIED"}}),
                genai.AuthError,
            ),
            "bad request": (
                400,
                dumped({"error": {"code": 400, "message": "Bad.", "status": "INVALID_ARGUMENT"}}),
                genai.InvalidRequest,
            ),
        },
    ),
)


def cast(filmed: Filmed) -> Any:
    """Its specimen, with what ``load()`` needs for films."""
    found = specimen(filmed.name)
    return evolve(found, load={**found.load, "model": filmed.model.partition(":")[2], "output": "video"})


def inline() -> bytes:
    """A film of Veo's that is in the answer."""
    return dumped(generated(encodedVideo=base64.b64encode(FILM).decode(), encoding="video/mp4"))
