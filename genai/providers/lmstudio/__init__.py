"""LM Studio.  https://lmstudio.ai/docs/developer/openai-compat/chat-completions"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="lmstudio",
    title="LM Studio",
    docs="https://lmstudio.ai/docs/developer/openai-compat/chat-completions",
    key_variables=("LM_API_TOKEN",),
    key_url="https://lmstudio.ai/docs/developer/core/authentication",
    base_url="http://127.0.0.1:1234/v1",
    keyless=True,
)

wire, unknown_fields, __getattr__ = exports(__name__)
