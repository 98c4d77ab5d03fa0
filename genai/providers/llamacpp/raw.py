"""Raw: what llama-server adds to Chat Completions, and its native endpoints.

https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from attrs import frozen

from ...wiretypes import Listed
from .._openai_chat import raw as chat
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""

# --- Chat Completions -----------------------------------------------------------------------------------------


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    chat_template_kwargs: Mapping[str, Any] | None = None
    reasoning_format: str | None = None
    reasoning_control: bool | None = None
    thinking_budget_tokens: int | None = None  # in the server's source only
    generation_prompt: str | None = None
    parse_tool_calls: bool | None = None
    logit_bias: Sequence[Any] | Mapping[str, Any] | None = None  # type: ignore[assignment]
    dynatemp_range: float | None = None
    dynatemp_exponent: float | None = None
    top_k: int | None = None
    min_p: float | None = None
    typical_p: float | None = None
    repeat_penalty: float | None = None
    repeat_last_n: int | None = None
    dry_multiplier: float | None = None
    dry_base: float | None = None
    dry_allowed_length: int | None = None
    dry_penalty_last_n: int | None = None
    dry_sequence_breakers: Sequence[str] | None = None
    xtc_probability: float | None = None
    xtc_threshold: float | None = None
    mirostat: int | None = None
    mirostat_tau: float | None = None
    mirostat_eta: float | None = None
    grammar: str | None = None
    json_schema: Mapping[str, Any] | None = None
    ignore_eos: bool | None = None
    n_predict: int | None = None
    n_probs: int | None = None
    min_keep: int | None = None
    t_max_predict_ms: int | None = None
    id_slot: int | None = None
    cache_prompt: bool | None = None
    return_tokens: bool | None = None
    samplers: Sequence[str] | None = None
    timings_per_token: bool | None = None
    return_progress: bool | None = None
    sse_ping_interval: int | None = None
    post_sampling_probs: bool | None = None
    response_fields: Sequence[str] | None = None
    lora: Sequence[Mapping[str, Any]] | None = None
    n_indent: int | None = None
    n_keep: int | None = None
    n_cache_reuse: int | None = None


@frozen(kw_only=True)
class Timings:
    """What was measured: tokens, and milliseconds. ``prompt_n`` is what was not in the cache."""

    cache_n: int | None = None
    prompt_n: int | None = None
    prompt_ms: float | None = None
    prompt_per_token_ms: float | None = None
    prompt_per_second: float | None = None
    predicted_n: int | None = None
    predicted_ms: float | None = None
    predicted_per_token_ms: float | None = None
    predicted_per_second: float | None = None
    draft_n: int | None = None  # with a draft model; in the server's source only
    draft_n_accepted: int | None = None


@frozen(kw_only=True)
class Progress:
    """How far the prompt is processed: ``(processed - cache) / (total - cache)``."""

    total: int | None = None
    cache: int | None = None
    processed: int | None = None
    time_ms: float | None = None


@frozen(kw_only=True)
class TopLogprob(chat.TopLogprob):
    """A token that could have stood here, too."""

    id: int | None = None


@frozen(kw_only=True)
class TokenLogprob(chat.TokenLogprob):
    """A token, with its id."""

    id: int | None = None
    top_logprobs: Sequence[TopLogprob] | None = None


@frozen(kw_only=True)
class Logprobs(chat.Logprobs):
    """The tokens of the text."""

    content: Sequence[TokenLogprob] | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    logprobs: Logprobs | None = None


@frozen(kw_only=True)
class ErrorBody(chat.ErrorBody):
    """What went wrong; the code is the HTTP status. The numbers are of a prompt that is too long."""

    code: int | str | None = None  # type: ignore[assignment]
    n_prompt_tokens: int | None = None
    n_ctx: int | None = None


@frozen(kw_only=True)
class ErrorResponse(chat.ErrorResponse):
    """What a failed request is answered with."""

    error: ErrorBody | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    timings: Timings | None = None
    prompt_progress: Progress | None = None
    error: ErrorBody | None = None


@frozen(kw_only=True)
class InputTokens:
    """How many tokens a request has."""

    input_tokens: int
    object: Annotated[str, Listed("response.input_tokens")] | None = None


@frozen(kw_only=True)
class ControlRequest:
    """What a completion on its way should do."""

    id: str
    action: Annotated[str, Listed("reasoning_end")] = "reasoning_end"
    model: str | None = None


@frozen(kw_only=True)
class ControlResponse:
    """Whether it does."""

    success: bool
    message: str | None = None


# --- Models ---------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class ModelMeta:
    """What a model's file says."""

    vocab_type: int | None = None
    n_vocab: int | None = None
    n_ctx: int | None = None
    n_ctx_train: int | None = None
    n_embd: int | None = None
    n_params: int | None = None
    size: int | None = None
    ftype: str | None = None


@frozen(kw_only=True)
class Model(chat.Model):
    """A model; its id is an alias, or the path of its file."""

    aliases: Sequence[str] | None = None
    tags: Sequence[str] | None = None
    architecture: Mapping[str, Any] | None = None
    meta: ModelMeta | None = None


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models; ``models`` has the same in Ollama's form."""

    data: Sequence[Model]
    models: Sequence[Mapping[str, Any]] | None = None


# --- Native endpoints -----------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Health:
    """That it is well."""

    status: Annotated[str, Listed("ok")] | None = None


