"""Raw: Chat Completions as Mistral has them.  https://docs.mistral.ai/api/endpoint/chat"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal, TypeAlias

from attrs import field, frozen

from ...wiretypes import EXPLICIT_NULL, Listed, Unknown
from .._openai_chat import raw as chat
from .._openai_embeddings import raw as embeddings

__getattr__ = partial(getattr, chat)
"""All that is not different here."""

FinishReason: TypeAlias = Annotated[str, Listed("stop", "length", "model_length", "error", "tool_calls")]
"""Why an answer ended."""


# --- Content, either way ------------------------------------------------------------------------------------


@frozen(kw_only=True)
class ImagePart:
    """A picture: its URL, alone or with more."""

    type: Literal["image_url"] = "image_url"
    image_url: str | chat.ImageUrl


@frozen(kw_only=True)
class DocumentPart:
    """A document by URL, or inline as a data URL."""

    type: Literal["document_url"] = "document_url"
    document_url: str
    document_name: str | None = None


@frozen(kw_only=True)
class AudioPart:
    """Sound, as base64."""

    type: Literal["input_audio"] = "input_audio"
    input_audio: str


@frozen(kw_only=True)
class FilePart:
    """A file that was uploaded."""

    type: Literal["file"] = "file"
    file_id: str


@frozen(kw_only=True)
class ReferencePart:
    """What the text rests on."""

    type: Literal["reference"] = "reference"
    reference_ids: Sequence[int | str]


@frozen(kw_only=True)
class ToolReferencePart:
    """What a tool of Mistral's found."""

    type: Literal["tool_reference"] = "tool_reference"
    tool: str
    title: str
    url: str | None = None
    favicon: str | None = None
    description: str | None = None


@frozen(kw_only=True)
class ThinkPart:
    """Thoughts.  https://docs.mistral.ai/capabilities/reasoning"""

    type: Literal["thinking"] = "thinking"
    thinking: Sequence[chat.TextPart | ToolReferencePart | ReferencePart | Unknown]
    signature: str | None = None
    closed: bool | None = None


ContentPart: TypeAlias = (
    chat.TextPart | ImagePart | DocumentPart | AudioPart | FilePart | ReferencePart | ThinkPart | Unknown
)
Content: TypeAlias = str | Sequence[ContentPart]


# --- Messages that are sent ---------------------------------------------------------------------------------


@frozen(kw_only=True)
class SystemMessage(chat.SystemMessage):
    """What the developer tells the model."""

    content: str | Sequence[chat.TextPart | ThinkPart | Unknown]  # type: ignore[assignment]


@frozen(kw_only=True)
class UserMessage(chat.UserMessage):
    """What the user says."""

    content: Content  # type: ignore[assignment]


@frozen(kw_only=True)
class AssistantMessage(chat.AssistantMessage):
    """What the model said, or is to begin with."""

    content: Content | None = None  # type: ignore[assignment]
    prefix: bool | None = None


@frozen(kw_only=True)
class ToolMessage(chat.ToolMessage):
    """What a tool gave back."""

    content: Content  # type: ignore[assignment]
    name: str | None = None


RequestMessage: TypeAlias = SystemMessage | UserMessage | AssistantMessage | ToolMessage | Unknown


@frozen(kw_only=True)
class CompletionRequest(chat.CompletionRequest):
    """What is asked.  https://docs.mistral.ai/api/endpoint/chat"""

    messages: Sequence[RequestMessage]
    guardrails: Sequence[Mapping[str, Any]] | None = None
    metadata: Mapping[str, Any] | None = None
    prompt_mode: Annotated[str, Listed("reasoning")] | None = None
    random_seed: int | None = None
    safe_prompt: bool | None = None
    service_tier: Annotated[str, Listed("auto", "standard_only")] | None = None
    tool_choice: chat.ToolChoice | Annotated[str, Listed("auto", "none", "any", "required")] | None = None


# --- The answer, or a chunk of it ---------------------------------------------------------------------------


