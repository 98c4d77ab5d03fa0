"""Cassettes: what is kept of an exchange, how a request is matched, and that nothing secret is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from attrs import evolve

from genai import network
from genai.errors import InvalidRequest
from genai.testing import cassettes
from genai.testing.cassettes import Header, SecretLeft, read, recording, use_cassette
from genai.testing.compare import difference
from genai.testing.missing import Unrecorded
from genai.testing.player import NotRecorded, Player, Recorded
from genai.testing.scrub import REDACTED, Scrubber

KEY = "a key/with+signs=1"
URL = "http://127.0.0.1:9/v1/answers"
HEADER = Header(
    provenance="server", source="a test, 1.0", recorded="2026-11-21", provider="openairesponses", model="m",
    base_url="http://127.0.0.1:9/v1", mode="sync", check="text",
)  # fmt: skip


def server(status: int = 200, headers: Mapping[str, str] | None = None, body: bytes = b'{"ok": true}') -> httpx2.Client:
    """A client whose every request is answered so."""
    return network.replaying(lambda method, url, asked: (status, headers or {"content-type": "application/json"}, body))


def nobody() -> httpx2.Client:
    """A client whose server must not be asked."""

    def play(method: str, url: str, body: bytes) -> Any:
        raise AssertionError("the network was used")

    return network.replaying(play)


def taped(path: Path, client: httpx2.Client, scrubber: Scrubber | None = None, **request: Any) -> str:
    """Record one POST; the file's text."""
    with recording(path, HEADER, scrubber or Scrubber(secrets=[KEY])), client as http:
        http.post(request.pop("url", URL), **{"json": {"a": 1, "b": [1, True]}, **request})
    return path.read_text("utf-8")


def test_the_header_stands_above_what_vcrpy_reads(tmp_path: Path) -> None:
    """The first line says where the answers come from, and the header is read back as it was."""
    text = taped(tmp_path / "one.yaml", server())

    assert text.startswith("provenance: server\nsource: a test, 1.0\nrecorded: '2026-11-21'\n")
    assert HEADER == read(tmp_path / "one.yaml")


def test_what_was_recorded_is_played_without_a_network(tmp_path: Path) -> None:
    """The answer comes from the file; the same JSON matches, however it is written."""
    taped(tmp_path / "one.yaml", server(status=201, body="\u2028 wörds".encode()))

    with use_cassette(tmp_path / "one.yaml") as replay, nobody() as http:
        answer = http.post(URL, content=b'{"b":[1,true],  "a":1}', headers={"content-type": "application/json"})

    assert (201, "\u2028 wörds") == (answer.status_code, answer.text)
    assert replay.all_played
    assert HEADER == replay.header


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"json": {"a": 1, "b": [1, 1]}}, "+  1"),
        ({"json": {"a": 1.0, "b": [1, True]}}, '+ "a": 1.0'),
        ({"content": b"no JSON"}, "no JSON"),
        ({"url": f"{URL}?more=1"}, "?more=1"),
        ({"method": "PUT"}, "PUT"),
    ],
    ids=["a value", "a number's type", "no JSON", "another URL", "another method"],
)
def test_a_request_that_differs_is_an_error_that_shows_it(tmp_path: Path, asked: dict[str, Any], shown: str) -> None:
    """Method, URL and body are matched, and the message has the difference."""
    taped(tmp_path / "one.yaml", server())
    request = {
        "method": "POST",
        "url": URL,
        **({} if "content" in asked else {"json": {"a": 1, "b": [1, True]}}),
        **asked,
    }

    with (
        use_cassette(tmp_path / "one.yaml") as replay,
        nobody() as http,
        pytest.raises(Unrecorded) as caught,
    ):
        http.request(**request)

    assert shown in str(caught.value)
    assert (f"POST {URL}",) == replay.unused
    assert not replay.all_played


def test_bodies_that_are_no_json_are_compared_as_bytes(tmp_path: Path) -> None:
    """Raw bytes match themselves."""
    taped(tmp_path / "one.yaml", server(), json=None, content=b"\xff\x00raw")

    with use_cassette(tmp_path / "one.yaml"), nobody() as http:
        assert 200 == http.post(URL, content=b"\xff\x00raw").status_code


def test_each_answer_is_given_once(tmp_path: Path) -> None:
    """Polls get their answers in order, and none twice."""
    bodies = iter([b"1", b"2"])
    client = network.replaying(lambda method, url, body: (200, {}, next(bodies)))
    with recording(tmp_path / "polls.yaml", HEADER, Scrubber()), client as http:
        http.get(URL)
        http.get(URL)

    with use_cassette(tmp_path / "polls.yaml") as replay, nobody() as http:
        assert ["1", "2"] == [http.get(URL).text, http.get(URL).text]
        assert replay.all_played
        with pytest.raises(Unrecorded, match="its answer is given already"):
            http.get(URL)


