"""Client and AsyncClient: thin twins, a wire and a driver each.

The rule here: nothing but the difference between sync code and asyncio. What both know and check is in ``asking.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack, overload

from . import network
from .asking import A_DAY, JOBS, Raw, Waiting, a_job
from .caches import AsyncCaching, Caching
from .capabilities import Model
from .checks import Options
from .doc import Doc
from .drivers import AsyncDriver, Driver
from .embeddings import Embeddings
from .jobs import BatchJob, BatchResult, Job
from .jobs.batch import Items
from .messages import MessagesLike, Reply
from .options import Timeout
from .results import Result
from .retries import Retry
from .runs import Hooks, Run
from .sansio import Flow
from .settings import Shorthand
from .streams import AsyncStream, Stream
from .wire import Wire

if TYPE_CHECKING:
    from .files import AsyncFiles, Files

T = TypeVar("T")


class Client(Caching):
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
        ask, run = self._asked(messages, options, shorthand, self._streamed)
        return self._stream(self._wire.gen_stream(ask), run)

    def gen_async(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> Job:
        """A job that runs at the provider (not asyncio: that is ``.aio``)."""
        ask, run = self._asked(messages, options, shorthand, JOBS)
        return self._driver.run(self._wire.gen_async(ask), run)

    def gen_batch(self, items: Items, /, *options: Options, **shorthand: Unpack[Shorthand]) -> BatchJob:
        """
        Many requests in one job, within a day, at the price of batches.

        Args:
            items: Your ids to messages; or messages alone, which are then numbered; or BatchItems, which have options
                of their own. They are written to disk as they come, so an iterator of any length will do.
            options: For all items.

        Raises:
            InvalidRequest: What is wrong with any of the items; nothing was sent.
            NotSupported: What the provider cannot carry; nothing was sent.
        """
        with TemporaryDirectory(prefix="genai-") as folder:
            spooling, timeout = self._batch(items, options, shorthand, folder)
            spooled = self._driver.run(spooling, self._run(Timeout(A_DAY)))
            return self._driver.run(self.batching.submit(spooled), self._run(timeout))

    @overload
    def poke_result(self, job: BatchJob) -> BatchResult: ...  # type: ignore[overload-overlap]  # it gives more
    @overload
    def poke_result(self, job: Job) -> Result: ...
    def poke_result(self, job: Job) -> Any:
        """A job's result, or a pending one; for a BatchJob its BatchResult."""
        return self._driver.run(self._wire.poke_result(a_job(job)), self._run())

    @overload
    def wait(self, job: BatchJob, **how: Unpack[Waiting]) -> BatchResult: ...  # type: ignore[overload-overlap]  # as above
    @overload
    def wait(self, job: Job, **how: Unpack[Waiting]) -> Result: ...
    def wait(self, job: Job, **how: Unpack[Waiting]) -> Any:
        """
        Poll a job to its end.

        Args:
            timeout: Seconds; default: a day. Then TimedOut is raised, with what the last poll gave as its ``result``,
                and the job goes on; as it does when a poll fails.
            poll_interval: Seconds between two polls; default: as the server asks, or from 0.5 growing to 30.
            on_progress: Is called with what each poll gave.
        """
        return self._driver.run(*self._waiting(job, **how))

    def resume_stream(self, job: Job) -> Stream[Reply, Result]:
        """A background job's answer in fragments: those behind ``job.cursor``; the result is whole all the same."""
        return self._stream(self._wire.resume_stream(a_job(job)))

    def cancel(self, job: Job) -> None:
        """Cancel a job."""
        self._driver.run(self._wire.cancel(a_job(job)), self._run())

    def count_tokens(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> int:
        """How many tokens of input this would be."""
        ask, run = self._asked(messages, options, shorthand)
        return self._driver.run(self._wire.count_tokens(ask), run)

    def embed(self, texts: str | Iterable[str], /, *options: Options, **shorthand: Unpack[Shorthand]) -> Embeddings:
        """One text, or several, as vectors: ``.vectors``, in their order."""
        ask, run = self._texts(texts, options, shorthand)
        return self._driver.run(self._wire.embed(ask), run)

    def list_models(self) -> tuple[Model, ...]:
        """The provider's models."""
        return self._driver.run(self._wire.list_models(), self._run())

    def fetch(self, doc: Doc) -> Doc:
        """The Doc with its bytes: its URL is downloaded, from this provider's hosts only."""
        return self._driver.run(self._wire.fetch(doc), self._run())

    @property
    def files(self) -> Files:
        """Files that the provider keeps; NotSupported where it keeps none."""
        from .files import Files

        return Files(self)

    @cached_property
    def raw(self) -> Raw:
        """The raw-API layer: the provider's own types and endpoints."""
        return Raw(self._wire.raw, lambda flow: self._driver.run(flow, self._run()), self._stream)

    def run(self, flow: Flow[T]) -> T:
        """Carry out a flow of yours, or of a Wire: what adapters, and the ledger of jobs, are made of."""
        return self._driver.run(flow, self._run())

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


class AsyncClient(AsyncCaching):
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
        ask, run = self._asked(messages, options, shorthand, self._streamed)
        return self._stream(self._wire.gen_stream(ask), run)

    async def gen_async(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> Job:
        """A job that runs at the provider; awaiting this call submits it."""
        ask, run = self._asked(messages, options, shorthand, JOBS)
        return await self._driver.run(self._wire.gen_async(ask), run)

    async def gen_batch(self, items: Items, /, *options: Options, **shorthand: Unpack[Shorthand]) -> BatchJob:
        """Many requests in one job; as Client.gen_batch."""
        with TemporaryDirectory(prefix="genai-") as folder:
            spooling, timeout = self._batch(items, options, shorthand, folder)
            spooled = await self._driver.run(spooling, self._run(Timeout(A_DAY)))
            return await self._driver.run(self.batching.submit(spooled), self._run(timeout))

    @overload
    async def poke_result(self, job: BatchJob) -> BatchResult: ...  # type: ignore[overload-overlap]  # it gives more
    @overload
    async def poke_result(self, job: Job) -> Result: ...
    async def poke_result(self, job: Job) -> Any:
        """A job's result, or a pending one; for a BatchJob its BatchResult."""
        return await self._driver.run(self._wire.poke_result(a_job(job)), self._run())

    @overload
    async def wait(self, job: BatchJob, **how: Unpack[Waiting]) -> BatchResult: ...  # type: ignore[overload-overlap]  # as above
    @overload
    async def wait(self, job: Job, **how: Unpack[Waiting]) -> Result: ...
    async def wait(self, job: Job, **how: Unpack[Waiting]) -> Any:
        """Poll a job to its end; as Client.wait."""
        return await self._driver.run(*self._waiting(job, **how))

    def resume_stream(self, job: Job) -> AsyncStream[Reply, Result]:
        """A background job's answer in fragments: those behind ``job.cursor``; the result is whole all the same."""
        return self._stream(self._wire.resume_stream(a_job(job)))

    async def cancel(self, job: Job) -> None:
        """Cancel a job."""
        await self._driver.run(self._wire.cancel(a_job(job)), self._run())

    async def count_tokens(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> int:
        """How many tokens of input this would be."""
        ask, run = self._asked(messages, options, shorthand)
        return await self._driver.run(self._wire.count_tokens(ask), run)

    async def embed(
        self, texts: str | Iterable[str], /, *options: Options, **shorthand: Unpack[Shorthand]
    ) -> Embeddings:
        """One text, or several, as vectors: ``.vectors``, in their order."""
        ask, run = self._texts(texts, options, shorthand)
        return await self._driver.run(self._wire.embed(ask), run)

    async def list_models(self) -> tuple[Model, ...]:
        """The provider's models."""
        return await self._driver.run(self._wire.list_models(), self._run())

    async def fetch(self, doc: Doc) -> Doc:
        """The Doc with its bytes: its URL is downloaded, from this provider's hosts only."""
        return await self._driver.run(self._wire.fetch(doc), self._run())

    @property
    def files(self) -> AsyncFiles:
        """Files that the provider keeps."""
        from .files import AsyncFiles

        return AsyncFiles(self)

    @cached_property
    def raw(self) -> Raw:
        """The raw-API layer; its calls are awaited, its streams iterated with ``async for``."""
        return Raw(self._wire.raw, lambda flow: self._driver.run(flow, self._run()), self._stream)

    def _stream(self, flow: Flow[Any], run: Run | None = None) -> AsyncStream[Any, Any]:
        run, first, answer = run or self._run(), next(flow), list[Any]()
        return AsyncStream(self._driver.drive(flow, run, answer, first), run, answer)

    async def run(self, flow: Flow[T]) -> T:
        """Carry out a flow of yours, or of a Wire."""
        return await self._driver.run(flow, self._run())

    async def aclose(self) -> None:
        """Close this loop's connections."""
        await self._driver.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.aclose()
