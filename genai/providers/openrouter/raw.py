"""Raw: what OpenRouter adds to Chat Completions.  https://openrouter.ai/docs/api-reference/chat-completion"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal, TypeAlias

from attrs import frozen

from ...wiretypes import Listed, Unknown
from .._openai_chat import raw as chat
from .._openai_chat import rawthinking as thinking
from .._openai_embeddings import raw as embeddings

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""

# --- Content ------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class CacheControl:
    """Up to here the prompt is cached.  https://openrouter.ai/docs/features/prompt-caching"""

    type: Literal["ephemeral"] = "ephemeral"
    ttl: Annotated[str, Listed("5m", "1h")] | None = None


@frozen(kw_only=True)
class TextPart(chat.TextPart):
    """Text."""

    cache_control: CacheControl | None = None


@frozen(kw_only=True)
class ImageUrl(chat.ImageUrl):
    """Where a picture is."""

    detail: Annotated[str, Listed("auto", "low", "high", "original")] | None = None


@frozen(kw_only=True)
class ImagePart(chat.ImagePart):
    """A picture."""

    image_url: ImageUrl


@frozen(kw_only=True)
class InputAudio(chat.InputAudio):
    """Sound, as base64; what is taken depends on the upstream."""

    format: str | None = None


@frozen(kw_only=True)
class AudioPart(chat.AudioPart):
    """Sound, said to the model."""

    input_audio: InputAudio


@frozen(kw_only=True)
class VideoUrl:
    """Where a film is: a URL, or a data URL."""

    url: str


@frozen(kw_only=True)
class VideoPart:
    """A film."""

    type: Literal["video_url", "input_video"] = "video_url"
    video_url: VideoUrl


ContentPart: TypeAlias = TextPart | ImagePart | AudioPart | VideoPart | chat.FilePart | Unknown
Content: TypeAlias = str | Sequence[ContentPart]

# --- Thoughts.  https://openrouter.ai/docs/use-cases/reasoning-tokens ---------------------------------------


@frozen(kw_only=True)
class ReasoningDetail:
    """A piece of thought, or of a delta of it; its type says which fields it has."""

    type: Annotated[
        str, Listed("reasoning.text", "reasoning.summary", "reasoning.encrypted", "reasoning.server_tool_call")
    ]
    id: str | None = None
    index: int | None = None
    format: (
        Annotated[
            str,
            Listed(
                "unknown",
                "openai-responses-v1",
                "azure-openai-responses-v1",
                "bedrock-openai-responses-v1",
                "bedrock-xai-responses-v1",
                "xai-responses-v1",
                "meta-responses-v1",
                "anthropic-claude-v1",
                "google-gemini-v1",
            ),
        ]
        | None
    ) = None
    text: str | None = None
    signature: str | None = None
    summary: str | None = None
    data: str | None = None
    tool_name: str | None = None
    tool_call_id: str | None = None
    arguments: str | None = None
    result: str | None = None


# --- Messages that are sent ---------------------------------------------------------------------------------


@frozen(kw_only=True)
class Image:
    """A picture that the model made, as a data URL."""

    type: Annotated[str, Listed("image_url")] | None = None
    index: int | None = None
    image_url: VideoUrl


@frozen(kw_only=True)
class SystemMessage(chat.SystemMessage):
    """What the developer tells the model."""

    content: Content  # type: ignore[assignment]  # more kinds of parts


@frozen(kw_only=True)
class UserMessage(chat.UserMessage):
    """What the user says."""

    content: Content  # type: ignore[assignment]  # more kinds of parts


@frozen(kw_only=True)
class AssistantMessage(thinking.AssistantMessage):
    """What the model said, with its thoughts as they came."""

    content: Content | None = None  # type: ignore[assignment]  # as above
    images: Sequence[Image] | None = None
    model: str | None = None
    reasoning_details: Sequence[ReasoningDetail] | None = None


@frozen(kw_only=True)
class ToolMessage(chat.ToolMessage):
    """What a tool gave back."""

    content: Content  # type: ignore[assignment]  # more kinds of parts


RequestMessage: TypeAlias = (
    chat.DeveloperMessage | SystemMessage | UserMessage | AssistantMessage | ToolMessage | Unknown
)


@frozen(kw_only=True)
class FunctionTool(chat.FunctionTool):
    """A function of yours; server tools, such as ``openrouter:web_search``, are of a type that is not listed here."""

    cache_control: CacheControl | None = None


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked.  https://openrouter.ai/docs/api-reference/chat-completion"""

    messages: Sequence[RequestMessage]
    tools: Sequence[FunctionTool | Unknown] | None = None
    cache_control: CacheControl | None = None
    debug: Mapping[str, Any] | None = None
    image_config: Mapping[str, Any] | None = None
    min_p: float | None = None
    modalities: Sequence[Annotated[str, Listed("text", "image", "audio")]] | None = None
    models: Sequence[str] | None = None
    plugins: Sequence[Mapping[str, Any]] | None = None
    preset: str | None = None  # recorded, not in the specification
    provider: Mapping[str, Any] | None = None
    reasoning: Mapping[str, Any] | None = None
    repetition_penalty: float | None = None
    route: Annotated[str, Listed("fallback", "sort")] | None = None  # deprecated
    session_id: str | None = None
    stop_server_tools_when: Sequence[Mapping[str, Any]] | None = None
    top_a: float | None = None
    top_k: int | None = None
    trace: Mapping[str, Any] | None = None
    usage: Mapping[str, Any] | None = None  # recorded, not in the specification; without it usage comes, too


