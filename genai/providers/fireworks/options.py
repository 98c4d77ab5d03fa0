"""What only Fireworks has.  https://docs.fireworks.ai/api-reference/post-chatcompletions"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, boolean, mapping, nonempty, one_of, option, whole


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Fireworks that have no counterpart elsewhere.

    Args:
        reasoning_history: Which earlier thoughts the model sees: ``"disabled"``, ``"interleaved"``, ``"preserved"``.
        context_length_exceeded_behavior: ``"truncate"`` max_tokens to what fits (the default), or ``"error"``.
        prompt_truncate_len: Tokens; the oldest messages of a longer prompt are dropped.
        service_tier: ``"priority"``; ``"auto"``, ``"default"`` and ``"flex"`` are all the default.
        prompt_cache_key: Groups requests that share a prefix, for the prompt cache.
        prompt_cache_isolation_key: Keeps cached prompts apart.
        prediction: What most of the answer will be: ``{"type": "content", "content": "..."}``.
        min_p: 0 to 1; tokens less likely than this, relative to the likeliest, are left out.
        typical_p: 0 to 1; typical sampling.
        repetition_penalty: 0 to 2; 1 is none.
        mirostat_target: The perplexity that Mirostat aims at.
        mirostat_lr: How fast it adapts.
        logit_bias: Token ids to -100 (never) through 100 (always).
        ignore_eos: True goes on behind the end.
        safe_tokenization: True never takes the user's words for special tokens.
        perf_metrics_in_response: True tells timings in ``result.raw``.
        raw_output: True tells the prompt as the model saw it, in ``result.raw``.
        return_token_ids: True tells the ids of the tokens, in ``result.raw``.
        metadata: Pairs of text, kept with the request.
        user: A stable id of your end user.
    """

    reasoning_history: str | None = option(one_of(("disabled", "interleaved", "preserved")))
    context_length_exceeded_behavior: str | None = option(one_of(("truncate", "error")))
    prompt_truncate_len: int | None = option(whole(1))
    service_tier: str | None = option(one_of(("auto", "default", "flex", "priority")))
    prompt_cache_key: str | None = option(nonempty)
    prompt_cache_isolation_key: str | None = option(nonempty)
    prediction: Mapping[str, Any] | None = option(mapping, hash=False)
    min_p: float | None = option(between(0, 1))
    typical_p: float | None = option(between(0, 1))
    repetition_penalty: float | None = option(between(0, 2))
    mirostat_target: float | None = option(between(0))
    mirostat_lr: float | None = option(between(0))
    logit_bias: Mapping[str, float] | None = option(mapping, hash=False)
    ignore_eos: bool | None = option(boolean)
    safe_tokenization: bool | None = option(boolean)
    perf_metrics_in_response: bool | None = option(boolean)
    raw_output: bool | None = option(boolean)
    return_token_ids: bool | None = option(boolean)
    metadata: Mapping[str, str] | None = option(mapping, hash=False)
    user: str | None = option(nonempty)
