"""What is repeated and what is not, over real sockets; a job is never submitted twice."""

from __future__ import annotations

from typing import Any

import pytest
from drivers.harness import QUICK, Side, Watch, new_run, raised, yielding
from servers import (
    CREATED,
    JSON,
    Close,
    Closed,
    Reset,
    Script,
    Server,
    Silence,
    Step,
    Wait,
    answer,
    chunk,
    delta,
    error_event,
    failure,
    http_head,
    http_response,
    spoken,
    sse,
    stream_head,
    streamed,
)

from genai.errors import (
    AuthError,
    BadAnswer,
    ConnectionFailed,
    ContextTooLong,
    Error,
    InvalidRequest,
    JobUnknown,
    Overloaded,
    ProviderError,
    QuotaExceeded,
    RateLimited,
    StreamInterrupted,
    TimedOut,
)
from genai.options import Timeout
from genai.results import Attempt
from genai.retries import Retry, may_repeat
from genai.sansio import Endpoint, HttpRequest, Send

SOON = {"retry-after-ms": "5"}
PONG = http_response(200, answer())
JOB = http_response(200, {"id": "resp_7", "status": "queued", "created_at": 1.0})

REPEATED: list[tuple[list[Step], str, int | None]] = [
    # what the server does first, the class and the status of the attempt
    ([http_response(429, failure("slow down"), {"retry-after": "0.01"})], "RateLimited", 429),
    ([http_response(429, failure("slow down"), SOON)], "RateLimited", 429),
    ([http_response(429, failure("busy", code="slow_down"), SOON)], "Overloaded", 429),
    ([http_response(500, failure("oops"))], "ProviderError", 500),
    ([http_response(502, b"<html>Bad gateway</html>")], "ProviderError", 502),
    ([http_response(503, b"")], "Overloaded", 503),
    ([http_response(529, b"")], "Overloaded", 529),
    ([http_response(408, failure("too slow"))], "ProviderError", 408),
    ([http_response(409, failure("conflict", type_="invalid_request_error"))], "InvalidRequest", 409),
    ([Reset()], "ConnectionFailed", None),
    ([Close()], "ConnectionFailed", None),
    ([http_head(200, {**JSON, "content-length": "99"}), b"{", Close()], "ConnectionFailed", None),
]

FINAL: list[tuple[list[Step], type[Error]]] = [
    # what the server answers, the error
    ([http_response(400, failure("no such field"))], InvalidRequest),
    ([http_response(400, failure("too long", code="context_length_exceeded"))], ContextTooLong),
    ([http_response(401, failure("wrong key"), SOON)], AuthError),
    ([http_response(403, failure("not you"))], AuthError),
    ([http_response(429, failure("pay", code="insufficient_quota"), SOON)], QuotaExceeded),
    ([http_response(402, failure("pay"))], QuotaExceeded),
    ([http_response(302, b"", {"location": "https://elsewhere.example"})], ProviderError),
    ([http_response(200, b"<html>")], BadAnswer),
]


@pytest.mark.parametrize(("first", "name", "status"), REPEATED)
def test_what_is_repeated(side: Side, first: Script, name: str, status: int | None) -> None:
    """The second try answers; what the first one failed with is on the result, and was told to the hook."""
    watch = Watch()
    with Server([first, [PONG]]) as server:
        result = side.gen_sync(side.load(server.url, hooks=[watch]))

    assert "pong" == result.text
    assert [(name, status)] == [(attempt.error, attempt.status) for attempt in result.attempts]
    assert list(result.attempts) == watch.attempts
    assert 2 == len(server.requests) == len(watch.requests)
    assert server.requests[0].json == server.requests[1].json


@pytest.mark.parametrize(("first", "name", "status"), REPEATED)
def test_a_stream_is_repeated_before_its_first_reply(side: Side, first: Script, name: str, status: int | None) -> None:
    """The same failures; the answer of the second try streams."""
    with Server([first, spoken("pong")]) as server:
        stream = side.gen_stream(side.load(server.url))

        assert ["pong"] == side.texts(stream)
        assert [status] == [attempt.status for attempt in stream.result.attempts]
        assert stream.result.complete


