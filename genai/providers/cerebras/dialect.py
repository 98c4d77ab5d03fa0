"""How Cerebras speaks Chat Completions.  https://inference-docs.cerebras.ai/resources/openai

Its header ``queue_threshold`` is no field of the body: ExtraHeaders says it.
"""

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import inline_image
from .._openai_chat.writers import NEWER, but, words

DIALECT = Dialect(
    options=but(
        NEWER,
        max_tokens="max_completion_tokens",
        effort=words("none", "low", "medium", "high"),
    ),
    parts={"image": inline_image},  # https://inference-docs.cerebras.ai/capabilities/image-inputs
    tool_parts=frozenset(),
    text_parts=False,
    tool_names=True,
    thoughts_back=True,
    think_tags=("<think>", "</think>"),  # reasoning_format="raw"
)
