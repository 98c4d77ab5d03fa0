"""What the contract suite needs to know of those who make pictures: sample answers, after the specifications.

The pictures are ours. Ids and words are made up.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, field, frozen
from contract.chat import dumped, failure
from contract.specimen import specimen
from test_pictures import png

import genai

PICTURES = tuple(png(number, number) for number in range(1, 4))


FAILURES: dict[str, tuple[int, bytes, type[genai.Error]]] = {
    "wrong key": (401, failure("invalid_request_error", "invalid_api_key", "Wrong key."), genai.AuthError),
    "bad request": (400, failure("invalid_request_error", None, "Bad."), genai.InvalidRequest),
    "rate": (429, failure("tokens", "rate_limit_exceeded", "Slow down."), genai.RateLimited),
    "filtered": (400, failure("invalid_request_error", "content_policy_violation", "No."), genai.ContentFiltered),
    "nothing": (500, b"", genai.ProviderError),
}


@frozen(kw_only=True)
class Drawn:
    """
    One provider's way to pictures.

    Args:
        model: ``"provider:model"``.
        made: The answers to one question, for so many pictures; the pictures themselves are in the bodies.
        wrong: Options, every one of which is wrong.
        faults: How the faults begin, one for each wrong option, in any order.
        by_url: The answers to one question, the picture at this URL; None where none come as URLs.
        home: A URL that the provider's pictures come from.
        load: More arguments of ``load()``.
        most: The most pictures there can be.
        failures: As a Specimen has them.
    """

    model: str
    made: Callable[[int], list[bytes]]
    wrong: Mapping[str, Any]
    faults: tuple[str, ...]
    by_url: Callable[[str], list[bytes]] | None = None
    home: str = ""
    load: Mapping[str, Any] = field(factory=dict)
    most: int = 10
    failures: Mapping[str, tuple[int, bytes, type[genai.Error]]] = field(factory=lambda: FAILURES)

    @property
    def name(self) -> str:
        """The provider."""
        return self.model.partition(":")[0]


DETAILS: dict[str, tuple[int, bytes, type[genai.Error]]] = {
    "wrong key": (403, dumped({"detail": "Not authenticated - Invalid Authentication"}), genai.AuthError),
    "wrong model": (404, dumped({"detail": "Not Found"}), genai.ModelNotFound),
    "bad request": (422, dumped({"detail": [{"loc": ["body"], "msg": "Bad.", "type": "x"}]}), genai.InvalidRequest),
    "no credits": (402, dumped({"detail": "Pay."}), genai.QuotaExceeded),
    "busy": (429, dumped({"detail": "Too many."}), genai.RateLimited),
}


def encoded(number: int) -> str:
    """A picture as base64."""
    return base64.b64encode(PICTURES[number]).decode()


def images(key: str = "data", **about: Any) -> Callable[[int], list[bytes]]:
    """An answer in OpenAI's shape."""
    return lambda count: [dumped({**about, key: [{"b64_json": encoded(number)} for number in range(count)]})]


def linked(key: str = "data", **about: Any) -> Callable[[str], list[bytes]]:
    """The same with a URL."""
    return lambda url: [dumped({**about, key: [{"url": url}]})]


def together(count: int) -> list[bytes]:
    """Together's."""
    data = [{"index": number, "type": "b64_json", "b64_json": encoded(number)} for number in range(count)]
    return [dumped({"id": "r1", "model": "m", "object": "list", "data": data})]


def flux(url: str) -> list[bytes]:
    """Submitted, pending, ready."""
    task: dict[str, Any] = {"id": "t1", "status": "Pending", "result": None, "progress": 0.5}
    submitted = {"id": "t1", "polling_url": "https://api.eu4.bfl.ai/v1/get_result?id=t1", "cost": None}
    ready = {**task, "status": "Ready", "progress": None, "result": {"sample": url, "prompt": "hi", "seed": 1}}
    return [dumped(submitted), dumped(task), dumped(ready)]


def wan(*urls: str) -> list[bytes]:
    """Submitted, running, done."""
    begun = {"request_id": "r1", "output": {"task_id": "t1", "task_status": "PENDING"}}
    running = {"request_id": "r2", "output": {"task_id": "t1", "task_status": "RUNNING"}}
    output = {"task_id": "t1", "task_status": "SUCCEEDED", "results": [{"url": url} for url in urls]}
    return [dumped(begun), dumped(running), dumped({"request_id": "r3", "output": output, "usage": {"image_count": 1}})]


