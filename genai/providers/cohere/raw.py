"""Raw: every type of Cohere's v2 API, as on the wire.  https://docs.cohere.com/reference/chat

The rule here: field names are the wire's. Words are open (``Listed``), unions end in ``Unknown``, None is left out.
What recordings have and the specification lacks says so in a comment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from ...wiretypes import Listed, Unknown, tag_values

# --- Words of the wire --------------------------------------------------------------------------------------

FinishReason: TypeAlias = Annotated[
    str, Listed("COMPLETE", "STOP_SEQUENCE", "MAX_TOKENS", "TOOL_CALL", "ERROR", "TIMEOUT")
]
"""Why an answer ended."""

CitationType: TypeAlias = Annotated[str, Listed("TEXT_CONTENT", "THINKING_CONTENT", "PLAN")]
"""Which part of an answer a citation is for."""

CitationMode: TypeAlias = Annotated[str, Listed("ENABLED", "DISABLED", "FAST", "ACCURATE", "OFF")]
"""Whether an answer cites, and how.  https://docs.cohere.com/docs/rag-citations"""

SafetyMode: TypeAlias = Annotated[str, Listed("CONTEXTUAL", "STRICT", "OFF")]
"""https://docs.cohere.com/docs/safety-modes"""

ToolChoice: TypeAlias = Annotated[str, Listed("REQUIRED", "NONE")]
"""Whether a tool must be called, or none may be; left out, the model decides."""

ThinkingType: TypeAlias = Annotated[str, Listed("enabled", "disabled")]
"""https://docs.cohere.com/docs/reasoning"""

Detail: TypeAlias = Annotated[str, Listed("auto", "low", "high")]
"""How closely a picture is looked at."""

EmbedInputType: TypeAlias = Annotated[
    str, Listed("search_document", "search_query", "classification", "clustering", "image")
]
"""What embeddings are for."""

EmbeddingType: TypeAlias = Annotated[str, Listed("float", "int8", "uint8", "binary", "ubinary", "base64")]
"""How embeddings are written."""

Truncate: TypeAlias = Annotated[str, Listed("NONE", "START", "END")]
"""What happens to input that is too long."""

CompatibleEndpoint: TypeAlias = Annotated[
    str, Listed("chat", "embed", "classify", "summarize", "rerank", "rate", "generate", "embed_image")
]
"""What a model can be asked for. (The specification lacks the last one, which recorded lists have.)"""

BatchStatus: TypeAlias = Annotated[
    str,
    Listed(
        "BATCH_STATUS_UNSPECIFIED",
        "BATCH_STATUS_QUEUED",
        "BATCH_STATUS_IN_PROGRESS",
        "BATCH_STATUS_CANCELING",
        "BATCH_STATUS_COMPLETED",
        "BATCH_STATUS_FAILED",
        "BATCH_STATUS_CANCELED",
    ),
]
"""How far a batch is."""

JsonObject: TypeAlias = Mapping[str, Any]
"""Any JSON object; a JSON schema, for one."""


# --- Content ------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class TextContent:
    """A text."""

    type: Literal["text"] = "text"
    text: str | None = None


@frozen(kw_only=True)
class ThinkingContent:
    """What the model thought."""

    type: Literal["thinking"] = "thinking"
    thinking: str | None = None


@frozen(kw_only=True)
class ImageUrl:
    """A picture: the URL of one, or a data URL."""

    url: str
    detail: Detail | None = None


@frozen(kw_only=True)
class ImageContent:
    """A picture in a message."""

    type: Literal["image_url"] = "image_url"
    image_url: ImageUrl


@frozen(kw_only=True)
class Document:
    """
    Something that the model may cite.

    Args:
        data: Any texts under any keys, such as ``{"title": ..., "snippet": ...}``.
        id: What citations call it; made up when it is left out.
    """

    data: JsonObject = field(hash=False)
    id: str | None = None


@frozen(kw_only=True)
class DocumentContent:
    """A document in the result of a tool."""

    type: Literal["document"] = "document"
    document: Document


# --- Citations ----------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class ToolSource:
    """A result of a tool."""

    type: Literal["tool"] = "tool"
    id: str | None = None
    tool_output: JsonObject | None = field(default=None, hash=False)


@frozen(kw_only=True)
class DocumentSource:
    """A document of the request."""

    type: Literal["document"] = "document"
    id: str | None = None
    document: JsonObject | None = field(default=None, hash=False)


@frozen(kw_only=True)
class Citation:
    """What a part of an answer rests on. Offsets are those of the part of content that it is in."""

    start: int | None = None
    end: int | None = None
    text: str | None = None
    sources: Sequence[ToolSource | DocumentSource | Unknown] | None = None
    content_index: int | None = None
    type: CitationType | None = None


