"""Z.ai.  https://docs.z.ai/api-reference/llm/chat-completion"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="zai",
    title="Z.ai",
    docs="https://docs.z.ai/api-reference/llm/chat-completion",
    key_variables=("ZAI_API_KEY",),
    key_url="https://z.ai/manage-apikey/apikey-list",
    base_url="https://api.z.ai/api/paas/v4",
)

wire, unknown_fields, __getattr__ = exports(__name__)
