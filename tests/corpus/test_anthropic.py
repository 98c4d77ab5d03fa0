"""Anthropic: every recorded answer, played through the public API and held against a reading of its own.

What is expected is read in ``anthropic_reading.py``, from the recorded JSON alone. Our prompts differ from the
recorded ones; the answers are what counts.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from email.utils import format_datetime
from typing import Any

import corpus_files
import httpx2
import pytest
from corpus.anthropic_reading import PROVIDER, events, exchanges, message, reading, sent, streamed, where
from corpus_files import Interaction

import genai
from genai.convert import structure
from genai.errors import Error, InvalidRequest, ModelNotFound
from genai.messages import Reply
from genai.providers.anthropic import output_blocks, raw
from genai.results import Result

pytestmark = pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)")

ALL = list(exchanges())
MESSAGES = [(name, one) for name, one in ALL if where(one) == "POST /messages"]
ANSWERS = [(name, one) for name, one in MESSAGES if one.status == 200]
STREAMS = [(name, one) for name, one in ANSWERS if streamed(one)]
ERRORS = [(name, one) for name, one in ALL if one.status != 200]

REFUSALS: dict[str, type[Error]] = {
    # the provider's own words: who has to act
    "model: ": ModelNotFound,
    "has no available results": InvalidRequest,
    "'additionalProperties' must be explicitly set to false": InvalidRequest,
}


def limited(exchange: Interaction) -> bool:
    """Whether an answer tells its limits."""
    return "anthropic-ratelimit-requests-reset" in exchange.headers


def parameters(those: Any) -> list[Any]:
    """Exchanges as parameters of a test."""
    return [pytest.param(one, id=name) for name, one in those]


def model_of(exchange: Interaction) -> str:
    """The model that was asked, if any was; an upload is no JSON."""
    asked = sent(exchange) if where(exchange) == "POST /messages" else {}
    return str(asked.get("model", "claude-sonnet-5"))


def client(exchange: Interaction, *, size: int = 0, body: bytes | None = None) -> genai.Client:
    """A strict client whose every request gets the recorded answer, in pieces of ``size`` bytes."""
    content = exchange.body if body is None else body
    headers = {**exchange.headers, "request-id": "req_1"}
    if body is not None:
        headers["content-type"] = "application/json"

    def handler(request: httpx2.Request) -> httpx2.Response:
        pieces = (content[i : i + size] for i in range(0, len(content), size)) if size else content
        return httpx2.Response(exchange.status, headers=headers, content=pieces)

    return genai.load(
        PROVIDER,
        model=model_of(exchange),
        api_key="sk-test",
        strict=True,
        retry=0,
        http_client=httpx2.Client(transport=httpx2.MockTransport(handler)),
    )


def play(exchange: Interaction, *, size: int = 0, seen: list[Reply] | None = None, **options: Any) -> Result:
    """The recorded answer, read by genai: streamed where it was asked for so."""
    llm = client(exchange, size=size)
    if not streamed(exchange):
        return llm.gen_sync("hi", **options)
    with llm.gen_stream("hi", **options) as stream:
        for reply in stream:
            if seen is not None:
                seen.append(reply)
    return stream.result


def read(result: Result) -> dict[str, Any]:
    """A result in the words of ``reading``."""
    placed = [one for one in result.citations if one.start is not None]
    assert [one.text for one in placed] == [result.text[one.start : one.end] for one in placed]
    mine = [reply.opaque[PROVIDER] for reply in result.message.replies if PROVIDER in reply.opaque]
    blocks = [held["block"] for held in mine if "block" in held]
    used = result.usage
    return {
        "text": result.text,
        "reasoning": result.reasoning,
        "signatures": [
            held.get("signature", held.get("block", {}).get("signature"))
            for held in mine
            if "signature" in held or held.get("block", {}).get("type") == "thinking"
        ],
        "tool calls": [(call.id, call.name, call.decoded()) for call in result.tool_calls],
        "citations": [
            (
                one.text,
                (one.start, one.end),
                [(s.url or s.id, s.title, s.snippet, s.start_char, s.end_char) for s in one.sources],
            )
            for one in placed
        ],
        "pages": [s.url or s.title for one in result.citations if one.start is None for s in one.sources],
        "kept": blocks,
        "usage": (
            used.input_tokens,
            used.cached_tokens,
            used.cache_write_tokens,
            used.output_tokens,
            used.reasoning_tokens,
        ),
        "finish": result.finish and result.finish.value,
        "model": result.model,
        "id": result.response_id,
        "tier": result.service_tier,
    }


def test_all_are_played(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is left out, and the table tells what there is."""
    rows = Counter((where(one), "stream" if streams(one) else "whole", one.status) for _, one in ALL)
    with capsys.disabled():
        print(f"\n{'asked':40} {'mode':8} {'status':6} {'count':5}")
        for (asked, mode, status), count in sorted(rows.items()):
            print(f"{asked:40} {mode:8} {status:6} {count:5}")

    assert {asked for asked, _, status in rows if status == 200} == {"POST /messages", *RAW}
    assert 140 < len(ANSWERS)
    assert 20 < len(STREAMS)