@pytest.mark.parametrize(("script", "kind"), FINAL)
def test_what_is_not_repeated(side: Side, script: Script, kind: type[Error]) -> None:
    """What would fail again, or costs money, is raised at once."""
    with Server([script]) as server:
        error = raised(kind, side.gen_sync, side.load(server.url))

    assert kind is type(error)
    assert () == error.attempts
    assert 1 == len(server.requests)


@pytest.mark.parametrize(("retry", "tries"), [(0, 1), (QUICK, 3), (Retry(4, initial=0.001), 5)])
def test_how_often(side: Side, retry: Any, tries: int) -> None:
    """``retry`` says how often at the most; the error knows the tries before it."""
    with Server(each=lambda _: [http_response(500, failure("oops"))]) as server:
        error = raised(ProviderError, side.gen_sync, side.load(server.url, retry=retry))

    assert tries == len(server.requests)
    assert [("ProviderError", 500)] * (tries - 1) == [(one.error, one.status) for one in error.attempts]


def test_different_failures_in_a_row(side: Side) -> None:
    """Each attempt is listed in its order, with what was waited after it."""
    with Server([[http_response(429, b"", SOON)], [Reset()], [PONG]]) as server:
        result = side.gen_sync(side.load(server.url))

    assert ["RateLimited", "ConnectionFailed"] == [attempt.error for attempt in result.attempts]
    assert 0.005 == result.attempts[0].waited
    assert 0 < result.attempts[1].waited <= QUICK.maximum


def test_a_refused_connection_is_repeated(side: Side) -> None:
    """A failed connect counts as a try, and nothing was sent."""
    with Closed() as nobody:
        error = raised(ConnectionFailed, side.gen_sync, side.load(nobody.url))

    assert [Attempt] * 2 == [type(attempt) for attempt in error.attempts]


ASKED_TOO_MUCH = [
    # the header, the deadline, the seconds asked for
    ({"retry-after": "61"}, 1000, 61.0),
    ({"retry-after": "3600"}, 1000, 3600.0),
    ({"retry-after": "30"}, 10, 30.0),
    ({"retry-after-ms": "61000"}, 1000, 61.0),
]


@pytest.mark.parametrize(("headers", "total", "asked"), ASKED_TOO_MUCH)
@pytest.mark.parametrize("streamed", [False, True])
def test_a_wait_that_is_too_long_is_not_begun(
    side: Side, headers: Any, total: float, asked: float, streamed: bool
) -> None:
    """A Retry-After beyond the cap, or the deadline, is raised at once, and the caller can read it."""
    with Server([[http_response(429, failure("slow down"), headers)]]) as server:
        llm = side.load(server.url, retry=Retry())
        if streamed:
            error = raised(RateLimited, side.texts, side.gen_stream(llm, Timeout(total)))
        else:
            error = raised(RateLimited, side.gen_sync, llm, Timeout(total))

    assert (asked, (), 429) == (error.retry_after, error.attempts, error.status)
    assert 1 == len(server.requests)


def test_waits_grow_with_jitter() -> None:
    """From ``initial`` doubled to ``maximum``, each between half of it and the whole; the server's word goes first."""
    retry = Retry(9, initial=1.0, maximum=5.0)
    for repeat, full in enumerate([1.0, 2.0, 4.0, 5.0, 5.0], 1):
        waits = {retry.pause(repeat, ProviderError()) for _ in range(50)}

        assert full / 2 <= min(waits) < max(waits) <= full
    assert 0.0 == retry.pause(3, RateLimited(retry_after=0.0))


# --- Streams: before the first reply, and after -----------------------------------------------------------------------

UNSAID: dict[str, list[Step]] = {
    "an error event": [stream_head(), chunk(error_event("busy")), b"0\r\n\r\n"],
    "an error event after the beginning": streamed(CREATED, error_event("busy")),
    "a failed response": streamed(
        CREATED, sse({"type": "response.failed", "response": {"status": "failed", "error": {"code": "server_error"}}})
    ),
    "a reset": [stream_head(), chunk(CREATED), Reset()],
    "an end": streamed(CREATED),
    "nothing": streamed(),
}


