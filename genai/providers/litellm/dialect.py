"""How the LiteLLM proxy speaks Chat Completions.  https://docs.litellm.ai/docs/completion/input

It passes on what it gets, each provider's own fields too: what a model cannot do is its own refusal.
"""

from ...errors import AuthError, QuotaExceeded, RateLimited
from .._openai.kept import BatchDialect, FileDialect
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import PARTS, video
from .._openai_chat.writers import OPTIONS, but, thinking
from .._openai_embeddings.embedder import PLAIN

DIALECT = Dialect(
    options=but(OPTIONS, top_k="top_k", budget_tokens=thinking),  # https://docs.litellm.ai/docs/reasoning_content
    outputs=frozenset({"text", "audio"}),
    parts={**PARTS, "video": video},
    think_tags=("<think>", "</think>"),
    thoughts_back=True,
    thinks_beside=True,  # as Gemini behind it may count them
    request_id="x-litellm-call-id",
    errors={
        AuthError: (
            "auth_error",
            "no_db_connection",
        ),  # the latter recorded: a wrong key, where no database could know it
        QuotaExceeded: ("budget_exceeded",),
        RateLimited: ("throttling_error",),
    },
    embeddings=PLAIN,
    batches=BatchDialect(),  # https://docs.litellm.ai/docs/batches
    files=FileDialect(),  # https://docs.litellm.ai/docs/files_endpoints
)
