"""The contract suite runs over every provider and both drivers."""

from __future__ import annotations

import pytest
from contract.side import Side
from contract.specimen import Specimen
from contract.specimen import specimen as specimen_of

import genai


@pytest.fixture(params=genai.providers.names())
def specimen(request: pytest.FixtureRequest) -> Specimen:
    """The sample answers of each provider that makes text."""
    found = specimen_of(request.param)
    if found.makes != "text":
        pytest.skip(f"it makes no text: {found.makes}")
    return found


@pytest.fixture(params=["sync", "aio"])
def side(request: pytest.FixtureRequest, specimen: Specimen) -> Side:
    """Each driver, for each provider."""
    return Side(request.param, specimen)
