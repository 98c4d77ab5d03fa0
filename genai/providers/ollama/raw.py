"""Raw: every type of Ollama's own API, as on the wire.  https://docs.ollama.com/api

The rule here: field names are the wire's. Words are open (``Listed``), None is left out. Durations are in nanoseconds,
sizes in bytes, times in RFC 3339. What recordings have and the specification lacks says so in a comment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias

from attrs import field, frozen

from ...wiretypes import Listed

# --- Words of the wire --------------------------------------------------------------------------------------

Think: TypeAlias = bool | Annotated[str, Listed("low", "medium", "high", "max")]
"""Whether a model thinks; some take levels instead.  https://docs.ollama.com/capabilities/thinking"""

DoneReason: TypeAlias = Annotated[str, Listed("stop", "length", "load", "unload")]
"""Why an answer ended: the model did, or ``num_predict``; or a model was only loaded, or unloaded."""

Role: TypeAlias = Annotated[str, Listed("system", "user", "assistant", "tool")]
"""Who speaks."""

KeepAlive: TypeAlias = str | float
"""How long a model stays in memory: ``"5m"``, or seconds; 0 unloads it at once, and less than that never."""

JsonObject: TypeAlias = Mapping[str, Any]
"""Any JSON object; a JSON schema, for one."""


# --- Options of the model -----------------------------------------------------------------------------------


@frozen(kw_only=True)
class ModelOptions:
    """
    How a model is run. The server takes more than the specification names; what this has no field for goes into a
    plain dictionary in its place.

    https://docs.ollama.com/modelfile#valid-parameters-and-values
    """

    seed: int | None = None
    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None
    min_p: float | None = None
    stop: str | Sequence[str] | None = None
    num_ctx: int | None = None
    num_predict: int | None = None
    # Named in the server's own types and in the documentation of Modelfiles.
    num_keep: int | None = None
    typical_p: float | None = None
    repeat_last_n: int | None = None
    repeat_penalty: float | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    num_batch: int | None = None
    num_gpu: int | None = None
    main_gpu: int | None = None
    use_mmap: bool | None = None
    num_thread: int | None = None


# --- Messages -----------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class FunctionCall:
    """A function's name and its arguments."""

    name: str
    description: str | None = None
    arguments: JsonObject | None = field(default=None, hash=False)
    index: int | None = None  # as recorded


@frozen(kw_only=True)
class ToolCall:
    """The model asks for a tool."""

    function: FunctionCall
    id: str | None = None  # as recorded; older servers give none


@frozen(kw_only=True)
class Message:
    """
    One message of a conversation, or what is new of one.

    Args:
        images: Pictures, in base64.
        thinking: What the model thought.
        tool_call_id: Of a tool's message, the id of the call that it answers.
        tool_name: Of a tool's message, the tool's name.
    """

    role: Role
    content: str | None = None
    images: Sequence[str] | None = None
    tool_calls: Sequence[ToolCall] | None = None
    thinking: str | None = None
    # As recorded; https://docs.ollama.com/capabilities/tool-calling has the name alone.
    tool_call_id: str | None = None
    tool_name: str | None = None


@frozen(kw_only=True)
class Function:
    """A function that the model may call."""

    name: str
    parameters: JsonObject = field(hash=False)
    description: str | None = None


@frozen(kw_only=True)
class Tool:
    """https://docs.ollama.com/capabilities/tool-calling"""

    type: str = "function"
    function: Function


@frozen(kw_only=True)
class TokenLogprob:
    """A token that could have stood there."""

    token: str
    logprob: float
    bytes_: Sequence[int] | None = field(default=None, metadata={"name": "bytes"})


@frozen(kw_only=True)
class Logprob:
    """A token and its logarithmic probability, and the alternatives to it."""

    token: str
    logprob: float
    bytes_: Sequence[int] | None = field(default=None, metadata={"name": "bytes"})
    top_logprobs: Sequence[TokenLogprob] | None = None


# --- Chat ---------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class ChatRequest:
    """``POST /api/chat``.  https://docs.ollama.com/api/chat

    Args:
        format: ``"json"``, or a JSON schema.
        stream: The server's default is True.
    """

    model: str
    messages: Sequence[Message]
    tools: Sequence[Tool] | None = None
    format: str | JsonObject | None = field(default=None, hash=False)
    options: ModelOptions | JsonObject | None = field(default=None, hash=False)
    stream: bool | None = None
    think: Think | None = None
    keep_alive: KeepAlive | None = None
    logprobs: bool | None = None
    top_logprobs: int | None = None


@frozen(kw_only=True)
class ChatResponse:
    """An answer, or what is new of one: then only the last one, whose ``done`` is true, has numbers."""

    model: str | None = None
    created_at: str | None = None
    message: Message | None = None
    done: bool | None = None
    done_reason: DoneReason | None = None
    total_duration: int | None = None
    load_duration: int | None = None
    prompt_eval_count: int | None = None
    prompt_eval_duration: int | None = None
    eval_count: int | None = None
    eval_duration: int | None = None
    logprobs: Sequence[Logprob] | None = None
    # Of models that another server runs, as the server's own types have it.
    remote_model: str | None = None
    remote_host: str | None = None


# --- Generate -----------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class GenerateRequest:
    """``POST /api/generate``.  https://docs.ollama.com/api/generate"""

    model: str
    prompt: str | None = None
    suffix: str | None = None
    images: Sequence[str] | None = None
    format: str | JsonObject | None = field(default=None, hash=False)
    system: str | None = None
    stream: bool | None = None
    think: Think | None = None
    raw: bool | None = None
    keep_alive: KeepAlive | None = None
    options: ModelOptions | JsonObject | None = field(default=None, hash=False)
    logprobs: bool | None = None
    top_logprobs: int | None = None


