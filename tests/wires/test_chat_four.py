"""Azure and Cloudflare: what differs from Chat Completions."""

from __future__ import annotations

import json
from typing import Any

import pytest
from contract.chat import chunk, dumped, sse, whole
from wires.chat_calls import (
    PNG,
    PNG_PART,
    SCHEMA,
    STRICT_TOOL,
    TOOL,
    failed,
    history,
    load,
    refused,
    said,
    sent,
    streamed,
    weather,
)

import genai
from genai.providers.azure import Options as AzureOptions
from genai.providers.azure import raw as azure_raw
from genai.providers.cloudflare import Options as CloudflareOptions

AZURE = "https://example.openai.azure.com"
V1: dict[str, Any] = {"base_url": f"{AZURE}/openai/v1"}
CLOUDFLARE: dict[str, Any] = {"base_url": "https://api.cloudflare.com/client/v4/accounts/ACCOUNT_ID/ai/v1"}
TOKEN = "eyJhbGciOiJub25lIn0.eyJhdWQiOiJhIn0.c2ln"
SAFE = {"filtered": False, "severity": "safe"}


# --- Azure ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base_url", "path"),
    [
        ("/openai/v1", "/openai/v1/chat/completions"),
        ("/openai/v1/", "/openai/v1/chat/completions"),
        ("/openai", "/openai/deployments/gpt-4o/chat/completions?api-version=2025-03-01-preview"),
        ("/openai/deployments", "/openai/deployments/gpt-4o/chat/completions?api-version=2025-03-01-preview"),
        ("/openai/deployments/gpt-4o", "/openai/deployments/gpt-4o/chat/completions?api-version=2025-03-01-preview"),
    ],
)
def test_azure_has_two_forms_of_urls(base_url: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The v1 URLs have no version; the older ones name the deployment, and list no models."""
    monkeypatch.delenv("OPENAI_API_VERSION", raising=False)
    llm, seen = load("azure", model="gpt-4o", base_url=AZURE + base_url)
    llm.gen_sync("hi")

    assert AZURE + path == str(seen[0].url)
    assert ("v1" in base_url) == ("model" in json.loads(seen[0].content))
    assert ("v1" in base_url) == llm.capabilities.list_models


def test_azures_version_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """As recorded; a deployment's name is one part of the path."""
    monkeypatch.setenv("OPENAI_API_VERSION", "2024-12-01-preview")
    llm, seen = load("azure", model="my model", base_url=f"{AZURE}/openai")
    llm.raw.gen_sync(azure_raw.CompletionRequest(messages=[azure_raw.UserMessage(content="hi")]))

    assert f"{AZURE}/openai/deployments/my%20model/chat/completions?api-version=2024-12-01-preview" == str(seen[0].url)


def test_azures_resource_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The endpoint may end in a slash, as the portal shows it; without one the variable is named."""
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", f"{AZURE}/")
    llm, seen = load("azure")
    llm.gen_sync("hi")
    monkeypatch.delenv("AZURE_OPENAI_ENDPOINT")

    assert f"{AZURE}/openai/v1/chat/completions" == str(seen[0].url)
    with pytest.raises(genai.InvalidRequest, match="AZURE_OPENAI_ENDPOINT"):
        load("azure")[0].gen_sync("hi")


@pytest.mark.parametrize(
    ("key", "header", "value"), [("k", "api-key", "k"), (TOKEN, "authorization", f"Bearer {TOKEN}")]
)
def test_azure_takes_keys_and_tokens(key: str, header: str, value: str) -> None:
    """A key has a header of its own, a token of Entra ID is a bearer's; never both."""
    llm, seen = load("azure", api_key=key, **V1)
    llm.gen_sync("hi")

    assert value == seen[0].headers[header]
    assert not {"api-key", "authorization"} - {header} & set(seen[0].headers)


def test_azure_says_all_that_openai_does_but_searches() -> None:
    """A rich request, held against Azure's own description as well."""
    body = sent(
        "azure",
        history(PNG),
        AzureOptions(user_security_context={"end_user_id": "u"}, metadata={"a": "b"}, store=False),
        load_=V1,
        system_prompt="Be brief.",
        temperature=0,
        max_tokens=9,
        seed=1,
        top_logprobs=2,
        effort="low",
        decode_as=SCHEMA,
        tools=[weather],
        force="weather",
        parallel=False,
    )

    assert {
        "messages": said(PNG_PART),
        "temperature": 0,
        "max_completion_tokens": 9,
        "seed": 1,
        "logprobs": True,
        "top_logprobs": 2,
        "reasoning_effort": "low",
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "response", "schema": SCHEMA, "strict": True},
        },
        "tools": [STRICT_TOOL],
        "tool_choice": {"type": "function", "function": {"name": "weather"}},
        "parallel_tool_calls": False,
        "user_security_context": {"end_user_id": "u"},
        "metadata": {"a": "b"},
        "store": False,
    } == body
    assert ("TextOptions.top_k", "WebOptions.search") == refused("azure", load_=V1, top_k=1, search=True)