@frozen(kw_only=True)
class CitationOptions:
    """https://docs.cohere.com/docs/rag-citations"""

    mode: CitationMode | None = None


# --- Tools --------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Function:
    """A function that the model may call."""

    name: str
    parameters: JsonObject = field(hash=False)
    description: str | None = None


@frozen(kw_only=True)
class Tool:
    """https://docs.cohere.com/docs/tool-use-overview"""

    type: Literal["function"] = "function"
    function: Function | None = None


@frozen(kw_only=True)
class FunctionCall:
    """A function's name and its arguments, as JSON text; or a piece of that."""

    name: str | None = None
    arguments: str | None = None


@frozen(kw_only=True)
class ToolCall:
    """The model asks for a tool."""

    id: str | None = None
    type: Literal["function"] | None = None
    function: FunctionCall | None = None


# --- Messages -----------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class SystemMessage:
    """Instructions."""

    role: Literal["system"] = "system"
    content: str | Sequence[TextContent | Unknown]


@frozen(kw_only=True)
class UserMessage:
    """What the user says."""

    role: Literal["user"] = "user"
    content: str | Sequence[TextContent | ImageContent | Unknown]


@frozen(kw_only=True)
class AssistantMessage:
    """What the model said."""

    role: Literal["assistant"] = "assistant"
    tool_calls: Sequence[ToolCall] | None = None
    tool_plan: str | None = None
    content: str | Sequence[TextContent | ThinkingContent | Unknown] | None = None
    citations: Sequence[Citation] | None = None


@frozen(kw_only=True)
class ToolMessage:
    """What a tool answered."""

    role: Literal["tool"] = "tool"
    tool_call_id: str
    content: str | Sequence[TextContent | DocumentContent | Unknown]


Message: TypeAlias = SystemMessage | UserMessage | AssistantMessage | ToolMessage | Unknown
"""One message of a conversation."""


# --- Chat ---------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class ResponseFormat:
    """The form of an answer: ``"text"``, or ``"json_object"`` with or without a schema.

    https://docs.cohere.com/docs/structured-outputs
    """

    type: Annotated[str, Listed("text", "json_object")]
    json_schema: JsonObject | None = field(default=None, hash=False)


@frozen(kw_only=True)
class Thinking:
    """Whether the model thinks, and with how many tokens at most (at least 1)."""

    type: ThinkingType
    token_budget: int | None = None


@frozen(kw_only=True)
class ChatRequest:
    """``POST /v2/chat``.  https://docs.cohere.com/reference/chat"""

    model: str
    messages: Sequence[Message]
    stream: bool | None = None
    tools: Sequence[Tool] | None = None
    strict_tools: bool | None = None
    documents: Sequence[str | Document] | None = None
    citation_options: CitationOptions | None = None
    response_format: ResponseFormat | None = None
    safety_mode: SafetyMode | None = None
    max_tokens: int | None = None
    stop_sequences: Sequence[str] | None = None
    temperature: float | None = None
    seed: int | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    k: int | None = None
    p: float | None = None
    logprobs: bool | None = None
    tool_choice: ToolChoice | None = None
    thinking: Thinking | None = None
    priority: int | None = None


@frozen(kw_only=True)
class BilledUnits:
    """What is billed. (The specification calls all of them numbers, not whole ones.)"""

    images: float | None = None
    input_tokens: float | None = None
    image_tokens: float | None = None
    output_tokens: float | None = None
    search_units: float | None = None
    classifications: float | None = None
    pages: float | None = None


@frozen(kw_only=True)
class Tokens:
    """What the model read and wrote."""

    input_tokens: float | None = None
    output_tokens: float | None = None


@frozen(kw_only=True)
class Usage:
    """What an answer took."""

    billed_units: BilledUnits | None = None
    tokens: Tokens | None = None
    cached_tokens: float | None = None


@frozen(kw_only=True)
class LogprobItem:
    """A piece of text and the logarithmic probabilities of the tokens that it is made of."""

    text: str | None = None
    token_ids: Sequence[int] | None = None
    logprobs: Sequence[float] | None = None


@frozen(kw_only=True)
class ChatResponse:
    """A whole answer."""

    id: str | None = None
    finish_reason: FinishReason | None = None
    message: AssistantMessage | None = None
    usage: Usage | None = None
    logprobs: Sequence[LogprobItem] | None = None
    # Of a stream's last event, which may tell an error; genai puts a stream's events together to a whole answer.
    error: str | None = None


# --- Events of a stream ------------------------------------------------------------------------------------


@frozen(kw_only=True)
class MessageDelta:
    """A message as it begins."""

    message: AssistantMessage | None = None


@frozen(kw_only=True)
class MessageStart:
    """An answer begins."""

    type: Literal["message-start"] = "message-start"
    id: str | None = None
    delta: MessageDelta | None = None


