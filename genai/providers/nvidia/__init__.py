"""NVIDIA NIM.  https://docs.api.nvidia.com/nim/reference/llm-apis"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="nvidia",
    title="NVIDIA NIM",
    docs="https://docs.api.nvidia.com/nim/reference/llm-apis",
    aliases=("nim",),
    key_variables=("NVIDIA_API_KEY",),
    key_url="https://build.nvidia.com/settings/api-keys",
    base_url="https://integrate.api.nvidia.com/v1",
)

wire, unknown_fields, __getattr__ = exports(__name__)
