"""What only Azure OpenAI has.  https://learn.microsoft.com/en-us/azure/ai-foundry/openai/latest"""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, each, mapping, nonempty, option
from ...values import a_tuple


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Azure OpenAI that have no counterpart elsewhere.

    Args:
        store: Whether the answer is kept.
        metadata: Up to 16 pairs of text, kept with it.
        prediction: What most of the answer will be: ``{"type": "content", "content": "..."}``.
        logit_bias: Token ids to -100 (never) through 100 (always).
        user: A stable id of your end user.
        data_sources: Your own data that the answer rests on: ``({"type": "azure_search", "parameters": {...}},)``.
        user_security_context: Who asks: ``application_name``, ``end_user_id``, ``end_user_tenant_id``, ``source_ip``.
    """

    store: bool | None = option(boolean)
    metadata: Mapping[str, str] | None = option(mapping, hash=False)
    prediction: Mapping[str, Any] | None = option(mapping, hash=False)
    logit_bias: Mapping[str, int] | None = option(mapping, hash=False)
    user: str | None = option(nonempty)
    data_sources: Sequence[Mapping[str, Any]] = option(each(mapping), default=(), converter=a_tuple, hash=False)
    user_security_context: Mapping[str, str] | None = option(mapping, hash=False)
