"""load(), poke() and available(): names, tiers, faults, and where a key may go."""

from __future__ import annotations

import functools
import importlib.metadata
import sys
import types
from typing import Any

import httpx2
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import genai
from genai import loading, providers
from genai.provider import Info
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
    wrong: Any = {
        "output": "smell",
        "on_unsupported": "panic",
        "base_url": "api.example.com?q",
        "model": "m",
        "api_key": 5,
        "strict": "yes",
        "allow_insecure": "false",
        "timeout": "soon",
        "retry": Any,
        "hooks": 5,
    }
    with pytest.raises(genai.InvalidRequest) as caught:
        genai.load("openai:gpt-5", **wrong)

    assert [
        "Retry.times",
        "Timeout.total",
        "allow_insecure",
        "api_key",
        "base_url",
        "base_url",
        "hooks",
        "model",
        "on_unsupported",
        "output",
        "strict",
    ] == sorted(fault.partition(":")[0] for fault in caught.value.faults)
    assert "openairesponses" == caught.value.provider


async def later() -> str:
    """A key that asyncio would have to wait for."""
    return "k"


class Later:
    """The same as an object."""

    async def __call__(self) -> str:
        """A key, later."""
        return "k"


@pytest.mark.parametrize(
    ("argument", "value", "says"),
    [
        ("api_key", 5, "api_key: a text or a function, not int"),
        ("api_key", b"sk-secret", "api_key: a text or a function, not bytes"),
        ("api_key", ["sk-secret"], "api_key: a text or a function, not list"),
        ("api_key", later, "api_key: a plain function, not a coroutine function: sync code calls it too"),
        ("api_key", functools.partial(later), "api_key: a plain function, not a coroutine function: sync"),
        ("api_key", Later(), "api_key: a plain function, not a coroutine function: sync code calls it too"),
        ("model", 5, "model: a text that is not empty, not 5"),
        ("model", "", "model: a text that is not empty, not ''"),
        ("output", ["text"], "output: one of text, image, audio, video, embedding, not ['text']"),
        ("strict", 1, "strict: bool, not int"),
        ("allow_insecure", "no", "allow_insecure: bool, not str"),
        ("timeout", "3", "Timeout.total: a number, not str"),
        ("timeout", 0, "Timeout.total: at least 0.001, not 0"),
        ("timeout", True, "Timeout.total: a number, not bool"),
        ("retry", "3", "Retry.times: a whole number, not '3'"),
        ("retry", -1, "Retry.times: at least 0, not -1"),
        ("retry", True, "Retry.times: a whole number, not True"),
        ("retry", 1.5, "Retry.times: a whole number, not 1.5"),
        ("hooks", 5, "hooks: a list of objects, not int"),
        ("hooks", None, "hooks: a list of objects, not NoneType"),
    ],
)
def test_arguments_of_a_wrong_type(argument: str, value: Any, says: str) -> None:
    """A wrong type is InvalidRequest at once, not an error of Python's at the first call; keys are not shown."""
    with pytest.raises(genai.InvalidRequest) as caught:
        genai.load("openai", **{argument: value})

    assert caught.value.faults[0].startswith(says)
    assert 1 == len(caught.value.faults)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", [None, "", 5, ["openai"], b"openai"])
def test_a_provider_has_a_name(name: Any) -> None:
    """What is no name is InvalidRequest, together with all else that is wrong."""
    with pytest.raises(genai.InvalidRequest) as caught:
        genai.load(name, retry=-1)

    assert (f"name: a text that is not empty, not {name!r}", "Retry.times: at least 0, not -1") == caught.value.faults


@pytest.mark.parametrize("name", [":gpt-5", " ", "_openai", "genai", "openai "])
def test_names_of_nobody(name: str) -> None:
    """A name that no provider has is InvalidRequest, together with all else that is wrong."""
    with pytest.raises(genai.InvalidRequest) as caught:
        genai.load(name, retry=-1)

    assert 2 == len(caught.value.faults)
    assert caught.value.faults[0].startswith(f"no provider is named {name.partition(':')[0]!r}")


BEGINS = "base_url: begins with https:// (or http://)"
HOST = "base_url: names a host, and a port only if it is one"
BLANKS = "base_url: has no blanks, control characters or backslashes"
USER = "base_url: has no user and password in it"
QUERY = "base_url: has no ?query and no #fragment"


