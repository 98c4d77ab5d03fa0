"""What only OpenAI's Chat Completions have.  https://platform.openai.com/docs/api-reference/chat/create"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, mapping, nonempty, one_of, option


@frozen(kw_only=True)
class Options(Base):
    """
    Options of OpenAI's Chat Completions that have no counterpart elsewhere.

    Args:
        store: Whether OpenAI keeps the answer; its default is False.
        metadata: Up to 16 pairs of text, kept with it.
        service_tier: ``"auto"``, ``"default"``, ``"flex"``, ``"priority"`` or ``"scale"``.
        verbosity: ``"low"``, ``"medium"`` or ``"high"``.
        prediction: What most of the answer will be: ``{"type": "content", "content": "..."}``.
        prompt_cache_key: Groups requests that share a prefix, for the prompt cache.
        prompt_cache_retention: ``"in_memory"`` or ``"24h"``.
        prompt_cache_options: ``{"mode": ..., "ttl": ...}``.
        safety_identifier: A stable id of your end user.
        user: The older form of safety_identifier and prompt_cache_key.
        logit_bias: Token ids to -100 (never) through 100 (always).
        moderation: ``{"model": ..., "policy": ...}``.
        stream_options: ``{"include_obfuscation": False}``; for ``gen_stream`` only.
    """

    store: bool | None = option(boolean)
    metadata: Mapping[str, str] | None = option(mapping, hash=False)
    service_tier: str | None = option(one_of(("auto", "default", "flex", "priority", "scale", "fast", "ultrafast")))
    verbosity: str | None = option(one_of(("low", "medium", "high")))
    prediction: Mapping[str, Any] | None = option(mapping, hash=False)
    prompt_cache_key: str | None = option(nonempty)
    prompt_cache_retention: str | None = option(one_of(("in_memory", "in-memory", "24h")))
    prompt_cache_options: Mapping[str, Any] | None = option(mapping, hash=False)
    safety_identifier: str | None = option(nonempty)
    user: str | None = option(nonempty)
    logit_bias: Mapping[str, int] | None = option(mapping, hash=False)
    moderation: Mapping[str, Any] | None = option(mapping, hash=False)
    stream_options: Mapping[str, Any] | None = option(mapping, hash=False)
