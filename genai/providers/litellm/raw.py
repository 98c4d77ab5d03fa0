"""Raw: what the LiteLLM proxy adds to Chat Completions.  https://docs.litellm.ai/docs/completion/output

Its answers may have what any provider behind it adds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from attrs import frozen

from .._openai_chat import raw as chat
from .._openai_chat import rawany as anything
from .._openai_chat import rawthinking as thinking
from .._openai_embeddings import raw as embeddings

__getattr__ = partial(getattr, anything)
"""All that is not different here."""


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    top_k: int | None = None
    thinking: Mapping[str, Any] | None = None
    tags: Sequence[str] | None = None
    fallbacks: Sequence[str] | None = None
    guardrails: Sequence[str] | None = None
    num_retries: int | None = None
    cache: Mapping[str, Any] | None = None
    mock_response: str | None = None
    drop_params: bool | None = None


@frozen(kw_only=True)
class EmbeddingsResponse(embeddings.EmbeddingsResponse):
    """Vectors, each with its index; its usage has all fields that an answer's has (seen)."""

    usage: chat.Usage | None = None  # type: ignore[assignment]  # with more in it
