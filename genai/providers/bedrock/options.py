"""What only Bedrock has.  https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from ...checks import Options as Base
from ...checks import boolean, each, mapping, nonempty, one_of, option, pairs
from ...values import a_tuple

PLACES: Final = ("system", "tools", "messages")


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Bedrock that have no counterpart elsewhere.

    Args:
        additional_fields: What only this model has, in its own words: ``{"top_k": 50}``, or Claude's
            ``{"thinking": {"type": "enabled", "budget_tokens": 1024}}`` (``additionalModelRequestFields``).
        response_fields: JSON pointers to more of the model's own answer: ``("/stop_sequence",)``; it is in
            ``result.raw["additionalModelResponseFields"]``.
        cache_points: Behind what the cache ends: any of ``"system"``, ``"tools"`` and ``"messages"``.
        cache_ttl: ``"5m"`` or ``"1h"``: how long what is cached is kept; default: the model's.
        citations: True lets the model cite the documents of the conversation.
        system_tools: Tools on Amazon's side, such as ``("nova_code_interpreter",)``.
        guardrail: ``{"guardrailIdentifier": ..., "guardrailVersion": ...}``, and ``"trace"`` if it should tell.
        latency: ``"standard"`` or ``"optimized"``.
        service_tier: ``"default"``, ``"priority"``, ``"flex"`` or ``"reserved"``.
        metadata: Texts by which logs of calls can be searched.
        prompt_variables: The variables of a stored prompt, where the model is one.
    """

    additional_fields: Mapping[str, Any] | None = option(mapping, hash=False)
    response_fields: tuple[str, ...] = field(default=(), converter=a_tuple, metadata={"check": each(nonempty)})
    cache_points: tuple[str, ...] = field(default=(), converter=a_tuple, metadata={"check": each(one_of(PLACES))})
    cache_ttl: str | None = option(one_of(("5m", "1h")))
    citations: bool | None = option(boolean, off=False)
    system_tools: tuple[str, ...] = field(default=(), converter=a_tuple, metadata={"check": each(nonempty)})
    guardrail: Mapping[str, str] | None = option(pairs, hash=False)
    latency: str | None = option(one_of(("standard", "optimized")))
    service_tier: str | None = option(one_of(("default", "priority", "flex", "reserved")))
    metadata: Mapping[str, str] | None = option(pairs, hash=False)
    prompt_variables: Mapping[str, str] | None = option(pairs, hash=False)


NOTHING: Final = Options()


def own_of(settings: Any) -> Options:
    """The options of this package among the settings of a call."""
    return next((one for one in settings.own if isinstance(one, Options)), NOTHING)
