"""Raw: every type of the Chat Completions API, as on the wire. https://platform.openai.com/docs/api-reference/chat

The rule here: field names are the wire's. Words are open (``Listed``), unions end in ``Unknown``, None is left out.
What recordings have and the specification lacks says so in a comment. Whoever speaks this wire adds fields of its own
in subclasses; so that these are few, one class stands for the whole and the streamed form of an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from ...wiretypes import EXPLICIT_NULL, Listed, Unknown, tag_values
from .._openai_embeddings.raw import Embedding as Embedding
from .._openai_embeddings.raw import EmbeddingsRequest as EmbeddingsRequest
from .._openai_embeddings.raw import EmbeddingsResponse as EmbeddingsResponse
from .._openai_embeddings.raw import EmbeddingsUsage as EmbeddingsUsage

# --- Words of the wire --------------------------------------------------------------------------------------

Role: TypeAlias = Annotated[str, Listed("developer", "system", "user", "assistant", "tool")]
"""Who speaks."""

FinishReason: TypeAlias = Annotated[str, Listed("stop", "length", "tool_calls", "content_filter", "function_call")]
"""Why an answer ended."""

Modality: TypeAlias = Annotated[str, Listed("text", "audio")]
"""What an answer is made of."""

ReasoningEffort: TypeAlias = Annotated[str, Listed("none", "minimal", "low", "medium", "high", "xhigh", "max")]
"""How much a reasoning model thinks. https://platform.openai.com/docs/guides/reasoning"""

ServiceTier: TypeAlias = Annotated[str, Listed("auto", "default", "flex", "scale", "priority", "fast")]
"""Price and speed. https://platform.openai.com/docs/guides/flex-processing"""

Verbosity: TypeAlias = Annotated[str, Listed("low", "medium", "high")]
"""How wordy the text is."""

PromptCacheRetention: TypeAlias = Annotated[str, Listed("in_memory", "24h")]
"""How long a cached prompt is kept."""

ToolCallType: TypeAlias = Annotated[str, Listed("function", "custom")]
"""What kind of tool is called."""

JsonObject: TypeAlias = Mapping[str, Any]
"""Any JSON object; a JSON schema, for one."""


# --- Content: the parts of a message that is sent -----------------------------------------------------------


@frozen(kw_only=True)
class PromptCacheBreakpoint:
    """A place in the messages up to which the prompt is cached. https://platform.openai.com/docs/guides/prompt-caching"""

    mode: Annotated[str, Listed("explicit")] | None = None


@frozen(kw_only=True)
class TextPart:
    """Text."""

    type: Literal["text"] = "text"
    text: str
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


@frozen(kw_only=True)
class ImageUrl:
    """Where a picture is: a URL, or a data URL."""

    url: str
    detail: Annotated[str, Listed("auto", "low", "high")] | None = None


@frozen(kw_only=True)
class ImagePart:
    """A picture. https://platform.openai.com/docs/guides/images-vision"""

    type: Literal["image_url"] = "image_url"
    image_url: ImageUrl
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


@frozen(kw_only=True)
class InputAudio:
    """Sound, as base64."""

    data: str
    format: Annotated[str, Listed("wav", "mp3")] | None = None


@frozen(kw_only=True)
class AudioPart:
    """Sound, said to the model. https://platform.openai.com/docs/guides/audio"""

    type: Literal["input_audio"] = "input_audio"
    input_audio: InputAudio
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


@frozen(kw_only=True)
class File:
    """A document: uploaded, or inlined as a data URL."""

    filename: str | None = None
    file_data: str | None = None
    file_id: str | None = None


@frozen(kw_only=True)
class FilePart:
    """A document. https://platform.openai.com/docs/guides/pdf-files"""

    type: Literal["file"] = "file"
    file: File
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


@frozen(kw_only=True)
class RefusalPart:
    """The model's words for declining, sent back to it."""

    type: Literal["refusal"] = "refusal"
    refusal: str


ContentPart: TypeAlias = TextPart | ImagePart | AudioPart | FilePart | RefusalPart | Unknown
"""A part of a message. Which ones a role may have is for the server to say: OpenAI takes only text of most."""

Content: TypeAlias = str | Sequence[ContentPart]
"""What is said: text, or parts."""


# --- Tool calls ---------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class FunctionCall:
    """What a function is called with; in a delta, a piece of it."""

    name: str | None = None
    arguments: str | None = None


