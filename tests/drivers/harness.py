"""Both drivers behind one face, so that each test is written once.

``Sync`` calls the client; ``Aio`` calls ``llm.aio``, on one event loop that lives as long as the test. What runs beside
the test is a thread on the one side, and a task on the other.

The rule here: when a test is over, no socket and no task of the client's is left, and no loop complained.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx2
import servers

import genai
from genai.client import Client
from genai.drivers import AsyncDriver, Driver
from genai.errors import Error
from genai.options import Timeout
from genai.retries import Retry
from genai.runs import Run
from genai.streams import AsyncStream, Stream

KEY: Final = "sk-very-secret-key-0123456789"
QUICK: Final = Retry(2, initial=0.001, maximum=0.002)
"""The default number of repeats, without the waiting."""


class Reader:
    """A stream that is read beside the test: what it gave, and how it ended."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.texts: list[str] = []
        self.error: BaseException | None = None
        self.done = False
        self.task: Any = None

    def take(self, fragment: Any) -> None:
        """One fragment."""
        self.texts.append(fragment.text)


class Side:
    """What a test may do with either driver."""

    name: str

    def __init__(self) -> None:
        self._clients: list[Client] = []
        self._before = open_sockets()

    def load(self, url: str, **arguments: Any) -> Client:
        """A client of the Responses API at a URL; it is closed when the test is over."""
        given = {"model": "m-1", "api_key": KEY, "base_url": url, "retry": QUICK, **arguments}
        llm = genai.load("openai", **given)
        self._clients.append(llm)
        return llm

    def verbs(self, llm: Client) -> Any:
        """The object whose methods are called."""
        raise NotImplementedError

    def wait(self, value: Any) -> Any:
        """The value, once it is there."""
        raise NotImplementedError

    def close(self, thing: Any) -> None:
        """Close a client, or a stream."""
        raise NotImplementedError

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so, while what runs beside the test goes on."""
        limit = time.monotonic() + servers.PATIENCE
        while not condition():
            assert time.monotonic() < limit, "waited in vain"
            self.breathe()

    def breathe(self) -> None:
        """Let others run."""
        raise NotImplementedError

    def call(self, llm: Client, verb: str, *args: Any, **options: Any) -> Any:
        """The value of a verb."""
        return self.wait(getattr(self.verbs(llm), verb)(*args, **options))

    def gen_sync(self, llm: Client, *options: Any, **shorthand: Any) -> Any:
        """One answer to "ping"."""
        return self.call(llm, "gen_sync", "ping", *options, **shorthand)

    def gen_async(self, llm: Client) -> Any:
        """A job."""
        return self.call(llm, "gen_async", "ping")

    def gen_stream(self, llm: Client, *options: Any, **shorthand: Any) -> Any:
        """A stream, to be given to the methods below."""
        return self.verbs(llm).gen_stream("ping", *options, **shorthand)

    def next(self, stream: Any) -> Any:
        """The next fragment."""
        raise NotImplementedError

    def texts(self, stream: Any, each: Callable[[Any], object] = id) -> list[str]:
        """The texts of all fragments that are left, read in a ``with`` block; ``each`` sees every fragment."""
        raise NotImplementedError

    def rest(self, stream: Any) -> list[str]:
        """The texts of all fragments that are left, read by a bare loop."""
        raise NotImplementedError

    def first(self, llm: Client) -> str:
        """The text of the first fragment, by a bare loop over a stream that nobody keeps."""
        raise NotImplementedError

    def read(self, stream: Any) -> Reader:
        """Begin to read a stream, beside the test."""
        raise NotImplementedError

    def run(self, flow: Any, *, timeout: Timeout | None = None, run: Run | None = None, **client: Any) -> Any:
        """Carry a flow out, with a driver of its own."""
        raise NotImplementedError

    def borrowed(self, **arguments: Any) -> Any:
        """A ``with`` block that has an HTTP client of the caller's open, and gives the arguments of ``load``."""
        raise NotImplementedError

    def finish(self) -> None:
        """Close everything, and see that it is."""
        for llm in self._clients:
            llm.close()
        assert self._before == open_sockets()


class Sync(Side):
    """Sync code."""

    name = "sync"

    def verbs(self, llm: Client) -> Any:
        return llm

    def wait(self, value: Any) -> Any:
        return value

    def close(self, thing: Any) -> None:
        thing.close()

    def breathe(self) -> None:
        time.sleep(0.002)

    def next(self, stream: Stream[Any, Any]) -> Any:
        return next(stream)

    def texts(self, stream: Stream[Any, Any], each: Callable[[Any], object] = id) -> list[str]:
        with stream:
            return [fragment.text for fragment in stream if each(fragment) and fragment.text is not None]

    def rest(self, stream: Stream[Any, Any]) -> list[str]:
        return list(stream.text)

    def first(self, llm: Client) -> str:
        return next(fragment.text for fragment in llm.gen_stream("ping") if fragment.text is not None)

    def read(self, stream: Stream[Any, Any]) -> Reader:
        reader = Reader(stream)

        def work() -> None:
            try:
                for fragment in stream:
                    reader.take(fragment)
            except BaseException as error:  # noqa: BLE001  the test looks at it
                reader.error = error
            reader.done = True

        threading.Thread(target=work, daemon=True).start()
        return reader

    @contextmanager
    def borrowed(self, **arguments: Any) -> Iterator[dict[str, Any]]:
        with httpx2.Client(**arguments) as client:
            yield {"http_client": client}
            assert not client.is_closed

    def run(self, flow: Any, *, timeout: Timeout | None = None, run: Run | None = None, **client: Any) -> Any:
        driver = Driver(**client)
        try:
            return driver.run(flow, run or new_run(timeout))
        finally:
            driver.close()


