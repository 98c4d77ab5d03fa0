"""Retry: its fields are checked when it is made, and its pauses are finite."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai.errors import InvalidRequest, ProviderError
from genai.retries import Retry


@pytest.mark.parametrize(
    "given_",
    [{}, {"times": 0}, {"initial": 0}, {"maximum": 0.0}, {"longest_asked": 0}, {"times": 10**6, "maximum": 1e300}],
)
def test_values_that_pass(given_: dict[str, Any]) -> None:
    """0 is a value, and a whole number is a number of seconds."""
    assert given_ == {name: getattr(Retry(**given_), name) for name in given_}


@pytest.mark.parametrize(
    ("given_", "fault"),
    [
        ({"times": -1}, "Retry.times: at least 0, not -1"),
        ({"times": "3"}, "Retry.times: a whole number, not '3'"),
        ({"times": True}, "Retry.times: a whole number, not True"),
        ({"times": 1.0}, "Retry.times: a whole number, not 1.0"),
        ({"times": None}, "Retry.times: a whole number, not None"),
        ({"initial": -0.1}, "Retry.initial: at least 0, not -0.1"),
        ({"initial": "1"}, "Retry.initial: a number, not str"),
        ({"maximum": math.inf}, "Retry.maximum: at least 0, not inf"),
        ({"maximum": math.nan}, "Retry.maximum: at least 0, not nan"),
        ({"longest_asked": None}, "Retry.longest_asked: a number, not NoneType"),
        ({"longest_asked": True}, "Retry.longest_asked: a number, not bool"),
    ],
)
def test_values_that_do_not(given_: dict[str, Any], fault: str) -> None:
    """A wrong type or a wait that is none is refused when the Retry is made."""
    with pytest.raises(InvalidRequest) as caught:
        Retry(**given_)

    assert (fault,) == caught.value.faults


def test_all_faults_at_once() -> None:
    """Every wrong field is named."""
    wrong: Any = ("3", -1, None, math.inf)
    with pytest.raises(InvalidRequest) as caught:
        Retry(*wrong)

    assert ["times", "initial", "maximum", "longest_asked"] == [
        fault.partition(":")[0].removeprefix("Retry.") for fault in caught.value.faults
    ]


@given(st.integers(1, 10**9), st.floats(0, 1e308), st.floats(0, 1e308))
def test_pauses_are_finite(repeat: int, initial: float, maximum: float) -> None:
    """However often it is repeated, a pause is at most the longest one."""
    assert 0 <= Retry(10**9, initial=initial, maximum=maximum).pause(repeat, ProviderError()) <= maximum
