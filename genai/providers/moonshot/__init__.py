"""Moonshot AI.  https://platform.kimi.ai/docs/api/chat"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="moonshot",
    title="Moonshot AI",
    docs="https://platform.kimi.ai/docs/api/chat",
    aliases=("kimi",),
    key_variables=("MOONSHOT_API_KEY",),
    key_url="https://platform.kimi.ai/console/api-keys",
    base_url="https://api.moonshot.ai/v1",
    hosts=frozenset({"api.moonshot.ai", "api.moonshot.cn"}),  # keys of one are not keys of the other: name base_url
)

wire, unknown_fields, __getattr__ = exports(__name__)
