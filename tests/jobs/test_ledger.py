"""The ledger: what is asked is written down, submitted once, polled by one, and kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from batch_server import BatchServer, Body

import genai
import genai.jobs
from genai.jobs import BatchItem, Counts, Entry, Ledger
from genai.jobs.lease import Lease
from genai.providers.openairesponses import Options, batching

KEY = "sk-secret-of-these-tests"
ITEMS = {f"item {number}": f"Question {number}" for number in range(7)}
ANSWERS = {id_: f"echo {asked}" for id_, asked in ITEMS.items()}
FAST: dict[str, Any] = {"poll_interval": 0.01, "timeout": 30}


class Died(BaseException):
    """The process is gone; nothing but the ledger is left."""


def texts(result: genai.jobs.BatchResult) -> dict[str, str]:
    """The answers, all of which are there."""
    return {id_: answer.text for id_, answer in result if isinstance(answer, genai.Result)}


def broken(server: BatchServer, asked: str, times: int = 1) -> list[str]:
    """Break the connection when something has been done that was asked, but not answered; gives what was broken."""
    done: list[str] = []

    def after(method: str, path: str) -> None:
        if f"{method} {path}" == asked and len(done) < times:
            done.append(path)
            raise ConnectionResetError

    server.after = after
    return done


def refusing(server: BatchServer, asked: str, status: int, times: int = 1_000) -> None:
    """Answer with an error."""
    left = [times]

    def before(method: str, path: str) -> tuple[int, Body] | None:
        if f"{method} {path}" != asked or left[0] == 0:
            return None
        left[0] -= 1
        kind = "server_error" if status >= 500 else "invalid_request_error"
        return status, {"error": {"message": "no", "type": kind, "code": "x"}}

    server.before = before


def dying(monkeypatch: pytest.MonkeyPatch, cls: type[Any], name: str, afterwards: bool) -> None:
    """The process dies at a step, once: before it, or when it is done."""
    real = getattr(cls, name)

    def die(self: Any, *arguments: Any, **known: Any) -> Any:
        monkeypatch.setattr(cls, name, real)
        if not afterwards:
            raise Died
        real(self, *arguments, **known)
        raise Died

    monkeypatch.setattr(cls, name, die)


# --- From the first to the last ---


def test_a_batch_from_first_to_last(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """Seven items go out as three batches, come back by their ids, and are counted once."""
    entry = ledger.submit_batch(llm, ITEMS, max_tokens=9)
    result = ledger.wait(entry, llm=llm, **FAST)
    after = ledger.get(entry)

    assert ("pending", 7, Counts(total=7)) == (entry.state, entry.items, entry.counts)
    assert (ANSWERS, "completed", 3) == (texts(result), result.state, len(server.batches))
    assert ("completed", Counts(total=7, succeeded=7, failed=0)) == (after.state, after.counts)
    assert (35, 35) == (after.usage and after.usage.total_tokens, ledger.usage.total_tokens)
    assert [f"{entry.id}-{number}" for number in range(7)] == server.submitted
    assert {f"{entry.id}.{number}" for number in range(3)} == {
        batch["metadata"]["genai"] for batch in server.batches.values()
    }


@pytest.mark.parametrize("job", ["batch", "background"])
def test_one_request(ledger: Ledger, llm: genai.Client, server: BatchServer, job: str) -> None:
    """One request is a batch of one, or a background job; its answer is a Result, and is kept."""
    answer = {"id": "resp_7", "object": "response", "model": "m", "status": "queued", "output": [], "created_at": 1}

    def before(method: str, path: str) -> tuple[int, Body] | None:
        if "/responses" not in path:
            return None
        done = {} if method == "POST" else {**genuine("Question"), "created_at": 1}
        return 200, {**answer, **done}

    server.before = before
    entry = ledger.submit(llm, "Question", job=job)
    result = ledger.wait(entry, llm=llm, **FAST)
    asked = len(server.asked)

    assert (True, job, 1) == (entry.single, entry.kind, entry.items)
    assert ("echo Question", "echo Question") == (result.text, ledger.results(entry).text)
    assert ("completed", Counts(total=1, succeeded=1, failed=0)) == (ledger.get(entry).state, ledger.get(entry).counts)
    assert (5, asked) == (ledger.usage.total_tokens, len(server.asked))


@pytest.mark.parametrize("pairs", [0, 1, 16])
def test_our_name_is_on_a_background_job(ledger: Ledger, pairs: int) -> None:
    """The provider keeps it beside the caller's own pairs, if there is room; the same work is known in spite of it."""
    bodies: list[Body] = []
    own = {f"key {number}": "x" for number in range(pairs)}

    def answer(request: httpx2.Request) -> httpx2.Response:
        bodies.append(json.loads(request.read()))
        return httpx2.Response(200, json={"id": "resp_1", "object": "response", "status": "queued", "output": []})

    with httpx2.Client(transport=httpx2.MockTransport(answer)) as client:
        llm = genai.load("openai", model="m", api_key="k", http_client=client)
        entries = [ledger.submit(llm, "x", Options(metadata=own), key="k") for _ in range(2)]

    assert [own | ({"genai": entries[0].id} if pairs < 16 else {})] == [body["metadata"] for body in bodies]
    assert entries[0].id == entries[1].id


