"""How MiniMax speaks Chat Completions.  https://platform.minimax.io/docs/api-reference/text-openai-api"""

from ...errors import (
    AuthError,
    ContentFiltered,
    ContextTooLong,
    InvalidRequest,
    ProviderError,
    QuotaExceeded,
    RateLimited,
)
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import image, video
from .._openai_chat.writers import but, switch

DIALECT = Dialect(
    options=but(  # what else OpenAI has is ignored there, or not documented
        max_tokens="max_completion_tokens",
        stop=None,
        seed=None,
        frequency_penalty=None,
        presence_penalty=None,
        reply_as_json=None,
        decode_as=None,
        force=None,
        effort=switch({"thinking": {"type": "disabled"}}, {"thinking": {"type": "adaptive"}}),
    ),
    always={"reasoning_split": True},  # thoughts beside the text, as the model wants to see them again
    parts={"image": image, "video": video},
    tool_parts=frozenset(),
    think_tags=("<think>", "</think>"),  # without reasoning_split
    error_in=("base_resp", "status_code", "status_msg"),
    # https://platform.minimax.io/docs/api-reference/errorcode
    errors={
        ProviderError: ("1000", "1001", "1024", "1033"),
        RateLimited: ("1002", "1041"),
        AuthError: ("1004", "2049"),
        QuotaExceeded: ("insufficient_balance_error", "1008"),
        ContentFiltered: ("1026", "1027"),
        ContextTooLong: ("1039",),
        InvalidRequest: ("1042", "2013"),
    },
)
