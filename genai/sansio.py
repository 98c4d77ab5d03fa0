"""The seam between pure code and the network: requests, answers, and the steps of a flow.

A *flow* is a generator: it yields steps, is sent their results, and returns its answer. It never awaits, never
blocks, and never sees a socket; a driver (``drivers.py``) carries its steps out, in sync code or under asyncio.
An error of a step is thrown into the flow at its ``yield``, and is always one of ``errors.py``.
"""

from __future__ import annotations

import inspect
import ipaddress
from collections.abc import Callable, Generator, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, Generic, Protocol, TypeAlias, TypeVar
from urllib.parse import SplitResult, urlsplit

import msgspec
from attrs import field, frozen

from .errors import AuthError, BadAnswer, Error, InvalidRequest
from .values import a_tuple, shortened

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
F_co = TypeVar("F_co", covariant=True)

MAX_BODY: Final = 1024 * 1024 * 1024
"""The largest body of an answer, in bytes."""
MAX_FILE: Final = 16 * MAX_BODY
"""The largest body that goes into a file, in bytes."""

_decode = msgspec.json.Decoder().decode


@frozen(kw_only=True)
class HttpRequest:
    """
    A request, without its key: the driver adds that when it sends.

    Args:
        method: ``"GET"``, ``"POST"``, ...
        url: The whole URL.
        headers: Names in lower case.
        body: Bytes, or an iterable of them for an upload that is streamed.
        keyed: False for a URL that a server named (a picture to download): it is sent without the key.
    """

    method: str = "GET"
    url: str
    headers: Mapping[str, str] = field(factory=dict)
    body: bytes | Iterable[bytes] = field(
        default=b"", repr=lambda b: f"<{len(b)} bytes>" if isinstance(b, bytes) else "..."
    )
    keyed: bool = True


@frozen(kw_only=True)
class HttpResponse:
    """An answer: its status, its headers (names in lower case) and its body (b"" while a stream is open)."""

    status: int
    headers: Mapping[str, str] = field(factory=dict)
    body: bytes = field(default=b"", repr=lambda b: f"<{len(b)} bytes>")

    def json(self) -> Any:
        """The body as decoded JSON; BadAnswer when it is none."""
        try:
            return _decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            start = shortened(self.body[:200].decode("utf-8", "replace").strip(), 120)
            what = f"begins with {start!r}" if start else "is empty"
            raise BadAnswer(f"the answer is not JSON: {error}; it {what}", status=self.status, body=self.body) from None


class Decoder(Protocol[F_co, T_co]):
    """
    A stream's bytes in, fragments out; where a chunk is cut never matters.

    ``events`` counts what really arrived: a ping is no event, so it does not push the idle deadline back. ``over`` is
    true once the terminal event has come: then the connection has a moment to end, not the whole idle deadline.
    """

    events: int
    over: bool

    def feed(self, data: bytes) -> Iterable[F_co]:
        """Take the next bytes; the fragments that they completed."""

    def close(self) -> T_co:
        """The stream is over: its result; StreamInterrupted when its terminal event never came."""

    def partial(self) -> T_co:
        """What has arrived so far, marked as not complete."""


