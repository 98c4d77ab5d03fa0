"""Raw: what vLLM adds to Chat Completions.  https://docs.vllm.ai/en/stable/serving/openai_compatible_server/"""

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


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked.  https://docs.vllm.ai/en/stable/serving/openai_compatible_server/#chat-api"""

    top_k: int | None = None
    thinking_token_budget: int | None = None
    min_p: float | None = None
    repetition_penalty: float | None = None
    use_beam_search: bool | None = None
    stop_token_ids: Sequence[int] | None = None
    include_stop_str_in_output: bool | None = None
    ignore_eos: bool | None = None
    min_tokens: int | None = None
    skip_special_tokens: bool | None = None
    spaces_between_special_tokens: bool | None = None
    truncate_prompt_tokens: int | None = None
    prompt_logprobs: int | None = None
    allowed_token_ids: Sequence[int] | None = None
    bad_words: Sequence[str] | None = None
    logit_bias: Mapping[str, float] | None = None  # type: ignore[assignment]
    echo: bool | None = None
    add_generation_prompt: bool | None = None
    continue_final_message: bool | None = None
    add_special_tokens: bool | None = None
    documents: Sequence[Mapping[str, str]] | None = None
    chat_template: str | None = None
    chat_template_kwargs: Mapping[str, Any] | None = None
    mm_processor_kwargs: Mapping[str, Any] | None = None
    structured_outputs: Mapping[str, Any] | None = None
    include_reasoning: bool | None = None
    priority: int | None = None
    cache_salt: str | None = None
    return_token_ids: bool | None = None
    return_tokens_as_token_ids: bool | None = None
    vllm_xargs: Mapping[str, Any] | None = None
    length_penalty: float | None = None
    logprob_token_ids: Sequence[int] | None = None
    media_io_kwargs: Mapping[str, Any] | None = None
    repetition_detection: Mapping[str, Any] | None = None
    request_id: str | None = None
    return_prompt_text: bool | None = None
    session_id: str | None = None
    stream_interval: int | None = None
    truncation_side: Annotated[str, Listed("left", "right")] | None = None
    watermarking: bool | None = None
    kv_transfer_params: Mapping[str, Any] | None = None
    ec_transfer_params: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    stop_reason: int | str | None = None
    token_ids: Sequence[int] | None = None
    routed_experts: str | None = None


@frozen(kw_only=True)
class ErrorBody(chat.ErrorBody):
    """What went wrong; the code is the HTTP status."""

    code: int | str | None = None  # type: ignore[assignment]


@frozen(kw_only=True)
class ErrorResponse(chat.ErrorResponse):
    """What a failed request is answered with; without a key the error is a text."""

    error: ErrorBody | str | None = None  # type: ignore[assignment]


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    error: ErrorBody | None = None
    prompt_logprobs: Sequence[Mapping[str, Any] | None] | None = None
    prompt_token_ids: Sequence[int] | None = None
    prompt_text: str | None = None
    kv_transfer_params: Mapping[str, Any] | None = None
    ec_transfer_params: Mapping[str, Any] | None = None
    metrics: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class Model(chat.Model):
    """A model that is served, or an adapter of one (``parent``)."""

    root: str | None = None
    parent: str | None = None
    max_model_len: int | None = None
    permission: Sequence[Mapping[str, Any]] | None = None


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models."""

    data: Sequence[Model]
