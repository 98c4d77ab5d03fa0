"""Raw: what Moonshot AI adds to Chat Completions.  https://platform.kimi.ai/docs/api/chat"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, TypeAlias

from attrs import field, frozen

from ...wiretypes import EXPLICIT_NULL, Listed, Unknown
from .._openai_chat import raw as chat
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


@frozen(kw_only=True)
class Thinking:
    """Whether it thinks first, and sees its earlier thoughts (``"all"``; None is not at all)."""

    type: Annotated[str, Listed("enabled", "disabled")] = "enabled"
    keep: Annotated[str, Listed("all")] | None = field(default=None, metadata=EXPLICIT_NULL)


@frozen(kw_only=True)
class AssistantMessage(thinking.AssistantMessage):
    """What the model said; the last one may be what it has to begin with.

    https://platform.kimi.ai/docs/guide/use-partial-mode-feature-of-kimi-api
    """

    partial: bool | None = None


RequestMessage: TypeAlias = chat.SystemMessage | chat.UserMessage | AssistantMessage | chat.ToolMessage | Unknown


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    messages: Sequence[RequestMessage]
    thinking: Thinking | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens."""

    cached_tokens: int | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for; the last one of a stream has its usage."""

    usage: Usage | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None


@frozen(kw_only=True)
class Model(chat.Model):
    """A model."""

    context_length: int | None = None
    supports_image_in: bool | None = None
    supports_reasoning: bool | None = None
    supports_video_in: bool | None = None


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models."""

    data: Sequence[Model]
