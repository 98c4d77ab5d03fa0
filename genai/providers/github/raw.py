"""Raw: what GitHub Models adds to Chat Completions.  https://docs.github.com/en/rest/models/inference"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, TypeAlias

from attrs import frozen

from ...wiretypes import Listed
from .._openai_chat import raw as chat

__getattr__ = partial(getattr, chat)
"""All that is not different here."""


@frozen(kw_only=True)
class Choice(chat.Choice):
    """One of the answers that were asked for, with what Azure's filters found in it."""

    content_filter_results: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class Completion(chat.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    object: Annotated[str, Listed("", "chat.completion", "chat.completion.chunk")] | None = None  # "": filters
    prompt_filter_results: Sequence[Mapping[str, Any]] | None = None


@frozen(kw_only=True)
class Limits:
    """How much a model takes and makes, in tokens."""

    max_input_tokens: int | None = None
    max_output_tokens: int | None = None


@frozen(kw_only=True)
class Model:
    """A model.  https://docs.github.com/en/rest/models/catalog"""

    id: str
    capabilities: Sequence[str] | None = None
    html_url: str | None = None
    limits: Limits | None = None
    name: str | None = None
    publisher: str | None = None
    rate_limit_tier: str | None = None
    registry: str | None = None
    summary: str | None = None
    supported_input_modalities: Sequence[str] | None = None
    supported_output_modalities: Sequence[str] | None = None
    tags: Sequence[str] | None = None
    version: str | None = None


ModelsResponse: TypeAlias = Sequence[Model]
