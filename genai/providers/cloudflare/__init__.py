"""Cloudflare Workers AI.  https://developers.cloudflare.com/workers-ai/get-started/rest-api/

CLOUDFLARE_ACCOUNT_ID names your account. A base URL that ends in ``/ai/v1`` is spoken to in Chat Completions instead:
https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...provider import Config, Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from ...wire import Wire
    from .options import Options as Options

INFO = Info(
    name="cloudflare",
    title="Cloudflare Workers AI",
    docs="https://developers.cloudflare.com/workers-ai/get-started/rest-api/",
    key_variables=("CLOUDFLARE_API_KEY", "CLOUDFLARE_API_TOKEN"),
    key_url="https://dash.cloudflare.com/profile/api-tokens",
    base_url="https://api.cloudflare.com/client/v4/accounts/{CLOUDFLARE_ACCOUNT_ID}/ai",
    hosts=frozenset({"api.cloudflare.com"}),
)

_chat, _unknown_in_chat, __getattr__ = exports(__name__)


def wire(config: Config) -> Wire:
    """The wire, loaded on first need: the native one, or Chat Completions at their own base URL."""
    if config.base_url.endswith("/v1"):
        return _chat(config)
    from .native import Native

    return Native(config, __name__)


def unknown_fields(raw: Any) -> tuple[str, ...]:
    """What a decoded answer has that the raw types do not know."""
    if "choices" in raw:
        return _unknown_in_chat(raw)
    from ... import drift
    from . import raw as types

    return drift.unknown_fields(raw, types.RunResponse)
