"""Batches beside the contract: what may stand in a file of answers, what items may be, and how ``wait`` waits."""

from __future__ import annotations

import asyncio
import copy
import gc
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batch_server import BatchServer, echo

import genai
from genai.errors import BadAnswer, InvalidRequest, JobExpired, JobFailed, NotSupported, TimedOut
from genai.jobs import BatchItem, BatchJob, BatchResult, Part
from genai.spool import Limits

NAME = "genai-0123456789abcdef"
KEY = "sk-batching-0123456789"
JOB = BatchJob(provider="openairesponses", id="batch_0", name=NAME, parts=[Part(id="b", count=3)], ids=("a", "b", "c"))
BY_HAND = BatchJob(provider="openairesponses", id="batch_0")


@pytest.fixture
def llm() -> Iterator[genai.Client]:
    """A client that nobody sends with."""
    with genai.load("openai", model="m", api_key=KEY) as made:
        yield made


@pytest.fixture
def server() -> Iterator[BatchServer]:
    """A server of batches."""
    with BatchServer() as running:
        yield running


def load(server: BatchServer, **arguments: Any) -> genai.Client:
    """A client of the server."""
    return genai.load("openai", model="m", api_key=KEY, base_url=server.url, retry=0, **arguments)


def line(id_: str, body: Any = None) -> bytes:
    """A line of the answers."""
    answer = echo({"model": "m", "input": id_}) if body is None else body
    return json.dumps({"custom_id": id_, "response": {"status_code": 200, "body": answer}, "error": None}).encode()


def ours(number: int) -> bytes:
    """The line of one of our items."""
    return line(f"{NAME}-{number}")


@pytest.fixture
def read(llm: genai.Client, tmp_path: Path) -> Any:
    """``read(lines)`` gives what a result says of each item, in its order: "ok", or the class of its error."""

    def reading(data: bytes, job: BatchJob = JOB, **known: Any) -> list[tuple[str, str]]:
        (tmp_path / "answers.jsonl").write_bytes(data)
        result = llm.batching.result(job, **{"state": "completed", "files": [tmp_path / "answers.jsonl"], **known})
        return [(id_, "ok" if isinstance(a, genai.Result) else type(a).__name__) for id_, a in result]

    return reading


# --- What is in the files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"\n".join(map(ours, range(3))),
        b"\xef\xbb\xbf" + b"\r\n".join(map(ours, range(3))) + b"\r\n\r\n \t \r\n",
        b"\n\n" + b"\n\n".join(map(ours, range(3))) + b"\n\n",
        b"\n".join([ours(0), line("a"), line("stranger"), ours(1), ours(2), b"null"]),
        b"\n".join([ours(0), ours(0), ours(1), ours(2), ours(1)]),
    ],
)
def test_ways_to_write_lines(read: Any, data: bytes) -> None:
    """A byte order mark, the ends of lines, blank lines, answers that came twice or that nobody asked: all the same."""
    assert [("a", "ok"), ("b", "ok"), ("c", "ok")] == read(data)


@pytest.mark.parametrize(
    "odd",
    [
        ours(1)[:60],
        b"<html>maintenance</html>",
        b"[]",
        b'{"custom_id": 1}',
        b"\xff\xfe",
        line(f"{NAME}-01"),
        line(f"{NAME}--1"),
        line(f"{NAME}-3"),
        line(f"{NAME}-" + "9" * 5000),
        line(f"{NAME}-\u0661"),
        line("b"),
    ],
)
def test_lines_that_are_no_answers_of_ours(read: Any, odd: bytes) -> None:
    """What they were of has an error, and the others have their answers."""
    assert [("a", "ok"), ("c", "ok"), ("b", "BadAnswer")] == read(b"\n".join([ours(0), odd, ours(2)]))


def test_an_answer_that_has_not_ended(read: Any) -> None:
    """A response that goes on, in a batch that is over, is no answer."""
    going_on = {**echo({"model": "m", "input": ""}), "status": "in_progress"}
    assert ("a", "BadAnswer") == read(line(f"{NAME}-0", going_on))[0]


def test_nothing_is_an_empty_success(read: Any) -> None:
    """Every item of ours is an error then; where nobody knows the items, iterating raises."""
    assert [("a", "JobFailed"), ("b", "JobFailed"), ("c", "JobFailed")] == read(b"")
    with pytest.raises(JobFailed, match="no answer"):
        read(b"", BY_HAND)
    with pytest.raises(JobFailed, match="the second line"):
        read(b"", BY_HAND, state="failed", errors=[JobFailed("the second line is no JSON")], files=[])
    with pytest.raises(JobFailed):
        read(b"", BatchJob(provider="openairesponses", id="b", name=NAME))