@frozen(kw_only=True)
class Endpoint:
    """
    Where a step goes, and what may go along: the one place that decides who gets the key.

    Args:
        provider: The provider's name, for errors.
        base_url: Without a trailing slash. What the package or the caller named, so the key may go there.
        key: Gives the key, or None; called for every request, so that tokens can rotate.
        auth: The headers that carry a key.
        hosts: The package's own hosts; the key may go there as well.
        file_hosts: Hosts that made files are downloaded from, without the key.
        key_help: Which variable to set and where to get a key.
        allow_insecure: The key may cross plain HTTP to a host that is not loopback.
        keyless: Calls to the base URL go out without a key, too, if there is none.
        sign: For servers that take a signature of the whole request instead of a key: where there is no key, it gives
            the secret that its headers hold (or None) and these headers; AuthError where it cannot. It is called for
            every try, and what it gives goes nowhere but on the wire.
        error: Maps an answer with a failed status to an error of the tree.
    """

    provider: str
    base_url: str
    key: Callable[[], str | None] = field(default=lambda: None, repr=False)
    auth: Callable[[str], Mapping[str, str]] = field(repr=False)
    hosts: frozenset[str] = frozenset()
    file_hosts: frozenset[str] = frozenset()
    key_help: str = ""
    allow_insecure: bool = False
    keyless: bool = False
    sign: Callable[[HttpRequest], tuple[str | None, Mapping[str, str]]] | None = field(default=None, repr=False)
    error: Callable[[HttpResponse], Error] = field(repr=False)
    _home: str = field(init=False, repr=False, eq=False)
    _home_is_safe: bool = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_home", self.base_url + "/")
        object.__setattr__(self, "_home_is_safe", self._safe(self.base_url))

    def _safe(self, url: str) -> bool:
        """Whether a key may cross the way to a URL."""
        parts = split_url(url)
        return parts.scheme == "https" or (parts.scheme == "http" and (self.allow_insecure or loopback(parts.hostname)))

    def credentials(self, request: HttpRequest) -> tuple[str | None, Mapping[str, str]]:
        """The key for this request and the headers that carry it; (None, {}) when it goes without.

        Raises:
            AuthError: There is no key, or the URL is not one that may get it.
            InvalidRequest: A file's URL that is on no host of the package's.
        """
        if not request.keyed:
            self._check_file(request.url)
            return None, {}
        at_home = request.url.startswith(self._home)
        key = self._current_key()
        if key and not (key.isascii() and key.isprintable() and key == key.strip()):
            raise AuthError(
                f"{self.provider}: not a key: it has a blank or a line end around it, or characters outside ASCII",
                provider=self.provider,
            )
        if key and at_home and self._home_is_safe:
            return key, self.auth(key)
        if not key:
            if at_home and (self.keyless or loopback(urlsplit(self.base_url).hostname)):
                return None, {}  # a local server needs none
            if self.sign is None:
                raise AuthError(f"{self.provider}: no key. {self.key_help}", provider=self.provider)
        parts = split_url(request.url)
        if not at_home and parts.hostname not in self.hosts:
            raise AuthError(f"{self.provider}: the key does not go to {parts.hostname}", provider=self.provider)
        if not self._safe(request.url):
            raise AuthError(
                f"{self.provider}: the key does not go over plain HTTP to {parts.hostname}; "
                "use https, or load(..., allow_insecure=True)",
                provider=self.provider,
            )
        if key:
            return key, self.auth(key)
        return self.sign(request) if self.sign is not None else (None, {})

    def _current_key(self) -> str | None:
        key: Any = self.key()
        if key is None or isinstance(key, str):
            return key
        if inspect.iscoroutine(key):
            key.close()
        raise AuthError(f"{self.provider}: a key is a text, not {type(key).__name__}", provider=self.provider)

    def _check_file(self, url: str) -> None:
        parts = split_url(url)
        home = urlsplit(self.base_url)
        if (parts.scheme, parts.netloc) == (home.scheme, home.netloc):
            return
        if parts.scheme != "https" or not any(_within(parts.hostname or "", host) for host in self.file_hosts):
            raise InvalidRequest(
                f"{self.provider}: not fetched: {parts.hostname} is no host that this provider's files come from",
                provider=self.provider,
            )


def split_url(url: str) -> SplitResult:
    """A URL that somebody else wrote, in its parts; none at all when it is malformed."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _within(name: str, host: str) -> bool:
    """Whether a host is ``host``, or below it when that begins with a dot."""
    return name.endswith(host) if host.startswith(".") else name == host


def loopback(host: str | None) -> bool:
    """Whether a host is this machine, by its name alone (no look-up)."""
    if host is None:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@frozen(kw_only=True)
class Send:
    """
    Send a request and read its whole answer: gives an HttpResponse.

    Args:
        repeatable: False for what must not happen twice (submitting a job, uploading): then only a failed
            connect, 429 and 503 are repeated.
        accept: Failed statuses that the flow wants as answers, such as 404 of a poll.
        into: A file for the body of the answer, which is too large for memory; it is there whole or not at all.
    """

    request: HttpRequest
    endpoint: Endpoint
    repeatable: bool = True
    accept: frozenset[int] = frozenset()
    into: Path | None = None


@frozen(kw_only=True)
class Open(Generic[F_co, T_co]):
    """
    Send a request and decode its answer as it streams in: gives what the decoder's ``close`` gives.

    In a ``gen_stream`` flow the fragments go to the caller as they come; in any other flow they don't.

    Args:
        decoder: Makes a decoder from the answer's head; called anew for every try.
    """

    request: HttpRequest
    endpoint: Endpoint
    decoder: Callable[[HttpResponse], Decoder[F_co, T_co]]
    repeatable: bool = True


@frozen
class Sleep:
    """Wait so many seconds, within the flow's deadline; with ``cut`` less, if else no step would fit in behind it."""

    seconds: float
    cut: bool = False


@frozen
class Call:
    """
    Run the user's functions (each takes no argument): gives the list of what they returned.

    A coroutine function's coroutine is awaited; sync code cannot do that, and raises ToolError. ``concurrent`` runs
    several at once, on threads (plain functions) or tasks; the first that raises is thrown into the flow.
    """

    functions: tuple[Callable[[], Any], ...] = field(converter=a_tuple)
    concurrent: bool = False


Step: TypeAlias = Send | Open[Any, Any] | Sleep | Call
Flow: TypeAlias = Generator[Step, Any, T]
