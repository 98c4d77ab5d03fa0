"""What only vLLM has.  https://docs.vllm.ai/en/stable/serving/openai_compatible_server/#chat-api

What is rarer goes by ExtraBody, and so do ``guided_regex`` and its like, which older servers have in place of
``structured_outputs``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, boolean, each, mapping, nonempty, option, whole
from ...values import a_tuple


@frozen(kw_only=True)
class Options(Base):
    """
    Options of vLLM that have no counterpart elsewhere.

    Args:
        min_p: 0 to 1; tokens less likely than this part of the likeliest one are not considered.
        repetition_penalty: More than 1 makes words that were said less likely.
        stop_token_ids: Token ids that end the answer.
        ignore_eos: Go on after the model's own end.
        min_tokens: The fewest tokens to produce.
        skip_special_tokens: False shows special tokens in the text.
        logit_bias: Token ids to what is added to their logits.
        continue_final_message: The last message is continued, not answered.
        chat_template: A Jinja template in place of the model's own.
        chat_template_kwargs: Arguments of the template, such as ``{"enable_thinking": False}``.
        mm_processor_kwargs: Arguments of the model's processor of pictures and sounds.
        structured_outputs: What the answer must fit: ``{"regex": ...}``, ``{"choice": [...]}``, ``{"grammar": ...}``.
        include_reasoning: False leaves the thoughts out.
        priority: Lower is earlier, where the server schedules by priority.
        cache_salt: Keeps the prefix cache of one user from others.
    """

    min_p: float | None = option(between(0, 1))
    repetition_penalty: float | None = option(between(0))
    stop_token_ids: Sequence[int] = option(each(whole(0)), default=(), converter=a_tuple)
    ignore_eos: bool | None = option(boolean)
    min_tokens: int | None = option(whole(0))
    skip_special_tokens: bool | None = option(boolean)
    logit_bias: Mapping[str, float] | None = option(mapping, hash=False)
    continue_final_message: bool | None = option(boolean)
    chat_template: str | None = option(nonempty)
    chat_template_kwargs: Mapping[str, Any] | None = option(mapping, hash=False)
    mm_processor_kwargs: Mapping[str, Any] | None = option(mapping, hash=False)
    structured_outputs: Mapping[str, Any] | None = option(mapping, hash=False)
    include_reasoning: bool | None = option(boolean)
    priority: int | None = option(whole(-(2**63)))
    cache_salt: str | None = option(nonempty)
