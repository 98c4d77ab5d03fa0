"""Gemini: the raw endpoints, each as a call, what it sends, and what comes back."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from operator import attrgetter
from typing import Any

import httpx2
import openapi
import pytest
from contract.specimen_gemini import CALL, PLAIN, PLAIN_EVENTS, candidate, dumped, response, sse

import genai
from genai import convert
from genai.providers.gemini import raw
from genai.providers.gemini.group import named
from genai.wiretypes import attributes

from .gemini_calls import client

HI = raw.Content(role="user", parts=[raw.Part(text="hi")])
SAID = {"role": "user", "parts": [{"text": "hi"}]}
ASKED = raw.GenerateContentRequest(contents=[HI])
CACHE = {"name": "cachedContents/c", "model": "models/m", "expireTime": "2026-11-21T00:00:00Z"}
FILE = {"name": "files/f", "uri": "https://generativelanguage.googleapis.com/v1beta/files/f", "state": "ACTIVE"}
BATCH = {"name": "batches/b", "done": False, "metadata": {"state": "BATCH_STATE_PENDING"}}
FAILED = {"name": "batches/b", "done": True, "error": {"code": 13, "message": "It broke."}}
STORE = {"name": "fileSearchStores/s", "displayName": "S"}
DOCUMENT = {"name": "fileSearchStores/s/documents/d", "state": "STATE_ACTIVE"}
MODEL = {"name": "models/m", "inputTokenLimit": 5}

CASES: list[tuple[str, tuple[Any, ...], dict[str, Any], str, Any, Any, Any]] = [
    # endpoint, arguments, keywords, what is sent, its body, the answer, its type
    (
        "gen_sync",
        (ASKED,),
        {},
        "POST /models/m:generateContent",
        {"contents": [SAID]},
        response(PLAIN),
        raw.GenerateContentResponse,
    ),
    (
        "count_tokens",
        (raw.CountTokensRequest(contents=[HI]),),
        {},
        "POST /models/m:countTokens",
        {"contents": [SAID]},
        {"totalTokens": 1},
        raw.CountTokensResponse,
    ),
    (
        "embed",
        (raw.EmbedContentRequest(model="models/e", content=HI),),
        {},
        "POST /models/e:embedContent",
        {"content": SAID},
        {"embedding": {"values": [0.5, 1]}},
        raw.EmbedContentResponse,
    ),
    (
        "embed_many",
        (raw.BatchEmbedContentsRequest(requests=[]),),
        {"model": "e"},
        "POST /models/e:batchEmbedContents",
        {"requests": []},
        {"embeddings": [{"values": []}]},
        raw.BatchEmbedContentsResponse,
    ),
    (
        "predict",
        (raw.PredictRequest(instances=[{"prompt": "x"}]),),
        {},
        "POST /models/m:predict",
        {"instances": [{"prompt": "x"}]},
        {"predictions": []},
        raw.PredictResponse,
    ),
    (
        "predict_long",
        (raw.PredictRequest(instances=[{"prompt": "x"}], parameters={}),),
        {},
        "POST /models/m:predictLongRunning",
        {"instances": [{"prompt": "x"}], "parameters": {}},
        {"name": "models/m/operations/o"},
        raw.VideoOperation,
    ),
    ("operation", ("models/m/operations/o",), {}, "GET /models/m/operations/o", None, FAILED, raw.Operation),
    (
        "film",
        ("models/m/operations/o",),
        {},
        "GET /models/m/operations/o",
        None,
        {"name": "o", "response": {"@type": "x"}},
        raw.VideoOperation,
    ),
    (
        "operations",
        (),
        {"page_size": 2},
        "GET /models/m/operations?pageSize=2",
        None,
        {"operations": [BATCH]},
        raw.ListOperationsResponse,
    ),
    (
        "list_models",
        (),
        {"page_token": "t"},
        "GET /models?pageSize=1000&pageToken=t",
        None,
        {"models": [MODEL]},
        raw.ListModelsResponse,
    ),
    ("get_model", ("m",), {}, "GET /models/m", None, MODEL, raw.Model),
    ("files.list", (), {"page_size": 3}, "GET /files?pageSize=3", None, {"files": [FILE]}, raw.ListFilesResponse),
    ("files.get", ("f",), {}, "GET /files/f", None, FILE, raw.File),
    (
        "files.register",
        (raw.RegisterFilesRequest(uris=["gs://b/a"]),),
        {},
        "POST /files:register",
        {"uris": ["gs://b/a"]},
        {"files": [FILE]},
        raw.RegisterFilesResponse,
    ),
    ("files.delete", (raw.File(name="files/f"),), {}, "DELETE /files/f", None, {}, raw.Empty),
    (
        "caches.create",
        (raw.CachedContent(contents=[HI], ttl="60s"),),
        {},
        "POST /cachedContents",
        {"contents": [SAID], "ttl": "60s", "model": "models/m"},
        CACHE,
        raw.CachedContent,
    ),
    (
        "caches.get",
        (raw.CachedContent(name="cachedContents/c"),),
        {},
        "GET /cachedContents/c",
        None,
        CACHE,
        raw.CachedContent,
    ),
    ("caches.list", (), {}, "GET /cachedContents", None, {"cachedContents": [CACHE]}, raw.ListCachedContentsResponse),
    (
        "caches.update",
        ("c", raw.CachedContent(ttl="9s")),
        {"mask": "ttl"},
        "PATCH /cachedContents/c?updateMask=ttl",
        {"ttl": "9s"},
        CACHE,
        raw.CachedContent,
    ),
    ("caches.delete", ("c",), {}, "DELETE /cachedContents/c", None, {}, raw.Empty),
    (
        "batches.create",
        (raw.BatchGenerateContentRequest(batch=raw.GenerateContentBatch(displayName="b")),),
        {},
        "POST /models/m:batchGenerateContent",
        {"batch": {"displayName": "b"}},
        BATCH,
        raw.Operation,
    ),
    (
        "batches.embed",
        (raw.AsyncBatchEmbedContentRequest(batch=raw.EmbedContentBatch(displayName="b")),),
        {"model": "e"},
        "POST /models/e:asyncBatchEmbedContent",
        {"batch": {"displayName": "b"}},
        BATCH,
        raw.Operation,
    ),
    ("batches.get", (genai.Job(provider="gemini", id="batches/b"),), {}, "GET /batches/b", None, FAILED, raw.Operation),
    (
        "batches.list",
        (),
        {"filter": "x"},
        "GET /batches?filter=x",
        None,
        {"operations": [BATCH]},
        raw.ListOperationsResponse,
    ),
    (
        "batches.update",
        ("b", raw.GenerateContentBatch(priority="1")),
        {"mask": "priority"},
        "PATCH /batches/b:updateGenerateContentBatch?updateMask=priority",
        {"priority": "1"},
        {"name": "batches/b", "priority": "1"},
        raw.GenerateContentBatch,
    ),
    (
        "batches.update_embed",
        ("b", raw.EmbedContentBatch(priority="1")),
        {},
        "PATCH /batches/b:updateEmbedContentBatch",
        {"priority": "1"},
        {"name": "batches/b"},
        raw.EmbedContentBatch,
    ),
    ("batches.cancel", ("b",), {}, "POST /batches/b:cancel", None, {}, raw.Empty),
    ("batches.delete", ("b",), {}, "DELETE /batches/b", None, {}, raw.Empty),
    (
        "stores.create",
        (raw.FileSearchStore(displayName="S"),),
        {},
        "POST /fileSearchStores",
        {"displayName": "S"},
        STORE,
        raw.FileSearchStore,
    ),
    ("stores.get", ("s",), {}, "GET /fileSearchStores/s", None, STORE, raw.FileSearchStore),
    (
        "stores.list",
        (),
        {},
        "GET /fileSearchStores",
        None,
        {"fileSearchStores": [STORE]},
        raw.ListFileSearchStoresResponse,
    ),
    ("stores.delete", ("s",), {"force": True}, "DELETE /fileSearchStores/s?force=true", None, {}, raw.Empty),
    (
        "stores.documents",
        ("s",),
        {},
        "GET /fileSearchStores/s/documents",
        None,
        {"documents": [DOCUMENT]},
        raw.ListDocumentsResponse,
    ),
    (
        "stores.get_document",
        (raw.Document(name=DOCUMENT["name"]),),
        {},
        "GET /fileSearchStores/s/documents/d",
        None,
        DOCUMENT,
        raw.Document,
    ),
    ("stores.delete_document", (DOCUMENT["name"],), {}, "DELETE /fileSearchStores/s/documents/d", None, {}, raw.Empty),
]


@cache
def described() -> list[tuple[str, re.Pattern[str], frozenset[str]]]:
    """Of each endpoint of Google's description: its method, its path as a pattern, the names in its query."""
    paths = json.loads((openapi.ROOT / "google-generativelanguage.json").read_bytes())["paths"]
    return [
        (
            method.upper(),
            re.compile(re.sub(r"\{\w+\}", "[^/:]+", path)),
            frozenset(each["name"] for each in about.get("parameters", ()) if each["in"] == "query"),
        )
        for path, methods in paths.items()
        for method, about in methods.items()
        if isinstance(about, dict)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[3]}")
