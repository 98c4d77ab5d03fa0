"""Every recorded exchange with a Responses endpoint, held against the raw types: nothing unknown, nothing lost.

So are OpenAI's own files, batches, models and images, whose types are here too.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import frozen

from genai.convert import structure, unstructure
from genai.drift import unknown_fields
from genai.providers.openairesponses import raw

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("GENAI_CORPUS", ROOT.parent / "shared" / "corpus"))
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

IDS = re.compile(r"/(?:resp|conv|file|batch)[-_]\w+")
PATHS = re.compile(r"/(?:responses|conversations)\b")
OPENAI = re.compile(r"https://api\.openai\.com/v1/(?:models|files|images|batches)\b")
ENDPOINT = re.compile(r"https?://.*?(/(?:responses|conversations|models|files|images|batches)\b.*)")

# What is sent to and what comes from each endpoint.
REQUESTS: dict[str, Any] = {
    "POST /responses": raw.Response,
    "POST /responses/compact": raw.CompactRequest,
    "POST /responses/input_tokens": raw.InputTokensRequest,
    "POST /conversations": raw.ConversationRequest,
    "POST /batches": raw.BatchRequest,
    "POST /images/generations": raw.ImageRequest,
}
ANSWERS: dict[str, Any] = {
    "POST /responses": raw.Response,
    "GET /responses/{id}": raw.Response,
    "POST /responses/{id}/cancel": raw.Response,
    "DELETE /responses/{id}": raw.ResponseDeleted,
    "GET /responses/{id}/input_items": raw.ItemList,
    "POST /responses/compact": raw.CompactResponse,
    "POST /responses/input_tokens": raw.InputTokensResponse,
    "POST /conversations": raw.ConversationObject,
    "GET /conversations/{id}": raw.ConversationObject,
    "DELETE /conversations/{id}": raw.ConversationDeleted,
    "GET /models": raw.ModelsResponse,
    "POST /files": raw.File,
    "DELETE /files/{id}": raw.FileDeleteResponse,
    "GET /files/{id}/content": raw.BatchRequestOutput,  # one per line
    "POST /batches": raw.Batch,
    "GET /batches/{id}": raw.Batch,
    "POST /images/generations": raw.ImageResponse,
}

# Written by hand, not recorded (its ids say so): the one answer with fields that no server sends.
MADE_UP = {
    "openairesponses/pydantic-ai.models.test_openai_responses/test_openai_responses_verbosity.yaml": {
        "status: unlisted value 'complete'",
        "status_details",
        "tool_calls",
        "total_tokens",
    }
}


@frozen
class Exchange:
    """One recorded request and its answer."""

    path: str
    endpoint: str
    status: int
    request: Any
    body: bytes

    @property
    def streamed(self) -> bool:
        """Whether the answer is a stream of events."""
        return self.body.startswith((b"event:", b"data:", b":"))

    @property
    def events(self) -> Iterator[Any]:
        """The decoded data of each event. (The corpus has one line of data per event.)"""
        for line in self.body.splitlines():
            if line.startswith(b"data:") and line[5:].strip() != b"[DONE]":
                yield json.loads(line[5:])

    @property
    def documents(self) -> list[Any]:
        """The decoded answer, or each line of it, if it is a file's content."""
        parts = self.body.splitlines() if self.endpoint.endswith("/content") else [self.body]
        return [json.loads(part) for part in parts]


def read(path: str) -> Iterator[Exchange]:
    """The exchanges of one cassette that speak this wire."""
    for each in yaml.load((CORPUS / path).read_bytes(), Loader=LOADER)["interactions"]:
        url = each["request"]["uri"].split("?")[0]
        if not PATHS.search(url) and not OPENAI.match(url):
            continue
        found = ENDPOINT.match(url)
        assert found is not None, url
        endpoint = f"{each['request']['method']} {IDS.sub('/{id}', found[1])}"
        sent = each["request"].get("body")
        body = each["response"]["body"]["string"]
        yield Exchange(
            path,
            endpoint,
            each["response"]["status"]["code"],
            json.loads(sent) if sent and endpoint in REQUESTS else None,
            body.encode() if isinstance(body, str) else body,
        )


@cache
def exchanges() -> tuple[Exchange, ...]:
    """All exchanges with these endpoints, of any provider; skips where the corpus is absent."""
    if not (CORPUS / "INDEX.jsonl").exists():
        pytest.skip(f"no corpus at {CORPUS}; GENAI_CORPUS names another folder")
    rows = map(json.loads, (CORPUS / "INDEX.jsonl").read_text(encoding="utf-8").splitlines())
    return tuple(
        exchange
        for row in rows
        if any(PATHS.search(request["url"]) or OPENAI.match(request["url"]) for request in row["requests"])
        for exchange in read(row["path"])
    )


def without_nulls(value: Any) -> Any:
    """JSON without the keys whose value is null."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


def check(obj: Any, cls: Any, path: str) -> None:
    """Nothing in it is unknown, and it is the same after decoding and encoding."""
    findings = set(unknown_fields(obj, cls))
    assert MADE_UP.get(path, set()) == findings, path
    expected = {key: value for key, value in obj.items() if key not in findings}
    assert without_nulls(expected) == without_nulls(unstructure(structure(obj, cls))), path


def show(title: str, counts: Counter[str]) -> None:
    """Print how often each thing was seen (pytest -s)."""
    print(f"\n{title}: {counts.total()}")
    for name, count in sorted(counts.items()):
        print(f"  {count:5} {name}")


def test_answers() -> None:
    """Each whole answer has no field, word or type that the raw types lack."""
    seen: Counter[str] = Counter()
    for exchange in exchanges():
        if exchange.status < 300 and not exchange.streamed:
            for document in exchange.documents:
                check(document, ANSWERS[exchange.endpoint], exchange.path)
            seen[exchange.endpoint] += 1
    show("answers", seen)
    assert {"POST /responses", "GET /responses/{id}", "POST /responses/compact", "GET /models"} <= set(seen)


def test_events() -> None:
    """Each event of each stream is known to the last field."""
    seen: Counter[str] = Counter()
    streams = [exchange for exchange in exchanges() if exchange.status < 300 and exchange.streamed]
    for exchange in streams:
        for event in exchange.events:
            check(event, raw.Event, exchange.path)
            seen[event["type"]] += 1
    show(f"events of {len(streams)} streams", seen)
    assert {"response.created", "response.output_text.delta", "response.completed"} <= set(seen)


def test_errors() -> None:
    """Each refusal decodes as an ErrorResponse, with a message."""
    seen: Counter[str] = Counter()
    for exchange in exchanges():
        if exchange.status >= 300:
            obj = json.loads(exchange.body)
            assert unknown_fields(obj, raw.ErrorResponse) == (), exchange.path
            error = structure(obj, raw.ErrorResponse).error
            assert isinstance(error, raw.ErrorDetails), exchange.path
            assert error.message, exchange.path
            seen[f"{exchange.endpoint} {exchange.status} {error.code}"] += 1
    show("errors", seen)
    assert seen


def test_requests() -> None:
    """Each request that others sent could have been made with the raw types."""
    seen: Counter[str] = Counter()
    for exchange in exchanges():
        if exchange.request is not None:
            assert unknown_fields(exchange.request, REQUESTS[exchange.endpoint]) == (), exchange.path
            back = unstructure(structure(exchange.request, REQUESTS[exchange.endpoint]))
            assert without_nulls(exchange.request) == without_nulls(back), exchange.path
            seen[exchange.endpoint] += 1
    show("requests", seen)
    assert "POST /responses" in seen
