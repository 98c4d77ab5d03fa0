"""Vectors, where providers differ: portions, tiers, forms of numbers, places; and the raw endpoints."""

from __future__ import annotations

import base64
import json
import struct
from typing import Any

import httpx2
import pytest

import genai
from genai.providers.openaichat import raw as chat_types
from genai.providers.openairesponses import raw as responses_types

KEY: dict[str, Any] = {"api_key": "sk-vectors-0123456789"}


class Server:
    """Answers every request for vectors: the vector of the text "7" is (7.0,). Remembers what it was asked."""

    def __init__(self, **more: Any) -> None:
        self.bodies: list[Any] = []
        self.urls: list[str] = []
        self.more = more

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        body = json.loads(request.content)
        self.bodies.append(body)
        self.urls.append(str(request.url))
        headers = {"x-request-id": f"req_{len(self.urls)}", "x-ratelimit-remaining-requests": str(9 - len(self.urls))}
        return httpx2.Response(200, headers=headers, json=self.answer(body))

    def answer(self, body: Any) -> Any:
        """As the wire has it that asks."""
        if "requests" in body:
            texts = [one["content"]["parts"][0]["text"] for one in body["requests"]]
            return {"embeddings": [{"values": [float(text)]} for text in texts]}
        if "texts" in body:
            return {"id": "e_1", "embeddings": {"float": [[float(text)] for text in body["texts"]]}}
        data = [{"object": "embedding", "index": at, "embedding": [float(t)]} for at, t in enumerate(body["input"])]
        usage = {"prompt_tokens": len(data), "total_tokens": len(data)}
        return {"object": "list", "model": "m-1", "data": data[::-1], "usage": usage, **self.more}

    def client(self, name: str, **load: Any) -> genai.Client:
        """A client of it."""
        client = httpx2.Client(transport=httpx2.MockTransport(self))
        return genai.load(name, http_client=client, **{"strict": True, "model": "m-1", **KEY, **load})


@pytest.mark.parametrize(
    ("name", "portions", "tokens"),
    [("alibaba", [10, 10, 3], 23), ("cohere", [96, 96, 8], None), ("gemini", [100, 100, 1], None)],
)
def test_portions(name: str, portions: list[int], tokens: int | None) -> None:
    """Many texts go in portions, and come back in one: in order, with the tokens of all, and the last limits."""
    server = Server()
    count = sum(portions)
    made = server.client(name).embed(str(number) for number in range(count))
    keys = ("input", "texts", "requests")

    assert portions == [len(next(body[key] for key in keys if key in body)) for body in server.bodies]
    assert tuple((float(number),) for number in range(count)) == made.vectors
    assert tokens == made.usage.input_tokens
    assert [9 - len(portions)] == [limit.remaining for limit in made.limits]
    assert len(portions) == len(made.raw)
    assert made.request_id == ("req_3" if name != "cohere" else None)


def test_tokens_that_one_answer_does_not_tell() -> None:
    """The sum is not known then, rather than too small."""
    server = Server(usage=None)

    assert None is server.client("togetherai").embed(["1", "2"]).usage.input_tokens


@pytest.mark.parametrize("indexes", [[0, 0], [1, 2], [0, -1], ["0", "1"]])
def test_indexes_that_are_wrong(indexes: list[Any]) -> None:
    """Two vectors for one text, or none for another, is no answer; neither is an index that is no number."""
    data = [{"object": "embedding", "index": index, "embedding": [1.0]} for index in indexes]
    with pytest.raises(genai.BadAnswer):
        Server(data=data).client("openaichat", strict=False).embed(["1", "2"])


def test_without_indexes_the_order_holds() -> None:
    """Where no index is told, the vectors are in their order."""
    data = [{"object": "embedding", "embedding": [number]} for number in (5.0, 4.0)]

    assert ((5.0,), (4.0,)) == Server(data=data).client("openrouter").embed(["1", "2"]).vectors


@pytest.mark.parametrize(
    ("name", "packed", "vector"),
    [
        ("openaichat", struct.pack("<3f", 0.5, -1.25, 3.0), (0.5, -1.25, 3.0)),
        ("perplexity", struct.pack("4b", -128, 127, 0, 5), (-128.0, 127.0, 0.0, 5.0)),
    ],
)
def test_base64(name: str, packed: bytes, vector: tuple[float, ...]) -> None:
    """Base64 holds floats of 32 bits, or (Perplexity) whole numbers of 8 bits."""
    data = [{"object": "embedding", "index": 0, "embedding": base64.b64encode(packed).decode()}]

    llm = Server(data=data).client(name, model="GOOD", output="embedding")

    assert (vector,) == llm.embed("1").vectors


@pytest.mark.parametrize("odd", ["AAAA", "!!!!", "AAA"])
def test_base64_that_is_none(odd: str) -> None:
    """What is cut or no base64 at all is no answer."""
    data = [{"object": "embedding", "index": 0, "embedding": odd}]
    with pytest.raises(genai.BadAnswer):
        Server(data=data).client("openaichat").embed("1")


TIERS = {
    "openai": ("text-embedding-3-small", "text-embedding-3-large"),
    "openaichat": ("text-embedding-3-small", "text-embedding-3-large"),
    "gemini": ("gemini-embedding-2", "gemini-embedding-2"),
    "cohere": ("embed-v4.0", "embed-v4.0"),
    "mistral": ("mistral-embed", "mistral-embed"),
    "perplexity": ("pplx-embed-v1-4b", "pplx-embed-v1-4b"),
}


