"""The pytest plugin against a real server on loopback: recorded once, then played with the server gone."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from servers import Script, Seen, Server, answer, failure, http_response, spoken

from genai.testing import cassettes
from genai.testing.offline import NetworkRefused, offline
from genai.testing.plugin import safe
from genai.testing.scrub import Scrubber

pytest_plugins = ["pytester"]

KEY = "sk-of-nobody-0123456789"
HEAD = """
import asyncio, os
import pytest
import genai
from genai import network

BASE, KEY = os.environ["BASE"], os.environ["KEY"]

def llm():
    return genai.load("openai", model="m", api_key=KEY, base_url=BASE, retry=0)

def streamed():
    with llm() as one, one.gen_stream("Name one fruit.") as stream:
        return "".join(stream.text)

async def awaited():
    async with llm().aio as one:
        return (await one.gen_sync("Name one fruit.")).text

async def awaited_stream():
    async with llm().aio as one, one.gen_stream("Name one fruit.") as stream:
        return "".join([text async for text in stream.text])

def post(path="/answers", body=b"{}", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with network.new_client() as http:
        return http.post(BASE + path, content=body, headers=named).read()
"""
TEST = "\ndef test_it(genai_cassette):\n    with genai_cassette():\n        "


def fruit(name: str) -> Callable[[Seen], Script]:
    """A server that says one word, whole or streamed."""
    return lambda seen: spoken(name) if b'"stream":true' in seen.body else [http_response(body=answer(name))]


@pytest.fixture
def ran(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Callable[..., pytest.RunResult]:
    """``ran(test, url, *arguments)`` runs a test whose server is there."""

    def run(test: str, url: str, *arguments: str) -> pytest.RunResult:
        monkeypatch.setenv("BASE", url)
        monkeypatch.setenv("KEY", KEY)
        pytester.makepyfile(test_it=HEAD + test)
        return pytester.runpytest_inprocess(*arguments)

    return run


Ran = Callable[..., pytest.RunResult]


def recorded(ran: Ran, test: str, each: Callable[[Seen], Script] | None = None) -> tuple[str, int]:
    """Record a test from a server: its URL, at which nobody listens any more, and how often it was asked."""
    with Server(each=each or fruit("apple")) as server:
        ran(test, server.url, "--genai-record=new").assert_outcomes(passed=1)
        return server.url, len(server.requests)


def cassette(pytester: pytest.Pytester) -> str:
    """The file that was recorded."""
    return (pytester.path / "cassettes" / "test_it" / "test_it.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    "asking",
    ['llm().gen_sync("Name one fruit.").text', "streamed()", "asyncio.run(awaited())", "asyncio.run(awaited_stream())"],
    ids=["sync", "stream", "asyncio", "asyncio stream"],
)
def test_it_is_recorded_once_and_played_without_the_server(ran: Ran, asking: str) -> None:
    """The first run asks the server, the second one the file: the server is gone."""
    test = f'{TEST}assert "apple" == {asking}\n'
    url, asked = recorded(ran, test)

    assert 1 == asked
    ran(test, url).assert_outcomes(passed=1)


def test_all_records_again_what_the_server_says_now(ran: Ran, pytester: pytest.Pytester) -> None:
    """What was recorded before is gone."""
    recorded(ran, f'{TEST}assert "apple" == llm().gen_sync("Name one fruit.").text\n')
    test = f'{TEST}assert "pear" == llm().gen_sync("Name one fruit.").text\n'
    with Server(each=fruit("pear")) as server:
        url = server.url
        ran(test, url, "--genai-record=all").assert_outcomes(passed=1)
    ran(test, url).assert_outcomes(passed=1)

    assert "apple" not in cassette(pytester)


def test_what_is_recorded_in_a_test_is_played_when_it_is_opened_again(ran: Ran) -> None:
    """A second block of the same name does not overwrite the first one."""
    block = 'with genai_cassette():\n        assert "apple" == llm().gen_sync("Name one fruit.").text\n    '
    test = f"\ndef test_it(genai_cassette):\n    {block}{block}"
    with Server(each=fruit("apple")) as server:
        ran(test, server.url, "--genai-record=all").assert_outcomes(passed=1)

    assert 1 == len(server.requests)


def test_the_order_of_keys_does_not_matter_but_what_they_hold_does(ran: Ran) -> None:
    """JSON is compared as JSON, also within lists."""
    url, _ = recorded(ran, TEST + """post(body=b'{"a": 1, "b": [{"c": 2, "d": 3}]}')""")

    ran(TEST + """post(body=b'{"b":[{"d":3,"c":2}],"a":1}')""", url).assert_outcomes(passed=1)
    ran(TEST + """post(body=b'{"b":[{"d":3,"c":2}],"a":true}')""", url).assert_outcomes(failed=1)


def test_what_is_missing_is_told_with_what_is_there(ran: Ran) -> None:
    """What was asked, what is recorded, and how the closest differs."""
    url, _ = recorded(ran, TEST + 'post("/models"); post(body=b\'{"fruit": "apple", "n": 1}\')')
    result = ran(TEST + 'post("/models"); post(body=b\'{"fruit": "apple", "n": 2}\')', url)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*Unrecorded: test_it.yaml does not have this request:",
            f"*  POST {url}/answers",
            '*  {"fruit": "apple", "n": 2}',
            "*it has:",
            f"*  POST {url}/models (played)",
            f"*  POST {url}/answers",
            "*the closest:",
            f"*  POST {url}/answers",
            "*  another body:",
            '*  - "n": 1',
            '*  + "n": 2',
            "*--genai-record=all records it again",
        ]
    )


def test_what_is_not_asked_for_any_more_is_a_failure(ran: Ran) -> None:
    """A recording that a test has outgrown."""
    url, _ = recorded(ran, TEST + 'post("/one"); post("/two")')
    result = ran(TEST + 'post("/one")', url)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"*- not asked for: POST {url}/two"])


# --- Secrets ----------------------------------------------------------------------------------------------------------

ID, TOKEN = "ASIA" + "Q3EXAMPLEXMPL5XQ"[:16], "IQoJb3JpZ2luX2VjE" + "aBcD1234/+" * 4
LASTING = "AKIA" + "Q3EXAMPLEXMPL5XQ"[:16]


def echo(seen: Seen) -> Script:
    """A server that repeats all that it was told, and sets a cookie."""
    told = json.dumps({"headers": dict(seen.headers), "body": seen.body.decode()})
    return [http_response(body=told.encode(), headers={"set-cookie": "session=crumbs-of-nobody; Path=/"})]


def telling(seen: Seen) -> Script:
    """A server whose answer has the key that it was asked with."""
    return fruit(f"<{seen.headers['authorization'].partition(' ')[2]}>")(seen)


def failing(seen: Seen) -> Script:
    """A server that refuses the key, and repeats it."""
    said = seen.headers["authorization"].partition(" ")[2]
    return [http_response(401, failure(f"Incorrect API key provided: {said}", code="invalid_api_key"))]


SIGNED = f"AWS4-HMAC-SHA256 Credential={{}}/20261121/eu-west-1/bedrock/aws4_request, Signature={'0a1b' * 16}"
SECRETS: dict[str, tuple[Callable[[Seen], Script], str, tuple[str, ...]]] = {
    "the key, echoed": (echo, f'post(authorization="Bearer {KEY}")', (KEY,)),
    "in an answer": (telling, "llm().gen_sync('hi')", (KEY,)),
    "in a stream": (telling, "streamed()", (KEY,)),
    "in a failing answer": (
        failing,
        "\n        with pytest.raises(genai.AuthError):\n            llm().gen_sync('hi')",
        (KEY,),
    ),
    "in the URL": (echo, f'post("/answers?key={KEY}")', (KEY,)),
    "in the body that is sent": (echo, f'post(body=b"{KEY}", authorization="{KEY}")', (KEY,)),
    "x-goog-api-key": (echo, 'post(x_goog_api_key="a key/of nobody+1")', ("a key/of nobody+1",)),
    "x-api-key": (echo, 'post(x_api_key="anything at all")', ("anything at all",)),
    "cookies": (echo, 'post(cookie="theme=dark; sid=who-knows-1")', ("who-knows-1", "crumbs-of-nobody")),
    "basic": (echo, 'post(authorization="Basic dXNlcjpwYXNzd29yZC1vZi1ub2JvZHk=")', ("password-of-nobody",)),
    "AWS, for some hours": (
        echo,
        f'post(authorization="{SIGNED.format(ID)}", x_amz_security_token="{TOKEN}")',
        (ID, TOKEN, "0a1b" * 16),
    ),
    "AWS, lasting": (echo, f'post(authorization="{SIGNED.format(LASTING)}")', (LASTING,)),
    "AWS, in the URL": (echo, f'post("/a?X-Amz-Credential={ID}%2F20261121&X-Amz-Security-Token={TOKEN}")', (ID, TOKEN)),
}


@pytest.mark.parametrize("place", SECRETS)
def test_no_secret_reaches_the_file(ran: Ran, pytester: pytest.Pytester, place: str) -> None:
    """Nobody named it, and no variable holds it: that it was used is enough. The recording plays all the same."""
    each, asking, secrets = SECRETS[place]
    url, _ = recorded(ran, TEST + asking, each)
    text = cassette(pytester)

    assert "REDACTED" in text
    assert [] == Scrubber(secrets=secrets).left(text)
    assert [] == [secret for secret in secrets if secret in text]
    ran(TEST + asking, url).assert_outcomes(passed=1)


@pytest.mark.parametrize("leaked", [ID, LASTING, TOKEN], ids=["ASIA", "AKIA", "session token"])
def test_what_only_looks_like_a_key_is_not_written_at_all(ran: Ran, pytester: pytest.Pytester, leaked: str) -> None:
    """An answer with a key of somebody else's: the test fails, and says why without telling it."""
    with Server(each=fruit(f"<{leaked}>")) as server:
        result = ran(TEST + "post()", server.url, "--genai-record=new")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*SecretLeft*looks like a key*"])
    assert not list(pytester.path.rglob("*.yaml"))


# --- Names ------------------------------------------------------------------------------------------------------------

PARAMETERS = ["plain", "a/b:c", "a-b:c", "Case", "case", "..", "é", "x" * 300, "[a::b]"]


def test_each_of_a_parametrized_test_has_a_cassette_of_its_own(ran: Ran, pytester: pytest.Pytester) -> None:
    """Their names are safe on any file system, none hides another, and each is found again."""
    test = f"""
@pytest.mark.parametrize("one", {PARAMETERS!r})
class TestThem:
    def test_it(self, genai_cassette, one):
        with genai_cassette():
            assert "apple" == llm().gen_sync(one).text
"""
    with Server(each=fruit("apple")) as server:
        url = server.url
        ran(test, url, "--genai-record=new").assert_outcomes(passed=len(PARAMETERS))
    ran(test, url).assert_outcomes(passed=len(PARAMETERS))
    names = [path.name for path in (pytester.path / "cassettes" / "test_it").iterdir()]

    assert len(PARAMETERS) == len(names) == len({name.lower() for name in names})
    assert "TestThem.test_it-plain.yaml" in names
    assert all(name.isascii() and len(name) < 130 and not set(name) & set('<>:"/\\|?*[] ') for name in names)


def test_names_that_were_changed_stay_apart() -> None:
    """By a part of their hash."""
    assert "test_a-b" == safe("test_a[b]")
    assert safe("test_a[b/c]") != safe("test_a[b:c]")
    assert safe("test_a[b/c]").startswith("test_a-b-c-")


# --- The network ------------------------------------------------------------------------------------------------------

REFUSED = {
    "connect": "socket.create_connection(('192.0.2.1', 80))",
    "connect_ex": "with socket.socket() as one: one.connect_ex(('192.0.2.1', 80))",
    "a look-up": "socket.getaddrinfo('genai.example', 443)",
    "asyncio": "asyncio.run(asyncio.open_connection('192.0.2.1', 80))",
}


@pytest.mark.parametrize("way", REFUSED)
def test_other_machines_are_not_connected_to(ran: Ran, way: str) -> None:
    """In a test that plays, within the block and beside it; not through the HTTP libraries, and not past them."""
    name, refused = NetworkRefused.__name__, f"with pytest.raises({NetworkRefused.__name__}):\n"
    url, _ = recorded(ran, TEST + "post()")
    test = (
        f"\nimport socket\nfrom genai.testing.offline import {name}\n"
        f"def test_it(genai_cassette):\n    {refused}        {REFUSED[way]}\n"
        f"    with genai_cassette():\n        post()\n        {refused}            {REFUSED[way]}\n"
    )
    ran(test, url).assert_outcomes(passed=1)


def test_this_machine_may_be_connected_to_and_all_of_it_is_undone() -> None:
    """A server of the test's own is no network; while recording nothing is refused; afterwards all is as it was."""
    before = (socket.getaddrinfo, socket.socket.connect, socket.socket.connect_ex)
    with offline() as guard, Server() as server:
        socket.create_connection(("localhost", server.port)).close()
        with pytest.raises(NetworkRefused, match=r"192\.0\.2\.1 is not asked"):
            guard.check("192.0.2.1")
        with guard.lifted():
            guard.check("192.0.2.1")

    assert before == (socket.getaddrinfo, socket.socket.connect, socket.socket.connect_ex)


def test_the_folder_of_a_test_is_its_modules(pytester: pytest.Pytester, ran: Ran) -> None:
    """Below ``cassettes`` beside the test's file; and the header says who answered."""
    url, _ = recorded(ran, TEST + "post()")
    (path,) = pytester.path.rglob("*.yaml")

    assert Path("cassettes/test_it/test_it.yaml") == path.relative_to(pytester.path)
    assert ("server", url.removesuffix("/v1"), "test_it") == (
        cassettes.read(path).provenance,
        cassettes.read(path).base_url,
        cassettes.read(path).check,
    )
