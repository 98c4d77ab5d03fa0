"""Raw: what Together adds to Chat Completions.  https://docs.together.ai/reference/chat-completions-1"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal, TypeAlias

from attrs import frozen

from ...wiretypes import Listed
from .._openai_chat import raw as chat
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    chat_template_kwargs: Mapping[str, Any] | None = None
    compliance: Literal["hipaa"] | None = None
    context_length_exceeded_behavior: Annotated[str, Listed("truncate", "error")] | None = None
    echo: bool | None = None
    logit_bias: Mapping[str, float] | None = None  # type: ignore[assignment]  # fractions, too
    logprobs: int | None = None  # type: ignore[assignment]  # how many, where OpenAI says whether
    min_p: float | None = None
    reasoning: Mapping[str, Any] | None = None
    repetition_penalty: float | None = None
    safety_model: str | None = None
    top_k: int | None = None


@frozen(kw_only=True)
class Logprobs(chat.Logprobs):
    """The tokens of the text: lists side by side, or (recorded, for whole answers) as OpenAI has it."""

    tokens: Sequence[str] | None = None
    token_ids: Sequence[int | None] | None = None
    token_logprobs: Sequence[float] | None = None
    top_logprobs: Sequence[Sequence[chat.TopLogprob] | Mapping[str, float]] | None = None


@frozen(kw_only=True)
class Message(thinking.Message):
    """What the model says, or a delta of it."""

    token_id: int | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None
    finish_reason: Annotated[str, Listed("stop", "eos", "length", "tool_calls", "function_call")] | None = None
    logprobs: Logprobs | float | None = None  # type: ignore[assignment]  # chunks may have a number
    matched_stop: int | str | None = None  # recorded, not in the specification
    seed: int | None = None
    text: str | None = None
    top_logprobs: Mapping[str, float] | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens used; the two that are here are recorded, not in the specification."""

    cached_tokens: int | None = None
    reasoning_tokens: int | None = None


@frozen(kw_only=True)
class Warning:
    """What the service did not do as it was asked."""

    message: str


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None
    prompt: Sequence[Mapping[str, Any]] | None = None
    warnings: Sequence[Warning] | None = None


@frozen(kw_only=True)
class Model(chat.Model):
    """A model.  https://docs.together.ai/reference/models-1"""

    type: (
        Annotated[
            str,
            Listed(
                "chat",
                "language",
                "code",
                "image",
                "embedding",
                "moderation",
                "rerank",
                "audio",  # this and those below are recorded, not in the specification
                "transcribe",
                "video",
            ),
        ]
        | None
    ) = None
    display_name: str | None = None
    organization: str | None = None
    link: str | None = None
    license: str | None = None
    context_length: int | None = None
    pricing: Mapping[str, Any] | None = None
    config: Mapping[str, Any] | None = None  # this and those below are recorded, not in the specification
    running: bool | None = None
    uuid: str | None = None


ModelsResponse: TypeAlias = Sequence[Model]
"""All models: a bare list."""
