"""The whole error tree. Who must act decides where an error stands; no HTTP-library exception ever leaves genai.

::

    Error
    ├── CallerError             you can mend it in your code
    │   ├── InvalidRequest          a wrong argument, or the provider refused the request as malformed
    │   ├── NotSupported            this provider or model cannot do it; nothing was sent
    │   ├── AuthError               no key, a wrong key, or one that may not do this
    │   ├── ModelNotFound           no such model, or not for this key
    │   ├── ContextTooLong          the input does not fit the model's context
    │   └── ContentFiltered         refused by a filter before anything was produced
    ├── AccountError            the account's owner must act, or wait
    │   ├── RateLimited             too many requests or tokens for now
    │   └── QuotaExceeded           the credit or the quota is used up
    ├── ServiceError            the provider must act
    │   ├── Overloaded              it has no capacity now
    │   ├── ProviderError           it failed
    │   └── BadAnswer               it answered something that is not in its API
    ├── NetworkError            the way to the provider
    │   ├── ConnectionFailed        no connection, or it broke before an answer
    │   ├── TimedOut                a deadline passed
    │   └── StreamInterrupted       the stream ended before its last event
    ├── JobError                a background or batch job came to an end without an answer
    │   ├── JobFailed
    │   ├── JobExpired
    │   ├── JobCancelled
    │   └── JobUnknown              the job may or may not exist: its submission's answer was lost
    └── ToolError               one of your tools raised, or was called with wrong arguments

Within a stream, too, a provider may tell an error. Before the first reply it is treated like the same error in a failed
status: repeated, or raised. After it, one that a repeat might have mended (RateLimited, Overloaded, ProviderError) is
StreamInterrupted, and any other (QuotaExceeded, ContentFiltered, ContextTooLong, ...) is itself; both have what had
arrived in ``result``. So it is with every provider.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .results import Attempt, RateLimit, Result


class Error(Exception):
    """
    The root of the tree. Every error pickles and copies, and none holds a key.

    Attributes:
        provider: The provider's name, such as ``"openairesponses"``; None for an error of yours alone.
        status: The HTTP status, 100-599, or None when there was no HTTP answer. An error that is told under a
            good status, as within a stream, has the one that it tells, if it tells one.
        code: The provider's own short code, such as ``"context_length_exceeded"``.
        detail: The provider's own message, unchanged.
        request_id: The provider's id for the request, to give to its support.
        retry_after: Seconds that the server asked to wait, or None.
        body: The raw body of the answer (bytes), or None.
        result: What had arrived before the failure (a Result with ``complete=False``), or None. When ``wait`` timed
            out: what the last poll gave.
        limits: The rate limits that the answer reported.
        attempts: The tries that failed before this one.
    """

    def __init__(
        self,
        message: str = "",
        *,
        provider: str | None = None,
        status: int | None = None,
        code: str | None = None,
        detail: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        body: bytes | None = None,
        result: Result | None = None,
        limits: tuple[RateLimit, ...] = (),
        attempts: tuple[Attempt, ...] = (),
    ) -> None:
        super().__init__(message)
        self.provider = provider
        self.status = status
        self.code = code
        self.detail = detail
        self.request_id = request_id
        self.retry_after = retry_after
        self.body = body
        self.result = result
        self.limits = limits
        self.attempts = attempts

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(cls: type[Error], args: tuple[Any, ...], state: dict[str, Any]) -> Error:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class CallerError(Error):
    """You can mend it in your code."""


class InvalidRequest(CallerError):
    """
    A wrong argument (nothing was sent), or a request that the provider refused as malformed.

    Attributes:
        faults: Every fault found, each with its place, such as ``"messages[2].requests[0]: ..."``.
    """

    def __init__(self, message: str = "", *, faults: Iterable[str] = (), **known: Any) -> None:
        self.faults = tuple(faults)
        if self.faults and not message:
            message = self.faults[0] if len(self.faults) == 1 else _listed("wrong arguments", self.faults)
        super().__init__(message, **known)


class NotSupported(CallerError):
    """
    This provider, model or wire cannot do it. Raised before anything is sent; names everything at once.

    Attributes:
        unsupported: What cannot be carried, such as ``("TextOptions.top_k", "messages[0].requests[1]: audio/mpeg")``.
    """

    def __init__(self, message: str = "", *, unsupported: Iterable[str] = (), **known: Any) -> None:
        self.unsupported = tuple(unsupported)
        if self.unsupported and not message:
            message = _listed(f"{known.get('provider') or 'this provider'} does not support", self.unsupported)
        super().__init__(message, **known)


def _listed(title: str, entries: tuple[str, ...]) -> str:
    return f"{title}: {entries[0]}" if len(entries) == 1 else "\n  - ".join([f"{title}:", *entries])


class AuthError(CallerError):
    """No key, a wrong key, or a key that may not do this. The message says what to set and where to get one."""


class ModelNotFound(CallerError):
    """No such model at this provider, or not for this key."""


class ContextTooLong(CallerError):
    """The input does not fit into the model's context."""


