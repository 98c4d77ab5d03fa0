"""Raw streams of openairesponses: every event as its raw type, from the start or from where one left off."""

from __future__ import annotations

from typing import Any

import openapi
import pytest
from contract.side import Side
from contract.specimen_openairesponses import ERROR, EVENTS, PLAIN_EVENTS, SPECIMEN, dumped, response, sse
from wires.raw_calls import call, sent, stream, stream_into, undescribed

import genai
from genai.convert import structure
from genai.providers.openairesponses import raw
from genai.providers.openairesponses.rawstream import RawDecoder
from genai.sansio import HttpResponse
from genai.wiretypes import Unknown

REQUEST = raw.Response(model="gpt-5", input="hi")
STREAMS: dict[str, tuple[Any, ...]] = {"gen_stream": (REQUEST,), "resume_stream": ("resp_1",)}
NUMBERED = [{**event, "sequence_number": number} for number, event in enumerate(EVENTS)]


@pytest.fixture(params=["sync", "aio"])
def side(request: pytest.FixtureRequest) -> Side:
    """Each driver."""
    return Side(request.param, SPECIMEN)


@pytest.fixture(params=STREAMS)
def endpoint(request: pytest.FixtureRequest) -> str:
    """Both endpoints that stream."""
    return str(request.param)


def test_every_event_comes(side: Side, endpoint: str) -> None:
    """Each event comes as its raw type; the result is the response of the last one."""
    llm, _ = side.load(SPECIMEN.stream)
    events, answer = stream(side, llm, endpoint, *STREAMS[endpoint])

    assert [structure(event, raw.Event) for event in NUMBERED] == events
    assert structure(NUMBERED[-1]["response"], raw.Response) == answer


def test_gen_stream_asks_for_a_stream(side: Side) -> None:
    """A request goes out as it is written, with ``stream``."""
    llm, server = side.load(SPECIMEN.plain_stream)
    stream(side, llm, "gen_stream", REQUEST)

    assert [("POST /responses", {"model": "gpt-5", "input": "hi", "stream": True})] == [
        sent(request) for request in server.requests
    ]


@pytest.mark.parametrize(
    ("kwargs", "query"),
    [
        ({}, "stream=true"),
        ({"starting_after": 0}, "stream=true&starting_after=0"),
        (
            {"starting_after": 7, "include": ["reasoning.encrypted_content"], "include_obfuscation": False},
            "stream=true&starting_after=7&include%5B%5D=reasoning.encrypted_content&include_obfuscation=false",
        ),
    ],
)
def test_resume_stream_asks_for_the_rest(side: Side, kwargs: dict[str, Any], query: str) -> None:
    """A stream is resumed behind an event's number, by a Job or by its id; 0 is a number."""
    for job in ("resp_1", genai.Job(provider="openairesponses", id="resp_1")):
        llm, server = side.load(sse(PLAIN_EVENTS))
        events, answer = stream(side, llm, "resume_stream", job, **kwargs)

        assert [(f"GET /responses/resp_1?{query}", None)] == [sent(request) for request in server.requests]
        assert (len(PLAIN_EVENTS), "completed") == (len(events), answer.status)
        assert not openapi.available() or [] == undescribed(server.requests[0])


def test_a_stream_that_was_cut_is_resumed(side: Side) -> None:
    """What came before the cut, and what is asked for after it, are together the whole stream."""
    whole = sse(PLAIN_EVENTS)
    cut = whole.index(b"event: response.output_text.done")
    llm, server = side.load(whole[:cut], whole[cut:])
    seen: list[Any] = []
    with pytest.raises(genai.StreamInterrupted):
        stream_into(seen, side, llm, "gen_stream", REQUEST)
    last = seen[-1].sequence_number
    answer = stream_into(seen, side, llm, "resume_stream", "resp_1", last)

    assert [event["type"] for event in PLAIN_EVENTS] == [event.type for event in seen]
    assert f"GET /responses/resp_1?stream=true&starting_after={last}" == sent(server.requests[1])[0]
    assert "completed" == answer.status


def test_a_cut_stream(side: Side, endpoint: str) -> None:
    """A raw stream without its terminal event is interrupted, as any other is."""
    llm, _ = side.load(SPECIMEN.cut_stream)
    with pytest.raises(genai.StreamInterrupted) as caught:
        stream(side, llm, endpoint, *STREAMS[endpoint])

    assert caught.value.result is not None
    assert (False, "openairesponses") == (caught.value.result.complete, caught.value.provider)


def test_an_error_event(side: Side, endpoint: str) -> None:
    """An error inside a stream comes out as an event, and then it cuts the stream, as anywhere else."""
    llm, _ = side.load(SPECIMEN.error_in_stream)
    seen: list[Any] = []
    with pytest.raises(genai.StreamInterrupted, match="It broke") as caught:
        stream_into(seen, side, llm, endpoint, *STREAMS[endpoint])

    assert genai.ProviderError is type(caught.value.__cause__)
    assert "error" == seen[-1].type
    assert ("server_error", "req_1") == (caught.value.code, caught.value.request_id)


