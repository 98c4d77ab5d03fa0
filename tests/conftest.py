"""Every request that a test builds is held against the provider's own description, wherever it is built."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import forms
import openapi
import pytest

from genai.runs import Run
from genai.sansio import HttpRequest

SPECS = {
    ("openairesponses", "POST", "/responses"): ("openai.json", "CreateResponse"),
    ("openairesponses", "POST", "/responses/input_tokens"): ("openai.json", "TokenCountsBody"),
    ("openairesponses", "POST", "/responses/compact"): ("openai.json", "CompactResponseMethodPublicBody"),
    ("openairesponses", "POST", "/batches"): ("openai.json", "CreateBatchRequest"),
    ("openairesponses", "POST", "/files"): ("openai.json", "CreateFileRequest"),
    **{
        (provider, "POST", end): (spec, schema)
        for provider, end, spec, schema in (
            ("openaichat", "/chat/completions", "openai.json", "CreateChatCompletionRequest"),
            ("groq", "/chat/completions", "groq.json", "CreateChatCompletionRequest"),
            ("cerebras", "/chat/completions", "cerebras.json", "ChatCompletionRequest"),
            ("deepseek", "/chat/completions", "deepseek.json", "ChatRequest"),
            ("mistral", "/chat/completions", "mistral.json", "ChatCompletionRequest"),
            ("togetherai", "/chat/completions", "together.json", "ChatCompletionRequest"),
            ("openrouter", "/chat/completions", "openrouter.json", "ChatRequest"),
            ("fireworks", "/chat/completions", "fireworks.json", "ChatCompletionRequest"),
            ("perplexity", "/chat/completions", "perplexity.json", "ApiChatCompletionsRequest"),
            ("xai", "/chat/completions", "xai.json", "CreateChatCompletionRequest"),
            ("gradient", "/chat/completions", "digitalocean.json", "chat_completion_request"),
            ("azure", "/v1/chat/completions", "azure-openai-v1.json", "AzureCreateChatCompletionRequest"),
            ("azure", "/gpt-4o/chat/completions", "azure-openai-deployments.json", "createChatCompletionRequest"),
            ("pollinations", "/chat/completions", "pollinations.json", "ChatRequest"),
        )
    },
}
"""Provider, method and the end of the path, to the description and the schema of the body."""


@cache
def faults(spec: str, schema: str, body: bytes) -> tuple[str, ...]:
    """What a description has against a body."""
    return tuple(openapi.faults(spec, schema, json.loads(body)))


def body_of(request: HttpRequest) -> bytes:
    """A request's body as JSON; a form's too, if it can be read more than once."""
    if isinstance(request.body, bytes):
        return request.body
    if isinstance(request.body, Iterator):
        return b'{"file": "", "purpose": "user_data"}'  # reading it here would leave nothing to be sent
    return json.dumps(forms.described(request.headers["content-type"], b"".join(request.body))).encode()


@pytest.fixture(autouse=True)
def requests_fit_their_description(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that does not fit fails the test; ``@pytest.mark.misfit`` is for tests that send one on purpose."""
    if not openapi.available() or request.node.get_closest_marker("misfit"):
        return
    outgoing = Run.outgoing

    def checked(self: Run, step: Any) -> Any:
        sent = step.request
        for (provider, method, end), (spec, schema) in SPECS.items():
            if (provider, method) == (step.endpoint.provider, sent.method) and urlsplit(sent.url).path.endswith(end):
                assert () == faults(spec, schema, body_of(sent))
        return outgoing(self, step)

    monkeypatch.setattr(Run, "outgoing", checked)
