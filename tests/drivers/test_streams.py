"""Streams over real sockets: however one ends, its connection is closed, and its result tells what had arrived."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from drivers.harness import Aio, Side, Watch, raised, yielding
from servers import (
    CREATED,
    END,
    JSON,
    PING,
    STREAM,
    Close,
    Drip,
    Reset,
    Script,
    Server,
    Silence,
    Step,
    Wait,
    answer,
    call_events,
    chunk,
    delta,
    error_event,
    http_head,
    http_response,
    spoken,
    sse,
    stream_events,
    stream_head,
    streamed,
)

from genai import deadlines
from genai.errors import AuthError, BadAnswer, ConnectionFailed, Error, RateLimited, StreamInterrupted
from genai.results import FinishReason
from genai.sansio import Sleep

HALF: list[Step] = [stream_head(), chunk(CREATED), chunk(delta("Hel"))]
PLAIN_HEAD = http_head(200, STREAM)  # neither chunks nor a length: the body ends with the connection


# --- The whole answer -------------------------------------------------------------------------------------------------


def test_a_whole_stream(side: Side) -> None:
    """The fragments come one by one; the result is whole, and hooks saw every fragment."""
    watch = Watch()
    with Server([spoken("Hel", "lo")]) as server:
        stream = side.gen_stream(side.load(server.url, hooks=[watch]))
        texts = side.texts(stream)

    assert ["Hel", "lo"] == texts
    assert ("Hello", True, FinishReason.STOP) == (stream.result.text, stream.result.complete, stream.result.finish)
    assert 5 == stream.result.usage.total_tokens
    assert () == stream.result.attempts
    assert ["Hel", "lo"] == [fragment.text for fragment in watch.events if fragment.text]
    assert True is server.requests[0].json["stream"]


def test_a_streamed_function_call(side: Side) -> None:
    """A tool call arrives whole, whatever the pieces were."""
    with Server([streamed(*call_events("add", '{"a": 1,', ' "b": 2}'))]) as server:
        stream = side.gen_stream(side.load(server.url))
        side.texts(stream)

    assert [("add", '{"a": 1, "b": 2}')] == [(call.name, call.arguments) for call in stream.result.tool_calls]
    assert FinishReason.TOOL_CALLS == stream.result.finish


WHOLE = b"".join(stream_events("Hel", "lö"))
SPLITS: dict[str, list[Step]] = {
    "one write": [stream_head(), chunk(WHOLE) + END],
    "one write, head and all": [stream_head() + chunk(WHOLE) + END],
    "a chunk for each byte": [stream_head(), b"".join(chunk(WHOLE[i : i + 1]) for i in range(len(WHOLE))) + END],
    "until the connection ends": [PLAIN_HEAD + WHOLE, Close()],
    "a known length": [http_head(200, {**STREAM, "content-length": str(len(WHOLE))}), WHOLE],
    "a write for each 7 bytes": [PLAIN_HEAD, *(WHOLE[i : i + 7] for i in range(0, len(WHOLE), 7)), Close()],
}


@pytest.mark.parametrize("script", SPLITS.values(), ids=SPLITS)
def test_where_the_bytes_are_cut_never_matters(side: Side, script: Script) -> None:
    """The same answer in every framing and under every split."""
    with Server([script]) as server:
        stream = side.gen_stream(side.load(server.url))

        assert "Hellö" == "".join(side.texts(stream))
        assert ("Hellö", True) == (stream.result.text, stream.result.complete)


# --- Broken ones ------------------------------------------------------------------------------------------------------

BROKEN: dict[str, list[Step]] = {
    "reset": [*HALF, Wait(), Reset()],
    "closed between two chunks": [*HALF, Close()],
    "closed inside a chunk": [*HALF, chunk(delta("lo"))[:-9], Close()],
    "closed inside a chunk's length": [*HALF, b"1", Close()],
    "a chunk's length that is none": [*HALF, b"zz\r\n"],
    "ended without the terminal event": [*HALF, END],
    "ended inside an event": [*HALF, chunk(delta("lo")[:-9]), END],
    "cut before its length": [http_head(200, {**STREAM, "content-length": "9999"}), CREATED + delta("Hel"), Close()],
    "closed, without a length": [PLAIN_HEAD, CREATED + delta("Hel"), Close()],
    "[DONE] without the terminal event": [*HALF, chunk(b"data: [DONE]\n\n"), END],
}


@pytest.mark.parametrize("script", BROKEN.values(), ids=BROKEN)
def test_a_broken_stream_is_never_a_quiet_success(side: Side, script: Script) -> None:
    """StreamInterrupted, with what had arrived on the error and on the stream; nothing is repeated."""
    with Server([script]) as server:
        stream = side.gen_stream(side.load(server.url))
        first = side.next(stream)
        server.go.set()
        error = raised(StreamInterrupted, side.texts, stream)

    assert "Hel" == first.text
    assert ("Hel", False, None) == (error.result.text, error.result.complete, error.result.finish)
    assert error.result == stream.result
    assert "openairesponses" == error.provider
    assert 1 == len(server.requests)


SAID = [stream_head(), *map(chunk, stream_events("Hel", "lo"))]
TAILS: dict[str, list[Step]] = {
    "closed": [*SAID, Close()],
    "reset": [*SAID, Wait(), Reset()],
    "stalled": [*SAID, Silence()],
    "cut before its length": [http_head(200, {**STREAM, "content-length": "9999"}), WHOLE, Close()],
}


@pytest.mark.parametrize("script", TAILS.values(), ids=TAILS)
def test_a_stream_that_breaks_after_its_last_event_is_whole(side: Side, script: Script) -> None:
    """The terminal event has come, so the answer is there: how the connection ends after that says nothing."""
    with Server([script]) as server:
        stream = side.gen_stream(side.load(server.url), idle=0.2)
        texts = [side.next(stream).text, side.next(stream).text]
        server.go.set()

        assert [] == side.rest(stream)
        assert "".join(texts) == stream.result.text
        assert (True, FinishReason.STOP, ()) == (stream.result.complete, stream.result.finish, stream.result.attempts)
        server.until(lambda: server.hung_up + server.ended > 0 or script == TAILS["reset"])


def test_a_connection_that_stays_open_after_the_last_event(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the terminal event has come the connection has a moment to end; then the answer is given all the same."""
    monkeypatch.setattr(deadlines, "END", 0.1)
    with Server([[*SAID, Silence()]]) as server:
        stream = side.gen_stream(side.load(server.url), idle=60)
        texts = side.texts(stream)

    assert ["Hel", "lo"] == texts
    assert stream.result.complete


