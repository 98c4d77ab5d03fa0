"""The raw endpoints of files, which are in beta.

https://platform.claude.com/docs/en/build-with-claude/files
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, Final

from attrs import evolve

from ...doc import Doc, guess
from ...errors import InvalidRequest
from ...sansio import Flow, HttpResponse, Send
from .._openai.multipart import Upload, form
from .._openai.paths import path
from . import raw
from .betas import FILES
from .group import Group

PIECE: Final = 64 * 1024
"""How much of an open file is read at a time."""


class Files(Group):
    """``llm.raw.files``. A file is given as a ``raw.File``, or as its id."""

    beta = FILES

    def upload(
        self,
        file: Doc | bytes | BinaryIO | Iterable[bytes],
        *,
        filename: str | None = None,
        mime_type: str | None = None,
        size: int | None = None,
    ) -> Flow[raw.File]:
        """
        ``POST /files``, sent once.  https://platform.claude.com/docs/en/api/files-create

        Args:
            file: A Doc, bytes, a file that is open for reading bytes, or an iterable of bytes.
            filename: Default: the Doc's, else ``"file"``.
            mime_type: Default: the Doc's, else what the name tells.
            size: How many bytes an open file or an iterable gives; without it they are sent chunked.
        """
        made = form({}, ("file", _upload(file, filename, mime_type, size)))
        request = self._request("POST", path("files", beta=True))
        request = evolve(request, headers={**request.headers, **made.headers}, body=made.body)
        return self._exchange(request, raw.File, repeatable=False)

    def list(
        self, *, limit: int | None = None, after_id: str | None = None, before_id: str | None = None
    ) -> Flow[raw.FileList]:
        """``GET /files``, one page.  https://platform.claude.com/docs/en/api/files-list"""
        where = path("files", beta=True, limit=limit, after_id=after_id, before_id=before_id)
        return self._send("GET", where, raw.FileList)

    def list_all(self, *, limit: int | None = None) -> Flow[tuple[raw.File, ...]]:
        """All files, page by page; ``limit`` is for one page."""
        return self._all(lambda after: self.list(limit=limit, after_id=after))

    def get(self, file: Any) -> Flow[raw.File]:
        """``GET /files/{id}``.  https://platform.claude.com/docs/en/api/files-metadata"""
        return self._send("GET", path("files", file, beta=True), raw.File)

    def content(self, file: Any) -> Flow[bytes]:
        """``GET /files/{id}/content``: the bytes, of files that programs made.

        https://platform.claude.com/docs/en/api/files-content
        """
        request = self._request("GET", path("files", file, "content", beta=True))
        response: HttpResponse = yield Send(request=request, endpoint=self._wire.endpoint)
        return response.body

    def delete(self, file: Any) -> Flow[raw.FileDeleted]:
        """``DELETE /files/{id}``.  https://platform.claude.com/docs/en/api/files-delete"""
        return self._send("DELETE", path("files", file, beta=True), raw.FileDeleted)


def _upload(file: Any, filename: str | None, mime_type: str | None, size: int | None) -> Upload:
    if isinstance(file, Doc):
        file = file.loaded()
        filename, mime_type = filename or file.filename, mime_type or file.mime_type
    name = filename or "file"
    kind = mime_type or guess(name) or "application/octet-stream"
    return Upload(content=_content(file), filename=name, mime_type=kind, size=size)


def _content(file: Any) -> bytes | Iterable[bytes]:
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
