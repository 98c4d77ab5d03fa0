"""Cerebras.  https://inference-docs.cerebras.ai/api-reference/chat-completions"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="cerebras",
    title="Cerebras",
    docs="https://inference-docs.cerebras.ai/api-reference/chat-completions",
    key_variables=("CEREBRAS_API_KEY",),
    key_url="https://cloud.cerebras.ai",
    base_url="https://api.cerebras.ai/v1",
)

wire, unknown_fields, __getattr__ = exports(__name__)
