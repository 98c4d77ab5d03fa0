"""xAI.  https://docs.x.ai/docs/api-reference"""

from ...provider import Info
from .._openai_chat import exports

INFO = Info(
    name="xai",
    title="xAI",
    docs="https://docs.x.ai/docs/api-reference",
    key_variables=("XAI_API_KEY",),
    key_url="https://console.x.ai",
    base_url="https://api.x.ai/v1",
    file_hosts=frozenset({"imgen.x.ai", "vidgen.x.ai"}),
)

wire, unknown_fields, __getattr__ = exports(__name__)
