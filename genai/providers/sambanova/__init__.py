"""SambaNova Cloud.  https://docs.sambanova.ai/docs/api-reference/chat-completions/create-chat-based-completion"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="sambanova",
    title="SambaNova Cloud",
    docs="https://docs.sambanova.ai/docs/api-reference/chat-completions/create-chat-based-completion",
    key_variables=("SAMBANOVA_API_KEY",),
    key_url="https://cloud.sambanova.ai/apis",
    base_url="https://api.sambanova.ai/v1",
)

wire, unknown_fields, __getattr__ = exports(__name__)
