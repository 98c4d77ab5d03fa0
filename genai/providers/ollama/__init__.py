"""Ollama.  https://docs.ollama.com/api/openai-compatibility

On a machine of yours it wants no key; at ``base_url="https://ollama.com/v1"`` it does.
"""

from __future__ import annotations

from ...provider import Info
from .._openai_chat import exports

INFO = Info(
    name="ollama",
    title="Ollama",
    docs="https://docs.ollama.com/api/openai-compatibility",
    key_variables=("OLLAMA_API_KEY",),
    key_url="https://ollama.com/settings/keys",
    base_url="http://127.0.0.1:11434/v1",
    hosts=frozenset({"ollama.com"}),
    keyless=True,
)

wire, unknown_fields, __getattr__ = exports(__name__)
