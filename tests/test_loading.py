"""load(), poke() and available(): names, tiers, faults, and where a key may go."""

from __future__ import annotations

import importlib.metadata
import sys
import types
from typing import Any

import httpx2
import pytest
from attrs import evolve

import genai
from genai import providers
from genai.providers import openairesponses

TIERS = {"CHEAP": "gpt-5.6-luna", "GOOD": "gpt-5.6-terra", "SOTA": "gpt-5.6-sol"}


@pytest.mark.parametrize(
    ("name", "model", "expected"),
    [
        ("openairesponses", None, TIERS["GOOD"]),
        ("openai", None, TIERS["GOOD"]),
        ("openai", "CHEAP", TIERS["CHEAP"]),
        ("openai", "SOTA", TIERS["SOTA"]),
        ("openai:gpt-5", None, "gpt-5"),
        ("openai:ft:gpt-4o:me::1", None, "ft:gpt-4o:me::1"),
        ("openai", "a-model-that-is-not-listed", "a-model-that-is-not-listed"),
    ],
)
def test_names_and_models(name: str, model: str | None, expected: str) -> None:
    """A name or an alias, with a model after the first colon or by itself; a tier, or an id as it is."""
    llm = genai.load(name, model=model, api_key="k")

    assert ("openairesponses", expected, "text") == (llm.name, llm.model, llm.output)


def test_limits_are_the_documented_ones() -> None:
    """What models.json says of the model is on the client."""
    assert {"context": 1047576, "max_output": 32768} == genai.load("openai:gpt-4.1", api_key="k").limits
    assert {} == genai.load("openai:unheard-of", api_key="k").limits


def test_an_unknown_provider_lists_those_that_there_are() -> None:
    """A misspelt name is answered with the right ones."""
    with pytest.raises(genai.InvalidRequest, match="openairesponses"):
        genai.load("opneai")


def test_a_tier_that_is_not_there() -> None:
    """A tier for an output that has none says so."""
    with pytest.raises(genai.InvalidRequest, match="no GOOD model for video"):
        genai.load("openai", output="video")


def test_all_faults_of_load_at_once() -> None:
    """Wrong arguments are named together."""
    wrong: Any = {"output": "smell", "on_unsupported": "panic", "base_url": "api.example.com", "model": "m"}
    with pytest.raises(genai.InvalidRequest) as caught:
        genai.load("openai:gpt-5", **wrong)

    assert ["base_url", "model", "on_unsupported", "output"] == sorted(f.partition(":")[0] for f in caught.value.faults)


@pytest.mark.parametrize(
    ("argument", "client"),
    [("http_client", httpx2.AsyncClient), ("async_http_client", httpx2.Client), ("http_client", object)],
)
def test_the_wrong_kind_of_http_client(argument: str, client: Any) -> None:
    """The wrong kind of HTTP client is a TypeError at once."""
    with pytest.raises(TypeError, match=f"{argument} takes an httpx2"):
        genai.load("openai", api_key="k", **{argument: client()})


def test_a_hook_without_a_method() -> None:
    """An object that is no hook is refused."""
    with pytest.raises(genai.InvalidRequest, match="on_request"):
        genai.load("openai", api_key="k", hooks=[object()])


def test_available_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider whose key is set is available, and nothing is sent to find out."""
    for name in providers.names():
        for variable in providers.info(name).key_variables:
            monkeypatch.delenv(variable, raising=False)

    assert "openairesponses" not in genai.available()
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    assert "OPENAI_API_KEY" == genai.available()["openairesponses"]


def test_available_asks_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider on loopback is available when something answers there, and only then."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr(openairesponses, "INFO", evolve(openairesponses.INFO, base_url="http://127.0.0.1:1/v1"))

    assert "openairesponses" not in genai.available()


def test_a_third_party_package_joins_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry point in the group ``genai.providers`` is a provider like our own."""
    module = types.ModuleType("their_provider")
    module.INFO = evolve(openairesponses.INFO, name="theirs", aliases=("mine",))  # type: ignore[attr-defined]
    point = importlib.metadata.EntryPoint("theirs", "their_provider", "genai.providers")
    monkeypatch.setitem(sys.modules, "their_provider", module)
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [point] if group == "genai.providers" else [])
    for cache in (providers._modules, providers._aliases):
        monkeypatch.setattr(providers, cache.__name__, cache.__wrapped__)

    assert {"theirs", "openairesponses"} <= set(providers.names())
    assert "theirs" == providers.info("mine").name


def job(base_url: str) -> genai.Job:
    """A job at a server."""
    return genai.Job(provider="openairesponses", model="m", id="resp_1", base_url=base_url)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/v1",
        "https://api.openai.com.evil.example/v1",
        "https://api.openai.com@evil.example/v1",
        "http://api.openai.com/v1",
        "https://localhost.evil.example/v1",
        "file:///etc/passwd",
    ],
)
def test_a_token_brings_no_key_to_another_host(url: str) -> None:
    """A job that names a host of nobody's gets no key, and nothing is sent."""
    with pytest.raises(genai.AuthError, match="base_url"):
        genai.poke(str(job(url)), api_key="k")


def test_a_base_url_that_the_caller_gives_is_trusted() -> None:
    """The caller may name the server again: then the key goes there."""
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(str(request.url))
        return httpx2.Response(200, json={"id": "resp_1", "status": "in_progress", "output": []})

    client = httpx2.Client(transport=httpx2.MockTransport(answer))
    mine = "https://proxy.example/v1"
    result = genai.poke(str(job(mine)), api_key="k", base_url=mine, http_client=client)

    assert result.pending
    assert [f"{mine}/responses/resp_1"] == asked