class ContentFiltered(CallerError):
    """A filter refused the request, and nothing was produced. (Otherwise the result's ``finish`` says it.)"""


class AccountError(Error):
    """The account's owner must act, or wait."""


class RateLimited(AccountError):
    """Too many requests or tokens for now; ``retry_after`` and ``limits`` tell more when the provider does."""


class QuotaExceeded(AccountError):
    """The account's credit or quota is used up: waiting does not help, paying does."""


class ServiceError(Error):
    """The provider must act."""


class Overloaded(ServiceError):
    """The provider has no capacity now."""


class ProviderError(ServiceError):
    """The provider failed, and says so."""


class BadAnswer(ServiceError):
    """
    The provider answered something that is not in its API: no JSON, a wrong type, or (in strict mode) an unknown field.

    Attributes:
        unknown_fields: In strict mode, the path of every unknown field and unlisted value.
    """

    def __init__(self, message: str = "", *, unknown_fields: Iterable[str] = (), **known: Any) -> None:
        self.unknown_fields = tuple(unknown_fields)
        super().__init__(message, **known)


class NetworkError(Error):
    """The way to the provider."""


class ConnectionFailed(NetworkError):
    """
    No connection, or it broke before an answer came.

    Attributes:
        sent: False when it is certain that the request never left; True when the provider may have got it.
    """

    def __init__(self, message: str = "", *, sent: bool = True, **known: Any) -> None:
        self.sent = sent
        super().__init__(message, **known)


class TimedOut(NetworkError):
    """
    A deadline passed.

    Attributes:
        phase: Which one: ``"connect"``, ``"first_event"``, ``"idle"``, ``"total"``, or ``"wait"`` (``llm.wait``).
    """

    def __init__(self, message: str = "", *, phase: str = "total", **known: Any) -> None:
        self.phase = phase
        super().__init__(message, **known)


class StreamInterrupted(NetworkError):
    """
    The stream ended, or broke, before its terminal event. ``result`` holds what had arrived.

    If the provider said why, ``__cause__`` is the error that it told, and ``code``, ``detail``, ``status`` and
    ``request_id`` are those of that error.
    """


class JobError(Error):
    """A background or batch job came to an end without an answer."""


class JobFailed(JobError):
    """The provider gave the job up; ``detail`` has its reason."""


class JobExpired(JobError):
    """The job, or its result, is past its time."""


class JobCancelled(JobError):
    """The job was cancelled."""


class JobUnknown(JobError):
    """The job may or may not exist: the answer to its submission was lost, or the provider does not know the id."""


class ToolError(Error):
    """
    One of your tools raised, or the model called it with arguments that do not fit.

    Attributes:
        tool: The tool's name.
    """

    def __init__(self, message: str = "", *, tool: str = "", **known: Any) -> None:
        self.tool = tool
        super().__init__(message, **known)
