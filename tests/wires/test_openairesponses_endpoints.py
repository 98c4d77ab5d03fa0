"""The raw layer of openairesponses: raw types in, raw types out, in both drivers."""

from __future__ import annotations

import inspect
import json
from typing import Any

import openapi
import pytest
from contract.side import Side
from contract.specimen_openairesponses import SPECIMEN, dumped, failure
from wires.raw_calls import call, sent, undescribed
from wires.raw_cases import BATCH, CASES, FILE, ITEM, REQUEST, RESPONSE, Case

import genai
from genai.convert import structure
from genai.providers.openairesponses import raw


@pytest.fixture(params=["sync", "aio"])
def side(request: pytest.FixtureRequest) -> Side:
    """Each driver."""
    return Side(request.param, SPECIMEN)


each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.endpoint}-{case.sends}")


@each_case
def test_an_endpoint(side: Side, case: Case) -> None:
    """What is asked goes to its endpoint as it is written, and the whole answer comes back as its raw type."""
    llm, server = side.load(dumped(case.answer))
    answer = call(side, llm, case.endpoint, *case.args, **case.kwargs)

    assert [(case.sends, case.body)] == [sent(request) for request in server.requests]
    assert isinstance(answer, case.gives)
    assert structure(case.answer, raw.Item if case.gives is raw.Message else case.gives) == answer


@pytest.mark.skipif(not openapi.available(), reason="no API descriptions (GENAI_SPECS)")
@each_case
def test_an_endpoint_is_described(side: Side, case: Case) -> None:
    """OpenAI's description has the endpoint, and every name in its query. (Its copy here has no conversations.)"""
    llm, server = side.load(dumped(case.answer))
    call(side, llm, case.endpoint, *case.args, **case.kwargs)
    unknown = undescribed(server.requests[0])

    assert case.endpoint.startswith("conversations") == bool(unknown)


@each_case
def test_a_failed_status(side: Side, case: Case) -> None:
    """A refusal is the same error of the tree as anywhere else."""
    llm, _ = side.load((429, failure("tokens", "rate_limit_exceeded", "Slow down.")))
    with pytest.raises(genai.RateLimited) as caught:
        call(side, llm, case.endpoint, *case.args, **case.kwargs)

    assert ("openairesponses", 429, "req_1") == (
        caught.value.provider,
        caught.value.status,
        caught.value.request_id,
    )


@each_case
def test_a_refusal_under_status_200(side: Side, case: Case) -> None:
    """An error's body is an error, whatever the status."""
    with pytest.raises(genai.ProviderError, match="It broke"):
        call(side, side.load(SPECIMEN.error_in_200)[0], case.endpoint, *case.args, **case.kwargs)


@each_case
def test_strict_mode_sees_drift(side: Side, case: Case) -> None:
    """Strict mode names a field that the raw type does not know, and says in which answer; else it is left out."""
    body = dumped({**case.answer, "telepathy": 1})
    with pytest.raises(genai.BadAnswer) as caught:
        call(side, side.load(body)[0], case.endpoint, *case.args, **case.kwargs)
    answer = call(side, side.load(body, strict=False)[0], case.endpoint, *case.args, **case.kwargs)

    assert ("telepathy",) == caught.value.unknown_fields
    assert (200, body, "req_1", "openairesponses") == (
        caught.value.status,
        caught.value.body,
        caught.value.request_id,
        caught.value.provider,
    )
    assert isinstance(answer, case.gives)


ONCE = {"gen_async", "batches.create", "conversations.create", "conversations.items.create", "files.upload"}


@each_case
def test_what_is_sent_twice(side: Side, case: Case) -> None:
    """A broken answer is asked for again, but nothing that makes something at the provider is sent twice."""
    llm, server = side.load((500, b""), dumped(case.answer), retry=genai.Retry(1, initial=0.001, maximum=0.002))
    if case.endpoint in ONCE:
        with pytest.raises(genai.ProviderError):
            call(side, llm, case.endpoint, *case.args, **case.kwargs)
    else:
        call(side, llm, case.endpoint, *case.args, **case.kwargs)

    assert (1 if case.endpoint in ONCE else 2) == len(server.requests)


def test_unlisted_values_are_drift(side: Side) -> None:
    """Strict mode names a value that is not listed, too."""
    with pytest.raises(genai.BadAnswer, match="unlisted value 'afterthought'"):
        call(side, side.load(SPECIMEN.unlisted_value)[0], "gen_sync", REQUEST)


def test_a_wrong_type(side: Side) -> None:
    """A wrong type is BadAnswer that names its path."""
    with pytest.raises(genai.BadAnswer, match="output") as caught:
        call(side, side.load(SPECIMEN.wrong_type, strict=False)[0], "gen_sync", REQUEST)

    assert SPECIMEN.wrong_type == caught.value.body


@pytest.mark.parametrize("body", [b"", b"<html>", b'"text"', b"[1]"])
def test_what_is_no_answer(side: Side, body: bytes) -> None:
    """An answer that is no JSON object is BadAnswer."""
    with pytest.raises(genai.BadAnswer):
        call(side, side.load(body, strict=False)[0], "files.get", "file-1")


# --- Pages ------------------------------------------------------------------------------------------------------------

