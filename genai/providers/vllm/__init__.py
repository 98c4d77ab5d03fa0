"""vLLM.  https://docs.vllm.ai/en/stable/serving/openai_compatible_server/

A server of your own; a key is what it was started with. A model is what it serves, a name of Hugging Face's as a rule.
"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="vllm",
    title="vLLM",
    docs="https://docs.vllm.ai/en/stable/serving/openai_compatible_server/",
    key_variables=("VLLM_API_KEY",),
    base_url="http://127.0.0.1:8000/v1",
    keyless=True,
)

wire, unknown_fields, __getattr__ = exports(__name__)
