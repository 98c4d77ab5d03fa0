"""Streams of background jobs over real sockets: wherever the connection breaks, the answer comes once and whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from drivers.harness import Side
from servers import END, Close, Reset, Script, Server, Silence, chunk, http_response, stream_events, stream_head

import genai
from genai.errors import InvalidRequest, JobFailed, JobUnknown, StreamInterrupted, TimedOut

PIECES = ("Hel", "lo ", "the", "re.")


def numbered(*pieces: str) -> list[bytes]:
    """The events of an answer, with their numbers."""
    events = [json.loads(event.removeprefix(b"data: ")) for event in stream_events(*pieces)]
    return [b"data: %b\n\n" % json.dumps({**event, "sequence_number": n}).encode() for n, event in enumerate(events)]


EVENTS = numbered(*PIECES)


def part(events: list[bytes], *ends: Any) -> Script:
    """The script of a stream with these events, which ends as it does."""
    return [stream_head(), *(chunk(event) for event in events), *(ends or (END,))]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits between two connections."""
    monkeypatch.setattr("genai.providers.openairesponses.background.PAUSES", (0.0, 0.0, 0.0))


def test_a_stream_goes_on_where_it_broke(side: Side) -> None:
    """Each new connection asks for what is behind the last event; the reader notices nothing."""
    scripts = [part(EVENTS[:3], Close()), part(EVENTS[3:5], Close()), part(EVENTS[5:])]
    with Server(scripts) as server:
        stream = side.gen_stream(side.load(server.url), job="background")
        texts = side.texts(stream)

        assert list(PIECES) == texts
        assert ("Hello there.", True) == (stream.result.text, stream.result.complete)
        assert ["POST", "GET", "GET"] == [seen.method for seen in server.requests]
        assert True is server.requests[0].json["background"] is server.requests[0].json["stream"]


