"""How Fireworks speaks Chat Completions.  https://docs.fireworks.ai/api-reference/post-chatcompletions"""

from __future__ import annotations

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import image, video
from .._openai_chat.writers import OPTIONS, Fields, but, words


def thinking(budget: int) -> Fields:
    """So many tokens to think with, at least 1024; not together with an effort."""
    return {"thinking": {"type": "enabled", "budget_tokens": budget}}


DIALECT = Dialect(
    options=but(
        top_k="top_k",
        top_logprobs=OPTIONS["top_logprobs"],
        tools=OPTIONS["tools"],
        parallel="parallel_tool_calls",
        effort=words("low", "medium", "high", "max", "none"),
        budget_tokens=thinking,
    ),
    streamed={},  # the specification knows no stream_options, and forbids what it does not know
    parts={"image": image, "video": video},
    tool_parts=frozenset(),  # no document shows more than text
    thoughts_back=True,  # reasoning_history says what becomes of them
)
