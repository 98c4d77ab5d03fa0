"""How LM Studio speaks Chat Completions.  https://lmstudio.ai/docs/developer/openai-compat/chat-completions

How much a model thinks is not among what its page lists for this wire; neither is a forced tool by its name.
"""

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import IMAGES
from .._openai_chat.writers import but, choice
from .._openai_embeddings.embedder import BARE

DIALECT = Dialect(
    options=but(
        top_k="top_k",
        reply_as_json=None,  # a schema, or text
        force=choice("auto", "required", "none", named=False),
    ),
    parts=IMAGES,
    tool_parts=frozenset(),
    think_tags=("<think>", "</think>"),  # where the server does not set thoughts apart
    embeddings=BARE,
)
