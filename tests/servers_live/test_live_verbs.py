"""The verbs over real HTTP, against the servers that the environment names: ``make test-servers``.

Their models may be random ones, so that nothing is asserted of what they say, but all of how it comes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Literal

import pytest
from attrs import frozen
from servers_live.live import EMULATORS, VECTORS_ALONE, Live, Server, servers

import genai
from genai.results import FinishReason, fold

pytestmark = pytest.mark.misfit  # what OpenAI's description says of bodies is not what these servers were made by

SERVERS = list(servers(*EMULATORS, *VECTORS_ALONE))  # what an emulator says is held by test_live_contract.py
if not SERVERS:
    pytest.skip("no server is named: GENAI_SERVER_LLAMA=http://127.0.0.1:8081/v1 and the like", allow_module_level=True)
MODES = pytest.mark.parametrize("mode", ["sync", "stream"])
TRIES = 6


@pytest.fixture(params=SERVERS, ids=lambda server: f"{server.name.lower()}-{server.provider}")
def server(request: pytest.FixtureRequest) -> Server:
    """Each server."""
    assert isinstance(request.param, Server)
    return request.param


@pytest.fixture(params=["sync", "aio"])
def live(request: pytest.FixtureRequest, server: Server) -> Live:
    """Each driver, on each server."""
    return Live(request.param, server)


def until(made: Callable[[], genai.Result], met: Callable[[genai.Result], object]) -> genai.Result:
    """The first of some answers of a random model that has what is looked for."""
    for _ in range(TRIES):
        result = made()
        if met(result):
            return result
    pytest.fail(f"none of {TRIES} answers has it")


@frozen
class Choice:
    """What even a random model can only get right."""

    colour: Literal["red", "green"]
    sure: bool


def get_weather(city: Literal["Oslo", "Rome"]) -> str:
    """The weather in a city."""
    return f"It is sunny in {city}."


WEATHER = genai.Tool(get_weather)


@MODES
def test_an_answer(live: Live, mode: str) -> None:
    """Text, ids, usage and a reason come back, and survive JSON."""
    result = until(lambda: live.gen(mode, "Name one fruit.", max_tokens=60), lambda r: r.text)

    assert (True, live.server.provider) == (result.complete, result.provider)
    assert result.finish in (FinishReason.STOP, FinishReason.LENGTH)
    assert [] == result.message.faults()
    assert result == genai.Result.from_json(result.to_json())
    live.server.needs("ids and usage")
    assert result.response_id
    assert result.usage.input_tokens
    assert result.usage.output_tokens


def test_fragments(live: Live) -> None:
    """The fragments of a stream fold to its message."""
    fragments, result = live.stream("Name one fruit.", max_tokens=60)

    assert fold(fragments) == result.message
    assert result.text == "".join(fragment.text for fragment in fragments if fragment.text is not None)


def test_a_stream_that_is_left(live: Live) -> None:
    """Who leaves a stream has what had arrived, and the server goes on for others."""
    tried = (live.stream("Count to one hundred.", max_tokens=200, most=1) for _ in range(TRIES))
    fragments, partial = next(one for one in tried if one[0])  # a random model may say nothing at all

    assert (1, False) == (len(fragments), partial.complete)
    assert live.call("gen_sync", "Name one fruit.", max_tokens=16).complete


def test_several_calls_of_one_client(server: Server) -> None:
    """Calls and streams go over one client, one after the other."""
    with Live("sync", server).load() as llm:
        for _ in range(4):
            assert llm.gen_sync("Name one fruit.", max_tokens=16).complete
            with llm.gen_stream("Name one fruit.", max_tokens=16) as stream:
                list(stream)
            assert stream.result.complete


@MODES
def test_max_tokens(live: Live, mode: str) -> None:
    """An answer that is cut says so."""
    live.server.needs("cuts")
    result = until(
        lambda: live.gen(mode, "Count from one to one hundred, in words.", max_tokens=16),
        lambda r: r.finish is FinishReason.LENGTH,
    )

    assert 16 == result.usage.output_tokens


@MODES
def test_a_conversation(live: Live, mode: str) -> None:
    """A second turn, with instructions, after a history that went through JSON."""
    first = until(lambda: live.gen(mode, "My name is Ada.", max_tokens=40), lambda r: r.message.replies)
    messages = genai.Messages.from_json((genai.Messages.of("My name is Ada.") + first + "And mine?").to_json())

    assert live.gen(mode, messages, system_prompt="You answer in French.", max_tokens=40).complete


@MODES
def test_tools(live: Live, mode: str) -> None:
    """A tool is called when it must be, and its result is taken."""
    live.server.needs("tools")
    messages = genai.Messages.of("What is the weather in Oslo? Use the tool.")
    asked = until(
        lambda: live.gen(mode, messages, tools=[WEATHER], force="required", max_tokens=300),
        lambda r: r.finish is FinishReason.TOOL_CALLS,
    )
    results = asked.call_tools([WEATHER])

    assert {"get_weather"} == {call.name for call in asked.tool_calls}
    assert all(call.decoded()["city"] in ("Oslo", "Rome") for call in asked.tool_calls)
    assert all("sunny" in result.text for result in results.tool_results)
    assert live.gen(mode, messages + asked + results, tools=[WEATHER], max_tokens=40).complete


@MODES
def test_a_json_schema(live: Live, mode: str) -> None:
    """An answer of a schema decodes."""
    live.server.needs("schemas")
    result = live.gen(mode, "Red or green?", decode_as=Choice, max_tokens=200)

    assert isinstance(result.decode(Choice), Choice)
    assert {"colour", "sure"} == set(json.loads(result.text))


@MODES
def test_logprobs(live: Live, mode: str) -> None:
    """Every token has its logprob, and alternatives."""
    live.server.needs("logprobs")
    result = live.gen(mode, "Name one fruit.", top_logprobs=2, max_tokens=16)

    assert result.logprobs
    assert all(one.logprob <= 0 and one.top for one in result.logprobs)


@MODES
def test_reasoning(live: Live, mode: str) -> None:
    """Thoughts come apart from the text, and go back with the history."""
    live.server.needs("reasoning")
    messages = genai.Messages.of("What is 6 times 7?")
    thought = until(lambda: live.gen(mode, messages, max_tokens=300), lambda r: r.reasoning and r.text)

    assert "<think>" not in thought.text
    assert live.gen(mode, messages + thought + "And 7 times 8?", max_tokens=40).complete


@MODES
def test_a_bad_request(live: Live, mode: str) -> None:
    """What is malformed is refused as the caller's mistake."""
    live.server.needs("a status for bad requests")
    with pytest.raises(genai.InvalidRequest) as caught:
        live.gen(mode, "hi", extra_body={"input": 5, "messages": 5, "contents": 5})

    assert caught.value.status in (400, 422)
    assert caught.value.detail


