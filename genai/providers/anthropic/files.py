"""The raw endpoints of files, which are in beta.

https://platform.claude.com/docs/en/build-with-claude/files
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from attrs import evolve

from ...doc import Doc
from ...sansio import Flow, HttpResponse, Send
from .._openai.multipart import form
from .._openai.paths import path
from .._openai.uploads import upload
from . import raw
from .betas import FILES
from .group import Group


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
        made = form({}, ("file", upload(file, filename, mime_type, size)))
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
