"""Contract: the verbs, and what is promised of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import pytest
from attrs import asdict, evolve
from contract.side import Side
from contract.specimen import Specimen

import genai


def message_of(result: genai.Result) -> genai.Message:
    """The message alone, as two results are compared."""
    return result.message


def test_gen_sync(side: Side) -> None:
    """One answer comes back whole: text, reasoning, a tool call, usage, model and ids."""
    llm, server = side.load(side.specimen.answer)
    result = side.call(llm, "gen_sync", "How is the weather in Oslo?")

    assert side.specimen.text == result.text
    assert [side.specimen.tool] == [call.name for call in result.tool_calls]
    assert {"city": "Oslo"} == result.tool_calls[0].decoded()
    assert side.specimen.reasoning == result.reasoning
    assert "tool_calls" == result.finish
    assert (result.complete, result.pending, result.provider) == (True, False, side.specimen.name)
    assert result.usage.input_tokens
    assert result.usage.output_tokens
    assert () == result.unknown_fields
    assert 1 == len(server.bodies())


def test_gen_stream_equals_gen_sync(side: Side) -> None:
    """The fragments fold to the very answer that comes at once."""
    fragments: list[genai.Reply] = []
    llm, server = side.load(side.specimen.stream)
    streamed = side.stream(llm, "How is the weather in Oslo?", see=fragments.append)
    whole = side.call(side.load(side.specimen.answer)[0], "gen_sync", "How is the weather in Oslo?")

    assert side.alike(whole) == side.alike(streamed)
    assert streamed.message == genai.fold(fragments)
    assert side.specimen.text == "".join(fragment.text for fragment in fragments if fragment.text)
    assert 1 < len([fragment for fragment in fragments if fragment.text])
    assert 1 == len(server.bodies())


def test_tool_deltas_make_up_the_call(side: Side) -> None:
    """A tool call in the making carries its name, and its pieces join to the arguments of the whole call."""
    fragments: list[genai.Reply] = []
    llm, _ = side.load(side.specimen.stream)
    result = side.stream(llm, "hi", see=fragments.append)
    deltas = [fragment.tool_delta for fragment in fragments if fragment.tool_delta is not None]

    assert result.tool_calls[0].arguments == "".join(delta.arguments for delta in deltas)
    assert {(result.tool_calls[0].id, result.tool_calls[0].name)} == {(delta.id, delta.name) for delta in deltas}


def test_citations_refer_to_the_text(side: Side) -> None:
    """A citation's offsets cut its words out of ``result.text``."""
    result = side.call(side.load(side.specimen.answer)[0], "gen_sync", "hi")

    assert [result.text[c.start : c.end] for c in result.citations] == [c.text for c in result.citations]
    assert all(citation.sources for citation in result.citations)


def test_jobs(side: Side) -> None:
    """A job is submitted, is pending, and is done; its token is enough to ask for it."""
    llm, server = side.load(side.specimen.job, side.specimen.pending, side.specimen.done)
    if not side.specimen.job:
        pytest.skip("this provider promises no jobs")
    job = side.call(llm, "gen_async", "Write the report.")
    pending = side.call(llm, "poke_result", genai.Job.parse(str(job)))
    done = side.call(llm, "poke_result", job)

    assert (side.specimen.name, llm.model) == (job.provider, job.model)
    assert pending.pending
    with pytest.raises(genai.InvalidRequest, match="still pending"):
        _ = pending.text
    assert "Hello there." == done.text
    assert server.bodies()[0]


def test_wait_polls_to_the_end(side: Side) -> None:
    """``wait`` polls until there is an answer."""
    llm, server = side.load(side.specimen.job, side.specimen.pending, side.specimen.pending, side.specimen.done)
    if not side.specimen.job:
        pytest.skip("this provider promises no jobs")
    job = side.call(llm, "gen_async", "Write the report.")

    assert "Hello there." == side.call(llm, "wait", job, poll_interval=0.001).text
    assert 4 == len(server.requests)


def test_wait_gives_up_in_time(side: Side) -> None:
    """A wait that is over says so, carries the pending result, and the job goes on."""
    llm, _ = side.load(side.specimen.pending)
    if not side.specimen.job:
        pytest.skip("this provider promises no jobs")
    job = genai.Job(provider=side.specimen.name, id="resp_1")
    with pytest.raises(genai.TimedOut) as caught:
        side.call(llm, "wait", job, timeout=0.05, poll_interval=0.2)

    assert "wait" == caught.value.phase
    assert caught.value.result is not None
    assert caught.value.result.pending


def test_jobs_that_fail(side: Side) -> None:
    """An expired, cancelled, failed or unknown job is its own error, never an empty success."""
    for status, body, expected in side.specimen.job_failures.values():
        llm, _ = side.load((status, body))
        with pytest.raises(expected) as caught:
            side.call(llm, "poke_result", genai.Job(provider=side.specimen.name, id="resp_1"))

        assert type(caught.value) is expected
        assert side.specimen.name == caught.value.provider