BFL = "https://delivery-eu.bfl.ai/results/sample.png?sig=s"
OSS = "https://dashscope-result-sh.oss-accelerate.aliyuncs.com/sample.png?Expires=1"
USUAL = {"n": 11, "quality": "splendid", "format": "gif"}
NAMED = ("ImageOptions.n", "ImageOptions.quality", "ImageOptions.format")

DRAWN = (
    Drawn(model="openaichat:gpt-image-1", made=images(created=1), wrong=USUAL, faults=NAMED),
    Drawn(model="openairesponses:gpt-image-1", made=images(created=1), wrong=USUAL, faults=NAMED),
    Drawn(
        model="gradient:openai-gpt-image-1",
        made=images(created=1),
        wrong={**USUAL, "user": "u" * 257},
        faults=(*NAMED, "ImageOptions.user"),
    ),
    Drawn(
        model="azure:gpt-image-1",
        made=images(created=1),
        wrong=USUAL,
        faults=NAMED,
        load={"base_url": "https://name.openai.azure.com/openai/v1"},
    ),
    Drawn(
        model="togetherai:black-forest-labs/FLUX.1-schnell",
        made=together,
        by_url=linked(id="r1", model="m", object="list"),
        home="https://api.together.ai/shrt/abc",
        wrong={"n": 5, "format": "gif", "size": "auto"},
        faults=("ImageOptions.n", "ImageOptions.format", "not supported: ImageOptions.size"),
        most=4,
    ),
    Drawn(
        model="xai:grok-imagine-image",
        made=images(),
        by_url=linked(),
        home="https://imgen.x.ai/xai-imgen/a.jpeg",
        wrong={"n": 11, "aspect_ratio": "16:8", "resolution": "4k", "style": "vivid"},
        faults=(
            "ImageOptions.n",
            "ImageOptions.aspect_ratio",
            "VideoOptions.resolution",
            "not supported: ImageOptions.style",
        ),
    ),
    Drawn(
        model="openrouter:openai/gpt-image-2",
        made=images(created=1),
        wrong={**USUAL, "aspect_ratio": "16:8"},
        faults=(*NAMED, "ImageOptions.aspect_ratio"),
    ),
    Drawn(
        model="hastekit:OpenAI:gpt-image-1",
        made=images("images"),
        wrong={**USUAL, "moderation": "low"},
        faults=(*NAMED, "not supported: ImageOptions.moderation"),
    ),
    Drawn(
        model="pollinations:gptimage",
        made=lambda count: [PICTURES[0]],
        wrong={"n": 2, "quality": "splendid", "style": "vivid"},
        faults=("ImageOptions.n", "ImageOptions.quality", "not supported: ImageOptions.style"),
        most=1,
    ),
    Drawn(
        model="pollinations:flux",
        made=images(created=1),
        wrong={"n": 2, "quality": "hd"},
        faults=("ImageOptions.n", "not supported: ImageOptions.quality"),
        load={"base_url": "https://gen.pollinations.ai"},
        most=1,
    ),
    Drawn(
        model="bfl:flux-2-pro",
        made=lambda count: [*flux(BFL), PICTURES[0]],
        by_url=flux,
        home=BFL,
        wrong={"n": 2, "format": "gif", "size": "63x640", "aspect_ratio": "1:1"},
        faults=(
            "ImageOptions.n",
            "ImageOptions.format",
            "ImageOptions.size",
            "not supported: ImageOptions.aspect_ratio",
        ),
        most=1,
        failures=DETAILS,
    ),
    Drawn(
        model="alibaba:wan2.2-t2i-flash",
        made=lambda count: [*wan(*[OSS] * count), *PICTURES[:count]],
        by_url=wan,
        home=OSS,
        wrong={"n": 5, "size": "2048x511", "seed": -1, "quality": "high"},
        faults=("ImageOptions.n", "ImageOptions.size", "Seed.seed", "not supported: ImageOptions.quality"),
        most=4,
        failures={
            "wrong key": (401, dumped({"code": "InvalidApiKey", "message": "Wrong."}), genai.AuthError),
            "rate": (429, dumped({"code": "Throttling.RateQuota", "message": "Slow."}), genai.RateLimited),
            "bad request": (400, dumped({"code": "InvalidParameter", "message": "Bad."}), genai.InvalidRequest),
            "filtered": (400, dumped({"code": "DataInspectionFailed", "message": "No."}), genai.ContentFiltered),
        },
    ),
)


def cast(drawn: Drawn) -> Any:
    """Its specimen, with what ``load()`` needs for pictures."""
    found = specimen(drawn.name)
    return evolve(found, load={**found.load, "model": drawn.model.partition(":")[2], "output": "image", **drawn.load})
