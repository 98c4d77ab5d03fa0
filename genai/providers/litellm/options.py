"""What only the LiteLLM proxy has.  https://docs.litellm.ai/docs/proxy/user_keys"""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, each, mapping, nonempty, option, whole
from ...values import a_tuple


@frozen(kw_only=True)
class Options(Base):
    """
    Options of the LiteLLM proxy that have no counterpart elsewhere.

    Args:
        metadata: What is logged with the call: tags, a trace id, ...
        tags: Whom the cost is counted for.
        user: Your end user, for budgets and logs.
        fallbacks: Models that are asked when this one fails.
        guardrails: Guardrails of the proxy that the call goes through.
        num_retries: How often the proxy asks again.
        cache: How the proxy's cache is used, such as ``{"no-cache": True}``.
        mock_response: An answer that no model is asked for.
        service_tier: As the model's provider has it.
        logit_bias: Token ids to what is added to their logits.
        drop_params: True drops what a model does not know; the result cannot say what that was.
    """

    metadata: Mapping[str, Any] | None = option(mapping, hash=False)
    tags: Sequence[str] = option(each(nonempty), default=(), converter=a_tuple)
    user: str | None = option(nonempty)
    fallbacks: Sequence[str] = option(each(nonempty), default=(), converter=a_tuple)
    guardrails: Sequence[str] = option(each(nonempty), default=(), converter=a_tuple)
    num_retries: int | None = option(whole(0))
    cache: Mapping[str, Any] | None = option(mapping, hash=False)
    mock_response: str | None = option(nonempty)
    service_tier: str | None = option(nonempty)
    logit_bias: Mapping[str, float] | None = option(mapping, hash=False)
    drop_params: bool | None = option(boolean)
