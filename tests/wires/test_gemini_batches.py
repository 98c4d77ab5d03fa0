"""Gemini: how a batch ends, where its operation says more than its state."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

import genai

JOB = genai.BatchJob(
    provider="gemini", id="batches/b", name="genai-x", parts=[genai.jobs.Part(id="batches/b", first=0, count=1)]
)
LINE = {"key": "genai-x-0", "response": {"candidates": [{"content": {"parts": [{"text": "Oslo"}]}}]}}
FILE = {"responsesFile": "files/answers"}


def polled(operation: dict[str, Any], **headers: str) -> genai.BatchResult:
    """The result of a batch whose operation is this one."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        whole = {"name": "batches/b", **operation}
        body = json.dumps(LINE if ":download" in request.url.path else whole).encode()
        return httpx2.Response(200, content=body, headers={"content-type": "application/json", **headers})

    client = httpx2.Client(transport=httpx2.MockTransport(answer))
    return genai.load("gemini", model="m", api_key="k", http_client=client).poke_result(JOB)


@pytest.mark.parametrize("about", [{}, {"metadata": {"state": "BATCH_STATE_UNSPECIFIED"}}])
def test_an_operation_that_is_done(about: dict[str, Any]) -> None:
    """It is over, whatever its state: nobody waits for it; without answers each item is an error."""
    done = polled({"done": True, "response": FILE, **about})
    empty = polled({"done": True, **about})

    assert ("completed", ["Oslo"]) == (done.state, [one.text for _, one in done if isinstance(one, genai.Result)])
    assert ["JobFailed"] == [type(one).__name__ for _, one in empty]


def test_an_operation_that_goes_on() -> None:
    """It is pending, and is asked for again when the server says."""
    result = polled({"done": False, "metadata": {"state": "BATCH_STATE_RUNNING"}}, **{"retry-after": "7"})

    assert (True, 7.0) == (result.pending, result.retry_after)
