"""CONTRIBUTING's worked examples of the steps run, in both drivers, against a canned server."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import httpx2
import pytest

import genai
from genai.deadlines import Clock, combined
from genai.drivers import AsyncDriver, Driver
from genai.runs import Run
from genai.sansio import Endpoint, HttpResponse
from genai.sse import NdjsonParser

TEXT = (Path(__file__).resolve().parents[1] / "CONTRIBUTING.md").read_text("utf-8")
(EXAMPLE,) = re.findall(r"```python\n(.*?)```", TEXT, re.S)
BASE = "http://127.0.0.1:9/v1"


class Lines:
    """A decoder of lines: each is a fragment, and the whole is all of them."""

    def __init__(self, head: HttpResponse) -> None:
        self.events = 0
        self.over = False
        self._parser = NdjsonParser()
        self._lines: list[str] = []

    def feed(self, data: bytes) -> list[str]:
        """The lines that became whole."""
        lines = [event.data.decode() for event in self._parser.feed(data)]
        self.events += len(lines)
        self._lines += lines
        return lines

    def close(self) -> str:
        """All lines."""
        return " ".join(self._lines)

    def partial(self) -> str:
        """The same."""
        return self.close()


class Server:
    """Is warming up twice, then ready; and tells a story."""

    def __init__(self) -> None:
        self.health = ["warming", "warming", "ready"]

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/story"):
            return httpx2.Response(200, content=b"Once\nupon\na\ntime\n")
        return httpx2.Response(200, json={"status": self.health.pop(0)})


def run_sync(flow: Generator[Any, Any, Any], server: Callable[[httpx2.Request], httpx2.Response]) -> Any:
    """Carry a flow out in sync code."""
    client = httpx2.Client(transport=httpx2.MockTransport(server))
    return Driver(client).run(flow, Run(Clock(combined())))


def run_async(flow: Generator[Any, Any, Any], server: Callable[[httpx2.Request], httpx2.Response]) -> Any:
    """Carry a flow out under asyncio."""

    async def carry_out() -> Any:
        async with httpx2.AsyncClient(transport=httpx2.MockTransport(server)) as client:
            return await AsyncDriver(client).run(flow, Run(Clock(combined())))

    return asyncio.run(carry_out())


@pytest.mark.parametrize("run", [run_sync, run_async])
def test_the_examples_run(run: Callable[..., Any]) -> None:
    """Each of the four steps does what its example says."""
    names: dict[str, Any] = {}
    exec(EXAMPLE, names)
    endpoint = Endpoint(
        provider="example", base_url=BASE, auth=lambda key: {}, error=lambda response: genai.ProviderError("down")
    )

    assert "warming" == run(names["health"](endpoint), Server())
    assert "down" == run(names["health"](endpoint), lambda request: httpx2.Response(501))
    assert "Once upon a time" == run(names["story"](endpoint, Lines), Server())
    assert "ready" == run(names["until_ready"](endpoint), Server())
    assert 3 == run(names["both"](lambda: 1, lambda: 2), Server())
