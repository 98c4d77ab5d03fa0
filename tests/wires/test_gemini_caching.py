"""Gemini: the verbs of caches, what they send, and what comes of it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest
from contract.specimen_gemini import PLAIN, response

import genai
from genai.providers.gemini import Options, raw

from .gemini_calls import PNG, client

ENTRY = {
    "name": "cachedContents/c",
    "model": "models/gemini-3.7-flash",
    "createTime": "2026-11-21T00:00:00Z",
    "expireTime": "2026-11-21T01:00:00Z",
    "usageMetadata": {"totalTokenCount": 5000},
}
KEPT = genai.Cache(
    provider="gemini",
    id="cachedContents/c",
    model="gemini-3.7-flash",
    created=1795219200.0,
    expires=1795222800.0,
    tokens=5000,
)


def square(x: float) -> float:
    """The square of a number."""
    return x * x


def test_the_life_of_a_cache() -> None:
    """It is made once, for its model, and used by calls, listed page by page, and deleted."""
    page = {"cachedContents": [ENTRY], "nextPageToken": "t"}
    llm, server = client(ENTRY, response(PLAIN), page, {"cachedContents": [ENTRY]}, {}, model="gemini-3.7-flash")
    messages = genai.user("Keep this.", genai.Doc(PNG))
    kept = llm.cache_add(messages, Options(code_execution=True), system_prompt="Be brief.", tools=[square], ttl=600)
    llm.gen_sync("And now?", Options(cached_content=kept))
    listed = llm.cache_list()
    llm.cache_delete(kept)
    made, used, *_ = server.bodies

    assert KEPT == kept == genai.Cache.from_json(kept.to_json())
    assert {"model", "contents", "systemInstruction", "tools", "ttl"} == set(made)
    assert ("models/gemini-3.7-flash", "600s") == (made["model"], made["ttl"])
    assert ["text", "inlineData"] == [key for part in made["contents"][0]["parts"] for key in part]
    assert ["codeExecution", "functionDeclarations"] == [key for tool in made["tools"] for key in tool]
    assert {
        "contents": [{"role": "user", "parts": [{"text": "And now?"}]}],
        "cachedContent": "cachedContents/c",
    } == used
    assert (KEPT, KEPT) == listed
    assert [
        "POST /cachedContents",
        "POST /models/gemini-3.7-flash:generateContent",
        "GET /cachedContents?pageSize=100",
        "GET /cachedContents?pageSize=100&pageToken=t",
        "DELETE /cachedContents/c",
    ] == server.sent


def test_the_same_awaited() -> None:
    """asyncio has the same verbs."""

    async def life() -> tuple[Any, ...]:
        """Added, listed, deleted."""
        server = _AsyncServer(ENTRY, {"cachedContents": [ENTRY]}, {})
        llm = genai.load("gemini", api_key="sk-test", model="gemini-3.7-flash", async_http_client=server.client).aio
        kept = await llm.cache_add("hi")
        listed = await llm.cache_list()
        await llm.cache_delete("cachedContents/c")
        await server.client.aclose()
        return kept, listed, server.sent

    assert (KEPT, (KEPT,), ["POST", "GET", "DELETE"]) == asyncio.run(life())


class _AsyncServer:
    def __init__(self, *answers: Any) -> None:
        self.answers, self.sent = list(answers), list[str]()
        self.client = httpx2.AsyncClient(transport=httpx2.MockTransport(self.answer))

    def answer(self, request: Any) -> Any:
        """The next answer."""
        self.sent.append(request.method)
        return httpx2.Response(200, json=self.answers.pop(0))


def test_what_steers_an_answer_is_refused() -> None:
    """Options that a cache cannot have are named, all at once, before anything is sent; or left out and listed."""
    asked: dict[str, Any] = {"temperature": 0, "max_tokens": 5, "system_prompt": "Be brief."}
    own = Options(store=True, service_tier="flex", code_execution=True)
    llm, server = client(ENTRY)
    with pytest.raises(genai.NotSupported) as caught:
        llm.cache_add("hi", own, **asked)
    named = (
        "TextOptions.temperature",
        "TextOptions.max_tokens",
        "gemini.Options.service_tier",
        "gemini.Options.store",
    )

    assert named == caught.value.unsupported
    assert [] == server.requests
    assert named == client(ENTRY, on_unsupported="warn")[0].cache_add("hi", own, **asked).unsupported


@pytest.mark.parametrize("ttl", [0, -1, True, "600s", float("inf"), float("nan")])
def test_a_time_to_live_is_seconds(ttl: Any) -> None:
    """What is no number of seconds is refused."""
    llm, server = client(ENTRY)
    with pytest.raises(genai.InvalidRequest, match="ttl: seconds"):
        llm.cache_add("hi", ttl=ttl)

    assert [] == server.requests


def test_a_cache_of_another_provider() -> None:
    """It is not deleted here."""
    llm, server = client({})
    for other in (genai.Cache(provider="elsewhere", id="c"), 5):
        with pytest.raises(genai.InvalidRequest, match="no cache of its own"):
            llm.cache_delete(other)  # type: ignore[arg-type]  # on purpose

    assert [] == server.requests


def test_a_failed_write_is_not_repeated() -> None:
    """A server that breaks may have kept it: only reads are tried again."""
    llm, server = client(httpx2.Response(500, json={"error": {"code": 500, "message": "It broke."}}), retry=2)
    with pytest.raises(genai.ProviderError, match="It broke"):
        llm.cache_add("hi")

    assert 1 == len(server.requests)


def test_an_answer_without_a_name() -> None:
    """What has no name cannot be used."""
    with pytest.raises(genai.BadAnswer, match="no cache"):
        client({"model": "models/m"})[0].cache_add("hi")


def test_where_there_are_none() -> None:
    """Vertex, and what makes films, refuse all three verbs."""
    there = "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/us-central1/publishers/google"
    for load in ({"base_url": there}, {"output": "video", "model": "veo-3.1-generate-preview"}):
        llm, server = client({}, **load)
        for verb, arguments in (("cache_add", ("hi",)), ("cache_list", ()), ("cache_delete", ("c",))):
            with pytest.raises(genai.NotSupported) as caught:
                getattr(llm, verb)(*arguments)

            assert (verb,) == caught.value.unsupported
        assert [] == server.requests


def test_the_option_takes_each_form() -> None:
    """What ``cache_add`` gave, a raw object, and a name are the same option."""
    forms = (KEPT, raw.CachedContent(name="cachedContents/c"), "cachedContents/c")

    assert 1 == len({Options(cached_content=form) for form in forms})