@pytest.mark.parametrize(
    ("url", "faults"),
    [
        (5, ["base_url: a text, not int"]),
        (b"https://h", ["base_url: a text, not bytes"]),
        ("", [BEGINS]),
        ("api.example.com", [BEGINS]),
        ("ftp://h", [BEGINS]),
        ("file:///etc/passwd", [BEGINS]),
        ("https:/h", [BEGINS]),
        ("https://", [HOST]),
        ("https:///v1", [HOST]),
        ("https://[", [HOST]),
        ("http://[", [HOST]),
        ("https://[::1", [HOST]),
        ("https://h:99999", [HOST]),
        ("https://h:0", [HOST]),
        ("https://h:x", [HOST]),
        ("https://a..b", [HOST]),
        ("https://.", [HOST]),
        (f"https://{'a' * 64}.org", [HOST]),
        ("https://h/a b", [BLANKS]),
        ("https://h\n", [BLANKS]),
        ("\thttps://h", [BEGINS, BLANKS]),
        ("https://h\\@evil.org", [BLANKS, USER]),
        ("https://user:secret@h", [USER]),
        ("https://secret@h/v1", [USER]),
        ("user:secret@h", [BEGINS]),
        ("https://user:secret@[", [HOST]),
        ("https://h?", [QUERY]),
        ("https://h/v1?api-version=1", [QUERY]),
        ("https://h/v1#top", [QUERY]),
        ("https://user:secret@h:99999/a b?q#f", [HOST, BLANKS, USER, QUERY]),
    ],
)
def test_wrong_base_urls(url: Any, faults: list[str]) -> None:
    """All that is wrong with a base_url is named at once, and no password in it is shown."""
    with pytest.raises(genai.InvalidRequest) as caught:
        genai.load("openai", base_url=url)

    assert [True] * len(faults) == [a.startswith(b) for a, b in zip(caught.value.faults, faults, strict=True)]
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://h",
        "https://h/",
        "http://127.0.0.1:8080/v1",
        "http://[::1]:8080/v1",
        "https://bücher.example/v1",
        "https://api.example.com./v1",
        "https://h/~a/@b/%20;x=1",
    ],
)
def test_base_urls_that_pass(url: str) -> None:
    """Other servers have all sorts of addresses; a job tells the one that was given."""
    assert url.rstrip("/") == genai.load("openai", base_url=url, api_key="k")._wire.config.base_url


@given(
    st.text(max_size=20),
    st.sampled_from(["", "https://", "http://", "https://h", "https://h:", "https://u@", "http://["]),
)
def test_no_base_url_makes_another_error(text: str, head: str) -> None:
    """Whatever is given as a base_url, by the caller or in a job, it is taken, or refused with an error of the tree."""
    named = genai.Job(provider="openai", id="x", base_url=head + text)

    def by_its_job() -> genai.Client:
        return loading.for_job(named)[0]

    for load in (functools.partial(genai.load, "openai", base_url=head + text), by_its_job):
        try:
            assert "openairesponses" == load().name
        except (genai.InvalidRequest, genai.AuthError) as error:
            assert str(error)


@pytest.mark.parametrize("token", [5, None, b"genai-job-1.AAAA", object()])
def test_poke_takes_a_job_or_its_token(token: Any) -> None:
    """Anything else is InvalidRequest."""
    with pytest.raises(genai.InvalidRequest, match="a job's token is a text"):
        genai.poke(token, api_key="k")


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