@pytest.mark.parametrize("name", TIERS)
def test_tiers(name: str) -> None:
    """``output="embedding"`` looks tiers up among the models for it, and such a model's id says what it makes."""
    good = genai.load(name, output="embedding", **KEY)
    best = genai.load(name, model="SOTA", output="embedding", **KEY)
    by_id = genai.load(name, model=good.model, **KEY)

    assert TIERS[name] == (good.model, best.model)
    assert ["embedding"] * 2 == [good.output, by_id.output]
    assert (True, good.limits) == (by_id.capabilities.embed, by_id.limits)


@pytest.mark.parametrize("name", TIERS)
def test_a_model_for_vectors_says_nothing(name: str) -> None:
    """It is not asked for a text: that is refused before anything is sent."""
    llm = Server().client(name, model="GOOD", output="embedding")
    for verb in (llm.gen_sync, llm.gen_stream, llm.gen_async, llm.count_tokens):
        with pytest.raises(genai.NotSupported, match="embedding"):
            verb("hi")


@pytest.mark.parametrize(
    ("base_url", "where", "model"),
    [
        ("https://me.openai.azure.com/openai/v1", "/openai/v1/embeddings", "m-1"),
        (
            "https://me.openai.azure.com/openai",
            "/openai/deployments/m-1/embeddings?api-version=2025-03-01-preview",
            None,
        ),
        (
            "https://me.openai.azure.com/openai/deployments/mine",
            "/openai/deployments/mine/embeddings?api-version=2025-03-01-preview",
            None,
        ),
    ],
)
def test_azure(base_url: str, where: str, model: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the v1 URLs the body names the model; by the older ones the URL does."""
    monkeypatch.delenv("OPENAI_API_VERSION", raising=False)
    server = Server()
    server.client("azure", base_url=base_url).embed("1", dimensions=3)

    assert [f"https://me.openai.azure.com{where}"] == server.urls
    assert [(model, 3)] == [(body.get("model"), body["dimensions"]) for body in server.bodies]


PURPOSES: tuple[Any, ...] = (
    "query",
    "document",
    "similarity",
    "classification",
    "clustering",
    "question",
    "claim",
    "code_query",
)
SAID = {
    "gemini": PURPOSES,
    "cohere": ("query", "document", "classification", "clustering"),
    "nvidia": ("query", "document"),
    "github": ("query", "document"),
}


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("purpose", PURPOSES)
def test_purposes(name: str, purpose: Any) -> None:
    """Each purpose is a word of the wire's own, each another one; what it has none for is refused with the choice."""
    server = Server()
    if purpose in SAID[name]:
        for one in SAID[name]:
            server.client(name).embed("1", purpose=one)
        assert len(SAID[name]) == len({str(body) for body in server.bodies})
        return
    with pytest.raises(genai.NotSupported) as caught:
        server.client(name).embed("1", purpose=purpose)

    (fault,) = caught.value.unsupported
    assert (True, True) == (fault.startswith("EmbedOptions.purpose: one of "), fault.endswith(f", not {purpose}"))
    assert [] == server.bodies


def test_a_prefix_for_the_newer_model_of_google() -> None:
    """gemini-embedding-2 heeds no task type, so that the purpose stands before each text, and nowhere else."""
    sent = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        sent.append(json.loads(request.content))
        return httpx2.Response(200, json={"embeddings": [{"values": [1.0]}]})

    client = httpx2.Client(transport=httpx2.MockTransport(handler))
    llm = genai.load("gemini:gemini-embedding-2", http_client=client, **KEY)
    for purpose in PURPOSES:
        llm.embed("What is it?", purpose=purpose, dimensions=8)
    requests = [body["requests"][0] for body in sent]
    texts = [request["content"]["parts"][0]["text"] for request in requests]

    assert [{"model", "content", "outputDimensionality"}] * len(PURPOSES) == [{*request} for request in requests]
    assert len(PURPOSES) == len({*texts})
    assert all(text.endswith(": What is it?") for text in texts)


def test_vertex_makes_none_this_way() -> None:
    """Vertex has no such endpoint for many texts at once."""
    url = "https://europe-west1-aiplatform.googleapis.com/v1/projects/p/locations/europe-west1/publishers/google"
    llm = genai.load("gemini", base_url=url, **KEY)

    assert not llm.capabilities.embed
    with pytest.raises(genai.NotSupported, match="embed"):
        llm.embed("hi")


def test_a_server_that_is_not_openai_is_asked_plainly() -> None:
    """Base64 is asked for where it is known to be heeded: of OpenAI itself, and not of whoever stands in for it."""
    server = Server()
    server.client("openai").embed("1")
    server.client("openai", base_url="http://127.0.0.1:9/v1").embed("1")

    assert ["base64", None] == [body.get("encoding_format") for body in server.bodies]


@pytest.mark.parametrize(("name", "types"), [("openai", responses_types), ("openaichat", chat_types)])
def test_raw(name: str, types: Any) -> None:
    """The raw endpoint takes and gives raw types; token numbers go in as well."""
    server = Server()
    made = server.client(name).raw.embed(types.EmbeddingsRequest(model="m-1", input=[1, 2], user="u"))

    assert [{"model": "m-1", "input": [1, 2], "user": "u"}] == server.bodies
    assert [(1, [2.0]), (0, [1.0])] == [(one.index, one.embedding) for one in made.data]
    assert isinstance(made, types.EmbeddingsResponse)


def test_raw_where_there_is_none() -> None:
    """Whose API has no vectors refuses the raw call too."""
    request = chat_types.EmbeddingsRequest(model="m-1", input="hi")
    with pytest.raises(genai.NotSupported, match="embed"):
        Server().client("deepseek").raw.embed(request)
