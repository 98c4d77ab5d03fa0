"""Amazon Bedrock: every recorded answer, played through the public API and held against a reading of its own.

What is expected is read here from the recorded bytes alone, so that a mistake of the decoder cannot be its own witness.
Our prompts differ from the recorded ones; the answers are what counts.
"""

from __future__ import annotations

import json
import struct
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

import corpus_files
import httpx2
import pytest
from attrs import frozen
from corpus_files import Interaction

import genai
from genai.results import Result

pytestmark = [
    pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)"),
    pytest.mark.misfit,
]


@frozen
class Exchange:
    """A recorded exchange: its cassette, its place in it, and what was recorded."""

    path: str
    index: int
    exchange: Interaction

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.path.rpartition('/')[2].removesuffix('.yaml')}-{self.index}"

    @property
    def parts(self) -> list[str]:
        """The path of the URL: model, the model's id, the verb."""
        url: str = self.exchange.request["uri"]
        return [unquote(part) for part in urlsplit(url).path.strip("/").split("/")]

    @property
    def verb(self) -> str:
        """What was asked for."""
        return self.parts[-1]


def exchanges() -> Iterator[Exchange]:
    """All that was recorded of Bedrock."""
    for row in corpus_files.rows(provider="bedrock"):
        for index, exchange in enumerate(corpus_files.interactions(row["path"])):
            yield Exchange(row["path"], index, exchange)


ALL = list(exchanges())
FAILED = [one for one in ALL if one.exchange.status != 200]
TALKS = [one for one in ALL if one.verb in ("converse", "converse-stream") and one not in FAILED]


def those(found: list[Exchange]) -> list[Any]:
    """Exchanges as parameters of a test."""
    return [pytest.param(one, id=one.name) for one in found]


def client(one: Exchange, size: int = 0) -> genai.Client:
    """A strict client whose every request gets the recorded answer, in pieces of ``size`` bytes."""
    recorded = one.exchange

    def answer(request: httpx2.Request) -> httpx2.Response:
        assert request.url.raw_path.decode().endswith(f"/{one.verb}")
        body = recorded.body
        pieces = (body[at : at + size] for at in range(0, len(body), size)) if size else body
        return httpx2.Response(recorded.status, headers=recorded.headers, content=pieces)

    url = urlsplit(recorded.request["uri"])
    return genai.load(
        "bedrock",
        model=one.parts[1],
        api_key="bedrock-api-key-test",
        base_url=f"{url.scheme}://{url.netloc}",
        http_client=httpx2.Client(transport=httpx2.MockTransport(answer)),
        strict=True,
        retry=0,
    )


def play(one: Exchange, size: int = 0) -> Result:
    """What genai reads."""
    llm = client(one, size)
    if one.verb == "converse":
        return llm.gen_sync("hi")
    with llm.gen_stream("hi") as stream:
        fragments = list(stream)
    assert stream.result.message == genai.fold(fragments)
    return stream.result


# --- A reading of its own ---------------------------------------------------------------------------------------------


def events(body: bytes) -> Iterator[tuple[str, Any]]:
    """The events of a stream; the name of each stands behind ``:event-type`` and its length."""
    while body:
        total, size = struct.unpack_from(">II", body)
        head, payload = body[12 : 12 + size], body[12 + size : total - 4]
        rest = head.partition(b":event-type\x07")[2]
        yield rest[2 : 2 + rest[1]].decode(), json.loads(payload)
        body = body[total:]


def whole(one: Exchange) -> Any:
    """The answer as one object. (No recorded stream has anything but text.)"""
    if one.verb == "converse":
        return json.loads(one.exchange.body)
    told = list(events(one.exchange.body))
    text = "".join(fields["delta"]["text"] for name, fields in told if name == "contentBlockDelta")
    (stop,) = (fields["stopReason"] for name, fields in told if name == "messageStop")
    (about,) = (fields for name, fields in told if name == "metadata")
    return {**about, "stopReason": stop, "output": {"message": {"content": [{"text": text}]}}}


FINISHES = {"end_turn": "stop", "tool_use": "tool_calls", "max_tokens": "length", "stop_sequence": "stop_sequence"}


