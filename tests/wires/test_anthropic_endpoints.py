"""The raw layer of anthropic: raw types in, raw types out, in both drivers."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import field, frozen
from contract.side import Side
from contract.specimen_anthropic import MODEL, MODELS, PLAIN, SPECIMEN, dumped, failure, message
from wires.raw_calls import call

import genai
from genai.convert import structure
from genai.providers.anthropic import raw

REQUEST = raw.MessageRequest(model="m", max_tokens=9, messages=[raw.InputMessage(role="user", content="hi")])
ASKED = {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}
FILE = {
    "id": "file_1",
    "type": "file",
    "filename": "a.txt",
    "mime_type": "text/plain",
    "size_bytes": 2,
    "created_at": "2026-11-21T00:00:00Z",
    "downloadable": False,
}
BATCH = {
    "id": "batch_1",
    "type": "message_batch",
    "processing_status": "in_progress",
    "request_counts": {"processing": 1, "succeeded": 0, "errored": 0, "canceled": 0, "expired": 0},
    "created_at": "2026-11-21T00:00:00Z",
    "expires_at": "2026-11-22T00:00:00Z",
    "ended_at": None,
    "results_url": None,
}
FETCHING = raw.MessageRequest(model="m", max_tokens=9, messages=[], tools=[raw.WebFetch()])
HELLO = raw.BatchRequest(requests=[raw.BatchEntry(custom_id="a", params=REQUEST)])
LINES = [
    {"custom_id": "a", "result": {"type": "succeeded", "message": message(PLAIN)}},
    {"custom_id": "b", "result": {"type": "errored", "error": json.loads(failure("api_error", "It broke."))}},
    {"custom_id": "c", "result": {"type": "expired"}},
]


@frozen(kw_only=True)
class Case:
    """A call, what it sends, and what comes back."""

    endpoint: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(factory=dict)
    sends: str
    body: Any = None
    beta: str | None = None
    answer: Any
    gives: Any


def page(entry: dict[str, Any]) -> dict[str, Any]:
    """A page with one entry."""
    return {"data": [entry], "first_id": entry["id"], "last_id": entry["id"], "has_more": False}


FILES = "files-api-2025-04-14"
CASES = (
    Case(
        endpoint="gen_sync",
        args=(REQUEST,),
        sends="POST /v1/messages",
        body=ASKED,
        answer=message(PLAIN),
        gives=raw.Message,
    ),
    Case(
        endpoint="count_tokens",
        args=(raw.CountTokensRequest(model="m", messages=[raw.InputMessage(role="user", content="hi")]),),
        sends="POST /v1/messages/count_tokens",
        body={"model": "m", "messages": ASKED["messages"]},
        answer={"input_tokens": 9},
        gives=raw.CountTokensResponse,
    ),
    Case(
        endpoint="complete",
        args=(raw.CompletionRequest(model="m", prompt="Human: hi", max_tokens_to_sample=9),),
        sends="POST /v1/complete",
        body={"model": "m", "prompt": "Human: hi", "max_tokens_to_sample": 9},
        answer={"type": "completion", "id": "c", "completion": "Hi.", "stop_reason": "stop_sequence", "model": "m"},
        gives=raw.Completion,
    ),
    Case(
        endpoint="list_models",
        kwargs={"limit": 3, "after_id": "a", "before_id": "b"},
        sends="GET /v1/models?limit=3&after_id=a&before_id=b",
        answer=MODELS,
        gives=raw.ModelList,
    ),
    Case(endpoint="get_model", args=("m/1",), sends="GET /v1/models/m%2F1", answer=MODEL, gives=raw.Model),
    Case(
        endpoint="batches.create",
        args=(raw.BatchRequest(requests=[raw.BatchEntry(custom_id="a", params=FETCHING)]),),
        sends="POST /v1/messages/batches",
        body={
            "requests": [
                {
                    "custom_id": "a",
                    "params": {
                        "model": "m",
                        "max_tokens": 9,
                        "messages": [],
                        "tools": [{"type": "web_fetch_20250910", "name": "web_fetch"}],
                    },
                }
            ]
        },
        beta="web-fetch-2025-09-10",
        answer=BATCH,
        gives=raw.Batch,
    ),
    Case(
        endpoint="batches.get",
        args=(genai.BatchJob(provider="anthropic", id="batch_1"),),
        sends="GET /v1/messages/batches/batch_1",
        answer=BATCH,
        gives=raw.Batch,
    ),
    Case(
        endpoint="batches.list",
        kwargs={"limit": 2},
        sends="GET /v1/messages/batches?limit=2",
        answer=page(BATCH),
        gives=raw.BatchList,
    ),
    Case(
        endpoint="batches.cancel",
        args=(structure(BATCH, raw.Batch),),
        sends="POST /v1/messages/batches/batch_1/cancel",
        answer={**BATCH, "processing_status": "canceling"},
        gives=raw.Batch,
    ),
    Case(
        endpoint="batches.delete",
        args=("batch_1",),
        sends="DELETE /v1/messages/batches/batch_1",
        answer={"id": "batch_1", "type": "message_batch_deleted"},
        gives=raw.BatchDeleted,
    ),
    Case(
        endpoint="files.list",
        kwargs={"limit": 2, "before_id": "f"},
        sends="GET /v1/files?beta=true&limit=2&before_id=f",
        beta=FILES,
        answer=page(FILE),
        gives=raw.FileList,
    ),
    Case(
        endpoint="files.get",
        args=("file_1",),
        sends="GET /v1/files/file_1?beta=true",
        beta=FILES,
        answer=FILE,
        gives=raw.File,
    ),
    Case(
        endpoint="files.delete",
        args=(structure(FILE, raw.File),),
        sends="DELETE /v1/files/file_1?beta=true",
        beta=FILES,
        answer={"id": "file_1", "type": "file_deleted"},
        gives=raw.FileDeleted,
    ),
)


@pytest.fixture(params=["sync", "aio"])
def side(request: pytest.FixtureRequest) -> Side:
    """Each driver."""
    return Side(request.param, SPECIMEN)


each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.endpoint}-{case.sends}")


@pytest.mark.misfit  # a batch without messages
@each_case
def test_an_endpoint(side: Side, case: Case) -> None:
    """What is asked goes to its endpoint as it is written, and the whole answer comes back as its raw type."""
    llm, server = side.load(dumped(case.answer))
    answer = call(side, llm, case.endpoint, *case.args, **case.kwargs)
    (request,) = server.requests

    assert case.sends == f"{request.method} {request.url.raw_path.decode()}"
    assert case.body == (json.loads(request.content) if request.content else None)
    assert (case.beta, "2023-06-01") == (request.headers.get("anthropic-beta"), request.headers["anthropic-version"])
    assert isinstance(answer, case.gives)
    assert structure(case.answer, case.gives) == answer


@pytest.mark.misfit
@each_case
def test_what_is_wrong(side: Side, case: Case) -> None:
    """A refusal is the error that it is, whatever the status; strict mode sees drift, and says in which answer."""
    for status in (429, 200):
        llm, _ = side.load((status, failure("rate_limit_error", "Slow down.")))
        with pytest.raises(genai.RateLimited, match="Slow down") as caught:
            call(side, llm, case.endpoint, *case.args, **case.kwargs)
        assert (status, "req_1") == (caught.value.status, caught.value.request_id)
    odd = dumped({**case.answer, "telepathy": 1})
    with pytest.raises(genai.BadAnswer) as drifted:
        call(side, side.load(odd)[0], case.endpoint, *case.args, **case.kwargs)
    answer = call(side, side.load(odd, strict=False)[0], case.endpoint, *case.args, **case.kwargs)

    assert (("telepathy",), "req_1", odd) == (
        drifted.value.unknown_fields,
        drifted.value.request_id,
        drifted.value.body,
    )
    assert structure(case.answer, case.gives) == answer


def test_what_makes_something_is_sent_once(side: Side) -> None:
    """A batch or a file is not made twice."""
    for endpoint, argument in (("batches.create", HELLO), ("files.upload", b"hi")):
        llm, server = side.load((500, b""), retry=2)
        with pytest.raises(genai.ProviderError):
            call(side, llm, endpoint, argument)
        assert 1 == len(server.requests)


def test_results_of_a_batch(side: Side) -> None:
    """What became of each request; a line that is no JSON is BadAnswer."""
    body = b"\n".join(map(dumped, LINES)) + b"\n"
    llm, server = side.load(body)
    lines = call(side, llm, "batches.results", "batch_1")

    assert "/v1/messages/batches/batch_1/results" == server.requests[0].url.path
    assert [raw.Succeeded, raw.Errored, raw.Expired] == [type(line.result) for line in lines]
    assert [line["custom_id"] for line in LINES] == [line.custom_id for line in lines]
    with pytest.raises(genai.BadAnswer, match="not JSON"):
        call(side, side.load(body + b"{")[0], "batches.results", "batch_1")


def pieces() -> Iterator[bytes]:
    """A file in pieces."""
    yield from (b"h", b"i")


@pytest.mark.parametrize(
    ("file", "options", "name", "mime_type"),
    [
        (b"hi", {}, "file", "application/octet-stream"),
        (genai.Doc(b"hi", filename="a.txt"), {}, "a.txt", "text/plain"),
        (io.BytesIO(b"hi"), {"filename": "a.csv"}, "a.csv", "text/csv"),
        (bytearray(b"hi"), {"mime_type": "text/x"}, "file", "text/x"),
        (pieces, {"filename": "a.txt", "size": 2}, "a.txt", "text/plain"),
    ],
)
def test_uploads(side: Side, file: Any, options: dict[str, Any], name: str, mime_type: str) -> None:
    """A file from whatever holds its bytes."""
    llm, server = side.load(dumped(FILE))
    given = file() if callable(file) else io.BytesIO(b"hi") if isinstance(file, io.BytesIO) else file
    made = call(side, llm, "files.upload", given, **options)
    sent = server.requests[0]

    assert "file_1" == made.id
    assert ("/v1/files", FILES) == (sent.url.path, sent.headers["anthropic-beta"])
    assert sent.headers["content-type"].startswith("multipart/form-data")
    if side.kind == "sync" and not callable(file):
        body = sent.read()
        assert f'name="file"; filename="{name}"'.encode() in body
        assert f"Content-Type: {mime_type}\r\n\r\nhi\r\n".encode() in body


@pytest.mark.parametrize("wrong", ["a.txt", 5, io.StringIO("hi")])
def test_what_is_no_file(wrong: Any) -> None:
    """A path is Doc.open(path)."""
    with pytest.raises(genai.InvalidRequest, match="a file is"):
        Side("sync", SPECIMEN).load(b"")[0].raw.files.upload(wrong)


def test_the_bytes_of_a_file(side: Side) -> None:
    """They come as they are."""
    llm, server = side.load(b"\x00\xff")

    assert b"\x00\xff" == call(side, llm, "files.content", "file_1")
    assert "/v1/files/file_1/content" == server.requests[0].url.path


@pytest.mark.parametrize("endpoint", ["list_all_models", "files.list_all", "batches.list_all"])
def test_lists_to_their_end(side: Side, endpoint: str) -> None:
    """Page by page, each after the last entry of the one before."""
    entries: dict[str, dict[str, Any]] = {"list_all_models": MODEL, "files.list_all": FILE, "batches.list_all": BATCH}
    entry = entries[endpoint]
    pages = [{**page({**entry, "id": n}), "has_more": n == "a"} for n in "ab"]
    llm, server = side.load(*map(dumped, pages))

    assert ["a", "b"] == [one.id for one in call(side, llm, endpoint, limit=1)]
    assert "after_id=a" in server.requests[1].url.query.decode()
    with pytest.raises(genai.BadAnswer, match="goes on"):
        call(side, side.load(dumped(pages[0]))[0], endpoint)


def test_a_raw_stream() -> None:
    """Its fragments are raw events, its result is the whole message."""
    llm, server = Side("sync", SPECIMEN).load(SPECIMEN.stream)
    with llm.raw.gen_stream(REQUEST) as stream:
        events = list(stream)

    assert [raw.MessageStartEvent, raw.Ping, raw.ContentBlockStartEvent] == [type(event) for event in events[:3]]
    assert ["thinking", "thinking", "text", "tool_use"] == [block.type for block in stream.result.content]
    assert {**ASKED, "stream": True} == server.bodies()[0]