def streams(exchange: Interaction) -> bool:
    """Whether an answer is a stream."""
    return exchange.headers.get("content-type", "").startswith("text/event-stream")


@pytest.mark.parametrize("exchange", parameters(ANSWERS))
def test_an_answer(exchange: Interaction) -> None:
    """Texts, thoughts, calls, citations, kept blocks, usage and the rest are as they were recorded."""
    result = play(exchange)

    assert reading(exchange) == read(result)
    assert () == result.unknown_fields
    assert (True, PROVIDER, "req_1") == (result.complete, result.provider, result.request_id)
    assert result == Result.from_json(result.to_json())
    assert [] == result.message.faults()


@pytest.mark.parametrize("exchange", parameters((name, one) for name, one in ANSWERS if not streamed(one)))
def test_a_whole_answer_in_one_piece(exchange: Interaction) -> None:
    """An answer that is short enough to come in one piece is read the same."""
    assert play(exchange) == play(exchange, max_tokens=16)


@pytest.mark.parametrize("exchange", parameters(STREAMS))
def test_a_stream_in_pieces(exchange: Interaction) -> None:
    """Where the bytes are cut does not matter, and the fragments fold to the result's message."""
    seen: list[Reply] = []
    whole, cut = play(exchange), play(exchange, size=7, seen=seen)

    assert whole == cut
    assert cut.message == genai.fold(seen)
    assert [reply.text for reply in seen if reply.text] == [
        event["delta"]["text"] for event in events(exchange) if event.get("delta", {}).get("text")
    ]


@pytest.mark.parametrize("exchange", parameters(STREAMS))
def test_a_stream_equals_its_whole_answer(exchange: Interaction) -> None:
    """The same message, given at once, makes an equal result."""
    whole = client(exchange, body=json.dumps(message(exchange)).encode()).gen_sync("hi")

    assert whole == play(exchange)


@pytest.mark.parametrize("exchange", parameters(STREAMS))
def test_a_stream_that_breaks(exchange: Interaction) -> None:
    """A stream that ends before its last event is StreamInterrupted, with what had arrived."""
    cut = exchange._replace(body=exchange.body[: exchange.body.rindex(b"event: message_stop")])
    with pytest.raises(genai.StreamInterrupted) as caught:
        play(cut)

    assert caught.value.result is not None
    assert not caught.value.result.complete
    assert reading(exchange)["text"] == caught.value.result.text


@pytest.mark.parametrize("exchange", parameters((name, one) for name, one in ANSWERS if limited(one)))
def test_limits(exchange: Interaction) -> None:
    """The rate limits, with what is left in seconds from the answer's own date."""
    told = exchange.headers
    kinds = ("input-tokens", "output-tokens", "requests", "tokens")
    first = datetime.fromisoformat(told["anthropic-ratelimit-requests-reset"])
    headers = {**told, "date": format_datetime(first, usegmt=False)}
    limits = play(exchange._replace(headers=headers)).limits

    assert [
        (
            kind.replace("-", "_"),
            int(told[f"anthropic-ratelimit-{kind}-limit"]),
            int(told[f"anthropic-ratelimit-{kind}-remaining"]),
            max(0.0, (datetime.fromisoformat(told[f"anthropic-ratelimit-{kind}-reset"]) - first).total_seconds()),
        )
        for kind in kinds
    ] == [(limit.kind, limit.limit, limit.remaining, limit.reset) for limit in limits]


