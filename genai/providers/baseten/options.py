"""What only Baseten has.  https://docs.baseten.co/reference/inference-api/chat-completions"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, boolean, mapping, nonempty, option, whole


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Baseten that have no counterpart elsewhere.

    Args:
        chat_template_args: Arguments of the model's template, such as ``{"enable_thinking": True}``.
        min_p: 0 to 1; tokens less likely than this, relative to the likeliest, are left out.
        repetition_penalty: Above 1 there is less repetition.
        min_tokens: The fewest tokens to produce.
        truncate_prompt_tokens: A longer prompt is cut to so many tokens.
        ignore_eos: True goes on behind the end.
        logit_bias: Token ids to -100 (never) through 100 (always).
        user: A stable id of your end user.
    """

    chat_template_args: Mapping[str, Any] | None = option(mapping, hash=False)
    min_p: float | None = option(between(0, 1))
    repetition_penalty: float | None = option(between(0))
    min_tokens: int | None = option(whole(0))
    truncate_prompt_tokens: int | None = option(whole(1))
    ignore_eos: bool | None = option(boolean)
    logit_bias: Mapping[str, float] | None = option(mapping, hash=False)
    user: str | None = option(nonempty)
