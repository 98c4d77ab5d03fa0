"""Scrubbing: a secret is taken out, or refused, however it is written; and what is no secret stays."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import httpx2
import pytest

from genai import network
from genai.cli.app import COMMANDS
from genai.testing.cassettes import Header, SecretLeft, recording
from genai.testing.scrub import REDACTED, Scrubber, keys

KEY = 'a "key"/with+signs=1&?~'
SCRUBBER = Scrubber(secrets=[KEY])
LOOKS = "sk-" + "proj-" + "x1y2" * 8
URL = "http://127.0.0.1:9/v1/answers"
HEADER = Header(
    provenance="server", source="a test, 1.0", recorded="2026-11-21", provider="it", model="m",
    base_url="http://127.0.0.1:9/v1", mode="sync", check="text",
)  # fmt: skip


def answering(headers: Mapping[str, str], body: bytes) -> httpx2.Client:
    """A client whose every request is answered so."""
    return network.replaying(lambda method, url, asked: (200, headers, body))


def b64(text: str) -> str:
    """A text as base64."""
    return base64.b64encode(text.encode()).decode()


def escaped(text: str) -> str:
    """A text with every character as JSON's escape."""
    return "".join(f"\\u{ord(c):04X}" for c in text)


def percent(text: str) -> str:
    """A text with every byte percent-encoded, in lower case."""
    return "".join(f"%{byte:02x}" for byte in text.encode())


