"""A scripted HTTP server on loopback: it does, byte for byte, what a test tells it to, and remembers what it was asked.

A test gives one script per request, in the order in which the requests come. A script is a list of steps: bytes to
send, an event to wait for, a close, a reset, a silence. ``each`` answers what no script is left for.

The rule here: nothing waits for ever. A wait of a test ends after ``PATIENCE`` seconds with a failure.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Self, TypeAlias
from urllib.parse import urlsplit

from attrs import field, frozen

PATIENCE: Final = 10.0


# --- The steps of a script --------------------------------------------------------------------------------------------


@frozen
class Wait:
    """Wait for an event of the test's; without one, for ``server.go``."""

    event: threading.Event | None = None


@frozen
class Silence:
    """Send nothing, until the peer hangs up or the server is closed."""


@frozen
class Drip:
    """Send the same bytes again and again, until the peer hangs up or the server is closed."""

    data: bytes
    every: float = 0.02


@frozen
class Close:
    """End the connection as one does: what was sent arrives, then its end."""


@frozen
class Reset:
    """Break the connection: the peer gets a "connection reset"."""


Step: TypeAlias = bytes | Wait | Silence | Drip | Close | Reset
Script: TypeAlias = Sequence[Step]


@frozen(kw_only=True)
class Seen:
    """A request as it arrived; ``connection`` counts from 1."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    connection: int

    @property
    def json(self) -> Any:
        """The body as decoded JSON."""
        return json.loads(self.body)


def _a_list(scripts: Iterable[Script]) -> list[Script]:
    return list(scripts)


# --- The server -------------------------------------------------------------------------------------------------------


@frozen(eq=False)
class Server:
    """A server on a free port of loopback; a context manager. Leaving it fails when a script was missing or broke."""

    scripts: list[Script] = field(converter=_a_list, factory=list)
    each: Callable[[Seen], Script] | None = None
    go: threading.Event = field(factory=threading.Event, init=False)
    requests: list[Seen] = field(factory=list, init=False)
    faults: list[str] = field(factory=list, init=False)
    _counts: dict[str, int] = field(factory=lambda: {"opened": 0, "hung up": 0, "ended": 0}, init=False)
    _changed: threading.Condition = field(factory=threading.Condition, init=False)
    _released: threading.Event = field(factory=threading.Event, init=False)
    _listener: socket.socket = field(init=False)
    _sockets: list[socket.socket] = field(factory=list, init=False)
    _threads: list[threading.Thread] = field(factory=list, init=False)

    @_listener.default
    def _listen(self) -> socket.socket:
        return socket.create_server(("127.0.0.1", 0), backlog=512)

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.close()
        if kind is None:
            assert [] == self.faults

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """The base URL for ``load()``."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def connections(self) -> int:
        """How many connections were opened so far."""
        return self._counts["opened"]

    @property
    def hung_up(self) -> int:
        """How many of them the peer has closed."""
        return self._counts["hung up"]

    @property
    def ended(self) -> int:
        """How many of them a ``Close`` has ended."""
        return self._counts["ended"]

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something about this server is so."""
        with self._changed:
            assert self._changed.wait_for(condition, PATIENCE), "the server waited in vain"

    def close(self) -> None:
        """Release every silence, close every connection, and wait for the threads."""
        self._released.set()
        _shut(self._listener)
        with self._changed:
            for peer in self._sockets:
                _shut(peer)
        for thread in list(self._threads):
            thread.join(PATIENCE)
        self._listener.close()

    def _start(self, target: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _count(self, what: str) -> int:
        with self._changed:
            self._counts[what] += 1
            self._changed.notify_all()
            return self._counts[what]

    def _accept(self) -> None:
        while not self._released.is_set():
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            with self._changed:
                self._sockets.append(peer)
            self._start(self._serve, peer, self._count("opened"))

    def _serve(self, peer: socket.socket, number: int) -> None:
        with peer:
            try:
                with peer.makefile("rb") as incoming:
                    while (seen := _request(incoming, number)) is not None:
                        with self._changed:
                            self.requests.append(seen)
                            script = self._script(seen)
                            self._changed.notify_all()
                        for step in script:
                            if not self._do(step, peer):
                                return
            except OSError:
                pass  # the peer broke the connection: that is a way to hang up
            except Exception as error:  # noqa: BLE001  a test must not miss it
                self.faults.append(repr(error))
            if not self._released.is_set():
                self._count("hung up")

    def _script(self, seen: Seen) -> Script:
        if self.scripts:
            return self.scripts.pop(0)
        if self.each is not None:
            return self.each(seen)
        self.faults.append(f"no script for {seen.method} {seen.path}")
        return [http_response(599, b""), Close()]

    def _do(self, step: Step, peer: socket.socket) -> bool:
        """Do one step; False when it ended the connection."""
        match step:
            case bytes():
                peer.sendall(step)
            case Wait():
                if not (step.event or self.go).wait(PATIENCE):
                    self.faults.append("an event that a script waits for was never set")
            case Silence():
                if not peer.recv(1):
                    raise ConnectionError
            case Drip():
                self._drip(step, peer)
            case Reset():
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return False
            case Close():
                _shut(peer, socket.SHUT_WR)  # the peer sees the end; what it still sends is read and dropped
                self._count("ended")
                while peer.recv(65536):
                    pass
                return False
        return True

    def _drip(self, step: Drip, peer: socket.socket) -> None:
        peer.settimeout(step.every)
        while not self._released.is_set():
            peer.sendall(step.data)
            try:
                if not peer.recv(1):
                    raise ConnectionError
            except TimeoutError:
                continue
        peer.settimeout(None)


def _shut(one: socket.socket, how: int = socket.SHUT_RDWR) -> None:
    try:
        one.shutdown(how)
    except OSError:
        pass  # it is closed already


def _request(incoming: Any, connection: int) -> Seen | None:
    """The next request, or None when the peer hangs up instead of sending one."""
    line = incoming.readline()
    if not line:
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (field_line := incoming.readline().strip()) != b"":
        name, _, value = field_line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    if headers.get("transfer-encoding") == "chunked":
        body = b"".join(iter(lambda: _chunk(incoming), b""))
    else:
        body = incoming.read(int(headers.get("content-length", 0)))
    return Seen(method=method, path=urlsplit(target).path, headers=headers, body=body, connection=connection)


def _chunk(incoming: Any) -> bytes:
    data = bytes(incoming.read(int(incoming.readline(), 16)))
    incoming.readline()
    return data


class Closed:
    """A port of loopback that nobody listens on: a connection is refused at once."""

    def __enter__(self) -> Self:
        self._holder = socket.socket()
        self._holder.bind(("127.0.0.1", 0))  # held, so that nobody else gets it; never listened on
        self.url = f"http://127.0.0.1:{self._holder.getsockname()[1]}/v1"
        return self

    def __exit__(self, *_: object) -> None:
        self._holder.close()


class Full:
    """A port of loopback whose queue is full: a connection is neither taken nor refused."""

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=0)
        address = self._listener.getsockname()
        self._queued = [socket.socket() for _ in range(4)]
        for one in self._queued:
            one.setblocking(False)
            one.connect_ex(address)
        self.url = f"http://127.0.0.1:{address[1]}/v1"
        return self

    def __exit__(self, *_: object) -> None:
        for one in (*self._queued, self._listener):
            one.close()


# --- Bytes of HTTP ----------------------------------------------------------------------------------------------------

JSON: Final = {"content-type": "application/json"}
STREAM: Final = {"content-type": "text/event-stream"}


def http_head(status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    """A status line and headers, as they are given."""
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in (headers or {}).items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def http_response(status: int = 200, body: Any = b"", headers: Mapping[str, str] | None = None) -> bytes:
    """A whole answer with its length; a body that is no bytes is made JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return http_head(status, {**JSON, "content-length": str(len(data)), **(headers or {})}) + data


