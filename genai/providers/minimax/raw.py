"""Raw: what MiniMax adds to Chat Completions.  https://platform.minimax.io/docs/api-reference/text-openai-api"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, TypeAlias

from attrs import frozen

from ...wiretypes import Listed, Unknown
from .._openai_chat import raw as chat
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


@frozen(kw_only=True)
class Thinking:
    """Whether it thinks first."""

    type: Annotated[str, Listed("adaptive", "disabled")] | None = None


@frozen(kw_only=True)
class ReasoningDetail:
    """Thoughts, or a piece of them."""

    type: Annotated[str, Listed("reasoning.text")] | None = None
    id: str | None = None
    format: str | None = None
    index: int | None = None
    text: str | None = None


@frozen(kw_only=True)
class AssistantMessage(thinking.AssistantMessage):
    """What the model said, with the thoughts that it wants to see again."""

    reasoning_details: Sequence[ReasoningDetail] | None = None


RequestMessage: TypeAlias = chat.SystemMessage | chat.UserMessage | AssistantMessage | chat.ToolMessage | Unknown


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    messages: Sequence[RequestMessage]
    reasoning_split: bool | None = None
    thinking: Thinking | None = None


@frozen(kw_only=True)
class Message(thinking.Message):
    """What the model says, or a delta of it."""

    audio_content: str | None = None
    name: str | None = None
    role: Annotated[str, Listed("", "assistant")] | None = None  # "" is seen in streams
    reasoning_details: Sequence[ReasoningDetail] | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens."""

    total_characters: int | None = None


@frozen(kw_only=True)
class BaseResponse:
    """How it went: 0, or a code of https://platform.minimax.io/docs/api-reference/errorcode"""

    status_code: int | None = None
    status_msg: str | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None
    base_resp: BaseResponse | None = None
    input_sensitive: bool | None = None
    input_sensitive_type: int | None = None
    output_sensitive: bool | None = None
    output_sensitive_int: int | None = None
    output_sensitive_type: int | None = None