class Aio(Side):
    """asyncio, on a loop of its own; what it could not raise anywhere fails the test at its end."""

    name = "aio"

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._complaints: list[Any] = []
        self._runner.get_loop().set_exception_handler(lambda _, context: self._complaints.append(context))

    def verbs(self, llm: Client) -> Any:
        return llm.aio

    def wait(self, value: Any) -> Any:
        async def waiting() -> Any:
            return await value

        return self._runner.run(waiting())

    def close(self, thing: Any) -> None:
        self.wait((thing.aio if isinstance(thing, Client) else thing).aclose())

    def breathe(self) -> None:
        self.wait(asyncio.sleep(0.002))

    def next(self, stream: AsyncStream[Any, Any]) -> Any:
        return self.wait(anext(stream))

    def texts(self, stream: AsyncStream[Any, Any], each: Callable[[Any], object] = id) -> list[str]:
        async def reading() -> list[str]:
            async with stream:
                return [fragment.text async for fragment in stream if each(fragment) and fragment.text is not None]

        return self.wait(reading())  # type: ignore[no-any-return]

    def rest(self, stream: AsyncStream[Any, Any]) -> list[str]:
        async def reading() -> list[str]:
            return [text async for text in stream.text]

        return self.wait(reading())  # type: ignore[no-any-return]

    def first(self, llm: Client) -> str:
        async def reading() -> str:
            async for fragment in llm.aio.gen_stream("ping"):
                if fragment.text is not None:
                    return fragment.text
            raise AssertionError("no text")

        return self.wait(reading())  # type: ignore[no-any-return]

    def task(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Begin a coroutine, beside the test."""
        return self._runner.get_loop().create_task(coroutine)

    def cancel(self, task: asyncio.Task[Any]) -> None:
        """Cancel a task, and wait for its end."""
        task.cancel()
        self.wait(asyncio.wait([task]))

    def read(self, stream: AsyncStream[Any, Any]) -> Reader:
        reader = Reader(stream)

        async def work() -> None:
            try:
                async for fragment in stream:
                    reader.take(fragment)
            except BaseException as error:  # noqa: BLE001  the test looks at it
                reader.error = error
            reader.done = True

        reader.task = self.task(work())
        return reader

    @contextmanager
    def borrowed(self, **arguments: Any) -> Iterator[dict[str, Any]]:
        client = httpx2.AsyncClient(**arguments)
        yield {"async_http_client": client}
        assert not client.is_closed
        self.wait(client.aclose())

    def run(self, flow: Any, *, timeout: Timeout | None = None, run: Run | None = None, **client: Any) -> Any:
        async def running() -> Any:
            driver = AsyncDriver(**client)
            try:
                return await driver.run(flow, run or new_run(timeout))
            finally:
                await driver.aclose()

        return self.wait(running())

    def finish(self) -> None:
        for llm in self._clients:
            self.wait(llm.aio.aclose())
        loop = self._runner.get_loop()
        self.until(lambda: not asyncio.all_tasks(loop))
        self._runner.close()
        super().finish()
        assert [] == self._complaints


SIDES: Final = {"sync": Sync, "aio": Aio}


def new_run(timeout: Timeout | None = None, retry: Retry = QUICK, **more: Any) -> Run:
    """The state of a flow, with the default deadlines but those given."""
    from genai.deadlines import Clock, combined

    return Run(Clock(combined(timeout)), retry=retry, **more)


def raised(kind: type[Error], function: Callable[..., Any], *args: Any, **more: Any) -> Any:
    """The error that a call ends with, after a look at what hangs on it: no exception of the HTTP library's, no key."""
    try:
        function(*args, **more)
    except kind as error:
        look_through(error)
        return error
    raise AssertionError(f"no {kind.__name__}")


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and all that it came from."""
    if error is not None:
        yield error
        yield from chain(error.__cause__)
        yield from chain(error.__context__)


def look_through(error: BaseException) -> None:
    """Whatever hangs on an error is of the tree, and shows no key."""
    import pickle
    import traceback

    for one in chain(error):
        assert not type(one).__module__.startswith(("httpx", "httpcore", "h11", "anyio", "tenacity")), repr(one)
        assert KEY not in f"{one} {one!r} {vars(one)}"
        if isinstance(one, Error):
            assert KEY.encode() not in pickle.dumps(one)
    assert KEY not in "".join(traceback.format_exception(error))


def open_sockets() -> int:
    """How many sockets this process holds; always 0 where the system does not tell."""
    folder = Path("/proc/self/fd")
    if not folder.exists():
        return 0
    return sum(_is_socket(entry) for entry in folder.iterdir())


def _is_socket(entry: Path) -> bool:
    try:
        return os.readlink(entry).startswith("socket:")
    except OSError:
        return False


def yielding(*steps: Any) -> Generator[Any, Any, list[Any]]:
    """A flow that yields these steps, and returns what each gave."""
    given = []
    for step in steps:
        given.append((yield step))
    return given


class Watch:
    """Hooks that write down what they see."""

    def __init__(self) -> None:
        self.requests: list[Any] = []
        self.responses: list[Any] = []
        self.attempts: list[Any] = []
        self.events: list[Any] = []

    def on_request(self, request: Any) -> None:
        """Before each try."""
        self.requests.append(request)

    def on_response(self, response: Any) -> None:
        """When a head has come."""
        self.responses.append(response)

    def on_retry(self, attempt: Any) -> None:
        """Before each repeat."""
        self.attempts.append(attempt)

    def on_event(self, fragment: Any) -> None:
        """For each fragment."""
        self.events.append(fragment)
