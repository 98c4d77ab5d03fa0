"""The raw endpoints of files, which are gone after two days.

https://ai.google.dev/api/files and https://ai.google.dev/gemini-api/docs/files

The rule here: an upload is two requests, one that begins it and one with the bytes; no byte is taken in twice. Where
the connection breaks, it goes on behind what has arrived.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Final, TypeAlias
from urllib.parse import urlsplit

from attrs import evolve

from ... import convert
from ...doc import Doc, guess
from ...errors import BadAnswer, ConnectionFailed, Error, TimedOut
from ...sansio import Endpoint, Flow, HttpRequest, HttpResponse, Send, Sleep
from .._openai import uploads
from .._openai.paths import path
from . import raw
from .group import Group, named

Source: TypeAlias = Doc | bytes | BinaryIO | Iterable[bytes]
"""What can be uploaded."""
PAUSES: Final = (0.0, 1.0, 4.0)
"""Seconds before each try to go on with an upload whose connection broke."""


class Uploads(Group):
    """What can upload."""

    def _upload(
        self,
        where: str,
        file: Source,
        request: Any,
        cls: Any,
        *,
        mime_type: str | None = None,
        size: int | None = None,
    ) -> Flow[Any]:
        """Begin an upload, and send the bytes to where that says."""
        if isinstance(file, Doc):
            file = file.loaded()
            mime_type = mime_type or file.mime_type
        content = uploads.content(file)
        size = len(content) if isinstance(content, bytes) else size
        about = {
            "x-goog-upload-protocol": "resumable",
            "x-goog-upload-command": "start",
            "x-goog-upload-header-content-type": mime_type or "application/octet-stream",
            **({"x-goog-upload-header-content-length": str(size)} if size is not None else {}),
        }
        wire = self._wire
        there = evolve(wire.endpoint, base_url=_upload_url(wire.config.base_url))  # uploads have a root of their own
        begin = wire.request("POST", where, convert.unstructure(request))
        begin = evolve(begin, url=_upload_url(begin.url), headers={**begin.headers, **about})
        begun: HttpResponse = yield Send(request=begin, endpoint=there, repeatable=False)
        url = begun.headers.get("x-goog-upload-url")
        if url is None:
            raise BadAnswer("the answer does not say where to upload", status=begun.status, body=begun.body)
        to = evolve(begin, url=url, headers={"user-agent": begin.headers["user-agent"]}, body=b"")
        try:
            response: HttpResponse = yield Send(request=_rest(to, content, size, 0), endpoint=there, repeatable=False)
        except (ConnectionFailed, TimedOut) as error:
            if isinstance(content, Iterator):
                raise  # it is read, and cannot be read again
            response = yield from _resumed(to, there, content, size, error)
        return self._read(response, cls)


class Files(Uploads):
    """``llm.raw.files``. A file is given as a ``raw.File``, or by its name."""

    def upload(
        self,
        file: Source,
        *,
        name: str | None = None,
        display_name: str | None = None,
        mime_type: str | None = None,
        size: int | None = None,
    ) -> Flow[raw.CreateFileResponse]:
        """
        ``POST /upload/v1beta/files``.  https://ai.google.dev/api/files#method:-media.upload

        The file's ``uri`` is what a Doc takes: ``Doc(file_ids={"gemini": file.uri}, mime_type=file.mimeType)``.

        Args:
            file: A Doc, bytes, a file that is open for reading bytes, or an iterable of bytes.
            name: ``"files/..."``; default: Google makes one.
            display_name: Default: the Doc's file name.
            mime_type: Default: the Doc's, else what the name tells.
            size: How many bytes an open file or an iterable gives.
        """
        title = display_name or (file.filename if isinstance(file, Doc) else None)
        about = raw.CreateFileRequest(file=raw.File(name=name, displayName=title))
        told = mime_type or (None if isinstance(file, Doc) and file.mime_type else guess(title or ""))
        return self._upload(path("files"), file, about, raw.CreateFileResponse, mime_type=told, size=size)

    def list(self, *, page_size: int | None = None, page_token: str | None = None) -> Flow[raw.ListFilesResponse]:
        """``GET /files``, one page.  https://ai.google.dev/api/files#method:-files.list"""
        return self._send("GET", path("files", pageSize=page_size, pageToken=page_token), raw.ListFilesResponse)

    def list_all(self, *, page_size: int | None = None) -> Flow[tuple[raw.File, ...]]:
        """All files, page by page."""
        return self._all(lambda token: self.list(page_size=page_size, page_token=token), "files")

    def get(self, file: Any) -> Flow[raw.File]:
        """``GET /files/{id}``.  https://ai.google.dev/api/files#method:-files.get"""
        return self._send("GET", named("files", file), raw.File)

    def content(self, file: Any) -> Flow[bytes]:
        """``GET /files/{id}:download``: the bytes of a file that Google made, such as the answers of a batch."""
        request = self._wire.request("GET", named("files", file, verb="download", alt="media"))
        response: HttpResponse = yield Send(request=request, endpoint=self._wire.endpoint)
        return response.body

    def register(self, request: raw.RegisterFilesRequest) -> Flow[raw.RegisterFilesResponse]:
        """``POST /files:register``: files of Google Cloud Storage, without copying them."""
        return self._send("POST", "/files:register", raw.RegisterFilesResponse, request, repeatable=False)

    def delete(self, file: Any) -> Flow[raw.Empty]:
        """``DELETE /files/{id}``.  https://ai.google.dev/api/files#method:-files.delete"""
        return self._send("DELETE", named("files", file), raw.Empty)


