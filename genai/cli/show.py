"""Show: usage, limits and jobs in words.

The rule here: what was not reported is left out, and 0 is said.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..results import RateLimit, Usage

INSIDE = {
    "input": ("input_tokens", {"cached": "cached_tokens", "written to the cache": "cache_write_tokens"}),
    "output": ("output_tokens", {"reasoning": "reasoning_tokens"}),
    "total": ("total_tokens", {}),
}


def usage(used: Usage) -> str:
    """Tokens, such as ``12 input (8 cached), 30 output, 42 total``."""
    said = []
    for name, (whole, parts) in INSIDE.items():
        count = getattr(used, whole)
        inside = [f"{value} {part}" for part, of in parts.items() if (value := getattr(used, of))]
        if count is not None:
            said.append(f"{count} {name}" + (f" ({', '.join(inside)})" if inside else ""))
    return ", ".join(said) or "not reported"


def limits(told: Iterable[RateLimit]) -> str:
    """Rate limits, such as ``requests: 499 of 500 left, whole again in 0.12 s``."""
    return "; ".join(map(_limit, told)) or "not reported"


def _limit(one: RateLimit) -> str:
    left = f"{'?' if one.remaining is None else one.remaining} of {'?' if one.limit is None else one.limit} left"
    reset = "" if one.reset is None else f", whole again in {one.reset:g} s"
    return f"{one.kind.replace('_', ' ')}{f' per {one.period}' if one.period else ''}: {left}{reset}"
