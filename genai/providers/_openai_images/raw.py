"""Raw: every type of the Images API, as on the wire. https://platform.openai.com/docs/api-reference/images

The rule here: field names are the wire's. Words are open (``Listed``), unions end in ``Unknown``, None is left out.
Sizes are plain text: the specification lists the three common ones, and gpt-image-2 makes any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Literal, TypeAlias

from attrs import frozen

from ...wiretypes import Listed, Unknown

Quality: TypeAlias = Annotated[str, Listed("standard", "hd", "low", "medium", "high", "auto")]
"""How carefully a picture is made."""
Background: TypeAlias = Annotated[str, Listed("transparent", "opaque", "auto")]
"""What is behind the things in a picture."""
OutputFormat: TypeAlias = Annotated[str, Listed("png", "jpeg", "webp")]
"""The file format."""
Moderation: TypeAlias = Annotated[str, Listed("low", "auto")]
"""How strictly pictures are filtered."""
Fidelity: TypeAlias = Annotated[str, Listed("high", "low")]
"""How closely an edit keeps to its input."""
Delivery: TypeAlias = Annotated[str, Listed("url", "b64_json")]
"""How a picture of the older models comes."""

# --- Requests -------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class GenerateRequest:
    """A picture from words.  https://platform.openai.com/docs/api-reference/images/create"""

    prompt: str
    model: str | None = None
    n: int | None = None
    size: str | None = None
    quality: Quality | None = None
    background: Background | None = None
    output_format: OutputFormat | None = None
    output_compression: int | None = None
    moderation: Moderation | None = None
    partial_images: int | None = None
    response_format: Delivery | None = None
    stream: bool | None = None
    style: Annotated[str, Listed("vivid", "natural")] | None = None
    user: str | None = None


@frozen(kw_only=True)
class ImageReference:
    """A picture that is somewhere: exactly one of the two."""

    image_url: str | None = None
    file_id: str | None = None


@frozen(kw_only=True)
class EditRequest:
    """Pictures changed by words, as JSON.  https://platform.openai.com/docs/api-reference/images/createEdit"""

    prompt: str
    images: Sequence[ImageReference]
    mask: ImageReference | None = None
    model: str | None = None
    n: int | None = None
    size: str | None = None
    quality: Quality | None = None
    background: Background | None = None
    input_fidelity: Fidelity | None = None
    output_format: OutputFormat | None = None
    output_compression: int | None = None
    moderation: Moderation | None = None
    partial_images: int | None = None
    stream: bool | None = None
    user: str | None = None


@frozen(kw_only=True)
class EditForm:
    """The same as a form: the fields of text; pictures and mask are files beside them."""

    prompt: str
    model: str | None = None
    n: int | None = None
    size: str | None = None
    quality: Quality | None = None
    background: Background | None = None
    input_fidelity: Fidelity | None = None
    output_format: OutputFormat | None = None
    output_compression: int | None = None
    partial_images: int | None = None
    response_format: Delivery | None = None
    stream: bool | None = None
    user: str | None = None


@frozen(kw_only=True)
class VariationForm:
    """Another picture like one.  https://platform.openai.com/docs/api-reference/images/createVariation"""

    model: str | None = None
    n: int | None = None
    size: str | None = None
    response_format: Delivery | None = None
    user: str | None = None


# --- Answers --------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Image:
    """One picture: its bytes as base64, or its URL."""

    b64_json: str | None = None
    url: str | None = None
    revised_prompt: str | None = None


@frozen(kw_only=True)
class TokensDetails:
    """Tokens of text and of pictures."""

    text_tokens: int | None = None
    image_tokens: int | None = None


@frozen(kw_only=True)
class Usage:
    """Tokens. Events of streams have no details of the output."""

    total_tokens: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    input_tokens_details: TokensDetails | None = None
    output_tokens_details: TokensDetails | None = None


@frozen(kw_only=True)
class ErrorBody:
    """Why there is no answer."""

    message: str | None = None
    type: str | None = None
    param: str | None = None
    code: str | None = None


@frozen(kw_only=True)
class ImagesResponse:
    """Pictures, of all three endpoints.  https://platform.openai.com/docs/api-reference/images/object"""

    created: float | None = None
    data: Sequence[Image] | None = None
    background: Background | None = None
    output_format: OutputFormat | None = None
    quality: Quality | None = None
    size: str | None = None
    usage: Usage | None = None
    error: ErrorBody | None = None


# --- Events.  https://platform.openai.com/docs/api-reference/images-streaming ----------------------------------


@frozen(kw_only=True)
class _Made:
    """What all events say of a picture."""

    b64_json: str | None = None
    created_at: float | None = None
    size: str | None = None
    quality: Quality | None = None
    background: Background | None = None
    output_format: OutputFormat | None = None


@frozen(kw_only=True)
class GenerationPartial(_Made):
    """A picture as far as it is."""

    type: Literal["image_generation.partial_image"] = "image_generation.partial_image"
    partial_image_index: int


@frozen(kw_only=True)
class GenerationCompleted(_Made):
    """A picture that is done."""

    type: Literal["image_generation.completed"] = "image_generation.completed"
    usage: Usage | None = None


@frozen(kw_only=True)
class EditPartial(_Made):
    """An edited picture as far as it is."""

    type: Literal["image_edit.partial_image"] = "image_edit.partial_image"
    partial_image_index: int


@frozen(kw_only=True)
class EditCompleted(_Made):
    """An edited picture that is done."""

    type: Literal["image_edit.completed"] = "image_edit.completed"
    usage: Usage | None = None


@frozen(kw_only=True)
class ErrorEvent:
    """The stream ends in an error."""

    type: Literal["error"] = "error"
    error: ErrorBody | None = None
    message: str | None = None
    code: str | None = None
    param: str | None = None


Event: TypeAlias = GenerationPartial | GenerationCompleted | EditPartial | EditCompleted | ErrorEvent | Unknown
"""An event of a stream, by its type."""

EVENTS: Final[Mapping[str, type]] = {
    "image_generation.partial_image": GenerationPartial,
    "image_generation.completed": GenerationCompleted,
    "image_edit.partial_image": EditPartial,
    "image_edit.completed": EditCompleted,
    "error": ErrorEvent,
}
