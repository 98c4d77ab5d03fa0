"""Stream and AsyncStream: the fragments of one answer, and the answer.

The rule here: leaving the ``with`` block, ``close()`` (from any thread or task), an exception or a cancelled task
closes the connection at once, and ``result`` then holds what had arrived, marked ``complete=False``.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from .errors import Error
from .jobs.job import Job
from .runs import Run

F = TypeVar("F")
R = TypeVar("R")


class _Held(Generic[R]):
    """What both kinds of stream remember."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._result: Any = None

    @property
    def result(self) -> R:
        """The whole answer once the stream is over; before that, what has arrived so far (``complete=False``)."""
        return self._result if self._result is not None else self._run.partial()  # type: ignore[no-any-return]

    @property
    def job(self) -> Job | None:
        """The job behind a stream that was begun with ``job="background"``: for ``resume_stream``, in any process."""
        return getattr(self._run.decoders[-1], "job", None) if self._run.decoders else None

    def _failed(self, error: Error) -> bool:
        """Note what had arrived; whether the stream simply was closed by us."""
        partial = self._run.partial()
        self._result = error.result if type(error.result) is type(partial) else partial
        return self._run.clock.closed


class Stream(_Held[R], Generic[F, R]):
    """A stream for sync code: iterate over it, preferably in a ``with`` block."""

    def __init__(self, fragments: Generator[F, None, R], run: Run) -> None:
        super().__init__(run)
        self._fragments = fragments

    def __iter__(self) -> Iterator[F]:
        return self

    def __next__(self) -> F:
        try:
            return next(self._fragments)
        except StopIteration as stop:
            if self._result is None:
                self._result = stop.value if stop.value is not None else self._run.partial()
            raise
        except Error as error:
            if not self._failed(error):
                raise
        raise StopIteration

    @property
    def text(self) -> Iterator[str]:
        """The text fragments alone, as they come."""
        return (text for fragment in self if (text := getattr(fragment, "text", None)))

    def close(self) -> None:
        """Close the connection now. May be called from any thread, more than once, and while another one reads."""
        self._run.clock.close()
        try:
            self._fragments.close()
        except ValueError:
            pass  # another thread is inside: the clock has woken it, so it ends by itself

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncStream(_Held[R], Generic[F, R]):
    """A stream for asyncio: ``async for``, preferably in an ``async with`` block."""

    def __init__(self, fragments: AsyncGenerator[F, None], run: Run, answer: list[R]) -> None:
        super().__init__(run)
        self._fragments = fragments
        self._answer = answer

    def __aiter__(self) -> AsyncIterator[F]:
        return self

    async def __anext__(self) -> F:
        try:
            return await anext(self._fragments)
        except StopAsyncIteration:
            if self._result is None:
                self._result = self._answer[0] if self._answer else self._run.partial()
            raise
        except Error as error:
            if not self._failed(error):
                raise
        raise StopAsyncIteration

    @property
    def text(self) -> AsyncIterator[str]:
        """The text fragments alone, as they come."""
        return (text async for fragment in self if (text := getattr(fragment, "text", None)))

    async def aclose(self) -> None:
        """Close the connection now. May be called from any task of the loop, and while another one reads."""
        self._run.clock.close()
        try:
            await self._fragments.aclose()
        except RuntimeError:
            pass  # another task is inside: the clock has woken it, so it ends by itself

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