@frozen(kw_only=True)
class CustomCall:
    """What a custom tool is called with; in a delta, a piece of it."""

    name: str | None = None
    input: str | None = None


@frozen(kw_only=True)
class ToolCall:
    """A call of a tool, or a delta of it: then ``index`` says of which one. The type says which other field it has."""

    index: int | None = None
    id: str | None = None
    type: ToolCallType | None = None
    function: FunctionCall | None = None
    custom: CustomCall | None = None


# --- Messages that are sent. https://platform.openai.com/docs/api-reference/chat/create ---------------------


@frozen(kw_only=True)
class DeveloperMessage:
    """What the developer tells the model; reasoning models take it in place of ``SystemMessage``."""

    role: Literal["developer"] = "developer"
    content: Content
    name: str | None = None


@frozen(kw_only=True)
class SystemMessage:
    """What the developer tells the model."""

    role: Literal["system"] = "system"
    content: Content
    name: str | None = None


@frozen(kw_only=True)
class UserMessage:
    """What the user says."""

    role: Literal["user"] = "user"
    content: Content
    name: str | None = None


@frozen(kw_only=True)
class AudioReference:
    """Sound that the model said before."""

    id: str


@frozen(kw_only=True)
class AssistantMessage:
    """What the model said. Its content may be left out where it called tools."""

    role: Literal["assistant"] = "assistant"
    content: Content | None = None
    refusal: str | None = None
    name: str | None = None
    audio: AudioReference | None = None
    tool_calls: Sequence[ToolCall] | None = None
    function_call: FunctionCall | None = None  # deprecated


@frozen(kw_only=True)
class ToolMessage:
    """What a tool gave back."""

    role: Literal["tool"] = "tool"
    content: Content
    tool_call_id: str


@frozen(kw_only=True)
class FunctionMessage:
    """What a function gave back, as it was before there were tools. (Deprecated.)"""

    role: Literal["function"] = "function"
    content: str | None = field(default=None, metadata=EXPLICIT_NULL)
    name: str


RequestMessage: TypeAlias = (
    DeveloperMessage | SystemMessage | UserMessage | AssistantMessage | ToolMessage | FunctionMessage | Unknown
)
"""A message of a request, by its role."""


# --- Tools. https://platform.openai.com/docs/guides/function-calling ----------------------------------------


@frozen(kw_only=True)
class Function:
    """A function of yours. (Those of ``functions``, which is deprecated, have no ``strict``.)"""

    name: str
    description: str | None = None
    parameters: JsonObject | None = None
    strict: bool | None = None


@frozen(kw_only=True)
class FunctionTool:
    """A function of yours, as a tool."""

    type: Literal["function"] = "function"
    function: Function


@frozen(kw_only=True)
class CustomText:
    """Any text."""

    type: Literal["text"] = "text"


@frozen(kw_only=True)
class Grammar:
    """A grammar, and how it is written."""

    definition: str
    syntax: Annotated[str, Listed("lark", "regex")] | None = None


@frozen(kw_only=True)
class CustomGrammar:
    """Text of a grammar."""

    type: Literal["grammar"] = "grammar"
    grammar: Grammar


@frozen(kw_only=True)
class Custom:
    """A tool of yours that takes text. https://platform.openai.com/docs/guides/function-calling#custom-tools"""

    name: str
    description: str | None = None
    format: CustomText | CustomGrammar | Unknown | None = None


@frozen(kw_only=True)
class CustomTool:
    """A tool of yours that takes text instead of JSON."""

    type: Literal["custom"] = "custom"
    custom: Custom


Tool: TypeAlias = FunctionTool | CustomTool | Unknown


@frozen(kw_only=True)
class Named:
    """The name of a function or tool."""

    name: str


@frozen(kw_only=True)
class FunctionChoice:
    """This function must be called."""

    type: Literal["function"] = "function"
    function: Named


@frozen(kw_only=True)
class CustomChoice:
    """This custom tool must be called."""

    type: Literal["custom"] = "custom"
    custom: Named


@frozen(kw_only=True)
class AllowedTools:
    """Some of the tools, as ``{"type": "function", "function": {"name": "..."}}``, and whether one must be called."""

    mode: Annotated[str, Listed("auto", "required")]
    tools: Sequence[JsonObject]


@frozen(kw_only=True)
class AllowedToolsChoice:
    """Only these tools may be called."""

    type: Literal["allowed_tools"] = "allowed_tools"
    allowed_tools: AllowedTools


