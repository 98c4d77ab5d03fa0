"""The raw layer of openairesponses: raw types in, raw types out, in both drivers."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from contract.side import Side
from contract.specimen_openairesponses import PLAIN_EVENTS, SPECIMEN

import genai
from genai.providers.openairesponses import raw


@pytest.fixture(params=["sync", "aio"])
def side(request: pytest.FixtureRequest) -> Side:
    """Each driver."""
    return Side(request.param, SPECIMEN)


def call(side: Side, llm: genai.Client, endpoint: str, *arguments: Any) -> Any:
    """Call a raw endpoint on this side."""
    if side.kind == "sync":
        return getattr(llm.raw, endpoint)(*arguments)

    async def called() -> Any:
        return await getattr(llm.aio.raw, endpoint)(*arguments)

    return asyncio.run(called())


def stream(side: Side, llm: genai.Client, request: raw.Response) -> tuple[list[Any], Any]:
    """The raw events of a stream, and its result."""
    if side.kind == "sync":
        with llm.raw.gen_stream(request) as events:
            seen = list(events)
        return seen, events.result

    async def streamed() -> tuple[list[Any], Any]:
        async with llm.aio.raw.gen_stream(request) as events:
            seen = [event async for event in events]
        return seen, events.result

    return asyncio.run(streamed())


REQUEST = raw.Response(model="gpt-5", input="hi")


def test_gen_sync(side: Side) -> None:
    """A request goes out as it is written, and the whole answer comes back as raw types."""
    llm, server = side.load(SPECIMEN.answer)
    answer = call(side, llm, "gen_sync", REQUEST)

    assert isinstance(answer, raw.Response)
    assert ["reasoning", "message", "function_call"] == [item.type for item in answer.output or ()]
    assert [{"model": "gpt-5", "input": "hi"}] == server.bodies()


def test_gen_stream(side: Side) -> None:
    """Each event comes as its raw type; the result is the response of the last one."""
    llm, server = side.load(SPECIMEN.plain_stream)
    events, answer = stream(side, llm, REQUEST)

    assert [event["type"] for event in PLAIN_EVENTS] == [event.type for event in events]
    assert isinstance(answer, raw.Response)
    assert "completed" == answer.status
    assert [{"model": "gpt-5", "input": "hi", "stream": True}] == server.bodies()


def test_gen_stream_that_is_cut(side: Side) -> None:
    """A raw stream without its terminal event is interrupted as well."""
    llm, _ = side.load(SPECIMEN.cut_stream)
    with pytest.raises(genai.StreamInterrupted):
        stream(side, llm, REQUEST)


def test_drift_is_seen(side: Side) -> None:
    """Strict mode holds raw answers and raw events to the raw types too; else an unknown event comes as it is."""
    for answer in (SPECIMEN.unknown_field, SPECIMEN.unlisted_value):
        with pytest.raises(genai.BadAnswer):
            call(side, side.load(answer)[0], "gen_sync", REQUEST)
    with pytest.raises(genai.BadAnswer):
        stream(side, side.load(SPECIMEN.unknown_event)[0], REQUEST)
    events, _ = stream(side, side.load(SPECIMEN.unknown_event, strict=False)[0], REQUEST)

    assert ["response.telepathy.delta"] == [event.type for event in events if type(event).__name__ == "Unknown"]


def test_jobs(side: Side) -> None:
    """A background response is submitted, asked for and cancelled, by a Job or by its id."""
    llm, server = side.load(SPECIMEN.job, SPECIMEN.pending, SPECIMEN.done, SPECIMEN.done)
    submitted = call(side, llm, "gen_async", REQUEST)
    pending = call(side, llm, "poke_result", submitted.id)
    done = call(side, llm, "poke_result", genai.Job(provider="openairesponses", id=submitted.id))
    call(side, llm, "cancel", submitted.id)

    assert ["queued", "in_progress", "completed"] == [submitted.status, pending.status, done.status]
    assert {"model": "gpt-5", "input": "hi", "background": True} == server.bodies()[0]
    assert ["/v1/responses", "/v1/responses/resp_1", "/v1/responses/resp_1", "/v1/responses/resp_1/cancel"] == [
        request.url.path for request in server.requests
    ]


def test_list_models(side: Side) -> None:
    """Models come as raw types."""
    llm, _ = side.load(SPECIMEN.models)

    assert ["gpt-5"] == [model.id for model in call(side, llm, "list_models").data]


def test_a_wrong_type(side: Side) -> None:
    """A wrong type is BadAnswer that names its path."""
    with pytest.raises(genai.BadAnswer, match="output"):
        call(side, side.load(SPECIMEN.wrong_type, strict=False)[0], "gen_sync", REQUEST)


def test_the_endpoints_can_be_listed() -> None:
    """``dir(llm.raw)`` shows the endpoints."""
    llm = genai.load("openai", api_key="k")

    assert {"gen_sync", "gen_stream", "gen_async", "poke_result", "cancel", "list_models"} <= set(dir(llm.raw))