def test_the_batches_of_others(read: Any) -> None:
    """Their items have the ids that they have there; a line that cannot be read raises behind the others."""
    assert [("q", "ok"), ("r", "ok")] == read(b"\n".join([line("q"), line("r")]), BY_HAND)
    with pytest.raises(BadAnswer, match="not as documented"):
        read(b"\n".join([line("q"), b"junk", line("r")]), BY_HAND)


def test_two_at_once(llm: genai.Client, tmp_path: Path) -> None:
    """Each iteration reads for itself."""
    (tmp_path / "x").write_bytes(b"\n".join(map(ours, range(3))))
    result = llm.batching.result(JOB, state="completed", files=[tmp_path / "x"])
    assert [("a", "a"), ("b", "b"), ("c", "c")] == [
        (one[0], other[0]) for one, other in zip(result, result, strict=True)
    ]


def test_pickles(llm: genai.Client, tmp_path: Path) -> None:
    """A job does, a result that has files says why not, and one without them goes along with an error."""
    assert JOB == pickle.loads(pickle.dumps(JOB)) == copy.deepcopy(JOB)
    with pytest.raises(TypeError, match="its job does"):
        pickle.dumps(llm.batching.result(JOB, state="completed", files=[tmp_path]))
    pending = pickle.loads(pickle.dumps(llm.batching.result(JOB, state="pending", retry_after=3.0)))
    assert (True, JOB, 3.0) == (pending.pending, pending.job, pending.retry_after)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "background"},
        {"name": NAME, "parts": [Part(id="b", count=-1)]},
        {"name": NAME, "parts": [Part(id="b", count=3)], "ids": ["a"]},
        {"name": NAME, "parts": [Part(id="b", count=10**12)]},
    ],
)
def test_forged_jobs(wrong: dict[str, Any]) -> None:
    """What could not be read later is refused when it is made, so also when it is read from a token."""
    with pytest.raises(InvalidRequest, match=r"BatchJob\.(kind|parts)"):
        BatchJob(provider="openairesponses", id="b", **wrong)


def test_a_long_token() -> None:
    """That of 50,000 items is short enough for a message, and comes back."""
    ids = tuple(f"customer-{number:06d}-é" for number in range(50_000))
    job = BatchJob(provider="p", id="b", name=NAME, parts=[Part(id="b", count=len(ids))], ids=ids)
    token = str(job)
    assert len(token) < 250_000
    assert job == genai.Job.parse(token)


# --- What goes in -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "items", ["hi", b"hi", 5, None, genai.user("hi"), genai.Messages.of("hi"), BatchItem("hi"), genai.Doc(data=b"x")]
)
def test_one_message_is_no_batch(llm: genai.Client, items: Any) -> None:
    """Not even one that could be iterated over."""
    with pytest.raises(InvalidRequest, match="items: a mapping of your ids"):
        llm.gen_batch(items)


@pytest.mark.parametrize(
    ("items", "options", "fault"),
    [
        ({None: "hi"}, {}, r"items\[''\]: an id is a text"),
        ({"a": BatchItem("hi", id="b")}, {}, r"items\['a'\]: BatchItem\.id: the mapping says it"),
        ([BatchItem("hi", timeout=3)], {}, r"items\[0\]: Timeout\.total: not for an item"),
        ([BatchItem("hi", genai.Timeout(idle=3))], {}, r"items\[0\]: Timeout\.idle: not for an item"),
        ([BatchItem("hi", colour=3)], {}, r"items\[0\]: colour: no option"),
        (["hi"], {"timeout": -1}, r"Timeout\.total: at least"),
        (["hi"], {"timeout": 3, "total": 3}, r"Timeout\.total: given twice"),
        (["hi"], {"poll_interval": 3}, r"poll_interval: not for a batch"),
        (["hi"], {"job": "batch"}, r"JobOptions\.job: not for a batch"),
    ],
)
def test_what_items_and_options_may_not_be(llm: genai.Client, items: Any, options: Any, fault: str) -> None:
    """It is named, and nothing is sent."""
    with pytest.raises(InvalidRequest, match=fault):
        llm.gen_batch(items, **options)


def test_what_only_streams_have(llm: genai.Client) -> None:
    """Previews of pictures are no option of a batch."""
    with pytest.raises(NotSupported, match="partial_images"):
        llm.gen_batch(["hi"], partial_images=2)


def test_a_job_is_no_text(llm: genai.Client) -> None:
    """Whoever gives its token is told how to read it."""
    for verb in ("poke_result", "wait", "cancel", "resume_stream"):
        with pytest.raises(InvalidRequest, match=r"Job\.parse"):
            getattr(llm, verb)(str(JOB))


