"""Files as OpenAI keeps them, and all who copy it.

https://platform.openai.com/docs/api-reference/files
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ... import files
from ...doc import Doc, guess
from ...files import File, Source
from ...sansio import Flow
from ...wire import as_documented
from .batching import openai_types
from .fields import Fields, integer, needed, string
from .kept import FileDialect
from .multipart import Upload, form
from .pages import Cursor
from .paths import path

if TYPE_CHECKING:
    from ...wire import Wire


class Filing(files.Filing):
    """
    OpenAI's files.

    Args:
        wire: Whose wire it is.
        dialect: How its files are kept.
        types: The raw types of files; default: OpenAI's.
    """

    def __init__(self, wire: Wire, dialect: FileDialect = FileDialect(), types: ModuleType | None = None) -> None:
        super().__init__(wire)
        self.dialect, self._types = dialect, types

    def upload(self, source: Source) -> Flow[File]:
        """https://platform.openai.com/docs/api-reference/files/create"""
        file = Upload(content=source, filename=source.filename, mime_type=source.mime_type, size=source.size)
        made = form({"purpose": self.purpose(source), **self.dialect.form(source.filename)}, ("file", file))
        request = self.wire.request("POST", path(*self.dialect.upload.split("/")))
        request = evolve(request, headers={**request.headers, **made.headers}, body=made.body)
        response = yield from self.sent(request, repeatable=False)
        with as_documented(response):
            return evolve(self.file(self.fields(response, "File")), mime_type=source.mime_type)

    def list(self) -> Flow[tuple[File, ...]]:
        """https://platform.openai.com/docs/api-reference/files/list"""
        found: list[File] = []
        cursor = Cursor(self.dialect.pages)
        while cursor.query is not None:
            response = yield from self.sent(self.wire.request("GET", path("files", **cursor.query)))
            with as_documented(response):
                found += [self.file(one) for one in cursor.turn(self.fields(response, "FileListResponse"))]
        return tuple(found)

    def get(self, id_: str) -> Flow[File]:
        """https://platform.openai.com/docs/api-reference/files/retrieve"""
        response = yield from self.sent(self.wire.request("GET", path("files", id_)))
        with as_documented(response):
            return self.file(self.fields(response, "File"))

    def content(self, id_: str, into: Path | None = None) -> Flow[Doc]:
        """https://platform.openai.com/docs/api-reference/files/retrieve-contents"""
        request = self.wire.request("GET", path("files", id_, "content"))
        response = yield from self.sent(request, into=into)
        return Doc(response.body) if into is None else Doc(path=into)

    def delete(self, id_: str) -> Flow[None]:
        """https://platform.openai.com/docs/api-reference/files/delete"""
        response = yield from self.sent(self.wire.request("DELETE", path("files", id_)))
        self.fields(response, "FileDeleteResponse")

    def file(self, fields: Fields) -> File:
        """https://platform.openai.com/docs/api-reference/files/object"""
        name = string(fields, "filename")
        return File(
            provider=self.wire.config.info.name,
            id=needed(fields, "id"),
            filename=name,
            mime_type=string(fields, "mimetype") or guess(name or ""),
            size=integer(fields, "bytes"),
            created=integer(fields, "created_at"),
            expires=integer(fields, "expires_at"),
            raw=fields,
        )

    def purpose(self, source: Source) -> str:
        """What an upload is for."""
        return self.dialect.purposes.get(source.mime_type.partition("/")[0], self.dialect.purpose)

    @property
    def types(self) -> Any:
        """The raw types of files."""
        return self._types or openai_types()
