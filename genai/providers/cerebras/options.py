"""What only Cerebras has.  https://inference-docs.cerebras.ai/api-reference/chat-completions"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, mapping, nonempty, one_of, option, whole


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Cerebras that have no counterpart elsewhere.

    Args:
        clear_thinking: False leaves the thoughts of earlier turns in the context (GLM).
        reasoning_format: ``"parsed"`` (thoughts beside the text), ``"raw"`` (in the text), ``"hidden"``,
            ``"text_parsed"`` or ``"none"`` (the model's own way).
        min_completion_tokens: At least 0; the fewest tokens of an answer.
        prediction: What most of the answer will be: ``{"type": "content", "content": "..."}``.
        prompt_cache_key: Groups requests that share a prefix, for the prompt cache.
        service_tier: ``"auto"``, ``"default"``, ``"flex"`` or ``"priority"``.
    """

    clear_thinking: bool | None = option(boolean)
    reasoning_format: str | None = option(one_of(("none", "parsed", "text_parsed", "raw", "hidden")))
    min_completion_tokens: int | None = option(whole(0))
    prediction: Mapping[str, Any] | None = option(mapping, hash=False)
    prompt_cache_key: str | None = option(nonempty)
    service_tier: str | None = option(one_of(("auto", "default", "flex", "priority")))
