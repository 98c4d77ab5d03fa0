"""How Ollama speaks Chat Completions.  https://docs.ollama.com/api/openai-compatibility

It has no tool_choice, and takes pictures inline only.
"""

from __future__ import annotations

from ..._openai_chat.dialect import Dialect
from ..._openai_chat.parts import inline_image
from ..._openai_chat.writers import OPTIONS, but, words
from ..._openai_embeddings.embedder import PLAIN

DIALECT = Dialect(
    options=but(
        top_logprobs=OPTIONS["top_logprobs"],
        force=None,
        effort=words("none", "low", "medium", "high"),
    ),
    parts={"image": inline_image},
    tool_parts=frozenset(),
    thoughts_back=True,
    embeddings=PLAIN,
)
