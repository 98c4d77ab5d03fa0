"""Raw: what NVIDIA's NIMs add to Chat Completions; nothing of it is recorded.

https://docs.api.nvidia.com/nim/reference/llm-apis
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from attrs import frozen

from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here: answers have thoughts beside the text."""


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    chat_template_kwargs: Mapping[str, Any] | None = None
    reasoning_budget: int | None = None
