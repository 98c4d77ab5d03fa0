"""Every request that a test builds is held against the provider's own description, wherever it is built."""

from __future__ import annotations

import json
import re
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
            ("pollinations", "/openai", "pollinations.json", "ChatRequest"),
        )
    },
    **{
        (provider, "POST", f"/images/{what}"): ("openai.json", schema)
        for provider in ("openaichat", "openairesponses")
        for what, schema in (
            ("generations", "CreateImageRequest"),
            ("edits", "EditImageBodyJsonParam"),
            ("variations", "CreateImageVariationRequest"),
        )
    },
}
"""Provider, method and the end of the path, to the description and the schema of the body."""

FORMS = {"EditImageBodyJsonParam": "CreateImageEditRequest"}
"""The schema of a body that is a form, where that is another one."""


XAI = ("stream_options", "max_completion_tokens", "logprobs", "top_logprobs")
KNOWN = frozenset(
    {
        # The request's schema lacks it, but the same description tells of it elsewhere (ModelReasoning).
        # Written by a third party; xAI's own description has all of these.
        *(("xai.json", f"body.{name}: unknown") for name in XAI),
        ("openrouter.json", "body.reasoning.max_tokens: unknown"),
        # A picture of an earlier turn by its id alone, as the guide has it: openai/openai-openapi issue 575.
        ("openai.json", "body.input[].type: 'image_generation_call' is not one of ['item_reference']"),
    }
)
"""What a description has against a body, and should not."""


@cache
def faults(spec: str, schema: str, body: bytes) -> tuple[str, ...]:
    """What a description has against a body."""
    found = openapi.faults(spec, schema, json.loads(body))
    return tuple(fault for fault in found if (spec, re.sub(r"\[\d+\]", "[]", fault)) not in KNOWN)


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
                is_form = sent.headers.get("content-type", "").startswith("multipart/")
                assert () == faults(spec, FORMS.get(schema, schema) if is_form else schema, body_of(sent))
        return outgoing(self, step)

    monkeypatch.setattr(Run, "outgoing", checked)
