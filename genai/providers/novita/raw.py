"""Raw: what Novita adds to Chat Completions.

https://novita.ai/docs/api-reference/model-apis-llm-create-chat-completion
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

    enable_thinking: bool | None = None
    min_p: float | None = None
    repetition_penalty: float | None = None
    separate_reasoning: bool | None = None
    top_k: int | None = None


@frozen(kw_only=True)
class Message(thinking.Message):
    """What the model says, or a delta of it."""

    reasoning_details: Sequence[Mapping[str, Any]] | None = None  # they go back as they come


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None


@frozen(kw_only=True)
class Model(chat.Model):
    """A model.  https://novita.ai/docs/api-reference/model-apis-llm-list-models"""

    context_size: int | None = None
    description: str | None = None
    display_name: str | None = None
    endpoints: Sequence[str] | None = None
    features: Sequence[str] | None = None
    input_modalities: Sequence[str] | None = None
    input_token_price_per_m: float | None = None
    max_output_tokens: int | None = None
    model_type: str | None = None
    output_modalities: Sequence[str] | None = None
    output_token_price_per_m: float | None = None
    parent: str | None = None
    permission: Any = None
    pricing: Mapping[str, Any] | None = None
    root: str | None = None
    status: int | None = None
    tags: Sequence[Any] | None = None
    title: str | None = None


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models."""

    data: Sequence[Model]
