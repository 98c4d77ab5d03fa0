"""Batches keep the same rules at every provider: submitted once, polled by a token, read item by item."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from contract.side import Side
from contract.specimen import BATCH, BatchSpecimen
from contract.specimen import specimen as specimen_of

import genai
from genai.spool import Limits

ITEMS = {"first": "hi", "second": "there", "third": "you"}


def batching(name: str) -> bool:
    """Whether a provider promises batches."""
    return genai.load(name, **{"model": "m", "api_key": "-", **specimen_of(name).load}).capabilities.batch


@pytest.fixture(params=[name for name in genai.providers.names() if batching(name)])
def specimen(request: pytest.FixtureRequest) -> Any:
    """Each provider that promises batches."""
    return specimen_of(request.param)


@pytest.fixture(autouse=True)
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every batch has the name that is in the sample answers."""
    monkeypatch.setattr("genai.batching.new_name", lambda: BATCH)


@pytest.fixture
def batch(side: Side) -> BatchSpecimen:
    """The sample answers."""
    assert side.specimen.batch is not None
    return side.specimen.batch


def job_of(side: Side) -> genai.BatchJob:
    """A job of three, submitted."""
    assert side.specimen.batch is not None
    job: genai.BatchJob = side.call(side.load(*side.specimen.batch.submitted)[0], "gen_batch", ITEMS)
    return job


def test_a_batch_from_its_submission_to_its_answers(side: Side, batch: BatchSpecimen) -> None:
    """It is submitted, pending, and done; its token is enough, and answers stand under the caller's ids."""
    llm, server = side.load(*batch.submitted, *batch.pending, *batch.done)
    job = side.call(llm, "gen_batch", ITEMS, max_tokens=1000)
    pending = side.call(llm, "poke_result", genai.Job.parse(str(job)))
    done = side.call(llm, "poke_result", job)
    answers = dict(done)

    assert ("batch_1", side.specimen.name, 3, tuple(ITEMS)) == (job.id, job.provider, job.count, job.ids)
    assert pending.pending
    with pytest.raises(genai.InvalidRequest, match="still pending"):
        next(iter(pending))
    assert "completed" == done.state
    assert {*ITEMS} == {*answers}
    assert "Hello there." == answers["first"].text
    assert batch.error is type(answers["second"])
    assert genai.JobFailed is type(answers["third"])
    assert side.specimen.name == answers["second"].provider == answers["third"].provider
    assert answers["first"].usage == done.usage
    assert len(batch.submitted + batch.pending + batch.done) == len(server.requests)


def test_what_the_lines_say(side: Side, batch: BatchSpecimen) -> None:
    """Each line is what a call would have sent, under an id of ours, and the item's own options count more."""
    llm, server = side.load(*batch.submitted)
    side.call(llm, "gen_batch", ["hi", genai.BatchItem("there", max_tokens=77)], max_tokens=1000)
    sent = b"".join(request.content for request in server.requests)

    assert 1 == sent.count(f"{BATCH}-0".encode()) == sent.count(f"{BATCH}-1".encode())
    assert 1 == sent.count(b":1000") == sent.count(b":77")
    assert b"hi" in sent
    assert b"there" in sent


def test_wait_polls_to_the_end(side: Side, batch: BatchSpecimen) -> None:
    """``wait`` tells what each poll gave."""
    llm, _ = side.load(*batch.pending, *batch.pending, *batch.done)
    seen: list[str] = []
    result = side.call(
        llm, "wait", job_of(side), poll_interval=0.001, on_progress=lambda state: seen.append(state.state)
    )

    assert ["pending", "pending", "completed"] == seen
    assert 3 == len(dict(result))


def test_a_batch_that_ends_in_another_way(side: Side, batch: BatchSpecimen) -> None:
    """A batch that failed, expired or was cancelled has an error for each item that it did not answer."""
    for state, (answers, expected) in batch.ended.items():
        llm, _ = side.load(*answers)
        result = side.call(llm, "poke_result", job_of(side))

        assert state == result.state
        assert {expected} == {type(answer) for answer in dict(result).values()}
        assert {*ITEMS} == {*dict(result)}


def test_cancel(side: Side, batch: BatchSpecimen) -> None:
    """A batch is cancelled."""
    llm, server = side.load(*batch.cancelled)
    assert llm.capabilities.cancel

    assert None is side.call(llm, "cancel", job_of(side))
    assert len(batch.cancelled) == len(server.requests)


def test_a_batch_of_one(side: Side, batch: BatchSpecimen) -> None:
    """``gen_async`` makes a batch of one where that is asked for, or where there is nothing else."""
    llm, _ = side.load(*batch.submitted, *batch.pending, *batch.one)
    job = side.call(llm, "gen_async", "hi", job="batch")
    pending = side.call(llm, "poke_result", genai.Job.parse(str(job)))

    assert ("batch", "batch_1") == (job.kind, job.id)
    assert type(job) is genai.Job
    assert pending.pending
    assert "Hello there." == side.call(llm, "poke_result", job).text


