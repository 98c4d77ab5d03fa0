"""Batches and files where they differ: vectors and pictures, lists of many pages, and bodies of a provider's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

import genai
from genai.providers._openai.pages import BARE, WHOLE, Cursor, Pages

Answers = Callable[[httpx2.Request], Any]
FILE = {"id": "file_1", "object": "file", "bytes": 5, "created_at": 1790000000, "filename": "f", "purpose": "batch"}
BATCH = {"id": "batch_1", "object": "batch", "status": "completed", "output_file_id": "file_2"}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="


def loaded(provider: str, *answers: Any, **more: Any) -> tuple[genai.Client, list[httpx2.Request]]:
    """A strict client that gets these answers in turn, and what it sends."""
    left, sent = list(answers), list[httpx2.Request]()

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        body = left.pop(0)
        return httpx2.Response(200, content=body if isinstance(body, bytes) else json.dumps(body).encode())

    client = httpx2.Client(transport=httpx2.MockTransport(answer))
    arguments = {"model": "m", "api_key": "k", "strict": True, "retry": 0, **more}
    return genai.load(provider, http_client=client, **arguments), sent


def lines(request: httpx2.Request) -> list[Any]:
    """The questions that were uploaded."""
    return [json.loads(line) for line in request.content.splitlines() if line.startswith(b"{")]


def answered(*bodies: Any, ids: tuple[str, ...]) -> bytes:
    """A file of answers."""
    made = [
        {"id": "x", "custom_id": id_, "response": {"status_code": 200, "body": body}}
        for id_, body in zip(ids, bodies, strict=True)
    ]
    return b"".join(json.dumps(one).encode() + b"\n" for one in made)


@pytest.mark.parametrize("provider", ["openaichat", "openairesponses", "openaicompatible"])
def test_vectors(provider: str) -> None:
    """Each line is a text, and each answer is an Embeddings."""
    url = {"base_url": "http://127.0.0.1:1/v1"} if provider == "openaicompatible" else {}
    llm, sent = loaded(provider, FILE, BATCH, output="embedding", **url)
    assert llm.capabilities.batch
    job = llm.gen_batch({"a": "hi", "b": genai.jobs.batch.BatchItem("there", dimensions=2)}, dimensions=3)
    first, second = lines(sent[0])
    assert ("/v1/embeddings", ["hi"], 3) == (first["url"], first["body"]["input"], first["body"]["dimensions"])
    assert (["there"], 2) == (second["body"]["input"], second["body"]["dimensions"])
    assert "/v1/embeddings" == json.loads(sent[1].content)["endpoint"]

    vector = {"object": "embedding", "index": 0, "embedding": [1.0, -2.0]}
    body = {"object": "list", "data": [vector], "model": "m-1", "usage": {"prompt_tokens": 5, "total_tokens": 5}}
    polled, _ = loaded(provider, BATCH, answered(body, ids=(first["custom_id"],)), output="embedding", **url)
    result = polled.poke_result(job)
    found = dict(result)
    assert isinstance(found["a"], genai.Embeddings)
    assert (((1.0, -2.0),), "m-1", 5) == (found["a"].vectors, found["a"].model, found["a"].usage.input_tokens)
    assert genai.JobFailed is type(found["b"])
    assert 5 == result.usage.input_tokens


def test_what_is_no_text() -> None:
    """An item of a batch for vectors is one text."""
    llm, sent = loaded("openaichat", output="embedding")
    items: Any = {"a": genai.Messages.of("hi"), "b": "", "c": ["x", "y"]}
    with pytest.raises(genai.InvalidRequest) as caught:
        llm.gen_batch(items)
    assert ["items['a']", "items['b']", "items['c']"] == [fault.split(":")[0] for fault in caught.value.faults]
    assert [] == sent


@pytest.mark.parametrize("provider", ["openaichat", "openairesponses"])
def test_pictures(provider: str) -> None:
    """Each line asks for a picture of words, and the answer has it; one that starts from a picture is refused."""
    llm, sent = loaded(provider, FILE, BATCH, model="gpt-image-1")
    job = llm.gen_batch({"a": "A husky"}, size="1024x1024")
    (line,) = lines(sent[0])
    assert ("/v1/images/generations", "A husky", "1024x1024") == (
        line["url"],
        line["body"]["prompt"],
        line["body"]["size"],
    )

    body = {"created": 1790000000, "data": [{"b64_json": PIXEL}]}
    polled, _ = loaded(provider, BATCH, answered(body, ids=(line["custom_id"],)), model="gpt-image-1")
    found = dict(polled.poke_result(job))["a"]
    assert isinstance(found, genai.Result)
    assert "image/png" == found.docs[0].mime_type

    refusing, sent = loaded(provider, model="gpt-image-1")
    edit = genai.Messages.of("Make it blue", found.docs[0])
    with pytest.raises(genai.NotSupported, match="pictures in a batch"):
        refusing.gen_batch({"a": edit})
    assert [] == sent


@pytest.mark.parametrize("provider", ["openaichat", "openairesponses"])
def test_one_picture_as_a_job_and_its_end(provider: str) -> None:
    """A job of one picture is a batch of one, and to cancel it is told to the provider."""
    llm, sent = loaded(provider, FILE, BATCH, {**BATCH, "status": "cancelling"}, model="gpt-image-1")
    job = llm.gen_async("A husky")
    llm.cancel(job)
    (line,) = lines(sent[0])

    assert ("/v1/images/generations", "A husky") == (line["url"], line["body"]["prompt"])
    assert ("POST", "/v1/batches/batch_1/cancel") == (sent[2].method, sent[2].url.path)


def test_what_begins_a_batch() -> None:
    """Each provider has the body that its description has."""
    mistral, sent = loaded("mistral", {**FILE, "source": "upload"}, {"id": "b", "status": "QUEUED"})
    mistral.gen_batch(["hi"])
    begun = json.loads(sent[1].content)
    assert ("/v1/batch/jobs", ["file_1"], "m", "/v1/chat/completions") == (
        sent[1].url.path,
        begun["input_files"],
        begun["model"],
        begun["endpoint"],
    )
    assert ["body", "custom_id"] == sorted(lines(sent[0])[0])

    azure, sent = loaded(
        "azure", FILE, {"id": "b", "status": "Validating"}, base_url="https://x.openai.azure.com/openai/v1"
    )
    azure.gen_batch(["hi"])
    assert "/v1/chat/completions" == lines(sent[0])[0]["url"]
    assert "/chat/completions" == json.loads(sent[1].content)["endpoint"]

    together, sent = loaded(
        "togetherai", {**FILE, "purpose": "batch-api"}, {"job": {"id": "b", "status": "VALIDATING"}}
    )
    together.gen_batch(["hi"])
    assert "/v1/files/upload" == sent[0].url.path
    assert b'name="file_type"\r\n\r\njsonl' in sent[0].content
    assert "metadata" not in json.loads(sent[1].content)


def test_azures_older_urls_have_none() -> None:
    """Batches and files are at the v1 URLs alone."""
    llm, _ = loaded("azure", base_url="https://x.openai.azure.com/openai")
    assert (False, False, False) == (llm.capabilities.batch, llm.capabilities.files, llm.capabilities.gen_async)
    with pytest.raises(genai.NotSupported):
        llm.gen_batch(["hi"])


def test_what_a_file_is_for() -> None:
    """Where a provider wants to know what a file is, its MIME type tells."""
    for doc, purpose in (
        (genai.Doc(b"%PDF-1.4", filename="a.pdf"), b"file-extract"),
        (genai.Doc(b"x", filename="a.mp4"), b"video"),
    ):
        llm, sent = loaded("moonshot", {**FILE, "purpose": "video"})
        llm.files.upload(doc)
        assert b'name="purpose"\r\n\r\n' + purpose in sent[0].content


def turned(pages: Pages, *listed: Any) -> list[Any]:
    """The queries that lead through these pages."""
    cursor, asked = Cursor(pages), []
    for page in listed:
        asked.append(cursor.query)
        cursor.turn(page)
    return [*asked, cursor.query]


def test_pages() -> None:
    """A list is turned over by the last entry, or by numbers; it ends, even if it says that it goes on."""
    one, two = {"data": [{"id": "a"}], "has_more": True}, {"data": [{"id": "b"}], "has_more": False}
    assert [{"limit": 1}, {"limit": 1, "after": "a"}, None] == turned(Pages(most=1), one, two)
    assert [{"limit": 1}, {"limit": 1, "after": "a"}, None] == turned(Pages(most=1), one, one)
    assert [{"limit": 1}, None] == turned(Pages(most=1), {"data": [], "has_more": True})
    numbered = Pages(size="page_size", most=1, number="page")
    assert [{"page_size": 1}, {"page_size": 1, "page": 1}, None] == turned(numbered, one, {"data": []})
    assert [{}, None] == turned(WHOLE, one) == turned(BARE, [{"id": "a"}])
    wrongs: tuple[Any, ...] = ({"data": 5}, [])
    for wrong in wrongs:
        with pytest.raises((TypeError, KeyError)):
            Cursor(WHOLE).turn(wrong)
