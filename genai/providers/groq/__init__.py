"""Groq.  https://console.groq.com/docs/api-reference"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="groq",
    title="Groq",
    docs="https://console.groq.com/docs/api-reference",
    key_variables=("GROQ_API_KEY",),
    key_url="https://console.groq.com/keys",
    base_url="https://api.groq.com/openai/v1",
)

wire, unknown_fields, __getattr__ = exports(__name__)
