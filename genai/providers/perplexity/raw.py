"""Raw: what Perplexity adds to Chat Completions.  https://docs.perplexity.ai/api-reference/sonar-post"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Literal, TypeAlias

from attrs import frozen

from ...wiretypes import Listed, Unknown
from .._openai_chat import raw as chat
from .._openai_embeddings import raw as embeddings

__getattr__ = partial(getattr, chat)
"""All that is not different here."""


# --- Content ------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Url:
    """Where something is: a URL; files may be base64."""

    url: str


@frozen(kw_only=True)
class VideoUrl(Url):
    """Where a film is, and how closely it is looked at."""

    frame_interval: str | int | None = None


@frozen(kw_only=True)
class ImagePart:
    """A picture."""

    type: Literal["image_url"] = "image_url"
    image_url: str | Url


@frozen(kw_only=True)
class FilePart:
    """A document.  https://docs.perplexity.ai/guides/file-attachments"""

    type: Literal["file_url"] = "file_url"
    file_url: str | Url
    file_name: str | None = None


@frozen(kw_only=True)
class PdfPart:
    """A PDF."""

    type: Literal["pdf_url"] = "pdf_url"
    pdf_url: str | Url


@frozen(kw_only=True)
class VideoPart:
    """A film."""

    type: Literal["video_url"] = "video_url"
    video_url: str | VideoUrl


ContentPart: TypeAlias = chat.TextPart | ImagePart | FilePart | PdfPart | VideoPart | Unknown


@frozen(kw_only=True)
class UserMessage(chat.UserMessage):
    """What the user says."""

    content: str | Sequence[ContentPart]  # type: ignore[assignment]


RequestMessage: TypeAlias = chat.SystemMessage | UserMessage | chat.AssistantMessage | Unknown


# --- The request --------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class UserLocation:
    """Where the user is."""

    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    region: str | None = None
    city: str | None = None


@frozen(kw_only=True)
class WebSearchOptions:
    """How the web is searched."""

    search_context_size: Annotated[str, Listed("low", "medium", "high")] | None = None
    search_type: Annotated[str, Listed("fast", "pro", "auto")] | None = None
    user_location: UserLocation | None = None
    image_results_enhanced_relevance: bool | None = None


@frozen(kw_only=True)
class CompletionRequest(chat.CompletionRequest):
    """What is asked.  https://docs.perplexity.ai/api-reference/sonar-post"""

    messages: Sequence[RequestMessage]
    disable_search: bool | None = None
    enable_search_classifier: bool | None = None
    image_domain_filter: Sequence[str] | None = None
    image_format_filter: Sequence[str] | None = None
    language_preference: str | None = None
    last_updated_after_filter: str | None = None
    last_updated_before_filter: str | None = None
    return_images: bool | None = None
    return_related_questions: bool | None = None
    search_after_date_filter: str | None = None
    search_before_date_filter: str | None = None
    search_domain_filter: Sequence[str] | None = None
    search_language_filter: Sequence[str] | None = None
    search_mode: Annotated[str, Listed("web", "academic", "sec")] | None = None
    search_recency_filter: Annotated[str, Listed("hour", "day", "week", "month", "year")] | None = None
    stream_mode: Annotated[str, Listed("full", "concise")] | None = None
    web_search_options: WebSearchOptions | None = None  # type: ignore[assignment]


# --- The answer, or a chunk of it ---------------------------------------------------------------------------


@frozen(kw_only=True)
class Cost:
    """What it cost, in US dollars."""

    input_tokens_cost: float | None = None
    output_tokens_cost: float | None = None
    reasoning_tokens_cost: float | None = None
    request_cost: float | None = None
    citation_tokens_cost: float | None = None
    search_queries_cost: float | None = None
    total_cost: float | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens used, searches, and what they cost."""

    search_context_size: str | None = None
    citation_tokens: int | None = None
    num_search_queries: int | None = None
    reasoning_tokens: int | None = None
    cost: Cost | None = None


@frozen(kw_only=True)
class SearchResult:
    """A page that was found."""

    title: str | None = None
    url: str | None = None
    date: str | None = None
    last_updated: str | None = None
    snippet: str | None = None
    source: Annotated[str, Listed("web", "attachment")] | None = None


@frozen(kw_only=True)
class ImageResult:
    """A picture that was found."""

    image_url: str | None = None
    origin_url: str | None = None
    title: str | None = None
    width: int | None = None
    height: int | None = None


@frozen(kw_only=True)
class Completion(chat.Completion):
    """An answer, or a chunk of one."""

    usage: Usage | None = None
    citations: Sequence[str] | None = None
    search_results: Sequence[SearchResult] | None = None
    images: Sequence[ImageResult] | None = None
    related_questions: Sequence[str] | None = None


# --- Embeddings.  https://docs.perplexity.ai/api-reference/embeddings-post ----------------------------------------


@frozen(kw_only=True)
class EmbeddingsRequest(embeddings.EmbeddingsRequest):
    """``POST /v1/embeddings``: vectors of bytes, or of bits."""

    encoding_format: Annotated[str, Listed("base64_int8", "base64_binary")] | None = None


@frozen(kw_only=True)
class EmbeddingsCost:
    """What they cost, in dollars."""

    input_cost: float | None = None
    total_cost: float | None = None
    currency: str | None = None


@frozen(kw_only=True)
class EmbeddingsUsage(embeddings.EmbeddingsUsage):
    """Tokens of all inputs, and what they cost."""

    cost: EmbeddingsCost | None = None


@frozen(kw_only=True)
class EmbeddingsResponse(embeddings.EmbeddingsResponse):
    """Vectors, each with its index."""

    usage: EmbeddingsUsage | None = None
