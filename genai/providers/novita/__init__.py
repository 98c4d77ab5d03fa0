"""Novita AI.  https://novita.ai/docs/api-reference/model-apis-llm-create-chat-completion"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="novita",
    title="Novita AI",
    docs="https://novita.ai/docs/api-reference/model-apis-llm-create-chat-completion",
    key_variables=("NOVITA_API_KEY",),
    key_url="https://novita.ai/settings/key-management",
    base_url="https://api.novita.ai/openai/v1",
)

wire, unknown_fields, __getattr__ = exports(__name__)
