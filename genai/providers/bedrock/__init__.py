"""Amazon Bedrock's Converse API.  https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html

AWS_REGION (or AWS_DEFAULT_REGION) names the region. Calls carry an API key, or are signed (``pip install
"genai-providers[bedrock]"``) with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, if there is one, AWS_SESSION_TOKEN.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ...provider import Config, Info

if TYPE_CHECKING:
    from ...wire import Wire
    from .options import Options

INFO = Info(
    name="bedrock",
    title="Amazon Bedrock",
    docs="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html",
    key_variables=("AWS_BEARER_TOKEN_BEDROCK",),
    key_url="https://console.aws.amazon.com/bedrock/home#/api-keys",
    base_url="https://bedrock-runtime.{AWS_REGION}.amazonaws.com",
)

__all__ = ["INFO", "Options", "unknown_fields", "wire"]


def wire(config: Config) -> Wire:
    """The wire, loaded on first need."""
    from .verbs import Converse

    return Converse(config)


def unknown_fields(raw: Any) -> tuple[str, ...]:
    """What a decoded answer has that the raw types do not know."""
    from ... import drift
    from . import raw as types

    return drift.unknown_fields(raw, types.ConverseResponse)


def __getattr__(name: str) -> Any:
    if name != "Options":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module(f"{__name__}.options").Options
