"""A server of batches, a client of it, and a ledger; batches have three items at the most."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_server import BatchServer

import genai
import genai.jobs
from genai.jobs import Ledger
from genai.providers.openairesponses import batching
from genai.spool import Limits

KEY = "sk-secret-of-these-tests"
GRACE = 0.05


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[BatchServer]:
    """A server that takes three items in one batch."""
    monkeypatch.setattr(batching.Batching, "limits", Limits(requests=3, bytes=10_000))
    with BatchServer() as running:
        yield running


@pytest.fixture
def llm(server: BatchServer) -> Iterator[genai.Client]:
    """A client of the server, which repeats nothing by itself."""
    with genai.load("openai", model="m", api_key=KEY, base_url=server.url, strict=True, retry=0) as client:
        yield client


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger that waits for nobody for long."""
    with genai.jobs.open(tmp_path / "jobs.db", lease=0.3, grace=GRACE) as opened:
        yield opened
