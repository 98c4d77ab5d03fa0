"""What only OpenRouter has.  https://openrouter.ai/docs/api-reference/chat-completion"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, boolean, each, mapping, nonempty, one_of, option
from ...values import a_tuple


@frozen(kw_only=True)
class Options(Base):
    """
    Options of OpenRouter that have no counterpart elsewhere.

    Args:
        models: Models to fall back to, in order.
        provider: Which upstreams may answer: ``{"order": ["anthropic"], "allow_fallbacks": False}``.
        plugins: Such as ``{"id": "file-parser", "pdf": {"engine": "mistral-ocr"}}``.
        preset: The name of a preset of yours.
        exclude_reasoning: True leaves the thoughts out of the answer.
        enable_reasoning: True thinks at the model's default effort.
        modalities: ``("image", "text")`` asks for pictures beside the text.
        image_config: How these are made: ``{"aspect_ratio": "16:9"}``.
        min_p: 0 to 1; tokens less likely than this, relative to the likeliest, are left out.
        top_a: 0 to 1; the same, more so the surer the model is.
        repetition_penalty: 0 to 2.
        cache_control: ``{"type": "ephemeral"}``: the prompt is cached as far as it can be.
        prompt_cache_key: Groups requests that share a prefix, for the prompt cache.
        session_id: Groups requests of one conversation, and keeps them at one upstream.
        service_tier: ``"auto"``, ``"default"``, ``"fast"``, ``"flex"``, ``"priority"`` or ``"scale"``.
        metadata: Pairs of text, kept with the request.
        user: A stable id of your end user.
        logit_bias: Token ids to -100 (never) through 100 (always).
    """

    models: tuple[str, ...] = option(each(nonempty), default=(), converter=a_tuple)
    provider: Mapping[str, Any] | None = option(mapping, hash=False)
    plugins: tuple[Mapping[str, Any], ...] = option(each(mapping), default=(), converter=a_tuple, hash=False)
    preset: str | None = option(nonempty)
    exclude_reasoning: bool | None = option(boolean)
    enable_reasoning: bool | None = option(boolean)
    modalities: tuple[str, ...] = option(each(one_of(("text", "image"))), default=(), converter=a_tuple)
    image_config: Mapping[str, Any] | None = option(mapping, hash=False)
    min_p: float | None = option(between(0, 1))
    top_a: float | None = option(between(0, 1))
    repetition_penalty: float | None = option(between(0, 2))
    cache_control: Mapping[str, Any] | None = option(mapping, hash=False)
    prompt_cache_key: str | None = option(nonempty)
    session_id: str | None = option(nonempty)
    service_tier: str | None = option(one_of(("auto", "default", "fast", "flex", "priority", "scale")))
    metadata: Mapping[str, str] | None = option(mapping, hash=False)
    user: str | None = option(nonempty)
    logit_bias: Mapping[str, float] | None = option(mapping, hash=False)