ToolChoiceMode: TypeAlias = Annotated[str, Listed("none", "auto", "required")]
ToolChoice: TypeAlias = ToolChoiceMode | AllowedToolsChoice | FunctionChoice | CustomChoice | Unknown


# --- Parts of a request -------------------------------------------------------------------------------------


@frozen(kw_only=True)
class TextFormat:
    """Plain text."""

    type: Literal["text"] = "text"


@frozen(kw_only=True)
class JsonObjectFormat:
    """Any JSON object. The older way; the messages must ask for JSON, too."""

    type: Literal["json_object"] = "json_object"


@frozen(kw_only=True)
class JsonSchema:
    """A JSON schema, and its name."""

    name: str
    description: str | None = None
    schema: JsonObject | None = None
    strict: bool | None = None


@frozen(kw_only=True)
class JsonSchemaFormat:
    """JSON of a schema. https://platform.openai.com/docs/guides/structured-outputs"""

    type: Literal["json_schema"] = "json_schema"
    json_schema: JsonSchema


ResponseFormat: TypeAlias = TextFormat | JsonObjectFormat | JsonSchemaFormat | Unknown


@frozen(kw_only=True)
class StreamOptions:
    """How a stream is sent."""

    include_usage: bool | None = None
    include_obfuscation: bool | None = None


@frozen(kw_only=True)
class Prediction:
    """What much of the answer will be. https://platform.openai.com/docs/guides/predicted-outputs"""

    type: Literal["content"] = "content"
    content: str | Sequence[TextPart]


@frozen(kw_only=True)
class Location:
    """Where someone is."""

    country: str | None = None
    region: str | None = None
    city: str | None = None
    timezone: str | None = None


@frozen(kw_only=True)
class UserLocation:
    """About where the user is."""

    type: Literal["approximate"] = "approximate"
    approximate: Location | None = None


@frozen(kw_only=True)
class WebSearchOptions:
    """Searches the web first. https://platform.openai.com/docs/guides/tools-web-search"""

    user_location: UserLocation | None = None
    search_context_size: Annotated[str, Listed("low", "medium", "high")] | None = None


@frozen(kw_only=True)
class CustomVoice:
    """A voice of your own."""

    id: str


@frozen(kw_only=True)
class AudioParams:
    """How the model speaks. https://platform.openai.com/docs/guides/text-to-speech#voice-options"""

    voice: str | CustomVoice
    format: Annotated[str, Listed("wav", "aac", "mp3", "flac", "opus", "pcm16")]


@frozen(kw_only=True)
class PromptCacheOptions:
    """How prompts are cached. https://platform.openai.com/docs/guides/prompt-caching"""

    ttl: Annotated[str, Listed("30m")] | None = None
    mode: Annotated[str, Listed("implicit", "explicit")] | None = None


@frozen(kw_only=True)
class ModerationConfig:
    """What a filter does."""

    mode: Annotated[str, Listed("score", "block")] | None = None


@frozen(kw_only=True)
class ModerationPolicy:
    """What the filters of either side do."""

    input: ModerationConfig | None = None
    output: ModerationConfig | None = None


@frozen(kw_only=True)
class ModerationParams:
    """Which filter is asked, and what it does."""

    model: str
    policy: ModerationPolicy | None = None


# --- The request --------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class CompletionRequest:
    """What is asked. https://platform.openai.com/docs/api-reference/chat/create"""

    messages: Sequence[RequestMessage]
    model: str | None = None  # OpenAI must have it; a server of one model need not
    audio: AudioParams | None = None
    frequency_penalty: float | None = None
    function_call: Annotated[str, Listed("none", "auto")] | Named | None = None  # deprecated
    functions: Sequence[Function] | None = None  # deprecated
    logit_bias: Mapping[str, int] | None = None
    logprobs: bool | None = None
    max_completion_tokens: int | None = None
    max_tokens: int | None = None  # deprecated by OpenAI; most other servers know no other
    metadata: Mapping[str, str] | None = None
    modalities: Sequence[Modality] | None = None
    moderation: ModerationParams | None = None
    n: int | None = None
    parallel_tool_calls: bool | None = None
    prediction: Prediction | None = None
    presence_penalty: float | None = None
    prompt_cache_key: str | None = None
    prompt_cache_options: PromptCacheOptions | None = None
    prompt_cache_retention: PromptCacheRetention | None = None  # deprecated
    reasoning_effort: ReasoningEffort | None = None
    response_format: ResponseFormat | None = None
    safety_identifier: str | None = None
    seed: int | None = None  # deprecated
    service_tier: ServiceTier | None = None
    stop: str | Sequence[str] | None = None
    store: bool | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    temperature: float | None = None
    tool_choice: ToolChoice | None = None
    tools: Sequence[Tool] | None = None
    top_logprobs: int | None = None
    top_p: float | None = None
    user: str | None = None  # deprecated
    verbosity: Verbosity | None = None
    web_search_options: WebSearchOptions | None = None