def test_a_batch_of_one_that_has_no_answer(side: Side, batch: BatchSpecimen) -> None:
    """It raises what it ended in, never an empty success."""
    job = genai.Job(provider=side.specimen.name, kind="batch", id="batch_1")
    for answers, expected in batch.ended.values():
        with pytest.raises(expected):
            side.call(side.load(*answers)[0], "poke_result", job)


def test_what_is_wrong_with_items(side: Side) -> None:
    """All that is wrong with any item is told at once, under its id, and nothing is sent."""
    llm, server = side.load(b"")
    wrong = {"good": "hi", "empty": genai.Messages(), "odd": genai.BatchItem("hi", temperature=99), "": "hi"}
    with pytest.raises(genai.InvalidRequest) as caught:
        side.call(llm, "gen_batch", wrong)

    assert ["items['empty']", "items['odd']", "items['']"] == [fault.split(":")[0] for fault in caught.value.faults]
    several: tuple[Any, ...] = (
        {},
        [],
        [genai.BatchItem("hi", id="a"), genai.BatchItem("hi", id="a")],
        ["hi", genai.BatchItem("hi", id="a")],
    )
    for items in several:
        with pytest.raises(genai.InvalidRequest):
            side.call(llm, "gen_batch", items)
    with pytest.raises(genai.InvalidRequest, match="not for a batch"):
        side.call(llm, "gen_batch", ITEMS, extra_headers={"x-a": "b"})
    assert [] == server.requests


def test_what_a_batch_cannot_carry(side: Side, batch: BatchSpecimen) -> None:
    """An option that the wire has no word for is refused before anything is sent, or listed on the results."""
    llm, server = side.load(b"")
    with pytest.raises(genai.NotSupported, match=r"VideoOptions\.fps"):
        side.call(llm, "gen_batch", ITEMS, fps=24)
    assert [] == server.requests

    lax, _ = side.load(*batch.submitted, *batch.done, on_unsupported="warn")
    job = side.call(lax, "gen_batch", ITEMS, fps=24)
    first = dict(side.call(lax, "poke_result", genai.Job.parse(str(job))))["first"]
    assert ("VideoOptions.fps",) == job.unsupported == first.unsupported


def test_a_submission_whose_answer_is_lost(side: Side, batch: BatchSpecimen, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found again by our name; where it is not, the job is unknown. It is never sent twice."""
    monkeypatch.setattr("genai.batching.LOOKS", (0.0,))
    before, lost = batch.submitted[: batch.uploads], httpx2.ReadError("gone")
    found, server = side.load(*before, lost, *batch.listed)
    if batch.listed:
        assert "batch_1" == side.call(found, "gen_batch", ITEMS).id
        assert batch.uploads + 1 == sum(request.method == "POST" for request in server.requests)
    llm, server = side.load(*before, lost, *batch.unlisted, b"{}")
    with pytest.raises(genai.JobUnknown):
        side.call(llm, "gen_batch", ITEMS)
    assert batch.uploads + 1 == sum(request.method == "POST" for request in server.requests)


def test_a_submission_that_never_left(side: Side, batch: BatchSpecimen) -> None:
    """Without a connection there is no job, and the error says so."""
    llm, _ = side.load(httpx2.ConnectError("nobody"))
    with pytest.raises(genai.ConnectionFailed):
        side.call(llm, "gen_batch", ITEMS)


def test_too_much_for_one_batch(side: Side, batch: BatchSpecimen, monkeypatch: pytest.MonkeyPatch) -> None:
    """More items than the provider takes become several of its batches behind one job."""
    llm, _ = side.load(*batch.submitted, *batch.submitted, *batch.pending, *batch.done)
    cls: Any = type(llm.batching)
    monkeypatch.setattr(cls, "limits", Limits(requests=2, bytes=1_000_000))
    job = side.call(llm, "gen_batch", ITEMS)

    assert [(0, 2), (2, 1)] == [(part.first, part.count) for part in job.parts]
    assert side.call(llm, "poke_result", job).pending
    monkeypatch.setattr(cls, "limits", Limits(requests=2, bytes=5))
    with pytest.raises(genai.InvalidRequest, match="a whole batch may have 5"):
        side.call(llm, "gen_batch", ITEMS)


def test_jobs_of_others(side: Side) -> None:
    """A batch of another provider, or at another server, is neither polled nor cancelled here."""
    llm, server = side.load(b"{}")
    for job in (
        genai.BatchJob(provider="elsewhere", id="batch_1"),
        genai.BatchJob(provider=side.specimen.name, id="batch_1", base_url="https://elsewhere.example/v1"),
    ):
        for verb in ("poke_result", "wait", "cancel"):
            with pytest.raises(genai.InvalidRequest, match="batch_1"):
                side.call(llm, verb, job)
    assert [] == server.requests