FORMS = {
    "plain": KEY,
    "percent": quote(KEY, safe=""),
    "percent, lower case": quote(KEY, safe="").replace("%2B", "%2b").replace("%2F", "%2f"),
    "percent, slashes left": quote(KEY),
    "percent, all of it": percent(KEY),
    "percent, twice": quote(quote(KEY, safe=""), safe=""),
    "a form": quote_plus(KEY),
    "JSON": json.dumps(KEY)[1:-1],
    "JSON, slashes escaped": json.dumps(KEY)[1:-1].replace("/", "\\/"),
    "JSON, all escaped": escaped(KEY),
    "JSON in JSON": json.dumps(json.dumps(KEY).replace("/", "\\/")),
    "JSON, as Go writes it": json.dumps(KEY)[1:-1].replace("&", "\\u0026"),
    "percent in JSON": quote(KEY, safe="").replace("%", "\\u0025"),
    "HTML": KEY.replace("&", "&amp;").replace('"', "&#34;"),
    "HTML, named": KEY.replace("&", "&amp;").replace('"', "&quot;").replace("/", "&#x2F;"),
    "hex": KEY.encode().hex(),
    "hex, upper case": KEY.encode().hex().upper(),
    "base64": b64(KEY),
    "base64 after :": b64(f":{KEY}"),
    "base64 after user:": b64(f"user:{KEY}"),
    "base64 after one more": b64(f"user1:{KEY}"),
    "base64 within": b64(f"user12:{KEY}, and more"),
    "base64, URL-safe": base64.urlsafe_b64encode(f"~~~{KEY}~~~".encode()).decode(),
    "base64 in JSON": b64(f"???{KEY}>>>").replace("/", "\\/"),
    "base64 in a URL": quote(b64(f"???{KEY}>>>"), safe=""),
    "base64 in lines": "\n".join(b64(KEY)[at : at + 7] for at in range(0, len(b64(KEY)), 7)),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_is_taken_out_however_it_is_written(form: str) -> None:
    """What stands around it stays; nothing is left of it, not even half of a letter of base64."""
    told = f'{{"said": "<{FORMS[form]}>", "n": 1}}'
    kept = SCRUBBER.data(told.encode())

    assert kept is not None
    assert ["secret 1"] == Scrubber(secrets=[KEY]).left(told)
    assert [] == SCRUBBER.left(kept)
    assert REDACTED.encode() in kept
    assert kept.startswith(b'{"said": "<')
    assert kept.endswith(b'>", "n": 1}')


@pytest.mark.parametrize("key", ["50%25\\x/", "a\\u0041b", "this&amp;that"])
def test_a_secret_that_looks_like_an_escape_is_found(key: str) -> None:
    """Where undoing the escapes would undo its own as well."""
    told = key[:2] + "".join(f"\\u{ord(c):04x}" for c in key[2:4]) + key[4:].replace("&", "&amp;")

    assert f"&lt; {REDACTED} %41" == Scrubber(secrets=[key]).text(f"&lt; {told} %41")


@pytest.mark.parametrize("before", range(3))
@pytest.mark.parametrize("key", [KEY, "0123456789", "01234567890", "012345678901"], ids=len)
def test_base64_leaves_no_letter_of_a_secret(before: int, key: str) -> None:
    """Of the letters that are shared with its neighbours none is kept."""
    whole = b64("u" * before + key + "~~")
    kept = Scrubber(secrets=[key]).text(whole)

    whose = [range(at * 6 // 8, (at * 6 + 5) // 8 + 1) for at in range(len(whole.rstrip("=")))]
    inside = [at for at, of in enumerate(whose) if set(of) & set(range(before, before + len(key)))]
    assert whole[: inside[0]] + REDACTED + whole[inside[-1] + 1 :] == kept


def test_a_secret_in_bytes_that_are_no_text_is_taken_out() -> None:
    """The bytes around it stay as they were."""
    assert b"\xff\x00REDACTED\xfe" == SCRUBBER.data(b"\xff\x00" + KEY.encode() + b"\xfe")
    assert ["secret 1"] == SCRUBBER.left(b"\xff" + KEY.encode("utf-16-le"))


def test_a_part_does_not_hide_the_whole() -> None:
    """The longest secret goes first; a short one is taken as it is, and not looked for by chance."""
    assert "REDACTED" == Scrubber(secrets=["abcdef", "abcdefghij"]).text("abcdefghij")
    assert "78 eA== " + REDACTED == Scrubber(secrets=["x"]).text("78 eA== x")


@pytest.mark.parametrize(
    "name",
    [
        "key", "api_key", "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token", "X-Goog-Signature", "sig",
        "client_secret", "password", "auth", "access_token", "subscription-key", "X%2DAmz%2DSignature", "token%5B%5D",
    ],
)  # fmt: skip
def test_parameters_that_hold_keys_lose_their_value(name: str) -> None:
    """By the end of their name: in a query, a fragment, a form, and in a URL within a text or another URL."""
    url = f"https://host/path?a=%2F/b&{name}=ab%2Fc/d+e%3D&z=1"
    nested = quote(f"https://host/?b=2&{name}=abc&z=1", safe="")

    assert f"https://host/path?a=%2F/b&{name}=REDACTED&z=1" == SCRUBBER.url(url)
    assert f"https://host/path#{name}=REDACTED" == SCRUBBER.url(f"https://host/path#{name}=abc")
    assert f"{name}=REDACTED&a=1".encode() == SCRUBBER.data(f"{name}=abc&a=1")
    for text in (url, json.dumps(url).replace("/", "\\/").replace("&", "\\u0026"), url.replace("&", "&amp;")):
        kept = SCRUBBER.text(f'{{"url": "{text}"}}')
        assert f"{name}=REDACTED" in kept
        assert "c/d" not in kept.replace("\\/", "/")
        assert "z=1" in kept
    assert quote(f"&{name}=REDACTED&z=1", safe="") in SCRUBBER.url(f"https://host/?next={nested}&q=1")


@pytest.mark.parametrize("query", ["page_token=abc", "pageToken=abc", "limit=5", "keys=1", "max_tokens=5", "design=1"])
def test_other_parameters_stay(query: str) -> None:
    """Else two pages of a list would be the same request."""
    assert f"{URL}?{query}#a=b" == SCRUBBER.url(f"{URL}?{query}#a=b")


def test_a_urls_user_goes() -> None:
    """And its password."""
    assert "https://host:8/x" == SCRUBBER.url("https://me:pass@host:8/x")


@pytest.mark.parametrize(
    "body",
    [
        b"\xff " + LOOKS.encode() + b" \xfe",
        json.dumps({"said": f"one\n{LOOKS}"}).encode(),
        json.dumps({"said": LOOKS.replace("-", "\0")}).replace("\\u0000", "\\u002d").encode(),
        percent(LOOKS).encode(),
        b64(f"user:{LOOKS}").encode(),
        f'{{"a": "x{b64("u:" + LOOKS)}"}}'.encode(),
        LOOKS.encode("utf-16"),
        f"key_{LOOKS}".encode(),
        ("AIza" + "-" * 33).encode() + b"\xff",
    ],
    ids=["no text", "a line", "escapes", "percent", "base64", "base64 within", "UTF-16", "after _", "Google"],
)
def test_what_looks_like_a_key_is_refused_in_any_form(tmp_path: Path, body: bytes) -> None:
    """In what came back and in what was sent, though YAML writes bytes as base64."""
    for sent, answered in ((b"", body), (body, b"")):
        with (
            pytest.raises(SecretLeft, match="looks like a key"),
            recording(tmp_path / "one.yaml", HEADER, Scrubber()),
            answering({}, answered) as http,
        ):
            http.post(URL, content=sent)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("place", ["url", "header"])
def test_what_looks_like_a_key_is_refused_anywhere(tmp_path: Path, place: str) -> None:
    """In URLs and headers too, percent-encoded."""
    headers = {"x-request-id": percent(LOOKS)} if place == "header" else {}
    with (
        pytest.raises(SecretLeft, match="looks like a key"),
        recording(tmp_path / "one.yaml", HEADER, Scrubber()),
        answering(headers, b"") as http,
    ):
        http.get(f"{URL}/{percent(LOOKS)}" if place == "url" else URL)


def test_the_keys_of_the_environment_are_those_of_all_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are set."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert KEY in keys()
    monkeypatch.setenv("OPENAI_API_KEY", "")
    assert "" not in keys()


def test_ordinary_text_is_left_as_it_is() -> None:
    """Also what has escapes, percent signs and long words in it."""
    said: Any = {"a": "50% of task-" + "x" * 30, "b": ["\\n", "&amp;"], "c": b64("words " * 9), "d": list(COMMANDS)}
    body = json.dumps(said).encode()

    assert body == SCRUBBER.data(body)
    assert [] == SCRUBBER.left(body)
