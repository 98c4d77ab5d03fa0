"""Tokens: how many there were, and how likely each of them was.

https://platform.openai.com/docs/api-reference/chat/object

The rule here: what is not reported is None, which is not 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ...results import Logprob, Usage
from .._openai.fields import Fields, integer, needed, number

CACHED: Final = (
    ("prompt_tokens_details", "cached_tokens"),
    ("prompt_tokens_details", "cache_read_input_tokens"),
    ("", "prompt_cache_hit_tokens"),  # https://api-docs.deepseek.com/guides/kv_cache
    ("", "cached_tokens"),
    ("", "num_cached_tokens"),  # Mistral
    ("", "cache_read_input_tokens"),  # DigitalOcean
)
WRITTEN: Final = (
    ("prompt_tokens_details", "cache_write_tokens"),
    ("prompt_tokens_details", "cache_creation_input_tokens"),
    ("", "cache_created_input_tokens"),  # DigitalOcean
)
THOUGHT: Final = (("completion_tokens_details", "reasoning_tokens"), ("", "reasoning_tokens"))
"""Where a number may stand: the object that it is in, and its name; the first that is there."""


def usage(answer: Fields, beside: bool = False) -> Usage:
    """
    The tokens of an answer; OpenAI counts cached ones inside the input, and thoughts inside the output.

    Args:
        answer: The whole answer, or what a stream's chunks say together.
        beside: Thoughts are counted beside ``completion_tokens``.
    """
    given = answer.get("usage") or (answer.get("x_groq") or {}).get("usage")
    if not given:
        return timed(answer.get("timings"))
    made, thought = integer(given, "completion_tokens"), _first(given, THOUGHT)
    return Usage(
        input_tokens=integer(given, "prompt_tokens"),
        cached_tokens=_first(given, CACHED),
        cache_write_tokens=_first(given, WRITTEN),
        output_tokens=made + thought if beside and made is not None and thought is not None else made,
        reasoning_tokens=thought,
        total_tokens=integer(given, "total_tokens"),
    )


def timed(timings: Fields | None) -> Usage:
    """llama.cpp's clock counts too: ``prompt_n`` is what was not in the cache."""
    if not timings:
        return Usage()
    cached, fresh = integer(timings, "cache_n"), integer(timings, "prompt_n")
    return Usage(
        input_tokens=None if fresh is None else fresh + (cached or 0),
        cached_tokens=cached,
        output_tokens=integer(timings, "predicted_n"),
    )


def _first(given: Fields, places: tuple[tuple[str, str], ...]) -> int | None:
    for place, name in places:
        held = (given.get(place) or {}) if place else given
        if held.get(name) is not None:
            return integer(held, name)
    return None


# --- Logprobs ---------------------------------------------------------------------------------------------------------


def logprobs(given: Any) -> Iterator[Logprob]:
    """The tokens of a text: a list of objects, or as Together has it, lists side by side."""
    if given.get("content"):
        return map(logprob, given["content"])
    return _side_by_side(given) if given.get("tokens") else iter(())


def logprob(one: Fields) -> Logprob:
    """A token with its alternatives."""
    top = (Logprob(token=needed(t, "token"), logprob=number(t, "logprob")) for t in one.get("top_logprobs") or ())
    return Logprob(token=needed(one, "token"), logprob=number(one, "logprob"), top=tuple(top))


def _side_by_side(given: Fields) -> Iterator[Logprob]:
    """https://docs.together.ai/docs/logprobs"""
    others = given.get("top_logprobs") or [()] * len(given["tokens"])
    for token, value, top in zip(given["tokens"], given["token_logprobs"], others, strict=True):
        pairs = top.items() if isinstance(top, dict) else [(t["token"], t["logprob"]) for t in top or ()]
        yield logprob(
            {"token": token, "logprob": value, "top_logprobs": [{"token": t, "logprob": p} for t, p in pairs]}
        )
