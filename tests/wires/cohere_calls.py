"""Cohere and a server that is none, for its tests. Ids and words are made up, after what was recorded."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import openapi
from contract.specimen_cohere import PLAIN, dumped, faults, whole

import genai


def load(
    answer: bytes = dumped(whole(PLAIN)), status: int = 200, **arguments: Any
) -> tuple[genai.Client, list[httpx2.Request]]:
    """A client in strict mode, and the requests that its server has seen."""
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        kind = "text/event-stream" if answer.startswith(b"event:") else "application/json"
        return httpx2.Response(status, headers={"content-type": kind, "x-debug-trace-id": "t1"}, content=answer)

    client = httpx2.Client(transport=httpx2.MockTransport(handler))
    arguments = {"model": "m", "api_key": "secret", "strict": True, "retry": 0, **arguments}
    return genai.load("cohere", http_client=client, **arguments), seen


def sent(messages: Any, *options: Any, **keywords: Any) -> Any:
    """The body of a request, which fits the description."""
    llm, seen = load()
    llm.gen_sync(messages, *options, **keywords)
    body = json.loads(seen[0].content)
    assert not openapi.available() or faults("/v2/chat", body) == []
    return body


def refused(messages: Any, *options: Any, **keywords: Any) -> tuple[str, ...]:
    """What is not supported of a request."""
    llm, seen = load()
    try:
        llm.gen_sync(messages, *options, **keywords)
    except genai.NotSupported as error:
        assert [] == seen
        return error.unsupported
    return ()
