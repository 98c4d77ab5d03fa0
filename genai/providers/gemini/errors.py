"""Errors of Google's APIs: a status word, a message, and details that say more.

https://cloud.google.com/apis/design/errors and https://ai.google.dev/gemini-api/docs/troubleshooting

The rule here: a reason in the details knows better than the words of the message, and those better than the status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ...errors import (
    AuthError,
    ContextTooLong,
    Error,
    InvalidRequest,
    ModelNotFound,
    Overloaded,
    ProviderError,
    QuotaExceeded,
    RateLimited,
)
from ...results import RateLimit
from ...sansio import HttpResponse
from .._openai.errors import spoken, told_status
from .._openai.limits import retry_after, seconds

REASONS: Final[Mapping[str, type[Error]]] = {
    "API_KEY_INVALID": AuthError,  # under INVALID_ARGUMENT
    "API_KEY_EXPIRED": AuthError,
    "API_KEY_SERVICE_BLOCKED": AuthError,
    "ACCESS_TOKEN_EXPIRED": AuthError,
    "ACCESS_TOKEN_TYPE_UNSUPPORTED": AuthError,
    "SERVICE_DISABLED": AuthError,
    "BILLING_DISABLED": QuotaExceeded,
    "RATE_LIMIT_EXCEEDED": RateLimited,
}

# Words that decide where there is no reason. All must occur; the first row that fits wins.
WORDS: Final[tuple[tuple[tuple[str, ...], type[Error]], ...]] = (
    (("unexpected model name",), ModelNotFound),
    (("models/", "not found"), ModelNotFound),
    (("model", "no longer available"), ModelNotFound),
    (("exceeds the maximum number of tokens",), ContextTooLong),
    (("api key",), AuthError),
    (("prepayment", "depleted"), QuotaExceeded),
)

STATUS_WORDS: Final[Mapping[str, type[Error]]] = {
    "UNAUTHENTICATED": AuthError,
    "PERMISSION_DENIED": AuthError,
    "RESOURCE_EXHAUSTED": RateLimited,
    "UNAVAILABLE": Overloaded,
    "INVALID_ARGUMENT": InvalidRequest,
    "FAILED_PRECONDITION": InvalidRequest,
    "OUT_OF_RANGE": InvalidRequest,
    "NOT_FOUND": InvalidRequest,
    "INTERNAL": ProviderError,
    "UNKNOWN": ProviderError,
    "DEADLINE_EXCEEDED": ProviderError,
    "CANCELLED": ProviderError,
}

STATUSES: Final[Mapping[int, type[Error]]] = {401: AuthError, 403: AuthError, 429: RateLimited, 503: Overloaded}

CODES: Final = ("OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
    "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
    "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED")  # fmt: skip
"""The words by their number, which is all that an operation's error has.
https://grpc.io/docs/guides/status-codes/"""


def error_of(provider: str, body: Any, /, *, key_help: str = "", **known: Any) -> Error:
    """An error from its decoded body; ``known`` are attributes of Error."""
    inner = _inner(body)
    message = str(inner.get("message") or "").strip()
    word, reason = _word(inner), _reason(inner)
    status = known.get("status")
    cls = _class(message, reason, word, status)
    known["status"] = (told_status(body) if status in (None, 200) else None) or status
    place = f"http {status}" if status not in (None, 200) else word or "error"
    hint = f" {key_help}." if cls is AuthError and key_help else ""
    text = f"{provider}: {place}: {message or 'no message'}{'' if message.endswith('.') else '.'}{hint}".rstrip(".")
    known.setdefault("retry_after", None)
    known["retry_after"] = known["retry_after"] if known["retry_after"] is not None else _pause(inner)
    known["limits"] = tuple(_limits(inner))
    return cls(text, provider=provider, code=reason or word or None, detail=message or None, **known)


def http_error(provider: str, response: HttpResponse, key_help: str = "", *, request_id: str) -> Error:
    """The error of an answer with a failed status, be its body JSON, HTML or nothing."""
    return error_of(
        provider,
        spoken(response),
        key_help=key_help,
        status=response.status,
        body=response.body,
        request_id=response.headers.get(request_id),
        retry_after=retry_after(response.headers),
    )


def _inner(body: Any) -> Mapping[str, Any]:
    """The error in a body, in a list of bodies (a stream that is no stream of events), or the words that it is."""
    if isinstance(body, list) and body:
        body = body[0]
    inner = body.get("error", body) if isinstance(body, dict) else body
    return inner if isinstance(inner, dict) else {"message": inner} if isinstance(inner, str) else {}


def _word(inner: Mapping[str, Any]) -> str:
    word, code = inner.get("status"), inner.get("code")
    if isinstance(word, str):
        return word
    return CODES[code] if type(code) is int and 0 <= code < len(CODES) else ""


def _class(message: str, reason: str, word: str, status: int | None) -> type[Error]:
    known = REASONS.get(reason)
    if known is not None:
        return known
    words = message.lower()
    spoken = next((cls for needed, cls in WORDS if all(part in words for part in needed)), None)
    found = spoken or STATUS_WORDS.get(word) or STATUSES.get(status or 0)
    if found is not None:
        return found
    return InvalidRequest if status is not None and 400 <= status < 500 else ProviderError


# --- Details.  https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto ---


def _details(inner: Mapping[str, Any], type_: str) -> Iterator[Mapping[str, Any]]:
    details = inner.get("details")
    for detail in details if isinstance(details, list) else ():
        if isinstance(detail, dict) and str(detail.get("@type", "")).endswith(f"google.rpc.{type_}"):
            yield detail


def _reason(inner: Mapping[str, Any]) -> str:
    return next((str(detail.get("reason", "")) for detail in _details(inner, "ErrorInfo")), "")


def _pause(inner: Mapping[str, Any]) -> float | None:
    """Seconds to wait, as ``"34.5s"``."""
    return next((seconds(str(detail.get("retryDelay"))) for detail in _details(inner, "RetryInfo")), None)


PERIOD: Final = re.compile(r"Per(Minute|Day|Hour)")


def _limits(inner: Mapping[str, Any]) -> Iterator[RateLimit]:
    """The quotas that are used up. (No recording has one; https://ai.google.dev/gemini-api/docs/rate-limits)"""
    for detail in _details(inner, "QuotaFailure"):
        violations = detail.get("violations")
        for one in violations if isinstance(violations, list) else ():
            metric, value = str(one.get("quotaMetric", "")), str(one.get("quotaValue", ""))
            period = PERIOD.search(str(one.get("quotaId", "")))
            yield RateLimit(
                kind="input_tokens" if "input_token" in metric else "tokens" if "token" in metric else "requests",
                period=period[1].lower() if period else None,
                limit=int(value) if value.isascii() and value.isdigit() else None,
                remaining=0,
            )
