"""DeepSeek.  https://api-docs.deepseek.com/api/create-chat-completion"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="deepseek",
    title="DeepSeek",
    docs="https://api-docs.deepseek.com/api/create-chat-completion",
    key_variables=("DEEPSEEK_API_KEY",),
    key_url="https://platform.deepseek.com/api_keys",
    base_url="https://api.deepseek.com",
)

wire, unknown_fields, __getattr__ = exports(__name__)
