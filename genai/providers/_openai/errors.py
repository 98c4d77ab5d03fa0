"""OpenAI's errors, and those of all who copy them, as errors of the tree: from HTTP answers, events and jobs alike.

https://platform.openai.com/docs/guides/error-codes

The rule here: the most particular thing known decides: the code, then the type, then the words, then the status.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import msgspec

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
from ...values import shortened
from .limits import rate_limits, retry_after

Kinds: TypeAlias = Mapping[str, type[Error]]
NONE: Final[Kinds] = {}

KINDS: Final[Kinds] = {
    # codes
    "invalid_api_key": AuthError,
    "account_deactivated": AuthError,
    "model_not_found": ModelNotFound,
    "context_length_exceeded": ContextTooLong,
    "exceed_context_size_error": ContextTooLong,  # llama.cpp
    "string_above_max_length": ContextTooLong,
    "rate_limit_exceeded": RateLimited,
    "insufficient_quota": QuotaExceeded,
    "billing_hard_limit_reached": QuotaExceeded,
    "billing_not_active": QuotaExceeded,
    "content_policy_violation": ContentFiltered,
    "content_filter": ContentFiltered,
    "moderation_blocked": ContentFiltered,
    "bio_policy": ContentFiltered,
    "image_content_policy_violation": ContentFiltered,
    "resource_unavailable": Overloaded,  # the flex tier's 429
    "slow_down": Overloaded,
    "server_is_overloaded": Overloaded,
    "overloaded": Overloaded,
    "engine_overloaded": Overloaded,
    "server_error": ProviderError,
    "vector_store_timeout": ProviderError,
    # types
    "authentication_error": AuthError,
    "permission_error": AuthError,
    "rate_limit_error": RateLimited,
    "requests": RateLimited,
    "tokens": RateLimited,
    "overloaded_error": Overloaded,
    "insufficient_quota_error": QuotaExceeded,
    "not_found_error": InvalidRequest,
    "invalid_request_error": InvalidRequest,
    "api_error": ProviderError,
    "internal_error": ProviderError,
}

# Words that decide where codes are missing, or too coarse. All must occur; the first row that fits wins.
WORDS: Final[tuple[tuple[tuple[str, ...], type[Error]], ...]] = (
    (("context length",), ContextTooLong),
    (("context window",), ContextTooLong),
    (("context size",), ContextTooLong),  # llama.cpp
    (("contextwindowexceeded",), ContextTooLong),  # LiteLLM
    (("prompt is too long",), ContextTooLong),
    (("reduce the length of the messages",), ContextTooLong),  # Groq
    (("exceeded model token limit",), ContextTooLong),  # Moonshot
    (("input token length too long",), ContextTooLong),  # Moonshot
    (("model", "does not exist"), ModelNotFound),
    (("model", "not found"), ModelNotFound),
    (("invalid model",), ModelNotFound),
    (("no such model",), ModelNotFound),  # Cloudflare
    (("not supported model",), ModelNotFound),  # Xiaomi
    (("resource unavailable",), Overloaded),
    (("incorrect api key",), AuthError),  # xAI, with status 400
)

STATUSES: Final[Mapping[int, type[Error]]] = {
    401: AuthError,
    402: QuotaExceeded,
    403: AuthError,
    408: ProviderError,
    429: RateLimited,
    498: Overloaded,  # Groq: the flex tier is full
    503: Overloaded,
    529: Overloaded,
}


def details(body: Any) -> tuple[str, str, str]:
    """The message, the code and the type that an error's body has, each "" where it has none."""
    if not isinstance(body, dict):
        return (body if isinstance(body, str) else ""), "", ""
    inner = body.get("error", body)
    if isinstance(inner, bool):  # HasteKit's own errors have a flag there, and their words beside it
        inner = body
    within = body.get("details")
    if isinstance(within, dict) and isinstance(within.get("error"), dict):  # Pollinations: what its upstream said
        inner = within["error"]
    several = body.get("errors") if inner is body else None
    if isinstance(several, list) and several and isinstance(several[0], dict):  # Cloudflare: its codes are numbers
        inner = {**several[0], "code": str(several[0].get("code", ""))}
    if isinstance(inner, str):  # {"error": "Unauthorized"}, vLLM
        return inner, "", ""
    if not isinstance(inner, dict):
        return "", "", ""
    message = inner.get("message") or inner.get("detail") or inner.get("details") or ""
    code, type_ = inner.get("code"), inner.get("type") or inner.get("reason")  # the latter is Novita's
    return (
        _written(message) + _more(inner),
        code if isinstance(code, str) else "",
        type_ if isinstance(type_, str) else "",
    )


