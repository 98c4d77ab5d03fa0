"""Cohere: every recorded answer, played through the public API and held against a reading of its own.

What is expected is read here from the recorded JSON, without any code of genai's.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import corpus_files
import httpx2
import pytest
from corpus_files import Interaction

import genai
from genai.errors import AuthError, InvalidRequest, ModelNotFound
from genai.providers.cohere import raw
from genai.results import FinishReason

pytestmark = pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)")

HOME = "https://api.cohere.com"
ALL = [
    (row["path"], index, exchange)
    for row in corpus_files.rows(provider="cohere")
    for index, exchange in enumerate(corpus_files.interactions(row["path"]))
]
FINISH = {
    "COMPLETE": FinishReason.STOP,
    "STOP_SEQUENCE": FinishReason.STOP_SEQUENCE,
    "MAX_TOKENS": FinishReason.LENGTH,
    "TOOL_CALL": FinishReason.TOOL_CALLS,
}


def sent(exchange: Interaction) -> dict[str, Any]:
    """The recorded request's body."""
    body = exchange.request["body"]
    return json.loads(body) if body else {}


def kind(exchange: Interaction) -> str:
    """What an exchange is."""
    asked = f"{exchange.request['method']} {exchange.request['uri'].removeprefix(HOME).partition('?')[0]}"
    if exchange.status != 200:
        return "error"
    if asked == "POST /v2/chat":
        return "stream" if sent(exchange)["stream"] else "sync"
    return {"GET /v1/models": "models", "POST /v2/embed": "embed", "POST /v1/tokenize": "tokenize"}[asked]


def of_kind(*kinds: str) -> list[Any]:
    """The exchanges of these kinds, as parameters."""
    return [pytest.param(one, id=f"{path}-{index}") for path, index, one in ALL if kind(one) in kinds]


def client(exchange: Interaction, size: int = 0) -> genai.Client:
    """A client whose every request gets the recorded answer, in pieces of ``size`` bytes."""
    content = exchange.body

    def handler(request: httpx2.Request) -> httpx2.Response:
        pieces = (content[i : i + size] for i in range(0, len(content), size)) if size else content
        return httpx2.Response(exchange.status, headers=exchange.headers, content=pieces)

    return genai.load(
        "cohere",
        model=sent(exchange).get("model", "m"),
        api_key="test",
        strict=True,
        retry=0,
        http_client=httpx2.Client(transport=httpx2.MockTransport(handler)),
    )


def answer(exchange: Interaction) -> dict[str, Any]:
    """A recorded answer as a whole; a stream's events are put together."""
    if kind(exchange) == "sync":
        return json.loads(exchange.body)  # type: ignore[no-any-return]
    lines = [line.removeprefix("data: ") for line in exchange.body.decode().split("\n") if line.startswith("data: ")]
    events = [json.loads(line) for line in lines if line != "[DONE]"]
    message: dict[str, Any] = {"tool_plan": "", "text": "", "tool_calls": [], "citations": []}
    tokens = []
    for event in events:
        new = event.get("delta", {}).get("message", {})
        if event["type"] == "tool-plan-delta":
            message["tool_plan"] += new["tool_plan"]
        elif event["type"] in ("content-start", "content-delta"):
            message["text"] += new["content"]["text"]
            tokens += [event["logprobs"]] if "logprobs" in event else []
        elif event["type"] == "tool-call-start":
            message["tool_calls"].append(new["tool_calls"])
        elif event["type"] == "tool-call-delta":
            message["tool_calls"][event["index"]]["function"]["arguments"] += new["tool_calls"]["function"]["arguments"]
        elif event["type"] == "citation-start":
            message["citations"].append(new["citations"])
    content = [{"type": "text", "text": message.pop("text")}]
    return {
        "id": events[0]["id"],
        "message": {**message, "content": content},
        **events[-1]["delta"],
        "logprobs": tokens,
    }