def test_list_models(side: Side) -> None:
    """Models are listed with their ids."""
    llm, _ = side.load(side.specimen.models)
    if not llm.capabilities.list_models:
        pytest.skip("this provider lists no models")

    assert [model.id for model in side.call(llm, "list_models")] == ["gpt-5"]


def test_models_in_strict_mode(side: Side) -> None:
    """A list of models is held against the raw types, as any answer is."""
    llm, _ = side.load(side.specimen.models_unknown_field)
    if not llm.capabilities.list_models:
        pytest.skip("this provider lists no models")
    with pytest.raises(genai.BadAnswer) as caught:
        side.call(llm, "list_models")

    assert 1 == len(caught.value.unknown_fields)
    relaxed, _ = side.load(side.specimen.models_unknown_field, strict=False)
    assert ["gpt-5"] == [model.id for model in side.call(relaxed, "list_models")]


def test_a_cancellation_that_fails(side: Side) -> None:
    """A job counts as cancelled only when the answer says nothing else."""
    if not side.specimen.cancelled:
        pytest.skip("this provider cancels no jobs")
    job = genai.Job(provider=side.specimen.name, id="resp_1")
    for body, expected in (
        (side.specimen.error_in_200, genai.ProviderError),
        (b"<html>Sign in</html>", genai.BadAnswer),
        (b"[]", genai.BadAnswer),
        (b"{}", genai.BadAnswer),
        (side.specimen.unknown_field, genai.BadAnswer),
    ):
        with pytest.raises(expected):
            side.call(side.load(body)[0], "cancel", job)
    assert None is side.call(side.load(side.specimen.unknown_field, strict=False)[0], "cancel", job)


def test_jobs_of_others(side: Side) -> None:
    """A job of another provider, or at another server, is neither polled nor cancelled here: nothing is sent."""
    llm, server = side.load(side.specimen.done)
    if not side.specimen.job:
        pytest.skip("this provider promises no jobs")
    for job in (
        genai.Job(provider="elsewhere", id="resp_1"),
        genai.Job(provider=side.specimen.name, id="resp_1", base_url="https://elsewhere.example/v1"),
    ):
        for verb in ("poke_result", "wait", *["cancel"] * llm.capabilities.cancel):
            with pytest.raises(genai.InvalidRequest, match="resp_1"):
                side.call(llm, verb, job)
    assert [] == server.requests


class Verb(NamedTuple):
    """A verb of a capability: what it is called with, the specimen's answer, and what it makes of that.

    Jobs of providers that have batches alone, and batches, are held to the contract by test_batches.py.
    """

    name: str
    arguments: Callable[[Specimen], tuple[Any, ...]]
    answer: str = ""
    made: Callable[[Any], Any] = repr
    expected: Any = None


VERBS: dict[str, Verb] = {
    "gen_async": Verb("gen_async", lambda specimen: ("hi",), "job", lambda job: job.id, "resp_1"),
    "batch": Verb("gen_batch", lambda specimen: ({"a": "hi"},)),
    "cancel": Verb(
        "cancel", lambda specimen: (genai.Job(provider=specimen.name, id="resp_1"),), "cancelled", str, "None"
    ),
    "embed": Verb("embed", lambda specimen: (["hi", "there"],), "vectors", lambda made: len(made.vectors), 2),
    "cache": Verb("cache_add", lambda specimen: ("hi",), "cached", lambda made: made.id, "cachedContents/c1"),
    "count_tokens": Verb("count_tokens", lambda specimen: ("hi",), "tokens", int, 20),
    "list_models": Verb("list_models", lambda specimen: (), "models", lambda models: models[0].id, "gpt-5"),
}


@pytest.mark.parametrize("capability", VERBS)
def test_capabilities_hold_both_ways(side: Side, capability: str) -> None:
    """What is promised is done, and what is not promised is refused before anything is sent."""
    verb = VERBS[capability]
    llm, server = side.load(getattr(side.specimen, verb.answer, b""))
    promised = getattr(llm.capabilities, capability)
    if promised and side.specimen.batch and (capability == "batch" or not side.specimen.job):
        pytest.skip("test_batches.py has it")
    if promised:
        assert verb.expected == verb.made(side.call(llm, verb.name, *verb.arguments(side.specimen)))
        assert 1 == len(server.bodies())
        return
    with pytest.raises(genai.NotSupported) as caught:
        side.call(llm, verb.name, *verb.arguments(side.specimen))

    assert (verb.name,) == caught.value.unsupported
    assert [] == server.requests


def test_every_capability_is_tried() -> None:
    """The table above names every capability that has a verb of its own."""
    without_a_verb_yet = {"gen_stream", "files"}

    assert set(asdict(genai.Capabilities())) == {*VERBS, *without_a_verb_yet}


def test_a_client_is_a_provider(side: Side) -> None:
    """Clients implement the protocols."""
    llm, _ = side.load(b"")

    assert isinstance(llm, genai.Provider)
    assert isinstance(llm.aio, genai.AsyncProvider)