@pytest.mark.parametrize("exchange", parameters(ERRORS))
def test_errors(exchange: Interaction) -> None:
    """A refusal gives its class, and all that the provider said."""
    told = json.loads(exchange.body)
    words = told["error"]["message"]
    expected = next(cls for part, cls in REFUSALS.items() if part in words)
    llm = client(exchange)
    calls = (lambda: llm.gen_sync("hi"), lambda: list(llm.gen_stream("hi")), lambda: llm.raw.batches.results("b"))
    for call in calls if where(exchange) == "POST /messages" else calls[2:]:
        with pytest.raises(Error) as caught:
            call()
        error = caught.value

        assert expected is type(error)
        assert (exchange.status, words, told["error"]["type"], exchange.body) == (
            error.status,
            error.detail,
            error.code,
            error.body,
        )
        assert "req_1" == error.request_id


@pytest.mark.parametrize("exchange", parameters((n, one) for n, one in ANSWERS if reading(one)["kept"]))
def test_kept_blocks_as_raw_objects(exchange: Interaction) -> None:
    """What the core types cannot say is there as raw objects, none of them unknown."""
    blocks = output_blocks(play(exchange))

    assert [block["type"] for block in reading(exchange)["kept"]] == [block.type for block in blocks]
    assert {"raw"} == {type(block).__module__.rpartition(".")[2] for block in blocks}


# --- The other endpoints ----------------------------------------------------------------------------------------------

REQUEST = raw.BatchRequest(
    requests=[
        raw.BatchEntry(
            custom_id="a",
            params=raw.MessageRequest(
                model="claude-sonnet-5", max_tokens=9, messages=[raw.InputMessage(role="user", content="hi")]
            ),
        )
    ]
)
RAW: dict[str, Any] = {
    # what was asked: the call of ours, and what its answer is
    "POST /messages/count_tokens": (lambda llm: llm.count_tokens("hi"), None),
    "GET /models": (lambda llm: llm.raw.list_models(), raw.ModelList),
    "GET /models/{id}": (lambda llm: llm.raw.get_model("m"), raw.Model),
    "POST /messages/batches": (lambda llm: llm.raw.batches.create(REQUEST), raw.Batch),
    "GET /messages/batches": (lambda llm: llm.raw.batches.list(), raw.BatchList),
    "GET /messages/batches/{id}": (lambda llm: llm.raw.batches.get("b"), raw.Batch),
    "GET /messages/batches/{id}/results": (lambda llm: llm.raw.batches.results("b"), None),
    "DELETE /messages/batches/{id}": (lambda llm: llm.raw.batches.delete("b"), raw.BatchDeleted),
    "POST /files": (lambda llm: llm.raw.files.upload(b"hi", filename="a.txt"), raw.File),
    "GET /files": (lambda llm: llm.raw.files.list(), raw.FileList),
    "GET /files/{id}": (lambda llm: llm.raw.files.get("f"), raw.File),
    "DELETE /files/{id}": (lambda llm: llm.raw.files.delete("f"), raw.FileDeleted),
}


@pytest.mark.parametrize(
    "exchange", parameters((name, one) for name, one in ALL if one.status == 200 and where(one) != "POST /messages")
)
def test_other_answers(exchange: Interaction) -> None:
    """Each other answer is read strictly, and holds what was recorded."""
    call, cls = RAW[where(exchange)]
    made = call(client(exchange))
    if cls is not None:
        assert structure(json.loads(exchange.body), cls) == made
    elif "count" in where(exchange):
        assert json.loads(exchange.body)["input_tokens"] == made
    else:
        lines = [json.loads(line) for line in exchange.body.splitlines() if line.strip()]
        assert tuple(structure(line, raw.BatchLine) for line in lines) == made


@pytest.mark.parametrize("exchange", parameters((n, one) for n, one in ALL if where(one) == "GET /models"))
def test_lists_of_models(exchange: Interaction) -> None:
    """The models, with their names and dates."""
    listed = json.loads(exchange.body)["data"]

    assert [
        (one["id"], one["display_name"], datetime.fromisoformat(one["created_at"]).timestamp()) for one in listed
    ] == [(model.id, model.name, model.created) for model in client(exchange).list_models()]
