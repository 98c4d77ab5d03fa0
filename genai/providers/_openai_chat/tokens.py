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
        beside: What the total has beyond input and output are thoughts.
    """
    given = answer.get("usage") or (answer.get("x_groq") or {}).get("usage")
    if not given:
        return timed(answer.get("timings"))
    read, made, total = _counted(given, beside)
    return Usage(
        input_tokens=read,
        cached_tokens=_first(given, CACHED),
        cache_write_tokens=_first(given, WRITTEN),
        output_tokens=made,
        reasoning_tokens=_first(given, THOUGHT),
        total_tokens=total,
    )


def _counted(given: Fields, beside: bool) -> tuple[int | None, int | None, int | None]:
    """Input, output and total. Some servers count a sound, or thoughts, in the total alone, which tells how many.

    Mistral's usage names sounds, and has them there (recorded). Cerebras' total has a few more where a stop sequence
    ended the text (recorded): nothing says what they are, so they are neither.
    """
    read, made, total = (integer(given, name) for name in ("prompt_tokens", "completion_tokens", "total_tokens"))
    if read is None or made is None or total is None or total <= read + made:
        return read, made, total
    if "prompt_audio_seconds" in given:
        return total - made, made, total
    return read, total - read if beside else made, total


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
