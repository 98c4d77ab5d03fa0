"""Raw: what Cerebras adds to Chat Completions.  https://inference-docs.cerebras.ai/api-reference/chat-completions"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal, TypeAlias

from attrs import frozen

from ...wiretypes import Listed, Unknown
from .._openai_chat import raw as chat
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


@frozen(kw_only=True)
class InlineImagePart:
    """A picture; the specification does not say what its text is."""

    type: Literal["image"] = "image"
    image: str


@frozen(kw_only=True)
class UserMessage(chat.UserMessage):
    """What the user says."""

    content: str | Sequence[chat.TextPart | chat.ImagePart | InlineImagePart | Unknown]  # type: ignore[assignment]


@frozen(kw_only=True)
class ToolMessage(chat.ToolMessage):
    """What a tool gave back."""

    name: str | None = None


RequestMessage: TypeAlias = (
    chat.DeveloperMessage | chat.SystemMessage | UserMessage | thinking.AssistantMessage | ToolMessage | Unknown
)


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked.  https://inference-docs.cerebras.ai/api-reference/chat-completions"""

    messages: Sequence[RequestMessage]
    clear_thinking: bool | None = None
    disable_reasoning: bool | None = None
    min_completion_tokens: int | None = None
    min_tokens: int | None = None
    model_parameters: Mapping[str, Any] | None = None
    reasoning_format: Annotated[str, Listed("none", "parsed", "text_parsed", "raw", "hidden")] | None = None


@frozen(kw_only=True)
class Message(thinking.Message):
    """What the model says, or a delta of it."""

    tokens: Sequence[int] | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None
    reasoning_logprobs: chat.Logprobs | None = None
    text: str | None = None
    tokens: Sequence[int] | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens used."""

    image_tokens: int | None = None


@frozen(kw_only=True)
class TimeInfo:
    """Seconds, and when it was."""

    queue_time: float | None = None
    prompt_time: float | None = None
    completion_time: float | None = None
    total_time: float | None = None
    created: float | None = None


@frozen(kw_only=True)
class ErrorBody(chat.ErrorBody):
    """What went wrong in a stream."""

    id: str | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None
    time_info: TimeInfo | None = None
    error: ErrorBody | None = None
    status_code: int | None = None  # beside the error
