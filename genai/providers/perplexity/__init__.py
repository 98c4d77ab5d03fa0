"""Perplexity.  https://docs.perplexity.ai/api-reference/sonar-post"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="perplexity",
    title="Perplexity",
    docs="https://docs.perplexity.ai/api-reference/sonar-post",
    key_variables=("PERPLEXITY_API_KEY",),
    key_url="https://www.perplexity.ai/account/api/keys",
    base_url="https://api.perplexity.ai",
)

wire, unknown_fields, __getattr__ = exports(__name__)
