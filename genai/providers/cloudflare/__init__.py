"""Cloudflare Workers AI.  https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/

CLOUDFLARE_ACCOUNT_ID names your account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="cloudflare",
    title="Cloudflare Workers AI",
    docs="https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/",
    key_variables=("CLOUDFLARE_API_KEY", "CLOUDFLARE_API_TOKEN"),
    key_url="https://dash.cloudflare.com/profile/api-tokens",
    base_url="https://api.cloudflare.com/client/v4/accounts/{CLOUDFLARE_ACCOUNT_ID}/ai/v1",
    hosts=frozenset({"api.cloudflare.com"}),
)

wire, unknown_fields, __getattr__ = exports(__name__)
