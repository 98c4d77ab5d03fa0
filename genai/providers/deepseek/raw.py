"""Raw: what DeepSeek adds to Chat Completions.  https://api-docs.deepseek.com/api/create-chat-completion"""

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

FinishReason: TypeAlias = Annotated[
    str, Listed("stop", "length", "content_filter", "tool_calls", "insufficient_system_resource")
]
"""Why an answer ended."""


@frozen(kw_only=True)
class AssistantMessage(thinking.AssistantMessage):
    """What the model said, or is to begin with.  https://api-docs.deepseek.com/guides/chat_prefix_completion"""

    prefix: bool | None = None


RequestMessage: TypeAlias = chat.SystemMessage | chat.UserMessage | AssistantMessage | chat.ToolMessage | Unknown


@frozen(kw_only=True)
class Thinking:
    """Whether the model thinks."""

    type: Annotated[str, Listed("enabled", "disabled")]


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked.  https://api-docs.deepseek.com/api/create-chat-completion"""

    messages: Sequence[RequestMessage]
    thinking: Thinking | None = None


@frozen(kw_only=True)
class Logprobs(chat.Logprobs):
    """The tokens of the text, and of the thoughts."""

    reasoning_content: Sequence[chat.TokenLogprob] | None = None  # recorded, not in the specification


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    finish_reason: FinishReason | None = None
    logprobs: Logprobs | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens used.  https://api-docs.deepseek.com/guides/kv_cache"""

    prompt_cache_hit_tokens: int | None = None
    prompt_cache_miss_tokens: int | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None