def test_a_failed_status_with_a_broken_body(side: Side) -> None:
    """The status says enough: what breaks while its body is read does not hide it."""
    with Server([[http_head(401, {**JSON, "content-length": "1000"}), b'{"error": ', Close()]]) as server:
        error = raised(AuthError, side.gen_sync, side.load(server.url))

    assert 401 == error.status
    assert 1 == len(server.requests)


def test_what_came_before_an_error_in_the_same_bytes_is_not_lost(side: Side) -> None:
    """A reply and an error event that arrive together: first the one, then the other, and no repeat."""
    together = b"".join([CREATED, delta("Hel"), error_event()])
    seen: list[str] = []
    with Server([[stream_head(), chunk(together), END]]) as server:
        stream = side.gen_stream(side.load(server.url, retry=2))
        error = raised(StreamInterrupted, side.texts, stream, lambda fragment: seen.append(fragment.text))

    assert ["Hel"] == seen
    assert "Hel" == error.result.text
    assert 1 == len(server.requests)


def test_a_failure_that_is_told_is_told_whatever_comes_after(side: Side) -> None:
    """A stream that says that it failed, and then breaks: the reason is told, not the break."""
    failed = {"status": "failed", "error": {"code": "rate_limit_exceeded", "message": "slow down"}}
    event = sse({"type": "response.failed", "response": failed})
    with Server([[*HALF, chunk(event), Close()]]) as server:
        error = raised(StreamInterrupted, side.texts, side.gen_stream(side.load(server.url)))

    assert ("slow down", "Hel") == (error.detail, error.result.text)
    assert RateLimited is type(error.__cause__)


PLAIN: dict[str, list[Step]] = {
    "before the head": [Close()],
    "reset before the head": [Reset()],
    "in the head": [b"HTTP/1.1 200 OK\r\nConte", Close()],
    "no HTTP": [b"SSH-2.0-OpenSSH_9.6\r\n", Close()],
    "before the body": [http_head(200, {**JSON, "content-length": "10"}), Close()],
    "in the body": [http_head(200, {**JSON, "content-length": "10"}), b"{", Close()],
    "reset in the body": [http_head(200, {**JSON, "content-length": "10"}), b"{", Reset()],
    "in a chunk": [http_head(200, {**JSON, "transfer-encoding": "chunked"}), b"9\r\n{", Close()],
    "between chunks": [http_head(200, {**JSON, "transfer-encoding": "chunked"}), chunk(b"{}"), Close()],
}


