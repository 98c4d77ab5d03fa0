"""Files that Anthropic keeps, which are in beta.  https://platform.claude.com/docs/en/build-with-claude/files"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from ... import files
from ...doc import Doc
from ...files import File, Source
from ...sansio import Flow, HttpRequest
from ...wire import as_documented
from .._openai.fields import Fields, integer, needed, string
from .._openai.multipart import Upload, form
from .._openai.paths import path
from .._openai.times import unix_time
from .betas import FILES

if TYPE_CHECKING:
    from types import ModuleType

    from .verbs import Anthropic

PAGE = 1000
"""How many files are listed at a time."""


class Filing(files.Filing):
    """Anthropic's files."""

    wire: Anthropic

    def upload(self, source: Source) -> Flow[File]:
        """https://platform.claude.com/docs/en/api/files-create"""
        file = Upload(content=source, filename=source.filename, mime_type=source.mime_type, size=source.size)
        made = form({}, ("file", file))
        request = self._request("POST", path("files", beta=True))
        request = evolve(request, headers={**request.headers, **made.headers}, body=made.body)
        response = yield from self.sent(request, repeatable=False)
        with as_documented(response):
            return self.file(self.fields(response, "File"))

    def list(self) -> Flow[tuple[File, ...]]:
        """https://platform.claude.com/docs/en/api/files-list"""
        found: list[File] = []
        after: str | None = None
        while True:
            request = self._request("GET", path("files", beta=True, limit=PAGE, after_id=after))
            response = yield from self.sent(request)
            with as_documented(response):
                fields = self.fields(response, "FileList")
                found += [self.file(one) for one in fields["data"]]
                last = string(fields, "last_id") if fields.get("has_more") else None
            if last is None or last == after:
                return tuple(found)
            after = last

    def get(self, id_: str) -> Flow[File]:
        """https://platform.claude.com/docs/en/api/files-metadata"""
        response = yield from self.sent(self._request("GET", path("files", id_, beta=True)))
        with as_documented(response):
            return self.file(self.fields(response, "File"))

    def content(self, id_: str, into: Path | None = None) -> Flow[Doc]:
        """https://platform.claude.com/docs/en/api/files-content: of files that programs made, and no others."""
        response = yield from self.sent(self._request("GET", path("files", id_, "content", beta=True)), into=into)
        return Doc(response.body) if into is None else Doc(path=into)

    def delete(self, id_: str) -> Flow[None]:
        """https://platform.claude.com/docs/en/api/files-delete"""
        response = yield from self.sent(self._request("DELETE", path("files", id_, beta=True)))
        self.fields(response, "FileDeleted")

    def file(self, fields: Fields) -> File:
        """https://platform.claude.com/docs/en/api/files-metadata"""
        return File(
            provider=self.wire.config.info.name,
            id=needed(fields, "id"),
            filename=string(fields, "filename"),
            mime_type=string(fields, "mime_type"),
            size=integer(fields, "size_bytes"),
            created=unix_time(string(fields, "created_at")),
            raw=fields,
        )

    def _request(self, method: str, where: str) -> HttpRequest:
        return self.wire.request(method, where, asked=(FILES,))

    @property
    def types(self) -> ModuleType:
        """The raw types."""
        return self.wire.types
