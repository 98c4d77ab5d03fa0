"""Deadlines over real sockets: each one cuts what it is for, names itself, and leaves what had arrived."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from time import monotonic
from typing import Any

import httpx2
import pytest
from drivers.harness import Side, raised
from servers import (
    CREATED,
    END,
    JSON,
    PING,
    STREAM,
    Closed,
    Drip,
    Full,
    Server,
    Silence,
    Wait,
    answer,
    chunk,
    completed,
    delta,
    http_head,
    http_response,
    spoken,
    stream_head,
)

from genai import deadlines
from genai.errors import ConnectionFailed, TimedOut
from genai.options import Timeout
from genai.retries import never_left

LONG = 30.0
SHORT = 0.1
ENOUGH = 0.3
"""For what must have arrived before the deadline passes."""

HALF = [stream_head(), chunk(CREATED), chunk(delta("Hel"))]

PLAIN = [
    # what the server does, the deadlines, the one that passes
    ([Silence()], {"total": SHORT}, "total"),
    ([Silence()], {"total": SHORT, "first_event": LONG, "idle": LONG}, "total"),
    ([http_head(200, {**JSON, "content-length": "99"}), Silence()], {"total": SHORT}, "total"),
    ([http_head(200, {**JSON, "content-length": "99"}), b'{"id": ', Silence()], {"idle": SHORT}, "idle"),
    ([http_head(200, {**JSON, "content-length": "99"}), b'{"id": ', Silence()], {"total": SHORT}, "total"),
    ([http_head(200, {**JSON, "content-length": "9999"}), Drip(b" ")], {"total": SHORT, "idle": LONG}, "total"),
    ([Drip(b"HTTP/1.1 100 Continue\r\n\r\n")], {"total": SHORT}, "total"),
]

STREAMED = [
    # what the server does, the deadlines, the one that passes, the text that had arrived
    ([Silence()], {"first_event": SHORT}, "first_event", ""),
    ([Silence()], {"total": SHORT}, "total", ""),
    ([stream_head(), Silence()], {"first_event": SHORT}, "first_event", ""),
    ([stream_head(), Drip(PING)], {"first_event": SHORT}, "first_event", ""),
    ([stream_head(), Drip(chunk(b"data: {"))], {"first_event": SHORT}, "first_event", ""),
    ([*HALF, Silence()], {"idle": SHORT}, "idle", "Hel"),
    ([*HALF, Drip(PING)], {"idle": SHORT}, "idle", "Hel"),
    ([*HALF, Drip(chunk(b"data: {"))], {"idle": SHORT}, "idle", "Hel"),
    ([*HALF, Silence()], {"total": ENOUGH, "idle": LONG}, "total", "Hel"),
    ([*HALF, Drip(PING)], {"total": ENOUGH, "idle": LONG}, "total", "Hel"),
    ([stream_head(), chunk(CREATED), Silence()], {"idle": SHORT, "first_event": LONG}, "idle", ""),
]


@pytest.mark.parametrize(("script", "limits", "phase"), PLAIN)
def test_a_plain_answer_that_stalls(side: Side, script: Any, limits: Any, phase: str) -> None:
    """The deadline that passes is named, and the connection is closed."""
    with Server([script]) as server:
        llm = side.load(server.url, retry=0)
        error = raised(TimedOut, side.gen_sync, llm, Timeout(**limits))

        assert phase == error.phase
        assert f"({limits[phase]:g} s)" in str(error)
        assert not never_left(error)
        server.until(lambda: server.hung_up == 1)


@pytest.mark.parametrize(("script", "limits", "phase", "text"), STREAMED)
def test_a_stream_that_stalls(side: Side, script: Any, limits: Any, phase: str, text: str) -> None:
    """The deadline that passes is named; the error and the stream hold what had arrived."""
    with Server([script]) as server:
        stream = side.gen_stream(side.load(server.url, retry=0), Timeout(**limits))
        error = raised(TimedOut, side.texts, stream)

        assert phase == error.phase
        assert "openairesponses" == error.provider
        assert text == stream.result.text
        assert (False, None) == (stream.result.complete, stream.result.finish)
        assert error.result in (stream.result, None if text == "" else stream.result)
        server.until(lambda: server.hung_up == 1)


def test_events_push_the_idle_deadline_until_the_total_one(side: Side) -> None:
    """A drip of events never idles; the total deadline cuts it, and what had arrived is kept."""
    with Server([[*HALF, Drip(chunk(delta("l")), every=0.03)]]) as server:
        stream = side.gen_stream(side.load(server.url), Timeout(0.6, idle=0.3))
        error = raised(TimedOut, side.texts, stream)

        assert "total" == error.phase
        assert stream.result.text.startswith("Hell")
        assert stream.result == error.result


def test_the_readers_own_time_is_not_idleness(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two fragments the caller may take longer than the idle deadline."""
    ahead = [0.0]
    monkeypatch.setattr(deadlines, "monotonic", lambda: monotonic() + ahead[0])
    with Server([[*HALF, Wait(), *map(chunk, (delta("lo"), completed())), END]]) as server:
        stream = side.gen_stream(side.load(server.url), Timeout(1000, idle=10))
        first = side.next(stream).text
        ahead[0] = 100.0
        server.go.set()

        assert ["Hel", "lo"] == [first, *side.texts(stream)]
        assert stream.result.complete


