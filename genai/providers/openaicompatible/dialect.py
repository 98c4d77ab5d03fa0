"""How a server speaks Chat Completions of which nothing else is known.

https://platform.openai.com/docs/api-reference/chat

What OpenAI alone has is left out, and so is what such servers would ignore as a rule: searches, speech. Where OpenAI
has a newer name for something, it is the older one.
"""

from __future__ import annotations

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import PARTS, video
from .._openai_chat.writers import OPTIONS, but, functions, json_schema

DIALECT = Dialect(
    options=but(
        top_k="top_k",
        top_logprobs=OPTIONS["top_logprobs"],
        decode_as=json_schema,
        tools=functions,
        parallel="parallel_tool_calls",
        effort="reasoning_effort",
    ),
    parts={**PARTS, "video": video},
    think_tags=("<think>", "</think>"),
    thoughts_back=True,
)
