"""The user's functions in a Call, and the flow's deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from typing import Any

import pytest

from genai.deadlines import Clock, combined
from genai.drivers import AsyncDriver
from genai.errors import TimedOut
from genai.options import Timeout
from genai.runs import Run
from genai.sansio import Call


async def forever() -> None:
    """Waits until it is cancelled."""
    await asyncio.Event().wait()


async def impatient() -> None:
    """Has a deadline of its own."""
    raise TimeoutError("mine")


def flow(function: Any, concurrent: bool) -> Generator[Any, Any, Any]:
    """Calls one function."""
    return (yield Call([function], concurrent=concurrent))


@pytest.mark.parametrize("concurrent", [False, True])
def test_the_deadline_bounds_a_running_function(concurrent: bool) -> None:
    """Under asyncio a function that goes on past the flow's deadline is cancelled, and TimedOut says so."""
    run = Run(Clock(combined(Timeout(0.1))))
    with pytest.raises(TimedOut) as caught:
        asyncio.run(AsyncDriver().run(flow(forever, concurrent), run))

    assert "total" == caught.value.phase


@pytest.mark.parametrize("concurrent", [False, True])
def test_a_functions_own_timeout_is_its_own(concurrent: bool) -> None:
    """A TimeoutError that the function raises comes out as it is."""
    with pytest.raises(TimeoutError, match="mine"):
        asyncio.run(AsyncDriver().run(flow(impatient, concurrent), Run(Clock(combined()))))
