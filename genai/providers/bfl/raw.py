"""Raw: every type of Black Forest Labs' API, as on the wire.  https://api.bfl.ai/openapi.json

The rule here: field names are the wire's. Words are open (``Listed``), None is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias

from attrs import frozen

from ...wiretypes import Listed

OutputFormat: TypeAlias = Annotated[str, Listed("jpeg", "png", "webp")]
"""The file format."""
Status: TypeAlias = Annotated[
    str, Listed("Task not found", "Pending", "Request Moderated", "Content Moderated", "Ready", "Error")
]
"""How far a job is."""

# --- Requests -------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class _Inputs:
    """What all models take."""

    seed: int | None = None
    safety_tolerance: int | None = None
    output_format: OutputFormat | None = None
    webhook_url: str | None = None
    webhook_secret: str | None = None


@frozen(kw_only=True)
class FluxPro11Inputs(_Inputs):
    """flux-pro-1.1."""

    prompt: str | None = None
    image_prompt: str | None = None
    width: int | None = None
    height: int | None = None
    prompt_upsampling: bool | None = None


@frozen(kw_only=True)
class FluxDevInputs(_Inputs):
    """flux-dev, which was recorded."""

    prompt: str | None = None
    image_prompt: str | None = None
    width: int | None = None
    height: int | None = None
    steps: int | None = None
    prompt_upsampling: bool | None = None
    guidance: float | None = None


@frozen(kw_only=True)
class FluxUltraInput(_Inputs):
    """flux-pro-1.1-ultra."""

    prompt: str | None = None
    prompt_upsampling: bool | None = None
    aspect_ratio: str | None = None
    raw: bool | None = None
    image_prompt: str | None = None
    image_prompt_strength: float | None = None


@frozen(kw_only=True)
class FluxProFillInputs(_Inputs):
    """flux-pro-1.0-fill: what is transparent, or white in the mask, is painted anew."""

    image: str
    mask: str | None = None
    prompt: str | None = None
    steps: int | None = None
    prompt_upsampling: bool | None = None
    guidance: float | None = None


@frozen(kw_only=True)
class FluxProExpandInputs(_Inputs):
    """flux-pro-1.0-expand."""

    image: str
    top: int | None = None
    bottom: int | None = None
    left: int | None = None
    right: int | None = None
    prompt: str | None = None
    steps: int | None = None
    prompt_upsampling: bool | None = None
    guidance: float | None = None


@frozen(kw_only=True)
class FluxKontextProInputs(_Inputs):
    """flux-kontext-pro and flux-kontext-max."""

    prompt: str
    input_image: str | None = None
    input_image_2: str | None = None
    input_image_3: str | None = None
    input_image_4: str | None = None
    aspect_ratio: str | None = None
    prompt_upsampling: bool | None = None


@frozen(kw_only=True)
class Flux2Inputs(_Inputs):
    """flux-2-pro, flux-2-pro-preview and flux-2-max."""

    prompt: str
    input_image: str | None = None
    input_image_2: str | None = None
    input_image_3: str | None = None
    input_image_4: str | None = None
    input_image_5: str | None = None
    input_image_6: str | None = None
    input_image_7: str | None = None
    input_image_8: str | None = None
    width: int | None = None
    height: int | None = None


@frozen(kw_only=True)
class Flux2KleinInputs(_Inputs):
    """flux-2-klein-4b, flux-2-klein-9b and its preview."""

    prompt: str
    input_image: str | None = None
    input_image_2: str | None = None
    input_image_3: str | None = None
    input_image_4: str | None = None
    width: int | None = None
    height: int | None = None


@frozen(kw_only=True)
class Flux2FlexInputs(_Inputs):
    """flux-2-flex."""

    prompt: str
    prompt_upsampling: bool | None = None
    input_image: str | None = None
    input_image_2: str | None = None
    input_image_3: str | None = None
    input_image_4: str | None = None
    input_image_5: str | None = None
    input_image_6: str | None = None
    input_image_7: str | None = None
    input_image_8: str | None = None
    input_image_blob_path: str | None = None
    width: int | None = None
    height: int | None = None
    guidance: float | None = None
    steps: int | None = None


@frozen(kw_only=True)
class FinetuneFluxProFillInputs(_Inputs):
    """flux-pro-1.0-fill-finetuned."""

    finetune_id: str
    image: str
    finetune_strength: float | None = None
    mask: str | None = None
    prompt: str | None = None
    steps: int | None = None
    prompt_upsampling: bool | None = None
    guidance: float | None = None


@frozen(kw_only=True)
class FinetuneFluxUltraInput(_Inputs):
    """flux-pro-1.1-ultra-finetuned."""

    finetune_id: str
    finetune_strength: float | None = None
    prompt: str | None = None
    aspect_ratio: str | None = None
    image_prompt: str | None = None
    image_prompt_strength: float | None = None
    prompt_upsampling: bool | None = None


Inputs: TypeAlias = (
    FluxPro11Inputs
    | FluxDevInputs
    | FluxUltraInput
    | FluxProFillInputs
    | FluxProExpandInputs
    | FluxKontextProInputs
    | Flux2Inputs
    | Flux2KleinInputs
    | Flux2FlexInputs
    | FinetuneFluxProFillInputs
    | FinetuneFluxUltraInput
)
"""What the models take."""


@frozen(kw_only=True)
class DeleteFinetuneInputs:
    """A fine-tuned model that is to go."""

    finetune_id: str


# --- Answers --------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class AsyncResponse:
    """A job that is submitted. Costs are in credits, sizes in megapixels."""

    id: str
    polling_url: str
    cost: float | None = None
    input_mp: float | None = None
    output_mp: float | None = None


@frozen(kw_only=True)
class AsyncWebhookResponse:
    """The same, when a webhook is told of its end."""

    id: str
    status: str
    webhook_url: str
    cost: float | None = None
    input_mp: float | None = None
    output_mp: float | None = None


@frozen(kw_only=True)
class Sample:
    """A picture, as it was recorded; the description leaves it open. Times are Unix times, and seconds."""

    sample: str | None = None
    prompt: str | None = None
    seed: int | None = None
    start_time: float | None = None
    end_time: float | None = None
    duration: float | None = None


@frozen(kw_only=True)
class ResultResponse:
    """How far a job is. Progress goes from 0 to 1."""

    id: str
    status: Status
    result: Sample | None = None
    progress: float | None = None
    details: Mapping[str, Any] | None = None
    preview: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class CreditsResponse:
    """What is left."""

    credits: float


@frozen(kw_only=True)
class MyFinetunesResponse:
    """One's fine-tuned models."""

    finetunes: Sequence[Any]


@frozen(kw_only=True)
class FinetuneDetailResponse:
    """How a model was fine-tuned."""

    finetune_details: Mapping[str, Any]


@frozen(kw_only=True)
class DeleteFinetuneResponse:
    """A fine-tuned model that is gone."""

    status: str
    message: str
    deleted_finetune_id: str
    timestamp: str


@frozen(kw_only=True)
class ValidationError:
    """One fault of a request: where, and what."""

    loc: Sequence[str | int]
    msg: str
    type: str
    input: Any = None
    ctx: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class HTTPValidationError:
    """Why a request was refused, with status 422."""

    detail: Sequence[ValidationError] | None = None