def test_history_survives_json(side: Side) -> None:
    """A conversation with reasoning, a tool call and its result builds the same request after a round trip."""
    llm, server = side.load(side.specimen.answer, side.specimen.plain)
    first = side.call(llm, "gen_sync", "How is the weather?")
    results = genai.ToolCallResult(id=first.tool_calls[0].id, name=first.tool_calls[0].name, content="sunny")
    conversation = genai.Messages.of("How is the weather?") + first + results
    for messages in (conversation, genai.Messages.from_json(conversation.to_json())):
        side.call(llm, "gen_sync", messages)
    _, before, after = server.bodies()

    assert before == after
    assert "sunny" in str(before)
    assert side.specimen.text in json.dumps(before, ensure_ascii=False)


def test_history_of_another_provider(side: Side) -> None:
    """What only another provider understands is not sent; texts and tool calls are."""
    llm, server = side.load(side.specimen.plain)
    call = genai.ToolCall(id="c1", name="get_weather", arguments='{"city": "Rome"}')
    foreign = genai.Message(
        replies=(
            genai.Reply(reasoning="hmm", opaque={"elsewhere": {"signature": "foreign-secret"}}),
            genai.Reply(text="Let me look.", block=1, opaque={"elsewhere": {"id": "foreign-id"}}),
            genai.Reply(tool_call=call, block=2),
        )
    )
    answered = genai.ToolCallResult(id="c1", name="get_weather", content="hot")
    side.call(llm, "gen_sync", genai.Messages.of("Weather?", foreign, answered))
    sent = str(server.bodies())

    assert "foreign" not in sent
    assert all(words in sent for words in ("Let me look.", "get_weather", "Rome", "hot"))


@pytest.mark.parametrize("written", ['{"city": "Os', "[1]", '{"city": NaN}', '{"city": "\\ud83d"}'])
def test_a_call_that_is_no_json_object(side: Side, written: str) -> None:
    """What a model wrote badly goes back as it wrote it, with the result that tells it so."""
    llm, server = side.load(side.specimen.plain)
    call = genai.ToolCall(id="c1", name="get_weather", arguments=written)
    told = genai.ToolCallResult(id="c1", name="get_weather", content="Not JSON.", is_error=True)
    side.call(
        llm, "gen_sync", genai.Messages.of("Weather?", genai.Message(replies=(genai.Reply(tool_call=call),)), told)
    )
    (sent,) = server.bodies()

    assert written in "".join(texts_in(sent))
    assert "Not JSON." in str(sent)


def texts_in(body: Any) -> Iterator[str]:
    """All texts of a body; of one that is JSON itself, those inside as well."""
    if isinstance(body, dict | list):
        for one in body.values() if isinstance(body, dict) else body:
            yield from texts_in(one)
    elif isinstance(body, str):
        yield body
        with suppress(ValueError):
            inner = json.loads(body)
            yield from texts_in(inner) if isinstance(inner, dict) else ()


@pytest.mark.misfit  # not every API has metadata
def test_timeouts_and_extras_are_carried_out(side: Side) -> None:
    """ExtraBody and ExtraHeaders are merged last; Timeout is nobody's business on the wire."""
    llm, server = side.load(side.specimen.plain)
    extra = {"metadata": {"a": "b"}}
    side.call(llm, "gen_sync", "hi", genai.ExtraBody(extra), extra_headers={"X-Mine": "1"}, timeout=5)
    request = server.requests[0]

    assert {"a": "b"} == server.bodies()[0]["metadata"]
    assert "1" == request.headers["x-mine"]


def test_results_compare_without_the_raw_answer(side: Side) -> None:
    """Two results are equal when all is equal but the raw answer."""
    result = side.call(side.load(side.specimen.plain)[0], "gen_sync", "hi")

    assert result == evolve(result, raw=None)


def test_wait_uses_all_of_its_time(side: Side) -> None:
    """A pause that is longer than what is left is cut short, so that the job is asked for once more before the end."""
    llm, server = side.load(side.specimen.pending, side.specimen.done)
    if not side.specimen.job:
        pytest.skip("this provider promises no jobs")
    job = genai.Job(provider=side.specimen.name, id="resp_1")

    assert "Hello there." == side.call(llm, "wait", job, timeout=0.3, poll_interval=60).text
    assert 2 == len(server.requests)


def test_the_callers_own_authorization_holds(side: Side) -> None:
    """ExtraHeaders are merged last: an authorization there is what is sent."""
    llm, server = side.load(side.specimen.plain)
    side.call(llm, "gen_sync", "hi", extra_headers={"Authorization": "Bearer of-the-caller"})

    assert "Bearer of-the-caller" == server.requests[0].headers["authorization"]


def test_a_file_id_is_not_fetched(side: Side) -> None:
    """A Doc that is only a file id has no URL to download: that is said, and nothing is sent."""
    llm, server = side.load(b"")
    with pytest.raises(genai.NotSupported, match="file id"):
        side.call(llm, "fetch", genai.Doc(file_ids={"openai": "file-1"}))

    assert [] == server.requests