def test_a_third_party_package_that_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so where it is asked for, and hinders no other provider."""
    module = types.ModuleType("their_provider")
    module.INFO = evolve(openairesponses.INFO, name="theirs", aliases=())  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "their_provider", module)
    named = {"broken": "no_such_package_of_theirs", "misnamed": "their_provider"}
    points = [importlib.metadata.EntryPoint(name, value, "genai.providers") for name, value in named.items()]
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: points)
    for cache in (providers._modules, providers._aliases):
        monkeypatch.setattr(providers, cache.__name__, cache.__wrapped__)

    for name, said in (("broken", "cannot be loaded: No module"), ("misnamed", "calls itself 'theirs'")):
        with pytest.raises(genai.InvalidRequest, match=said):
            genai.load(name)
    with pytest.warns(RuntimeWarning) as warned:
        usable = genai.available()
    assert {"broken", "misnamed"}.isdisjoint(usable)
    assert all(any(said in str(one.message) for one in warned) for said in ("cannot be loaded", "calls itself"))


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
        "https://[",
        "https://api.openai.com\n.evil.example",
        "\x00",
    ],
)
def test_a_token_brings_no_key_to_another_host(url: str) -> None:
    """A job that names a host of nobody's gets no key, and nothing is sent."""
    with pytest.raises(genai.AuthError, match="base_url"):
        genai.poke(str(job(url)), api_key="k")


@pytest.mark.parametrize(
    "url",
    [
        "https://api.openai.com/v1?next=https://evil.example",
        "https://user:secret@api.openai.com/v1",
        "https://api.openai.com:99999/v1",
        "http://127.0.0.1:8080/v1#x",
        "ftp://127.0.0.1/v1",
        "https://localhost:x/v1",
    ],
)
def test_a_token_with_a_damaged_server(url: str) -> None:
    """A server that a key may go to, but that is none, is InvalidRequest."""
    with pytest.raises(genai.InvalidRequest, match="base_url"):
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


REGIONAL = Info(
    name="r",
    title="R",
    docs="",
    base_url="https://world.example/v1",
    key_variables=("R_KEY",),
    regions={"R_KEY_WORLD": "https://world.example/v1", "R_KEY_EAST": "https://east.example/v1"},
)


@pytest.mark.parametrize(
    ("variables", "home", "keys"),
    [
        ({}, "https://world.example/v1", ("R_KEY_WORLD", "R_KEY")),
        ({"R_KEY": "k"}, "https://world.example/v1", ("R_KEY_WORLD", "R_KEY")),
        ({"R_KEY_EAST": "k"}, "https://east.example/v1", ("R_KEY_EAST", "R_KEY")),
        ({"R_KEY_EAST": "k", "R_KEY_WORLD": "k"}, "https://world.example/v1", ("R_KEY_WORLD", "R_KEY")),
    ],
)
def test_a_key_picks_its_region(
    variables: dict[str, str], home: str, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable that is set says where calls go, and no region's key goes to another region."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert home == loading.home_of(REGIONAL)
    assert keys == loading.variables_of(REGIONAL, home)


def test_a_base_url_takes_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in braces comes from the environment; without it, it stays, and the first call says what to set."""
    info = evolve(REGIONAL, regions={}, base_url="https://x.example/{R_ACCOUNT}/v1")

    assert info.base_url == loading.home_of(info)
    monkeypatch.setenv("R_ACCOUNT", "a1/")
    assert "https://x.example/a1/v1" == loading.home_of(info)


def test_a_base_url_with_a_variable_that_is_not_set() -> None:
    """Nothing is sent; the error names the variable."""
    llm = genai.load("openaichat", api_key="k", base_url="https://x.example/{R_ACCOUNT}/v1")
    with pytest.raises(genai.InvalidRequest, match="set R_ACCOUNT, or load"):
        llm.gen_sync("hi")


@pytest.mark.parametrize(
    "endpoint", ["x.openai.azure.com", "ftp://x.example", "https://u:p4ss@x.example", "https://x?q"]
)
def test_a_base_url_from_the_environment_is_checked_too(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable is named, and no password that is in it."""
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", endpoint)
    with pytest.raises(genai.InvalidRequest, match="AZURE_OPENAI_ENDPOINT: ") as caught:
        genai.load("azure:gpt-5", api_key="k")

    assert "p4ss" not in str(caught.value)
    assert genai.load("azure:gpt-5", api_key="k", base_url="https://x.example")


def test_a_given_key_is_of_the_default_region(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that the caller gives does not follow the variable of another region."""
    monkeypatch.setenv("DASHSCOPE_API_KEY_CN", "of-china")
    given, found = genai.load("alibaba", api_key="mine"), genai.load("alibaba")

    assert "https://dashscope-intl.aliyuncs.com/compatible-mode/v1" == given._wire.config.base_url
    assert "https://dashscope.aliyuncs.com/compatible-mode/v1" == found._wire.config.base_url