@pytest.mark.parametrize("script", PLAIN.values(), ids=PLAIN)
def test_a_broken_plain_answer(side: Side, script: Script) -> None:
    """ConnectionFailed, and the provider may have got the request."""
    with Server([script]) as server:
        error = raised(ConnectionFailed, side.gen_sync, side.load(server.url, retry=0))

    assert error.sent is True
    assert "openairesponses" == error.provider


def test_a_body_that_ends_with_the_connection_but_too_early(side: Side) -> None:
    """Without a length nobody knows that it was cut, but half a JSON text is no answer."""
    with Server([[http_head(200, JSON), b'{"id": "resp_1", ', Close()]]) as server:
        error = raised(BadAnswer, side.gen_sync, side.load(server.url))

    assert b'{"id": "resp_1", ' == error.body
    assert 200 == error.status


ENDINGS = [
    # the last events, the error
    (error_event(), StreamInterrupted),
    (b"data: {nonsense\n\n", BadAnswer),
    (b"data: []\n\n", BadAnswer),
    (b'data: {"type": "response.output_text.delta"}\n\n', BadAnswer),
]


@pytest.mark.parametrize(("event", "kind"), ENDINGS)
def test_an_error_in_the_middle(side: Side, event: bytes, kind: type[Error]) -> None:
    """What a bad event makes of the stream is raised with the partial result, and the connection is closed."""
    with Server([[*HALF, chunk(event), Silence()]]) as server:
        stream = side.gen_stream(side.load(server.url))
        error = raised(kind, side.texts, stream)

        assert ("Hel", False) == (error.result.text, error.result.complete)
        assert "Hel" == stream.result.text
        server.until(lambda: server.hung_up == 1)
        assert 1 == len(server.requests)


# --- Closed on the way ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [[Silence()], [stream_head(), Silence()], [*HALF, Silence()], [*HALF, Drip(PING)]])
def test_closing_wakes_who_reads(side: Side, script: Any) -> None:
    """close() from another thread, or task, while a read blocks: the stream ends at once, and quietly."""
    with Server([script]) as server:
        stream = side.gen_stream(side.load(server.url))
        reader = side.read(stream)
        side.until(lambda: len(server.requests) == 1 and stream._run.clock._wake is not None)
        if script[:3] == HALF:
            side.until(lambda: reader.texts == ["Hel"])
        side.close(stream)
        side.until(lambda: reader.done)

        assert reader.error is None
        assert ("".join(reader.texts), False) == (stream.result.text, stream.result.complete)
        server.until(lambda: server.hung_up == 1)
        assert 1 == len(server.requests)


def test_closing_wakes_who_waits_for_a_repeat(side: Side) -> None:
    """Closed while a repeat is due in a minute: it ends now, and nothing more is sent."""
    watch = Watch()
    with Server([[http_response(503, b"", {"retry-after": "50"})]]) as server:
        stream = side.gen_stream(side.load(server.url, hooks=[watch]))
        reader = side.read(stream)
        side.until(lambda: len(watch.attempts) == 1 and stream._run.clock._wake is not None)
        side.close(stream)
        side.until(lambda: reader.done)

        assert (None, []) == (reader.error, reader.texts)
        assert stream.result.complete is False
        assert 1 == len(server.requests)


def test_a_closed_flow_does_not_go_on(side: Side) -> None:
    """A flow that would carry on after an error (a fallback) does not, when its stream is closed: it is ended."""
    ends: list[str] = []

    def stubborn(llm: Any) -> Any:
        flow = llm._wire.gen_stream(llm._asked("ping", (), {})[0])
        try:
            try:
                return (yield from flow)
            except Error as error:
                ends.append(f"caught {error}")
                return (yield from llm._wire.gen_stream(llm._asked("ping", (), {})[0]))
        finally:
            ends.append("over")

    with Server([[*HALF, Silence()]]) as server:
        llm = side.load(server.url)
        stream = side.verbs(llm)._stream(stubborn(llm))
        reader = side.read(stream)
        side.until(lambda: reader.texts == ["Hel"] and stream._run.clock._wake is not None)
        side.close(stream)
        side.until(lambda: reader.done)

        assert reader.error is None
        assert ["over"] == ends
        assert 1 == len(server.requests)


