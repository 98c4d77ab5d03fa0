"""Raw: Chat Completions with thoughts beside the text, which OpenAI does not show and most others do.

The rule here: as in ``raw.py``, whose types are all here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypeAlias

from attrs import frozen

from ...wiretypes import Unknown
from . import raw as chat

__getattr__ = partial(getattr, chat)
"""All that is not different here."""


@frozen(kw_only=True)
class AssistantMessage(chat.AssistantMessage):
    """What the model said, with the thoughts that it wants to see again."""

    reasoning_content: str | None = None
    reasoning: str | None = None


RequestMessage: TypeAlias = (
    chat.DeveloperMessage
    | chat.SystemMessage
    | chat.UserMessage
    | AssistantMessage
    | chat.ToolMessage
    | chat.FunctionMessage
    | Unknown
)


@frozen(kw_only=True)
class CompletionRequest(chat.CompletionRequest):
    """What is asked."""

    messages: Sequence[RequestMessage]


@frozen(kw_only=True)
class Message(chat.Message):
    """What the model says, or a delta of it."""

    reasoning_content: str | None = None
    reasoning: str | None = None


@frozen(kw_only=True)
class Choice(chat.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None


@frozen(kw_only=True)
class Completion(chat.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
