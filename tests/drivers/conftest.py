"""The two sides, for every test of this folder that asks for one; and a look at what the whole folder leaves behind."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from drivers.harness import SIDES, Aio, Side, Sync


@pytest.fixture(params=SIDES)
def side(request: Any) -> Iterator[Side]:
    """Sync code, then asyncio."""
    one = SIDES[request.param]()
    yield one
    one.finish()


@pytest.fixture
def sync() -> Iterator[Sync]:
    """Sync code, for what only that can do."""
    one = Sync()
    yield one
    one.finish()


@pytest.fixture
def aio() -> Iterator[Aio]:
    """asyncio, for what only that can do."""
    one = Aio()
    yield one
    one.finish()


@pytest.fixture(autouse=True, scope="module")
def _nothing_is_left() -> Iterator[None]:
    """What was not closed warns when it is collected, and warnings are errors."""
    yield
    gc.collect()
