"""The drivers: they carry out the steps of flows, in sync code and under asyncio, and repeat what may be repeated.

``Driver`` and ``AsyncDriver`` are twins: what one does, the other does with ``await``. What needs neither stands in
``runs.py``; the HTTP library is behind ``network.py``. The contract suite runs over both.

The rule here: whatever happens, the answer is closed, and the flow sees the error.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import aclosing, closing, suppress
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from attrs import evolve

from . import network
from .errors import Error, NetworkError
from .network import Exchange, Response, Translated
from .runs import Run, ToFile, called, called_async
from .sansio import Call, Flow, HttpResponse, Open, Send, Sleep

T = TypeVar("T")


class Driver:
    """Runs flows in sync code, from any number of threads."""

    def __init__(self, client: network.Client | None = None) -> None:
        self._own: network.Client | None = None
        self._lock = threading.Lock()
        self._borrowed = network.borrowed(client, network.Client, "http_client")

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

    __del__ = close  # a client that was made for one call is closed when it goes

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
        except Error as error:
            run.known(error, step)
            raise
        finally:
            flow.close()

    def _do(self, step: Any, run: Run) -> Any:
        run.clock.enter("total")
        match step:
            case Send():
                return self._retried(step, run, lambda: self._send(step, run))
            case Sleep():
                return run.clock.sleep(run.clock.nap(step))
            case Call():
                return called(step)
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

    def _answer(self, step: Exchange, run: Run) -> Response:
        """The answer, whose body is still to come; who gets it closes it."""
        run.clock.enter("first_event" if isinstance(step, Open) else "total")
        http = self.http
        with Translated(step, run.clock):  # no local of ours holds the headers: tracebacks show locals
            return http.send(network.build(http, run.outgoing(step)), stream=True, follow_redirects=False)

    def _head(self, response: Response, step: Exchange, run: Run) -> HttpResponse:
        head, body = run.head(response.status_code, response.headers.raw), b""
        if not run.accepted(step, head):
            with suppress(NetworkError):  # the status says enough
                body = self._body(response, step, run)
            raise run.failed(step, head, body)
        return head

    def _body(self, response: Response, step: Exchange, run: Run, into: Path | None = None) -> bytes:
        body = bytearray() if into is None else ToFile(into)
        try:
            with Translated(step, run.clock):
                for piece in network.pieces(response):
                    run.piece(body, piece)
            return bytes(body)
        finally:
            if isinstance(body, ToFile):
                body.drop()

    def _send(self, step: Send, run: Run) -> HttpResponse:
        with closing(self._answer(step, run)) as response:
            head = self._head(response, step, run)
            return evolve(head, body=self._body(response, step, run, step.into))

    def _open(self, step: Open[Any, T], run: Run) -> Generator[Any, None, T]:
        def begin() -> tuple[Generator[list[Any], None, None], list[Any], list[T]]:
            result: list[T] = []
            batches = self._batches(step, run, result)
            return batches, next(batches, []), result

        batches, first, result = self._retried(step, run, begin)
        with closing(batches), run.begun():
            yield from first
            for batch in batches:
                yield from batch
        return result[0]

    def _batches(self, step: Open[Any, T], run: Run, result: list[T]) -> Generator[list[Any], None, None]:
        with closing(self._answer(step, run)) as response:
            decoder = run.decoder(step, self._head(response, step, run))
            try:
                with Translated(step, run.clock):
                    for chunk in network.pieces(response):
                        batch = run.fragments(decoder, chunk)
                        if batch:
                            yield batch
                            run.read_on(decoder)  # the reader's own time does not count
                result.append(decoder.close())
            except Error as error:
                result.append(run.ended(error, decoder))


class AsyncDriver:
    """Runs flows under asyncio: one HTTP client for each running loop, which closes when the loop shuts down."""

    def __init__(self, client: network.AsyncClient | None = None) -> None:
        self._borrowed = network.borrowed(client, network.AsyncClient, "async_http_client")
        self._own: WeakKeyDictionary[Any, tuple[network.AsyncClient, AsyncGenerator[None]]] = WeakKeyDictionary()
        self._lock = threading.Lock()

    async def http(self) -> network.AsyncClient:
        """The HTTP client of the running loop: the caller's, or our own, made on first use."""
        if self._borrowed is not None:
            return self._borrowed
        loop = asyncio.get_running_loop()
        known = self._own.get(loop)
        if known is None:
            client = network.new_async_client()
            known = client, network.until_shutdown(client)
            with self._lock:
                for dead in [other for other in self._own if other.is_closed()]:
                    del self._own[dead]
                self._own[loop] = known
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
        except Error as error:
            run.known(error, step)
            raise
        finally:
            flow.close()

    async def _do(self, step: Any, run: Run) -> Any:
        run.clock.enter("total")
        match step:
            case Send():
                return await self._retried(step, run, lambda: self._send(step, run))
            case Sleep():
                return await run.clock.sleep_async(run.clock.nap(step))
            case Call():
                return await called_async(step, run.clock)
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

        return await tenacity.AsyncRetrying(sleep=run.clock.sleep_async, **run.policy(step))(again)

    async def _answer(self, step: Exchange, run: Run) -> Response:
        """The answer, whose body is still to come; who gets it closes it."""
        run.clock.enter("first_event" if isinstance(step, Open) else "total")
        http = await self.http()
        with Translated(step, run.clock):
            return await http.send(network.build(http, run.outgoing(step)), stream=True, follow_redirects=False)

    async def _head(self, response: Response, step: Exchange, run: Run) -> HttpResponse:
        head, body = run.head(response.status_code, response.headers.raw), b""
        if not run.accepted(step, head):
            with suppress(NetworkError):  # the status says enough
                body = await self._body(response, step, run)
            raise run.failed(step, head, body)
        return head

    async def _body(self, response: Response, step: Exchange, run: Run, into: Path | None = None) -> bytes:
        body = bytearray() if into is None else ToFile(into)
        try:
            with Translated(step, run.clock):
                async for piece in network.async_pieces(response):
                    run.piece(body, piece)
            return bytes(body)
        finally:
            if isinstance(body, ToFile):
                body.drop()

    async def _send(self, step: Send, run: Run) -> HttpResponse:
        async with aclosing(await self._answer(step, run)) as response:
            head = await self._head(response, step, run)
            return evolve(head, body=await self._body(response, step, run, step.into))

    async def _open(self, step: Open[Any, T], run: Run, value: list[T]) -> AsyncGenerator[Any]:
        async def begin() -> tuple[AsyncGenerator[list[Any]], list[Any], list[T]]:
            result: list[T] = []
            batches = self._batches(step, run, result)
            return batches, await anext(batches, []), result

        batches, first, result = await self._retried(step, run, begin)
        async with aclosing(batches):
            with run.begun():
                for fragment in first:
                    yield fragment
                async for batch in batches:
                    for fragment in batch:
                        yield fragment
        value += result

    async def _batches(self, step: Open[Any, T], run: Run, result: list[T]) -> AsyncGenerator[list[Any]]:
        async with aclosing(await self._answer(step, run)) as response:
            decoder = run.decoder(step, await self._head(response, step, run))
            try:
                with Translated(step, run.clock):
                    async for chunk in network.async_pieces(response):
                        batch = run.fragments(decoder, chunk)
                        if batch:
                            yield batch
                            run.read_on(decoder)  # the reader's own time does not count
                result.append(decoder.close())
            except Error as error:
                result.append(run.ended(error, decoder))