def test_a_closed_sleep_ends(side: Side) -> None:
    """A flow that sleeps is woken, and ended, when its stream is closed."""
    with Server([]) as server:
        llm = side.load(server.url)
        stream = side.verbs(llm)._stream(yielding(Sleep(500.0)))
        reader = side.read(stream)
        side.until(lambda: stream._run.clock._wake is not None)
        side.close(stream)
        side.until(lambda: reader.done)

        assert reader.error is None
        assert stream.result.complete is False


@pytest.mark.parametrize("taken", [0, 1])
def test_leaving_the_block_early(side: Side, taken: int) -> None:
    """The connection is closed, and the result holds what had arrived."""
    with Server([[*HALF, Silence()]]) as server:
        stream = side.gen_stream(side.load(server.url))
        for _ in range(taken):
            side.next(stream)
        side.close(stream)
        side.close(stream)  # twice does no harm

        assert ("Hel" * taken, False) == (stream.result.text, stream.result.complete)
        server.until(lambda: server.hung_up == server.connections == taken)
        assert [] == side.texts(stream)


def test_an_exception_in_the_block(side: Side) -> None:
    """It goes through, and the connection is closed."""

    def boom(_: Any) -> None:
        raise ZeroDivisionError

    with Server([[*HALF, Silence()]]) as server:
        stream = side.gen_stream(side.load(server.url))
        with pytest.raises(ZeroDivisionError):
            side.texts(stream, boom)

        server.until(lambda: server.hung_up == 1)
        assert ("Hel", False) == (stream.result.text, stream.result.complete)


def test_a_bare_loop_that_is_left(side: Side) -> None:
    """Without a with block the connection is closed when the stream object goes."""
    with Server([[*HALF, Silence()]]) as server:
        assert "Hel" == side.first(side.load(server.url))

        side.until(lambda: server.hung_up == 1)


def test_a_bare_loop_to_the_end(side: Side) -> None:
    """A bare loop gives the connection back at its end."""
    with Server([spoken("Hel", "lo")] * 2) as server:
        llm = side.load(server.url)
        streams = [side.gen_stream(llm) for _ in range(2)]

        assert [["Hel", "lo"]] * 2 == [side.rest(stream) for stream in streams]
        assert [True, True] == [stream.result.complete for stream in streams]
        assert 1 == server.connections


def test_closing_a_finished_stream_leaves_its_connection_alone(side: Side) -> None:
    """By then the connection is another call's: that must not be broken."""
    with Server([spoken("one"), [*HALF, Silence()]]) as server:
        llm = side.load(server.url)
        first, second = side.gen_stream(llm), side.gen_stream(llm)
        assert ["one"] == side.rest(first)
        reader = side.read(second)
        side.until(lambda: reader.texts == ["Hel"] and second._run.clock._wake is not None)
        side.close(first)
        side.gen_stream(llm)  # another one, which never begins, and goes

        assert 1 == server.connections
        assert (0, False) == (server.hung_up, reader.done)
        side.close(second)
        side.until(lambda: reader.done)
        assert reader.error is None


def test_a_stream_that_never_began(side: Side) -> None:
    """Nothing is sent before the first fragment is asked for, and nothing is left behind."""
    with Server([]) as server:
        stream = side.gen_stream(side.load(server.url))
        side.close(stream)

        assert [] == side.texts(stream)
        assert (False, "") == (stream.result.complete, stream.result.text)
        assert 0 == server.connections


def test_what_a_stream_does_at_its_end_is_said_once(side: Side) -> None:
    """After its error a stream is over; its result goes on telling what had arrived."""
    with Server([[*HALF, END]]) as server:
        stream = side.gen_stream(side.load(server.url))
        raised(StreamInterrupted, side.texts, stream)

        assert [] == side.texts(stream)
        assert ("Hel", False) == (stream.result.text, stream.result.complete)


def test_a_hook_that_raises_leaves_no_connection_open(side: Side) -> None:
    """Whatever a hook does when the head has come, the answer is closed."""

    class Bad:
        def on_response(self, _: Any) -> None:
            raise ZeroDivisionError

    with Server([[http_head(200, {**JSON, "content-length": "9"}), Silence()], [stream_head(), Silence()]]) as server:
        llm = side.load(server.url, hooks=[Bad()])
        with pytest.raises(ZeroDivisionError):
            side.gen_sync(llm)
        stream = side.gen_stream(llm)
        with pytest.raises(ZeroDivisionError):
            side.texts(stream)

        server.until(lambda: server.hung_up == 2)


