"""Together AI.  https://docs.together.ai/reference/chat-completions-1"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="togetherai",
    title="Together AI",
    docs="https://docs.together.ai/reference/chat-completions-1",
    aliases=("together",),
    key_variables=("TOGETHER_API_KEY",),
    key_url="https://api.together.ai/settings/api-keys",
    base_url="https://api.together.xyz/v1",
    hosts=frozenset({"api.together.xyz", "api.together.ai"}),
    file_hosts=frozenset({"api.together.ai"}),  # recorded: https://api.together.ai/shrt/...
)

wire, unknown_fields, __getattr__ = exports(__name__)
