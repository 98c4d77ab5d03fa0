"""Spool: the items of a batch on their way into files, as many as a provider's limits ask for.

The rule here: all that is wrong with any item is told at once, before anything is sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from attrs import frozen

from .checks import nonempty
from .errors import InvalidRequest, NotSupported

if TYPE_CHECKING:
    from .batching import Batching
    from .provider import Ask

PIECE: Final = 256 * 1024
"""How much of a file is read at a time, in bytes."""
FAULTS: Final = 20
"""How many wrong items one error names."""
PAUSE: Final = 50
"""Items between two pauses: about 5 ms."""


@frozen(kw_only=True)
class Limits:
    """What a provider takes in one batch: requests, and bytes of all lines together."""

    requests: int
    bytes: int


@frozen(kw_only=True)
class Lines:
    """
    Some items of a batch, one line of JSON each, in a file. Iterating gives its bytes; again, if it is sent again.

    Args:
        path: The file.
        first: The number of the first item, counted from 0 over the whole job.
        count: How many items.
        size: How many bytes.
    """

    path: Path
    first: int
    count: int
    size: int

    def __iter__(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    def lines(self) -> Iterator[bytes]:
        """Line by line, without the line's end."""
        with self.path.open("rb") as file:
            yield from (line.rstrip(b"\n") for line in file)


@frozen(kw_only=True)
class Spooled:
    """
    A batch, written and checked, but not sent.

    Args:
        name: Our own id for it.
        lines: Its files.
        ids: The ids of the items; empty when they are numbered.
        unsupported: What was left out (only with ``on_unsupported="warn"``).
    """

    name: str
    lines: tuple[Lines, ...]
    ids: tuple[str, ...] = ()
    unsupported: tuple[str, ...] = ()


def new_name() -> str:
    """Our own id for a batch: short, because some providers let ids of items have 64 characters only."""
    return f"genai-{secrets.token_hex(8)}"


def part_name(name: str, number: int) -> str:
    """The name of one part of a batch."""
    return f"{name}.{number}"


class Spool:
    """Items on their way into files."""

    def __init__(self, batching: Batching, folder: Path, name: str) -> None:
        self._batching, self._folder, self._name = batching, folder, name
        self._limits = batching.limits
        self._done: list[Lines] = []
        self._ids: dict[str, None] = {}
        self._bare = False
        self._number = self._wrongs = self._count = self._size = 0
        self._faults: list[str] = []
        self._unsupported: dict[str, None] = {}
        self._refused: dict[str, None] = {}
        self._open(0)

    def fill(self, asks: Iterable[tuple[str | None, Callable[[], Ask]]]) -> Iterator[None]:
        """Take all items in; a pause after every few, in which others get their turn."""
        try:
            for id_, ask in asks:
                self.add(id_, ask)
                if self._number % PAUSE == 0:
                    yield
        finally:
            self._file.close()

    def add(self, id_: Any, ask: Callable[[], Ask]) -> None:
        number, self._number = self._number, self._number + 1
        shown = f"items[{number if id_ is None else id_!r}]"
        self._wrong(f"{shown}: {fault}" for fault in self._id_faults(id_))
        try:
            line, unsupported = self._batching.line(f"{self._name}-{number}", ask())
            text = self._batching.wire.encoded_json(line) + b"\n"
        except NotSupported as error:
            self._refused |= dict.fromkeys(error.unsupported)
        except InvalidRequest as error:
            self._wrong(f"{shown}: {fault}" for fault in error.faults or (str(error),))
        else:
            self._unsupported |= dict.fromkeys(unsupported)
            if len(text) > self._limits.bytes:
                self._wrong([f"{shown}: {len(text)} bytes, and a whole batch may have {self._limits.bytes}"])
            elif not self._wrongs:
                self._write(text, number)

    def _write(self, text: bytes, number: int) -> None:
        if self._count == self._limits.requests or self._size + len(text) > self._limits.bytes:
            self._end()
            self._open(number)
        self._file.write(text)
        self._size, self._count = self._size + len(text), self._count + 1

    def _wrong(self, faults: Iterable[str]) -> None:
        for fault in faults:
            self._wrongs += 1
            self._faults += [fault] * (self._wrongs <= FAULTS)

    def _id_faults(self, id_: Any) -> list[str]:
        if id_ is None:
            self._bare = True
            return ["has no id, and others have one"] * bool(self._ids)
        fault = nonempty(id_) or written(id_)
        if fault:
            return [f"an id is {fault}"]
        faults = ["this id was there before"] * (id_ in self._ids) + ["has an id, and others have none"] * self._bare
        self._ids[id_] = None
        return faults

    def done(self) -> Spooled:
        self._end()
        provider = self._batching.wire.config.info.name
        if not self._number:
            self._wrong(["items: a batch has at least one"])
        if self._wrongs:
            more = [f"and {self._wrongs - FAULTS} more"] * (self._wrongs > FAULTS)
            refused = (f"not supported: {what}" for what in self._refused)
            raise InvalidRequest(faults=[*self._faults, *more, *refused], provider=provider)
        if self._refused:
            raise NotSupported(unsupported=[*self._refused], provider=provider)
        return Spooled(
            name=self._name,
            lines=tuple(self._done),
            ids=tuple(self._ids),
            unsupported=tuple(self._unsupported),
        )

    def _open(self, first: int) -> None:
        self._first = first
        self._count = self._size = 0
        self._path = self._folder / f"{part_name(self._name, len(self._done))}.jsonl"
        self._file: BinaryIO = self._path.open("wb")

    def _end(self) -> None:
        self._file.close()
        self._done.append(Lines(path=self._path, first=self._first, count=self._count, size=self._size))


def written(id_: str) -> str | None:
    """What is wrong with a text that no file can hold."""
    try:
        id_.encode()
    except UnicodeEncodeError as error:
        return f"a text that can be written: {error}"
    return None