@pytest.mark.parametrize("script", UNSAID.values(), ids=UNSAID)
def test_a_stream_that_fails_before_its_first_reply(side: Side, script: Script) -> None:
    """The caller has seen nothing yet, so it is tried again."""
    with Server([script, spoken("pong")]) as server:
        stream = side.gen_stream(side.load(server.url))

        assert ["pong"] == side.texts(stream)
        assert ("pong", True) == (stream.result.text, stream.result.complete)
        assert 1 == len(stream.result.attempts)
        assert 2 == len(server.requests)


@pytest.mark.parametrize(
    ("end", "cause"), [([Wait(), chunk(error_event("busy"))], ProviderError), ([Wait(), Reset()], type(None))]
)
def test_a_stream_that_fails_after_its_first_reply(side: Side, end: Any, cause: type) -> None:
    """The caller has seen a part, so it is cut, with that part; tries before the first reply stay listed."""
    said = [stream_head(), chunk(CREATED), chunk(delta("Hel"))]
    with Server([[http_response(503, b"", SOON)], [*said, *end]]) as server:
        stream = side.gen_stream(side.load(server.url))
        first = side.next(stream)
        server.go.set()
        error = raised(StreamInterrupted, side.texts, stream)

    assert "Hel" == first.text == error.result.text
    assert cause is type(error.__cause__)
    assert ["Overloaded"] == [attempt.error for attempt in error.attempts]
    assert 2 == len(server.requests)


def test_a_stream_with_an_empty_answer_is_no_failure(side: Side) -> None:
    """An answer without any reply is whole when its terminal event says so."""
    end = sse({"type": "response.completed", "response": {"id": "r", "status": "completed", "output": []}})
    with Server([streamed(CREATED, end)]) as server:
        stream = side.gen_stream(side.load(server.url))

        assert [] == side.texts(stream)
        assert (True, "", ()) == (stream.result.complete, stream.result.text, stream.result.attempts)


# --- What must not happen twice ---------------------------------------------------------------------------------------

TURNED_AWAY: list[tuple[list[Step], str]] = [
    ([http_response(429, failure("slow down"), SOON)], "RateLimited"),
    ([http_response(503, b"")], "Overloaded"),
]

LOST: dict[str, list[Step]] = {
    "closed before an answer": [Close()],
    "reset before an answer": [Reset()],
    "silent": [Silence()],
    "cut in the head": [b"HTTP/1.1 200 OK\r\n", Close()],
    "cut in the body": [http_head(200, {**JSON, "content-length": "99"}), b'{"id": "re', Close()],
}

REFUSED: list[tuple[list[Step], type[Error]]] = [
    ([http_response(500, failure("oops"))], ProviderError),
    ([http_response(502, b"")], ProviderError),
    ([http_response(529, b"")], Overloaded),
    ([http_response(408, failure("slow"))], ProviderError),
    ([http_response(409, failure("conflict"))], InvalidRequest),
    ([http_response(429, failure("pay", code="insufficient_quota"))], QuotaExceeded),
]


@pytest.mark.parametrize(("first", "name"), TURNED_AWAY)
def test_a_job_that_was_turned_away_is_submitted_again(side: Side, first: Script, name: str) -> None:
    """429 and 503 say that there is no job yet."""
    watch = Watch()
    with Server([first, [JOB]]) as server:
        job = side.gen_async(side.load(server.url, hooks=[watch]))

    assert "resp_7" == job.id
    assert [name] == [attempt.error for attempt in watch.attempts]
    assert 2 == len(server.requests)


@pytest.mark.parametrize("script", LOST.values(), ids=LOST)
def test_a_job_whose_answer_was_lost(side: Side, script: Script) -> None:
    """JobUnknown, and the server saw exactly one request."""
    with Server([script]) as server:
        error = raised(JobUnknown, side.gen_async, side.load(server.url, timeout=Timeout(0.3)))

    assert isinstance(error.__cause__, (ConnectionFailed, TimedOut))
    assert 1 == len(server.requests)


