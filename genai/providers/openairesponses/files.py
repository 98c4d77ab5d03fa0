"""The raw endpoints of files.

https://platform.openai.com/docs/api-reference/files
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from attrs import evolve

from ...doc import Doc
from ...sansio import Flow, HttpResponse, Send
from .._openai.group import Group
from .._openai.multipart import form
from .._openai.paths import path
from .._openai.uploads import upload
from . import raw


class Files(Group):
    """``llm.raw.files``. A file is given as a ``raw.File``, or as its id."""

    def upload(
        self,
        file: Doc | bytes | BinaryIO | Iterable[bytes],
        purpose: str = "user_data",
        *,
        filename: str | None = None,
        mime_type: str | None = None,
        size: int | None = None,
        expires_after: raw.ExpiresAfter | None = None,
    ) -> Flow[raw.File]:
        """
        ``POST /files``.  https://platform.openai.com/docs/api-reference/files/create

        It is sent once: only what certainly did not arrive is repeated.

        Args:
            file: A Doc, bytes, a file that is open for reading bytes, or an iterable of bytes.
            purpose: One of ``raw.FilePurpose``.
            filename: Default: the Doc's, else ``"file"``.
            mime_type: Default: the Doc's, else what the name tells.
            size: How many bytes an open file or an iterable gives; without it they are sent chunked.
            expires_after: When the file goes away.
        """
        made = form({"purpose": purpose, **_expiry(expires_after)}, ("file", upload(file, filename, mime_type, size)))
        request = self._wire.request("POST", path("files"))
        request = evolve(request, headers={**request.headers, **made.headers}, body=made.body)
        return self._exchange(request, raw.File, repeatable=False)

    def list(
        self,
        *,
        purpose: str | None = None,
        limit: int | None = None,
        order: str | None = None,
        after: str | None = None,
    ) -> Flow[raw.FileListResponse]:
        """``GET /files``, one page.  https://platform.openai.com/docs/api-reference/files/list"""
        where = path("files", purpose=purpose, limit=limit, order=order, after=after)
        return self._send("GET", where, raw.FileListResponse)

    def list_all(
        self, *, purpose: str | None = None, limit: int | None = None, order: str | None = None
    ) -> Flow[tuple[raw.File, ...]]:
        """All files, page by page; ``limit`` is for one page."""
        return self._all(lambda after: self.list(purpose=purpose, limit=limit, order=order, after=after))

    def get(self, file: Any) -> Flow[raw.File]:
        """``GET /files/{id}``.  https://platform.openai.com/docs/api-reference/files/retrieve"""
        return self._send("GET", path("files", file), raw.File)

    def content(self, file: Any) -> Flow[bytes]:
        """``GET /files/{id}/content``: the bytes.  https://platform.openai.com/docs/api-reference/files/retrieve-contents"""
        request = self._wire.request("GET", path("files", file, "content"))
        response: HttpResponse = yield Send(request=request, endpoint=self._wire.endpoint)
        return response.body

    def delete(self, file: Any) -> Flow[raw.FileDeleteResponse]:
        """``DELETE /files/{id}``.  https://platform.openai.com/docs/api-reference/files/delete"""
        return self._send("DELETE", path("files", file), raw.FileDeleteResponse)


def _expiry(expires_after: raw.ExpiresAfter | None) -> dict[str, str]:
    if expires_after is None:
        return {}
    anchor = expires_after.anchor or "created_at"  # the only one there is
    return {"expires_after[anchor]": anchor, "expires_after[seconds]": str(expires_after.seconds)}