@frozen(kw_only=True)
class ContentPiece:
    """A part of content, or a piece of one."""

    type: Annotated[str, Listed("text", "thinking")] | None = None
    text: str | None = None
    thinking: str | None = None


@frozen(kw_only=True)
class ContentMessage:
    """Of a message, a piece of content."""

    content: ContentPiece | None = None


@frozen(kw_only=True)
class ContentChange:
    """What is new."""

    message: ContentMessage | None = None


@frozen(kw_only=True)
class ContentStart:
    """A part of content begins."""

    type: Literal["content-start"] = "content-start"
    index: int | None = None
    delta: ContentChange | None = None


@frozen(kw_only=True)
class ContentDelta:
    """A part of content goes on."""

    type: Literal["content-delta"] = "content-delta"
    index: int | None = None
    delta: ContentChange | None = None
    logprobs: LogprobItem | None = None


@frozen(kw_only=True)
class ContentEnd:
    """A part of content is whole."""

    type: Literal["content-end"] = "content-end"
    index: int | None = None


@frozen(kw_only=True)
class PlanMessage:
    """Of a message, a piece of its plan."""

    tool_plan: str | None = None


@frozen(kw_only=True)
class PlanChange:
    """What is new."""

    message: PlanMessage | None = None


@frozen(kw_only=True)
class ToolPlanDelta:
    """The plan of which tools to call goes on."""

    type: Literal["tool-plan-delta"] = "tool-plan-delta"
    delta: PlanChange | None = None


@frozen(kw_only=True)
class CallMessage:
    """Of a message, a tool call or a piece of one."""

    tool_calls: ToolCall | None = None


@frozen(kw_only=True)
class CallChange:
    """What is new."""

    message: CallMessage | None = None


@frozen(kw_only=True)
class ToolCallStart:
    """A tool call begins."""

    type: Literal["tool-call-start"] = "tool-call-start"
    index: int | None = None
    delta: CallChange | None = None


@frozen(kw_only=True)
class ToolCallDelta:
    """A tool call's arguments go on."""

    type: Literal["tool-call-delta"] = "tool-call-delta"
    index: int | None = None
    delta: CallChange | None = None


@frozen(kw_only=True)
class ToolCallEnd:
    """A tool call is whole."""

    type: Literal["tool-call-end"] = "tool-call-end"
    index: int | None = None


@frozen(kw_only=True)
class CitationMessage:
    """Of a message, a citation."""

    citations: Citation | None = None


@frozen(kw_only=True)
class CitationChange:
    """What is new."""

    message: CitationMessage | None = None


@frozen(kw_only=True)
class CitationStart:
    """A citation, whole."""

    type: Literal["citation-start"] = "citation-start"
    index: int | None = None
    delta: CitationChange | None = None


@frozen(kw_only=True)
class CitationEnd:
    """The citation is over."""

    type: Literal["citation-end"] = "citation-end"
    index: int | None = None


@frozen(kw_only=True)
class EndDelta:
    """How an answer ended."""

    error: str | None = None
    finish_reason: FinishReason | None = None
    usage: Usage | None = None


@frozen(kw_only=True)
class MessageEnd:
    """An answer is over."""

    type: Literal["message-end"] = "message-end"
    id: str | None = None
    delta: EndDelta | None = None


@frozen(kw_only=True)
class Debug:
    """What the model was asked, word by word."""

    type: Literal["debug"] = "debug"
    prompt: str | None = None


Event: TypeAlias = (
    MessageStart
    | ContentStart
    | ContentDelta
    | ContentEnd
    | ToolPlanDelta
    | ToolCallStart
    | ToolCallDelta
    | ToolCallEnd
    | CitationStart
    | CitationEnd
    | MessageEnd
    | Debug
    | Unknown
)
"""One event of a stream."""

EVENTS: Final[Mapping[str, type[Any]]] = {
    value: cls for cls in get_args(Event) if cls is not Unknown for value in tag_values(cls, "type")
}
"""The class of each event, by its type."""


# --- Embeddings ---------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class EmbedInput:
    """One thing to embed: texts and pictures (data URLs) together."""

    content: Sequence[TextContent | ImageContent | Unknown]


@frozen(kw_only=True)
class EmbedRequest:
    """``POST /v2/embed``.  https://docs.cohere.com/reference/embed"""

    model: str
    input_type: EmbedInputType
    texts: Sequence[str] | None = None
    images: Sequence[str] | None = None
    inputs: Sequence[EmbedInput] | None = None
    max_tokens: int | None = None
    output_dimension: int | None = None
    embedding_types: Sequence[EmbeddingType] | None = None
    truncate: Truncate | None = None
    priority: int | None = None


