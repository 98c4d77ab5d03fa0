"""The seam: who gets the key, what is fetched without it, and answers that are no JSON."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai.errors import AuthError, BadAnswer, Error, InvalidRequest, ProviderError
from genai.sansio import Endpoint, HttpRequest, HttpResponse, loopback

KEY = "sk-very-secret"
BEARER = {"authorization": f"Bearer {KEY}"}
HOME = "https://api.example.com/v1"


def bearer(key: str) -> Mapping[str, str]:
    """The usual header."""
    return {"authorization": f"Bearer {key}"}


def failed(response: HttpResponse) -> Error:
    """Any error."""
    return ProviderError("failed", status=response.status)


def endpoint(base_url: str = HOME, *, key: str | None = KEY, **more: Any) -> Endpoint:
    """An endpoint whose package names one more API host, one file host, and all hosts below another."""
    more.setdefault("hosts", frozenset({"api.example.com", "eu.example.com"}))
    more.setdefault("file_hosts", frozenset({"files.example.com", ".blob.example.net"}))
    return Endpoint(
        provider="example",
        base_url=base_url,
        key=lambda: key,
        auth=bearer,
        error=failed,
        key_help="Set EXAMPLE_KEY.",
        **more,
    )


def outcome(request: HttpRequest, at: Endpoint) -> str:
    """The word "key", or "bare", or the name of the error's class; no error tells the key."""
    try:
        key, headers = at.credentials(request)
    except Error as error:
        return type(error).__name__ if KEY not in str(error) else "leak"
    assert (key, headers) in ((KEY, BEARER), (None, {}))
    return "key" if key else "bare"


