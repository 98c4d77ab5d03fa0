"""Raw: what Pollinations adds to Chat Completions.  https://github.com/pollinations/pollinations/blob/master/APIDOCS.md

All of it is recorded; the documents say little of answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, TypeAlias

from attrs import frozen

from ...wiretypes import Listed
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    private: bool | None = None
    repetition_penalty: float | None = None
    thinking: Mapping[str, Any] | None = None
    thinking_budget: int | None = None


Filters: TypeAlias = Mapping[str, Mapping[str, Any]]
"""What Azure's filters found, by what they look for."""


@frozen(kw_only=True)
class PromptFilters:
    """What Azure's filters found in a prompt."""

    prompt_index: int | None = None
    content_filter_result: Filters | None = None
    content_filter_results: Filters | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    content_filter_results: Filters | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    object: Annotated[str, Listed("", "chat.completion", "chat.completion.chunk")] | None = None  # "": filters
    prompt_filter_results: Sequence[PromptFilters] | None = None
    user_tier: str | None = None


@frozen(kw_only=True)
class Model:
    """A model."""

    name: str
    aliases: str | Sequence[str] | None = None
    audio: bool | None = None
    community: bool | None = None
    context_length: int | None = None
    description: str | None = None
    input_modalities: Sequence[str] | None = None
    is_specialized: bool | None = None
    maxInputChars: int | None = None
    output_modalities: Sequence[str] | None = None
    pricing: Mapping[str, Any] | None = None
    provider: str | None = None
    reasoning: bool | None = None
    tier: str | None = None
    tools: bool | None = None
    uncensored: bool | None = None
    vision: bool | None = None
    voices: Sequence[str] | None = None


ModelsResponse: TypeAlias = Sequence[Model]