def test_an_endpoint(case: Any) -> None:
    """What is called is what is sent, and what comes back is a raw object."""
    endpoint, args, kwargs, sends, body, answer, gives = case
    llm, server = client(answer, model="m")
    made = attrgetter(endpoint)(llm.raw)(*args, **kwargs)

    assert ([sends], [body]) == (server.sent, server.bodies)
    assert isinstance(made, gives)
    assert answer == convert.unstructure(made)
    if openapi.available() and "fileSearchStores" not in sends:
        method, _, where = sends.partition(" ")
        path, _, query = where.partition("?")
        known = [names for verb, pattern, names in described() if verb == method and pattern.fullmatch(path)]
        assert known
        assert {pair.partition("=")[0] for pair in query.split("&") if pair} <= frozenset().union(*known)


@pytest.mark.parametrize("case", [case for case in CASES if case[6] is not raw.Empty], ids=lambda case: case[0])
def test_drift_of_an_endpoint(case: Any) -> None:
    """An answer with an unknown field is BadAnswer in strict mode; otherwise the field is left out."""
    endpoint, args, kwargs, _, _, answer, gives = case
    odd = {**answer, "telepathy": 1}
    with pytest.raises(genai.BadAnswer, match="telepathy"):
        attrgetter(endpoint)(client(odd, model="m")[0].raw)(*args, **kwargs)
    relaxed = attrgetter(endpoint)(client(odd, model="m", strict=False)[0].raw)(*args, **kwargs)
    assert isinstance(relaxed, gives)


