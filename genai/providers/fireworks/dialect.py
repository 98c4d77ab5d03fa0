"""How Fireworks speaks Chat Completions.  https://docs.fireworks.ai/api-reference/post-chatcompletions"""

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import image, video
from .._openai_chat.writers import NEWER, but, plain_schema, thinking, words
from .._openai_embeddings.embedder import PLAIN

DIALECT = Dialect(
    options=but(
        NEWER,
        top_k="top_k",
        decode_as=plain_schema,
        effort=words("low", "medium", "high", "max", "none"),
        budget_tokens=thinking,  # at least 1024; not together with an effort
    ),
    streamed={},  # the specification knows no stream_options, and forbids what it does not know
    parts={"image": image, "video": video},
    tool_parts=frozenset(),  # no document shows more than text
    thoughts_back=True,  # reasoning_history says what becomes of them
    embeddings=PLAIN,  # https://docs.fireworks.ai/guides/querying-embeddings-models
)
