"""Secrets, bounds and strange answers over real sockets: what goes out, what comes in, and what is shown of it."""

from __future__ import annotations

import gzip
import traceback
import zlib
from typing import Any

import httpx2
import pytest
from drivers.harness import KEY, Aio, Side, Sync, Watch, chain, look_through, raised, yielding
from servers import (
    CREATED,
    JSON,
    STREAM,
    Close,
    Closed,
    Reset,
    Script,
    Server,
    Silence,
    Step,
    answer,
    chunk,
    delta,
    error_event,
    failure,
    http_head,
    http_response,
    spoken,
    sse,
    stream_events,
    stream_head,
    streamed,
)

import genai
from genai import network, runs
from genai.errors import (
    AuthError,
    BadAnswer,
    ConnectionFailed,
    Error,
    InvalidRequest,
    JobUnknown,
    ProviderError,
    RateLimited,
    StreamInterrupted,
    TimedOut,
)
from genai.sansio import Endpoint, HttpRequest, Send

ECHO = f"you sent Bearer {KEY}"


# --- The key ----------------------------------------------------------------------------------------------------------


def test_the_key_goes_out_and_hooks_do_not_see_it(side: Side) -> None:
    """The server gets it, in its header only; no hook does, in no form."""
    watch = Watch()
    script = [http_response(200, answer(), {"x-echo": ECHO})]
    with Server([[http_response(503, failure(ECHO), {"x-echo": ECHO})], script, spoken("a")]) as server:
        llm = side.load(server.url, hooks=[watch])
        side.gen_sync(llm)
        side.texts(side.gen_stream(llm))

        assert [f"Bearer {KEY}"] * 3 == [seen.headers["authorization"] for seen in server.requests]
        assert all(KEY.encode() not in seen.body and KEY not in seen.path for seen in server.requests)
    assert 3 == len(watch.requests) == len(watch.responses)
    assert 1 == len(watch.attempts)
    assert "authorization" not in {name for request in watch.requests for name in request.headers}
    assert KEY not in f"{watch.requests} {watch.responses} {watch.attempts} {watch.events} {llm} {vars(llm)}"


ECHOES: dict[str, tuple[list[Step], type[Error]]] = {
    "a message": ([http_response(401, failure(f"Incorrect API key provided: {KEY}."))], AuthError),
    "no JSON": ([http_response(400, ECHO.encode())], InvalidRequest),
    "a header": ([http_response(429, failure("slow"), {"x-request-id": ECHO, "retry-after": "99"})], RateLimited),
    "a redirect": ([http_response(307, b"", {"location": f"https://elsewhere.example/?key={KEY}"})], ProviderError),
    "a status line": ([f"HTTP/1.1 500 {ECHO}\r\ncontent-length: 0\r\n\r\n".encode()], ProviderError),
    "a good status, but no JSON": ([http_response(200, ECHO.encode())], BadAnswer),
    "a good status, an error inside": ([http_response(200, failure(ECHO))], ProviderError),
    "a failed answer": (
        [http_response(200, {"status": "failed", "output": [], "error": {"code": "server_error", "message": ECHO}})],
        ProviderError,
    ),
    "no HTTP": ([ECHO.encode() + b"\r\n\r\n", Close()], ConnectionFailed),
    "a header that is none": ([f"HTTP/1.1 200 OK\r\n{ECHO}\r\n\r\n".encode(), Close()], ConnectionFailed),
    "a broken encoding": ([http_response(200, ECHO.encode(), {"content-encoding": "gzip"})], BadAnswer),
}

STREAMED_ECHOES: dict[str, tuple[list[Step], type[Error]]] = {
    "an error event": (streamed(CREATED, error_event(ECHO)), ProviderError),
    "an error event after a reply": (streamed(CREATED, delta("a"), error_event(ECHO)), StreamInterrupted),
    "an event that is no JSON": (streamed(CREATED, sse(b"data: " + ECHO.encode() + b"\n\n")), BadAnswer),
    "a failed response": (
        streamed(
            delta("a"),
            sse(
                {
                    "type": "response.failed",
                    "response": {"status": "failed", "error": {"code": "server_error", "message": ECHO}},
                }
            ),
        ),
        StreamInterrupted,
    ),
}


