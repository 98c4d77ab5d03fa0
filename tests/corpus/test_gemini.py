"""Gemini: every recorded answer, played through the public API and held against a reading of its own.

What is expected is read in ``gemini_reading.py``, from the recorded JSON alone. Our prompts differ from the recorded
ones; the answers are what counts.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import corpus_files
import httpx2
import pytest
from corpus.gemini_reading import PROVIDER, digest, events, exchanges, model_of, reading, sent, streamed
from corpus_files import Interaction

import genai
from genai import InvalidRequest, ModelNotFound
from genai.errors import AuthError, ContentFiltered, Error
from genai.messages import Reply
from genai.results import Result

pytestmark = [
    pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)"),
    pytest.mark.misfit,
]

ALL = list(exchanges(":generateContent", ":streamGenerateContent"))
ANSWERS = [(name, one) for name, one in ALL if one.status == 200]
STREAMS = [(name, one) for name, one in ANSWERS if streamed(one)]
ERRORS = [(name, one) for name, one in ALL if one.status != 200]
FILTERED = "pydantic-ai.models.test_google/test_google_model_safety_settings-0"

REFUSALS: dict[str, type[Error]] = {
    # the provider's own words: who has to act
    "API key not valid": AuthError,
    "unexpected model name format": ModelNotFound,
    "is not found for API version": ModelNotFound,
    "Logprobs is not enabled for this model": InvalidRequest,
    "LogProbs is not supported in streaming mode": InvalidRequest,
}


def parameters(those: Any) -> list[Any]:
    """Exchanges as parameters of a test."""
    return [pytest.param(one, id=name) for name, one in those]


def client(exchange: Interaction, *, size: int = 0, **more: Any) -> genai.Client:
    """A strict client whose every request gets the recorded answer, in pieces of ``size`` bytes."""
    body = exchange.body

    def handler(request: httpx2.Request) -> httpx2.Response:
        pieces = (body[i : i + size] for i in range(0, len(body), size)) if size else body
        return httpx2.Response(exchange.status, headers=exchange.headers, content=pieces)

    loaded = {"model": model_of(exchange) or "gemini-3.7-flash", "api_key": "sk-test", "strict": True, "retry": 0}
    transport = httpx2.MockTransport(handler)
    return genai.load(PROVIDER, http_client=httpx2.Client(transport=transport), **{**loaded, **more})


def play(exchange: Interaction, *, size: int = 0, seen: list[Reply] | None = None) -> Result:
    """The recorded answer, read by genai: streamed where it was asked for so."""
    llm = client(exchange, size=size)
    if not streamed(exchange):
        return llm.gen_sync("hi")
    with llm.gen_stream("hi") as stream:
        for reply in stream:
            if seen is not None:
                seen.append(reply)
    return stream.result


def read(result: Result) -> dict[str, Any]:
    """A result in the words of ``reading``."""
    placed = [one for one in result.citations if one.start is not None]
    assert [one.text for one in placed] == [result.text[one.start : one.end] for one in placed]
    mine = [reply.opaque[PROVIDER] for reply in result.message.replies if PROVIDER in reply.opaque]
    kept = [held["part"] for held in mine if "part" in held]
    signatures = [held["signature"] for held in mine if "signature" in held]
    signatures += [part["thoughtSignature"] for part in kept if "thoughtSignature" in part]
    used = result.usage
    return {
        "text": result.text,
        "reasoning": "".join(reply.reasoning or "" for reply in result.message.replies),
        "tool calls": [(call.id, call.name, call.decoded()) for call in result.tool_calls],
        "pictures": [digest(doc.read()) for doc in result.docs],
        "placed": [(one.text, [source.url or source.title for source in one.sources]) for one in placed],
        "pages": [
            source.url or source.title for one in result.citations if one.start is None for source in one.sources
        ],
        "kept": [key for part in kept for key in part if key not in ("thoughtSignature", "text")],
        "signatures": sorted(signatures),
        "usage": (
            used.input_tokens,
            used.cached_tokens,
            used.output_tokens,
            used.reasoning_tokens,
            used.total_tokens,
        ),
        "finish": result.finish and result.finish.value,
        "model": result.model,
        "id": result.response_id,
        "tier": result.service_tier,
    }


def test_all_are_played(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is left out, and the table tells what there is."""
    rows = Counter((model_of(one), "stream" if streamed(one) else "whole", one.status) for _, one in ALL)
    with capsys.disabled():
        print(f"\n{'model':42} {'mode':8} {'status':6} {'count':5}")
        for (model, mode, status), count in sorted(rows.items()):
            print(f"{model:42} {mode:8} {status:6} {count:5}")

    assert len(ALL) == sum(rows.values()) == len(ANSWERS) + len(ERRORS)
    assert 140 < len(ALL)
    assert 30 < len(STREAMS)


