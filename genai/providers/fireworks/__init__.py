"""Fireworks AI.  https://docs.fireworks.ai/api-reference/post-chatcompletions"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="fireworks",
    title="Fireworks AI",
    docs="https://docs.fireworks.ai/api-reference/post-chatcompletions",
    key_variables=("FIREWORKS_API_KEY",),
    key_url="https://app.fireworks.ai/settings/users/api-keys",
    base_url="https://api.fireworks.ai/inference/v1",
)

wire, unknown_fields, __getattr__ = exports(__name__)
