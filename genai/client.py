"""Client and AsyncClient: thin twins, a wire and a driver each.

The rule here: nothing provider-specific. What is asked is checked here, all faults at once, before a flow begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, wraps
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Self, Unpack

from . import deadlines, network
from .capabilities import Capabilities, Model
from .checks import Options
from .doc import Doc
from .drivers import AsyncDriver, Driver
from .errors import InvalidRequest
from .jobs import BatchJob, Job
from .messages import Messages, MessagesLike, Reply
from .options import Timeout
from .provider import Ask
from .results import Result
from .retries import Retry
from .runs import Hooks, Run
from .sansio import Flow
from .settings import Shorthand, merge
from .streams import AsyncStream, Stream
from .wire import Wire

if TYPE_CHECKING:
    from .scoreboard import Score

A_DAY = 86400.0


class _Base:
    """What both clients know and check. Nothing here touches the network."""

    def __init__(self, wire: Wire, timeout: Timeout, retry: Retry, hooks: Hooks) -> None:
        self._wire = wire
        self._timeout = timeout
        self._retry = retry
        self._hooks = hooks

    name = property(lambda self: self._wire.config.info.name, doc="The provider's name.")
    model = property(lambda self: self._wire.config.model, doc="The model's id.")
    output = property(lambda self: self._wire.config.output, doc="What it makes: text, image, audio or video.")
    limits = property(lambda self: self._wire.config.limits, doc="What the documentation says of the model.")

    @property
    def capabilities(self) -> Capabilities:
        """What this package promises."""
        return self._wire.capabilities

    @property
    def scoreboard(self) -> Score:
        """What was observed of this provider's models."""
        from . import scoreboard

        return scoreboard.load(self.name)

    def supports(self, *names: str, **wanted: Any) -> bool:
        """Whether this model was seen to do it: ``supports("json_schema", mode="stream")``. See scoreboard.find."""
        from . import scoreboard

        return scoreboard.supports(self.name, self.model, *names, **wanted)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}:{self.model}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds connections and a key, so it does not pickle; a Job does, and its token")

    def _run(self, timeout: Timeout | None = None) -> Run:
        whole = self._timeout if timeout is None else deadlines.combined(timeout, self._timeout)
        return Run(deadlines.Clock(whole), self._hooks, self._retry)

    def _asked(
        self, messages: MessagesLike, options: tuple[Options, ...], shorthand: Mapping[str, Any]
    ) -> tuple[Ask, Run]:
        settings, faults = merge(options, shorthand)
        conversation = Messages()
        try:
            conversation = Messages.of(messages).validate()
        except InvalidRequest as error:
            faults += error.faults or (str(error),)
        if faults:
            raise InvalidRequest(faults=faults, provider=self.name)
        given = {name: settings.values[name] for name in TIMEOUTS if name in settings.values}
        return Ask(messages=conversation, settings=settings), self._run(Timeout(**given) if given else None)


TIMEOUTS = ("total", "connect", "first_event", "idle")


class Client(_Base):
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


class AsyncClient(_Base):
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


class Raw:
    """A package's raw endpoints, carried out: each takes and gives the package's raw types. Groups are nested."""

    def __init__(self, flows: Any, run: Callable[[Flow[Any]], Any], stream: Callable[[Flow[Any]], Any]) -> None:
        self._flows, self._carry_out, self._stream = flows, run, stream

    def __dir__(self) -> Iterable[str]:
        return [name for name in dir(self._flows) if not name.startswith("_")]

    def __getattr__(self, name: str) -> Any:
        flow = getattr(self._flows, name)
        if not callable(flow):
            return Raw(flow, self._carry_out, self._stream)
        carry_out = self._stream if getattr(flow, "streaming", False) else self._carry_out
        return wraps(flow)(lambda *args, **kwargs: carry_out(flow(*args, **kwargs)))