@frozen(kw_only=True)
class Embeddings:
    """Embeddings in the forms that were asked for; those in bits are packed, eight to a number."""

    floats: Sequence[Sequence[float]] | None = field(default=None, metadata={"name": "float"})
    int8: Sequence[Sequence[int]] | None = None
    uint8: Sequence[Sequence[int]] | None = None
    binary: Sequence[Sequence[int]] | None = None
    ubinary: Sequence[Sequence[int]] | None = None
    base64: Sequence[str] | None = None


@frozen(kw_only=True)
class Image:
    """A picture that was embedded; sizes in pixels."""

    width: float
    height: float
    format: str
    bit_depth: float


@frozen(kw_only=True)
class ApiVersion:
    """Which version of the API answered."""

    version: str
    is_deprecated: bool | None = None
    is_experimental: bool | None = None


@frozen(kw_only=True)
class ApiMeta:
    """What is said beside an answer."""

    api_version: ApiVersion | None = None
    billed_units: BilledUnits | None = None
    tokens: Tokens | None = None
    cached_tokens: float | None = None
    warnings: Sequence[str] | None = None


@frozen(kw_only=True)
class EmbedResponse:
    """Embeddings, in the order of what was given."""

    id: str
    embeddings: Embeddings
    response_type: Annotated[str, Listed("embeddings_floats", "embeddings_by_type")] | None = None
    texts: Sequence[str] | None = None
    images: Sequence[Image] | None = None
    meta: ApiMeta | None = None


# --- Rerank -------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class RerankRequest:
    """``POST /v2/rerank``.  https://docs.cohere.com/reference/rerank"""

    model: str
    query: str
    documents: Sequence[str]
    top_n: int | None = None
    max_tokens_per_doc: int | None = None
    priority: int | None = None


@frozen(kw_only=True)
class Ranked:
    """A document's place in what was given, and how relevant it is, 0 to 1."""

    index: int
    relevance_score: float


@frozen(kw_only=True)
class RerankResponse:
    """The documents, the most relevant first."""

    results: Sequence[Ranked]
    id: str | None = None
    meta: ApiMeta | None = None


# --- Tokens -------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class TokenizeRequest:
    """``POST /v1/tokenize``: 1 to 65536 characters.  https://docs.cohere.com/reference/tokenize"""

    text: str
    model: str


@frozen(kw_only=True)
class TokenizeResponse:
    """A text's tokens."""

    tokens: Sequence[int]
    token_strings: Sequence[str]
    meta: ApiMeta | None = None


@frozen(kw_only=True)
class DetokenizeRequest:
    """``POST /v1/detokenize``.  https://docs.cohere.com/reference/detokenize"""

    tokens: Sequence[int]
    model: str


@frozen(kw_only=True)
class DetokenizeResponse:
    """The text of some tokens."""

    text: str
    meta: ApiMeta | None = None


# --- Speech -------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Transcription:
    """What was said in a recording."""

    text: str


# --- Batches ------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Batch:
    """
    Many requests in one job. Who makes one gives ``name``, ``input_dataset_id`` and ``model``; the API gives the rest.

    Counts of tokens are whole numbers as texts; times are RFC 3339.
    """

    name: str | None = None
    input_dataset_id: str | None = None
    model: str | None = None
    id: str | None = None
    creator_id: str | None = None
    org_id: str | None = None
    status: BatchStatus | None = None
    created_at: str | None = None
    updated_at: str | None = None
    output_dataset_id: str | None = None
    input_tokens: str | None = None
    output_tokens: str | None = None
    num_records: int | None = None
    num_successful_records: int | None = None
    num_failed_records: int | None = None
    status_reason: str | None = None


@frozen(kw_only=True)
class BatchResponse:
    """One batch."""

    batch: Batch


@frozen(kw_only=True)
class BatchList:
    """A page of batches, and what asks for the next one."""

    batches: Sequence[Batch] | None = None
    next_page_token: str | None = None


@frozen(kw_only=True)
class BatchCancelled:
    """Nothing: the batch is being cancelled."""


# --- Models -------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class SamplingDefaults:
    """What a model takes for what a request leaves out."""

    temperature: float | None = None
    k: int | None = None
    p: float | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    max_tokens_per_doc: int | None = None


@frozen(kw_only=True)
class Model:
    """A model, and what it can be asked for."""

    name: str
    is_deprecated: bool | None = None
    endpoints: Sequence[CompatibleEndpoint] | None = None
    finetuned: bool | None = None
    context_length: float | None = None
    tokenizer_url: str | None = None
    default_endpoints: Sequence[CompatibleEndpoint] | None = None
    features: Sequence[str] | None = None
    sampling_defaults: SamplingDefaults | None = None


@frozen(kw_only=True)
class ModelsResponse:
    """A page of models, and what asks for the next one."""

    models: Sequence[Model]
    next_page_token: str | None = None


@frozen(kw_only=True)
class KeyCheck:
    """Whether a key is good."""

    valid: bool
    organization_id: str | None = None
    owner_id: str | None = None