@pytest.mark.parametrize(("script", "kind"), ECHOES.values(), ids=ECHOES)
@pytest.mark.parametrize("retry", [0, None])
def test_a_server_that_echoes_the_key(side: Side, script: Script, kind: type[Error], retry: Any) -> None:
    """Whatever a server echoes, the error shows no key: not as text, not pickled, not in a traceback."""
    with Server(each=lambda _: script) as server:
        llm = side.load(server.url, **({} if retry is None else {"retry": retry}))
        error = raised(kind, side.gen_sync, llm)

    assert KEY not in str(error.attempts)
    assert KEY not in f"{error.request_id} {error.detail} {error.body!r}"


@pytest.mark.parametrize(("script", "kind"), STREAMED_ECHOES.values(), ids=STREAMED_ECHOES)
def test_a_stream_that_echoes_the_key(side: Side, script: Script, kind: type[Error]) -> None:
    """The same for what streams in."""
    with Server(each=lambda _: script) as server:
        error = raised(kind, side.texts, side.gen_stream(side.load(server.url)))

    assert KEY not in str(error.attempts)


@pytest.mark.parametrize("key", [f"{KEY}\n", f"{KEY}\r\nx: y", f" {KEY}", f"{KEY}é", "\u2028" + KEY, "sk-\0" + KEY])
def test_a_key_that_is_none(side: Side, key: str) -> None:
    """A key with a line end (from a file, say) is refused before anything is sent, and is not shown."""
    with Server([]) as server:
        error = raised(AuthError, side.gen_sync, side.load(server.url, api_key=key))

    assert "not a key" in str(error)
    assert 0 == server.connections


def test_keys_rotate(side: Side) -> None:
    """A callable is asked for each try; every key that was sent is kept out of what is shown."""
    keys = iter([f"{KEY}-{number}" for number in range(9)])
    with Server(each=lambda seen: [http_response(500, failure(seen.headers["authorization"]))]) as server:
        error = raised(ProviderError, side.gen_sync, side.load(server.url, api_key=lambda: next(keys)))

        assert [f"Bearer {KEY}-{number}" for number in range(3)] == [
            seen.headers["authorization"] for seen in server.requests
        ]
    assert "[key]" in str(error)
    assert KEY not in str(error.attempts)


def test_a_placeholder_is_not_cut_out(side: Side) -> None:
    """A local server's "key" may be any word; messages stay readable."""
    with Server([[http_response(400, failure("none of these"))]]) as server:
        error = raised(InvalidRequest, side.gen_sync, side.load(server.url, api_key="none"))

    assert "none of these" == error.detail


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(side: Side, status: int) -> None:
    """The other server never hears of us, let alone of the key; nothing is repeated."""
    with Server([]) as other, Server([[http_response(status, b"", {"location": other.url})]]) as server:
        error = raised(ProviderError, side.gen_sync, side.load(server.url))

        assert status == error.status
        assert "not followed" in str(error)
        assert (0, 1) == (other.connections, len(server.requests))


def test_redirects_are_not_followed_by_a_borrowed_client(side: Side) -> None:
    """Not even by a client that is made to follow them."""
    with Server([]) as other, Server([[http_response(307, b"", {"location": other.url})]]) as server:
        with side.borrowed(follow_redirects=True) as mine:
            raised(ProviderError, side.gen_sync, side.load(server.url, **mine))

        assert 0 == other.connections


PLAIN_HTTP = ["http://example.com/v1", "http://10.0.0.1/v1", "http://127.0.0.1.example.com/v1", "http://0.0.0.0/v1"]