def _upload_url(url: str) -> str:
    """``https://host/v1beta/files`` to ``https://host/upload/v1beta/files``."""
    parts = urlsplit(url)
    return parts._replace(path=f"/upload{parts.path}").geturl()


def _rest(to: HttpRequest, content: bytes | Iterable[bytes], size: int | None, offset: int) -> HttpRequest:
    """The request that brings what is behind an offset, and so the end."""
    headers = {"x-goog-upload-offset": str(offset), "x-goog-upload-command": "upload, finalize"}
    left = None if size is None else size - offset
    return evolve(to, headers={**to.headers, **headers, **_length(left)}, body=_behind(content, offset))


def _behind(content: bytes | Iterable[bytes], offset: int) -> bytes | Iterable[bytes]:
    if isinstance(content, bytes):
        return content[offset:]
    return _skipped(content, offset) if offset else content


def _skipped(content: Iterable[bytes], offset: int) -> Iterator[bytes]:
    for piece in content:
        yield piece[offset:]
        offset = max(0, offset - len(piece))


def _resumed(
    to: HttpRequest, there: Endpoint, content: bytes | Iterable[bytes], size: int | None, lost: Error
) -> Flow[HttpResponse]:
    """
    Go on where a connection broke: the server tells how much it has. Nothing arrives twice.

    An upload that is not active any more may have arrived whole, but its answer is gone: that is the first error.
    """
    query = evolve(to, headers={**to.headers, "x-goog-upload-command": "query", "content-length": "0"})
    for pause in PAUSES:
        yield Sleep(pause)
        told: HttpResponse = yield Send(request=query, endpoint=there)
        received = told.headers.get("x-goog-upload-size-received", "")
        if told.headers.get("x-goog-upload-status") != "active" or not received.isdecimal():
            raise lost
        try:
            return (yield Send(request=_rest(to, content, size, int(received)), endpoint=there, repeatable=False))  # type: ignore[no-any-return]  # what the driver gives
        except (ConnectionFailed, TimedOut) as again:
            lost = again
    raise lost


def _length(size: int | None) -> Mapping[str, str]:
    return {} if size is None else {"content-length": str(size)}
