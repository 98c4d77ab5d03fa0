"""Errors of Bedrock: a name in a header, in the body or in a frame, and a message.

https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html

The rule here: of a request that is wrong the words tell more than the name; else the name decides, then the status.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from ...sansio import HttpResponse
from .._openai.errors import spoken
from .._openai.limits import retry_after
from .dialect import ERROR_TYPE, PROVIDER, REQUEST_ID

KINDS: Final[Mapping[str, type[Error]]] = {
    "validationexception": InvalidRequest,
    "resourcenotfoundexception": ModelNotFound,
    "accessdeniedexception": AuthError,
    "throttlingexception": RateLimited,
    "servicequotaexceededexception": QuotaExceeded,
    "modelnotreadyexception": Overloaded,
    "serviceunavailableexception": Overloaded,
    "internalserverexception": ProviderError,
    "modelerrorexception": ProviderError,
    "modelstreamerrorexception": ProviderError,
    "modeltimeoutexception": ProviderError,
    # https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html, of all of Amazon's services
    "expiredtokenexception": AuthError,
    "incompletesignature": AuthError,
    "incompletesignatureexception": AuthError,
    "invalidsignatureexception": AuthError,
    "invalidclienttokenid": AuthError,
    "missingauthenticationtoken": AuthError,
    "missingauthenticationtokenexception": AuthError,
    "notauthorized": AuthError,
    "optinrequired": AuthError,
    "unrecognizedclientexception": AuthError,
    "internalfailure": ProviderError,
    "serviceunavailable": Overloaded,
    "unknownoperationexception": InvalidRequest,
}
"""Names in lower case: a frame writes ``throttlingException`` where a header writes ``ThrottlingException``."""

# Words of requests that are wrong. All must occur; the first row that fits wins.
WORDS: Final[tuple[tuple[tuple[str, ...], type[Error]], ...]] = (
    (("model identifier is invalid",), ModelNotFound),  # recorded
    (("input is too long",), ContextTooLong),
    (("too many total text bytes",), ContextTooLong),
    (("prompt is too long",), ContextTooLong),
    (("input length", "exceed"), ContextTooLong),
    (("maximum context length",), ContextTooLong),
    (("context window",), ContextTooLong),
)

STATUSES: Final[Mapping[int, type[Error]]] = {
    401: AuthError,
    403: AuthError,
    408: ProviderError,
    424: ProviderError,
    429: RateLimited,
    503: Overloaded,
}


def error_of(body: Any, name: str = "", /, *, key_help: str = "", **known: Any) -> Error:
    """An error from its name and its decoded body; ``known`` are attributes of Error."""
    fields = body if isinstance(body, dict) else {"message": body}
    name = name or _text(fields, "__type", "code")
    name = name.rpartition("#")[2].partition(":")[0]
    message = _text(fields, "message", "Message", "originalMessage")
    status = known.get("status")
    cls = classify(name, message, status)
    place = f"http {status}" if status not in (None, 200) else name or "error"
    hint = f" {key_help}." if cls is AuthError and key_help else ""
    text = f"{PROVIDER}: {place}: {message or 'no message'}{'' if message.endswith('.') else '.'}{hint}".rstrip(".")
    return cls(text, provider=PROVIDER, code=name or None, detail=message or None, **known)


def _text(fields: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that is a text."""
    return next((value for name in names if isinstance(value := fields.get(name), str)), "")


def classify(name: str, message: str, status: int | None) -> type[Error]:
    """Which class of the tree an error is."""
    known = KINDS.get(name.lower())
    if known is InvalidRequest or (known is None and status == 400):
        words = message.lower()
        spoken = next((cls for needed, cls in WORDS if all(word in words for word in needed)), None)
        return spoken or InvalidRequest
    found = known or STATUSES.get(status or 0)
    if found is not None:
        return found
    return InvalidRequest if status is not None and 400 <= status < 500 else ProviderError


def http_error(response: HttpResponse, key_help: str = "") -> Error:
    """The error of an answer with a failed status, be its body JSON, HTML or nothing."""
    return error_of(
        spoken(response),
        response.headers.get(ERROR_TYPE, ""),
        key_help=key_help,
        status=response.status,
        body=response.body,
        request_id=response.headers.get(REQUEST_ID),
        retry_after=retry_after(response.headers),
    )
