"""OpenAI Chat Completions.  https://platform.openai.com/docs/api-reference/chat"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="openaichat",
    title="OpenAI",
    docs="https://platform.openai.com/docs/api-reference/chat",
    key_variables=("OPENAI_API_KEY",),
    key_url="https://platform.openai.com/settings/organization/api-keys",
    base_url="https://api.openai.com/v1",
    hosts=frozenset({"api.openai.com", "us.api.openai.com", "eu.api.openai.com"}),
    file_hosts=frozenset({"oaidalleapiprodscus.blob.core.windows.net"}),  # pictures of the older models
    file_names=("openai",),
)

wire, unknown_fields, __getattr__ = exports(__name__)
