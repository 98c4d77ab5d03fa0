"""Raw: what Baseten adds to Chat Completions.  https://docs.baseten.co/reference/inference-api/chat-completions"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from attrs import frozen

from .._openai_chat import raw as chat
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


@frozen(kw_only=True)
class StreamOptions(chat.StreamOptions):
    """How a stream is sent."""

    continuous_usage_stats: bool | None = None


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    add_generation_prompt: bool | None = None
    add_special_tokens: bool | None = None
    bad: str | Sequence[str] | None = None
    bad_token_ids: Sequence[int] | None = None
    best_of: int | None = None
    chat_template: str | None = None
    chat_template_args: Mapping[str, Any] | None = None
    disaggregated_params: Mapping[str, Any] | None = None
    documents: Sequence[Mapping[str, str]] | None = None
    early_stopping: bool | None = None
    echo: bool | None = None
    ignore_eos: bool | None = None
    include_stop_str_in_output: bool | None = None
    length_penalty: float | None = None
    logit_bias: Mapping[str, float] | None = None  # type: ignore[assignment]  # fractions, too
    min_p: float | None = None
    min_tokens: int | None = None
    repetition_penalty: float | None = None
    skip_special_tokens: bool | None = None
    spaces_between_special_tokens: bool | None = None
    stop_token_ids: Sequence[int] | None = None
    stream_options: StreamOptions | None = None
    top_k: int | None = None
    top_p_min: float | None = None
    truncate_prompt_tokens: int | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    stop_reason: int | str | None = None


@frozen(kw_only=True)
class ErrorBody(chat.ErrorBody):
    """What went wrong; recorded, ``code`` is a status."""

    code: int | str | None = None  # type: ignore[assignment]  # wider than OpenAI's


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    error: ErrorBody | None = None


@frozen(kw_only=True)
class Model(chat.Model):
    """A model. No document describes it; these fields are known from its users."""

    name: str | None = None
    context_length: int | None = None
    max_completion_tokens: int | None = None
    input_modalities: Sequence[str] | None = None
    pricing: Mapping[str, Any] | None = None
    supported_features: Sequence[str] | None = None


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models."""

    data: Sequence[Model]
