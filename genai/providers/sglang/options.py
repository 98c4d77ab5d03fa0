"""What only SGLang has.  https://docs.sglang.ai/basic_usage/openai_api_completions.html"""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, boolean, each, mapping, nonempty, option, whole
from ...values import a_tuple


@frozen(kw_only=True)
class Options(Base):
    """
    Options of SGLang that have no counterpart elsewhere.

    Args:
        min_p: 0 to 1; tokens less likely than this part of the likeliest one are not considered.
        repetition_penalty: More than 1 makes words that were said less likely.
        min_tokens: The fewest tokens to produce.
        stop_token_ids: Token ids that end the answer.
        stop_regex: A pattern that ends the answer.
        ignore_eos: Go on after the model's own end.
        regex: A pattern that the answer must fit.
        ebnf: A grammar that the answer must fit.
        logit_bias: Token ids to what is added to their logits.
        continue_final_message: The last message is continued, not answered.
        separate_reasoning: False leaves the thoughts in the text.
        chat_template_kwargs: Arguments of the template, such as ``{"enable_thinking": False}``.
        cache_salt: Keeps the prefix cache of one user from others.
        priority: Where the server schedules by priority.
    """

    min_p: float | None = option(between(0, 1))
    repetition_penalty: float | None = option(between(0))
    min_tokens: int | None = option(whole(0))
    stop_token_ids: Sequence[int] = option(each(whole(0)), default=(), converter=a_tuple)
    stop_regex: str | None = option(nonempty)
    ignore_eos: bool | None = option(boolean)
    regex: str | None = option(nonempty)
    ebnf: str | None = option(nonempty)
    logit_bias: Mapping[str, float] | None = option(mapping, hash=False)
    continue_final_message: bool | None = option(boolean)
    separate_reasoning: bool | None = option(boolean)
    chat_template_kwargs: Mapping[str, Any] | None = option(mapping, hash=False)
    cache_salt: str | None = option(nonempty)
    priority: int | None = option(whole(-(2**63)))