def test_a_refusal_under_status_200() -> None:
    """It is an error all the same."""
    with pytest.raises(genai.ProviderError, match="It broke"):
        client({"error": {"code": 13, "message": "It broke."}})[0].raw.files.get("f")


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [
        ("files.list_all", "files"),
        ("caches.list_all", "cachedContents"),
        ("stores.list_all", "fileSearchStores"),
        ("batches.list_all", "operations"),
    ],
)
def test_all_pages(endpoint: str, name: str) -> None:
    """Page by page; a page that names itself again is BadAnswer."""
    llm, server = client({name: [{"name": "x/1"}], "nextPageToken": "2"}, {name: [{"name": "x/2"}]})
    assert ["x/1", "x/2"] == [one.name for one in attrgetter(endpoint)(llm.raw)(page_size=1)]
    assert "pageToken=2" in server.sent[1]
    with pytest.raises(genai.BadAnswer, match="goes on"):
        attrgetter(endpoint)(client({name: [], "nextPageToken": "2"})[0].raw)()


def test_a_raw_stream() -> None:
    """Each event is an answer of its own, and the result is all of them in one."""
    llm, server = client(sse(PLAIN_EVENTS), model="m")
    with llm.raw.gen_stream(raw.GenerateContentRequest(model="models/other", contents=[HI])) as stream:
        events = list(stream)

    assert ["POST /models/other:streamGenerateContent?alt=sse"] == server.sent
    assert [{"contents": [SAID]}] == server.bodies
    assert "Hello there." == "".join(event.candidates[0].content.parts[0].text for event in events)
    assert ["Hello ", "there.", ""] == [part.text for part in stream.result.candidates[0].content.parts]
    assert "STOP" == stream.result.candidates[0].finishReason


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (sse(PLAIN_EVENTS[:-1]), genai.StreamInterrupted),
        (sse([{"error": {"code": 503, "message": "Busy.", "status": "UNAVAILABLE"}}]), genai.Overloaded),
        (sse([{**PLAIN_EVENTS[0], "telepathy": 1}]), genai.BadAnswer),
        (b"[]", genai.BadAnswer),
    ],
)
def test_raw_streams_that_fail(body: bytes, expected: type[genai.Error]) -> None:
    """The same errors as ever."""
    with pytest.raises(expected), client(body)[0].raw.gen_stream(ASKED) as stream:
        list(stream)


