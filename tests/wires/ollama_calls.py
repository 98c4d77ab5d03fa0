"""Ollama's own wire and a server that is none, for its tests. Words are made up, after what was recorded."""

from __future__ import annotations

import json
from typing import Any

import httpx2
from contract.specimen_ollama import dumped, request_faults, whole

import genai


def load(
    answer: bytes = dumped(whole("ok")), status: int = 200, kind: str = "application/json", **arguments: Any
) -> tuple[genai.Client, list[httpx2.Request]]:
    """A client in strict mode, and the requests that its server has seen."""
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(status, headers={"content-type": kind}, content=answer)

    client = httpx2.Client(transport=httpx2.MockTransport(handler))
    return genai.load("ollama", http_client=client, **{"model": "m", "strict": True, "retry": 0, **arguments}), seen


def sent(messages: Any, *options: Any, **keywords: Any) -> Any:
    """The body of a request, which fits the description."""
    llm, seen = load()
    llm.gen_sync(messages, *options, **keywords)
    body = json.loads(seen[0].content)
    assert [] == request_faults("POST", "/api/chat", body)
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