# --- The answer ---------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class UrlCitation(chat.UrlCitation):
    """A web page, with what it says."""

    content: str | None = None


@frozen(kw_only=True)
class File:
    """A file that was parsed, and what it says.  https://openrouter.ai/docs/features/multimodal/pdfs"""

    hash: str | None = None
    name: str | None = None
    content: Sequence[TextPart | ImagePart | Unknown] | None = None


@frozen(kw_only=True)
class Annotation(chat.Annotation):
    """What is noted of the text, or of a file that was sent."""

    type: Annotated[str, Listed("url_citation", "file")] | None = None
    url_citation: UrlCitation | None = None
    file: File | None = None  # documented in prose, not in the specification


@frozen(kw_only=True)
class Message(thinking.Message):
    """What the model says, or a delta of it."""

    annotations: Sequence[Annotation] | None = None
    images: Sequence[Image] | None = None
    model: str | None = None
    name: str | None = None
    reasoning_details: Sequence[ReasoningDetail] | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None
    finish_reason: Annotated[str, Listed("tool_calls", "stop", "length", "content_filter", "error")] | None = None
    native_finish_reason: str | None = None  # recorded, not in the specification


@frozen(kw_only=True)
class PromptTokensDetails(chat.PromptTokensDetails):
    """What the input's tokens are."""

    video_tokens: int | None = None


@frozen(kw_only=True)
class CompletionTokensDetails(chat.CompletionTokensDetails):
    """What the output's tokens are."""

    image_tokens: int | None = None  # recorded, not in the specification


@frozen(kw_only=True)
class CostDetails:
    """Dollars, by what they were spent on."""

    upstream_inference_cost: float | None = None
    upstream_inference_prompt_cost: float | None = None
    upstream_inference_completions_cost: float | None = None


@frozen(kw_only=True)
class ServerToolUseDetails:
    """How often tools ran at the server."""

    tool_calls_requested: int | None = None
    tool_calls_executed: int | None = None
    web_search_requests: int | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens, and dollars."""

    prompt_tokens_details: PromptTokensDetails | None = None
    completion_tokens_details: CompletionTokensDetails | None = None
    cost: float | None = None
    cost_details: CostDetails | None = None
    is_byok: bool | None = None
    server_tool_use_details: ServerToolUseDetails | None = None


@frozen(kw_only=True)
class ErrorBody(chat.ErrorBody):
    """What went wrong: ``code`` is a status; ``metadata`` has what the upstream said, or the kind of the error."""

    code: int | str | None = None  # type: ignore[assignment]  # wider than OpenAI's
    metadata: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None
    error: ErrorBody | None = None
    service_tier: (
        Annotated[str, Listed("auto", "default", "flex", "scale", "priority", "fast", "provisioned")] | None
    ) = None  # the last is recorded, not in the specification
    openrouter_metadata: Mapping[str, Any] | None = None
    provider: str | None = None  # who answered; recorded, not in the specification
    user_id: str | None = None  # beside errors


# --- Models.  https://openrouter.ai/docs/api-reference/list-available-models ---------------------------------


@frozen(kw_only=True)
class Model(chat.Model):
    """A model."""

    name: str | None = None
    canonical_slug: str | None = None
    description: str | None = None
    context_length: int | None = None
    hugging_face_id: str | None = None
    knowledge_cutoff: str | None = None
    expiration_date: str | None = None
    alias_target: Mapping[str, Any] | None = None
    architecture: Mapping[str, Any] | None = None
    benchmarks: Mapping[str, Any] | None = None
    default_parameters: Mapping[str, Any] | None = None
    links: Mapping[str, Any] | None = None
    per_request_limits: Mapping[str, Any] | None = None
    pricing: Mapping[str, Any] | None = None
    reasoning: Mapping[str, Any] | None = None
    supported_parameters: Sequence[str] | None = None
    supported_voices: Sequence[str] | None = None
    top_provider: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models."""

    data: Sequence[Model]
    total_count: int | None = None
    links: Mapping[str, Any] | None = None


# --- Embeddings.  https://openrouter.ai/docs/api-reference/embeddings -------------------------------------------


@frozen(kw_only=True)
class EmbeddingsRequest(embeddings.EmbeddingsRequest):
    """``POST /embeddings``; what goes in may be parts as well."""

    input: Any
    input_type: str | None = None
    provider: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class EmbeddingsUsage(embeddings.EmbeddingsUsage):
    """Tokens of all inputs, and what they cost."""

    cost: float | None = None
    cost_details: Mapping[str, Any] | None = None
    is_byok: bool | None = None
    prompt_tokens_details: Mapping[str, int] | None = None


@frozen(kw_only=True)
class EmbeddingsResponse(embeddings.EmbeddingsResponse):
    """Vectors, each with its index."""

    id: str | None = None
    usage: EmbeddingsUsage | None = None