def test_the_closing_of_a_client_wakes_its_streams(sync: Side) -> None:
    """Closing the client while a thread reads ends that read, instead of leaving its connection half open."""
    with Server([[*HALF, Silence()]]) as server:
        llm = sync.load(server.url)
        stream = sync.gen_stream(llm)
        reader = sync.read(stream)
        sync.until(lambda: reader.texts == ["Hel"] and stream._run.clock._wake is not None)
        sync.close(llm)
        sync.until(lambda: reader.done)

        assert isinstance(reader.error, StreamInterrupted)
        server.until(lambda: server.hung_up == 1)


# --- Cancelled --------------------------------------------------------------------------------------------------------

PENDING: dict[str, list[Step]] = {
    "before the head": [Silence()],
    "in the head": [b"HTTP/1.1 200 OK\r\n", Silence()],
    "in the body": [http_head(200, {**JSON, "content-length": "9"}), b"{", Silence()],
    "in a failed body": [http_head(500, {**JSON, "content-length": "9"}), b"{", Silence()],
}


@pytest.mark.parametrize("script", PENDING.values(), ids=PENDING)
def test_a_cancelled_call(aio: Aio, script: Script) -> None:
    """Cancelling the task closes the connection; the task ends as cancelled, and nothing is repeated."""
    with Server([script]) as server:
        llm = aio.load(server.url)
        task = aio.task(llm.aio.gen_sync("ping"))
        aio.until(lambda: len(server.requests) == 1)
        aio.cancel(task)

        assert task.cancelled()
        server.until(lambda: server.hung_up == 1)
        assert 1 == len(server.requests)


def test_a_cancelled_stream(aio: Aio) -> None:
    """Cancelling the task that reads closes the connection, with or without a block."""
    with Server([[*HALF, Silence()]] * 2) as server:
        llm = aio.load(server.url)
        bare, held = llm.aio.gen_stream("ping"), llm.aio.gen_stream("ping")

        async def in_a_block() -> None:
            async with held:
                async for _ in held:
                    pass

        reader = aio.read(bare)
        tasks = [reader.task, aio.task(in_a_block())]
        aio.until(lambda: [bare.result.text, held.result.text] == ["Hel", "Hel"])
        for task in tasks:
            aio.cancel(task)

        assert isinstance(reader.error, asyncio.CancelledError)
        assert tasks[1].cancelled()
        server.until(lambda: server.hung_up == 2)
        assert [("Hel", False)] * 2 == [(stream.result.text, stream.result.complete) for stream in (bare, held)]


def test_a_cancelled_wait_for_a_repeat(aio: Aio) -> None:
    """Cancelling while a repeat is due in a minute ends at once."""
    watch = Watch()
    with Server([[http_response(503, b"", {"retry-after": "50"})]]) as server:
        llm = aio.load(server.url, hooks=[watch])
        task = aio.task(llm.aio.gen_sync("ping"))
        aio.until(lambda: len(watch.attempts) == 1)
        aio.cancel(task)

        assert task.cancelled()
        assert 1 == len(server.requests)


def test_a_client_goes_on_after_cancelled_calls(aio: Aio) -> None:
    """Connections of cancelled calls are gone, and new ones work."""
    with Server([[Silence()], [Silence()], [http_response(200, answer())]]) as server:
        llm = aio.load(server.url)
        tasks = [aio.task(llm.aio.gen_sync("ping")) for _ in range(2)]
        aio.until(lambda: len(server.requests) == 2)
        for task in tasks:
            aio.cancel(task)

        assert "pong" == aio.gen_sync(llm).text
        server.until(lambda: server.hung_up == 2)


def test_a_deadline_of_the_callers_own(aio: Aio) -> None:
    """asyncio.timeout around a call is the caller's: it ends as TimeoutError, not as an error of ours."""
    with Server([[Silence()]]) as server:
        llm = aio.load(server.url)

        async def hurried() -> None:
            async with asyncio.timeout(0.1):
                await llm.aio.gen_sync("ping")

        with pytest.raises(TimeoutError):
            aio.wait(hurried())
        server.until(lambda: server.hung_up == server.connections)


def test_two_tasks_cannot_read_one_stream(aio: Aio) -> None:
    """The second one is told so; the first goes on, and can be closed."""
    with Server([[*HALF, Silence()]]) as server:
        stream = aio.load(server.url).aio.gen_stream("ping")
        reader = aio.read(stream)
        aio.until(lambda: reader.texts == ["Hel"] and stream._run.clock._wake is not None)
        with pytest.raises(RuntimeError, match="already running"):
            aio.next(stream)
        aio.close(stream)
        aio.until(lambda: reader.done)

        assert reader.error is None
