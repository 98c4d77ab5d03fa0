"""MiniMax.  https://platform.minimax.io/docs/api-reference/text-openai-api"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="minimax",
    title="MiniMax",
    docs="https://platform.minimax.io/docs/api-reference/text-openai-api",
    key_variables=("MINIMAX_API_KEY",),
    key_url="https://platform.minimax.io/user-center/basic-information/interface-key",
    base_url="https://api.minimax.io/v1",
    hosts=frozenset({"api.minimax.io", "api.minimaxi.com"}),  # the latter for users in China: name base_url
)

wire, unknown_fields, __getattr__ = exports(__name__)