@frozen(kw_only=True)
class Props:
    """What the server is, and what it does by default. The README shows some; others were seen on a real one."""

    default_generation_settings: Mapping[str, Any] | None = None
    total_slots: int | None = None
    model_path: str | None = None
    chat_template: str | None = None
    chat_template_caps: Mapping[str, bool] | None = None
    modalities: Mapping[str, bool] | None = None
    media_marker: str | None = None
    build_info: str | None = None
    is_sleeping: bool | None = None
    model_alias: str | None = None  # seen, as all that follows
    model_ftype: str | None = None
    endpoint_slots: bool | None = None
    endpoint_props: bool | None = None
    endpoint_metrics: bool | None = None
    ui: bool | None = None
    ui_settings: Mapping[str, Any] | None = None
    bos_token: str | None = None
    eos_token: str | None = None
    cors_proxy_enabled: bool | None = None


@frozen(kw_only=True)
class Slot:
    """A place where a request is processed; what follows ``is_processing`` is of the last one in it."""

    id: int
    n_ctx: int | None = None
    speculative: bool | None = None
    is_processing: bool | None = None
    id_task: int | None = None
    params: Mapping[str, Any] | None = None
    next_token: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None = None
    n_prompt_tokens: int | None = None  # seen, as the next two
    n_prompt_tokens_processed: int | None = None
    n_prompt_tokens_cache: int | None = None


@frozen(kw_only=True)
class LoraAdapter:
    """An adapter, and how strong it is."""

    id: int
    path: str | None = None
    scale: float | None = None


@frozen(kw_only=True)
class TokenizeRequest:
    """Text to be made tokens."""

    content: str
    add_special: bool | None = None
    parse_special: bool | None = None
    with_pieces: bool | None = None


@frozen(kw_only=True)
class Piece:
    """A token, and its text, or its bytes where these are no text."""

    id: int
    piece: str | Sequence[int]


@frozen(kw_only=True)
class TokenizeResponse:
    """Tokens; with their pieces, if these were asked for."""

    tokens: Sequence[int | Piece]


@frozen(kw_only=True)
class DetokenizeRequest:
    """Tokens to be made text."""

    tokens: Sequence[int]


@frozen(kw_only=True)
class DetokenizeResponse:
    """Text."""

    content: str


@frozen(kw_only=True)
class ApplyTemplateRequest:
    """A conversation to be made a prompt."""

    messages: Sequence[thinking.RequestMessage]


@frozen(kw_only=True)
class ApplyTemplateResponse:
    """What the model would read."""

    prompt: str


@frozen(kw_only=True)
class TextRequest:
    """A prompt to be gone on with: text, tokens, or ``{"prompt_string": ..., "multimodal_data": [...]}``."""

    prompt: str | Sequence[Any] | Mapping[str, Any]
    stop: Sequence[str] | None = None
    n_cmpl: int | None = None
    temperature: float | None = None
    dynatemp_range: float | None = None
    dynatemp_exponent: float | None = None
    top_k: int | None = None
    top_p: float | None = None
    min_p: float | None = None
    typical_p: float | None = None
    repeat_penalty: float | None = None
    repeat_last_n: int | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    dry_multiplier: float | None = None
    dry_base: float | None = None
    dry_allowed_length: int | None = None
    dry_penalty_last_n: int | None = None
    dry_sequence_breakers: Sequence[str] | None = None
    xtc_probability: float | None = None
    xtc_threshold: float | None = None
    mirostat: int | None = None
    mirostat_tau: float | None = None
    mirostat_eta: float | None = None
    grammar: str | None = None
    json_schema: Mapping[str, Any] | None = None
    seed: int | None = None
    ignore_eos: bool | None = None
    logit_bias: Sequence[Any] | Mapping[str, Any] | None = None
    n_predict: int | None = None
    n_probs: int | None = None
    min_keep: int | None = None
    t_max_predict_ms: int | None = None
    id_slot: int | None = None
    cache_prompt: bool | None = None
    return_tokens: bool | None = None
    samplers: Sequence[str] | None = None
    timings_per_token: bool | None = None
    return_progress: bool | None = None
    sse_ping_interval: int | None = None
    post_sampling_probs: bool | None = None
    response_fields: Sequence[str] | None = None
    lora: Sequence[Mapping[str, Any]] | None = None
    n_indent: int | None = None
    n_keep: int | None = None
    n_cache_reuse: int | None = None


@frozen(kw_only=True)
class InfillRequest(TextRequest):
    """Code to be put between a prefix and a suffix."""

    prompt: str | Sequence[Any] | Mapping[str, Any] = ""
    input_prefix: str | None = None
    input_suffix: str | None = None
    input_extra: Sequence[Mapping[str, str]] | None = None


@frozen(kw_only=True)
class TextResponse:
    """What the model goes on with, or a piece of it; ``stop`` says that it is the last one."""

    content: str | None = None
    stop: bool | None = None
    tokens: Sequence[int] | None = None
    generation_settings: Mapping[str, Any] | None = None
    model: str | None = None
    prompt: str | None = None
    stop_type: Annotated[str, Listed("none", "eos", "limit", "word")] | None = None
    stopping_word: str | None = None
    timings: Timings | None = None
    tokens_cached: int | None = None
    tokens_evaluated: int | None = None
    truncated: bool | None = None
    completion_probabilities: Sequence[Mapping[str, Any]] | None = None
    prompt_progress: Progress | None = None
    index: int | None = None  # seen, as all that follows
    id_slot: int | None = None
    tokens_predicted: int | None = None
    has_new_line: bool | None = None
    error: ErrorBody | None = None


@frozen(kw_only=True)
class EmbeddingRequest:
    """Text to be made a vector."""

    content: Any
    embd_normalize: int | None = None


@frozen(kw_only=True)
class Embedding:
    """The vectors of a text: one, or one for each token."""

    index: int
    embedding: Sequence[Sequence[float]]
