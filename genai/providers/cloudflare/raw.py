"""Raw: what Workers AI adds to Chat Completions.

https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from attrs import frozen

from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    top_k: int | None = None
    repetition_penalty: float | None = None
    raw: bool | None = None
    options: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class Fault:
    """One thing that went wrong.  https://developers.cloudflare.com/workers-ai/platform/errors/"""

    code: int | None = None
    message: str | None = None


@frozen(kw_only=True)
class ErrorResponse:
    """What a failed request is answered with: Cloudflare's envelope."""

    success: bool | None = None
    errors: Sequence[Fault] | None = None
    messages: Sequence[Any] | None = None
    result: Any = None
