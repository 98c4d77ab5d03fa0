"""How Novita speaks Chat Completions.

https://novita.ai/docs/api-reference/model-apis-llm-create-chat-completion
"""

from __future__ import annotations

from ...errors import AuthError, ModelNotFound, Overloaded, QuotaExceeded, RateLimited
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import image, video
from .._openai_chat.writers import OPTIONS, but, functions, json_schema, switch

DIALECT = Dialect(
    options=but(
        top_k="top_k",
        top_logprobs=OPTIONS["top_logprobs"],
        decode_as=json_schema,
        tools=functions,
        force=None,  # not documented
        effort=switch({"enable_thinking": False}, {"enable_thinking": True}),
    ),
    parts={"image": image, "video": video},  # sounds too, in a form that is not documented
    tool_parts=frozenset(),
    thoughts_back=True,  # https://novita.ai/docs/guides/llm-interleaved-thinking
    think_tags=("<think>", "</think>"),  # without separate_reasoning
    # https://novita.ai/docs/api-reference/basic-error-code
    errors={
        "INVALID_API_KEY": AuthError,
        "FAILED_TO_AUTH": AuthError,
        "ACCESS_DENY": AuthError,
        "MODEL_NOT_FOUND": ModelNotFound,
        "NOT_ENOUGH_BALANCE": QuotaExceeded,
        "RATE_LIMIT_EXCEEDED": RateLimited,
        "TOKEN_LIMIT_EXCEEDED": RateLimited,
        "SERVICE_NOT_AVAILABLE": Overloaded,
    },
)