@frozen(kw_only=True)
class Message(chat.Message):
    """What the model says, or a delta of it."""

    content: Content | None = None  # type: ignore[assignment]
    prefix: bool | None = None
    tool_call_id: str | None = None
    index: int | None = None
    metadata: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class Choice(chat.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None
    messages: Sequence[Message] | None = None
    finish_reason: FinishReason | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens used."""

    prompt_audio_seconds: int | None = None
    num_cached_tokens: int | None = None  # recorded, not in the specification
    service_tier: str | None = None


@frozen(kw_only=True)
class Completion(chat.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None


# --- Code between a beginning and an end --------------------------------------------------------------------


@frozen(kw_only=True)
class FimRequest:
    """Code to go on with, or to fill in; the answer is a Completion.  https://docs.mistral.ai/api/endpoint/fim"""

    model: str
    prompt: str
    suffix: str | None = None
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    min_tokens: int | None = None
    stop: str | Sequence[str] | None = None
    stream: bool | None = None
    random_seed: int | None = None
    metadata: Mapping[str, Any] | None = None
    prompt_cache_key: str | None = None


# --- Text of documents.  https://docs.mistral.ai/api/endpoint/ocr -------------------------------------------


@frozen(kw_only=True)
class OcrRequest:
    """A document to read. Pages count from 0: a list, or ``"0,2-4"``; of formats, only JSON of a schema is valid."""

    model: str | None = field(default=None, metadata=EXPLICIT_NULL)
    document: FilePart | DocumentPart | ImagePart | Unknown
    pages: str | Sequence[int] | None = None
    include_image_base64: bool | None = None
    image_limit: int | None = None
    image_min_size: int | None = None
    bbox_annotation_format: chat.ResponseFormat | None = None
    document_annotation_format: chat.ResponseFormat | None = None
    document_annotation_prompt: str | None = None
    table_format: Annotated[str, Listed("markdown", "html")] | None = None
    extract_header: bool | None = None
    extract_footer: bool | None = None
    include_blocks: bool | None = None
    confidence_scores_granularity: Annotated[str, Listed("word", "page", "block")] | None = None


@frozen(kw_only=True)
class OcrConfidenceScore:
    """A word, where it begins in the page's Markdown, and how sure it is (0 to 1)."""

    text: str
    confidence: float
    start_index: int


@frozen(kw_only=True)
class OcrPageConfidenceScores:
    """How sure a page is (0 to 1), and each of its words if that was asked for."""

    average_page_confidence_score: float
    minimum_page_confidence_score: float
    word_confidence_scores: Sequence[OcrConfidenceScore] | None = None


@frozen(kw_only=True)
class OcrBlockConfidenceScores:
    """How sure a block's content and its type are (0 to 1)."""

    average_content_confidence_score: float | None = None
    minimum_content_confidence_score: float | None = None
    block_type_confidence_score: float | None = None


@frozen(kw_only=True)
class OcrImage:
    """A picture on a page: its place in pixels; its bytes and its annotation (JSON) if they were asked for."""

    id: str
    top_left_x: int | None = None
    top_left_y: int | None = None
    bottom_right_x: int | None = None
    bottom_right_y: int | None = None
    image_base64: str | None = None
    image_annotation: str | None = None


@frozen(kw_only=True)
class OcrTable:
    """A table of a page."""

    id: str
    content: str
    format: Annotated[str, Listed("markdown", "html")]
    word_confidence_scores: Sequence[OcrConfidenceScore] | None = None


@frozen(kw_only=True)
class OcrPageDimensions:
    """The picture that a page was read from, in pixels."""

    dpi: int
    height: int
    width: int


@frozen(kw_only=True)
class OcrBlock:
    """A piece of a page, and its place in pixels."""

    type: Literal[
        "text",
        "list",
        "title",
        "equation",
        "caption",
        "code",
        "references",
        "aside_text",
        "header",
        "footer",
        "signature",
    ]
    top_left_x: int
    top_left_y: int
    bottom_right_x: int
    bottom_right_y: int
    content: str
    confidence_scores: OcrBlockConfidenceScores | None = None


@frozen(kw_only=True)
class OcrImageBlock(OcrBlock):
    """Where a picture of the page stands."""

    type: Literal["image"]  # type: ignore[assignment]
    image_id: str


@frozen(kw_only=True)
class OcrTableBlock(OcrBlock):
    """Where a table of the page stands."""

    type: Literal["table"]  # type: ignore[assignment]
    table_id: str | None = None


@frozen(kw_only=True)
class OcrPage:
    """A page as Markdown, and what was found on it."""

    index: int
    markdown: str
    images: Sequence[OcrImage]
    tables: Sequence[OcrTable] | None = None
    hyperlinks: Sequence[str] | None = None
    header: str | None = None
    footer: str | None = None
    dimensions: OcrPageDimensions | None = None
    confidence_scores: OcrPageConfidenceScores | None = None
    blocks: Sequence[OcrBlock | OcrImageBlock | OcrTableBlock | Unknown] | None = None


@frozen(kw_only=True)
class OcrUsage:
    """What was read."""

    pages_processed: int
    doc_size_bytes: int | None = None


@frozen(kw_only=True)
class OcrResponse:
    """A document, read; its annotation is JSON."""

    pages: Sequence[OcrPage]
    model: str
    usage_info: OcrUsage
    document_annotation: str | None = None


# --- Models -------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Model(chat.Model):
    """A model, or one that was fine-tuned from it.  https://docs.mistral.ai/api/endpoint/models"""

    type: Annotated[str, Listed("base", "fine-tuned")] | None = None
    name: str | None = None
    description: str | None = None
    capabilities: Mapping[str, bool] | None = None
    max_context_length: int | None = None
    default_model_temperature: float | None = None
    aliases: Sequence[str] | None = None
    deprecation: str | None = None
    deprecation_replacement_model: str | None = None
    internal: bool | None = None
    job: str | None = None
    root: str | None = None
    archived: bool | None = None


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models."""

    data: Sequence[Model]


# --- Embeddings.  https://docs.mistral.ai/api/endpoint/embeddings -----------------------------------------------


@frozen(kw_only=True)
class EmbeddingsRequest:
    """``POST /embeddings``."""

    model: str
    input: str | Sequence[str]
    metadata: Mapping[str, Any] | None = None
    output_dimension: int | None = None
    output_dtype: Annotated[str, Listed("float", "int8", "uint8", "binary", "ubinary")] | None = None
    encoding_format: embeddings.EncodingFormat | None = None


@frozen(kw_only=True)
class EmbeddingsResponse(embeddings.EmbeddingsResponse):
    """Vectors, each with its index."""

    id: str
    usage: Usage  # type: ignore[assignment]  # with more in it
