"""How GitHub Models speaks Chat Completions.  https://docs.github.com/en/rest/models/inference"""

from ...errors import AuthError, ContextTooLong, ModelNotFound, RateLimited
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import audio, image
from .._openai_chat.writers import but, choice, words
from .._openai_embeddings.embedder import Embedder

EMBEDDINGS = Embedder(
    path="/inference/embeddings",
    most=None,
    options={"dimensions": "dimensions", "purpose": words("query", "document", key="input_type")},
    always={},
)
"""https://docs.github.com/en/rest/models/embeddings"""

DIALECT = Dialect(
    path="/inference/chat/completions",
    models="/catalog/models",
    options=but(force=choice("auto", "required", "none", named=False)),
    parts={"image": image, "audio": audio("wav", "mp3")},  # the catalog has them; how, says Azure, whose API it is
    tool_parts=frozenset(),
    think_tags=("<think>", "</think>"),  # DeepSeek-R1
    errors={
        AuthError: ("unauthorized",),
        ModelNotFound: ("unknown_model", "unavailable_model"),
        ContextTooLong: ("tokens_limit_reached",),
        RateLimited: ("RateLimitReached",),
    },
    embeddings=EMBEDDINGS,
)