@frozen(kw_only=True)
class GenerateResponse:
    """What goes on from a prompt, or what is new of that."""

    model: str | None = None
    created_at: str | None = None
    response: str | None = None
    thinking: str | None = None
    done: bool | None = None
    done_reason: DoneReason | None = None
    total_duration: int | None = None
    load_duration: int | None = None
    prompt_eval_count: int | None = None
    prompt_eval_duration: int | None = None
    eval_count: int | None = None
    eval_duration: int | None = None
    logprobs: Sequence[Logprob] | None = None
    # Of models that another server runs, as the server's own types have it.
    remote_model: str | None = None
    remote_host: str | None = None
    # The tokens of the conversation, which older clients send back; the specification no longer has it.
    context: Sequence[int] | None = None


# --- Embeddings ---------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class EmbedRequest:
    """``POST /api/embed``.  https://docs.ollama.com/api/embed"""

    model: str
    input: str | Sequence[str]
    truncate: bool | None = None
    dimensions: int | None = None
    keep_alive: KeepAlive | None = None
    options: ModelOptions | JsonObject | None = field(default=None, hash=False)


@frozen(kw_only=True)
class EmbedResponse:
    """Embeddings, in the order of the texts."""

    model: str | None = None
    embeddings: Sequence[Sequence[float]] | None = None
    total_duration: int | None = None
    load_duration: int | None = None
    prompt_eval_count: int | None = None


# --- Models -------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class ModelDetails:
    """What a model is."""

    parent_model: str | None = None  # as recorded
    format: str | None = None
    family: str | None = None
    families: Sequence[str] | None = None
    parameter_size: str | None = None
    quantization_level: str | None = None


@frozen(kw_only=True)
class ModelSummary:
    """A model that is there."""

    name: str
    model: str | None = None
    remote_model: str | None = None
    remote_host: str | None = None
    modified_at: str | None = None
    size: int | None = None
    digest: str | None = None
    details: ModelDetails | None = None


@frozen(kw_only=True)
class ListResponse:
    """``GET /api/tags``.  https://docs.ollama.com/api/tags"""

    models: Sequence[ModelSummary] | None = None


@frozen(kw_only=True)
class Running:
    """A model in memory."""

    name: str | None = None
    model: str | None = None
    size: int | None = None
    digest: str | None = None
    details: ModelDetails | None = None
    expires_at: str | None = None
    size_vram: int | None = None
    context_length: int | None = None


@frozen(kw_only=True)
class PsResponse:
    """``GET /api/ps``.  https://docs.ollama.com/api/ps"""

    models: Sequence[Running] | None = None


@frozen(kw_only=True)
class ShowRequest:
    """``POST /api/show``.  https://docs.ollama.com/api-reference/show-model-details"""

    model: str
    verbose: bool | None = None


@frozen(kw_only=True)
class ShowResponse:
    """
    What is known of a model.

    Args:
        capabilities: ``"completion"``, ``"vision"``, ``"tools"``, ``"thinking"``, ``"embedding"``, ...
        model_info: More under many names; ``"<family>.context_length"`` is the context in tokens.
    """

    parameters: str | None = None
    license: str | None = None
    modified_at: str | None = None
    details: ModelDetails | None = None
    template: str | None = None
    capabilities: Sequence[str] | None = None
    model_info: JsonObject | None = field(default=None, hash=False)
    # Named in the server's own types.
    modelfile: str | None = None
    system: str | None = None
    renderer: str | None = None
    parser: str | None = None
    messages: Sequence[Message] | None = None
    remote_model: str | None = None
    remote_host: str | None = None
    tensors: Sequence[JsonObject] | None = field(default=None, hash=False)
    projector_info: JsonObject | None = field(default=None, hash=False)
    requires: str | None = None


@frozen(kw_only=True)
class CreateRequest:
    """``POST /api/create``.  https://docs.ollama.com/api/create"""

    model: str
    from_: str | None = field(default=None, metadata={"name": "from"})
    template: str | None = None
    renderer: str | None = None
    parser: str | None = None
    license: str | Sequence[str] | None = None
    system: str | None = None
    parameters: JsonObject | None = field(default=None, hash=False)
    messages: Sequence[Message] | None = None
    quantize: str | None = None
    stream: bool | None = None


@frozen(kw_only=True)
class CopyRequest:
    """``POST /api/copy``.  https://docs.ollama.com/api/copy"""

    source: str
    destination: str


@frozen(kw_only=True)
class DeleteRequest:
    """``DELETE /api/delete``.  https://docs.ollama.com/api/delete"""

    model: str


@frozen(kw_only=True)
class PullRequest:
    """``POST /api/pull``.  https://docs.ollama.com/api/pull"""

    model: str
    insecure: bool | None = None
    stream: bool | None = None


@frozen(kw_only=True)
class PushRequest:
    """``POST /api/push``.  https://docs.ollama.com/api/push"""

    model: str
    insecure: bool | None = None
    stream: bool | None = None


@frozen(kw_only=True)
class Status:
    """How far a long step is; ``"success"`` when it is done."""

    status: str | None = None
    digest: str | None = None
    total: int | None = None
    completed: int | None = None


@frozen(kw_only=True)
class VersionResponse:
    """``GET /api/version``.  https://docs.ollama.com/api-reference/get-version"""

    version: str