@pytest.mark.parametrize("exchange", parameters((name, one) for name, one in ANSWERS if name != FILTERED))
def test_an_answer(exchange: Interaction) -> None:
    """Texts, thoughts, calls, pictures, citations, signatures, usage and the rest are as they were recorded."""
    result = play(exchange)

    assert reading(exchange) == read(result)
    assert () == result.unknown_fields
    assert (True, False, PROVIDER) == (result.complete, result.pending, result.provider)


@pytest.mark.parametrize("exchange", parameters(STREAMS))
def test_a_stream_in_pieces(exchange: Interaction) -> None:
    """Where the bytes are cut does not matter, and the fragments fold to the result's message."""
    seen: list[Reply] = []
    whole, cut = play(exchange), play(exchange, size=7, seen=seen)

    assert whole == cut
    assert cut.message == genai.fold(seen)


@pytest.mark.parametrize("exchange", parameters(STREAMS))
def test_a_stream_and_the_same_at_once(exchange: Interaction) -> None:
    """The result of a stream is that of a whole answer with the same parts."""
    result = play(exchange)
    answers = events(exchange)
    merged: dict[str, Any] = {**answers[-1], "candidates": [{}]}
    parts: list[Any] = []
    for answer in answers:
        for candidate in answer.get("candidates", ()):
            parts += candidate.get("content", {}).get("parts", ())
            merged["candidates"][0] |= {key: value for key, value in candidate.items() if value}
    merged["candidates"][0]["content"] = {"role": "model", "parts": parts}
    body = json.dumps(merged, ensure_ascii=False).encode()
    whole = client(exchange._replace(body=body, headers={})).gen_sync("hi")

    assert whole.message == result.message
    assert (whole.text, whole.usage, whole.finish) == (result.text, result.usage, result.finish)


def test_a_filtered_answer() -> None:
    """A candidate without a part, that was stopped for safety, is ContentFiltered, and says why."""
    exchange = dict(ALL)[FILTERED]
    with pytest.raises(ContentFiltered, match="SAFETY") as caught:
        play(exchange)

    assert "SAFETY" == caught.value.code
    assert caught.value.result is not None
    assert 14 == caught.value.result.usage.input_tokens


@pytest.mark.parametrize("exchange", parameters(ERRORS))
def test_an_error(exchange: Interaction) -> None:
    """Each recorded error is of the class that its words tell, and keeps them."""
    recorded = json.loads(exchange.body)["error"]
    with pytest.raises(Error) as caught:
        play(exchange)

    assert [type(caught.value)] == [cls for words, cls in REFUSALS.items() if words in recorded["message"]]
    assert (exchange.status, recorded["message"].strip()) == (caught.value.status, caught.value.detail)


@pytest.mark.parametrize("exchange", parameters(exchanges(":predict")))
def test_imagen_with_a_wrong_key(exchange: Interaction) -> None:
    """A wrong key is told by the reason in the details, under a status that says nothing of it."""
    with pytest.raises(AuthError, match="GEMINI_API_KEY") as caught:
        client(exchange).gen_sync("hi")

    assert "API_KEY_INVALID" == caught.value.code


@pytest.mark.parametrize("exchange", parameters(exchanges("/v1beta/models")))
def test_a_list_of_models(exchange: Interaction) -> None:
    """Every model is listed, by the id that load() takes, with its limits."""
    listed = json.loads(exchange.body)["models"]
    models = client(exchange, model="GOOD").list_models()

    assert [(m["name"].removeprefix("models/"), m["inputTokenLimit"], m["outputTokenLimit"]) for m in listed] == [
        (model.id, model.context, model.max_output) for model in models
    ]


def test_the_catalogue_is_not_behind() -> None:
    """What models.json says of context and output is what Google's own newest recorded list says."""
    lists = [json.loads(one.body)["models"] for _, one in exchanges("/v1beta/models")]
    told = {
        m["name"].removeprefix("models/"): (m["inputTokenLimit"], m["outputTokenLimit"]) for m in max(lists, key=len)
    }
    known = genai.providers.catalogue(PROVIDER)["models"]

    assert {} == {
        id_: about
        for id_, about in known.items()
        if id_ in told and "context" in about and about["context"] != told[id_][0]
    }
    assert {} == {
        id_: about
        for id_, about in known.items()
        if id_ in told and "max_output" in about and about["max_output"] != told[id_][1]
    }


