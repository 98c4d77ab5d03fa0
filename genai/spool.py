"""Spool: the items of a batch on their way into files, as many as a provider's limits ask for.

The rule here: all that is wrong with any item is told at once, before anything is sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from attrs import frozen

from .errors import InvalidRequest, NotSupported

if TYPE_CHECKING:
    from .batching import Batching
    from .provider import Ask

PIECE: Final = 256 * 1024
"""How much of a file is read at a time, in bytes."""
FAULTS: Final = 20
"""How many wrong items one error names."""


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
        self._number = 0
        self._faults: list[str] = []
        self._unsupported: dict[str, None] = {}
        self._refused: dict[str, None] = {}
        self._first = self._count = self._size = 0
        self._open()

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, id_: str | None, ask: Callable[[], Ask]) -> None:
        shown = f"items[{self._number if id_ is None else id_!r}]"
        self._faults += [f"{shown}: {fault}" for fault in self._id_faults(id_)]
        try:
            line, unsupported = self._batching.line(f"{self._name}-{self._number}", ask())
            text = self._batching.wire.encoded_json(line) + b"\n"
        except NotSupported as error:
            self._refused |= dict.fromkeys(error.unsupported)
            return
        except InvalidRequest as error:
            self._faults += [f"{shown}: {fault}" for fault in error.faults or (str(error),)]
            return
        self._unsupported |= dict.fromkeys(unsupported)
        if len(text) > self._limits.bytes:
            self._faults.append(f"{shown}: {len(text)} bytes, and a whole batch may have {self._limits.bytes}")
        elif self._count == self._limits.requests or self._size + len(text) > self._limits.bytes:
            self._end()
            self._open()
        self._file.write(text)
        self._size, self._count, self._number = self._size + len(text), self._count + 1, self._number + 1
        if id_ is not None:
            self._ids[id_] = None

    def _id_faults(self, id_: Any) -> list[str]:
        if id_ is None:
            return ["has no id, and others have one"] * bool(self._ids)
        if not isinstance(id_, str) or not id_:
            return [f"an id is a text that is not empty, not {id_!r}"]
        bare = not self._ids and self._number > 0
        return ["this id was there before"] * (id_ in self._ids) + ["has an id, and others have none"] * bare

    def done(self) -> Spooled:
        self._end()
        provider = self._batching.wire.config.info.name
        if not self._number and not self._faults and not self._refused:
            self._faults.append("items: a batch has at least one")
        if self._faults:
            more = len(self._faults) - FAULTS
            shown = [*self._faults[:FAULTS], *([f"and {more} more"] if more > 0 else [])]
            raise InvalidRequest(
                faults=[*shown, *(f"not supported: {what}" for what in self._refused)], provider=provider
            )
        if self._refused:
            raise NotSupported(unsupported=[*self._refused], provider=provider)
        return Spooled(
            name=self._name,
            lines=tuple(self._done),
            ids=tuple(self._ids),
            unsupported=tuple(self._unsupported),
        )

    def _open(self) -> None:
        self._first, self._count, self._size = self._number, 0, 0
        self._path = self._folder / f"{part_name(self._name, len(self._done))}.jsonl"
        self._file: BinaryIO = self._path.open("wb")

    def _end(self) -> None:
        self._file.close()
        self._done.append(Lines(path=self._path, first=self._first, count=self._count, size=self._size))
