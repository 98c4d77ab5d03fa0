"""How Novita speaks Chat Completions.

https://novita.ai/docs/api-reference/model-apis-llm-create-chat-completion
"""

from ...errors import AuthError, ModelNotFound, Overloaded, QuotaExceeded, RateLimited
from ...spool import Limits
from .._openai.kept import TEXT, BatchDialect, FileDialect, within
from .._openai.pages import WHOLE
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import image, video
from .._openai_chat.writers import NEWER, but, switch
from .._openai_embeddings.embedder import Embedder

DIALECT = Dialect(
    options=but(
        NEWER,
        top_k="top_k",
        force=None,  # not documented
        parallel=None,
        effort=switch({"enable_thinking": False}, {"enable_thinking": True}),
    ),
    parts={"image": image, "video": video},  # sounds too, in a form that is not documented
    tool_parts=frozenset(),
    thoughts_back=True,  # https://novita.ai/docs/guides/llm-interleaved-thinking
    think_tags=("<think>", "</think>"),  # without separate_reasoning
    # https://novita.ai/docs/api-reference/basic-error-code
    errors={
        AuthError: ("INVALID_API_KEY", "FAILED_TO_AUTH", "ACCESS_DENY"),
        ModelNotFound: ("MODEL_NOT_FOUND",),
        QuotaExceeded: ("NOT_ENOUGH_BALANCE",),
        RateLimited: ("RATE_LIMIT_EXCEEDED", "TOKEN_LIMIT_EXCEEDED"),
        Overloaded: ("SERVICE_NOT_AVAILABLE",),
    },
    embeddings=Embedder(options={}),
    # https://novita.ai/docs/guides/llm-batch-api; nothing tells how much a batch may have, nor that it keeps metadata
    batches=BatchDialect(
        endpoints={"text": TEXT},
        limits=Limits(requests=50_000, bytes=100_000_000),
        addressed=False,
        body=within("48h"),
        metadata=None,
        pages=WHOLE,
    ),
    files=FileDialect(purpose="batch", pages=WHOLE),
)
