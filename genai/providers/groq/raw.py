"""Raw: what Groq adds to Chat Completions.  https://console.groq.com/docs/api-reference"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal, TypeAlias

from attrs import frozen

from ...wiretypes import Listed, Unknown
from .._openai_chat import raw as chat
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


ServiceTier: TypeAlias = Annotated[str, Listed("auto", "on_demand", "flex", "performance")]
"""Price and speed.  https://console.groq.com/docs/service-tiers"""


@frozen(kw_only=True)
class Document:
    """What the answer may rest on: an object, or text as ``{"text": ...}``."""

    data: Mapping[str, Any]
    id: str | None = None


@frozen(kw_only=True)
class DocumentPart:
    """A document among what is said."""

    type: Literal["document"] = "document"
    document: Document


@frozen(kw_only=True)
class UserMessage(chat.UserMessage):
    """What the user says."""

    content: str | Sequence[chat.TextPart | chat.ImagePart | DocumentPart | Unknown]  # type: ignore[assignment]


RequestMessage: TypeAlias = (
    chat.DeveloperMessage
    | chat.SystemMessage
    | UserMessage
    | thinking.AssistantMessage
    | chat.ToolMessage
    | chat.FunctionMessage
    | Unknown
)


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked.  https://console.groq.com/docs/api-reference#chat-create"""

    messages: Sequence[RequestMessage]
    citation_options: Annotated[str, Listed("enabled", "disabled")] | None = None
    compound_custom: Mapping[str, Any] | None = None
    disable_tool_validation: bool | None = None
    documents: Sequence[Mapping[str, Any]] | None = None
    exclude_domains: Sequence[str] | None = None  # deprecated
    include_domains: Sequence[str] | None = None  # deprecated
    include_reasoning: bool | None = None
    reasoning_effort: Annotated[str, Listed("none", "default", "low", "medium", "high")] | None = None
    reasoning_format: Annotated[str, Listed("hidden", "raw", "parsed")] | None = None
    search_settings: Mapping[str, Any] | None = None
    service_tier: ServiceTier | None = None


@frozen(kw_only=True)
class SearchResult:
    """A page that a search found."""

    url: str | None = None
    title: str | None = None
    content: str | None = None
    score: float | None = None


@frozen(kw_only=True)
class SearchResults:
    """What a search found."""

    results: Sequence[SearchResult] | None = None
    images: Sequence[str] | None = None


@frozen(kw_only=True)
class ExecutedTool:
    """A tool that ran at the server.  https://console.groq.com/docs/compound/built-in-tools"""

    index: int | None = None
    type: str | None = None
    name: str | None = None
    arguments: str | None = None
    output: str | None = None
    search_results: SearchResults | None = None
    code_results: Sequence[Mapping[str, Any]] | None = None
    browser_results: Sequence[Mapping[str, Any]] | None = None


@frozen(kw_only=True)
class DocumentCitation:
    """A document, and the characters of the text that rest on it."""

    document_id: str | None = None
    start_index: int | None = None
    end_index: int | None = None


@frozen(kw_only=True)
class FunctionCitation:
    """A tool's result, and the characters of the text that rest on it."""

    tool_call_id: str | None = None
    start_index: int | None = None
    end_index: int | None = None


@frozen(kw_only=True)
class Annotation(chat.Annotation):
    """What is noted at a place of the text."""

    type: Annotated[str, Listed("document_citation", "function_citation", "url_citation")] | None = None
    document_citation: DocumentCitation | None = None
    function_citation: FunctionCitation | None = None


@frozen(kw_only=True)
class Message(thinking.Message):
    """What the model says, or a delta of it."""

    annotations: Sequence[Annotation] | None = None
    channel: Annotated[str, Listed("analysis", "commentary", "final")] | None = None  # recorded, not documented
    executed_tools: Sequence[ExecutedTool] | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens, and seconds."""

    queue_time: float | None = None
    prompt_time: float | None = None
    completion_time: float | None = None
    total_time: float | None = None
    sram_cached_tokens: int | None = None  # in x_groq of whole answers
    dram_cached_tokens: int | None = None


@frozen(kw_only=True)
class ModelUsage:
    """What one model of a compound system used."""

    model: str
    usage: Usage


@frozen(kw_only=True)
class UsageBreakdown:
    """What each model of a compound system used."""

    models: Sequence[ModelUsage] | None = None


@frozen(kw_only=True)
class XGroq:
    """What Groq itself says of an answer; in streams, usage too."""

    id: str | None = None
    seed: int | None = None
    error: str | None = None
    usage: Usage | None = None
    usage_breakdown: UsageBreakdown | None = None
    debug: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class ErrorBody(chat.ErrorBody):
    """Why there is no answer; ``failed_generation`` is what the model said that was no tool call."""

    failed_generation: str | None = None
    status_code: int | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None
    usage_breakdown: UsageBreakdown | None = None
    service_tier: ServiceTier | None = None
    mcp_list_tools: Sequence[Mapping[str, Any]] | None = None
    x_groq: XGroq | None = None
    error: ErrorBody | None = None


@frozen(kw_only=True)
class Model(chat.Model):
    """A model; all that is not OpenAI's was recorded, and is not in the specification."""

    active: bool | None = None
    name: str | None = None
    context_window: int | None = None
    context_length: int | None = None
    max_completion_tokens: int | None = None
    max_output_length: int | None = None
    public_apps: Any = None
    hugging_face_id: str | None = None
    input_modalities: Sequence[str] | None = None
    output_modalities: Sequence[str] | None = None
    supported_features: Sequence[str] | None = None
    supported_sampling_parameters: Sequence[str] | None = None
    pricing: Mapping[str, str] | None = None


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models."""

    data: Sequence[Model]
