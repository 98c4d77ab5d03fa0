"""The rate-limit headers of OpenAI and its copies: durations, counts and waits, and everything odd."""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai.providers._openai.limits import LONGEST, rate_limits, retry_after, seconds
from genai.results import RateLimit

BEYOND = "9" * 5000
ODD = [
    "",
    " ",
    "-",
    "--5",
    "²",
    "٣",
    "½",
    "5 6",
    "5,000",
    "1_000",
    "0x10",
    "nan",
    "inf",
    "-inf",
    "Infinity",
    "1e999",
    BEYOND,
    "." + BEYOND,
    "five",
    "None",
    "\x00",
    "5\n5",
]
"""What is no number."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1s", 1.0),
        ("0s", 0.0),
        ("120ms", 0.12),
        ("1m30.5s", 90.5),
        ("6m0s", 360.0),
        ("1h2m3s", 3723.0),
        ("2160h0m0s", 7776000.0),
        ("100us", 1e-4),
        ("100µs", 1e-4),
        ("100µs".encode().decode("latin-1"), 1e-4),
        ("5ns", 5e-9),
        (" 1s ", 1.0),
        ("7", 7.0),
        ("7.25", 7.25),
        ("7.", 7.0),
        ("+7", 7.0),
        ("5e-05", 5e-5),
        ("8784h", LONGEST),
        ("8784h1s", None),
        ("1785940129", None),
        ("1785940129000", None),
        ("-1", None),
        ("-1s", None),
        ("1s ago", None),
        ("1x", None),
        ("s", None),
        ("²s", None),
        ("٣s", None),
        ("--1s", None),
        (BEYOND + "s", None),
        (BEYOND + "h", None),
        ("9" * 19 + "h", None),
        ("1m" * 500, 30000.0),
        *((text, None) for text in ODD),
        (None, None),
    ],
)
def test_durations(text: str | None, expected: float | None) -> None:
    """A Go duration, or plain seconds; what is neither, or no time that one could wait, is None."""
    assert (expected if expected is None else pytest.approx(expected)) == seconds(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("5000", 5000),
        (" 5000 ", 5000),
        ("150000000", 150000000),
        ("9223372036854775807", 2**63 - 1),
        ("-1", -1),
        ("5.5", 5),  # Hugging Face's upstreams count in fractions
        *((text, None) for text in ODD),
    ],
)
def test_counts(text: str, expected: int | None) -> None:
    """A whole number is a count; what is none is not told, and the rest of the header is."""
    headers = {"x-ratelimit-limit-requests": text, "x-ratelimit-remaining-requests": "1"}

    assert (RateLimit(kind="requests", limit=expected, remaining=1),) == rate_limits(headers)


def test_kinds() -> None:
    """Each kind is one RateLimit, and they are sorted; other headers are none."""
    headers = {
        "x-ratelimit-limit-tokens": "100",
        "x-ratelimit-remaining-tokens": "50",
        "x-ratelimit-reset-tokens": "6m0s",
        "x-ratelimit-limit-requests": "10",
        "x-ratelimit-reset-requests": "120ms",
        "x-ratelimit-limit-input-tokens": "7",
        "x-request-id": "req_1",
    }

    assert (
        RateLimit(kind="input_tokens", limit=7),
        RateLimit(kind="requests", limit=10, reset=0.12),
        RateLimit(kind="tokens", limit=100, remaining=50, reset=360.0),
    ) == rate_limits(headers)
    assert () == rate_limits({"x-request-id": "req_1"})
    assert (RateLimit(kind="requests", limit=5),) == rate_limits({"x-ratelimit-limit": "5"})


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": " 1.5"}, 1.5),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
        ({"retry-after-ms": "-1", "retry-after": "9"}, 9.0),
        ({"retry-after-ms": BEYOND, "retry-after": "9"}, 9.0),
        ({"retry-after": "-7"}, None),
        ({"retry-after": "Fri, 31 Dec 1999 23:59:59 GMT"}, 0.0),
        ({"retry-after": "Fri, 31 Dec 1999 23:59:59 +9999"}, None),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"}, None),
        ({"retry-after": "Fri, 31 Dec 99999999999999999999 23:59:59 GMT"}, None),
        ({"retry-after": "Fri, 31 Dec 1999 23:59:59 +" + "9" * 30}, None),
        ({"retry-after": "Fri, 99 Dec 1999 99:99:99 GMT"}, None),
        ({"retry-after": "31 Dec"}, None),
        *(({name: text}, None) for name in ("retry-after", "retry-after-ms") for text in ODD),
    ],
)
def test_waits(headers: dict[str, str], expected: float | None) -> None:
    """Milliseconds, seconds or a date; what cannot be read is None, as if nothing had been asked."""
    assert expected == retry_after(headers)


def test_a_date_to_come() -> None:
    """A date is the seconds until it, with a zone or without."""
    when = datetime.now(UTC) + timedelta(seconds=90)

    assert pytest.approx(90, abs=5) == retry_after({"retry-after": format_datetime(when)})
    assert pytest.approx(90, abs=5) == retry_after({"retry-after": when.strftime("%a, %d %b %Y %H:%M:%S")})


numbers = st.text(st.sampled_from("0123456789.-+e²٣ "), max_size=30)
durations = st.lists(st.tuples(numbers, st.sampled_from(["h", "m", "s", "ms", "µs", "ns"])), max_size=4).map(
    lambda parts: "".join(map("".join, parts))
)
dates = st.tuples(numbers, st.sampled_from(["Jan", "Dec", "X"]), numbers, numbers, st.sampled_from(["GMT", "+9", ""]))
values = st.text(max_size=30) | numbers | durations | dates.map(lambda parts: "Fri, " + " ".join(parts))


@given(values, values, values, values)
def test_no_header_makes_an_error(count: str, reset: str, wait: str, milliseconds: str) -> None:
    """Whatever a server writes into these headers, what is read of it is finite, or None."""
    (limit,) = rate_limits({"x-ratelimit-limit-x": count, "x-ratelimit-reset-x": reset})
    asked = retry_after({"retry-after": wait, "retry-after-ms": milliseconds})

    for told in (limit.reset, asked):
        assert told is None or (0 <= told <= LONGEST and math.isfinite(told))
    assert limit == RateLimit.from_json(limit.to_json())


@pytest.mark.parametrize(("scale", "prefix"), [(1, "ratelimit"), (1000, "x-ratelimit")])
def test_a_time_at_which_a_limit_is_whole(scale: int, prefix: str) -> None:
    """A Unix time, in seconds or milliseconds, becomes the seconds until then; one that is past is none at all."""
    soon, past = (int((time.time() + wait) * scale) for wait in (100, -100))

    assert 98 <= (rate_limits({f"{prefix}-reset": str(soon)})[0].reset or 0) <= 100
    assert 0.0 == rate_limits({f"{prefix}-reset": str(past)})[0].reset
