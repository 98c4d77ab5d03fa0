"""The HTTP library, fitted to this house: clients whose connections ask the clock, and its exceptions as our errors.

This is the ONLY file that imports it (lint holds every other one to that).

The rule here: nothing waits without a deadline, and no exception of the HTTP library gets out.
"""

from __future__ import annotations

import functools
import socket
import ssl
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Iterable, Mapping
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
Play: TypeAlias = Callable[[str, str, bytes], tuple[int, Mapping[str, str], bytes | Iterable[bytes]]]
"""Method, URL and body to status, headers and body; a body in pieces is read piece by piece."""

LIMITS = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)
DIRECT: Mapping[str, None] = {f"all://{host}": None for host in ("localhost", "127.0.0.1", "[::1]")}
HTTP_ERRORS = (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, UnicodeError)


def borrowed(client: T | None, cls: type[T], argument: str) -> T | None:
    """The caller's own HTTP client; TypeError when it is of the wrong kind."""
    if client is not None and not isinstance(client, cls):
        kind = f"{type(client).__module__}.{type(client).__name__}"
        raise TypeError(f"{argument} takes an httpx2.{cls.__name__}, not {kind}")
    return client


def new_client() -> Client:
    """A client of our own for sync code. The environment's proxies are used, but not on the way to this machine."""
    return _ours(_OwnClient(verify=_ssl_context(), limits=LIMITS, mounts=DIRECT), _Network())


def new_async_client() -> AsyncClient:
    """A client of our own for one event loop."""
    return _ours(_OwnAsyncClient(verify=_ssl_context(), limits=LIMITS, mounts=DIRECT), _AsyncNetwork())


class _OwnClient(httpx2.Client):
    """Nobody gave it headers, cookies, authentication or hooks, so a request goes straight to its transport."""

    def send(self, request: httpx2.Request, **_: Any) -> Response:
        response = self._transport_for_url(request.url).handle_request(request)
        response.request = request
        return response


class _OwnAsyncClient(httpx2.AsyncClient):
    """The same for asyncio."""

    async def send(self, request: httpx2.Request, **_: Any) -> Response:
        response = await self._transport_for_url(request.url).handle_async_request(request)
        response.request = request
        return response


STANDING: Mapping[str, str] = {"accept": "*/*", "accept-encoding": "gzip, deflate", "connection": "keep-alive"}

_url = functools.lru_cache(maxsize=256)(httpx2.URL)


def build(client: Client | AsyncClient, arguments: Mapping[str, Any]) -> httpx2.Request:
    """A request of the HTTP library. For our own client its merging of what nobody gave is passed by (30 µs a call)."""
    content = arguments["content"]
    if isinstance(client, httpx2.AsyncClient) and not isinstance(content, bytes | None):
        arguments = {**arguments, "content": _awaited(content)}
    if not isinstance(client, (_OwnClient, _OwnAsyncClient)):
        times = {name: _seconds(time) for name, time in arguments["extensions"]["timeout"].items()}
        return client.build_request(**{**arguments, "extensions": {"timeout": times}})
    url = _url(arguments["url"])
    headers = {"host": url.netloc.decode("ascii"), **STANDING, **arguments["headers"]}
    about = {"method": arguments["method"], "url": url, "headers": headers, "extensions": arguments["extensions"]}
    if not isinstance(content, bytes):
        return httpx2.Request(**about, content=arguments["content"])
    headers["content-length"] = str(len(content))
    return httpx2.Request(**about, stream=httpx2.ByteStream(content))


async def until_shutdown(client: AsyncClient) -> AsyncGenerator[None]:
    """Lives as long as its loop: asyncio closes open async generators at shutdown, and so this client."""
    try:
        yield
    finally:
        await client.aclose()


async def _awaited(content: Iterable[bytes]) -> AsyncIterator[bytes]:
    for piece in content:
        yield piece


def _seconds(time: Clock | float) -> float:
    """For connections that are not ours, and cannot ask a clock."""
    return time.longest() if isinstance(time, Clock) else time


@functools.cache
def _ssl_context() -> ssl.SSLContext:
    return httpx2.create_ssl_context()  # about 20 ms: once per process


