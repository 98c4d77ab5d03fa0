"""Vectors: every recorded answer of OpenAI, Google and Cohere, played through the public API; and the requests.

What is expected is read here from the recorded JSON, without any code of genai's.
"""

from __future__ import annotations

import base64
import json
import struct
from typing import Any

import corpus_files
import httpx2
import pytest
from corpus_files import Interaction

import genai

pytestmark = pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)")

FOLDERS = {"openai": ("openairesponses", "openaichat"), "gemini": ("gemini",), "cohere": ("cohere",)}
"""The folders of the corpus, and who takes their recordings here."""
READ = [
    (provider, exchange)
    for folder, providers in FOLDERS.items()
    for row in corpus_files.rows(provider=folder)
    if "test_embeddings" in row["path"]
    for exchange in corpus_files.interactions(row["path"])
    if "tokenize" not in exchange.request["uri"]
    for provider in providers
]
GOOD = [(provider, exchange) for provider, exchange in READ if exchange.status == 200]


def body(exchange: Interaction) -> dict[str, Any]:
    """The recorded request's body, without what is not set."""
    decoded = json.loads(exchange.request["body"])
    return {key: value for key, value in decoded.items() if value is not None}


def unprefixed(text: str) -> str:
    """A text without what the newer model of Google's is told before it."""
    return text.rpartition(": ")[2]


def texts_of(sent: dict[str, Any]) -> list[str]:
    """The texts of a request, whatever its wire."""
    if "requests" in sent:
        return [unprefixed(one["content"]["parts"][0]["text"]) for one in sent["requests"]]
    return list(sent.get("texts") or sent["input"])


PURPOSES = {
    "RETRIEVAL_QUERY": "query",
    "search_query": "query",
    "task: search result": "query",
    "task: classification": "classification",
    "title: none": "document",
}


def options_of(sent: dict[str, Any]) -> dict[str, Any]:
    """The options that a request has, whatever its wire."""
    one = sent["requests"][0] if "requests" in sent else sent
    before = one["content"]["parts"][0]["text"].partition(" | ")[0] if "content" in one else ""
    purpose = PURPOSES.get(one.get("taskType") or one.get("input_type") or before)
    dimensions = one.get("dimensions") or one.get("outputDimensionality")
    extra = {"truncate": sent["truncate"]} if sent.get("truncate") == "END" else None
    named = {"dimensions": dimensions, "purpose": purpose, "extra_body": extra}
    return {name: value for name, value in named.items() if value is not None}


def model_of(exchange: Interaction) -> str:
    """The model that was asked."""
    sent = body(exchange)
    return str(sent.get("model") or sent["requests"][0]["model"].removeprefix("models/"))


def played(provider: str, exchange: Interaction) -> tuple[Any, list[httpx2.Request]]:
    """The call that stands for a recorded request, answered as it was; and what was sent."""
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(exchange.status, headers=exchange.headers, content=exchange.body)

    sent = body(exchange)
    with genai.load(
        provider,
        model=model_of(exchange),
        api_key="k",
        strict=True,
        retry=0,
        http_client=httpx2.Client(transport=httpx2.MockTransport(handler)),
    ) as llm:
        try:
            return llm.embed(texts_of(sent), **options_of(sent)), seen
        except genai.Error as error:
            return error, seen


def test_there_are_recordings() -> None:
    """So many answers are read: a recording that is lost would show."""
    assert (15, 14) == (len(READ), len(GOOD))


@pytest.mark.parametrize(("provider", "exchange"), GOOD)
def test_each_vector_is_the_recorded_one(provider: str, exchange: Interaction) -> None:
    """Each number of each vector, and the tokens, are those of the recorded body."""
    made, _ = played(provider, exchange)
    answer = json.loads(exchange.body)
    if provider == "gemini":
        vectors = [one["values"] for one in answer["embeddings"]]
        tokens = answer.get("usageMetadata", {}).get("promptTokenCount")
    elif provider == "cohere":
        vectors, tokens = answer["embeddings"]["float"], answer["meta"]["billed_units"]["input_tokens"]
    else:
        packed = [base64.b64decode(one["embedding"]) for one in answer["data"]]
        vectors = [struct.unpack(f"<{len(one) // 4}f", one) for one in packed]
        tokens = answer["usage"]["prompt_tokens"]

    assert [[*one] for one in vectors] == [[*one] for one in made.vectors]
    assert tokens == made.usage.input_tokens
    assert (provider, answer.get("model", model_of(exchange))) == (made.provider, made.model)


@pytest.mark.parametrize(("provider", "exchange"), READ)
def test_each_request_is_the_recorded_one(provider: str, exchange: Interaction) -> None:
    """The call builds the same JSON, and sends it to the same place."""
    _, (request,) = played(provider, exchange)

    assert body(exchange) == json.loads(request.content)
    assert exchange.request["uri"].partition(".com/")[2] == str(request.url).partition(".com/")[2]


@pytest.mark.parametrize(("provider", "exchange"), [one for one in READ if one not in GOOD])
def test_the_recorded_error(provider: str, exchange: Interaction) -> None:
    """A model that is not there is told as such."""
    error, _ = played(provider, exchange)

    assert (genai.ModelNotFound, 404) == (type(error), error.status)
