"""Raw: what Groq adds to Chat Completions.  https://console.groq.com/docs/api-reference"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from attrs import frozen

from ...wiretypes import Listed
from .._openai_chat import raw as chat
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked.  https://console.groq.com/docs/api-reference#chat-create"""

    citation_options: Annotated[str, Listed("enabled", "disabled")] | None = None
    compound_custom: Mapping[str, Any] | None = None
    disable_tool_validation: bool | None = None
    documents: Sequence[Mapping[str, Any]] | None = None
    include_reasoning: bool | None = None
    reasoning_format: Annotated[str, Listed("hidden", "raw", "parsed")] | None = None
    search_settings: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class SearchResult:
    """A page that a search found."""

    url: str | None = None
    title: str | None = None
    content: str | None = None
    score: float | None = None


@frozen(kw_only=True)
class SearchResults:
    """What a search found."""

    results: Sequence[SearchResult] | None = None
    images: Sequence[str] | None = None


@frozen(kw_only=True)
class ExecutedTool:
    """A tool that ran at the server.  https://console.groq.com/docs/compound/built-in-tools"""

    index: int | None = None
    type: str | None = None
    name: str | None = None
    arguments: str | None = None
    output: str | None = None
    search_results: SearchResults | None = None
    code_results: Sequence[Mapping[str, Any]] | None = None
    browser_results: Sequence[Mapping[str, Any]] | None = None


@frozen(kw_only=True)
class Message(thinking.Message):
    """What the model says, or a delta of it."""

    channel: Annotated[str, Listed("analysis", "commentary", "final")] | None = None  # recorded, not documented
    executed_tools: Sequence[ExecutedTool] | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens, and seconds."""

    queue_time: float | None = None
    prompt_time: float | None = None
    completion_time: float | None = None
    total_time: float | None = None


@frozen(kw_only=True)
class ModelUsage:
    """What one model of a compound system used."""

    model: str
    usage: Usage


@frozen(kw_only=True)
class UsageBreakdown:
    """What each model of a compound system used."""

    models: Sequence[ModelUsage] = ()


@frozen(kw_only=True)
class XGroq:
    """What Groq itself says of an answer; in streams, usage too."""

    id: str | None = None
    seed: int | None = None
    error: str | None = None
    usage: Usage | None = None
    usage_breakdown: UsageBreakdown | None = None


@frozen(kw_only=True)
class ErrorBody(chat.ErrorBody):
    """Why there is no answer; ``failed_generation`` is what the model said that was no tool call."""

    failed_generation: str | None = None
    status_code: int | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None
    usage_breakdown: UsageBreakdown | None = None
    x_groq: XGroq | None = None
    error: ErrorBody | None = None