def check(exchange: Interaction, result: genai.Result) -> None:
    """A result is what was recorded."""
    recorded = answer(exchange)
    message, usage = recorded["message"], recorded["usage"]
    calls = [
        (one["id"], one["function"]["name"], one["function"]["arguments"]) for one in message.get("tool_calls", ())
    ]
    notes = [
        (note["start"], note["end"], note["text"], [(one["type"], one["id"]) for one in note["sources"]])
        for note in message.get("citations", ())
    ]
    tokens = [(one["text"], one["logprobs"][0]) for one in recorded.get("logprobs", ())]

    assert "".join(part["text"] for part in message.get("content", ())) == result.text
    assert message.get("tool_plan", "") == result.reasoning
    assert calls == [(call.id, call.name, call.arguments) for call in result.tool_calls]
    assert notes == [(c.start, c.end, c.text, [(s.type, s.id) for s in c.sources]) for c in result.citations]
    assert [result.text[c.start : c.end] for c in result.citations] == [c.text for c in result.citations]
    assert tokens == [(one.token, one.logprob) for one in result.logprobs]
    assert FINISH[recorded["finish_reason"]] == result.finish
    assert usage["tokens"]["input_tokens"] == result.usage.input_tokens
    assert usage["tokens"]["output_tokens"] == result.usage.output_tokens
    assert usage.get("cached_tokens") == result.usage.cached_tokens
    assert (recorded["id"], exchange.headers.get("x-debug-trace-id")) == (result.response_id, result.request_id)
    assert ((), ()) == (result.limits, result.unknown_fields)


@pytest.mark.parametrize("exchange", of_kind("sync"))
def test_whole_answers(exchange: Interaction) -> None:
    """Each recorded whole answer is read as it was said."""
    check(exchange, client(exchange).gen_sync("hi"))


@pytest.mark.parametrize("exchange", of_kind("stream"))
@pytest.mark.parametrize("size", [0, 1, 997])
def test_streams(exchange: Interaction, size: int) -> None:
    """Each recorded stream is read as it was said, wherever it is cut; its fragments fold to the same message."""
    fragments: list[genai.Reply] = []
    with client(exchange, size).gen_stream("hi") as stream:
        fragments += stream

    check(exchange, stream.result)
    assert stream.result.message == genai.fold(fragments)


@pytest.mark.parametrize("exchange", of_kind("error"))
def test_errors(exchange: Interaction) -> None:
    """Each recorded error is of its class, in the provider's words."""
    message = json.loads(exchange.body)["message"]
    expected = {401: AuthError, 404: ModelNotFound}.get(exchange.status, InvalidRequest)
    for ask in (lambda llm: llm.gen_sync("hi"), lambda llm: list(llm.gen_stream("hi"))):
        with pytest.raises(genai.Error) as caught:
            ask(client(exchange))

        assert expected is type(caught.value)
        assert (exchange.status, message) == (caught.value.status, caught.value.detail)


@pytest.mark.parametrize("exchange", of_kind("models"))
def test_models(exchange: Interaction) -> None:
    """The recorded list of models, with their contexts."""
    recorded = json.loads(exchange.body)["models"]
    found = client(exchange).list_models()

    assert [(one["name"], one["context_length"]) for one in recorded] == [(one.id, one.context) for one in found]


@pytest.mark.parametrize("exchange", of_kind("embed"))
def test_embeddings(exchange: Interaction) -> None:
    """The raw endpoint gives the recorded numbers."""
    made = client(exchange).raw.embed(raw.EmbedRequest(model="m", input_type="search_query", texts=["Hello"]))

    assert json.loads(exchange.body)["embeddings"]["float"] == [list(row) for row in made.embeddings.floats]


@pytest.mark.parametrize("exchange", of_kind("tokenize"))
def test_tokens(exchange: Interaction) -> None:
    """The raw endpoint gives the recorded tokens."""
    made = client(exchange).raw.tokenize(raw.TokenizeRequest(text="Hello", model="m"))

    assert json.loads(exchange.body)["tokens"] == list(made.tokens)


def test_all_are_played(capsys: pytest.CaptureFixture[str]) -> None:
    """Every exchange is of a kind that is tested; how many there are of each."""
    counted = Counter(kind(exchange) for _, _, exchange in ALL)
    with capsys.disabled():
        print("\ncohere:", ", ".join(f"{number} {name}" for name, number in sorted(counted.items())))

    assert {"sync", "stream", "error", "models", "embed", "tokenize"} == set(counted)
