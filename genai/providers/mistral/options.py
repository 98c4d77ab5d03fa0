"""What only Mistral has.  https://docs.mistral.ai/api/endpoint/chat"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, each, mapping, nonempty, one_of, option
from ...values import a_tuple


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Mistral that have no counterpart elsewhere.

    Args:
        safe_prompt: True puts Mistral's own safety prompt first.
        prompt_mode: ``"reasoning"``: Mistral's own system prompt for reasoning models.
        prediction: What most of the answer will be: ``{"type": "content", "content": "..."}``.
        prompt_cache_key: Groups requests that share a prefix, for the prompt cache.
        service_tier: ``"auto"`` or ``"standard_only"``.
        guardrails: Moderations of what goes in and out, each as the API reference has it.
        metadata: Pairs that are kept with the request.
    """

    safe_prompt: bool | None = option(boolean)
    prompt_mode: str | None = option(one_of(("reasoning",)))
    prediction: Mapping[str, Any] | None = option(mapping, hash=False)
    prompt_cache_key: str | None = option(nonempty)
    service_tier: str | None = option(one_of(("auto", "standard_only")))
    guardrails: tuple[Mapping[str, Any], ...] = option(each(mapping), default=(), converter=a_tuple, hash=False)
    metadata: Mapping[str, Any] | None = option(mapping, hash=False)
