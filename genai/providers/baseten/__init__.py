"""Baseten Model APIs.  https://docs.baseten.co/reference/inference-api/chat-completions"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="baseten",
    title="Baseten Model APIs",
    docs="https://docs.baseten.co/reference/inference-api/chat-completions",
    key_variables=("BASETEN_API_KEY",),
    key_url="https://app.baseten.co/settings/api_keys",
    base_url="https://inference.baseten.co/v1",
)

wire, unknown_fields, __getattr__ = exports(__name__)