def test_the_readers_own_time_counts_in_total(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """The total deadline is from the call to its end, whatever happens between."""
    ahead = [0.0]
    monkeypatch.setattr(deadlines, "monotonic", lambda: monotonic() + ahead[0])
    with Server([[*HALF, Silence()]]) as server:
        stream = side.gen_stream(side.load(server.url), Timeout(1000))
        side.next(stream)
        ahead[0] = 1001.0
        error = raised(TimedOut, side.texts, stream)

        assert "total" == error.phase
        assert "Hel" == error.result.text


def test_a_refused_connection(side: Side) -> None:
    """Nobody listens: the request never left."""
    with Closed() as nobody:
        error = raised(ConnectionFailed, side.gen_sync, side.load(nobody.url))

        assert error.sent is False
        assert never_left(error)
        assert ["ConnectionFailed"] * 2 == [attempt.error for attempt in error.attempts]
        assert nobody.url.split("/")[2] in str(error)


@pytest.mark.parametrize(
    ("limits", "phase"), [({"connect": SHORT}, "connect"), ({"total": SHORT, "connect": LONG}, "total")]
)
def test_a_connection_that_does_not_come_about(side: Side, limits: Any, phase: str) -> None:
    """The queue of the server is full: it neither takes the connection nor refuses it."""
    with Full() as full:
        error = raised(TimedOut, side.gen_sync, side.load(full.url, retry=0), Timeout(**limits))

        assert phase == error.phase
        assert (phase == "connect") == never_left(error)


def test_the_deadlines_of_a_call_go_before_those_of_the_client(side: Side) -> None:
    """Each deadline comes from the most particular place that gives it."""
    with Server([[*HALF, Silence()]]) as server:
        llm = side.load(server.url, retry=0, timeout=Timeout(LONG, idle=LONG, first_event=SHORT))
        error = raised(TimedOut, side.texts, side.gen_stream(llm, idle=SHORT))

        assert "idle" == error.phase


def test_a_stalled_stream_is_repeated_before_its_first_reply(side: Side) -> None:
    """A first event that does not come in time is worth another try; the next one answers."""
    with Server([[Silence()], spoken("pong")]) as server:
        stream = side.gen_stream(side.load(server.url), first_event=SHORT)

        assert ["pong"] == side.texts(stream)
        assert [("TimedOut", None)] == [(one.error, one.status) for one in stream.result.attempts]


# --- A caller's own client: its reads cannot ask the clock, so it is asked between them -------------------------------


class Slow(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body in pieces, with a second of the test's own time after each."""

    def __init__(self, pieces: list[bytes], now: list[float]) -> None:
        self._pieces, self._now = pieces, now

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            yield piece
            self._now[0] += 1

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


BETWEEN_READS = [
    # the deadlines, the one that passes, the text
    ({"idle": 0.5}, "idle", "ab"),
    ({"total": 1.5, "idle": 3}, "total", "abc"),
    ({"first_event": 0.5, "idle": 3}, None, "abcd"),
]


@pytest.mark.parametrize(("limits", "phase", "text"), BETWEEN_READS)
def test_a_borrowed_client_is_checked_between_reads(
    side: Side, limits: Any, phase: str | None, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read that took too long is found out when it is over."""
    now = [0.0]
    monkeypatch.setattr(deadlines, "monotonic", lambda: now[0])
    pieces = [CREATED + delta("a"), delta("b"), delta("c"), delta("d"), completed()]
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, headers=STREAM, stream=Slow(pieces, now)))
    with side.borrowed(transport=transport) as mine:
        stream = side.gen_stream(side.load("http://127.0.0.1:1/v1", **mine), **limits)
        if phase is None:
            side.texts(stream)
        else:
            error = raised(TimedOut, side.texts, stream)

            assert phase == error.phase

    assert text == stream.result.text
    assert (phase is None) == stream.result.complete


BOUNDS = [
    # the script, a stream or not, the deadlines, the one that passes
    ([Silence()], False, {"total": SHORT}, "total"),
    ([Silence()], True, {"first_event": SHORT, "idle": SHORT}, "first_event"),
    ([*HALF, Silence()], True, {"first_event": ENOUGH, "idle": SHORT}, "idle"),
]


@pytest.mark.parametrize(("script", "streamed", "limits", "phase"), BOUNDS)
def test_no_read_of_a_borrowed_client_is_endless(
    side: Side, script: Any, streamed: bool, limits: Any, phase: str
) -> None:
    """Each of its reads gets a number of seconds, even from a client that has no timeouts."""
    with Server([script]) as server, side.borrowed(timeout=None) as mine:
        llm = side.load(server.url, retry=0, **mine)
        error = raised(
            TimedOut, lambda: side.texts(side.gen_stream(llm, **limits)) if streamed else side.gen_sync(llm, **limits)
        )

        assert phase == error.phase


def test_a_borrowed_client_is_used_and_stays_open(side: Side) -> None:
    """Ours to use, the caller's to close."""
    with Server(each=lambda _: [http_response(200, answer())]) as server:
        with side.borrowed(headers={"x-mine": "yes"}) as mine:
            llm = side.load(server.url, **mine)

            assert "pong" == side.gen_sync(llm).text
            side.close(llm)
            assert "pong" == side.gen_sync(llm).text
        assert ["yes", "yes"] == [seen.headers["x-mine"] for seen in server.requests]
        assert 1 == server.connections
