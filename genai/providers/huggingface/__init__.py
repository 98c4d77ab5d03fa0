"""Hugging Face Inference Providers.  https://huggingface.co/docs/inference-providers/tasks/chat-completion"""

from ...provider import Info
from .._openai_chat import exports

INFO = Info(
    name="huggingface",
    title="Hugging Face Inference Providers",
    docs="https://huggingface.co/docs/inference-providers/tasks/chat-completion",
    key_variables=("HF_TOKEN", "HUGGINGFACE_API_KEY"),
    key_url="https://huggingface.co/settings/tokens",
    base_url="https://router.huggingface.co/v1",
)

wire, unknown_fields, __getattr__ = exports(__name__)