def test_a_whole_answer_where_a_raw_stream_was_asked_for() -> None:
    """It is the only event."""
    with client(dumped(response(candidate(CALL))))[0].raw.gen_stream(ASKED) as stream:
        events = list(stream)
    assert [stream.result] == events


UPLOAD = "https://generativelanguage.googleapis.com/upload/v1beta/files"


@pytest.mark.parametrize(
    ("file", "more", "told"),
    [
        (b"hello", {"mime_type": "text/plain", "display_name": "a.txt"}, ("5", "text/plain", "a.txt")),
        (genai.Doc(b"hello", filename="b.md"), {}, ("5", "text/markdown", "b.md")),
        (io.BytesIO(b"hello"), {"display_name": "c.txt", "size": 5}, ("5", "text/plain", "c.txt")),
        (iter([b"he", b"llo"]), {}, (None, "application/octet-stream", None)),
    ],
)
def test_uploads(file: Any, more: dict[str, Any], told: Any) -> None:
    """An upload is begun, and its bytes go to where the answer says."""
    there = httpx2.Response(200, headers={"x-goog-upload-url": f"{UPLOAD}?upload_id=1"})
    llm, server = client(there, {"file": FILE})
    made = llm.raw.files.upload(file, **more)
    begin, send = server.requests
    length, mime_type, title = told

    assert [f"POST {UPLOAD}", f"POST {UPLOAD}?upload_id=1"] == [f"{one.method} {one.url}" for one in server.requests]
    assert ("resumable", "start", mime_type, length) == tuple(
        begin.headers.get(f"x-goog-upload-{name}")
        for name in ("protocol", "command", "header-content-type", "header-content-length")
    )
    assert {"file": {"displayName": title} if title else {}} == json.loads(begin.content)
    assert ("0", "upload, finalize") == (
        send.headers["x-goog-upload-offset"],
        send.headers["x-goog-upload-command"],
    )
    assert b"hello" == send.read()
    assert FILE["name"] == made.file.name


def test_uploads_that_go_wrong() -> None:
    """An answer that names no place, or one of somebody else's, ends the upload; so does what is no file."""
    with pytest.raises(genai.BadAnswer, match="where to upload"):
        client({})[0].raw.files.upload(b"x")
    away = httpx2.Response(200, headers={"x-goog-upload-url": "https://evil.example/x"})
    llm, server = client(away)
    with pytest.raises(genai.AuthError, match=r"evil\.example"):
        llm.raw.files.upload(b"x")
    assert 1 == len(server.requests)
    with pytest.raises(genai.InvalidRequest, match=r"Doc\.open"):
        llm.raw.files.upload("a.txt")


def test_a_file_that_was_made_is_read() -> None:
    """The answers of a batch are a file."""
    llm, server = client(b"lines")
    assert b"lines" == llm.raw.files.content("files/f")
    assert ["GET /files/f:download?alt=media"] == server.sent


@pytest.mark.parametrize("wrong", ["", "..", "files/../x", None, 5])
def test_names_that_are_none(wrong: Any) -> None:
    """A name leads nowhere else."""
    with pytest.raises(genai.InvalidRequest):
        named("files", wrong)


def test_every_type_of_the_description_is_there() -> None:
    """Each schema has a raw type, with all its fields and no other, but for what comments tell."""
    if not openapi.available():
        pytest.skip("no descriptions")
    schemas = json.loads((openapi.ROOT / "google-generativelanguage.json").read_bytes())["components"]["schemas"]
    renamed = {
        "GoogleAiGenerativelanguageV1betaSegment": "Segment",
        "GoogleAiGenerativelanguageV1betaGroundingSupport": "GroundingSupport",
        "V1mainMediaResolution": "PartMediaResolution",
        "PredictLongRunningRequest": "PredictRequest",
    }
    for name, schema in schemas.items():
        cls = getattr(raw, renamed.get(name, name))
        known = {attribute.name for attribute in attributes(cls)}
        assert set(schema.get("properties", ())) <= known, name