@pytest.mark.parametrize(("script", "kind"), REFUSED)
def test_a_job_that_was_refused(side: Side, script: Script, kind: type[Error]) -> None:
    """Other failures are not repeated: what the server did by then is not known."""
    with Server([script]) as server:
        error = raised(kind, side.gen_async, side.load(server.url))

    assert kind is type(error)
    assert 1 == len(server.requests)


def test_a_job_that_never_left_is_submitted_again(side: Side) -> None:
    """A refused connection is repeated, and in the end is no JobUnknown: there is no job."""
    with Closed() as nobody:
        error = raised(ConnectionFailed, side.gen_async, side.load(nobody.url))

    assert 2 == len(error.attempts)


def test_a_job_over_a_connection_that_was_closed_meanwhile(side: Side) -> None:
    """The server closed a kept connection long ago: that is noticed before sending, so the job is no unknown one."""
    with Server([[PONG, Close()], [JOB]]) as server:
        llm = side.load(server.url)
        side.gen_sync(llm)
        server.until(lambda: server.ended == 1)

        assert "resp_7" == side.gen_async(llm).id
        assert 2 == server.connections


def test_polls_are_repeated(side: Side) -> None:
    """Asking for a job's result may happen as often as one likes."""
    with Server([[JOB], [Reset()], [http_response(500, b"")], [PONG]]) as server:
        llm = side.load(server.url)
        result = side.call(llm, "poke_result", side.gen_async(llm))

    assert "pong" == result.text
    assert ["ConnectionFailed", "ProviderError"] == [attempt.error for attempt in result.attempts]


# --- Bodies that can be sent once -------------------------------------------------------------------------------------


def echo(url: str) -> Endpoint:
    """An endpoint without a key."""
    return Endpoint(
        provider="echo", base_url=url, auth=lambda _: {}, error=lambda head: Overloaded("busy", status=head.status)
    )


def upload(url: str, body: Any) -> Send:
    """An upload."""
    return Send(request=HttpRequest(method="POST", url=url + "/files", body=body), endpoint=echo(url))


def test_a_body_in_pieces_is_sent_again(side: Side) -> None:
    """A list of pieces can be read again, so it is."""
    with Server([[http_response(503, b"")], [http_response(200, {})]]) as server:
        side.run(yielding(upload(server.url, [b"one", b"two"])))

    assert [b"onetwo", b"onetwo"] == [seen.body for seen in server.requests]


def test_an_iterator_is_not_sent_again(side: Side) -> None:
    """It has been used up: a second try would quietly send nothing."""
    with Server([[http_response(503, b"")]]) as server:
        error = raised(Overloaded, side.run, yielding(upload(server.url, iter([b"one", b"two"]))))

    assert 503 == error.status
    assert [b"onetwo"] == [seen.body for seen in server.requests]


def test_the_rules_in_short() -> None:
    """The table that decides, without any socket."""
    rows: list[tuple[Error, bool, bool]] = [
        # the error; may a repeatable step be repeated, and one that must not happen twice
        (ConnectionFailed(sent=False), True, True),
        (ConnectionFailed(sent=True), True, False),
        (TimedOut(phase="connect"), True, True),
        (TimedOut(phase="first_event"), True, False),
        (TimedOut(phase="idle"), True, False),
        (TimedOut(phase="total"), False, False),
        (StreamInterrupted(), True, False),
        (RateLimited(status=429), True, True),
        (Overloaded(status=503), True, True),
        (Overloaded(), True, False),
        (QuotaExceeded(status=429), False, False),
        (BadAnswer(), False, False),
    ]

    assert [(once, twice) for _, once, twice in rows] == [
        (may_repeat(error, True), may_repeat(error, False)) for error, _, _ in rows
    ]
    assert new_run(retry=Retry(0)).worth_repeating(Overloaded(), upload("http://127.0.0.1", b"")) is False
