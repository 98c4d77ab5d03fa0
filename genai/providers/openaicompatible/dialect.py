"""How a server speaks Chat Completions of which nothing else is known.

https://platform.openai.com/docs/api-reference/chat

What OpenAI alone has is left out, and so is what such servers would ignore as a rule: searches, speech. Where OpenAI
has a newer name for something, it is the older one.
"""

from .._openai.kept import BatchDialect, FileDialect
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import PARTS, video
from .._openai_chat.writers import NEWER, but
from .._openai_embeddings.embedder import PLAIN

DIALECT = Dialect(
    options=but(NEWER, top_k="top_k", effort="reasoning_effort"),
    parts={**PARTS, "video": video},
    think_tags=("<think>", "</think>"),
    thoughts_back=True,
    thinks_beside=True,  # Google's endpoint (recorded), which bills them: https://ai.google.dev/gemini-api/docs/thinking
    embeddings=PLAIN,
    batches=BatchDialect(),
    files=FileDialect(),
)
