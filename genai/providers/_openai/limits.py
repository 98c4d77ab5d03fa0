"""Rate-limit headers, ``x-ratelimit-{limit,remaining,reset}-{requests,tokens,...}``.

https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Final

from ...results import RateLimit

PREFIX: Final = "x-ratelimit-"
PART: Final = re.compile(r"(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)")
SECONDS: Final = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}


@functools.lru_cache(maxsize=256)  # the same few durations come with every answer
def seconds(text: str | None) -> float | None:
    """A Go duration (``1m30.5s``, ``120ms``), or plain seconds, as seconds; None when it is neither."""
    if not text:
        return None
    parts = PART.findall(text)
    if parts and "".join(number + unit for number, unit in parts) == text:
        return float(sum(float(number) * SECONDS[unit] for number, unit in parts))
    try:
        return float(text)
    except ValueError:
        return None


def _count(text: str | None) -> int | None:
    return int(text) if text is not None and text.lstrip("-").isdigit() else None


def rate_limits(headers: Mapping[str, str]) -> tuple[RateLimit, ...]:
    """The limits that an answer's headers tell, in the order of their kinds."""
    kinds: dict[str, dict[str, str]] = {}
    for name, value in headers.items():
        if name.startswith(PREFIX):
            what, _, kind = name.removeprefix(PREFIX).partition("-")
            kinds.setdefault(kind, {})[what] = value
    return tuple(
        RateLimit(
            kind=kind.replace("-", "_") or "requests",
            limit=_count(told.get("limit")),
            remaining=_count(told.get("remaining")),
            reset=seconds(told.get("reset")),
        )
        for kind, told in sorted(kinds.items())
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait: ``retry-after-ms``, or ``retry-after`` in seconds or as a date."""
    milliseconds = headers.get("retry-after-ms", "")
    if milliseconds.replace(".", "", 1).isdigit():
        return float(milliseconds) / 1000
    text = headers.get("retry-after", "")
    if text.replace(".", "", 1).isdigit():
        return float(text)
    return _until(text) if text else None


def _until(date: str) -> float | None:
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    try:
        when = parsedate_to_datetime(date)
    except ValueError:
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
