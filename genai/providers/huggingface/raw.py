"""Raw: what Hugging Face's router adds to Chat Completions.

https://huggingface.co/docs/inference-providers/tasks/chat-completion

Nearly all of it comes from the provider that answered, and is recorded, not documented.
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

    tool_prompt: str | None = None


@frozen(kw_only=True)
class TopLogprob(chat.TopLogprob):
    """A token that could have stood here, too; its bytes may be a text."""

    bytes: Sequence[int] | str | None = None  # type: ignore[assignment]  # wider


@frozen(kw_only=True)
class TokenLogprob(chat.TokenLogprob):
    """A token, its logarithmic probability, and its rivals."""

    bytes: Sequence[int] | str | None = None  # type: ignore[assignment]  # wider
    top_logprobs: Sequence[TopLogprob] | None = None


@frozen(kw_only=True)
class Logprobs(chat.Logprobs):
    """The tokens of the text."""

    content: Sequence[TokenLogprob] | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    logprobs: Logprobs | None = None
    content_filter_results: Mapping[str, Any] | None = None
    seed: int | None = None
    stop_reason: int | str | None = None


@frozen(kw_only=True)
class PromptTokensDetails(chat.PromptTokensDetails):
    """What the input's tokens are."""

    cache_creation_input_tokens: int | None = None
    cache_read_input_tokens: int | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens used."""

    prompt_tokens_details: PromptTokensDetails | None = None
    cached_tokens: int | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None
    kv_transfer_params: Mapping[str, Any] | None = None
    prompt: Sequence[Mapping[str, Any]] | None = None
    prompt_logprobs: Sequence[Any] | None = None
    sla_metrics: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class Model(chat.Model):
    """A model, and who serves it; no document describes it."""

    architecture: Mapping[str, Any] | None = None
    providers: Sequence[Mapping[str, Any]] | None = None


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models."""

    data: Sequence[Model]
