"""Raw: what MiMo adds to Chat Completions.  https://platform.xiaomimimo.com/docs/en-US/api/chat/openai-api"""

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
class Thinking:
    """Whether it thinks first."""

    type: Annotated[str, Listed("enabled", "disabled")] | None = None


@frozen(kw_only=True)
class WebSearchTool:
    """Searches the web, on the provider's side."""

    type: Literal["web_search"] = "web_search"
    force_search: bool | None = None
    limit: int | None = None
    max_keyword: int | None = None
    user_location: Mapping[str, Any] | None = None


Tool: TypeAlias = chat.FunctionTool | WebSearchTool | Unknown


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    thinking: Thinking | None = None
    tools: Sequence[Tool] | None = None  # type: ignore[assignment]  # other tools


@frozen(kw_only=True)
class Annotation(chat.Annotation):
    """A page, without a place in the text (recorded)."""

    site_name: str | None = None
    summary: str | None = None
    title: str | None = None
    url: str | None = None


@frozen(kw_only=True)
class Message(thinking.Message):
    """What the model says, or a delta of it."""

    annotations: Sequence[Annotation] | None = None
    final_text_preview: str | None = None  # what is spoken; recorded


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None
    finish_reason: (
        Annotated[str, Listed("stop", "length", "tool_calls", "content_filter", "repetition_truncation")] | None
    ) = None


@frozen(kw_only=True)
class PromptTokensDetails(chat.PromptTokensDetails):
    """What the input's tokens are."""

    video_tokens: int | None = None


@frozen(kw_only=True)
class WebSearchUsage:
    """Searches, and the pages that they found."""

    page_usage: int | None = None
    tool_usage: int | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens and searches."""

    prompt_tokens_details: PromptTokensDetails | None = None
    web_search_usage: WebSearchUsage | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None
