"""Raw: what LM Studio adds to Chat Completions.  https://lmstudio.ai/docs/developer/openai-compat"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from attrs import frozen

from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    top_k: int | None = None
    repeat_penalty: float | None = None
    logit_bias: Mapping[str, float] | None = None  # type: ignore[assignment]
    draft_model: str | None = None
    ttl: int | None = None


@frozen(kw_only=True)
class Stats:
    """How fast it was, and how the drafts fared.  https://lmstudio.ai/docs/developer/api-changelog"""

    tokens_per_second: float | None = None
    draft_model: str | None = None
    total_draft_tokens_count: int | None = None
    accepted_draft_tokens_count: int | None = None
    rejected_draft_tokens_count: int | None = None
    ignored_draft_tokens_count: int | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    stats: Stats | None = None
