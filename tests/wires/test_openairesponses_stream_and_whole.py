"""Answers of openairesponses that are not as documented: the same at once and in a stream; and jobs."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from contract.side import Side
from contract.specimen_openairesponses import CALL, MESSAGE, PLAIN, SPECIMEN, begun, dumped, ended, response, sse

import genai
from genai.providers.openairesponses.decode import as_job
from genai.results import Attempt, RateLimit
from genai.testing.checks import PNG

SIDE = Side("sync", SPECIMEN)
DATA = genai.Doc(PNG).data_url().partition(",")[2]
Item = dict[str, Any]


@pytest.fixture(params=["sync", "stream"])
def streamed(request: pytest.FixtureRequest) -> bool:
    """Both ways that an answer comes."""
    return bool(request.param == "stream")


def answered(given: Item, streamed: bool) -> genai.Result:
    """The result of a response that comes at once, or at the end of a stream."""
    body = sse([*begun(), {"type": "response.completed", "response": given}]) if streamed else dumped(given)
    llm, _ = SIDE.load(body, strict=False)
    return SIDE.stream(llm, "hi") if streamed else llm.gen_sync("hi")


def noted(**note: Any) -> Item:
    """A message with one annotation."""
    part = {"type": "output_text", "text": "Hello", "annotations": [{"type": "url_citation", **note}]}
    return {**PLAIN, "content": [part]}


def tokens(**token: Any) -> Item:
    """A message with one token."""
    return {**PLAIN, "content": [{"type": "output_text", "text": "Hello", "logprobs": [token]}]}


ODD: dict[str, Item] = {
    "input tokens": {"usage": {"input_tokens": "5"}},
    "output tokens": {"usage": {"output_tokens": 5.5}},
    "total tokens": {"usage": {"total_tokens": True}},
    "cached tokens": {"usage": {"input_tokens_details": {"cached_tokens": "1"}}},
    "usage": {"usage": [1]},
    "model": {"model": 5},
    "id": {"id": 5},
    "tier": {"service_tier": {}},
    "status": {"status": ["completed"]},
    "a number as status": {"status": 5},
    "reason": {"status": "incomplete", "incomplete_details": [1]},
    "output": {"output": {"a": 1}},
    "an item": {"output": ["x"]},
    "arguments": {"output": [{**CALL, "arguments": 5}]},
    "no arguments": {"output": [{key: value for key, value in CALL.items() if key != "arguments"}]},
    "a name": {"output": [{**CALL, "name": 5}]},
    "a call's id": {"output": [{**CALL, "call_id": 5}]},
    "a text": {"output": [{**PLAIN, "content": [{"type": "output_text", "text": 5}]}]},
    "a part": {"output": [{**PLAIN, "content": ["Hello"]}]},
    "a thought": {"output": [{"type": "reasoning", "summary": [{"text": ["x"]}]}]},
    "an offset": {"output": [noted(start_index="0", end_index="5", url="u")]},
    "a URL": {"output": [noted(url=5)]},
    "a token": {"output": [tokens(token=5, logprob=-1.0)]},
    "a probability": {"output": [tokens(token="Hello", logprob="-1")]},
    "a picture": {"output": [{"type": "image_generation_call", "id": "ig_1", "result": 5}]},
    "a picture's letters": {"output": [{"type": "image_generation_call", "id": "ig_1", "result": "é"}]},
    "a drawing": {"output": [{"type": "code_interpreter_call", "outputs": [{"type": "image", "url": "http://[x"}]}]},
}


@pytest.mark.parametrize("name", ODD)
def test_odd_fields(name: str, streamed: bool) -> None:
    """A field of another type than documented is BadAnswer: nothing is coerced, nothing passed through."""
    with pytest.raises(genai.BadAnswer):
        answered({**response(PLAIN), **ODD[name]}, streamed)


def test_arguments_that_are_an_object(streamed: bool) -> None:
    """The arguments of a call may be the object itself: they are its JSON text."""
    call = {**CALL, "arguments": {"city": "Oslo"}}
    result = answered(response(call), streamed)

    assert '{"city":"Oslo"}' == result.tool_calls[0].arguments
    assert {"city": "Oslo"} == result.tool_calls[0].decoded()


@pytest.mark.parametrize("id_", ["a/b\\c", "../../etc/passwd", "x\0y", None])
@pytest.mark.parametrize(
    "item",
    [
        {"type": "image_generation_call", "result": DATA, "output_format": "png"},
        {"type": "code_interpreter_call", "outputs": [{"type": "image", "url": genai.Doc(PNG).data_url()}]},
    ],
)
def test_ids_that_are_no_names(item: Item, id_: str | None, streamed: bool) -> None:
    """An id may be any text; the file is called by what of it can be a name."""
    (doc,) = answered(response({**item, "id": id_}), streamed).docs

    assert PNG == doc.read()
    assert doc.filename is not None
    assert set() == {"/", "\\", "\0"} & set(doc.filename)
    assert doc.filename.endswith(".png")


def test_previews_whose_ids_are_no_names() -> None:
    """So it is for a picture that is not whole yet."""
    partial = {
        "type": "response.image_generation_call.partial_image",
        "output_index": 0,
        "item_id": "a/b",
        "partial_image_b64": DATA,
    }
    fragments: list[genai.Reply] = []
    SIDE.stream(SIDE.load(sse([*begun(), partial, *ended(PLAIN)]))[0], "hi", see=fragments.append)

    assert ["a_b-0.png"] == [fragment.doc.filename for fragment in fragments if fragment.doc]


ERROR = {"code": "server_error", "message": "It broke."}


@pytest.mark.parametrize("error", [ERROR, "It broke."])
@pytest.mark.parametrize("output", [{"output": []}, {"output": None}, {}])
def test_an_error_inside(error: Any, output: Item, streamed: bool) -> None:
    """An answer that has an error, and nothing else, is that error, whatever its status says; stored or not."""
    given = {key: value for key, value in response(error=error, store=True).items() if key != "output"} | output
    with pytest.raises(genai.ProviderError, match="It broke"):
        answered(given, streamed)


def test_no_output(streamed: bool) -> None:
    """A completed answer without any output is none; one that is empty on purpose is."""
    for given in ({**response(), "output": None}, {"id": "resp_1", "status": "completed"}):
        with pytest.raises(genai.BadAnswer, match="no output"):
            answered(given, streamed)

    assert "" == answered(response(), streamed).text


@pytest.mark.parametrize("status", ["expired", None])
def test_an_end_that_nobody_documented(status: str | None, streamed: bool) -> None:
    """Without output it is no answer, and with some no natural end; a server that tells no status ends as it says."""
    with pytest.raises(genai.BadAnswer, match="no output" if status is None else "no output, and its status is 'exp"):
        answered(response(status=status), streamed)

    assert ("stop" if status is None else "other") == answered(response(PLAIN, status=status), streamed).finish


def test_a_job_that_ends_in_an_undocumented_way() -> None:
    """A background response whose status says neither that it goes on nor how it ended is no empty success."""
    llm, _ = SIDE.load(dumped(response(status="expired")), strict=False)
    with pytest.raises(genai.BadAnswer, match="its status is 'expired'"):
        llm.poke_result(genai.Job(provider="openairesponses", id="resp_1"))


def test_what_is_there_is_not_lost(streamed: bool) -> None:
    """An error beside an answer does not take it away."""
    assert "Hello there." == answered(response(PLAIN, error=ERROR), streamed).text


def test_the_order_of_parts(streamed: bool) -> None:
    """Texts and refusals stand in the order that the message has them in."""
    no = {"type": "refusal", "refusal": "But no."}
    result = answered(response({**MESSAGE, "content": [no, *MESSAGE["content"], no]}), streamed)

    assert ["refusal", "text", "citation", "refusal"] == [reply.kind for reply in result.message.replies]


def test_the_failure_of_a_job_keeps_all() -> None:
    """What is known of a response that failed is known of the job."""
    error = genai.RateLimited(
        "slow",
        provider="openairesponses",
        status=429,
        code="rate",
        detail="Slow.",
        request_id="req_1",
        retry_after=2.0,
        body=b"{}",
        result=genai.Result(complete=False),
        limits=(RateLimit(kind="requests"),),
        attempts=(Attempt(error="Overloaded"),),
    )
    job = as_job(error)

    assert genai.JobFailed is type(job)
    assert (str(error), vars(error)) == (str(job), vars(job))
    assert vars(job) == vars(pickle.loads(pickle.dumps(job)))


@pytest.mark.parametrize("created", [1790000000.5, None, "yesterday"])
def test_a_job_is_not_lost_for_its_date(created: Any) -> None:
    """A job that was submitted is given, whatever its date is."""
    job = SIDE.load(dumped(response(status="queued", created_at=created)))[0].gen_async("hi")

    assert ("resp_1", 1790000000 if isinstance(created, float) else None) == (job.id, job.created)
    assert job == genai.Job.parse(str(job))


@pytest.mark.parametrize("verb", ["gen_async", "cancel"])
@pytest.mark.parametrize("body", [{"error": ERROR}, {"error": ERROR, "id": "resp_1"}, {"error": "It broke."}])
def test_jobs_that_are_refused(verb: str, body: Item) -> None:
    """A submission or a cancellation that is answered with an error did not happen."""
    argument = "hi" if verb == "gen_async" else genai.Job(provider="openairesponses", id="resp_1")
    with pytest.raises(genai.ProviderError, match="It broke"):
        getattr(SIDE.load(dumped(body))[0], verb)(argument)


def test_a_job_that_is_over_is_not_cancelled_in_vain() -> None:
    """A job that had failed before it was cancelled is no failed cancellation."""
    llm, server = SIDE.load(dumped(response(status="failed", error=ERROR)))

    llm.cancel(genai.Job(provider="openairesponses", id="resp_1"))
    assert 1 == len(server.requests)