def test_azures_filters_stand_in_raw() -> None:
    """What the filters say is known, and beside the text; a filtered answer without any text is an error."""
    filtered = {"hate": SAFE, "protected_material_code": {"filtered": False, "detected": False}}
    asked = [{"prompt_index": 0, "content_filter_results": {"jailbreak": {"filtered": False, "detected": False}}}]
    answer = whole({"content": "ok", "refusal": None}, prompt_filter_results=asked)
    answer["choices"][0]["content_filter_results"] = filtered
    result = load("azure", dumped(answer), headers={"apim-request-id": "req_9"}, **V1)[0].gen_sync("hi")
    empty = dumped(whole({"content": None}, "content_filter"))

    assert ("ok", "req_9") == (result.text, result.request_id)
    assert filtered == result.raw["choices"][0]["content_filter_results"]
    with pytest.raises(genai.ContentFiltered):
        load("azure", empty, **V1)[0].gen_sync("hi")


def test_azures_streams_tell_of_filters() -> None:
    """The first chunk is of the prompt and has no choices; with the asynchronous filter, some have no delta."""
    late: dict[str, Any] = chunk({}) | {}
    late["choices"][0] |= {
        "content_filter_results": {"hate": SAFE},
        "content_filter_offsets": {"check_offset": 4, "start_offset": 4, "end_offset": 9},
    }
    late["choices"][0].pop("delta")
    first = chunk(prompt_filter_results=[{"prompt_index": 0, "content_filter_results": {"hate": SAFE}}])
    result, _ = streamed("azure", sse([first, chunk({"content": "ok"}), late, chunk({}, "stop")]), **V1)

    assert ("ok", genai.FinishReason.STOP) == (result.text, result.finish)


@pytest.mark.parametrize(
    ("status", "error", "expected"),
    [
        (404, {"code": "DeploymentNotFound", "message": "The API deployment does not exist."}, genai.ModelNotFound),
        (401, {"code": "401", "message": "Access denied due to invalid subscription key."}, genai.AuthError),
        (429, {"code": "429", "message": "Requests have exceeded the token rate limit."}, genai.RateLimited),
        (
            400,
            {
                "code": "content_filter",
                "message": "The response was filtered.",
                "type": None,
                "status": 400,
                "innererror": {"code": "ResponsibleAIPolicyViolation", "content_filter_result": {}},
            },
            genai.ContentFiltered,
        ),
    ],
)
def test_azures_errors(status: int, error: Any, expected: type[genai.Error]) -> None:
    """Azure's own codes, and what only the status tells."""
    assert expected is type(failed("azure", status, {"error": error}, **V1))


# --- Cloudflare -------------------------------------------------------------------------------------------------------


def test_cloudflare_names_the_account_in_its_url(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chat Completions have a URL of their own there; either variable may hold the key."""
    for variable in ("CLOUDFLARE_API_KEY", "CLOUDFLARE_API_TOKEN"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", "t")
    llm, seen = load("cloudflare", api_key=None, **CLOUDFLARE)
    llm.gen_sync("hi")

    assert f"{CLOUDFLARE['base_url']}/chat/completions" == str(seen[0].url)
    assert "Bearer t" == seen[0].headers["authorization"]
    assert not llm.capabilities.list_models


def test_cloudflare_says_what_its_models_share() -> None:
    """A rich request; what is not documented for all of its models is refused."""
    body = sent(
        "cloudflare",
        history(PNG),
        CloudflareOptions(repetition_penalty=1.1, options={"rejectIfBusy": True}),
        load_=CLOUDFLARE,
        system_prompt="Be brief.",
        temperature=0,
        top_k=3,
        max_tokens=9,
        seed=1,
        decode_as=SCHEMA,
        tools=[weather],
    )

    assert {
        "messages": said(PNG_PART),
        "temperature": 0,
        "top_k": 3,
        "max_tokens": 9,
        "seed": 1,
        "response_format": {"type": "json_schema", "json_schema": {"name": "response", "schema": SCHEMA}},
        "tools": [TOOL],
        "repetition_penalty": 1.1,
        "options": {"rejectIfBusy": True},
    } == body
    assert ("TextOptions.stop", "ReasoningOptions.effort") == refused(
        "cloudflare", load_=CLOUDFLARE, stop=["x"], effort="low"
    )


def test_cloudflares_models_think_in_the_text() -> None:
    """As recorded of DeepSeek's R1."""
    answer = dumped(whole({"content": "<think>\nHm.\n</think>\n\nHello."}))
    result = load("cloudflare", answer, **CLOUDFLARE)[0].gen_sync("hi")

    assert ("Hm.", "Hello.") == (result.reasoning, result.text)


@pytest.mark.parametrize(
    ("status", "code", "message", "expected"),
    [
        (400, 7000, "No route for that URI", genai.InvalidRequest),  # recorded
        (400, 5007, "No such model @cf/nobody/nothing or task", genai.ModelNotFound),
        (404, 3042, "The model name is invalid", genai.ModelNotFound),
        (429, 3036, "You have used up your daily free allocation of 10,000 neurons.", genai.QuotaExceeded),
        (429, 3040, "No more data centers to forward the request to", genai.Overloaded),
        (401, 10000, "Authentication error", genai.AuthError),
    ],
)
def test_cloudflares_errors(status: int, code: int, message: str, expected: type[genai.Error]) -> None:
    """They come in an envelope of Cloudflare's, and their codes are numbers."""
    envelope = {"success": False, "errors": [{"code": code, "message": message}], "messages": [], "result": None}
    error = failed("cloudflare", status, envelope, headers={"cf-ray": "ray-1"}, **CLOUDFLARE)

    assert (expected, str(code), message, "ray-1") == (type(error), error.code, error.detail, error.request_id)
