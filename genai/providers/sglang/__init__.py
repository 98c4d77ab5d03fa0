"""SGLang.  https://docs.sglang.io/docs/basic_usage/openai_api_completions

A server of your own; a key is what it was started with, and the variable's name is our choice.
"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="sglang",
    title="SGLang",
    docs="https://docs.sglang.io/docs/basic_usage/openai_api_completions",
    key_variables=("SGLANG_API_KEY",),
    base_url="http://127.0.0.1:30000/v1",
    keyless=True,
)

wire, unknown_fields, __getattr__ = exports(__name__)
