"""CONTRIBUTING's worked examples: the steps, in both drivers, and a new provider, against canned servers."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from contract.chat import chat_specimen

import genai
from genai import providers
from genai.deadlines import Clock, combined
from genai.drivers import AsyncDriver, Driver
from genai.runs import Run
from genai.sansio import Endpoint, HttpResponse
from genai.sse import NdjsonParser

TEXT = (Path(__file__).resolve().parents[1] / "CONTRIBUTING.md").read_text("utf-8")
EXAMPLE, *FILES = re.findall(r"```python\n(.*?)```", TEXT, re.S)
NAMES = re.findall(r"^`genai/providers/acme/(\w+\.\w+)`", TEXT, re.M)
(MODELS,) = re.findall(r"```json\n(.*?)```", TEXT, re.S)
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


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The provider of the worked example: a folder copied, and the files written that CONTRIBUTING shows."""
    (command,) = re.findall(r"^cp -r genai/providers/(\w+) genai/providers/acme$", TEXT, re.M)
    folder = tmp_path / "acme"
    shutil.copytree(Path(providers.__path__[0]) / command, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in zip(NAMES, [*FILES, MODELS], strict=True):
        (folder / name).write_text(text, "utf-8")
    monkeypatch.setattr(providers, "__path__", [*providers.__path__, str(tmp_path)])
    for cached in (providers._modules, providers._aliases):
        cached.cache_clear()
    yield folder
    for cached in (providers._modules, providers._aliases):
        cached.cache_clear()
    for module in [name for name in sys.modules if name.startswith("genai.providers.acme")]:
        del sys.modules[module]


def test_a_new_provider_is_a_folder_of_a_few_lines(acme: Path) -> None:
    """What CONTRIBUTING shows is a provider: it answers, streams, thinks, and refuses what its table does not have."""
    answers = chat_specimen("acme")
    seen: list[httpx2.Request] = []

    def serve(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        streamed = b'"stream":true' in request.content
        kind = "text/event-stream" if streamed else "application/json"
        return httpx2.Response(
            200, content=answers.stream if streamed else answers.answer, headers={"content-type": kind}
        )

    http = httpx2.Client(transport=httpx2.MockTransport(serve))
    llm = genai.load("acme", api_key="k", strict=True, http_client=http)
    whole = llm.gen_sync("hi", top_k=5, effort="none")
    with llm.gen_stream("hi") as stream:
        list(stream)
    with pytest.raises(genai.NotSupported, match=r"(?s)Seed\.seed.*ReasoningOptions\.effort"):
        llm.gen_sync("hi", seed=1, effort="medium")

    assert ("acme-large", "acme", 2) == (llm.model, whole.provider, len(seen))
    assert whole.message == stream.result.message
    assert answers.reasoning == whole.reasoning
    assert {"top_k": 5, "thinking": {"type": "disabled"}}.items() <= json.loads(seen[0].content).items()


def test_a_new_provider_takes_about_25_lines() -> None:
    """That is what the worked example asks people to write: lines of code, without blanks and docstrings."""
    code = [line for text in FILES for line in text.splitlines() if line.strip() and not line.startswith('"""')]

    assert len(code) <= 30
