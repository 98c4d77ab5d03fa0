"""Raw: a task of DashScope's that makes pictures.

https://www.alibabacloud.com/help/en/model-studio/text-to-image-v2-api-reference
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, TypeAlias

from attrs import frozen

from ...wiretypes import Listed

Status: TypeAlias = Annotated[
    str, Listed("PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED", "SUSPENDED", "UNKNOWN")
]


@frozen(kw_only=True)
class ImageInput:
    """What is to be made, and of what."""

    prompt: str
    negative_prompt: str | None = None
    ref_img: str | None = None
    sketch_image_url: str | None = None
    images: Sequence[str] | None = None
    function: str | None = None
    mask_image_url: str | None = None
    base_image_url: str | None = None


@frozen(kw_only=True)
class ImageParameters:
    """How it is to be made."""

    size: str | None = None
    n: int | None = None
    seed: int | None = None
    style: str | None = None
    ref_strength: float | None = None
    ref_mode: str | None = None
    prompt_extend: bool | None = None
    watermark: bool | None = None
    bbox_list: Sequence[Any] | None = None
    enable_sequential: bool | None = None
    thinking_mode: str | None = None
    color_palette: Any = None


@frozen(kw_only=True)
class ImageSynthesisRequest:
    """A task."""

    model: str
    input: ImageInput
    parameters: ImageParameters | None = None


@frozen(kw_only=True)
class Picture:
    """A picture, or why it was not made."""

    url: str | None = None
    orig_prompt: str | None = None
    actual_prompt: str | None = None
    code: str | None = None
    message: str | None = None


@frozen(kw_only=True)
class Metrics:
    """How many pictures."""

    TOTAL: int | None = None
    SUCCEEDED: int | None = None
    FAILED: int | None = None


@frozen(kw_only=True)
class Output:
    """How far it is. Times are like ``"2023-12-20 21:36:45.913"``."""

    task_id: str
    task_status: Status
    submit_time: str | None = None
    scheduled_time: str | None = None
    end_time: str | None = None
    task_metrics: Metrics | None = None
    results: Sequence[Picture] | None = None
    code: str | None = None
    message: str | None = None


@frozen(kw_only=True)
class Usage:
    """What was made."""

    image_count: int | None = None


@frozen(kw_only=True)
class ImagesResponse:
    """A task."""

    output: Output
    usage: Usage | None = None
    request_id: str | None = None


EVENTS: Final[Mapping[str, type]] = {}