GETS_THE_KEY = [
    # base_url, URL, what goes
    (HOME, HOME + "/responses", "key"),
    (HOME, HOME + "/responses?after=1#x", "key"),
    (HOME, HOME + "/", "key"),
    (HOME, "https://api.example.com/v2/files", "key"),
    (HOME, "https://API.EXAMPLE.COM/v2/files", "key"),
    (HOME, "https://eu.example.com/v1/responses", "key"),
    (HOME, "https://example.com/v1/responses", "AuthError"),
    (HOME, "https://other.example.com/v1/responses", "AuthError"),
    (HOME, "https://evil.org/v1/responses", "AuthError"),
    (HOME, "https://evil.org/?" + HOME + "/", "AuthError"),
    (HOME, "https://evil.org/" + HOME + "/", "AuthError"),
    (HOME, "https://evil.org/#" + HOME + "/", "AuthError"),
    (HOME, "https://api.example.com.evil.org/v1/responses", "AuthError"),
    (HOME, "https://api.example.com@evil.org/v1/responses", "AuthError"),
    (HOME, "https://api.example.com:443@evil.org/v1/responses", "AuthError"),
    (HOME, "https://api.example.com%2f@evil.org/v1", "AuthError"),
    (HOME, "https://evil.org\\api.example.com/v1", "AuthError"),
    (HOME, "https://evilapi.example.com/v1", "AuthError"),
    (HOME, "https://api.example.comevil/v1", "AuthError"),
    (HOME, "https://api.example.com./v1/responses", "AuthError"),
    (HOME, "https://[::1/v1", "AuthError"),
    (HOME, "https:///v1/responses", "AuthError"),
    (HOME, "/v1/responses", "AuthError"),
    (HOME, "", "AuthError"),
    (HOME, "//evil.org/v1", "AuthError"),
    (HOME, "http://api.example.com/v1/responses", "AuthError"),
    (HOME, "http://eu.example.com/v1/responses", "AuthError"),
    (HOME, "ftp://api.example.com/v1/responses", "AuthError"),
    (HOME, "http://127.0.0.1/v1", "AuthError"),
    # the caller's own host
    ("https://gateway.corp.org/openai", "https://gateway.corp.org/openai/responses", "key"),
    ("https://gateway.corp.org/openai", "https://gateway.corp.org/openai-evil/responses", "AuthError"),
    ("https://gateway.corp.org/openai", "https://gateway.corp.org/other/responses", "AuthError"),
    ("https://gateway.corp.org/openai", "https://gateway.corp.org:8443/openai/responses", "AuthError"),
    ("https://gateway.corp.org", "https://gateway.corp.org/responses", "key"),
    ("https://gateway.corp.org", "https://gateway.corp.org.evil.org/responses", "AuthError"),
    ("https://gateway.corp.org", "https://gateway.corp.org@evil.org/responses", "AuthError"),
    ("https://gateway.corp.org:8443/v1", "https://gateway.corp.org:8443/v1/responses", "key"),
    ("https://gateway.corp.org:8443/v1", "https://gateway.corp.org:84430/v1/responses", "AuthError"),
    # plain HTTP: this machine only
    ("http://gateway.corp.org/v1", "http://gateway.corp.org/v1/responses", "AuthError"),
    ("http://192.168.1.5:8080/v1", "http://192.168.1.5:8080/v1/responses", "AuthError"),
    ("http://0.0.0.0:8080", "http://0.0.0.0:8080/responses", "AuthError"),
    ("http://localhost.evil.org", "http://localhost.evil.org/responses", "AuthError"),
    ("http://127.0.0.1.evil.org", "http://127.0.0.1.evil.org/responses", "AuthError"),
    ("http://127.0.0.1@evil.org", "http://127.0.0.1@evil.org/responses", "AuthError"),
    ("http://notlocalhost", "http://notlocalhost/responses", "AuthError"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1/responses", "key"),
    ("http://127.9.9.9:8080", "http://127.9.9.9:8080/v1/responses", "key"),
    ("http://localhost:8080", "http://localhost:8080/v1/responses", "key"),
    ("http://LOCALHOST:8080", "http://LOCALHOST:8080/v1/responses", "key"),
    ("http://llm.localhost", "http://llm.localhost/v1/responses", "key"),
    ("http://[::1]:8080", "http://[::1]:8080/v1/responses", "key"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8081/v1/responses", "AuthError"),
    ("http://127.0.0.1:8080", "https://eu.example.com/v1/responses", "key"),
]


@pytest.mark.parametrize(("base_url", "url", "goes"), GETS_THE_KEY)
def test_who_gets_the_key(base_url: str, url: str, goes: str) -> None:
    """The key goes to the package's hosts and to the caller's base_url, and over plain HTTP to this machine only."""

    assert goes == outcome(HttpRequest(url=url), endpoint(base_url))


@pytest.mark.parametrize(("base_url", "url", "goes"), GETS_THE_KEY)
def test_insecure_is_about_plain_http_only(base_url: str, url: str, goes: str) -> None:
    """allow_insecure lets the key cross plain HTTP, to the same hosts as before."""
    plain = url.startswith("http://") and (url.startswith(base_url + "/") or ".example.com/" in url)
    evil = "evil.org/" in url and base_url == HOME

    expected = "key" if plain and not evil else goes
    assert expected == outcome(HttpRequest(url=url), endpoint(base_url, allow_insecure=True))


def test_a_server_that_needs_no_key() -> None:
    """Where none is needed, calls to the base URL go out bare; one that there is goes along, and nowhere else."""
    bare, keyed = endpoint(key=None, keyless=True), endpoint(keyless=True)
    elsewhere = HttpRequest(url="https://eu.example.com/v1/responses")

    assert "bare" == outcome(HttpRequest(url=HOME + "/responses"), bare)
    assert "AuthError" == outcome(elsewhere, bare)
    assert "AuthError" == outcome(HttpRequest(url=HOME + "/responses"), endpoint(key=None))
    assert ["key", "key"] == [outcome(HttpRequest(url=url), keyed) for url in (HOME + "/responses", elsewhere.url)]


@pytest.mark.parametrize("scheme", ["ftp", "ws", "file", "httpx", "javascript", ""])
def test_only_http_is_spoken(scheme: str) -> None:
    """allow_insecure is about plain HTTP, not about other schemes."""
    url = f"{scheme}://api.example.com/v1/responses"

    assert "AuthError" == outcome(HttpRequest(url=url), endpoint(allow_insecure=True))


@pytest.mark.parametrize(
    ("base_url", "url", "goes"),
    [
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1/chat", "bare"),
        ("http://localhost:8080/v1", "http://localhost:8080/v1/chat", "bare"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1/chat", "bare"),
        ("https://127.0.0.1/v1", "https://127.0.0.1/v1/chat", "bare"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:9090/v1/chat", "AuthError"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080.evil.org/v1/chat", "AuthError"),
        ("http://192.168.1.5/v1", "http://192.168.1.5/v1/chat", "AuthError"),
        ("http://localhost.evil.org/v1", "http://localhost.evil.org/v1/chat", "AuthError"),
        (HOME, HOME + "/responses", "AuthError"),
    ],
)
@pytest.mark.parametrize("key", [None, ""])
def test_without_a_key(base_url: str, url: str, goes: str, key: str | None) -> None:
    """A server on this machine needs no key; every other one does."""

    assert goes == outcome(HttpRequest(url=url), endpoint(base_url, key=key))


def test_a_missing_key_says_what_to_do() -> None:
    """The error names the provider, and says which variable to set."""

    with pytest.raises(AuthError, match=r"example: no key\. Set EXAMPLE_KEY\.") as caught:
        endpoint(key=None).credentials(HttpRequest(url=HOME + "/responses"))

    assert "example" == caught.value.provider


def test_a_refusal_says_how_to_allow_it() -> None:
    """Plain HTTP is refused with both ways out."""

    with pytest.raises(AuthError, match=r"use https, or load\(\.\.\., allow_insecure=True\)"):
        endpoint("http://gateway.corp.org").credentials(HttpRequest(url="http://gateway.corp.org/x"))


def test_keys_may_rotate() -> None:
    """The key is asked for anew for every request."""
    keys = iter(["one", "two"])
    at = Endpoint(provider="x", base_url=HOME, key=lambda: next(keys), auth=bearer, error=failed)
    request = HttpRequest(url=HOME + "/responses")

    assert ["Bearer one", "Bearer two"] == [at.credentials(request)[1]["authorization"] for _ in range(2)]


async def later() -> str:
    """A key that asyncio would have to wait for."""
    return KEY


@pytest.mark.parametrize("key", [5, b"sk-bytes", ["sk"], True])
def test_a_key_is_a_text(key: Any) -> None:
    """A function that gives something else is told so, and what it gave is not shown."""
    with pytest.raises(AuthError, match="example: a key is a text, not") as caught:
        endpoint(key=key).credentials(HttpRequest(url=HOME + "/responses"))

    assert "sk" not in str(caught.value)


def test_a_key_is_not_awaited() -> None:
    """A coroutine is no key; it is closed, so that nothing warns of it later."""
    waiting: Any = later()
    with pytest.raises(AuthError, match="a key is a text, not coroutine"):
        endpoint(key=waiting).credentials(HttpRequest(url=HOME + "/responses"))

    assert inspect.CORO_CLOSED == inspect.getcoroutinestate(waiting)


@pytest.mark.parametrize(
    ("base_url", "url", "goes"),
    [
        (HOME, "https://files.example.com/a.png?sig=1", "bare"),
        (HOME, "https://FILES.example.com/a.png", "bare"),
        (HOME, "https://x.blob.example.net/a.png", "bare"),
        (HOME, "https://x.y.blob.example.net/a.png", "bare"),
        (HOME, "https://api.example.com/v1/files/1/content", "bare"),
        (HOME, "https://blob.example.net/a.png", "InvalidRequest"),
        (HOME, "https://xblob.example.net/a.png", "InvalidRequest"),
        (HOME, "https://x.files.example.com/a.png", "InvalidRequest"),
        (HOME, "https://files.example.com.evil.org/a.png", "InvalidRequest"),
        (HOME, "https://files.example.com@evil.org/a.png", "InvalidRequest"),
        (HOME, "https://x.blob.example.net.evil.org/a.png", "InvalidRequest"),
        (HOME, "https://evil.org/?files.example.com", "InvalidRequest"),
        (HOME, "http://files.example.com/a.png", "InvalidRequest"),
        (HOME, "http://api.example.com/v1/files/1/content", "InvalidRequest"),
        (HOME, "https://api.example.com:8443/a.png", "InvalidRequest"),
        (HOME, "http://169.254.169.254/latest/meta-data", "InvalidRequest"),
        (HOME, "http://127.0.0.1:8080/a.png", "InvalidRequest"),
        (HOME, "file:///etc/passwd", "InvalidRequest"),
        (HOME, "data:image/png;base64,AAAA", "InvalidRequest"),
        (HOME, "https://[files.example.com/a.png", "InvalidRequest"),
        (HOME, "a.png", "InvalidRequest"),
        (HOME, "", "InvalidRequest"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/images/a.png", "bare"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:22/", "InvalidRequest"),
    ],
)
@pytest.mark.parametrize("key", [KEY, None])
def test_files_are_fetched_without_the_key(base_url: str, url: str, goes: str, key: str | None) -> None:
    """A URL that a server named is fetched from the package's file hosts and from home, never with the key."""

    assert goes == outcome(HttpRequest(url=url, keyed=False), endpoint(base_url, key=key))


def test_without_file_hosts_only_home_is_fetched() -> None:
    """A package that names no file host fetches from nowhere else."""
    at = endpoint(file_hosts=frozenset())

    assert "bare" == outcome(HttpRequest(url="https://api.example.com/a.png", keyed=False), at)
    assert "InvalidRequest" == outcome(HttpRequest(url="https://files.example.com/a.png", keyed=False), at)


@given(
    st.text(alphabet=st.sampled_from("htps:/@.[]#?\\%\t\n evilorgapixmc01"), max_size=40),
    st.sampled_from(["", "https://", "https://api.example.com", HOME, HOME + "/"]),
    st.booleans(),
)
def test_no_url_makes_another_error(text: str, head: str, keyed: bool) -> None:
    """Whatever a server names as a URL: it is fetched, or refused with an error of the tree."""

    assert outcome(HttpRequest(url=head + text, keyed=keyed), endpoint()) in (
        "key",
        "bare",
        "AuthError",
        "InvalidRequest",
    )


@pytest.mark.parametrize(
    ("host", "is_loopback"),
    [
        ("localhost", True),
        ("a.localhost", True),
        ("127.0.0.1", True),
        ("127.255.255.254", True),
        ("::1", True),
        (None, False),
        ("", False),
        ("localhost.org", False),
        ("notlocalhost", False),
        ("localhost.", False),
        ("127.0.0.1.org", False),
        ("128.0.0.1", False),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.0.1", False),
        ("2130706433", False),
        ("127.1", False),
        ("0x7f.0.0.1", False),
        ("fe80::1", False),
    ],
)
def test_loopback(host: str | None, is_loopback: bool) -> None:
    """This machine, by its name alone."""

    assert is_loopback is loopback(host)


@pytest.mark.parametrize("value", [None, True, 0, 1.5, "é\u2028", [], {"a": [1, {}]}])
def test_json_answers(value: Any) -> None:
    """Any JSON is decoded."""
    import json

    assert value == HttpResponse(status=200, body=json.dumps(value).encode()).json()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "it is empty"),
        (b"   ", "it is empty"),
        (b"<html>Bad gateway</html>", "begins with '<html>Bad gateway</html>'"),
        (b"{", "begins with '{'"),
        (b"{'a': 1}", "begins with"),
        (b'{"a":1}{"b":2}', "begins with"),
        (b"NaN", "begins with 'NaN'"),
        (b'"\xff"', "begins with"),
        (b'{"a": "\xc3"}', "begins with"),
        (b"\xff\xfe", "begins with"),
        (b"[" * 100_000, "begins with"),
        (b"x" * 100_000, "begins with 'xxx"),
    ],
)
def test_answers_that_are_no_json(body: bytes, says: str) -> None:
    """What is no JSON is a BadAnswer with its status, its body, and the begin of it in a short message."""

    with pytest.raises(BadAnswer, match="the answer is not JSON") as caught:
        HttpResponse(status=502, body=body).json()

    assert says in str(caught.value)
    assert (502, body) == (caught.value.status, caught.value.body)
    assert len(str(caught.value)) < 400