def test_a_cassette_that_is_not_there_is_not_begun(tmp_path: Path) -> None:
    """Nothing is recorded without being asked."""
    with pytest.raises(FileNotFoundError), use_cassette(tmp_path / "none.yaml"):
        pass

    assert [] == list(tmp_path.iterdir())


def test_headers_are_kept_by_a_list(tmp_path: Path) -> None:
    """Of a request the content type stays, of an answer what the library reads; keys, cookies and dates go."""
    sent = {"authorization": f"Bearer {KEY}", "x-api-key": KEY, "api-key": KEY, "cookie": "c=1", "user-agent": "me"}
    got = {
        "content-type": "text/plain", "retry-after": "3", "x-request-id": "r1", "x-ratelimit-limit-requests": "5",
        "openai-version": "v1", "set-cookie": "s=1", "date": "today", "server": "s", "x-litellm-call-id": "c",
        "openai-organization": "mine", "x-litellm-key-spend": "1", "anthropic-organization-id": "o",
    }  # fmt: skip
    exchange = yaml.safe_load(taped(tmp_path / "one.yaml", server(headers=got), headers=sent))["interactions"][0]

    assert {"content-type"} == {name.lower() for name in exchange["request"]["headers"]}
    limits = {"retry-after", "x-ratelimit-limit-requests"}
    kept = {"content-type", "x-request-id", "openai-version", "x-litellm-call-id", *limits}
    assert kept == set(exchange["response"]["headers"])


@pytest.mark.parametrize(
    "request_",
    [
        {"url": f"{URL}?key={KEY}&n=1"},
        {"url": f"{URL}?other={KEY}"},
        {"json": {"key": KEY}},
        {"content": b"\xff" + KEY.encode()},
    ],
    ids=["a key's parameter", "another parameter", "JSON", "bytes"],
)
def test_the_key_is_taken_out_of_urls_and_bodies(tmp_path: Path, request_: dict[str, Any]) -> None:
    """Plain or encoded, in what was sent and in what came back."""
    asked = request_ if "content" not in request_ else {"json": None, **request_}
    text = taped(tmp_path / "one.yaml", server(body=f'{{"error": "bad key {KEY}"}}'.encode()), **asked)

    assert [] == Scrubber(secrets=[KEY]).left(text)
    assert "a key" not in text.replace("bad key", "")
    assert REDACTED in text


def test_a_replayed_request_matches_though_its_key_differs(tmp_path: Path) -> None:
    """A parameter that holds a key is taken out before URLs are compared."""
    taped(tmp_path / "one.yaml", server(), url=f"{URL}?key={KEY}", json=None)

    with use_cassette(tmp_path / "one.yaml"), nobody() as http:
        assert 200 == http.post(f"{URL}?key=another").status_code


def test_other_texts_are_replaced_everywhere(tmp_path: Path) -> None:
    """A path that serves as a model's id does not get into the file."""
    body = b'{"model": "/home/me/tiny@main"}'
    scrubber = Scrubber(replace={"/home/me/tiny": "tiny"})
    text = taped(tmp_path / "one.yaml", server(body=body), scrubber, json={"model": "/home/me/tiny"})

    assert "/home/me" not in text
    assert '{"model": "tiny@main"}' in text


def test_a_cassette_in_which_a_key_is_left_is_not_written(tmp_path: Path) -> None:
    """Where scrubbing does not reach, writing is refused, and the message does not tell the key."""
    header = evolve(HEADER, source=f"asked with {KEY}")

    with (
        pytest.raises(SecretLeft) as caught,
        recording(tmp_path / "one.yaml", header, Scrubber(secrets=[KEY])),
        server() as http,
    ):
        http.get(URL)

    assert [] == list(tmp_path.iterdir())
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "key",
    ["sk-" + "proj-" + "x" * 24, "AIza" + "y" * 35, "gsk_" + "z" * 30, "AKIA" + "A" * 16, "Bearer " + "abcdefgh12345"],
)
def test_what_looks_like_a_key_is_not_written(tmp_path: Path, key: str) -> None:
    """A key that nobody named is found by its looks."""
    with pytest.raises(SecretLeft, match="looks like a key"):
        taped(tmp_path / "one.yaml", server(body=json.dumps({"leaked": key}).encode()))

    assert [] == list(tmp_path.iterdir())


def test_an_answer_that_cannot_be_searched_is_not_recorded(tmp_path: Path) -> None:
    """An encoding that vcrpy does not undo could hide a key."""
    with pytest.raises(InvalidRequest, match="zstd"):
        taped(tmp_path / "one.yaml", server(headers={"content-encoding": "zstd"}, body=b""))


