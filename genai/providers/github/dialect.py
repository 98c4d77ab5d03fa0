"""How GitHub Models speaks Chat Completions.  https://docs.github.com/en/rest/models/inference"""

from __future__ import annotations

from ...errors import AuthError, ContextTooLong, ModelNotFound, RateLimited
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import audio, image
from .._openai_chat.writers import but, choice

DIALECT = Dialect(
    path="/inference/chat/completions",
    models="/catalog/models",
    options=but(force=choice("auto", "required", "none", named=False)),
    parts={"image": image, "audio": audio("wav", "mp3")},  # the catalog has them; how, says Azure, whose API it is
    tool_parts=frozenset(),
    think_tags=("<think>", "</think>"),  # DeepSeek-R1
    errors={
        "unauthorized": AuthError,
        "unknown_model": ModelNotFound,
        "unavailable_model": ModelNotFound,
        "tokens_limit_reached": ContextTooLong,
        "RateLimitReached": RateLimited,
    },
)