def chunks() -> Iterable[bytes]:
    """A body in pieces."""
    yield b"secret"


def test_reprs_keep_secrets() -> None:
    """No repr shows a key or a body, or what could give a key."""
    shown = " ".join(
        repr(thing)
        for thing in (
            endpoint(),
            HttpRequest(method="POST", url=HOME, body=b"secret prompt"),
            HttpRequest(method="POST", url=HOME, body=chunks()),
            HttpResponse(status=200, body=b"secret answer"),
        )
    )

    assert KEY not in shown
    assert "secret" not in shown
    assert "lambda" not in shown
    assert "bearer" not in shown
    assert "<13 bytes>" in shown


def test_invalid_request_names_the_host() -> None:
    """A file that is not fetched says from where it would have come."""

    with pytest.raises(InvalidRequest, match=r"not fetched: evil\.org is no host"):
        endpoint().credentials(HttpRequest(url="https://evil.org/a.png", keyed=False))


# --- Signatures -------------------------------------------------------------------------------------------------------

SIGNED = {"authorization": "Signed"}


def signing(request: HttpRequest) -> tuple[str | None, dict[str, str]]:
    """A signature, and the secret in it."""
    return "token-in-the-headers", {**SIGNED, "x-signed": request.url}


def test_a_signature_stands_in_for_a_key() -> None:
    """Where there is no key the request is signed; where there is one, it goes."""
    request = HttpRequest(url=HOME + "/responses")

    assert ("token-in-the-headers", {**SIGNED, "x-signed": request.url}) == endpoint(
        key=None, sign=signing
    ).credentials(request)
    assert (KEY, BEARER) == endpoint(sign=signing).credentials(request)


@pytest.mark.parametrize("url", ["https://evil.org/responses", "http://api.example.com/responses"])
def test_a_signature_goes_where_a_key_goes(url: str) -> None:
    """Neither goes to another host, nor over plain HTTP."""
    with pytest.raises(AuthError, match="the key does not go"):
        endpoint(key=None, sign=signing).credentials(HttpRequest(url=url))


def test_files_and_local_servers_get_no_signature() -> None:
    """Nor do they get a key."""
    local = endpoint("http://localhost:1", key=None, sign=signing)
    file = HttpRequest(url="https://files.example.com/a.png", keyed=False)

    assert (None, {}) == local.credentials(HttpRequest(url="http://localhost:1/x"))
    assert (None, {}) == endpoint(key=None, sign=signing).credentials(file)


def test_an_endpoint_shows_no_signer() -> None:
    """It may hold secrets."""
    assert "signing" not in repr(endpoint(key=None, sign=signing))