@pytest.mark.parametrize("cassette", ["Cache", "FileCRUD", "FileSearchStoreCRUD"])
def test_raw_endpoints(cassette: str) -> None:
    """The recorded life of a cache, a file and a store: answers are read strictly, requests are as they were."""
    tape = [one for name, one in exchanges("") if name.startswith(f"tests/{cassette}-")]
    asked: list[str] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        one = tape[len(asked)]
        asked.append(f"{request.method} {request.url}")
        headers = {**one.headers}
        if "x-goog-upload-url" in headers:
            headers["x-goog-upload-url"] = tape[len(asked)].request["uri"]
        return httpx2.Response(one.status, headers=headers, content=one.body)

    transport = httpx2.MockTransport(handler)
    llm = genai.load(
        PROVIDER, api_key="sk-test", strict=True, retry=0, http_client=httpx2.Client(transport=transport), model="GOOD"
    )
    LIVES[cassette](llm.raw)

    recorded = [f"{one.request['method']} {one.request['uri']}" for one in tape]
    assert [one.replace("PUT", "POST") for one in recorded] == asked  # Google takes both for an upload's second step


def cache_life(raw: Any) -> None:
    """Made, asked for, changed, listed, deleted, gone."""
    from genai.providers.gemini.raw import CachedContent

    made = raw.caches.create(CachedContent(ttl="600s"))
    assert made == raw.caches.get(made)
    assert made.expireTime != raw.caches.update(made, CachedContent(ttl="1200s")).expireTime
    assert made.name in [one.name for one in raw.caches.list(page_size=100).cachedContents]
    raw.caches.delete(made)
    with pytest.raises(AuthError, match="not found"):
        raw.caches.get(made)


def file_life(raw: Any) -> None:
    """Uploaded, asked for, listed, deleted."""
    made = raw.files.upload(b"Hello from genai file upload test.", mime_type="text/plain", display_name="test.txt").file
    assert made == raw.files.get(made)
    assert [made] == list(raw.files.list(page_size=100).files)
    raw.files.delete(made)


def store_life(raw: Any) -> None:
    """A store with a document, which a model searches."""
    from genai.providers.gemini.raw import FileSearchStore, GenerateContentRequest

    store = raw.stores.create(FileSearchStore(displayName="genai-test-store"))
    raw.stores.upload(store, b"The secret project codename is Chimera.", mime_type="text/plain")
    assert "1" == raw.stores.get(store).activeDocumentsCount
    assert store.name in [one.name for one in raw.stores.list(page_size=20).fileSearchStores]
    (document,) = raw.stores.documents(store, page_size=20).documents
    answer = raw.gen_sync(GenerateContentRequest(model="gemini-2.5-flash"))
    assert "Chimera" in answer.candidates[0].content.parts[0].text
    raw.stores.delete_document(document, force=True)
    raw.stores.delete(store, force=True)


LIVES = {"Cache": cache_life, "FileCRUD": file_life, "FileSearchStoreCRUD": store_life}


@pytest.mark.parametrize("exchange", parameters(exchanges(":batchEmbedContents")))
def test_embeddings(exchange: Interaction) -> None:
    """Embeddings are read strictly, as raw objects; a model that there is not is ModelNotFound."""
    from genai.convert import structure
    from genai.providers.gemini.raw import BatchEmbedContentsRequest

    llm = client(exchange)
    request = structure(sent(exchange), BatchEmbedContentsRequest)
    if exchange.status != 200:
        with pytest.raises(ModelNotFound):
            llm.raw.embed_many(request)
        return
    made = llm.raw.embed_many(request).embeddings

    assert [one["values"] for one in json.loads(exchange.body)["embeddings"]] == [one.values for one in made]


def test_nothing_else_is_recorded() -> None:
    """Every recorded exchange with Google is one of those above; what is left are caches and stores of other tests."""
    played = ("Content", "/models", ":predict", "Contents")
    others = ("tests/Caching-Text", "cached_content", "file_search_grounding", *(f"tests/{name}-" for name in LIVES))
    left = [name for name, one in exchanges("") if not one.request["uri"].partition("?")[0].endswith(played)]

    assert [] == [name for name in left if not any(other in name for other in others)]
