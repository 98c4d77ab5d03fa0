"""Cohere: the raw endpoints, and the list of models."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import openapi
import pytest
from contract.specimen_cohere import MODEL, PLAIN, PLAIN_EVENTS, dumped, ended, failure, faults, sse, whole
from wires.cohere_calls import load

import genai
from genai import convert
from genai.providers.cohere import raw

BATCH = {"name": "b", "input_dataset_id": "d", "model": "m", "id": "b1", "status": "BATCH_STATUS_QUEUED"}
ASKED = raw.ChatRequest(model="m", messages=[raw.UserMessage(content="hi")], logprobs=True)
META = {"api_version": {"version": "2"}, "billed_units": {"input_tokens": 1}}
EMBED = raw.EmbedRequest(
    model="m",
    input_type="search_query",
    inputs=[raw.EmbedInput(content=[raw.TextContent(text="a")])],
    embedding_types=["int8", "float"],
)
CALLS: list[tuple[str, tuple[Any, ...], dict[str, Any], str, Any]] = [
    # endpoint, arguments, keywords, what is asked, the answer
    ("gen_sync", (ASKED,), {}, "POST /v2/chat", whole(PLAIN)),
    (
        "embed",
        (EMBED,),
        {},
        "POST /v2/embed",
        {"id": "e", "embeddings": {"float": [[0.5]], "int8": [[1]]}, "meta": META},
    ),
    (
        "rerank",
        (raw.RerankRequest(model="m", query="q", documents=["a"], top_n=1),),
        {},
        "POST /v2/rerank",
        {"id": "r", "results": [{"index": 0, "relevance_score": 0.9}], "meta": META},
    ),
    (
        "tokenize",
        (raw.TokenizeRequest(text="a", model="m"),),
        {},
        "POST /v1/tokenize",
        {"tokens": [1], "token_strings": ["a"], "meta": META},
    ),
    ("detokenize", (raw.DetokenizeRequest(tokens=[1], model="m"),), {}, "POST /v1/detokenize", {"text": "a"}),
    ("create_batch", (raw.Batch(name="b", input_dataset_id="d", model="m"),), {}, "POST /v2/batches", {"batch": BATCH}),
    ("list_batches", (), {"page_size": 2}, "GET /v2/batches?page_size=2", {"batches": [BATCH]}),
    ("get_batch", ("b1",), {}, "GET /v2/batches/b1", {"batch": BATCH}),
    ("cancel_batch", (raw.Batch(id="b/1"),), {}, "POST /v2/batches/b%2F1:cancel", {}),
    ("list_models", (), {"endpoint": "chat"}, "GET /v1/models?endpoint=chat", {"models": [MODEL]}),
    ("get_model", ("m",), {}, "GET /v1/models/m", {**MODEL, "sampling_defaults": {"temperature": 0.3}}),
    ("check_api_key", (), {}, "POST /v1/check-api-key", {"valid": True, "owner_id": "o"}),
]


@pytest.mark.parametrize(("endpoint", "arguments", "keywords", "asked", "answer"), CALLS, ids=[row[0] for row in CALLS])
def test_endpoints(endpoint: str, arguments: Any, keywords: Any, asked: str, answer: Any) -> None:
    """Each is where the description has it, takes what that takes, and gives the answer as raw types."""
    llm, seen = load(dumped(answer))
    made = getattr(llm.raw, endpoint)(*arguments, **keywords)
    (request,) = seen

    assert asked == f"{request.method} {request.url.raw_path.decode()}"
    assert "Bearer secret" == request.headers["authorization"]
    assert answer == {**convert.unstructure(made), **{key: None for key, value in answer.items() if value is None}} or (
        endpoint in ("list_models", "get_model")  # a null that is left out
    )
    if request.content and openapi.available() and "batches" not in asked:
        assert [] == faults(request.url.path, json.loads(request.content))


def test_a_raw_stream() -> None:
    """Its fragments are raw events, whatever their type, and its result is the last one; a whole answer has none."""
    odd = {"type": "telepathy", "x": 1}
    llm, seen = load(sse([odd, *PLAIN_EVENTS]), strict=False)
    with llm.raw.gen_stream(ASKED) as stream:
        events = list(stream)

    assert ["telepathy", *(event["type"] for event in PLAIN_EVENTS)] == [event.type for event in events]
    assert isinstance(stream.result, raw.MessageEnd)
    assert json.loads(seen[0].content)["stream"]
    with load(dumped(whole(PLAIN)))[0].raw.gen_stream(ASKED) as stream:
        assert [] == list(stream)
    assert isinstance(stream.result, raw.ChatResponse)
    with pytest.raises(genai.StreamInterrupted):
        list(load(sse(PLAIN_EVENTS[:-1]))[0].raw.gen_stream(ASKED))
    with pytest.raises(genai.BadAnswer):
        list(load(sse([odd, *PLAIN_EVENTS]))[0].raw.gen_stream(ASKED))


def test_errors_in_a_raw_stream() -> None:
    """The last event may tell one, and so may words in place of an event."""
    failed = sse([*PLAIN_EVENTS[:-1], *ended("ERROR", error="It broke.")])
    events: list[Any] = []
    with pytest.raises(genai.StreamInterrupted, match="It broke"), load(failed)[0].raw.gen_stream(ASKED) as stream:
        events += stream

    assert len(PLAIN_EVENTS) == len(events)
    words = sse(PLAIN_EVENTS[:3]) + b"data: " + failure("too many tokens: size limit exceeded") + b"\n\n"
    with pytest.raises(genai.ContextTooLong):
        list(load(words)[0].raw.gen_stream(ASKED))


def test_a_transcription() -> None:
    """A recording goes up as a form."""
    llm, seen = load(dumped({"text": "Hello."}))
    made = llm.raw.transcribe(genai.Doc(b"ID3\x04", filename="a.mp3"), "m", "en", temperature=0)

    assert "Hello." == made.text
    assert seen[0].headers["content-type"].startswith("multipart/form-data")
    for part in (b'name="model"', b'name="language"', b'name="temperature"', b'filename="a.mp3"', b"ID3\x04"):
        assert part in seen[0].content


def pages(*answers: Any) -> tuple[genai.Client, list[str]]:
    """A client whose server gives these lists, and what it is asked."""
    seen: list[str] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(str(request.url))
        return httpx2.Response(200, json=answers[min(len(seen), len(answers)) - 1])

    http = httpx2.Client(transport=httpx2.MockTransport(handler))
    return genai.load("cohere", model="m", api_key="k", http_client=http, strict=True), seen


def test_all_pages_of_models() -> None:
    """Every page is asked for; what the documentation says of a model is added; a list without end is BadAnswer."""
    second = {**MODEL, "name": "command-a-03-2025", "context_length": 256000.0}
    llm, seen = pages({"models": [MODEL], "next_page_token": "p2"}, {"models": [second], "next_page_token": ""})

    assert [("gpt-5", 128000, None), ("command-a-03-2025", 256000, 8000)] == [
        (model.id, model.context, model.max_output) for model in llm.list_models()
    ]
    assert ["page_size=1000", "page_size=1000&page_token=p2"] == [url.partition("?")[2] for url in seen]
    with pytest.raises(genai.BadAnswer, match="was there"):
        pages({"models": [MODEL], "next_page_token": "p2"})[0].list_models()


def test_both_key_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cohere's own tools read CO_API_KEY, others COHERE_API_KEY."""
    monkeypatch.delenv("COHERE_API_KEY", raising=False)
    monkeypatch.setenv("CO_API_KEY", "mine")
    llm, seen = load(api_key=None)
    llm.gen_sync("hi")

    assert "Bearer mine" == seen[0].headers["authorization"]
