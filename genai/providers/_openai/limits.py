"""Rate-limit headers, ``x-ratelimit-{limit,remaining,reset}-{requests,tokens,...}``.

https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers

The rule here: a header that cannot be read tells nothing; it never makes a good answer fail.
"""

from __future__ import annotations

import functools
import math
import re
import time
from collections.abc import Mapping
from typing import Final

from ...results import RateLimit

PREFIX: Final = "ratelimit-"
TOLD: Final = ("limit", "remaining", "reset")
KINDS: Final = {"req": "requests", "": "requests"}
PERIODS: Final = {
    "second": "second",
    "minute": "minute",
    "hour": "hour",
    "day": "day",
    "month": "month",
    "60-second": "minute",
}
LONGEST: Final = 366 * 86400.0
"""Seconds. What is longer is no duration: a date in seconds or milliseconds, or nonsense."""

EPOCH: Final = 1e9
"""From here on a number is a Unix time, in seconds; a thousand times that, in milliseconds."""

DIGITS: Final = 20
NUMBER: Final = re.compile(r"[+-]?\d{1,19}(?:\.\d{0,19})?(?:e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
PART: Final = re.compile(r"(\d{1,19}(?:\.\d{1,19})?)(ms|us|ns|h|m|s)", re.ASCII)
SECONDS: Final = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
MICRO: Final = re.compile("Â?µs")
"""Go writes this in UTF-8, and headers are read as Latin-1."""


def _number(text: str | None) -> int | float | None:
    """A plain decimal number of bounded length; None for anything else: "²", "--5", "nan", 5000 digits."""
    text = (text or "").strip(" \t")
    if len(text) < DIGITS and text.isdecimal() and text.isascii():  # by far the most
        return int(text)
    if not NUMBER.fullmatch(text):
        return None
    try:
        return int(text)
    except ValueError:
        return float(text)


def _duration(number: float | None) -> float | None:
    """Seconds, from none at all to LONGEST, or None."""
    return float(number) if number is not None and 0 <= number <= LONGEST else None


@functools.lru_cache(maxsize=256)  # the same few durations come with every answer
def seconds(text: str | None) -> float | None:
    """A Go duration (``1m30.5s``, ``120ms``), or plain seconds, as seconds; None when it is neither."""
    text = MICRO.sub("us", (text or "").strip(" \t"))
    parts = PART.findall(text)
    if parts and "".join(number + unit for number, unit in parts) == text:
        return _duration(math.fsum(float(number) * SECONDS[unit] for number, unit in parts))
    return _duration(_number(text))


def _count(text: str | None) -> int | None:
    number = _number(text)
    return None if number is None or not math.isfinite(number) else int(number)  # some count in fractions


def rate_limits(headers: Mapping[str, str]) -> tuple[RateLimit, ...]:
    """The limits that an answer's headers tell, in the order of their kinds."""
    return tuple(
        RateLimit(
            kind=kind,
            period=period,
            limit=_count(headers.get(limit)),
            remaining=_count(headers.get(remaining)),
            reset=_reset(headers.get(reset)),
        )
        for kind, period, (limit, remaining, reset) in _places(tuple(headers))
    )


@functools.lru_cache(maxsize=64)  # a server's answers have the same headers
def _places(names: tuple[str, ...]) -> list[tuple[str, str | None, list[str]]]:
    """What headers of these names tell: each kind, its period, and the names of the headers with its numbers."""
    kinds: dict[str, dict[str, str]] = {}
    for name in names:
        bare = name.removeprefix("x-")  # DigitalOcean has none
        what, _, counted = bare.removeprefix(PREFIX).partition("-")
        if bare.startswith(PREFIX) and what in TOLD:
            kinds.setdefault(counted, {})[what] = name
    rows = ((*_kind(counted), [told.get(what, "") for what in TOLD]) for counted, told in kinds.items())
    return sorted(rows, key=lambda row: (row[0], row[1] or ""))


def _reset(text: str | None) -> float | None:
    """Seconds until a limit is whole again: as such, or as a Unix time in seconds or (OpenRouter) milliseconds."""
    asked = seconds(text)
    number = _number(text) if asked is None else None
    if number is None or number < EPOCH:
        return asked
    return _duration(max(0.0, (number / 1000 if number > EPOCH * 1000 else number) - time.time()))


def _kind(name: str) -> tuple[str, str | None]:
    """What is counted and in which period: ``tokens-minute`` (Cerebras), ``req-60-second`` (Mistral), ``tokens``."""
    counted, _, period = name.partition("-")
    kind = KINDS.get(counted, counted)
    if period in PERIODS:
        return kind, PERIODS[period]
    return name.replace("-", "_") or "requests", None


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait: ``retry-after-ms``, or ``retry-after`` in seconds or as a date."""
    if "retry-after" not in headers and "retry-after-ms" not in headers:
        return None
    milliseconds = _number(headers.get("retry-after-ms"))
    asked = _duration(milliseconds / 1000) if milliseconds is not None else None
    if asked is not None:
        return asked
    text = headers.get("retry-after", "")
    number = _number(text)
    return _duration(number if number is not None else _until(text))


def _until(date: str) -> float | None:
    """Seconds until a date, 0 when it is past; None when it is none."""
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    try:
        when = parsedate_to_datetime(date)
        return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError, TypeError, IndexError):  # years and zones of any size
        return None