@pytest.mark.parametrize("url", PLAIN_HTTP)
def test_no_key_over_plain_http(side: Side, url: str) -> None:
    """To a host that is not loopback it is refused before anything is sent."""
    watch = Watch()

    def never(_: httpx2.Request) -> httpx2.Response:
        raise AssertionError("sent")

    with side.borrowed(transport=httpx2.MockTransport(never)) as mine:
        error = raised(AuthError, side.gen_sync, side.load(url, hooks=[watch], **mine))

    assert "plain HTTP" in str(error)
    assert [] == watch.requests


def test_a_key_stays_with_its_host(side: Side) -> None:
    """A step to another host gets no key and is not sent; a file of a foreign host neither."""
    with Server([]) as home, Server([]) as foreign:
        endpoint = Endpoint(
            provider="one", base_url=home.url, key=lambda: KEY, auth=lambda key: {"x-key": key}, error=lambda _: Error()
        )
        for keyed, kind in ((True, AuthError), (False, InvalidRequest)):
            request = HttpRequest(url=foreign.url + "/x", keyed=keyed)
            raised(kind, side.run, yielding(Send(request=request, endpoint=endpoint)))

        assert 0 == foreign.connections


def test_a_file_is_fetched_without_the_key(side: Side) -> None:
    """A download from the package's own server carries no key."""
    with Server([[http_response(200, b"bytes", {"content-type": "image/png"})]]) as server:
        doc = side.call(side.load(server.url), "fetch", genai.Doc(url=server.url + "/cat.png"))

        assert b"bytes" == doc.data
        assert "authorization" not in server.requests[0].headers


# --- What hangs on errors ---------------------------------------------------------------------------------------------

FAILURES: dict[str, tuple[list[Step], type[Error]]] = {
    "a reset": ([Reset()], ConnectionFailed),
    "a reset in the body": ([http_head(200, {**JSON, "content-length": "9"}), b"{", Reset()], ConnectionFailed),
    "a silence": ([Silence()], TimedOut),
    "a failed status": ([http_response(500, failure("no"))], ProviderError),
    "no JSON": ([http_response(200, b"<html>")], BadAnswer),
}