# --- The answer, or a chunk of it. https://platform.openai.com/docs/api-reference/chat/object ---------------


@frozen(kw_only=True)
class UrlCitation:
    """A web page, and the characters of the text that it is cited for."""

    url: str | None = None
    title: str | None = None
    start_index: int | None = None
    end_index: int | None = None


@frozen(kw_only=True)
class Annotation:
    """What is noted at a place of the text. https://platform.openai.com/docs/guides/tools-web-search"""

    type: Annotated[str, Listed("url_citation")] | None = None
    url_citation: UrlCitation | None = None


@frozen(kw_only=True)
class Audio:
    """What the model speaks, as base64, or a piece of it; under its id it can be sent back until it expires."""

    id: str | None = None
    data: str | None = None
    transcript: str | None = None
    expires_at: float | None = None


@frozen(kw_only=True)
class Message:
    """What the model says, or a delta of it."""

    role: Role | None = None
    content: str | None = None
    refusal: str | None = None
    tool_calls: Sequence[ToolCall] | None = None
    function_call: FunctionCall | None = None  # deprecated
    annotations: Sequence[Annotation] | None = None
    audio: Audio | None = None  # in deltas, too: recorded, not in the specification


@frozen(kw_only=True)
class TopLogprob:
    """A token that could have stood here, too."""

    token: str
    logprob: float
    bytes: Sequence[int] | None = None


@frozen(kw_only=True)
class TokenLogprob:
    """A token, its logarithmic probability, and its rivals."""

    token: str
    logprob: float
    bytes: Sequence[int] | None = None
    top_logprobs: Sequence[TopLogprob] | None = None


@frozen(kw_only=True)
class Logprobs:
    """The tokens of the text, or of the words for declining."""

    content: Sequence[TokenLogprob] | None = None
    refusal: Sequence[TokenLogprob] | None = None


@frozen(kw_only=True)
class Choice:
    """One of the answers that were asked for: as a whole (``message``), or in chunks (``delta``)."""

    index: int | None = None
    message: Message | None = None
    delta: Message | None = None
    finish_reason: FinishReason | None = None
    logprobs: Logprobs | None = None


@frozen(kw_only=True)
class PromptTokensDetails:
    """What the input's tokens are."""

    audio_tokens: int | None = None
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None
    image_tokens: int | None = None
    text_tokens: int | None = None


@frozen(kw_only=True)
class CompletionTokensDetails:
    """What the output's tokens are."""

    accepted_prediction_tokens: int | None = None
    audio_tokens: int | None = None
    reasoning_tokens: int | None = None
    rejected_prediction_tokens: int | None = None
    text_tokens: int | None = None


@frozen(kw_only=True)
class Usage:
    """Tokens used: all of the input, all of the output."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    total_tokens: int | None = None
    prompt_tokens_details: PromptTokensDetails | None = None
    completion_tokens_details: CompletionTokensDetails | None = None


@frozen(kw_only=True)
class ModerationResult:
    """What a filter found in one text or picture."""

    type: Annotated[str, Listed("moderation_result")] | None = None
    model: str | None = None
    flagged: bool | None = None
    categories: Mapping[str, bool] | None = None
    category_scores: Mapping[str, float] | None = None
    category_applied_input_types: Mapping[str, Sequence[Annotated[str, Listed("text", "image")]]] | None = None


@frozen(kw_only=True)
class ModerationResults:
    """What a filter found."""

    type: Literal["moderation_results"] = "moderation_results"
    model: str | None = None
    results: Sequence[ModerationResult] | None = None


@frozen(kw_only=True)
class ModerationError:
    """Why a filter did not work."""

    type: Literal["error"] = "error"
    code: str | None = None
    message: str | None = None


ModerationOutcome: TypeAlias = ModerationResults | ModerationError | Unknown


@frozen(kw_only=True)
class Moderation:
    """What the filters of either side found."""

    input: ModerationOutcome | None = None
    output: ModerationOutcome | None = None


@frozen(kw_only=True)
class ErrorBody:
    """What went wrong. https://platform.openai.com/docs/guides/error-codes"""

    message: str | None = None
    type: str | None = None
    param: str | None = None
    code: str | None = None


