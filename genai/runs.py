"""One flow on its way: its clock, its hooks, what was tried, what is being decoded. All that a driver does without I/O.

The rule here: hooks see requests without their keys, and errors hold no key, even one that a server echoed.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import secrets
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from typing import Any, Final, Self

from attrs import evolve, field, fields, frozen, has

from .deadlines import Clock
from .embeddings import Embeddings
from .errors import (
    BadAnswer,
    ConnectionFailed,
    Error,
    InvalidRequest,
    NetworkError,
    StreamInterrupted,
    TimedOut,
    ToolError,
)
from .results import Attempt, Result
from .retries import Retry, may_repeat, never_left
from .sansio import MAX_BODY, MAX_FILE, Call, Decoder, HttpRequest, HttpResponse, Open, Send, Step

SECRET = 8
"""A key shorter than this is a placeholder, such as "EMPTY", and no secret to be cut out of texts."""

HOOKS = ("on_request", "on_response", "on_retry", "on_event")


@frozen
class Hooks:
    """
    The caller's hooks, sorted by what they want to see.

    ``on_request(HttpRequest)`` before each try (without the key), ``on_response(HttpResponse)`` when its head has come
    (without the body), ``on_retry(Attempt)`` before each repeat, ``on_event(fragment)`` for each fragment of a stream.
    """

    on_request: tuple[Callable[[HttpRequest], None], ...] = ()
    on_response: tuple[Callable[[HttpResponse], None], ...] = ()
    on_retry: tuple[Callable[[Attempt], None], ...] = ()
    on_event: tuple[Callable[[Any], None], ...] = ()

    @classmethod
    def of(cls, hooks: Iterable[Any]) -> Hooks:
        """Sort objects that have any of the four methods; InvalidRequest for one that has none."""
        hooks = tuple(hooks)
        for hook in hooks:
            if not any(hasattr(hook, name) for name in HOOKS):
                raise InvalidRequest(f"a hook has one of the methods {', '.join(HOOKS)}; {hook!r} has none")
        return cls(*(tuple(getattr(hook, name) for hook in hooks if hasattr(hook, name)) for name in HOOKS))


@functools.lru_cache(maxsize=512)  # the same few names come with every answer
def _lower(name: bytes) -> str:
    return name.decode("ascii", "replace").lower()


@frozen(eq=False)
class Run:
    """The state of one flow on its way."""

    clock: Clock
    hooks: Hooks = Hooks()
    retry: Retry = Retry()
    attempts: list[Attempt] = field(factory=list)
    decoders: list[Decoder[Any, Any]] = field(factory=list)
    keys: set[str] = field(factory=set, repr=False)

    def outgoing(self, step: Send | Open[Any, Any]) -> dict[str, Any]:
        """The arguments of the HTTP library's ``build_request`` for a step's request."""
        request = step.request
        key, headers = step.endpoint.credentials(request)
        if key and len(key) >= SECRET:
            self.keys.add(key)
        for hook in self.hooks.on_request:
            hook(request)
        connect = self.clock.connect
        timeout = {"connect": connect, "pool": connect, "read": self.clock, "write": self.clock}
        return {
            "method": request.method,
            "url": request.url,
            "headers": {**headers, **request.headers},  # what the caller says in ExtraHeaders holds
            "content": request.body or None,
            "extensions": {"timeout": timeout},
        }

    def head(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> HttpResponse:
        """An answer's status and headers."""
        named = {_lower(name): value.decode("latin-1") for name, value in headers}
        told = "\n".join(named.values())
        if any(key in told for key in self.keys):
            named = self._clean(named)
        head = HttpResponse(status=status, headers=named)
        for hook in self.hooks.on_response:
            hook(head)
        return head

    def piece(self, body: bytearray | ToFile, piece: bytes) -> None:
        """Take a piece of a plain body in: one buffer that grows, for pieces would leave holes in memory.

        Raises:
            BadAnswer: The body has become too large.
        """
        body += piece  # type: ignore[operator]  # of the same class as before
        self.clock.check()
        self.clock.enter("idle")
        most = MAX_FILE if isinstance(body, ToFile) else MAX_BODY
        if len(body) > most:
            raise BadAnswer(f"the answer is larger than {most} bytes")

    def failed(self, step: Send | Open[Any, Any], head: HttpResponse, body: bytes) -> Error:
        """The error of a failed status."""
        return step.endpoint.error(evolve(head, body=self._clean(body)))

    def accepted(self, step: Send | Open[Any, Any], head: HttpResponse) -> bool:
        """Whether a status is an answer, not an error. Redirects are errors: they are never followed."""
        return 200 <= head.status < 300 or (isinstance(step, Send) and head.status in step.accept)

    def decoder(self, step: Open[Any, Any], head: HttpResponse) -> Decoder[Any, Any]:
        """A new decoder, for this try."""
        decoder = step.decoder(head)
        self.decoders.append(decoder)
        return decoder

    def fragments(self, decoder: Decoder[Any, Any], chunk: bytes) -> list[Any]:
        """What a chunk completed. Only events push the idle deadline back, not bytes."""
        seen = decoder.events
        fragments = list(decoder.feed(chunk))
        self.clock.check()
        if decoder.events != seen and not fragments:  # else the clock goes on when the reader has taken them
            self.read_on(decoder)
        for hook in self.hooks.on_event:
            for fragment in fragments:
                hook(fragment)
        return fragments

    def read_on(self, decoder: Decoder[Any, Any]) -> None:
        """The deadline of the next read."""
        self.clock.enter("end" if decoder.over else "idle")

    def ended(self, error: Error, decoder: Decoder[Any, Any]) -> Any:
        """The answer of a stream that broke after its last event. Broken before that, it raises, with what had come."""
        if isinstance(error, (ConnectionFailed, TimedOut)):
            self.known(error)
            try:
                return decoder.close()
            except (StreamInterrupted, BadAnswer):
                pass  # it was cut: that is the reason for whatever else is wrong with it
        if isinstance(error, ConnectionFailed):
            error = StreamInterrupted(f"the stream broke: {error}")
        if error.result is None:
            error.result = decoder.partial()
        raise error from None

    @contextmanager
    def begun(self) -> Iterator[None]:
        """Fragments are out, so nothing is repeated: an error that a repeat might have mended has cut the answer short.

        StreamInterrupted then says so, with what the provider told, and that error as its cause. What no repeat mends
        is raised as it is.
        """
        try:
            yield
        except Error as error:
            if isinstance(error, NetworkError) or not may_repeat(error, repeatable=True):
                raise
            cut = StreamInterrupted(f"the stream broke: {error}")
            vars(cut).update(vars(error))
            raise cut from error

    def worth_repeating(self, error: Error, step: Send | Open[Any, Any]) -> bool:
        """Whether tenacity need be called in (most calls never load it)."""
        if self.clock.closed or self.retry.times == 0:
            return False
        spent = isinstance(step.request.body, Iterator)  # it has been read: a second try would send nothing
        return may_repeat(error, step.repeatable) if not spent else never_left(error)

    def policy(self, step: Send | Open[Any, Any]) -> dict[str, Any]:
        """The arguments of both of tenacity's retriers; each callable gets tenacity's RetryCallState."""

        def again(state: Any) -> bool:
            error = state.outcome.exception()
            return isinstance(error, Error) and self.worth_repeating(error, step)

        def give_up(state: Any) -> bool:
            error, pause = state.outcome.exception(), state.upcoming_sleep
            asked_too_much = error.retry_after is not None and pause > self.retry.longest_asked
            return bool(state.attempt_number > self.retry.times or asked_too_much or pause > self.clock.left_in_total())

        def note(state: Any) -> None:
            error = self.known(state.outcome.exception())
            attempt = Attempt(
                error=type(error).__name__, message=str(error), status=error.status, waited=state.upcoming_sleep
            )
            self.attempts.append(attempt)
            for hook in self.hooks.on_retry:
                hook(attempt)

        return {
            "retry": again,
            "wait": lambda state: self.retry.pause(state.attempt_number, state.outcome.exception()),
            "stop": give_up,
            "before_sleep": note,
            "reraise": True,
        }

    def thrown(self, error: Exception, step: Step) -> Exception:
        """An error on its way into the flow; raised past it when the flow was closed, so that nothing goes on."""
        if isinstance(error, Error):
            self.known(error, step)
        if self.clock.closed:
            raise error
        return error

    def known(self, error: Error, step: Step | None = None) -> Error:
        """The error with what was tried, and without what it must not hold: keys, the HTTP library's exceptions."""
        error.attempts = error.attempts or tuple(self.attempts)
        if error.provider is None and isinstance(step, (Send, Open)):
            error.provider = step.endpoint.provider
        if error.__suppress_context__:
            error.__context__ = None
        if isinstance(error.__cause__, Error):
            self.known(error.__cause__, step)
        error.args = self._clean(error.args)
        for name, value in vars(error).items():
            setattr(error, name, self._clean(value))
        return error

    def _clean(self, value: Any) -> Any:
        """A value without the keys: servers echo them, in bodies, in headers and in events."""
        for key in self.keys:
            value = _without(value, key)
        return value

    def done(self, result: Any) -> Any:
        """A flow's answer, with what was tried on the way to it."""
        if self.attempts and isinstance(result, (Result, Embeddings)):
            return evolve(result, attempts=tuple(self.attempts))
        return result

    def partial(self) -> Any:
        """What the stream has brought so far."""
        return self.decoders[-1].partial() if self.decoders else Result(complete=False)


