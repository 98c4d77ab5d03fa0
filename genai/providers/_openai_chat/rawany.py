"""Raw: Chat Completions with all that some server is known to add, for those who may stand before any of them.

The rule here: as in ``raw.py``, whose types are all here too. What only one maker has is taken as it comes, since the
maker's own package knows it better; what nobody is known to send is still unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from attrs import frozen

from ...wiretypes import Listed
from . import raw as chat
from . import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


@frozen(kw_only=True)
class Timings:
    """What the server measured: tokens, and milliseconds.  https://github.com/ggml-org/llama.cpp/tree/master/tools/server"""

    cache_n: int | None = None
    prompt_n: int | None = None
    prompt_ms: float | None = None
    prompt_per_token_ms: float | None = None
    prompt_per_second: float | None = None
    predicted_n: int | None = None
    predicted_ms: float | None = None
    predicted_per_token_ms: float | None = None
    predicted_per_second: float | None = None
    draft_n: int | None = None
    draft_n_accepted: int | None = None


@frozen(kw_only=True)
class Message(thinking.Message):
    """What the model says, or a delta of it."""

    content: str | Sequence[Mapping[str, Any]] | None = None  # type: ignore[assignment]  # parts: Mistral
    annotations: Sequence[Mapping[str, Any]] | None = None  # type: ignore[assignment]
    channel: str | None = None  # Groq
    context: Mapping[str, Any] | None = None  # Azure
    executed_tools: Sequence[Mapping[str, Any]] | None = None  # Groq
    extra_content: Mapping[str, Any] | None = None  # Gemini
    final_text_preview: str | None = None  # Xiaomi
    hidden_states: Any = None  # SGLang
    images: Sequence[Mapping[str, Any]] | None = None  # OpenRouter
    provider_specific_fields: Mapping[str, Any] | None = None  # LiteLLM
    reasoning_details: Sequence[Mapping[str, Any]] | None = None  # OpenRouter
    thinking_blocks: Sequence[Mapping[str, Any]] | None = None  # LiteLLM
    thought_signature: str | None = None  # Gemini
    token_id: int | None = None  # Together
    tool_calls: Sequence[Mapping[str, Any]] | None = None  # type: ignore[assignment]


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None
    finish_reason: str | None = None
    logprobs: Mapping[str, Any] | None = None  # type: ignore[assignment]
    content_filter_offsets: Mapping[str, Any] | None = None  # Azure
    content_filter_results: Mapping[str, Any] | None = None  # Azure
    hidden_states: Any = None  # SGLang
    matched_stop: int | str | None = None  # SGLang
    meta_info: Mapping[str, Any] | None = None  # SGLang
    native_finish_reason: str | None = None  # OpenRouter
    prompt_token_ids: Sequence[int] | None = None  # SGLang
    provider_specific_fields: Mapping[str, Any] | None = None  # LiteLLM
    routed_experts: str | None = None  # vLLM
    seed: int | None = None  # Together
    stop_reason: int | str | None = None  # vLLM
    text: str | None = None  # Together
    token_ids: Sequence[int] | None = None  # vLLM


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens, and whatever else is counted."""

    prompt_tokens_details: Mapping[str, Any] | None = None  # type: ignore[assignment]
    completion_tokens_details: Mapping[str, Any] | None = None  # type: ignore[assignment]
    cache_created_input_tokens: int | None = None  # DigitalOcean
    cache_creation: Mapping[str, Any] | None = None  # DigitalOcean
    cache_creation_input_tokens: int | None = None  # LiteLLM
    cache_read_input_tokens: int | None = None  # DigitalOcean, LiteLLM
    cached_tokens: int | None = None  # Hugging Face
    completion_time: float | None = None  # Groq, as the other times
    cost: Any = None  # OpenRouter: a number; Perplexity: an object
    cost_details: Mapping[str, Any] | None = None  # OpenRouter
    image_tokens: int | None = None  # Cerebras
    is_byok: bool | None = None  # OpenRouter
    num_cached_tokens: int | None = None  # Mistral
    prompt_audio_seconds: float | None = None  # Mistral
    prompt_cache_hit_tokens: int | None = None  # DeepSeek
    prompt_cache_miss_tokens: int | None = None  # DeepSeek
    prompt_time: float | None = None
    queue_time: float | None = None
    reasoning_tokens: int | None = None  # SGLang, Together
    search_context_size: str | None = None  # Perplexity
    server_tool_use_details: Mapping[str, Any] | None = None  # OpenRouter
    total_time: float | None = None
    web_search_usage: Mapping[str, Any] | None = None  # Xiaomi


@frozen(kw_only=True)
class ErrorBody(chat.ErrorBody):
    """What went wrong."""

    code: int | str | None = None  # type: ignore[assignment]
    failed_generation: str | None = None  # Groq
    metadata: Mapping[str, Any] | None = None  # OpenRouter
    n_ctx: int | None = None  # llama.cpp
    n_prompt_tokens: int | None = None  # llama.cpp
    object: str | None = None  # SGLang
    provider_specific_fields: Mapping[str, Any] | None = None  # LiteLLM
    status_code: int | None = None  # Groq


@frozen(kw_only=True)
class ErrorResponse(chat.ErrorResponse):
    """What a failed request is answered with."""

    error: ErrorBody | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    object: Annotated[str, Listed("chat.completion", "chat.completion.chunk", "")] | None = None  # "": Pollinations
    choices: Sequence[Choice] | None = None
    usage: Usage | None = None
    error: ErrorBody | None = None
    metadata: Mapping[str, Any] | None = None
    service_tier: str | None = None
    citations: Sequence[Any] | None = None  # Perplexity, as images, related_questions and search_results
    content_filter_results: Mapping[str, Any] | None = None  # Azure
    delta: Mapping[str, Any] | None = None  # Azure
    ec_transfer_params: Mapping[str, Any] | None = None  # vLLM, as metrics and all that is named after the prompt
    images: Sequence[Mapping[str, Any]] | None = None
    kv_transfer_params: Mapping[str, Any] | None = None  # vLLM
    metrics: Mapping[str, Any] | None = None
    prompt: Any = None  # Together
    prompt_filter_results: Sequence[Mapping[str, Any]] | None = None  # Azure
    prompt_logprobs: Sequence[Any] | None = None
    prompt_progress: Mapping[str, Any] | None = None  # llama.cpp
    prompt_text: str | None = None
    prompt_token_ids: Sequence[int] | None = None
    provider: str | None = None  # OpenRouter
    related_questions: Sequence[str] | None = None
    request_id: str | None = None  # Z.ai
    search_results: Sequence[Mapping[str, Any]] | None = None
    sglext: Mapping[str, Any] | None = None  # SGLang
    sla_metrics: Mapping[str, Any] | None = None  # Hugging Face
    stats: Mapping[str, Any] | None = None  # LM Studio
    time_info: Mapping[str, Any] | None = None  # Cerebras
    timings: Timings | None = None  # llama.cpp
    usage_breakdown: Mapping[str, Any] | None = None  # Groq
    user_tier: str | None = None  # Pollinations
    web_search: Sequence[Mapping[str, Any]] | None = None  # Z.ai
    x_groq: Mapping[str, Any] | None = None  # Groq


@frozen(kw_only=True)
class Model(chat.Model):
    """A model, with what some server says of it."""

    aliases: Sequence[str] | None = None  # llama.cpp
    architecture: Mapping[str, Any] | None = None  # llama.cpp
    max_model_len: int | None = None  # vLLM, SGLang
    meta: Mapping[str, Any] | None = None  # llama.cpp
    mode: str | None = None  # LiteLLM
    parent: str | None = None  # vLLM, SGLang
    permission: Sequence[Mapping[str, Any]] | None = None  # vLLM
    root: str | None = None  # vLLM, SGLang
    tags: Sequence[str] | None = None  # llama.cpp


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models."""

    data: Sequence[Model]
    models: Sequence[Mapping[str, Any]] | None = None  # llama.cpp: the same, as Ollama has them
