"""``count_tokens`` of openairesponses: what is input goes along, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from contract.side import Side
from contract.specimen_openairesponses import SPECIMEN, dumped, failure
from wires.raw_calls import sent

import genai
from genai.providers.openairesponses import Options, raw

COUNT = dumped({"object": "response.input_tokens", "input_tokens": 11})
HI = [{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "hi"}]}]


@pytest.fixture(params=["sync", "aio"])
def side(request: pytest.FixtureRequest) -> Side:
    """Each driver."""
    return Side(request.param, SPECIMEN)


def get_weather(city: str) -> str:
    """Tell the weather."""
    return city


def test_a_count(side: Side) -> None:
    """The messages are counted for the client's model."""
    llm, server = side.load(COUNT, model="gpt-5")

    assert llm.capabilities.count_tokens
    assert 11 == side.call(llm, "count_tokens", "hi")
    assert [("POST /responses/input_tokens", {"model": "gpt-5", "input": HI})] == [sent(one) for one in server.requests]


def test_only_input_is_counted(side: Side) -> None:
    """Instructions, tools, schemas and the conversation's state go along; what only shapes the answer stays here."""
    llm, server = side.load(COUNT, COUNT, SPECIMEN.plain)
    options: list[Any] = [
        genai.TextOptions(
            system_prompt="Be short.", temperature=0, max_tokens=90, top_logprobs=2, decode_as={"type": "object"}
        ),
        genai.ToolOptions([get_weather], force="get_weather", parallel=False),
        genai.ReasoningOptions(effort="low"),
        Options(
            previous_response_id="resp_0",
            truncation="auto",
            store=False,
            service_tier="flex",
            metadata={"a": "b"},
            include=("reasoning.encrypted_content",),
            max_tool_calls=3,
        ),
    ]
    side.call(llm, "count_tokens", "hi", *options)
    side.call(llm, "count_tokens", "hi", Options(conversation="conv_1"))
    side.call(llm, "gen_sync", "hi", *options)
    counted, state, asked = [sent(request)[1] for request in server.requests]
    kept = {"model", "input", "instructions", "text", "tools", "tool_choice", "parallel_tool_calls", "reasoning"}
    kept |= {"previous_response_id", "truncation"}

    assert {key: asked[key] for key in kept} == counted
    assert {"temperature", "max_output_tokens", "store", "metadata", "include"} <= asked.keys() - counted.keys()
    assert "conv_1" == state["conversation"]


def test_a_stored_prompt_cannot_be_counted(side: Side) -> None:
    """The endpoint takes no stored prompt, so a count of the rest is refused, unless the caller chose to be warned."""
    prompt = Options(prompt=raw.Prompt(id="pmpt_1"))
    llm, server = side.load(COUNT)
    with pytest.raises(genai.NotSupported, match="prompt"):
        side.call(llm, "count_tokens", "hi", prompt)

    assert [] == server.requests
    assert 11 == side.call(side.load(COUNT, on_unsupported="warn")[0], "count_tokens", "hi", prompt)


def test_options_that_the_wire_does_not_have(side: Side) -> None:
    """What cannot be asked cannot be counted."""
    llm, server = side.load(COUNT)
    with pytest.raises(genai.NotSupported, match="top_k"):
        side.call(llm, "count_tokens", "hi", top_k=3)

    assert [] == server.requests


@pytest.mark.misfit
def test_extras(side: Side) -> None:
    """ExtraBody and ExtraHeaders go along as they are."""
    llm, server = side.load(COUNT)
    side.call(llm, "count_tokens", "hi", extra_body={"personality": "friendly", "x": 1}, extra_headers={"X-Mine": "1"})

    assert ("friendly", 1) == (sent(server.requests[0])[1]["personality"], sent(server.requests[0])[1]["x"])
    assert "1" == server.requests[0].headers["x-mine"]


@pytest.mark.parametrize("answer", [{}, {"input_tokens": "11"}, {"input_tokens": None}, {"input_tokens": True}, [], 5])
def test_what_is_no_count(side: Side, answer: Any) -> None:
    """An answer without a whole number is BadAnswer, strict or not."""
    for strict in (True, False):
        with pytest.raises(genai.BadAnswer):
            side.call(side.load(dumped(answer), strict=strict)[0], "count_tokens", "hi")


def test_drift_is_seen(side: Side) -> None:
    """Strict mode holds the answer to its raw type; else what is unknown is passed by."""
    answer = dumped({"object": "response.input_tokens", "input_tokens": 11, "telepathy": 1})
    with pytest.raises(genai.BadAnswer, match="telepathy"):
        side.call(side.load(answer)[0], "count_tokens", "hi")

    assert 11 == side.call(side.load(answer, strict=False)[0], "count_tokens", "hi")


def test_a_failed_status(side: Side) -> None:
    """A refusal is an error of the tree; a count is repeated like any other reading."""
    busy = (503, failure("server_error", "slow_down", "Busy."))
    with pytest.raises(genai.Overloaded):
        side.call(side.load(busy)[0], "count_tokens", "hi")
    llm, server = side.load((500, b""), COUNT, retry=genai.Retry(1, initial=0.001, maximum=0.002))

    assert 11 == side.call(llm, "count_tokens", "hi")
    assert 2 == len(server.requests)
