"""The recorded errors of Chat Completions: who has to act, by what each of them says.

The rule here: a row is told by the provider's own words alone. Each recorded error has exactly one row, and each row is
needed.
"""

from __future__ import annotations

import json
import re
from typing import Any

from genai.errors import AuthError, ContextTooLong, Error, InvalidRequest, ModelNotFound, ProviderError

ERRORS: dict[str, type[Error]] = {
    # a wrong key, or one that may not do this
    "Incorrect API key provided": AuthError,  # alibaba, openaichat
    "please check the api-key you provided": AuthError,  # baseten, of a wrong model as well
    "Wrong API Key": AuthError,  # cerebras
    "Authentication Fails, Your api key": AuthError,  # deepseek
    "Invalid API Key": AuthError,  # groq, xiaomi
    "Invalid API key provided": AuthError,  # togetherai
    "Invalid credentials in Authorization header": AuthError,  # huggingface
    "You have insufficient permissions": AuthError,  # openaichat
    "Missing Authentication header": AuthError,  # openrouter
    '"Unauthorized"': AuthError,  # mistral, togetherai: a list of models
    "401 Authorization Required": AuthError,  # perplexity: a page
    # no such model
    "does not exist": ModelNotFound,  # alibaba, cerebras, groq, huggingface, openaichat
    "Invalid model: bad model": ModelNotFound,  # mistral
    "invalid model ID": ModelNotFound,  # openaichat
    "Unable to access model bad model": ModelNotFound,  # togetherai
    "Not supported model bad model": ModelNotFound,  # xiaomi
    # too long
    "Context size has been exceeded": ContextTooLong,  # llamacpp, with status 500
    # a request that is wrong in itself, or for this model
    "tool_choice parameter does not support": InvalidRequest,  # alibaba
    "`response_format.json_schema.name` cannot be empty": InvalidRequest,  # baseten
    "does not support multimodal": InvalidRequest,  # baseten
    "Thinking mode does not support this tool_choice": InvalidRequest,  # deepseek
    "This model does not support response format `json_schema`": InvalidRequest,  # groq
    "`tool calling` is not supported with this model": InvalidRequest,  # groq
    "tools[0].type must be one of": InvalidRequest,  # groq
    "json schema is required": InvalidRequest,  # groq
    "messages[0].content must be a string": InvalidRequest,  # groq
    "model did not call a tool": InvalidRequest,  # groq: type invalid_request_error, in a stream
    "model features structured outputs not support": InvalidRequest,  # huggingface
    "model features vision not support": InvalidRequest,  # huggingface
    "Input should be 'function'": InvalidRequest,  # mistral
    "Audio input is not enabled for this model": InvalidRequest,  # mistral
    "'logprobs' is not supported with this model": InvalidRequest,  # openaichat
    "of type 'json_object' is not supported": InvalidRequest,  # openaichat
    "of type 'json_schema' is not supported": InvalidRequest,  # openaichat
    "does not support the 'logprobs' parameter": InvalidRequest,  # openaichat
    "does not support image_url content": InvalidRequest,  # openaichat
    "Invalid file data": InvalidRequest,  # openaichat
    "Content blocks are expected to be either text or image_url": InvalidRequest,  # openaichat, pollinations
    "max_tokens or model output limit was reached": InvalidRequest,  # openaichat: what may be said, not the context
    "Token limit reached": InvalidRequest,  # openrouter: max_tokens as well, code 400, in a stream
    "Provider returned error": InvalidRequest,  # openrouter: code 400
    "Invalid image data": InvalidRequest,  # pollinations
    "Multimodal data is corrupted": InvalidRequest,  # xiaomi
    "invalid video format": InvalidRequest,  # xiaomi
    "invalid audio format": InvalidRequest,  # xiaomi
    # the provider failed
    "unknown error in the model inference server": ProviderError,  # huggingface, with status 500
    '{"error":"400 Bad Request","status":500}': ProviderError,  # pollinations
}


def failed(status: int, body: bytes) -> bool:
    """Whether a recorded answer is an error, by its status, its JSON or one of its events."""
    return status != 200 or any("error" in one for one in spoken(body))


def spoken(body: bytes) -> list[Any]:
    """The JSON objects of a recorded answer: one, or a stream's."""
    if body.lstrip().startswith(b"{"):
        return [json.loads(body)]
    data = [line[5:].strip() for line in re.split(rb"[\r\n]+", body) if line.startswith(b"data:")]
    return [json.loads(line) for line in data if line != b"[DONE]"]


def told(body: bytes) -> int | None:
    """The status that an error under a good one tells (OpenRouter's), if it tells one."""
    codes = [one["error"].get("code") for one in spoken(body) if isinstance(one.get("error"), dict)]
    return next((code for code in codes if isinstance(code, int)), None)


def words(body: bytes) -> str:
    """All that an error says, as text."""
    if body.lstrip().startswith(b"<"):
        return body.decode()
    error = next(one for one in spoken(body) if "choices" not in one or one.get("error"))
    return json.dumps(error, separators=(",", ":"))


def rows(body: bytes) -> list[str]:
    """The rows that fit an error."""
    return [row for row in ERRORS if row in words(body)]


def message(body: bytes) -> str:
    """The provider's own message: the first text among the places where they put it."""
    if body.lstrip().startswith(b"<"):
        return "401 Authorization Required"
    answer = next(one for one in spoken(body) if "choices" not in one or one.get("error"))
    error = answer.get("error", answer)
    upstream = (answer.get("details") or {}).get("error") if isinstance(answer.get("details"), dict) else None
    error = upstream or error  # Pollinations says what its upstream said
    if isinstance(error, str):
        return error
    said = error.get("message") or error["detail"][0]["msg"]  # Mistral's validation
    assert isinstance(said, str)
    return said