@pytest.mark.parametrize(("script", "kind"), FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("retry", [0, None])
@pytest.mark.parametrize("streamed", [False, True])
def test_no_exception_of_the_http_library_hangs_on_an_error(
    side: Side, script: Script, kind: type[Error], retry: Any, streamed: bool
) -> None:
    """Neither as its cause nor as its context, at any depth, after any number of tries."""
    kind = StreamInterrupted if streamed and kind is ConnectionFailed else kind
    with Server(each=lambda _: script) as server:
        llm = side.load(server.url, **({} if retry is None else {"retry": retry}), timeout=0.15)
        if streamed:
            error = raised((kind, ConnectionFailed), side.texts, side.gen_stream(llm))  # type: ignore[arg-type]
        else:
            error = raised(kind, side.gen_sync, llm)

    assert [error] == list(chain(error))


def test_a_lost_job_hangs_on_its_reason(side: Side) -> None:
    """JobUnknown is caused by an error of the tree, and by nothing below it."""
    with Server([[Reset()]]) as server:
        error = raised(JobUnknown, side.gen_async, side.load(server.url))

    assert {JobUnknown, ConnectionFailed} == {type(one) for one in chain(error)}


def test_the_callers_own_context_is_shown(sync: Sync) -> None:
    """An error in an except block of the caller's is told apart from what happened inside genai."""
    with Closed() as nobody:
        llm = sync.load(nobody.url, retry=0)
        try:
            try:
                raise KeyError("mine")
            except KeyError:
                llm.gen_sync("ping")
        except ConnectionFailed as error:
            look_through(error)
            shown = "".join(traceback.format_exception(error))

    assert "httpx2." not in shown.replace("site-packages", "").split("ConnectionFailed")[-1]


# --- Our own clients --------------------------------------------------------------------------------------------------

PROXIES = [
    {},
    {"http_proxy": "http://127.0.0.1:9"},
    {"https_proxy": "http://127.0.0.1:9", "all_proxy": "https://[::1]:9"},
]


def pools(client: Any) -> list[Any]:
    """The connection pools of an HTTP client: its own, and those of its proxies."""
    transports = [client._transport, *(one for one in client._mounts.values() if one is not None)]
    return [transport._pool for transport in transports]


@pytest.mark.parametrize("variables", PROXIES, ids=str)
def test_our_network_backend_is_in_all_our_clients(
    sync: Sync, aio: Aio, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the pools for direct connections and for those through a proxy, and in the connections that these make."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    llm = sync.load("https://127.0.0.1:9/v1")
    asynchronous = aio.wait(llm.aio._driver.http())
    found = [(network._Network, pools(llm.http)), (network._AsyncNetwork, pools(asynchronous))]
    aio.close(llm)

    for kind, theirs in found:
        assert 1 + len(variables) == len(theirs)
        assert {kind} == {type(pool._network_backend) for pool in theirs}


def test_loopback_needs_no_proxy(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment's proxy is not told what goes to this very machine: that would carry the key off it."""
    with Server([]) as proxy, Server([[http_response(200, answer())]]) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "")

        assert "pong" == side.gen_sync(side.load(server.url)).text
        assert 0 == proxy.connections


WRONG_KINDS = [
    {"http_client": "async"},
    {"async_http_client": "sync"},
    {"http_client": object()},
    {"async_http_client": object()},
]


@pytest.mark.parametrize("given", WRONG_KINDS)
def test_a_client_of_the_wrong_kind(sync: Sync, aio: Aio, given: dict[str, Any]) -> None:
    """TypeError at load(), which names the right class."""
    with sync.borrowed() as mine, aio.borrowed() as theirs:
        kinds = {"sync": mine["http_client"], "async": theirs["async_http_client"]}
        arguments = {name: kinds[value] if isinstance(value, str) else value for name, value in given.items()}
        with pytest.raises(TypeError, match=r"http_client takes an httpx2\.(Async)?Client, not "):
            genai.load("openai", model="m-1", **arguments)


# --- Answers that are none --------------------------------------------------------------------------------------------

NO_ANSWERS: dict[str, bytes] = {
    "HTML": b"<!doctype html><html>Sign in</html>",
    "empty": b"",
    "half of it": b'{"id": "resp_1", "output": [',
    "two of them": b"{}{}",
    "no object": b'["pong"]',
    "null": b"null",
    "a number": b"1",
    "not UTF-8": b'{"id": "\xff"}',
    "no output": b'{"id": "resp_1"}',
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("body", NO_ANSWERS.values(), ids=NO_ANSWERS)
def test_a_good_status_with_no_answer(side: Side, body: bytes) -> None:
    """BadAnswer, with the body; it is not repeated."""
    with Server([[http_response(200, body)]]) as server:
        error = raised(BadAnswer, side.gen_sync, side.load(server.url))

    assert body == error.body
    assert "openairesponses" == error.provider


BIG = [
    # the head, what follows
    ({"content-length": "5000"}, b" " * 5000),
    ({"transfer-encoding": "chunked"}, chunk(b" " * 600) * 2 + chunk(b"")),
    ({"content-encoding": "gzip"}, gzip.compress(b" " * 5000, mtime=0)),
]


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize(("headers", "body"), BIG)
def test_a_body_that_is_too_large(
    side: Side, headers: Any, body: bytes, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BadAnswer as soon as it is, and the connection is closed; a short one before it is fine."""
    monkeypatch.setattr(runs, "MAX_BODY", 1000)
    with Server([[http_response(200, answer())], [http_head(status, {**JSON, **headers}) + body, Silence()]]) as server:
        llm = side.load(server.url)
        side.gen_sync(llm)
        error = raised(BadAnswer, side.gen_sync, llm)

        assert "larger than 1000 bytes" in str(error)
        server.until(lambda: server.hung_up == server.connections == 1)


def test_an_event_that_is_too_large(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that never ends a line is cut, with what had arrived."""
    monkeypatch.setattr("genai.sse._Pieces.check", small)
    endless = chunk(b"data: " + b"x" * 5000)
    with Server([[stream_head(), chunk(CREATED), chunk(delta("Hel")), endless, Silence()]]) as server:
        error = raised(BadAnswer, side.texts, side.gen_stream(side.load(server.url)))

        assert "Hel" == error.result.text
        server.until(lambda: server.hung_up == 1)


def small(_: Any, size: int) -> None:
    """A bound for tests."""
    if size > 4000:
        raise BadAnswer("too large")


# --- Compressed ones --------------------------------------------------------------------------------------------------


def packed(body: bytes) -> bytes:
    """An answer in gzip."""
    return http_response(200, gzip.compress(body), {"content-encoding": "gzip"})


def test_compressed_answers(side: Side) -> None:
    """gzip and deflate are undone, for plain answers and for streams."""
    plain = http_response(200, answer())[len(http_head(200, JSON)) :]
    body = plain[plain.index(b"{") :]
    deflated = http_response(200, zlib.compress(body), {"content-encoding": "deflate"})
    whole = gzip.compress(b"".join(stream_events("Hel", "lo")))
    flow: list[Step] = [http_head(200, {**STREAM, "content-encoding": "gzip"}), whole[:40], whole[40:], Close()]
    with Server([[packed(body)], [deflated], flow]) as server:
        llm = side.load(server.url)

        assert ["pong", "pong"] == [side.gen_sync(llm).text for _ in range(2)]
        assert "Hello" == "".join(side.texts(side.gen_stream(llm)))
        assert {"gzip, deflate"} == {seen.headers["accept-encoding"] for seen in server.requests}


def test_broken_compression(side: Side) -> None:
    """BadAnswer, for a plain answer and for a stream; half of it is no success either."""
    whole = gzip.compress(b"".join(stream_events("Hel", "lo")))
    coded = {**STREAM, "content-encoding": "gzip"}
    with Server([[http_response(200, b"not gzip", {"content-encoding": "gzip"})]]) as server:
        raised(BadAnswer, side.gen_sync, side.load(server.url))
    with Server([[http_head(200, coded), b"not gzip", Close()]]) as server:
        raised(BadAnswer, side.texts, side.gen_stream(side.load(server.url)))
    with Server([[http_head(200, coded), whole[: len(whole) // 2], Close()]]) as server:
        raised(StreamInterrupted, side.texts, side.gen_stream(side.load(server.url, retry=0)))


def test_compressed_errors(side: Side) -> None:
    """The body of a failed status is decompressed, and the key cut out of it."""
    body = gzip.compress(f'{{"error": {{"message": "{ECHO}"}}}}'.encode())
    with Server([[http_response(401, body, {"content-encoding": "gzip"})]]) as server:
        error = raised(AuthError, side.gen_sync, side.load(server.url))

    assert "you sent Bearer [key]" == error.detail


def test_what_is_asked_for(side: Side) -> None:
    """The headers of a request, whole: what a server sees of us."""
    with Server([[http_response(200, answer())]]) as server:
        side.gen_sync(side.load(server.url))
        (seen,) = server.requests

    assert ("POST", "/v1/responses") == (seen.method, seen.path)
    assert {
        "host": f"127.0.0.1:{seen.headers['host'].split(':')[1]}",
        "accept": "*/*",
        "accept-encoding": "gzip, deflate",
        "connection": "keep-alive",
        "user-agent": f"genai-providers/{genai.__version__}",
        "content-type": "application/json",
        "content-length": str(len(seen.body)),
        "authorization": f"Bearer {KEY}",
    } == dict(seen.headers)