PAGED: dict[str, tuple[str, tuple[Any, ...], dict[str, Any], str]] = {
    # the endpoint that gives all: (the one that gives a page, its arguments, an entry, the request without "after")
    "all_input_items": ("input_items", ("resp_1",), ITEM, "GET /responses/resp_1/input_items?limit=2"),
    "files.list_all": ("files.list", (), FILE, "GET /files?limit=2"),
    "batches.list_all": ("batches.list", (), BATCH, "GET /batches?limit=2"),
    "conversations.items.list_all": (
        "conversations.items.list",
        ("conv_1",),
        ITEM,
        "GET /conversations/conv_1/items?limit=2",
    ),
}
each_list = pytest.mark.parametrize("name", PAGED)


def page(entry: dict[str, Any], *ids: str, more: bool, last: bool = True) -> bytes:
    """A page of entries, which may say its last id."""
    ends = {"first_id": ids[0], "last_id": ids[-1]} if last and ids else {}
    return dumped({"object": "list", "data": [{**entry, "id": id_} for id_ in ids], "has_more": more, **ends})


@each_list
def test_all_pages(side: Side, name: str) -> None:
    """All entries of a list are asked for page by page, each after the last entry of the one before."""
    _, args, entry, target = PAGED[name]
    pages = [page(entry, "a", "b", more=True), page(entry, "c d", more=True, last=False), page(entry, more=False)]
    llm, server = side.load(*pages)
    entries = call(side, llm, name, *args, limit=2)

    assert ("a", "b", "c d") == tuple(each.id for each in entries)
    assert [target, f"{target}&after=b", f"{target}&after=c+d"] == [sent(request)[0] for request in server.requests]


@each_list
def test_one_page(side: Side, name: str) -> None:
    """One page is one request, and says whether there is more."""
    endpoint, args, entry, _ = PAGED[name]
    llm, server = side.load(page(entry, "a", more=True))
    one = call(side, llm, endpoint, *args)

    assert (True, "a", 1) == (one.has_more, one.last_id, len(server.requests))


@each_list
@pytest.mark.parametrize("ids", [("a",), ()], ids=["the same page again", "an empty page"])
def test_a_list_without_an_end(side: Side, name: str, ids: tuple[str, ...]) -> None:
    """A list that always has more, but nothing new, is BadAnswer, and not asked for ever."""
    _, args, entry, _ = PAGED[name]
    llm, server = side.load(page(entry, *ids, more=True))
    with pytest.raises(genai.BadAnswer, match="no end that is new"):
        call(side, llm, name, *args)

    assert 1 + len(ids) == len(server.requests)


# --- Ids and the namespace --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", ["a/../b", "a?stream=true", "a#b", "a b", "ü%2F", "\n"])
def test_ids_stay_in_their_place(side: Side, id_: str) -> None:
    """Whatever is in an id, it is one part of the path."""
    llm, server = side.load(dumped(FILE))
    call(side, llm, "files.get", id_)
    url = server.requests[0].url

    assert f"/v1/files/{id_}" == url.path
    assert 2 == url.raw_path.decode().removeprefix("/v1").count("/")
    assert (b"", "") == (url.query, url.fragment)


@pytest.mark.parametrize("id_", ["", ".", "..", None, 5, raw.Response()])
def test_what_is_no_id(side: Side, id_: Any) -> None:
    """An id that is none, or would name another endpoint, is refused before anything is sent."""
    llm, server = side.load(dumped(FILE))
    for endpoint in ("files.delete", "delete", "batches.cancel", "conversations.delete", "get_model"):
        with pytest.raises(genai.InvalidRequest, match="not an id"):
            call(side, llm, endpoint, id_)

    assert [] == server.requests


def test_a_job_of_a_strange_id(side: Side) -> None:
    """The core verbs, too, take a job's id for no more than an id."""
    llm, server = side.load(SPECIMEN.done)
    job = genai.Job(provider="openairesponses", id="../files/file-1")
    side.call(llm, "poke_result", job)
    side.call(llm, "cancel", job)

    assert ["GET /responses/..%2Ffiles%2Ffile-1", "POST /responses/..%2Ffiles%2Ffile-1/cancel"] == [
        sent(request)[0] for request in server.requests
    ]


def test_the_endpoints_can_be_listed() -> None:
    """``dir`` shows the endpoints and the groups, and each endpoint shows its arguments and documentation."""
    llm = genai.load("openai", api_key="k")
    groups = {"files", "batches", "conversations"}
    endpoints = {case.endpoint for case in CASES} | set(PAGED) | {"gen_stream", "resume_stream"}
    nested = {"upload", "content"}

    assert {name for name in endpoints if "." not in name} | groups == set(dir(llm.raw))
    assert {name.removeprefix("files.") for name in endpoints if name.startswith("files.")} | nested == set(
        dir(llm.raw.files)
    )
    assert ["request"] == list(inspect.signature(llm.raw.gen_sync).parameters)
    assert "platform.openai.com" in llm.raw.conversations.items.get.__doc__
    with pytest.raises(AttributeError, match="telepathy"):
        _ = llm.raw.telepathy


def test_bodies_are_what_was_written(side: Side) -> None:
    """A raw request is JSON of its fields that are set, and nothing is added to it."""
    llm, server = side.load(dumped(RESPONSE))
    request = raw.Response(model="gpt-5", input="hi", temperature=0, store=False, tools=[])
    call(side, llm, "gen_sync", request)

    assert {"model": "gpt-5", "input": "hi", "temperature": 0, "store": False, "tools": []} == json.loads(
        server.requests[0].content
    )
