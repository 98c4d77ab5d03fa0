"""Rate-limit headers: ``anthropic-ratelimit-{requests,tokens,...}-{limit,remaining,reset}``.

https://platform.claude.com/docs/en/api/rate-limits#response-headers

The rule here: a header that cannot be read tells nothing; it never makes a good answer fail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from ...results import RateLimit
from .._openai.limits import retry_after
from .._openai.times import instant

__all__ = ["rate_limits", "request_id", "retry_after"]

HEADER: Final = re.compile(r"anthropic-(ratelimit|priority)-([a-z-]+)-(limit|remaining|reset)")
REQUEST_ID: Final = "request-id"


def request_id(headers: Mapping[str, str]) -> str | None:
    """The id of a request, to give to the provider's support."""
    return headers.get(REQUEST_ID)


def rate_limits(headers: Mapping[str, str]) -> tuple[RateLimit, ...]:
    """The limits that an answer's headers tell, in the order of their kinds; those of the priority tier, too."""
    kinds: dict[str, dict[str, str]] = {}
    for name, value in headers.items():
        found = HEADER.fullmatch(name) if name.startswith("anthropic-") else None
        if found:
            tier, kind, what = found.groups()
            prefix = "priority_" if tier == "priority" else ""
            kinds.setdefault(prefix + kind.replace("-", "_"), {})[what] = value
    return tuple(
        RateLimit(
            kind=kind,
            limit=_count(told.get("limit")),
            remaining=_count(told.get("remaining")),
            reset=_seconds(told.get("reset"), headers.get("date")),
        )
        for kind, told in sorted(kinds.items())
    )


def _count(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 20 else None


def _seconds(reset: str | None, date: str | None) -> float | None:
    """Seconds from the answer to an instant of RFC 3339; by the answer's own date, as clocks differ, else from now."""
    end = instant(reset)
    if end is None:
        return None
    return max(0.0, (end - (_answered(date) or datetime.now(UTC))).total_seconds())


def _answered(date: str | None) -> datetime | None:
    try:
        when = parsedate_to_datetime(date or "")
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return when.replace(tzinfo=when.tzinfo or UTC)
