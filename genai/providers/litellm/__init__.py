"""LiteLLM Proxy.  https://docs.litellm.ai/docs/proxy/user_keys

A gateway of your own before other providers. A model is a name of its configuration.
"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="litellm",
    title="LiteLLM Proxy",
    docs="https://docs.litellm.ai/docs/proxy/user_keys",
    key_variables=("LITELLM_API_KEY", "LITELLM_PROXY_API_KEY"),
    key_url="https://docs.litellm.ai/docs/proxy/virtual_keys",
    base_url="http://127.0.0.1:4000",
    keyless=True,
)

wire, unknown_fields, __getattr__ = exports(__name__)