class ToFile:
    """A body that goes into a file. Like a bytearray it grows; ``bytes()`` of it ends it: then the file is there."""

    def __init__(self, path: Path) -> None:
        self._path, self._unfinished = path, path.with_name(f".{secrets.token_hex(8)}.part")
        self._held, self._written = bytearray(), 0
        self._unfinished.write_bytes(b"")

    def __iadd__(self, piece: bytes) -> Self:
        self._held += piece
        if len(self._held) >= SPILL:
            self._spill()
        return self

    def __len__(self) -> int:
        return self._written + len(self._held)

    def __bytes__(self) -> bytes:
        self._spill()
        self._unfinished.replace(self._path)
        return b""

    def drop(self) -> None:
        """Leave nothing behind of one that did not end."""
        self._unfinished.unlink(missing_ok=True)

    def _spill(self) -> None:  # no file stays open over a step that fails
        with self._unfinished.open("ab") as file:
            file.write(self._held)
        self._written += len(self._held)
        self._held.clear()


SPILL: Final = 1024 * 1024
"""How much is held before it goes into the file, in bytes."""


def _without(value: Any, key: str) -> Any:
    match value:
        case str():
            return value.replace(key, "[key]") if key in value else value  # an enumeration's word stays one
        case bytes():
            return value.replace(key.encode(), b"[key]")
        case dict():
            return {_without(name, key): _without(held, key) for name, held in value.items()}
        case list() | tuple():
            return type(value)(_without(held, key) for held in value)
    if has(type(value)):  # results, and what they hold
        return evolve(value, **{a.alias: _without(getattr(value, a.name), key) for a in fields(type(value)) if a.init})
    return value


