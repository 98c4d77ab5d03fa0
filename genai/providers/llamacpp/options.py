"""What only llama-server has.  https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md

Its other samplers' numbers, such as ``dry_multiplier``, go by ExtraBody.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, boolean, each, mapping, nonempty, of_type, option, whole
from ...values import a_tuple


@frozen(kw_only=True)
class Options(Base):
    """
    Options of llama-server that have no counterpart elsewhere.

    Args:
        cache_prompt: False processes the whole prompt again.
        chat_template_kwargs: Arguments of the template.
        reasoning_format: ``"none"`` leaves thoughts in the text, ``"deepseek"`` sets them apart.
        reasoning_control: True lets ``llm.raw.control`` end the thoughts.
        min_p: 0 to 1; tokens less likely than this part of the likeliest one are not considered.
        typical_p: 1 is off.
        repeat_penalty: More than 1 makes words that were said less likely.
        repeat_last_n: How far back that looks; -1 is the context, 0 is off.
        mirostat: 0 is off.
        samplers: The samplers, in their order.
        grammar: A GBNF grammar that the answer must fit.
        logit_bias: ``[[token, bias], ...]``; a bias of False is never.
        lora: Adapters: ``({"id": 0, "scale": 0.5},)``.
        ignore_eos: Go on after the model's own end.
        n_keep: Tokens of the prompt that stay when the context is full.
        t_max_predict_ms: Milliseconds after which the answer ends at its next line.
        id_slot: The slot that answers; -1 is any that is idle.
        timings_per_token: Timings come with every chunk.
        return_progress: How far the prompt is processed comes in chunks of its own.
        sse_ping_interval: Seconds between pings; -1 is none.
    """

    cache_prompt: bool | None = option(boolean)
    chat_template_kwargs: Mapping[str, Any] | None = option(mapping, hash=False)
    reasoning_format: str | None = option(nonempty)
    reasoning_control: bool | None = option(boolean)
    min_p: float | None = option(between(0, 1))
    typical_p: float | None = option(between(0, 1))
    repeat_penalty: float | None = option(between(0))
    repeat_last_n: int | None = option(whole(-1))
    mirostat: int | None = option(whole(0, 2))
    samplers: Sequence[str] = option(each(nonempty), default=(), converter=a_tuple)
    grammar: str | None = option(nonempty)
    logit_bias: Sequence[Any] | Mapping[str, Any] | None = option(of_type(list, tuple, dict), hash=False)
    lora: Sequence[Mapping[str, Any]] = option(each(mapping), default=(), converter=a_tuple, hash=False)
    ignore_eos: bool | None = option(boolean)
    n_keep: int | None = option(whole(-1))
    t_max_predict_ms: int | None = option(whole(0))
    id_slot: int | None = option(whole(-1))
    timings_per_token: bool | None = option(boolean)
    return_progress: bool | None = option(boolean)
    sse_ping_interval: int | None = option(whole(-1))