def reading(one: Exchange) -> dict[str, Any]:
    """What a recorded answer says."""
    answer = whole(one)
    blocks = answer["output"]["message"]["content"]
    calls = [block["toolUse"] for block in blocks if "toolUse" in block]
    thoughts = [block["reasoningContent"] for block in blocks if "reasoningContent" in block]
    used = answer["usage"]
    cached, written = used.get("cacheReadInputTokens"), used.get("cacheWriteInputTokens")
    return {
        "text": "".join(block.get("text", "") for block in blocks),
        "reasoning": "\n\n".join(one["reasoningText"]["text"] for one in thoughts if "reasoningText" in one),
        "redacted": [one["redactedContent"] for one in thoughts if "redactedContent" in one],
        "signed": [
            one["reasoningText"]["signature"] for one in thoughts if "signature" in one.get("reasoningText", {})
        ],
        "calls": [
            (call["toolUseId"], call["name"], call["input"]) for call in calls if call.get("type") != "server_tool_use"
        ],
        "kept": [
            block
            for block in blocks
            if "toolResult" in block or block.get("toolUse", {}).get("type") == "server_tool_use"
        ],
        "usage": (
            used["inputTokens"] + (cached or 0) + (written or 0),
            cached,
            written,
            used["outputTokens"],
            used["totalTokens"],
        ),
        "finish": FINISHES[answer["stopReason"]],
        "tier": answer.get("serviceTier", {}).get("type"),
    }


def read(result: Result) -> dict[str, Any]:
    """A result in the words of ``reading``."""
    mine = [reply.opaque["bedrock"] for reply in result.message.replies if "bedrock" in reply.opaque]
    usage = result.usage
    return {
        "text": result.text,
        "reasoning": result.reasoning,
        "redacted": [one["redacted"] for one in mine if "redacted" in one],
        "signed": [one["signature"] for one in mine if "signature" in one],
        "calls": [(call.id, call.name, call.decoded()) for call in result.tool_calls],
        "kept": [one["block"] for one in mine if "block" in one],
        "usage": (
            usage.input_tokens,
            usage.cached_tokens,
            usage.cache_write_tokens,
            usage.output_tokens,
            usage.total_tokens,
        ),
        "finish": result.finish and result.finish.value,
        "tier": result.service_tier,
    }


# --- The tests --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", those(TALKS))
def test_answers(one: Exchange) -> None:
    """An answer, whole or streamed, gives what its bytes say, and nothing in it is unknown."""
    result = play(one)

    assert reading(one) == read(result)
    assert (one.parts[1], True, ()) == (result.model, result.complete, result.limits)
    assert () == result.unknown_fields
    assert [] == result.message.faults()
    assert result == Result.from_json(result.to_json())


@pytest.mark.parametrize("one", those([one for one in TALKS if one.verb == "converse-stream"]))
def test_streams(one: Exchange) -> None:
    """Byte by byte it is the same; and the same as the whole answer that the stream's events make up."""
    answer = whole(one)
    answer["output"]["message"]["role"] = "assistant"
    answer.pop("p")  # padding
    given = one.exchange._replace(body=json.dumps(answer).encode(), headers={"content-type": "application/json"})

    assert play(one) == play(one, 1)
    assert play(one) == play(Exchange(one.path, one.index, given))


@pytest.mark.parametrize("one", those(FAILED))
def test_errors(one: Exchange) -> None:
    """An error gives its class, and all that Bedrock said."""
    with pytest.raises(genai.ModelNotFound, match="model identifier is invalid") as caught:
        play(one)

    assert (400, "bedrock") == (caught.value.status, caught.value.provider)
    assert json.loads(one.exchange.body)["message"] == caught.value.detail


@pytest.mark.parametrize("one", those([one for one in ALL if one.verb == "count-tokens"]))
def test_counted_tokens(one: Exchange) -> None:
    """Tokens are counted."""
    assert json.loads(one.exchange.body)["inputTokens"] == client(one).count_tokens("hi")


@pytest.mark.parametrize("one", those([one for one in ALL if one.verb == "invoke"]))
def test_models_own_requests(one: Exchange) -> None:
    """What goes to a model in its own words comes back so."""
    sent = json.loads(one.exchange.request["body"])

    assert json.loads(one.exchange.body) == client(one).raw.invoke(sent)


def test_every_exchange_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    """All exchanges that the index names are played; the table shows what they are."""
    verbs = Counter(one.verb for one in ALL)
    indexed = sum(len(row["requests"]) for row in corpus_files.rows(provider="bedrock"))
    with capsys.disabled():
        print(f"\nBedrock: {indexed} recorded exchanges, {len(FAILED)} of them errors")
        print("".join(f"  {verb:18}{count:4}\n" for verb, count in sorted(verbs.items())), end="")

    assert indexed == len(ALL) == verbs.total()
    assert {"converse", "converse-stream", "count-tokens", "invoke"} == set(verbs)