@pytest.mark.parametrize("at", range(2, len(EVENTS)))
def test_wherever_it_breaks(side: Side, at: int) -> None:
    """Between any two events, and within one; what a server says twice is not said twice."""
    half = EVENTS[at][: len(EVENTS[at]) // 2]
    scripts = [part([*EVENTS[:at], half], Close()), part(EVENTS[max(0, at - 2) :])]
    with Server(scripts) as server:
        stream = side.gen_stream(side.load(server.url), job="background")

        assert list(PIECES) == side.texts(stream)
        assert "Hello there." == stream.result.text
        assert server.requests[1].path.endswith("/responses/resp_1")


def test_another_process_goes_on(side: Side) -> None:
    """The stream's job tells how far it was read: elsewhere only what is new is told, and the result is whole."""
    with Server([part(EVENTS[:4], Silence()), part(EVENTS)]) as server:
        stream = side.gen_stream(side.load(server.url), job="background")
        read = [side.next(stream).text, side.next(stream).text]
        side.close(stream)
        job = genai.Job.parse(str(stream.job))
        resumed = side.verbs(side.load(server.url)).resume_stream(job)
        rest = side.texts(resumed)

        assert [*PIECES] == [*read, *rest]
        assert "Hello there." == resumed.result.text
        assert len(EVENTS) - 1 == resumed.job.cursor


def test_nothing_new_comes(side: Side) -> None:
    """After some connections that bring nothing, the error tells what had arrived; the job goes on."""
    with Server([part(EVENTS[:3], Close())], each=lambda _: part([], Close())) as server:
        stream = side.gen_stream(side.load(server.url, retry=0), job="background")
        with pytest.raises(StreamInterrupted) as caught:
            side.texts(stream)

        partial: Any = caught.value.result
        assert "Hel" == partial.text
        assert "resp_1" == stream.job.id
        assert 1 + 3 == len(server.requests)


def test_a_submission_that_was_lost(side: Side) -> None:
    """Without the first event nobody knows the job's id: it is not sent again."""
    with Server([[Reset()]]) as server:
        stream = side.gen_stream(side.load(server.url), job="background")
        with pytest.raises(JobUnknown):
            side.texts(stream)

        assert 1 == len(server.requests)


def event(type_: str, number: int, **more: Any) -> bytes:
    """An event with its number."""
    return b"data: %b\n\n" % json.dumps({"type": type_, "sequence_number": number, **more}).encode()


def failed(number: int) -> bytes:
    """The event that ends a response that failed."""
    last = json.loads(EVENTS[-1].removeprefix(b"data: "))["response"]
    why = {"code": "server_error", "message": "boom"}
    return event("response.failed", number, response={**last, "status": "failed", "error": why})


@pytest.mark.parametrize("at", [0, 3])
def test_a_job_that_failed(side: Side, at: int) -> None:
    """It has ended: nobody connects again, and the error is that of a job, with what had arrived."""
    ending = [*EVENTS[at:-1], failed(len(EVENTS) - 1)]
    with Server([part(EVENTS[:at], Close()), part(ending)] if at else [part(ending)]) as server:
        stream = side.gen_stream(side.load(server.url), job="background")
        with pytest.raises(JobFailed, match="boom") as caught:
            side.texts(stream)

        partial: Any = caught.value.result
        assert ("Hello there.", False) == (partial.text, partial.complete)
        assert 1 + bool(at) == len(server.requests)


def test_an_error_event(side: Side) -> None:
    """One that a repeat may mend is a broken connection."""
    with Server(
        [part([*EVENTS[:4], event("error", 4, code="server_error", message="oops")]), part(EVENTS[4:])]
    ) as server:
        stream = side.gen_stream(side.load(server.url), job="background")
        assert [*PIECES] == side.texts(stream)


def test_a_job_that_is_gone(side: Side) -> None:
    """Whether it is asked for anew or goes on: nobody knows such a job, and the error has what had arrived."""
    gone = [http_response(404, {"error": {"message": "Response with id 'resp_1' not found."}})]
    with Server([gone, part(EVENTS[:4], Close()), gone]) as server:
        llm = side.load(server.url)
        job = genai.Job(provider="openairesponses", id="resp_1")
        for stream, text in (
            (side.verbs(llm).resume_stream(job), ""),
            (side.gen_stream(llm, job="background"), "Hello "),
        ):
            with pytest.raises(JobUnknown, match="no response resp_1") as caught:
                side.texts(stream)
            partial: Any = caught.value.result
            assert text == partial.text


def test_a_job_that_is_over(side: Side) -> None:
    """Its events are told again, but for those that were read; a whole answer will do as well."""
    whole = json.loads(EVENTS[-1].removeprefix(b"data: "))["response"]
    with Server([part(EVENTS), part(EVENTS), [http_response(200, whole)]]) as server:
        llm = side.load(server.url)
        jobs = [genai.Job(provider="openairesponses", id="resp_1", cursor=cursor) for cursor in (None, len(EVENTS) - 1)]
        streams = [side.verbs(llm).resume_stream(job) for job in (*jobs, jobs[0])]

        assert [[*PIECES], [], ["Hello there."]] == [side.texts(stream) for stream in streams]
        assert ["Hello there."] * 3 == [stream.result.text for stream in streams]


def test_the_deadline_spans_all_connections(side: Side) -> None:
    """However often it connects; the error has what had arrived."""
    with Server([part(EVENTS[:4], Silence())], each=lambda _: part([], Silence())) as server:
        llm = side.load(server.url, timeout=genai.Timeout(0.5, idle=0.1), retry=0)
        with pytest.raises(TimedOut) as caught:
            side.texts(side.gen_stream(llm, job="background"))

        partial: Any = caught.value.result
        assert "Hello " == partial.text
        assert len(server.requests) > 1


def test_events_without_numbers(side: Side) -> None:
    """Nobody can say behind which one to go on: then it is a stream like any other."""
    with Server([part(stream_events(*PIECES)[:4], Close())]) as server:
        stream = side.gen_stream(side.load(server.url), job="background")
        with pytest.raises(StreamInterrupted) as caught:
            side.texts(stream)

        partial: Any = caught.value.result
        assert ("Hello ", "resp_1") == (partial.text, stream.job.id)
        assert 1 == len(server.requests)


def test_hooks_see_every_connection(side: Side) -> None:
    """Each tells behind which event it goes on."""

    class Watch:
        def __init__(self) -> None:
            self.queries: list[str] = []

        def on_request(self, request: Any) -> None:
            self.queries.append(request.url.partition("?")[2])

    watch = Watch()
    with Server([part(EVENTS[:3], Close()), part(EVENTS[3:])]) as server:
        side.texts(side.gen_stream(side.load(server.url, hooks=[watch]), job="background"))
        assert ["", "stream=true&starting_after=2"] == watch.queries


def test_closing_ends_it(side: Side) -> None:
    """Whoever closes the stream does not want it resumed."""
    with Server([part(EVENTS[:4], Silence())]) as server:
        stream = side.gen_stream(side.load(server.url), job="background")
        side.next(stream)
        side.close(stream)

        assert 1 == len(server.requests)
        assert not stream.result.complete


def test_who_streams_no_jobs(side: Side) -> None:
    """A batch is no stream, and most providers stream no jobs at all."""
    llm = side.load("http://127.0.0.1:9/v1")
    with pytest.raises(InvalidRequest, match=r"JobOptions\.job"):
        side.gen_stream(llm, job="batch")
    with pytest.raises(InvalidRequest, match=r"JobOptions\.job"):
        genai.load("groq", api_key="-").gen_stream("hi", job="background")
    with pytest.raises(genai.NotSupported, match="resume_stream"):
        genai.load("groq", api_key="-").resume_stream(genai.Job(provider="groq", id="1"))
