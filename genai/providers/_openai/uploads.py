"""Uploads: a file of the caller's, in whatever form it is given, on its way.

The rule here: a path is none of these forms, so that nothing is read that the caller did not open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from ...doc import Doc, guess
from ...errors import InvalidRequest
from .multipart import Upload

PIECE: Final = 64 * 1024
"""How much of an open file is read at a time."""


def upload(file: Any, filename: str | None, mime_type: str | None, size: int | None) -> Upload:
    """A Doc, bytes, an open file or an iterable of bytes; a Doc knows its name and MIME type, if none is given."""
    if isinstance(file, Doc):
        file = file.loaded()
        filename, mime_type = filename or file.filename, mime_type or file.mime_type
    name = filename or "file"
    kind = mime_type or guess(name) or "application/octet-stream"
    return Upload(content=content(file), filename=name, mime_type=kind, size=size)


def content(file: Any) -> bytes | Iterable[bytes]:
    """The bytes of one of these, or an iterable of them; InvalidRequest for anything else."""
    if isinstance(file, Doc):
        return file.read()
    if isinstance(file, (bytes, bytearray, memoryview)):
        return bytes(file)
    read = getattr(file, "read", None)
    if isinstance(file, str) or not isinstance(file, Iterable) or (read and not isinstance(read(0), bytes)):
        raise InvalidRequest(f"a file is a Doc, bytes or an iterable of bytes, not {file!r}; a path is Doc.open(path)")
    return _pieces(read) if read else file


def _pieces(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """An open file, in pieces of one size: its own iterator gives lines."""
    while piece := read(PIECE):
        yield piece
