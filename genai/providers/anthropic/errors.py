"""Anthropic's errors as errors of the tree: from HTTP answers and from events of a stream alike.

https://platform.claude.com/docs/en/api/errors

The rule here: the words decide where the type is too coarse, then the type, then the status.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ...errors import (
    AuthError,
    ContentFiltered,
    ContextTooLong,
    Error,
    InvalidRequest,
    ModelNotFound,
    Overloaded,
    ProviderError,
    QuotaExceeded,
    RateLimited,
)
from ...sansio import HttpResponse
from .._openai.errors import spoken
from .limits import rate_limits, request_id, retry_after

TYPES: Final[Mapping[str, type[Error]]] = {
    "invalid_request_error": InvalidRequest,
    "authentication_error": AuthError,
    "permission_error": AuthError,
    "billing_error": QuotaExceeded,
    "not_found_error": InvalidRequest,
    "request_too_large": InvalidRequest,  # bytes, not tokens
    "rate_limit_error": RateLimited,
    "timeout_error": ProviderError,
    "api_error": ProviderError,
    "overloaded_error": Overloaded,
    "exceed_context_size_error": ContextTooLong,  # llama.cpp
}

# Words that decide where a type says too little. All must occur; the first row that fits wins.
WORDS: Final[tuple[tuple[str, tuple[str, ...], type[Error]], ...]] = (
    ("not_found_error", ("model:",), ModelNotFound),
    ("invalid_request_error", ("prompt is too long",), ContextTooLong),
    ("invalid_request_error", ("exceed context limit",), ContextTooLong),
    ("invalid_request_error", ("credit balance is too low",), QuotaExceeded),
    ("invalid_request_error", ("blocked by content filtering",), ContentFiltered),
)

STATUSES: Final[Mapping[int, type[Error]]] = {
    401: AuthError,
    402: QuotaExceeded,
    403: AuthError,
    408: ProviderError,
    429: RateLimited,
    503: Overloaded,
    529: Overloaded,
}


def details(body: Any) -> tuple[str, str]:
    """The message and the type that an error's body has, each "" where it has none."""
    if not isinstance(body, dict):
        return (body if isinstance(body, str) else ""), ""
    inner = body.get("error", body)
    if not isinstance(inner, dict):
        return (inner if isinstance(inner, str) else ""), ""
    message, type_ = inner.get("message"), inner.get("type")
    return (message if isinstance(message, str) else ""), (type_ if isinstance(type_, str) else "")


def classify(message: str, type_: str, status: int | None) -> type[Error]:
    """Which class of the tree an error is."""
    words = message.lower()
    spoken = (cls for of, needed, cls in WORDS if of == type_ and all(word in words for word in needed))
    known = next(spoken, None) or TYPES.get(type_) or STATUSES.get(status or 0)
    return known or (InvalidRequest if status is not None and 400 <= status < 500 else ProviderError)


def error_of(provider: str, body: Any, /, *, key_help: str = "", **known: Any) -> Error:
    """An error from its decoded body; ``known`` are attributes of Error."""
    message, type_ = details(body)
    status = known.get("status")
    cls = classify(message, type_, None if status == 200 else status)
    if not known.get("request_id") and isinstance(body, dict) and isinstance(body.get("request_id"), str):
        known["request_id"] = body["request_id"]
    place = f"http {status}" if status is not None else type_ or "error"
    hint = f" {key_help}" if cls is AuthError and key_help else ""
    text = f"{provider}: {place}: {message or 'no message'}{'' if message.endswith('.') else '.'}{hint}".rstrip(".")
    return cls(text, provider=provider, code=type_ or None, detail=message or None, **known)


def of_answer(provider: str, body: Any, response: HttpResponse, key_help: str = "") -> Error:
    """The error that an answer's decoded body tells."""
    return error_of(
        provider,
        body,
        key_help=key_help,
        status=response.status,
        body=response.body,
        request_id=request_id(response.headers),
        retry_after=retry_after(response.headers),
        limits=rate_limits(response.headers),
    )


def http_error(provider: str, response: HttpResponse, key_help: str = "") -> Error:
    """The error of an answer with a failed status, be its body JSON, HTML or nothing."""
    return of_answer(provider, spoken(response), response, key_help)
