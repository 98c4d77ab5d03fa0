"""OpenAI-compatible server.  https://platform.openai.com/docs/api-reference/chat

Any server that speaks Chat Completions: OPENAI_COMPATIBLE_BASE_URL, or ``load(..., base_url=...)``, is what stands
before ``/chat/completions``. It is asked without a key if there is none.
"""

from ...provider import Info
from .._openai_chat import exports

INFO = Info(
    name="openaicompatible",
    title="OpenAI-compatible server",
    docs="https://platform.openai.com/docs/api-reference/chat",
    key_variables=("OPENAI_COMPATIBLE_API_KEY",),
    base_url="{OPENAI_COMPATIBLE_BASE_URL}",
    keyless=True,
)

wire, unknown_fields, __getattr__ = exports(__name__)
