"""Raw: what SGLang adds to Chat Completions.  https://docs.sglang.ai/basic_usage/openai_api_completions.html"""

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
    """What is asked.  https://docs.sglang.ai/basic_usage/openai_api_completions.html"""

    top_k: int | None = None
    min_p: float | None = None
    repetition_penalty: float | None = None
    min_tokens: int | None = None
    stop_token_ids: Sequence[int] | None = None
    stop_regex: str | None = None
    no_stop_trim: bool | None = None
    ignore_eos: bool | None = None
    skip_special_tokens: bool | None = None
    regex: str | None = None
    ebnf: str | None = None
    logit_bias: Mapping[str, float] | None = None  # type: ignore[assignment]
    continue_final_message: bool | None = None
    lora_path: str | None = None
    separate_reasoning: bool | None = None
    stream_reasoning: bool | None = None
    chat_template_kwargs: Mapping[str, Any] | None = None
    session_params: Mapping[str, Any] | None = None
    custom_logit_processor: str | None = None
    custom_params: Mapping[str, Any] | None = None
    rid: str | None = None
    cache_salt: str | None = None
    priority: int | None = None
    return_hidden_states: bool | None = None
    return_token_ids: bool | None = None
    session_id: str | None = None
    max_dynamic_patch: int | None = None
    min_dynamic_patch: int | None = None
    use_audio_in_video: bool | None = None
    images_config: Mapping[str, Any] | None = None
    input_ids: Sequence[int] | None = None
    extra_key: str | None = None
    return_cached_tokens_details: bool | None = None
    return_meta_info: bool | None = None
    return_prompt_token_ids: bool | None = None
    return_routed_experts: bool | None = None
    routed_experts_start_len: int | None = None
    routed_dp_rank: int | None = None
    bootstrap_host: str | None = None
    bootstrap_port: int | None = None
    bootstrap_room: int | None = None


@frozen(kw_only=True)
class Message(thinking.Message):
    """What the model says, or a delta of it."""

    hidden_states: Any = None


FINISH = Listed("stop", "length", "tool_calls", "content_filter", "function_call", "abort")


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for; ``matched_stop`` is the text, or the token id, that ended it."""

    message: Message | None = None
    delta: Message | None = None
    finish_reason: Annotated[str, FINISH] | None = None
    matched_stop: int | str | None = None
    hidden_states: Any = None
    prompt_token_ids: Sequence[int] | None = None
    token_ids: Sequence[int] | None = None
    meta_info: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class PromptTokensDetails(chat.PromptTokensDetails):
    """What the input's tokens are."""

    video_tokens: int | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens."""

    prompt_tokens_details: PromptTokensDetails | None = None
    reasoning_tokens: int | None = None


@frozen(kw_only=True)
class ErrorBody(chat.ErrorBody):
    """What went wrong; the code is the HTTP status."""

    object: Annotated[str, Listed("error")] | None = None
    code: int | str | None = None  # type: ignore[assignment]


ErrorResponse = ErrorBody
"""What a failed request is answered with: the same, not in an ``error``."""


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None
    metadata: Mapping[str, Any] | None = None
    sglext: Mapping[str, Any] | None = None
    error: ErrorBody | None = None


@frozen(kw_only=True)
class Model(chat.Model):
    """A model that is served."""

    root: str | None = None
    parent: str | None = None
    max_model_len: int | None = None


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models."""

    data: Sequence[Model]
