"""What only Together has.  https://docs.together.ai/reference/chat-completions-1"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, boolean, mapping, nonempty, one_of, option


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Together that have no counterpart elsewhere.

    Args:
        enable_reasoning: Whether a hybrid model thinks.
        chat_template_kwargs: Arguments of the model's template.
        repetition_penalty: Above 1 there is less repetition.
        min_p: 0 to 1; tokens less likely than this, relative to the likeliest, are left out.
        logit_bias: Token ids to how much likelier they are made.
        safety_model: The moderation model that looks at the tokens.
        context_length_exceeded_behavior: ``"error"``, or ``"truncate"`` max_tokens to what fits.
        compliance: ``"hipaa"``.
    """

    enable_reasoning: bool | None = option(boolean)
    chat_template_kwargs: Mapping[str, Any] | None = option(mapping, hash=False)
    repetition_penalty: float | None = option(between(0))
    min_p: float | None = option(between(0, 1))
    logit_bias: Mapping[str, float] | None = option(mapping, hash=False)
    safety_model: str | None = option(nonempty)
    context_length_exceeded_behavior: str | None = option(one_of(("error", "truncate")))
    compliance: str | None = option(one_of(("hipaa",)))
