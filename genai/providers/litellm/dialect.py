"""How the LiteLLM proxy speaks Chat Completions.  https://docs.litellm.ai/docs/completion/input

It passes on what it gets, each provider's own fields too: what a model cannot do is its own refusal.
"""

from __future__ import annotations

from ...errors import AuthError, QuotaExceeded, RateLimited
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import PARTS, video
from .._openai_chat.writers import OPTIONS, Fields, but


def thinking(budget: int) -> Fields:
    """https://docs.litellm.ai/docs/reasoning_content"""
    return {"thinking": {"type": "enabled", "budget_tokens": budget}}


DIALECT = Dialect(
    options=but(OPTIONS, top_k="top_k", budget_tokens=thinking),
    outputs=frozenset({"text", "audio"}),
    parts={**PARTS, "video": video},
    think_tags=("<think>", "</think>"),
    thoughts_back=True,
    request_id="x-litellm-call-id",
    errors={
        "auth_error": AuthError,
        "no_db_connection": AuthError,  # recorded: a wrong key, where no database could know it
        "budget_exceeded": QuotaExceeded,
        "throttling_error": RateLimited,
    },
)
