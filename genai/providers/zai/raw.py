"""Raw: what Z.ai adds to Chat Completions.  https://docs.z.ai/api-reference/llm/chat-completion"""

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
    """Whether it thinks first, and forgets its earlier thoughts.  https://docs.z.ai/guides/capabilities/thinking-mode"""

    type: Annotated[str, Listed("enabled", "disabled")] | None = None
    clear_thinking: bool | None = None


@frozen(kw_only=True)
class WebSearchTool:
    """Searches the web, on the provider's side.  https://docs.z.ai/guides/tools/web-search"""

    type: Literal["web_search"] = "web_search"
    web_search: Mapping[str, Any]


@frozen(kw_only=True)
class RetrievalTool:
    """Looks into a knowledge base, on the provider's side."""

    type: Literal["retrieval"] = "retrieval"
    retrieval: Mapping[str, Any]


Tool: TypeAlias = chat.FunctionTool | WebSearchTool | RetrievalTool | Unknown


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    do_sample: bool | None = None
    request_id: str | None = None
    thinking: Thinking | None = None
    tool_stream: bool | None = None
    tools: Sequence[Tool] | None = None  # type: ignore[assignment]  # other tools
    user_id: str | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    finish_reason: (
        Annotated[
            str, Listed("stop", "length", "tool_calls", "sensitive", "model_context_window_exceeded", "network_error")
        ]
        | None
    ) = None


@frozen(kw_only=True)
class FoundPage:
    """A page that a search found."""

    title: str | None = None
    content: str | None = None
    link: str | None = None
    media: str | None = None
    icon: str | None = None
    refer: str | None = None
    publish_date: str | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    request_id: str | None = None
    web_search: Sequence[FoundPage] | None = None
