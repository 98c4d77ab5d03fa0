"""Raw: what Model Studio adds to Chat Completions.

https://www.alibabacloud.com/help/en/model-studio/qwen-api-via-openai-chat-completions
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from attrs import frozen

from .._openai_chat import raw as chat
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    enable_code_interpreter: bool | None = None
    enable_search: bool | None = None
    enable_thinking: bool | None = None
    preserve_thinking: bool | None = None  # the thoughts of earlier answers, which then have to be sent
    repetition_penalty: float | None = None
    search_options: Mapping[str, Any] | None = None
    thinking_budget: int | None = None
    top_k: int | None = None
    translation_options: Mapping[str, Any] | None = None
    vl_high_resolution_images: bool | None = None


@frozen(kw_only=True)
class PromptTokensDetails(chat.PromptTokensDetails):
    """What the input's tokens are.  https://www.alibabacloud.com/help/en/model-studio/context-cache"""

    cache_creation: Mapping[str, Any] | None = None
    cache_creation_input_tokens: int | None = None
    cache_type: str | None = None
    video_tokens: int | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens."""

    prompt_tokens_details: PromptTokensDetails | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    usage: Usage | None = None
    request_id: str | None = None  # beside an error; recorded


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """A page of models; all of them, as recorded."""

    first_id: str | None = None
    has_more: bool | None = None
    last_id: str | None = None