def replaying(play: Play) -> Client:
    """A client without a network, for ``load(http_client=...)``: ``play`` answers each method, URL and body."""

    def answer(request: httpx2.Request) -> Response:
        status, headers, body = play(request.method, str(request.url), request.read())
        return Response(status, headers=headers, content=body)

    return httpx2.Client(transport=httpx2.MockTransport(answer))


def replaying_async(play: Play) -> AsyncClient:
    """The same for asyncio, for ``load(async_http_client=...)``."""

    async def answer(request: httpx2.Request) -> Response:
        status, headers, body = play(request.method, str(request.url), await request.aread())
        return Response(status, headers=headers, content=body if isinstance(body, bytes) else _awaited(body))

    return httpx2.AsyncClient(transport=httpx2.MockTransport(answer))


def _ours(client: T, network: Any) -> T:
    """The client, its connections made by our backend. httpx2 has no public argument for that; a test watches it."""
    inside: Any = client
    for transport in (inside._transport, *inside._mounts.values()):
        if transport is not None:
            transport._pool._network_backend = network
    return client


def pieces(response: Response) -> Iterable[bytes]:
    """The body as it comes. Without a content encoding it is taken from the connection, past three layers of httpx2."""
    return response.iter_bytes() if "content-encoding" in response.headers else response.stream  # type: ignore[return-value]


def async_pieces(response: Response) -> AsyncIterable[bytes]:
    """The same for asyncio."""
    return response.aiter_bytes() if "content-encoding" in response.headers else response.stream  # type: ignore[return-value]


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
        if isinstance(error, (httpx2.ConnectTimeout, httpx2.PoolTimeout)) and clock.left_in_total() > 0:
            return TimedOut(f"no connection in time ({clock.timeout.connect:g} s)", phase="connect")
        if isinstance(error, httpx2.TimeoutException):
            return clock.timed_out()
        url = self._step.request.url
        if isinstance(error, (httpx2.LocalProtocolError, UnicodeError)):  # they quote the header
            return InvalidRequest(f"{url!r} cannot be asked: a header has characters that cannot be sent")
        if isinstance(error, (httpx2.InvalidURL, httpx2.UnsupportedProtocol)):
            return InvalidRequest(f"{url!r} cannot be asked: {error}")
        if isinstance(error, httpx2.DecodingError):
            return BadAnswer(f"the answer's content encoding is broken: {error}")
        host = httpx2.URL(url).netloc.decode("ascii", "replace")
        unsent = isinstance(error, (httpx2.ConnectError, httpx2.ProxyError))
        what = "no connection to" if unsent else "the connection broke, to"
        return ConnectionFailed(f"{what} {host}: {str(error) or type(error).__name__}", sent=not unsent)


# --- Deadlines, down to the single read: httpx2 is handed the clock where it expects a number of seconds --------------


class _NetworkStream(httpcore2.NetworkStream):
    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner
        self.get_extra_info = inner.get_extra_info  # type: ignore[method-assign]  # passed through, with no frame of ours

    def read(self, max_bytes: int, timeout: Any = None) -> bytes:
        if not isinstance(timeout, Clock):  # a proxy's handshake has plain seconds
            return self._inner.read(max_bytes, timeout)
        try:
            return self._inner.read(max_bytes, timeout.block(self._hang_up))
        finally:
            timeout.unblock()

    def write(self, buffer: bytes, timeout: Any = None) -> None:
        if not isinstance(timeout, Clock):
            return self._inner.write(buffer, timeout)
        try:
            return self._inner.write(buffer, timeout.block(self._hang_up))
        finally:
            timeout.unblock()

    def close(self) -> None:
        self._hang_up()  # another thread may be reading: it would keep the connection open, and wait on
        self._inner.close()

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
        if not isinstance(timeout, Clock):
            return await self._inner.read(max_bytes, timeout)
        try:
            return await self._inner.read(max_bytes, timeout.block(self._hang_up))
        finally:
            timeout.unblock()

    async def write(self, buffer: bytes, timeout: Any = None) -> None:  # noqa: ASYNC109  httpcore2's signature
        if not isinstance(timeout, Clock):
            return await self._inner.write(buffer, timeout)
        try:
            return await self._inner.write(buffer, timeout.block(self._hang_up))
        finally:
            timeout.unblock()

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
