"""Raw: what SambaNova adds to Chat Completions; nothing of it is recorded.

https://docs.sambanova.ai/docs/api-reference/chat-completions/create-chat-based-completion
https://github.com/sambanova/sambanova-python, which is made from its specification
"""

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
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    chat_template_kwargs: Mapping[str, Any] | None = None
    do_sample: bool | None = None
    top_k: int | None = None


@frozen(kw_only=True)
class Message(thinking.Message):
    """What the model says, or a delta of it."""

    channel: str | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens, and seconds."""

    acceptance_rate: float | None = None
    completion_tokens_after_first_per_sec: float | None = None
    completion_tokens_after_first_per_sec_first_ten: float | None = None
    completion_tokens_after_first_per_sec_graph: float | None = None
    completion_tokens_per_sec: float | None = None
    end_time: float | None = None
    is_last_response: bool | None = None
    start_time: float | None = None
    time_to_first_token: float | None = None
    total_latency: float | None = None
    total_tokens_per_sec: float | None = None


@frozen(kw_only=True)
class ErrorBody(chat.ErrorBody):
    """Why there is no answer; ``model_output`` is what the model said that did not fit."""

    model_output: str | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None
    error: ErrorBody | None = None
    request_id: str | None = None  # beside errors


@frozen(kw_only=True)
class Model(chat.Model):
    """A model."""

    context_length: int | None = None
    max_completion_tokens: int | None = None
    pricing: Mapping[str, Any] | None = None
    sn_metadata: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models."""

    data: Sequence[Model]