# --- The user's functions ---------------------------------------------------------------------------------------------


def called(step: Call) -> list[Any]:
    """Carry a Call out in sync code. No deadline can cut a running function there."""
    if not step.concurrent:
        return [_call(function) for function in step.functions]
    with ThreadPoolExecutor(len(step.functions) or 1) as pool:
        futures = [pool.submit(copy_context().run, _call, function) for function in step.functions]
    return [future.result() for future in futures]


def _call(function: Callable[[], Any]) -> Any:
    value = function()
    if inspect.iscoroutine(value):
        value.close()
        raise ToolError("a coroutine function needs asyncio: use llm.aio, or give a plain function")
    return value


async def called_async(step: Call, clock: Clock) -> list[Any]:
    """Carry a Call out under asyncio, within the flow's deadline; a plain function runs on, but nobody waits for it."""
    try:
        async with asyncio.timeout(clock.left_in_total()):
            if not step.concurrent:
                return [await _awaited(function()) for function in step.functions]
            tasks = [asyncio.create_task(_call_in_task(function)) for function in step.functions]
            await asyncio.gather(*tasks, return_exceptions=True)
            return [task.result() for task in tasks]
    except TimeoutError:
        clock.check()  # TimedOut, when it was the deadline; else it is the function's own
        raise


async def _awaited(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


async def _call_in_task(function: Callable[[], Any]) -> Any:
    """A coroutine function here, a plain one on a thread."""
    if inspect.iscoroutinefunction(function):
        return await function()
    return await _awaited(await asyncio.to_thread(function))