def test_recording_again_replaces_the_file(tmp_path: Path) -> None:
    """What the file held goes; a block that fails leaves it as it was."""
    path = tmp_path / "one.yaml"
    taped(path, server(body=b"old"))
    text = taped(path, server(body=b"new"))
    assert "old" not in text
    assert "new" in text

    with pytest.raises(ZeroDivisionError), recording(path, HEADER, Scrubber()), server(body=b"newer") as http:
        assert 1 / http.get(URL).text.count("older")
    assert text == path.read_text("utf-8")


def test_nothing_exchanged_is_nothing_written(tmp_path: Path) -> None:
    """A block without a request writes no file, and the tape says so."""
    with recording(tmp_path / "one.yaml", HEADER, Scrubber()) as tape:
        pass

    assert not tape.written
    assert [] == list(tmp_path.iterdir())


def test_the_outcome_is_written_without_secrets(tmp_path: Path) -> None:
    """What the check found stands in the header."""
    with recording(tmp_path / "one.yaml", HEADER, Scrubber(secrets=[KEY])) as tape, server() as http:
        http.get(URL)
        tape.ended(f"unmet: {KEY}")

    assert f"unmet: {REDACTED}" == read(tmp_path / "one.yaml").outcome


@pytest.mark.parametrize(
    "wrong",
    [{"provenance": "hearsay"}, {"provenance": None}, {"source": " "}, {"recorded": "yesterday"}, {"mode": "async"}],
    ids=str,
)
def test_a_header_that_is_not_sound_is_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    """A cassette that does not say where it comes from is none of ours."""
    taped(tmp_path / "one.yaml", server())
    document = {**yaml.safe_load((tmp_path / "one.yaml").read_text("utf-8")), **wrong}
    (tmp_path / "one.yaml").write_text(yaml.dump({k: v for k, v in document.items() if v is not None}), "utf-8")

    with pytest.raises(InvalidRequest, match=r"one\.yaml: no sound header"):
        read(tmp_path / "one.yaml")


def test_the_place_follows_from_the_header() -> None:
    """Provider, model, mode, check; a model's slashes do not make folders."""
    header = evolve(HEADER, model="a/b:c")

    assert Path("openairesponses/a--b--c/sync/text.yaml") == header.place


def test_a_difference_is_short_and_empty_when_there_is_none() -> None:
    """Key order does not matter; what differs is shown with its neighbours."""
    assert "" == difference(b'{"a": 1, "b": 2}', b'{"b":2,"a":1}')
    assert "" == difference(None, b"")
    assert '- "b": 2' in difference(b'{"a": 1, "b": 2}', b'{"a": 1, "b": 3}')


POSTED = {"request": {"method": "POST", "url": URL, "body": {"n": 1}}}
GOTTEN = {"request": {"method": "GET", "url": URL}}
EVENTS = [{"type": "a", "n": 1}] * 9
RECORDED = Recorded(
    name="x.json",
    provenance="composed",
    source="a test",
    recorded="2026-11-21",
    interactions=(
        {**POSTED, "response": {"status": 200, "headers": {}, "body": [1]}},
        {**GOTTEN, "response": {"status": 200, "headers": {}, "events": EVENTS}},
    ),
)


def test_a_player_answers_what_was_recorded_in_pieces() -> None:
    """A JSON body as it is, events as a stream that is cut within them; each once."""
    player = Player()
    player.put(RECORDED)

    assert (200, {}, b"[1]") == player.play("POST", URL, b'{ "n": 1 }')
    _, _, body = player.play("GET", URL, b"")
    assert not isinstance(body, bytes)
    pieces = list(body)
    assert 1 < len(pieces) < 9
    assert b'event: a\ndata: {"type": "a", "n": 1}\n\n' * 9 == b"".join(pieces)
    with pytest.raises(NotRecorded, match="any more"):
        player.play("GET", URL, b"")


def test_a_player_refuses_what_differs() -> None:
    """The message shows what differs, and the answer stays for who asks rightly."""
    player = Player()
    player.put(RECORDED)

    with pytest.raises(NotRecorded, match=r'\+ "n": 2'):
        player.play("POST", URL, b'{"n": 2}')
    assert 200 == player.play("POST", URL, b'{"n": 1}')[0]


def test_vcrpy_reads_our_cassettes_by_itself(tmp_path: Path) -> None:
    """The header does not disturb vcrpy's own reader."""
    import vcr

    taped(tmp_path / "one.yaml", server())
    with vcr.VCR(record_mode="none").use_cassette(str(tmp_path / "one.yaml")), nobody() as http:
        assert {"ok": True} == http.post(URL, json={}).json()


def test_the_kinds_of_provenance_are_the_documented_ones() -> None:
    """Where answers come from is one of four."""
    assert {"live", "server", "emulator", "composed"} == set(cassettes.PROVENANCES)