def test_a_wrong_key(live: Live) -> None:
    """A wrong key is told as such, without showing it."""
    live.server.needs("keys")
    with pytest.raises(genai.AuthError) as caught:
        live.call("gen_sync", "hi", load={"api_key": "sk-wrong-0123"})

    assert 401 == caught.value.status
    assert "sk-wrong-0123" not in str(caught.value)


def test_a_wrong_model(live: Live) -> None:
    """A model that is not there is refused as the caller's mistake."""
    live.server.needs("models by name")
    with pytest.raises((genai.InvalidRequest, genai.ModelNotFound)):
        live.call("gen_sync", "hi", load={"model": "no-such-model"}, max_tokens=16)


def test_nobody_listens(server: Server) -> None:
    """A port without a server is a failed connection."""
    with (
        pytest.raises(genai.ConnectionFailed),
        Live("sync", server).load(base_url="http://127.0.0.1:9/v1", retry=0) as llm,
    ):
        llm.gen_sync("hi")


def test_list_models(live: Live) -> None:
    """Models are listed, with ids."""
    live.server.needs("a list of models")
    models = live.call("list_models")

    assert all(model.id for model in models)
    live.server.needs("a list of its model")
    assert live.server.model in [model.id for model in models]


def test_count_tokens(live: Live) -> None:
    """Tokens are counted as they are when they are sent."""
    live.server.needs("counting tokens")
    counted = live.call("count_tokens", "Name one fruit.")

    assert counted == live.call("gen_sync", "Name one fruit.", max_tokens=16).usage.input_tokens
