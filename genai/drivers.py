"""The drivers: they carry out the steps of flows, in sync code and under asyncio, and repeat what may be repeated.

``Driver`` and ``AsyncDriver`` are twins: what one does, the other does with ``await``. What needs neither stands in
``runs.py``; the HTTP library is behind ``network.py``. The contract suite runs over both.

The rule here: whatever happens, the answer is closed, and the flow sees the error.
"""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, closing
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from attrs import evolve

from . import network
from .errors import Error, ToolError
from .network import Exchange, Response, Translated
from .runs import Run
from .sansio import Call, Decoder, Flow, HttpResponse, Open, Send, Sleep

T = TypeVar("T")


class Driver:
    """Runs flows in sync code, from any number of threads."""

    def __init__(self, client: network.Client | None = None) -> None:
        self._borrowed = network.borrowed(client, network.Client, "http_client")
        self._own: network.Client | None = None
        self._lock = threading.Lock()

    @property
    def http(self) -> network.Client:
        """The HTTP client: the caller's, or our own, made on first use."""
        if self._borrowed is not None:
            return self._borrowed
        with self._lock:
            if self._own is None:
                self._own = network.new_client()
            return self._own

    def close(self) -> None:
        """Close our own HTTP client; a borrowed one stays open. The next call opens a new one."""
        with self._lock:
            own, self._own = self._own, None
        if own is not None:
            own.close()

    def run(self, flow: Flow[T], run: Run) -> T:
        """Carry a flow out; streams inside it are folded."""
        fragments = self.drive(flow, run)
        while True:
            try:
                next(fragments)
            except StopIteration as stop:
                answer: T = stop.value
                return answer

    def drive(self, flow: Flow[T], run: Run, step: Any = None) -> Generator[Any, None, T]:
        """Carry a flow out, and give the fragments of its streams; returns its answer."""
        try:
            step = next(flow) if step is None else step
            while True:
                try:
                    value = (yield from self._open(step, run)) if isinstance(step, Open) else self._do(step, run)
                except Exception as error:  # noqa: BLE001  whatever it is, the flow gets to see it
                    step = flow.throw(run.thrown(error, step))
                else:
                    step = flow.send(value)
        except StopIteration as stop:
            answer: T = run.done(stop.value)
            return answer
        finally:
            flow.close()

    def _do(self, step: Any, run: Run) -> Any:
        match step:
            case Send():
                return self._retried(step, run, lambda: self._send(step, run))
            case Sleep():
                run.clock.sleep_within(step.seconds)
                return run.clock.sleep(step.seconds)
            case Call(concurrent=True):
                with ThreadPoolExecutor(len(step.functions)) as pool:
                    return list(pool.map(_call, step.functions))
            case Call():
                return [_call(function) for function in step.functions]
        raise TypeError(f"a flow yields Send, Open, Sleep or Call, not {step!r}")

    def _retried(self, step: Exchange, run: Run, attempt: Callable[[], T]) -> T:
        try:
            return attempt()
        except Error as error:
            if not run.worth_repeating(error, step):
                raise
            first = [error]

        def again() -> T:  # tenacity counts, and waits after, the try that has just failed
            if first:
                raise first.pop()
            return attempt()

        import tenacity

        return tenacity.Retrying(sleep=run.clock.sleep, **run.policy(step))(again)

    def _request(self, step: Exchange, run: Run) -> tuple[Response, HttpResponse]:
        key, arguments = run.outgoing(step)
        with Translated(step, run.clock):
            response = self.http.send(self.http.build_request(**arguments), stream=True, follow_redirects=False)
        head = run.head(response.status_code, response.headers.raw)
        if run.accepted(step, head):
            return response, head
        raise run.failed(step, head, self._body(response, step, run), key)

    def _body(self, response: Response, step: Exchange, run: Run) -> bytes:
        pieces: list[bytes] = []
        size = 0
        with closing(response), Translated(step, run.clock):
            for piece in response.iter_bytes():
                size = run.piece(pieces, size, piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _send(self, step: Send, run: Run) -> HttpResponse:
        run.clock.enter("total")
        response, head = self._request(step, run)
        return evolve(head, body=self._body(response, step, run))

    def _open(self, step: Open[Any, T], run: Run) -> Generator[Any, None, T]:
        def begin() -> tuple[Decoder[Any, T], Generator[list[Any], None, None], list[Any] | None, Any]:
            run.clock.enter("first_event")
            response, head = self._request(step, run)
            decoder = step.decoder(head)
            run.decoders.append(decoder)
            batches = self._batches(response, decoder, step, run)
            batch = next(batches, None)
            return decoder, batches, batch, decoder.close() if batch is None else None

        decoder, batches, batch, answer = self._retried(step, run, begin)
        with closing(batches):
            while batch is not None:
                yield from batch
                batch = next(batches, None)
                if batch is None:
                    answer = decoder.close()
        result: T = answer
        return result

    def _batches(
        self, response: Response, decoder: Decoder[Any, Any], step: Exchange, run: Run
    ) -> Generator[list[Any], None, None]:
        try:
            with closing(response), Translated(step, run.clock):
                for chunk in response.iter_bytes():
                    batch = run.fragments(decoder, chunk)
                    if batch:
                        yield batch
        except Error as error:
            raise run.interrupted(error, decoder) from None


class AsyncDriver:
    """Runs flows under asyncio: one HTTP client for each running loop, which closes when the loop shuts down."""

    def __init__(self, client: network.AsyncClient | None = None) -> None:
        self._borrowed = network.borrowed(client, network.AsyncClient, "async_http_client")
        self._own: WeakKeyDictionary[Any, tuple[network.AsyncClient, AsyncGenerator[None]]] = WeakKeyDictionary()

    async def http(self) -> network.AsyncClient:
        """The HTTP client of the running loop: the caller's, or our own, made on first use."""
        if self._borrowed is not None:
            return self._borrowed
        loop = asyncio.get_running_loop()
        known = self._own.get(loop)
        if known is None:
            for dead in [other for other in self._own if other.is_closed()]:
                del self._own[dead]
            client = network.new_async_client()
            known = self._own[loop] = client, _until_shutdown(client)
            await anext(known[1])
        return known[0]

    async def aclose(self) -> None:
        """Close our own HTTP client of the running loop; a borrowed one stays open."""
        known = self._own.pop(asyncio.get_running_loop(), None)
        if known is not None:
            await known[1].aclose()

    async def run(self, flow: Flow[T], run: Run) -> T:
        """Carry a flow out; streams inside it are folded."""
        answer: list[T] = []
        async for _ in self.drive(flow, run, answer):
            pass
        return answer[0]

    async def drive(self, flow: Flow[T], run: Run, answer: list[T], step: Any = None) -> AsyncGenerator[Any]:
        """Carry a flow out, and give the fragments of its streams; its answer is appended to ``answer``."""
        try:
            step = next(flow) if step is None else step
            while True:
                value: list[Any] = []
                try:
                    if isinstance(step, Open):
                        async with aclosing(self._open(step, run, value)) as fragments:
                            async for fragment in fragments:
                                yield fragment
                    else:
                        value.append(await self._do(step, run))
                except Exception as error:  # noqa: BLE001  whatever it is, the flow gets to see it
                    step = flow.throw(run.thrown(error, step))
                else:
                    step = flow.send(value[0])
        except StopIteration as stop:
            answer.append(run.done(stop.value))
        finally:
            flow.close()

    async def _do(self, step: Any, run: Run) -> Any:
        match step:
            case Send():
                return await self._retried(step, run, lambda: self._send(step, run))
            case Sleep():
                run.clock.sleep_within(step.seconds)
                return await asyncio.sleep(step.seconds)
            case Call(concurrent=True):
                return await asyncio.gather(*map(_call_in_task, step.functions))
            case Call():
                return [await _awaited(function()) for function in step.functions]
        raise TypeError(f"a flow yields Send, Open, Sleep or Call, not {step!r}")

    async def _retried(self, step: Exchange, run: Run, attempt: Callable[[], Awaitable[T]]) -> T:
        try:
            return await attempt()
        except Error as error:
            if not run.worth_repeating(error, step):
                raise
            first = [error]

        async def again() -> T:
            if first:
                raise first.pop()
            return await attempt()

        import tenacity

        return await tenacity.AsyncRetrying(sleep=asyncio.sleep, **run.policy(step))(again)

    async def _request(self, step: Exchange, run: Run) -> tuple[Response, HttpResponse]:
        key, arguments = run.outgoing(step)
        if not isinstance(arguments["content"], bytes | None):
            arguments["content"] = _async_pieces(arguments["content"])
        http = await self.http()
        with Translated(step, run.clock):
            response = await http.send(http.build_request(**arguments), stream=True, follow_redirects=False)
        head = run.head(response.status_code, response.headers.raw)
        if run.accepted(step, head):
            return response, head
        raise run.failed(step, head, await self._body(response, step, run), key)

    async def _body(self, response: Response, step: Exchange, run: Run) -> bytes:
        pieces: list[bytes] = []
        size = 0
        async with aclosing(response):
            with Translated(step, run.clock):
                async for piece in response.aiter_bytes():
                    size = run.piece(pieces, size, piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    async def _send(self, step: Send, run: Run) -> HttpResponse:
        run.clock.enter("total")
        response, head = await self._request(step, run)
        return evolve(head, body=await self._body(response, step, run))

    async def _open(self, step: Open[Any, T], run: Run, value: list[Any]) -> AsyncGenerator[Any]:
        async def begin() -> tuple[Decoder[Any, T], AsyncGenerator[list[Any]], list[Any] | None, Any]:
            run.clock.enter("first_event")
            response, head = await self._request(step, run)
            decoder = step.decoder(head)
            run.decoders.append(decoder)
            batches = self._batches(response, decoder, step, run)
            batch = await anext(batches, None)
            return decoder, batches, batch, decoder.close() if batch is None else None

        decoder, batches, batch, answer = await self._retried(step, run, begin)
        async with aclosing(batches):
            while batch is not None:
                for fragment in batch:
                    yield fragment
                batch = await anext(batches, None)
                if batch is None:
                    answer = decoder.close()
        value.append(answer)

    async def _batches(
        self, response: Response, decoder: Decoder[Any, Any], step: Exchange, run: Run
    ) -> AsyncGenerator[list[Any]]:
        try:
            async with aclosing(response):
                with Translated(step, run.clock):
                    async for chunk in response.aiter_bytes():
                        batch = run.fragments(decoder, chunk)
                        if batch:
                            yield batch
        except Error as error:
            raise run.interrupted(error, decoder) from None


async def _until_shutdown(client: network.AsyncClient) -> AsyncGenerator[None]:
    """Lives as long as its loop: asyncio closes open async generators at shutdown, and so this client."""
    try:
        yield
    finally:
        await client.aclose()


async def _async_pieces(pieces: Iterable[bytes]) -> AsyncGenerator[bytes]:
    for piece in pieces:
        yield piece


def _call(function: Callable[[], Any]) -> Any:
    value = function()
    if inspect.iscoroutine(value):
        value.close()
        raise ToolError("a coroutine function needs asyncio: use llm.aio, or give a plain function")
    return value


async def _awaited(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


async def _call_in_task(function: Callable[[], Any]) -> Any:
    if inspect.iscoroutinefunction(function):
        return await function()
    return await _awaited(await asyncio.to_thread(function))
