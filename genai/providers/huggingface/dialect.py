"""How Hugging Face's router speaks Chat Completions.

https://huggingface.co/docs/inference-providers/tasks/chat-completion

It hands requests on to providers of its own choice, so answers differ by who gave them. The model says whom to ask:
``"openai/gpt-oss-120b:cerebras"``, ``":fastest"``, ``":cheapest"``.
"""

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import IMAGES
from .._openai_chat.writers import OPTIONS, but, json_schema

DIALECT = Dialect(
    options=but(top_logprobs=OPTIONS["top_logprobs"], decode_as=json_schema, effort="reasoning_effort"),
    parts=IMAGES,
    tool_parts=frozenset(),  # no document shows more than text
    think_tags=("<think>", "</think>"),  # recorded of Qwen3
)
