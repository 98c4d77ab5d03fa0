"""What only LM Studio has.  https://lmstudio.ai/docs/developer/openai-compat"""

from collections.abc import Mapping

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, mapping, nonempty, option, whole


@frozen(kw_only=True)
class Options(Base):
    """
    Options of LM Studio that have no counterpart elsewhere.

    Args:
        repeat_penalty: More than 1 makes words that were said less likely.
        logit_bias: Token ids to what is added to their logits.
        draft_model: A small model that drafts for the one that is asked.
        ttl: Seconds without a call after which the model is unloaded.
    """

    repeat_penalty: float | None = option(between(0))
    logit_bias: Mapping[str, float] | None = option(mapping, hash=False)
    draft_model: str | None = option(nonempty)
    ttl: int | None = option(whole(1))
