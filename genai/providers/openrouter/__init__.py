"""OpenRouter.  https://openrouter.ai/docs/api-reference/overview"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="openrouter",
    title="OpenRouter",
    docs="https://openrouter.ai/docs/api-reference/overview",
    key_variables=("OPENROUTER_API_KEY",),
    key_url="https://openrouter.ai/settings/keys",
    base_url="https://openrouter.ai/api/v1",
)

wire, unknown_fields, __getattr__ = exports(__name__)