def test_an_error_before_the_last_event(side: Side) -> None:
    """Where the failed response follows the error event, that is the result: it says what went wrong."""
    failed = {"type": "response.failed", "response": response(status="failed", error={"code": "server_error"})}
    llm, _ = side.load(sse([*PLAIN_EVENTS[:2], ERROR, failed]))
    _, answer = stream(side, llm, "gen_stream", REQUEST)

    assert ("failed", "server_error") == (answer.status, answer.error.code)


def test_a_failed_status(side: Side, endpoint: str) -> None:
    """A refusal before the stream is an error of the tree."""
    _, body, expected = SPECIMEN.failures["rate"]
    with pytest.raises(expected):
        stream(side, side.load((429, body))[0], endpoint, *STREAMS[endpoint])


def test_drift_is_seen(side: Side, endpoint: str) -> None:
    """Strict mode holds raw events to the raw types; else an unknown event comes as it is."""
    seen: list[Any] = []
    with pytest.raises(genai.BadAnswer):
        stream_into(seen, side, side.load(SPECIMEN.unknown_event)[0], endpoint, *STREAMS[endpoint])
    events, _ = stream(side, side.load(SPECIMEN.unknown_event, strict=False)[0], endpoint, *STREAMS[endpoint])

    assert [event["type"] for event in PLAIN_EVENTS[:4]] == [event.type for event in seen]
    assert ["response.telepathy.delta"] == [event.type for event in events if isinstance(event, Unknown)]


def test_a_background_response(side: Side) -> None:
    """A background response is submitted, asked for and cancelled, by a Job or by its id."""
    llm, server = side.load(SPECIMEN.job, SPECIMEN.pending, SPECIMEN.done, SPECIMEN.done)
    submitted = call(side, llm, "gen_async", REQUEST)
    pending = call(side, llm, "poke_result", submitted)
    done = call(side, llm, "poke_result", genai.Job(provider="openairesponses", id=submitted.id))
    call(side, llm, "cancel", submitted.id)

    assert ["queued", "in_progress", "completed"] == [submitted.status, pending.status, done.status]
    assert ["POST /responses", "GET /responses/resp_1", "GET /responses/resp_1", "POST /responses/resp_1/cancel"] == [
        sent(request)[0] for request in server.requests
    ]


# --- The decoder by itself --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 7, 64, 100_000])
def test_the_decoder_needs_no_client(size: int) -> None:
    """However the bytes are cut, the same events come out; without the last blank line, too."""
    decoder = RawDecoder()
    data = SPECIMEN.stream.removesuffix(b"\n\n")
    events = [event for i in range(0, len(data), size) for event in decoder.feed(data[i : i + size])]

    assert [structure(event, raw.Event) for event in NUMBERED[:-1]] == events
    assert (False, len(EVENTS) - 1) == (decoder.over, decoder.events)
    assert structure(NUMBERED[-1]["response"], raw.Response) == decoder.close()
    assert (True, len(EVENTS)) == (decoder.over, decoder.events)


def test_pings_are_no_events() -> None:
    """A ping comes out but does not count, so that it keeps no stream alive; the end mark of Chat is passed by."""
    decoder = RawDecoder()
    pings = decoder.feed(b'data: {"type": "keepalive"}\n\ndata: {"type": "ping"}\n\n')
    decoder.feed(sse(PLAIN_EVENTS[-1:]))
    late = decoder.feed(b'data: {"type": "keepalive"}\n\ndata: [DONE]\n\n')

    assert ["keepalive", "ping"] == [ping.type for ping in pings]
    assert ["keepalive"] == [event.type for event in late]
    assert 1 == decoder.events
    assert "completed" == decoder.close().status


@pytest.mark.parametrize("data", [b"no JSON", b"5", b'"text"', b"[1]", b"\xff", b'{"type": "response.completed"}'])
def test_what_is_no_event(data: bytes) -> None:
    """Data that is no event is BadAnswer, checked or not; the events before it in the same bytes come out first."""
    checks: tuple[Any, ...] = (None, lambda fields: None)
    for check in checks:
        decoder = RawDecoder(check)
        before = decoder.feed(sse(PLAIN_EVENTS[:1]) + b"data: " + data + b"\n\n")

        assert ["response.created"] == [event.type for event in before]
        for act in (lambda: decoder.feed(b"\n"), decoder.close):  # noqa: B023  called at once
            with pytest.raises(genai.BadAnswer):
                act()
        with pytest.raises(genai.BadAnswer):
            RawDecoder(check).feed(b"data: " + data + b"\n\n")


def test_errors_of_other_servers() -> None:
    """An error event may have the whole error in one; the answer's head tells the request's id."""
    decoder = RawDecoder(head=HttpResponse(status=200, headers={"x-request-id": "req_2"}))
    decoder.feed(b"data: " + dumped({"type": "error", "error": {"code": "slow_down", "message": "Busy."}}) + b"\n\n")
    with pytest.raises(genai.Overloaded, match="Busy") as caught:
        decoder.close()

    assert "req_2" == caught.value.request_id