def chunk(data: bytes) -> bytes:
    """One chunk of the chunked encoding; of b"" the last one, which ends the body."""
    return b"%x\r\n%b\r\n" % (len(data), data)


END: Final = chunk(b"")


def stream_head(headers: Mapping[str, str] | None = None) -> bytes:
    """The head of a streamed answer, whose body comes in chunks."""
    return http_head(200, {**STREAM, "transfer-encoding": "chunked", **(headers or {})})


def sse(*events: Any) -> bytes:
    """Server-sent events, one for each JSON value; bytes go as they are."""
    return b"".join(one if isinstance(one, bytes) else b"data: %b\n\n" % json.dumps(one).encode() for one in events)


PING: Final = chunk(b": ping\n\n")


# --- What the Responses API answers -----------------------------------------------------------------------------------


def _response(status: str, output: Iterable[Any] = (), **more: Any) -> dict[str, Any]:
    return {"id": "resp_1", "object": "response", "status": status, "model": "m-1", "output": list(output), **more}


def _message(text: str) -> dict[str, Any]:
    part = {"type": "output_text", "text": text, "annotations": []}
    return {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [part]}


def _call(name: str, arguments: str) -> dict[str, Any]:
    return {"id": "fc_1", "type": "function_call", "call_id": "call_1", "name": name, "arguments": arguments}


USAGE: Final = {"input_tokens": 3, "output_tokens": 2, "total_tokens": 5}


def answer(text: str = "pong") -> dict[str, Any]:
    """A whole answer."""
    return _response("completed", [_message(text)], usage=USAGE)


def failure(message: str, *, code: str | None = None, type_: str | None = None) -> dict[str, Any]:
    """The body of an answer with a failed status."""
    return {"error": {"message": message, "code": code, "type": type_}}


CREATED: Final = sse({"type": "response.created", "response": _response("in_progress")})


def delta(text: str) -> bytes:
    """One event with a piece of the text."""
    return sse({"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": text})


def completed(*output: Any) -> bytes:
    """The terminal event."""
    return sse({"type": "response.completed", "response": _response("completed", output, usage=USAGE)})


def stream_events(*pieces: str) -> list[bytes]:
    """The events of a streamed answer, its text in these pieces."""
    message = _message("".join(pieces))
    begun = {**message, "status": "in_progress", "content": []}
    return [
        CREATED,
        sse({"type": "response.output_item.added", "output_index": 0, "item": begun}),
        *map(delta, pieces),
        sse({"type": "response.output_item.done", "output_index": 0, "item": message}),
        completed(message),
    ]


def call_events(name: str, *pieces: str) -> list[bytes]:
    """The events of a streamed function call, its arguments in these pieces."""
    item = _call(name, "".join(pieces))
    argument = {"type": "response.function_call_arguments.delta", "output_index": 0, "item_id": item["id"]}
    return [
        CREATED,
        sse({"type": "response.output_item.added", "output_index": 0, "item": {**item, "arguments": ""}}),
        *(sse({**argument, "delta": piece}) for piece in pieces),
        sse({"type": "response.output_item.done", "output_index": 0, "item": item}),
        completed(item),
    ]


def error_event(message: str = "it broke", code: str = "server_error") -> bytes:
    """An error in the middle of a stream."""
    return sse({"type": "error", "code": code, "message": message, "param": None})


def streamed(*events: bytes) -> list[Step]:
    """The script of a whole streamed answer, one chunk for each event."""
    return [stream_head(), *map(chunk, events), END]


def spoken(*pieces: str) -> list[Step]:
    """The script of a streamed text."""
    return streamed(*stream_events(*pieces))