def told_status(body: Any) -> int | None:
    """The status that a body itself tells, under one that says nothing of it: ``{"error": {"code": 429}}``."""
    inner = body.get("error") if isinstance(body, dict) else None
    code = (inner.get("code") or inner.get("status_code")) if isinstance(inner, dict) else None
    return code if type(code) is int and 400 <= code < 600 else None


def _written(message: Any) -> str:
    """A message that may be no text: FastAPI's is a list of faults."""
    if isinstance(message, str):
        return message
    if isinstance(message, list) and all(isinstance(fault, dict) and "msg" in fault for fault in message):
        places = [fault["loc"] if isinstance(fault.get("loc"), list) else () for fault in message]
        return "; ".join(
            ": ".join(filter(None, (".".join(map(str, place)), str(fault["msg"]))))
            for place, fault in zip(places, message, strict=True)
        )
    try:
        return str(message)
    except RecursionError:
        return ""


def _more(inner: Mapping[str, Any]) -> str:
    """What a general message says elsewhere: in a ``param`` that is a sentence (Xiaomi), or as its upstream said it
    (OpenRouter)."""
    param, upstream = inner.get("param"), _within(inner, "raw")
    told = [part for part in (param if " " in str(param) else None, upstream) if isinstance(part, str) and part]
    return "".join(f": {shortened(part, 300)}" for part in told)


def _within(inner: Mapping[str, Any], name: str) -> Any:
    """What OpenRouter says of an error in its ``metadata``."""
    metadata = inner.get("metadata")
    return metadata.get(name) if isinstance(metadata, dict) else None


def classify(message: str, code: str, type_: str, status: int | None, kinds: Kinds = NONE) -> type[Error]:
    """Which class of the tree an error is; ``kinds`` are codes and types that only one provider has."""
    known = kinds.get(code) or kinds.get(type_) or KINDS.get(code)
    if known is not None and known is not InvalidRequest:  # that one is said of wrong keys as well
        return known
    words = message.lower()
    spoken = next((cls for needed, cls in WORDS if all(word in words for word in needed)), None)
    if spoken is not None:
        return spoken
    by_type = KINDS.get(type_)
    by_status = STATUSES.get(status or 0)
    # "invalid_request_error" is also what OpenAI calls a wrong key: then the status knows better.
    if by_type is not None and not (by_type is InvalidRequest and by_status is not None):
        return by_type
    if by_status is not None:
        return by_status
    return InvalidRequest if known or (status is not None and 400 <= status < 500) else ProviderError


def error_of(provider: str, body: Any, /, *, key_help: str = "", kinds: Kinds = NONE, **known: Any) -> Error:
    """An error from its decoded body; ``known`` are attributes of Error."""
    message, code, type_ = details(body)
    status = known.get("status")
    told = told_status(body) if status in (None, 200) else status
    cls = classify(message, code, type_, told, kinds)
    known["status"] = told or status
    place = f"http {status}" if status is not None else code or type_ or "error"
    hint = f" {key_help}." if cls is AuthError and key_help else ""
    text = f"{provider}: {place}: {message or 'no message'}{'' if message.endswith('.') else '.'}{hint}".rstrip(".")
    return cls(text, provider=provider, code=code or type_ or None, detail=message or None, **known)


def spoken(response: HttpResponse) -> Any:
    """What an answer with a failed status says: its decoded JSON; or the beginning of what else it is, as a text."""
    if 300 <= response.status < 400:
        return f"it redirects to {response.headers.get('location', 'nowhere')}, which is not followed"
    try:
        return msgspec.json.decode(response.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return shortened(response.body[:2000].decode("utf-8", "replace").strip())


def http_error(
    provider: str,
    response: HttpResponse,
    key_help: str = "",
    *,
    kinds: Kinds = NONE,
    request_id: str = "x-request-id",
) -> Error:
    """The error of an answer with a failed status, be its body JSON, HTML or nothing."""
    return error_of(
        provider,
        spoken(response),
        key_help=key_help,
        kinds=kinds,
        status=response.status,
        body=response.body,
        request_id=response.headers.get(request_id),
        retry_after=retry_after(response.headers),
        limits=rate_limits(response.headers),
    )