def test_items_are_not_in_the_deadline(server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """It begins when the items are there: making them may take longer."""
    seconds = [0.0]
    monkeypatch.setattr("genai.deadlines.monotonic", lambda: seconds[0])

    def slow() -> Iterator[str]:
        seconds[0] += 10_000
        yield "hi"

    with load(server) as llm:
        assert 1 == llm.gen_batch(slow(), timeout=5).count


def test_asyncio_goes_on_while_items_are_written(server: BatchServer) -> None:
    """Spooling gives way again and again."""

    async def spooling() -> int:
        turns = 0

        async def other() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        beside = asyncio.create_task(other())
        llm = load(server)
        during = [0]

        def items() -> Iterator[str]:
            for number in range(2000):
                yield f"question {number}"
            during[0] = turns

        await llm.aio.gen_batch(items())
        beside.cancel()
        await llm.aio.aclose()
        return during[0]

    assert asyncio.run(spooling()) >= 2000 // 50 - 1


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_gateway_that_does_not_know(server: BatchServer, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    """What it answered says nothing of the batch, which may be there: then it is found, and not made again."""
    monkeypatch.setattr("genai.batching.LOOKS", (0.0,))
    made = server.do

    def unclear(method: str, path: str, *rest: Any) -> tuple[int, Any]:
        answer = made(method, path, *rest)
        return (status, {}) if (method, path) == ("POST", "/v1/batches") else answer

    monkeypatch.setattr(server, "do", unclear)
    with load(server) as llm:
        assert ("batch_0", 2) == ((job := llm.gen_batch({"a": "x", "b": "y"})).id, job.count)
        monkeypatch.setattr(server, "do", lambda *asked: (status, {}) if asked[0] == "POST" else made(*asked))
        with pytest.raises(genai.ProviderError):
            llm.gen_batch({"a": "x"})
    assert 1 == len(server.batches)


# --- What comes out ---------------------------------------------------------------------------------------------------


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    return place


def done(server: BatchServer, llm: genai.Client, **items: str) -> BatchResult:
    """A batch that is over."""
    server.polls = 0
    return llm.poke_result(llm.gen_batch(items or {"a": "x", "b": "y"}))


def test_the_folder_goes_with_its_result(server: BatchServer, temporary: Path) -> None:
    """Not before: somebody who iterates keeps it."""
    with load(server) as llm:
        result = done(server, llm)
        left = iter(result)
        next(left)
        del result
        gc.collect()
        assert 1 == len([*temporary.iterdir()])
        assert 1 == len([*left])
        del left
        gc.collect()
        assert [] == [*temporary.iterdir()]


def test_answers_that_are_gone(server: BatchServer) -> None:
    """A provider keeps them for some weeks; then each item says so."""
    with load(server) as llm:
        server.polls = 0
        job = llm.gen_batch({"a": "x", "b": "y"})
        server.before = lambda method, path: (404, {"error": {"message": "gone"}}) if "content" in path else None
        result = llm.poke_result(job)

    assert "expired" == result.state
    assert {"a": JobExpired, "b": JobExpired} == {id_: type(answer) for id_, answer in result}
    assert ["gone"] == [str(error)[-4:] for error in result.errors]


def test_a_download_that_fails_leaves_nothing(server: BatchServer, temporary: Path, tmp_path: Path) -> None:
    """No folder, and where a path was given no part of a file."""
    with load(server) as llm:
        server.polls = 0
        job = llm.gen_batch({"a": "x"})

        def broken(method: str, path: str) -> None:
            if "content" in path:
                raise ConnectionError

        server.after = broken
        with pytest.raises(genai.ConnectionFailed):
            llm.poke_result(job)
        (tmp_path / "mine").mkdir()
        with pytest.raises(genai.ConnectionFailed):
            llm.files.content("file-1", into=str(tmp_path / "mine" / "answers"))
        gc.collect()
        assert [] == [*temporary.iterdir()] == [*(tmp_path / "mine").iterdir()]


def test_a_task_that_is_cancelled_leaves_nothing(server: BatchServer, temporary: Path) -> None:
    """Neither while items are written nor while they are sent."""

    async def cancelled(at: str) -> None:
        llm = load(server)
        task: Any = None

        def items() -> Iterator[str]:
            for number in range(1000):
                if number == 500 and at == "items":
                    task.cancel()
                yield f"question {number}"

        loop = asyncio.get_running_loop()

        def cancel(method: str, path: str) -> None:
            if at == path:
                loop.call_soon_threadsafe(task.cancel)

        server.before = cancel
        task = asyncio.create_task(llm.aio.gen_batch(items()))
        with pytest.raises(asyncio.CancelledError):
            await task
        await llm.aio.aclose()

    for at in ("items", "/v1/files", "/v1/batches"):
        asyncio.run(cancelled(at))
        assert [] == [*temporary.iterdir()]


def several(server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> tuple[genai.Client, BatchJob]:
    """A job of three parts."""
    llm = load(server)
    cls: Any = type(llm.batching)
    monkeypatch.setattr(cls, "limits", Limits(requests=1, bytes=10_000))
    return llm, llm.gen_batch({"a": "x", "b": "y", "c": "z"})


def test_a_part_that_is_gone(server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answers of the others are there."""
    server.polls = 0
    llm, job = several(server, monkeypatch)
    del server.batches["batch_1"]
    with llm:
        result = llm.poke_result(job)

    assert "failed" == result.state
    assert {"a": genai.Result, "b": JobFailed, "c": genai.Result} == {id_: type(answer) for id_, answer in result}
    assert "no batch batch_1" in str(dict(result)["b"])


def test_a_part_that_cannot_be_cancelled(server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are; where it is over already that is no error, and where it goes on it is."""
    llm, job = several(server, monkeypatch)
    refused = (409, {"error": {"message": "no"}})
    server.before = lambda method, path: refused if path.endswith("batch_0/cancel") else None
    with llm:
        with pytest.raises(InvalidRequest, match="no"):
            llm.cancel(job)
        assert ["in_progress", "cancelled", "cancelled"] == [batch["status"] for batch in server.batches.values()]
        server.finish(server.batches["batch_0"])
        llm.cancel(job)


# --- Waiting ----------------------------------------------------------------------------------------------------------


def test_waiting_too_long_tells_what_is_known(server: BatchServer) -> None:
    """The error has what the last poll gave, and pickles."""
    server.polls = 1_000_000
    with load(server) as llm:
        job = llm.gen_batch({"a": "x"})
        with pytest.raises(TimedOut, match="it goes on") as caught:
            llm.wait(job, timeout=0.2, poll_interval=0.05)
    known: Any = pickle.loads(pickle.dumps(caught.value)).result
    assert ("wait", "pending", 1, job) == (caught.value.phase, known.state, known.counts.total, known.job)


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_on_progress_may_end_it(server: BatchServer, error: type[BaseException]) -> None:
    """What it raises comes out."""

    def raising(state: Any) -> None:
        raise error

    server.polls = 1_000_000
    with load(server) as llm, pytest.raises(error):
        llm.wait(llm.gen_batch({"a": "x"}), on_progress=raising)


@pytest.mark.parametrize(("asked", "slept"), [("7", 7.0), ("2.5", 2.5), ("86400", 3600.0), ("soon", 0.5), ("0", 0.5)])
def test_wait_obeys_the_server(monkeypatch: pytest.MonkeyPatch, asked: str, slept: float) -> None:
    """It asks again when the server says, an hour later at the most."""
    import httpx2

    naps: list[float] = []
    monkeypatch.setattr("genai.deadlines.Clock.sleep", lambda self, seconds: naps.append(seconds))

    def answer(request: httpx2.Request) -> httpx2.Response:
        state = "ended" if naps else "in_progress"
        counts = dict.fromkeys(("processing", "succeeded", "errored", "canceled", "expired"), 0)
        fields = {"id": "b", "type": "message_batch", "processing_status": state, "request_counts": counts}
        return httpx2.Response(200, json=fields, headers={"retry-after": asked})

    with httpx2.Client(transport=httpx2.MockTransport(answer)) as http:
        llm = genai.load("anthropic", model="m", api_key=KEY, http_client=http)
        assert "expired" == llm.wait(BatchJob(provider="anthropic", id="b")).state
    assert [slept] == naps


@pytest.mark.parametrize(
    "odd",
    [
        {"batchStats": True},
        {"batchStats": {"requestCount": "many"}},
        {"batchStats": {"requestCount": [3]}},
        {"output": {"inlinedResponses": [3]}},
    ],
)
def test_what_google_says_of_a_batch_may_be_odd(odd: dict[str, Any]) -> None:
    """It is BadAnswer, and no error of Python's."""
    import httpx2

    batch = {"name": "batches/b", "metadata": {"state": "BATCH_STATE_SUCCEEDED", **odd}}
    with httpx2.Client(transport=httpx2.MockTransport(lambda _: httpx2.Response(200, json=batch))) as http:
        llm = genai.load("gemini", model="m", api_key=KEY, http_client=http)
        with pytest.raises(BadAnswer, match="not as documented"):
            llm.poke_result(BatchJob(provider="gemini", id="batches/b"))
