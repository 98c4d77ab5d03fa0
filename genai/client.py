"""Client and AsyncClient: thin twins, a wire and a driver each.

The rule here: nothing but the difference between sync code and asyncio. What both know and check is in ``asking.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import TracebackType
from typing import Any, Self, Unpack

from . import network
from .asking import Asking, Raw
from .capabilities import Model
from .checks import Options
from .doc import Doc
from .drivers import AsyncDriver, Driver
from .jobs import BatchJob, Job
from .messages import MessagesLike, Reply
from .options import Timeout
from .results import Result
from .retries import Retry
from .runs import Hooks, Run
from .sansio import Flow
from .settings import Shorthand
from .streams import AsyncStream, Stream
from .wire import Wire

A_DAY = 86400.0


class Client(Asking):
    """A provider and a model, for sync code; share it between threads. ``.aio`` is the same for asyncio."""

    def __init__(
        self, wire: Wire, driver: Driver, aio: AsyncDriver, timeout: Timeout, retry: Retry, hooks: Hooks
    ) -> None:
        super().__init__(wire, timeout, retry, hooks)
        self._driver = driver
        self.aio = AsyncClient(wire, aio, timeout, retry, hooks)

    def gen_sync(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> Result:
        """One answer at once."""
        ask, run = self._asked(messages, options, shorthand)
        return self._driver.run(self._wire.gen_sync(ask), run)

    def gen_stream(
        self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]
    ) -> Stream[Reply, Result]:
        """One answer in fragments: iterate over the stream, best in a ``with`` block."""
        ask, run = self._asked(messages, options, shorthand)
        return self._stream(self._wire.gen_stream(ask), run)

    def gen_async(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> Job:
        """A job that runs at the provider (not asyncio: that is ``.aio``)."""
        ask, run = self._asked(messages, options, shorthand)
        return self._driver.run(self._wire.gen_async(ask), run)

    def gen_batch(
        self, items: Mapping[str, MessagesLike], /, *options: Options, **shorthand: Unpack[Shorthand]
    ) -> BatchJob:
        """Many requests in one job, each under your id."""
        asks = {id_: self._asked(messages, options, shorthand)[0] for id_, messages in items.items()}
        flow: Flow[BatchJob] = self._wire.gen_batch(asks)
        return self._driver.run(flow, self._run())

    def poke_result(self, job: Job) -> Result:
        """A job's result, or a pending one."""
        return self._driver.run(self._wire.poke_result(job), self._run())

    def wait(self, job: Job, *, timeout: float = A_DAY, poll_interval: float | None = None) -> Result:
        """Poll a job to its end; TimedOut after ``timeout`` seconds (default: a day), while the job goes on."""
        return self._driver.run(self._wire.wait(job, poll_interval), self._run(Timeout(timeout)))

    def cancel(self, job: Job) -> None:
        """Cancel a job."""
        self._driver.run(self._wire.cancel(job), self._run())

    def count_tokens(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> int:
        """How many tokens of input this would be."""
        ask, run = self._asked(messages, options, shorthand)
        return self._driver.run(self._wire.count_tokens(ask), run)

    def embed(self, texts: Any, *options: Options, **shorthand: Unpack[Shorthand]) -> Any:
        """Embeddings of texts."""
        ask, run = self._asked(texts, options, shorthand)
        return self._driver.run(self._wire.embed(ask), run)

    def list_models(self) -> tuple[Model, ...]:
        """The provider's models."""
        return self._driver.run(self._wire.list_models(), self._run())

    def fetch(self, doc: Doc) -> Doc:
        """The Doc with its bytes: its URL is downloaded, from this provider's hosts only."""
        return self._driver.run(self._wire.fetch(doc), self._run())

    @cached_property
    def raw(self) -> Raw:
        """The raw-API layer: the provider's own types and endpoints."""
        return Raw(self._wire.raw, lambda flow: self._driver.run(flow, self._run()), self._stream)

    @property
    def http(self) -> network.Client:
        """The HTTP client underneath."""
        return self._driver.http

    def _stream(self, flow: Flow[Any], run: Run | None = None) -> Stream[Any, Any]:
        run, first = run or self._run(), next(flow)  # the first step is pure: what is wrong with the request shows now
        return Stream(self._driver.drive(flow, run, first), run)

    def close(self) -> None:
        """Close the sync side's connections; the asyncio side has ``await llm.aio.aclose()``."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()


class AsyncClient(Asking):
    """The same verbs for asyncio, under any number of event loops."""

    def __init__(self, wire: Wire, driver: AsyncDriver, timeout: Timeout, retry: Retry, hooks: Hooks) -> None:
        super().__init__(wire, timeout, retry, hooks)
        self._driver = driver

    async def gen_sync(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> Result:
        """One answer at once."""
        ask, run = self._asked(messages, options, shorthand)
        return await self._driver.run(self._wire.gen_sync(ask), run)

    def gen_stream(
        self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]
    ) -> AsyncStream[Reply, Result]:
        """One answer in fragments: ``async for`` over the stream, best in an ``async with`` block."""
        ask, run = self._asked(messages, options, shorthand)
        return self._stream(self._wire.gen_stream(ask), run)

    async def gen_async(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> Job:
        """A job that runs at the provider; awaiting this call submits it."""
        ask, run = self._asked(messages, options, shorthand)
        return await self._driver.run(self._wire.gen_async(ask), run)

    async def gen_batch(
        self, items: Mapping[str, MessagesLike], /, *options: Options, **shorthand: Unpack[Shorthand]
    ) -> BatchJob:
        """Many requests in one job, each under your id."""
        asks = {id_: self._asked(messages, options, shorthand)[0] for id_, messages in items.items()}
        return await self._driver.run(self._wire.gen_batch(asks), self._run())

    async def poke_result(self, job: Job) -> Result:
        """A job's result, or a pending one."""
        return await self._driver.run(self._wire.poke_result(job), self._run())

    async def wait(self, job: Job, *, timeout: float = A_DAY, poll_interval: float | None = None) -> Result:  # noqa: ASYNC109  the job's own
        """Poll a job to its end; TimedOut after ``timeout`` seconds (default: a day), while the job goes on."""
        return await self._driver.run(self._wire.wait(job, poll_interval), self._run(Timeout(timeout)))

    async def cancel(self, job: Job) -> None:
        """Cancel a job."""
        await self._driver.run(self._wire.cancel(job), self._run())

    async def count_tokens(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> int:
        """How many tokens of input this would be."""
        ask, run = self._asked(messages, options, shorthand)
        return await self._driver.run(self._wire.count_tokens(ask), run)

    async def embed(self, texts: Any, *options: Options, **shorthand: Unpack[Shorthand]) -> Any:
        """Embeddings of texts."""
        ask, run = self._asked(texts, options, shorthand)
        return await self._driver.run(self._wire.embed(ask), run)

    async def list_models(self) -> tuple[Model, ...]:
        """The provider's models."""
        return await self._driver.run(self._wire.list_models(), self._run())

    async def fetch(self, doc: Doc) -> Doc:
        """The Doc with its bytes: its URL is downloaded, from this provider's hosts only."""
        return await self._driver.run(self._wire.fetch(doc), self._run())

    @cached_property
    def raw(self) -> Raw:
        """The raw-API layer; its calls are awaited, its streams iterated with ``async for``."""
        return Raw(self._wire.raw, lambda flow: self._driver.run(flow, self._run()), self._stream)

    def _stream(self, flow: Flow[Any], run: Run | None = None) -> AsyncStream[Any, Any]:
        run, first, answer = run or self._run(), next(flow), list[Any]()
        return AsyncStream(self._driver.drive(flow, run, answer, first), run, answer)

    async def aclose(self) -> None:
        """Close this loop's connections."""
        await self._driver.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.aclose()
