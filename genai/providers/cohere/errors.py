"""Cohere's errors: a status and a message, without codes.  https://docs.cohere.com/reference/errors

The rule here: the words of the message know better than the status.
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
from .._openai.errors import details, spoken
from .._openai.limits import retry_after
from .dialect import REQUEST_ID

# All words of a row must occur; the first row that fits wins.
WORDS: Final[tuple[tuple[tuple[str, ...], type[Error]], ...]] = (
    (("max tokens must be",), InvalidRequest),  # of the output, though it begins as the next row does
    (("too many tokens",), ContextTooLong),
    (("model '", "not found"), ModelNotFound),
    (("invalid api token",), AuthError),
    (("no api key supplied",), AuthError),
    (("api key has expired",), AuthError),
    (("trial key", "month"), QuotaExceeded),  # those per minute are over soon
)

STATUSES: Final[Mapping[int, type[Error]]] = {
    401: AuthError,
    402: QuotaExceeded,
    403: AuthError,
    429: RateLimited,
    498: ContentFiltered,  # "a deny-listed token" in what was asked, or in the answer
    501: InvalidRequest,  # "the requested feature is not implemented"
    503: Overloaded,
}


def classify(message: str, status: int | None) -> type[Error]:
    """Which class of the tree an error is."""
    words = message.lower()
    spoken = next((cls for needed, cls in WORDS if all(word in words for word in needed)), None)
    found = spoken or STATUSES.get(status or 0)
    if found is not None:
        return found
    return InvalidRequest if status is not None and 400 <= status < 500 else ProviderError


def error_of(provider: str, body: Any, head: HttpResponse, /, *, key_help: str = "", **known: Any) -> Error:
    """An error from its decoded body, or from a text alone; ``known`` are more attributes of Error."""
    message = details(body)[0]
    cls = classify(message, head.status)
    hint = f" {key_help}." if cls is AuthError and key_help else ""
    said = f"{message or 'no message'}{'' if message.endswith('.') else '.'}{hint}".rstrip(".")
    return cls(
        f"{provider}: http {head.status}: {said}",
        provider=provider,
        detail=message or None,
        status=head.status,
        request_id=head.headers.get(REQUEST_ID),
        retry_after=retry_after(head.headers),
        **known,
    )


def http_error(provider: str, response: HttpResponse, key_help: str = "") -> Error:
    """The error of an answer with a failed status, be its body JSON, HTML or nothing."""
    return error_of(provider, spoken(response), response, key_help=key_help, body=response.body)
