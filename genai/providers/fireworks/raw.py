"""Raw: what Fireworks adds to Chat Completions.  https://docs.fireworks.ai/api-reference/post-chatcompletions"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, TypeAlias

from attrs import frozen

from ...wiretypes import Listed
from .._openai_chat import raw as chat
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""

Effort: TypeAlias = Annotated[str, Listed("low", "medium", "high", "max", "none")]
"""How much a model thinks."""


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    context_length_exceeded_behavior: Annotated[str, Listed("error", "truncate")] | None = None
    echo: bool | None = None
    echo_last: int | None = None
    ignore_eos: bool | None = None
    logit_bias: Mapping[str, float] | None = None  # type: ignore[assignment]  # fractions, too
    logprobs: bool | int | None = None  # type: ignore[assignment]  # a number asks for the legacy form
    min_p: float | None = None
    mirostat_lr: float | None = None
    mirostat_target: float | None = None
    perf_metrics_in_response: bool | None = None
    prediction: chat.Prediction | str | None = None  # type: ignore[assignment]  # wider
    prompt_cache_isolation_key: str | None = None
    prompt_truncate_len: int | None = None
    raw_output: bool | None = None
    reasoning_effort: Effort | int | bool | None = None  # type: ignore[assignment]  # wider
    reasoning_history: Annotated[str, Listed("disabled", "interleaved", "preserved")] | None = None
    repetition_penalty: float | None = None
    return_token_ids: bool | None = None
    safe_tokenization: bool | None = None
    speculation: str | Sequence[int] | None = None
    thinking: Mapping[str, Any] | None = None
    top_k: int | None = None
    typical_p: float | None = None


@frozen(kw_only=True)
class TopLogprob(chat.TopLogprob):
    """A token that could have stood here, too."""

    token_id: int | None = None


@frozen(kw_only=True)
class TokenLogprob(chat.TokenLogprob):
    """A token, its logarithmic probability, and its rivals."""

    top_logprobs: Sequence[TopLogprob] | None = None
    last_activation: str | None = None
    routing_matrix: str | None = None
    sampling_logprob: float | None = None
    text_offset: int | None = None
    token_id: int | None = None


@frozen(kw_only=True)
class Logprobs(chat.Logprobs):
    """The tokens of the text, as OpenAI has it, or in the legacy form: lists side by side."""

    content: Sequence[TokenLogprob] | None = None
    tokens: Sequence[str] | None = None
    token_ids: Sequence[int] | None = None
    token_logprobs: Sequence[float] | None = None
    top_logprobs: Sequence[Mapping[str, float]] | None = None
    text_offset: Sequence[int] | None = None


@frozen(kw_only=True)
class RawOutput:
    """What the model saw and said, with nothing taken out."""

    prompt_fragments: Sequence[str | int]
    prompt_token_ids: Sequence[int]
    completion: str
    completion_token_ids: Sequence[int] | None = None
    completion_logprobs: Logprobs | None = None
    images: Sequence[str] | None = None
    videos: Sequence[str] | None = None
    grammar: str | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    logprobs: Logprobs | None = None
    prompt_token_ids: Sequence[int] | None = None
    raw_output: RawOutput | None = None
    token_ids: Sequence[int] | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    perf_metrics: Mapping[str, Any] | None = None
    prompt_token_ids: Sequence[int] | None = None


@frozen(kw_only=True)
class Model(chat.Model):
    """A model. The specification does not have the list; these fields are known from its users."""

    kind: str | None = None
    context_length: int | None = None
    supports_chat: bool | None = None
    supports_image_input: bool | None = None
    supports_tools: bool | None = None


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models."""

    data: Sequence[Model]
