"""How Workers AI speaks Chat Completions.

https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/

The fields are those that all text models of Workers AI have, by Cloudflare's own SDK; its page on compatibility lists
none. Newer models take more of OpenAI's, each as its own page says: those go by ExtraBody.
In which form a schema goes is not told for this endpoint; it is OpenAI's here.
"""

from __future__ import annotations

from ...errors import AuthError, ModelNotFound, Overloaded, QuotaExceeded
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import IMAGES
from .._openai_chat.writers import but

DIALECT = Dialect(
    models=None,
    options=but(top_k="top_k", stop=None, force=None),
    parts=IMAGES,
    tool_parts=frozenset(),
    think_tags=("<think>", "</think>"),  # recorded, of DeepSeek's R1
    request_id="cf-ray",
    errors={  # https://developers.cloudflare.com/workers-ai/platform/errors/
        "3023": AuthError,
        "3036": QuotaExceeded,
        "3040": Overloaded,
        "3041": AuthError,
        "3042": ModelNotFound,
        "5007": ModelNotFound,
        "5016": AuthError,
        "5018": AuthError,
    },
)