def genuine(text: str) -> Body:
    """The server's answer to a text."""
    server = BatchServer()
    server.http.server_close()
    return {**server.answer({"input": text, "model": "m"}), "id": "resp_7"}


def test_results_are_kept(ledger: Ledger, llm: genai.Client, server: BatchServer, tmp_path: Path) -> None:
    """Once fetched, answers are read without the server, without a key, by whoever opens the ledger."""
    entry = ledger.submit_batch(llm, ITEMS)
    ledger.wait(entry, llm=llm, **FAST)
    server.http.shutdown()
    asked = len(server.asked)
    with genai.jobs.open(tmp_path / "jobs.db") as again:
        assert ANSWERS == texts(again.results(entry.id))
        assert ANSWERS == texts(again.wait(entry.id))
        assert "completed" == again.poke(entry.id).state
    assert asked == len(server.asked)


def test_unfinished_work_has_no_results(ledger: Ledger, llm: genai.Client) -> None:
    """Asking for them is InvalidRequest, which says what to do."""
    entry = ledger.submit_batch(llm, ITEMS)

    with pytest.raises(genai.InvalidRequest, match=r"is pending: ledger\.wait"):
        ledger.results(entry)
    with pytest.raises(genai.InvalidRequest, match=r"ledger\.cancel\(\) it first"):
        ledger.remove(entry)


def test_answers_that_somebody_removed(ledger: Ledger, llm: genai.Client) -> None:
    """They are gone, and are not told to be the provider's failures."""
    entry = ledger.submit_batch(llm, ["x"])
    result = ledger.wait(entry, llm=llm, **FAST)
    result.files[0].parent.rename(ledger.folder / "elsewhere")

    with pytest.raises(genai.InvalidRequest, match="are gone"):
        ledger.results(entry)


