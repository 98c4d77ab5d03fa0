"""Ollama's own wire: every recorded answer, played through the public API and held against a reading of its own.

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
from genai.providers.ollama import raw
from genai.results import FinishReason

pytestmark = pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)")

ALL = [
    (row["path"], index, exchange)
    for row in corpus_files.rows(provider="ollama")
    for index, exchange in enumerate(corpus_files.interactions(row["path"]))
]


def sent(exchange: Interaction) -> dict[str, Any]:
    """The recorded request's body."""
    body = exchange.request["body"]
    return json.loads(body) if body else {}


def kind(exchange: Interaction) -> str:
    """What an exchange is; Chat Completions are played with all others of their kind (test_chat.py)."""
    where = exchange.request["uri"].rpartition("/")[2]
    if exchange.status != 200:
        return "pull" if where == "pull" else "error"
    if where == "chat":
        return "stream" if sent(exchange)["stream"] else "sync"
    return {"tags": "models", "completions": "chat completions"}[where]


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
        "ollama",
        model=sent(exchange).get("model", "m"),
        strict=True,
        retry=0,
        http_client=httpx2.Client(transport=httpx2.MockTransport(handler)),
    )


def check(exchange: Interaction, result: genai.Result) -> None:
    """A result is what was recorded."""
    lines = [json.loads(line) for line in exchange.body.decode().strip().split("\n")]
    messages, last = [line["message"] for line in lines], lines[-1]
    calls = [call for message in messages for call in message.get("tool_calls") or ()]
    tokens = [token for line in lines for token in line.get("logprobs") or ()]
    finish = FinishReason.LENGTH if last["done_reason"] == "length" else FinishReason.STOP

    assert "".join(message.get("content", "") for message in messages) == result.text
    assert "".join(message.get("thinking", "") for message in messages) == result.reasoning
    assert [(call["id"], call["function"]["name"]) for call in calls] == [
        (call.id, call.name) for call in result.tool_calls
    ]
    assert [call["function"]["arguments"] for call in calls] == [call.decoded() for call in result.tool_calls]
    assert [
        (one["token"], one["logprob"], [(other["token"], other["logprob"]) for other in one["top_logprobs"]])
        for one in tokens
    ] == [(one.token, one.logprob, [(other.token, other.logprob) for other in one.top]) for one in result.logprobs]
    assert (FinishReason.TOOL_CALLS if calls else finish) == result.finish
    assert last["prompt_eval_count"] == result.usage.input_tokens
    assert last["eval_count"] == result.usage.output_tokens
    assert (last["model"], None) == (result.model, result.usage.cached_tokens)
    assert ((), (), ()) == (result.limits, result.citations, result.unknown_fields)


@pytest.mark.parametrize("exchange", of_kind("sync"))
def test_whole_answers(exchange: Interaction) -> None:
    """Each recorded whole answer is read as it was said; also where a stream was asked for."""
    check(exchange, client(exchange).gen_sync("hi"))
    with client(exchange, 1000).gen_stream("hi") as stream:
        fragments = list(stream)

    check(exchange, stream.result)
    assert stream.result.message == genai.fold(fragments)


@pytest.mark.parametrize("exchange", of_kind("stream"))
@pytest.mark.parametrize("size", [0, 1, 997])
def test_streams(exchange: Interaction, size: int) -> None:
    """Each recorded stream is read as it was said, wherever it is cut; its fragments fold to the same message."""
    fragments: list[genai.Reply] = []
    with client(exchange, size).gen_stream("hi") as stream:
        fragments += stream

    check(exchange, stream.result)
    assert stream.result.message == genai.fold(fragments)
    assert stream.result.message == client(exchange).gen_sync("hi").message


@pytest.mark.parametrize("exchange", of_kind("error"))
def test_errors(exchange: Interaction) -> None:
    """Each recorded error is of its class, in the server's words."""
    message = json.loads(exchange.body)["error"]
    expected = {404: genai.ModelNotFound, 500: genai.ProviderError}[exchange.status]
    for ask in (lambda llm: llm.gen_sync("hi"), lambda llm: list(llm.gen_stream("hi"))):
        with pytest.raises(genai.Error) as caught:
            ask(client(exchange))

        assert expected is type(caught.value)
        assert (exchange.status, message) == (caught.value.status, caught.value.detail)


@pytest.mark.parametrize("exchange", of_kind("pull"))
def test_pulls(exchange: Interaction) -> None:
    """A model that is nowhere cannot be pulled."""
    with pytest.raises(genai.ModelNotFound, match="file does not exist"):
        list(client(exchange).raw.pull(raw.PullRequest(model="bad_model")))


@pytest.mark.parametrize("exchange", of_kind("models"))
def test_models(exchange: Interaction) -> None:
    """The recorded list of models."""
    recorded = json.loads(exchange.body)["models"]

    assert [one["name"] for one in recorded] == [one.id for one in client(exchange).list_models()]


def test_all_are_played(capsys: pytest.CaptureFixture[str]) -> None:
    """Every exchange is of a kind that is tested; how many there are of each."""
    counted = Counter(kind(exchange) for _, _, exchange in ALL)
    with capsys.disabled():
        print("\nollama:", ", ".join(f"{number} {name}" for name, number in sorted(counted.items())))

    assert {"sync", "stream", "error", "pull", "models", "chat completions"} == set(counted)
