"""Mistral.  https://docs.mistral.ai/api"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="mistral",
    title="Mistral",
    docs="https://docs.mistral.ai/api",
    key_variables=("MISTRAL_API_KEY",),
    key_url="https://console.mistral.ai/api-keys",
    base_url="https://api.mistral.ai/v1",
    hosts=frozenset({"api.mistral.ai"}),
)

wire, unknown_fields, __getattr__ = exports(__name__)
