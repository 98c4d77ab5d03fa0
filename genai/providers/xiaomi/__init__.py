"""Xiaomi MiMo.  https://platform.xiaomimimo.com/docs/en-US/api/chat/openai-api"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="xiaomi",
    title="Xiaomi MiMo",
    docs="https://platform.xiaomimimo.com/docs/en-US/api/chat/openai-api",
    aliases=("mimo",),
    key_variables=("MIMO_API_KEY",),
    key_url="https://platform.xiaomimimo.com/",
    base_url="https://api.xiaomimimo.com/v1",
)

wire, unknown_fields, __getattr__ = exports(__name__)
