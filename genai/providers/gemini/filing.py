"""Files that Google keeps for two days.  https://ai.google.dev/gemini-api/docs/files

The rule here: a file's id is its URI, because that is what a call takes; its name is the end of that.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from ... import convert, files
from ...doc import Doc
from ...errors import BadAnswer, ProviderError
from ...files import File, Source
from ...sansio import Flow, HttpResponse, Send, Sleep
from ...wire import as_documented
from .._openai.times import unix_time
from .files import Files
from .group import named

if TYPE_CHECKING:
    from .verbs import Google

PAUSE: Final = 1.0
"""Seconds between two looks at a file that is not ready yet: films are looked through first."""
PAGE: Final = 100


class Filing(files.Filing):
    """Google's files."""

    wire: Google

    def upload(self, source: Source) -> Flow[File]:
        """https://ai.google.dev/api/files#method:-media.upload: gives the file once it can be used."""
        types = self.wire.types
        about = types.CreateFileRequest(file=types.File(displayName=source.filename))
        made = yield from Files(self.wire)._upload(
            "/files", source, about, types.CreateFileResponse, mime_type=source.mime_type, size=source.size
        )
        found = made.file
        while found is not None and found.state == "PROCESSING":
            yield Sleep(PAUSE)
            found = yield from Files(self.wire).get(found.name)
        if found is not None and found.state == "FAILED":
            said = found.error.message if found.error else "the file cannot be used"
            raise ProviderError(f"{self.wire.config.info.name}: {said}", provider=self.wire.config.info.name)
        return evolve(self.file(found), mime_type=source.mime_type)

    def list(self) -> Flow[tuple[File, ...]]:
        """https://ai.google.dev/api/files#method:-files.list"""
        listed = yield from Files(self.wire).list_all(page_size=PAGE)
        return tuple(self.file(one) for one in listed)

    def get(self, id_: str) -> Flow[File]:
        """https://ai.google.dev/api/files#method:-files.get"""
        return self.file((yield from Files(self.wire).get(name_of(id_))))

    def content(self, id_: str, into: Path | None = None) -> Flow[Doc]:
        """Of a file that Google made, and no other."""
        request = self.wire.request("GET", named("files", name_of(id_), verb="download", alt="media"))
        response: HttpResponse = yield Send(request=request, endpoint=self.wire.endpoint, into=into)
        return Doc(response.body) if into is None else Doc(path=into)

    def delete(self, id_: str) -> Flow[None]:
        """https://ai.google.dev/api/files#method:-files.delete"""
        yield from Files(self.wire).delete(name_of(id_))

    def file(self, raw: Any) -> File:
        """https://ai.google.dev/api/files#File"""
        if raw is None or not raw.uri:
            raise BadAnswer(f"{self.wire.config.info.name}: the answer has no file")
        with as_documented(HttpResponse(status=200)):
            return File(
                provider=self.wire.config.info.name,
                id=raw.uri,
                filename=raw.displayName,
                mime_type=raw.mimeType,
                size=int(raw.sizeBytes) if raw.sizeBytes else None,
                created=unix_time(raw.createTime),
                expires=unix_time(raw.expirationTime),
                raw=convert.unstructure(raw),
            )


def name_of(id_: str) -> str:
    """``files/abc`` of a file's URI, or of its name."""
    return f"files/{id_.rpartition('/')[2]}"