@frozen(kw_only=True)
class ErrorResponse:
    """What a failed request is answered with."""

    error: ErrorBody | None = None


@frozen(kw_only=True)
class Completion:
    """An answer, or a chunk of its stream; a chunk may be an error, and then has nothing else.

    https://platform.openai.com/docs/api-reference/chat/object
    https://platform.openai.com/docs/api-reference/chat-streaming
    """

    id: str | None = None
    object: Annotated[str, Listed("chat.completion", "chat.completion.chunk")] | None = None
    created: float | None = None
    model: str | None = None
    choices: Sequence[Choice] | None = None
    usage: Usage | None = None
    service_tier: ServiceTier | None = None
    system_fingerprint: str | None = None  # deprecated
    metadata: Mapping[str, str] | None = None
    moderation: Moderation | None = None
    obfuscation: str | None = None
    error: ErrorBody | None = None  # recorded, not in the specification of chunks
    detail: ErrorBody | None = None  # beside the error, with its message and code; recorded, as above


# --- Answers that are kept. https://platform.openai.com/docs/api-reference/chat/list ------------------------


@frozen(kw_only=True)
class StoredCompletion(Completion):
    """An answer that was kept, with some of what was asked.

    None of these fields is in the specification: OpenAI's documentation shows them, and those of any type as null only.
    https://platform.openai.com/docs/api-reference/chat/get
    """

    request_id: str | None = None
    seed: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    input_user: Any = None
    response_format: Any = None
    tool_choice: Any = None
    tools: Any = None


@frozen(kw_only=True)
class StoredMessage(Message):
    """A message of a request that was kept. https://platform.openai.com/docs/api-reference/chat/getMessages"""

    id: str | None = None
    name: str | None = None  # shown by the documentation (as null), not in the specification
    content_parts: Sequence[TextPart | ImagePart | Unknown] | None = None


@frozen(kw_only=True)
class CompletionList:
    """A page of answers that were kept."""

    object: Annotated[str, Listed("list")] | None = None
    data: Sequence[StoredCompletion]
    first_id: str | None = None
    last_id: str | None = None
    has_more: bool | None = None


@frozen(kw_only=True)
class MessageList:
    """A page of a kept request's messages."""

    object: Annotated[str, Listed("list")] | None = None
    data: Sequence[StoredMessage]
    first_id: str | None = None
    last_id: str | None = None
    has_more: bool | None = None


@frozen(kw_only=True)
class CompletionUpdate:
    """What can be changed of an answer that was kept."""

    metadata: Mapping[str, str] | None = field(default=None, metadata=EXPLICIT_NULL)


@frozen(kw_only=True)
class CompletionDeleted:
    """A kept answer that is gone."""

    id: str
    object: Annotated[str, Listed("chat.completion.deleted")] | None = None
    deleted: bool | None = None


# --- Models. https://platform.openai.com/docs/api-reference/models ------------------------------------------


@frozen(kw_only=True)
class Model:
    """A model. https://platform.openai.com/docs/api-reference/models/object"""

    id: str
    object: Annotated[str, Listed("model")] | None = None
    created: float | None = None
    owned_by: str | None = None
    shutdown_date: str | None = None


@frozen(kw_only=True)
class ModelsResponse:
    """All models. https://platform.openai.com/docs/api-reference/models/list"""

    data: Sequence[Model]
    object: Annotated[str, Listed("list")] | None = None


@frozen(kw_only=True)
class ModelDeleted:
    """A model that is gone. https://platform.openai.com/docs/api-reference/models/delete"""

    id: str
    object: str | None = None
    deleted: bool | None = None


# --- By tag -------------------------------------------------------------------------------------------------


def _by_tag(union: Any, name: str = "type") -> dict[str, type[Any]]:
    """The classes of a tagged union, by each value of their tag."""
    classes = [cls for cls in get_args(union) if cls is not Unknown]
    return {tag: cls for cls in classes for tag in tag_values(cls, name)}


MESSAGES: Final = _by_tag(RequestMessage, "role")
"""Every message of a request, by its role."""
CONTENTS: Final = _by_tag(ContentPart)
"""Every part of a message, by its type."""
TOOLS: Final = _by_tag(Tool)
"""Every tool, by its type."""
FORMATS: Final = _by_tag(ResponseFormat)
"""Every response format, by its type."""
