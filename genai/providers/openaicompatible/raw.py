"""Raw: Chat Completions with all that some server is known to add.

https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

from functools import partial

from attrs import frozen

from .._openai_chat import rawany as anything
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, anything)
"""All that is not different here."""


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    top_k: int | None = None
