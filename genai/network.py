"""The HTTP library, fitted to this house: clients whose connections ask the clock, and its exceptions as our errors.

This is the ONLY file that imports it (lint holds every other one to that).

The rule here: nothing waits without a deadline, and no exception of the HTTP library gets out.
"""

from __future__ import annotations

import functools
import socket
import ssl
from types import TracebackType
from typing import Any, TypeAlias, TypeVar

import httpcore2
import httpx2

from .deadlines import Clock
from .errors import BadAnswer, ConnectionFailed, Error, InvalidRequest, TimedOut
from .sansio import Open, Send

T = TypeVar("T")
Client: TypeAlias = httpx2.Client
AsyncClient: TypeAlias = httpx2.AsyncClient
Response: TypeAlias = httpx2.Response
Exchange: TypeAlias = Send | Open[Any, Any]

LIMITS = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)
HTTP_ERRORS = (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, httpcore2.TimeoutException)


def borrowed(client: T | None, cls: type[T], argument: str) -> T | None:
    """The caller's own HTTP client; TypeError when it is of the wrong kind."""
    if client is not None and not isinstance(client, cls):
        kind = f"{type(client).__module__}.{type(client).__name__}"
        raise TypeError(f"{argument} takes an httpx2.{cls.__name__}, not {kind}")
    return client


def new_client() -> Client:
    """A client of our own for sync code. The proxies of the environment are used."""
    return _ours(httpx2.Client(verify=_ssl_context(), limits=LIMITS), _Network())


def new_async_client() -> AsyncClient:
    """A client of our own for one event loop."""
    return _ours(httpx2.AsyncClient(verify=_ssl_context(), limits=LIMITS), _AsyncNetwork())


@functools.cache
def _ssl_context() -> ssl.SSLContext:
    return httpx2.create_ssl_context()  # about 20 ms: once per process


def _ours(client: T, network: Any) -> T:
    """The client, its connections made by our backend. httpx2 has no public argument for that; a test watches it."""
    inside: Any = client
    for transport in (inside._transport, *inside._mounts.values()):
        if transport is not None:
            transport._pool._network_backend = network
    return client


class Translated:
    """A block in which the HTTP library's exceptions become errors of the tree."""

    __slots__ = ("_clock", "_step")

    def __init__(self, step: Exchange, clock: Clock) -> None:
        self._step, self._clock = step, clock

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, HTTP_ERRORS):
            raise self._translated(error) from None

    def _translated(self, error: BaseException) -> Error:
        clock = self._clock
        if isinstance(error, (httpx2.ConnectTimeout, httpx2.PoolTimeout)):
            return TimedOut(f"no connection in time ({clock.timeout.connect:g} s)", phase="connect")
        if isinstance(error, (httpx2.TimeoutException, httpcore2.TimeoutException)):
            return clock.timed_out()
        url = self._step.request.url
        if isinstance(error, (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpx2.LocalProtocolError)):
            return InvalidRequest(f"{url!r} cannot be asked: {error}")
        if isinstance(error, httpx2.DecodingError):
            return BadAnswer(f"the answer's content encoding is broken: {error}")
        host = httpx2.URL(url).netloc.decode("ascii", "replace")
        unsent = isinstance(error, (httpx2.ConnectError, httpx2.ProxyError))
        what = "no connection to" if unsent else "the connection broke, to"
        return ConnectionFailed(f"{what} {host}: {str(error) or type(error).__name__}", sent=not unsent)


# --- Deadlines, down to the single read: httpx2 is handed the clock where it expects a number of seconds --------------


def _seconds(timeout: Any) -> float | None:
    """What is left on the clock; it raises when there is nothing left."""
    if not isinstance(timeout, Clock):
        return None if timeout is None else float(timeout)
    left = timeout.left()
    if left <= 0:
        raise httpcore2.ReadTimeout("deadline")
    return left


class _NetworkStream(httpcore2.NetworkStream):
    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner
        self.close = inner.close  # type: ignore[method-assign]  # passed through without a frame of ours
        self.get_extra_info = inner.get_extra_info  # type: ignore[method-assign]

    def read(self, max_bytes: int, timeout: Any = None) -> bytes:
        if isinstance(timeout, Clock):
            timeout.hang_up = self._hang_up
        return self._inner.read(max_bytes, _seconds(timeout))

    def write(self, buffer: bytes, timeout: Any = None) -> None:
        self._inner.write(buffer, _seconds(timeout))

    def start_tls(self, *args: Any, **kwargs: Any) -> httpcore2.NetworkStream:
        return _NetworkStream(self._inner.start_tls(*args, **kwargs))

    def _hang_up(self) -> None:
        # Closing a socket does not wake a thread that reads from it; shutting it down does. On the plain socket:
        # SSLSocket.shutdown would take the TLS state away under the reading thread.
        try:
            socket.socket.shutdown(self._inner.get_extra_info("socket"), socket.SHUT_RDWR)
        except OSError:
            pass  # it is closed already


class _Network(httpcore2.SyncBackend):
    def connect_tcp(self, *args: Any, **kwargs: Any) -> httpcore2.NetworkStream:
        return _NetworkStream(super().connect_tcp(*args, **kwargs))


class _AsyncNetworkStream(httpcore2.AsyncNetworkStream):
    def __init__(self, inner: httpcore2.AsyncNetworkStream) -> None:
        self._inner = inner
        self.aclose = inner.aclose  # type: ignore[method-assign]  # as above
        self.get_extra_info = inner.get_extra_info  # type: ignore[method-assign]

    async def read(self, max_bytes: int, timeout: Any = None) -> bytes:  # noqa: ASYNC109  httpcore2's signature
        if isinstance(timeout, Clock):
            timeout.hang_up = self._hang_up
        return await self._inner.read(max_bytes, _seconds(timeout))

    async def write(self, buffer: bytes, timeout: Any = None) -> None:  # noqa: ASYNC109  httpcore2's signature
        await self._inner.write(buffer, _seconds(timeout))

    async def start_tls(self, *args: Any, **kwargs: Any) -> httpcore2.AsyncNetworkStream:
        return _AsyncNetworkStream(await self._inner.start_tls(*args, **kwargs))

    def _hang_up(self) -> None:
        try:
            self._inner.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # it is closed already


class _AsyncNetwork(httpcore2.AnyIOBackend):
    async def connect_tcp(self, *args: Any, **kwargs: Any) -> httpcore2.AsyncNetworkStream:
        return _AsyncNetworkStream(await super().connect_tcp(*args, **kwargs))