def test_progress_is_told(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """on_progress gets the entry whenever it has changed, to the end."""
    server.polls = 2
    seen: list[Entry] = []
    ledger.wait(ledger.submit_batch(llm, ["x"]), llm=llm, on_progress=seen.append, **FAST)

    assert ["pending", "pending", "pending", "completed"] == [entry.state for entry in seen]
    assert [1] == [entry.counts.succeeded for entry in seen if entry.over]
    assert len(seen) == len({entry.polled for entry in seen})


def test_time_is_up(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """A wait that is too short raises TimedOut, and the work goes on."""
    server.polls = 1_000_000
    entry = ledger.submit_batch(llm, ["x"])

    with pytest.raises(genai.TimedOut) as caught:
        ledger.wait(entry, llm=llm, timeout=0.05, poll_interval=0.01)
    assert ("wait", "pending") == (caught.value.phase, ledger.get(entry).state)


def test_retry_after_is_obeyed(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """A server that asks for an hour is not asked again before, whoever waits."""
    entry = ledger.submit_batch(llm, ["x"])
    asked: list[str] = []

    def later(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.method)
        return httpx2.Response(503, headers={"retry-after": "3600"}, json={"error": {"message": "later"}})

    http = httpx2.Client(transport=httpx2.MockTransport(later))
    slow = genai.load("openai", model="m", api_key=KEY, base_url=server.url, http_client=http)
    with slow, http, pytest.raises(genai.TimedOut):
        ledger.wait(entry, llm=slow, timeout=0.2, poll_interval=0.01)
    with pytest.raises(genai.TimedOut):
        ledger.wait(entry, llm=llm, timeout=0.1, poll_interval=0.01)

    assert (["GET"], ["POST /v1/files", "POST /v1/batches"]) == (asked, server.asked)
    assert "Overloaded" in str(ledger.get(entry).error)


# --- The caller's own name for the work ---


def test_the_same_key_is_the_same_work(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """What was submitted under a key is given back, and nothing is sent again."""
    first = ledger.submit_batch(llm, ITEMS, key="report", max_tokens=9)
    asked = len(server.asked)
    second = ledger.submit_batch(llm, ITEMS, key="report", max_tokens=9)

    assert (first.id, asked, 1) == (second.id, len(server.asked), len(ledger.list()))
    assert first.id == ledger.get("report").id
    assert [first.id] == [folder.name for folder in ledger.folder.iterdir()]


@pytest.mark.parametrize("other", ["items", "options", "model", "single"])
def test_a_key_is_not_for_other_requests(ledger: Ledger, llm: genai.Client, server: BatchServer, other: str) -> None:
    """Other items, options or models under a key that is taken are InvalidRequest, and nothing is sent."""
    ledger.submit_batch(llm, ["a"], key="report")
    asked = len(server.asked)
    with genai.load("openai", model="other", api_key="k", base_url=server.url) as stranger:
        submit: dict[str, Callable[[], Entry]] = {
            "items": lambda: ledger.submit_batch(llm, ["b"], key="report"),
            "options": lambda: ledger.submit_batch(llm, ["a"], key="report", temperature=1),
            "model": lambda: ledger.submit_batch(stranger, ["a"], key="report"),
            "single": lambda: ledger.submit(llm, "b", key="report"),
        }
        with pytest.raises(genai.InvalidRequest, match="choose another key"):
            submit[other]()

    assert asked == len(server.asked)


def test_without_a_key_it_is_new(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """The same items twice are two entries, the newest first."""
    entries = [ledger.submit_batch(llm, ["a"]) for _ in range(2)]

    assert [entry.id for entry in reversed(entries)] == [entry.id for entry in ledger.list()]
    assert 2 == len(set(server.submitted))


@pytest.mark.parametrize("how", [{"timeout": 5}, {"total": 5}, {"key": ""}])
def test_what_has_no_place_in_the_ledger(ledger: Ledger, llm: genai.Client, how: dict[str, Any]) -> None:
    """A deadline of one call, or a key that is empty, is InvalidRequest."""
    with pytest.raises(genai.InvalidRequest, match=r"key|deadlines"):
        ledger.submit_batch(llm, ["a"], **how)
    with pytest.raises(genai.InvalidRequest, match=r"key|deadlines"):
        ledger.submit(llm, "a", **how)


def test_what_is_wrong_leaves_nothing(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """Wrong items are named, nothing is sent, and neither an entry nor a file stays."""
    with pytest.raises(genai.InvalidRequest, match=r"items\['b'\]"):
        ledger.submit_batch(llm, {"a": "x", "b": BatchItem("y", temperature=99)})

    assert ([], [], []) == (server.asked, ledger.list(), [*ledger.folder.iterdir()])


# --- What happens when an answer is lost ---


def test_an_answer_that_was_lost_is_found(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """A batch whose submission was not answered is adopted by its name, and is not sent again."""
    lost = broken(server, "POST /v1/batches")
    with pytest.raises(genai.ConnectionFailed) as caught:
        ledger.submit_batch(llm, ITEMS, key="k")
    before = ledger.get("k")
    result = ledger.wait("k", llm=llm, **FAST)

    assert ("submitting", "ConnectionFailed") == (before.state, before.error and before.error.error)
    assert [f"it stays in the ledger as {before.id}; ledger.resume() goes on with it"] == caught.value.__notes__
    assert (ANSWERS, 7, 7, 1) == (texts(result), len(server.submitted), len(set(server.submitted)), len(lost))


@pytest.mark.parametrize("afterwards", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", ["add", "begin", "part", "finish"])
def test_a_process_that_dies(
    ledger: Ledger,
    llm: genai.Client,
    server: BatchServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    step: str,
    afterwards: bool,
) -> None:
    """Whether it dies before or after a step, who comes after it ends with every answer, and nothing was sent twice."""
    dying(monkeypatch, type(ledger._store), step, afterwards)
    with pytest.raises(Died):
        ledger.wait(ledger.submit_batch(llm, ITEMS, key="k"), llm=llm, **FAST)
    with genai.jobs.open(tmp_path / "jobs.db", lease=0.3, grace=0.05) as again:
        result = again.wait(again.submit_batch(llm, ITEMS, key="k"), llm=llm, **FAST)
        entry = again.get("k")

    assert (ANSWERS, "completed", 35) == (texts(result), entry.state, entry.usage and entry.usage.total_tokens)
    assert ([f"{entry.id}-{number}" for number in range(7)]) == sorted(server.submitted)


def test_a_list_that_lags_behind(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """A batch that is not listed at once is looked for again before anything is sent."""
    broken(server, "POST /v1/batches")
    with pytest.raises(genai.ConnectionFailed):
        ledger.submit_batch(llm, ["x"], key="k")
    hidden, server.batches = server.batches, {}
    assert "submitting" == ledger.poke("k", llm=llm).state
    server.batches = hidden
    result = ledger.wait("k", llm=llm, **FAST)

    assert ({"0": "echo x"}, 1) == (texts(result), len(server.submitted))


def test_what_never_came_is_sent_again(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """A submission that is not found for the time of grace never was, and is made."""
    broken(server, "POST /v1/batches")
    with pytest.raises(genai.ConnectionFailed):
        ledger.submit_batch(llm, ["x"], key="k")
    server.batches.clear()
    server.submitted.clear()
    result = ledger.wait("k", llm=llm, **FAST)

    assert ({"0": "echo x"}, 1) == (texts(result), len(server.submitted))


@pytest.mark.parametrize("one", [False, True], ids=["batch", "background"])
def test_what_cannot_be_found_is_unknown(
    ledger: Ledger, llm: genai.Client, server: BatchServer, monkeypatch: pytest.MonkeyPatch, one: bool
) -> None:
    """Where nothing can tell whether a submission arrived, it is unknown, and is never sent again."""
    monkeypatch.setattr(batching.Batching, "findable", False)
    broken(server, "POST /v1/responses" if one else "POST /v1/batches")
    server.before = lambda method, path: (200, {}) if path == "/v1/responses" else None

    def submit() -> Entry:
        return ledger.submit(llm, "x", key="k") if one else ledger.submit_batch(llm, ["x"], key="k")

    with pytest.raises((genai.ConnectionFailed, genai.JobUnknown)):
        submit()
    with pytest.raises(genai.JobUnknown):
        ledger.wait("k", llm=llm, **FAST)
    asked, entry = len(server.asked), ledger.get("k")

    assert ("unknown", True, None) == (entry.state, entry.over, ledger.job(entry))
    assert (entry.id, "unknown", asked) == (submit().id, ledger.poke(entry, llm=llm).state, len(server.asked))


def test_nobody_is_there(ledger: Ledger, tmp_path: Path) -> None:
    """What never left stays, and can be submitted; one background job leaves nothing."""
    with genai.load("openai", model="m", api_key="k", base_url="http://127.0.0.1:1/v1", retry=0) as llm:
        with pytest.raises(genai.ConnectionFailed):
            ledger.submit_batch(llm, ["x"])
        with pytest.raises(genai.ConnectionFailed):
            ledger.submit(llm, "x")

    assert [("submitting", "ConnectionFailed")] == [(e.state, e.error and e.error.error) for e in ledger.list()]


# --- What a provider refuses ---


def test_a_refusal_ends_it(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """A request that the provider refuses is raised, its entry has failed, and says why; it is not sent again."""
    refusing(server, "POST /v1/batches", 400)
    with pytest.raises(genai.InvalidRequest, match="no") as caught:
        ledger.submit_batch(llm, ["x"], key="k")
    asked = len(server.asked)
    with pytest.raises(genai.InvalidRequest, match="no"):
        ledger.wait("k", llm=llm)
    entry = ledger.get("k")

    assert ("failed", "InvalidRequest", 400) == (
        entry.state,
        entry.error and entry.error.error,
        entry.error and entry.error.status,
    )
    assert ([f"the ledger has it as {entry.id}"], asked) == (caught.value.__notes__, len(server.asked))


@pytest.mark.parametrize(("status", "error"), [(401, genai.AuthError), (429, genai.RateLimited)])
def test_a_refusal_that_may_pass(
    ledger: Ledger, llm: genai.Client, server: BatchServer, status: int, error: type[genai.Error]
) -> None:
    """A wrong key, or too much at once, is raised, and the entry is gone on with."""
    refusing(server, "POST /v1/batches", status, times=1)
    with pytest.raises(error):
        ledger.submit_batch(llm, ["x"], key="k")
    result = ledger.wait("k", llm=llm, **FAST)

    assert ({"0": "echo x"}, 1) == (texts(result), len(server.submitted))


def test_a_part_that_is_refused(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """The others go on; its items are errors that say why."""
    refusing(server, "POST /v1/batches", 400, times=1)
    entry = ledger.submit_batch(llm, ITEMS)
    result = ledger.wait(entry, llm=llm, **FAST)
    answers = dict(result)
    failed = [id_ for id_, answer in answers.items() if isinstance(answer, genai.Error)]

    assert (["item 0", "item 1", "item 2"], "failed") == (failed, result.state)
    assert {id_: ANSWERS[id_] for id_ in ITEMS if id_ not in failed} == texts(result)
    assert "no" in str(answers["item 0"])
    assert Counts(total=7, succeeded=4, failed=3) == ledger.get(entry).counts
    polled: Any = llm.poke_result(genai.Job.parse(str(ledger.job(entry))))
    assert list(answers) == [id_ for id_, _ in polled]


def test_a_failed_poll_is_waited_through(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """A server that has trouble, and a connection that breaks, are waited for; what they said is shown meanwhile."""
    entry = ledger.submit_batch(llm, ["x"])
    refusing(server, "GET /v1/batches/batch_0", 500, times=2)
    seen: list[str] = []
    result = ledger.wait(entry, llm=llm, on_progress=lambda e: seen.append(e.error.error if e.error else ""), **FAST)

    assert {"0": "echo x"} == texts(result)
    assert {"", "ProviderError"} == set(seen)
    assert None is ledger.get(entry).error


def test_a_job_that_the_provider_does_not_know(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """A young one may not be everywhere yet; an older one is unknown, until it is known again."""
    entry = ledger.submit_batch(llm, ["x"])
    hidden, server.batches = server.batches, {}
    with pytest.raises(genai.JobUnknown):
        ledger.wait(entry, llm=llm, **FAST)
    lost = ledger.get(entry)
    server.batches = hidden
    while not ledger.poke(entry, llm=llm).over:
        pass

    assert ("unknown", {"0": "echo x"}) == (lost.state, texts(ledger.results(entry)))


def test_an_item_that_failed(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """One request whose answer is an error has failed with it; in a batch it is that item's alone."""
    server.answer = lambda body: {"error": {"message": "broken", "code": "server_error"}}
    one, many = ledger.submit(llm, "x", job="batch"), ledger.submit_batch(llm, ["x"])
    with pytest.raises(genai.Error, match="broken") as caught:
        ledger.wait(one, llm=llm, **FAST)
    with pytest.raises(type(caught.value), match="broken"):
        ledger.results(one)
    result = ledger.wait(many, llm=llm, **FAST)

    assert [("completed", 1), ("failed", 1)] == [(entry.state, entry.counts.failed) for entry in ledger.list()]
    assert [True] == [isinstance(answer, genai.Error) for _, answer in result]


def test_vectors(ledger: Ledger, server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch of texts to be embedded is kept and counted like any other; a client that is made for it embeds."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    vector = {"object": "embedding", "index": 0, "embedding": [1.0, 2.0]}
    usage = {"prompt_tokens": 3, "total_tokens": 3}
    server.answer = lambda body: {"object": "list", "model": "e", "data": [vector], "usage": usage}
    with genai.load("openai", model="e", output="embedding", base_url=server.url) as llm:
        entry = ledger.submit_batch(llm, {"a": "x", "b": "y"})
    answers = {id_: answer.vectors for id_, answer in ledger.wait(entry, **FAST)}

    assert {"a": ((1.0, 2.0),), "b": ((1.0, 2.0),)} == answers
    assert (Counts(total=2, succeeded=2, failed=0), 6) == (ledger.get(entry).counts, ledger.usage.total_tokens)


def test_an_answer_that_cannot_be_read(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """A line that is none is an error of its item, and the entry ends all the same."""
    finish = server.finish

    def damaged(batch: Body) -> None:
        finish(batch)
        rest = server.files[batch["output_file_id"]].partition(b"\n")[2]
        server.files[batch["output_file_id"]] = b"{nonsense\n" + rest

    server.finish = damaged  # type: ignore[method-assign]  # of this server alone
    entry = ledger.submit_batch(llm, ["x", "y"])
    answers = dict(ledger.wait(entry, llm=llm, **FAST))

    assert [genai.Result, genai.BadAnswer] == [type(answer) for answer in answers.values()]
    assert ("completed", Counts(total=2, succeeded=1, failed=1)) == (ledger.get(entry).state, ledger.get(entry).counts)


def test_trouble_that_passed_is_forgotten(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """A failed poll stands in the entry until one succeeds, also when that is the last."""
    server.polls = 0
    entries = ledger.submit(llm, "x", job="batch"), ledger.submit_batch(llm, ["y"])
    refusing(server, "GET /v1/batches/batch_0", 500, times=1)
    results = [ledger.wait(entry, llm=llm, **FAST) for entry in entries]

    assert ("echo x", {"0": "echo y"}) == (results[0].text, texts(results[1]))
    assert [None, None] == [entry.error for entry in ledger.list()]


# --- Cancelling, removing ---


def test_cancelled(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """A cancelled batch ends as such at the next poll; its items are JobCancelled."""
    server.polls = 1_000_000
    entry = ledger.submit_batch(llm, ["x"])
    ledger.cancel(entry, llm=llm)
    result = ledger.wait(entry, llm=llm, **FAST)

    assert ("cancelled", "cancelled") == (result.state, ledger.get(entry).state)
    assert [genai.JobCancelled] == [type(answer) for _, answer in result]


def test_cancelled_before_it_was_submitted(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """What was not sent yet never is."""
    refusing(server, "POST /v1/batches", 429)
    with pytest.raises(genai.RateLimited):
        ledger.submit_batch(llm, ["x"], key="k")
    entry = ledger.cancel("k", llm=llm)
    with pytest.raises(genai.JobCancelled):
        ledger.wait("k", llm=llm)

    assert ("cancelled", []) == (entry.state, server.submitted)


def test_removed(ledger: Ledger, llm: genai.Client) -> None:
    """An entry that is over goes with all its files, and its key is free."""
    entry = ledger.submit_batch(llm, ["x"], key="k")
    ledger.wait(entry, llm=llm, **FAST)
    ledger.remove(entry)

    assert ([], []) == (ledger.list(), [*ledger.folder.iterdir()])
    with pytest.raises(genai.InvalidRequest, match="has no entry 'k'"):
        ledger.get("k")
    assert entry.id != ledger.submit_batch(llm, ["y"], key="k").id


def test_removed_by_force(ledger: Ledger, llm: genai.Client) -> None:
    """What is unfinished is forgotten only by force."""
    entry = ledger.submit_batch(llm, ["x"])
    ledger.remove(entry, force=True)

    assert ([], []) == (ledger.list(), [*ledger.folder.iterdir()])


# --- Several at once ---


def test_one_polls_for_all(ledger: Ledger, llm: genai.Client, server: BatchServer, tmp_path: Path) -> None:
    """Four who wait for the same entry, each with a ledger of its own, download it once."""
    server.polls = 3
    entry = ledger.submit_batch(llm, ["x"])
    found: list[dict[str, str]] = []

    def wait() -> None:
        with genai.jobs.open(tmp_path / "jobs.db") as mine:
            found.append(texts(mine.wait(entry.id, llm=llm, **FAST)))

    threads = [threading.Thread(target=wait) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [{"0": "echo x"}] * 4 == found
    assert 4 == server.asked.count("GET /v1/batches/batch_0")
    assert 1 == sum("content" in asked for asked in server.asked)


def test_the_same_key_at_the_same_time(ledger: Ledger, llm: genai.Client, server: BatchServer, tmp_path: Path) -> None:
    """Four who submit the same work at once have one entry, which is sent once."""
    barrier, found = threading.Barrier(4), list[str]()

    def submit() -> None:
        with genai.jobs.open(tmp_path / "jobs.db") as mine:
            barrier.wait()
            found.append(mine.submit_batch(llm, ITEMS, key="k").id)

    threads = [threading.Thread(target=submit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result = ledger.wait("k", llm=llm, **FAST)

    assert (4, 1, 7) == (len(found), len(set(found)), len(server.submitted))
    assert ANSWERS == texts(result)


def test_who_lost_the_lease_sends_nothing(
    ledger: Ledger, llm: genai.Client, server: BatchServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who slept while another took the entry over makes no batch: it is looked at again right before that."""
    begin = Lease.begin

    def late(lease: Lease, number: int) -> None:
        monkeypatch.setattr(Lease, "begin", begin)
        lease.store._db.execute("UPDATE entry SET lease = 0")
        assert lease.store.claim(lease.id, "another", 0.2, due=False)
        begin(lease, number)

    monkeypatch.setattr(Lease, "begin", late)
    entry = ledger.submit_batch(llm, ["x"])

    assert ("submitting", []) == (entry.state, server.submitted)
    assert {"0": "echo x"} == texts(ledger.wait(entry, llm=llm, **FAST))
    assert 1 == len(server.submitted)


def test_resume_goes_on_with_everything(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """One pass submits, polls and downloads whatever is unfinished; an error of one entry stops no other."""
    server.polls = 0
    refusing(server, "POST /v1/batches", 429, times=1)
    with pytest.raises(genai.RateLimited):
        ledger.submit_batch(llm, ["x"], key="unsent")
    ledger.submit_batch(llm, ["y"], key="sent")
    nobody = genai.load("openai", model="m", api_key="k", base_url="http://127.0.0.1:1/v1", retry=0)
    with nobody, pytest.raises(genai.ConnectionFailed):
        ledger.submit_batch(nobody, ["z"], key="unreachable")
    states = {e.key: (e.state, e.error and e.error.error) for e in ledger.resume(api_key="k", retry=0)}

    assert {
        "unsent": ("completed", None),
        "sent": ("completed", None),
        "unreachable": ("submitting", "ConnectionFailed"),
    } == states
    assert ["unreachable"] == [entry.key for entry in ledger.list(unfinished=True)]
    assert [] == ledger.resume(llm=llm)


# --- Who gets the key ---


def test_no_key_in_any_file(ledger: Ledger, llm: genai.Client, tmp_path: Path) -> None:
    """Neither the database nor anything beside it has the key, whatever was done."""
    ledger.wait(ledger.submit_batch(llm, ITEMS), llm=llm, **FAST)
    ledger.submit(llm, "x", job="batch")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]

    assert len(files) > 5
    assert [] == [path for path in files if b"sk-secret" in path.read_bytes()]


def test_a_forged_ledger_gets_no_key(ledger: Ledger, llm: genai.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry that names another host than its provider's is AuthError, unless the caller names that host."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    entry = ledger.submit_batch(llm, ["x"])
    ledger._store._db.execute("UPDATE entry SET base_url = 'https://evil.example/v1'")

    for ask in (ledger.wait, ledger.poke, ledger.cancel, ledger.client):
        with pytest.raises(genai.AuthError, match=r"evil\.example"):
            ask(entry)
    with pytest.raises(genai.InvalidRequest, match=r"evil\.example"):
        ledger.poke(entry, llm=llm)
    assert ["AuthError"] == [e.error and e.error.error for e in ledger.resume()]


def test_a_client_of_another_model(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """A client that is given is one of the entry's model."""
    entry = ledger.submit_batch(llm, ["x"])
    other = genai.load("openai", model="other", api_key="k", base_url=server.url)
    with other, pytest.raises(genai.InvalidRequest, match="for the model m"):
        ledger.wait(entry, llm=other)


def test_an_entry_is_a_value(ledger: Ledger, llm: genai.Client, server: BatchServer) -> None:
    """It goes to JSON and back, with what went wrong in it."""
    refusing(server, "POST /v1/batches", 400)
    with pytest.raises(genai.InvalidRequest):
        ledger.submit_batch(llm, ["x"], key="k")
    entry = ledger.get("k")

    assert entry == Entry.from_json(entry.to_json())
    assert "InvalidRequest" == json.loads(entry.to_json())["error"]["error"]
    assert str(entry.error).startswith("InvalidRequest: ")
