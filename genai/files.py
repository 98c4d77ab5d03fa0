"""Files that a provider keeps: ``llm.files``. ``Filing`` is what a provider says of them, the twins below carry it out.

The rule here: a file is uploaded once, and streamed; an upload is never sent twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from attrs import evolve, field, frozen

from . import drift
from .doc import Doc, guess
from .errors import InvalidRequest
from .sansio import Flow, HttpRequest, HttpResponse, Send
from .values import Value, shown

if TYPE_CHECKING:
    from .asking import Asking
    from .client import AsyncClient, Client
    from .wire import Wire

T = TypeVar("T")
Progress: TypeAlias = Callable[[int, int], object]
"""Is called with the bytes sent so far, and all bytes."""
PIECE: Final = 256 * 1024
"""How much of a file is read at a time, in bytes."""


@frozen(kw_only=True)
class File(Value):
    """
    A file, as its provider lists it.

    Args:
        provider: The provider's name.
        id: What ``Doc(file_ids={provider: id})`` takes.
        filename: Its name, or None.
        mime_type: What it is, or None where the provider does not tell.
        size: Bytes, or None.
        created: Unix time, or None.
        expires: Unix time after which it is gone, or None.
        raw: The provider's own entry. Not part of equality.
    """

    provider: str
    id: str
    filename: str | None = None
    mime_type: str | None = None
    size: int | None = None
    created: float | None = None
    expires: float | None = None
    raw: Mapping[str, Any] = field(factory=dict, eq=False, repr=False)


@frozen(kw_only=True)
class Source:
    """
    A Doc on its way up, in pieces. Iterating gives its bytes; again, if it is sent again.

    Args:
        doc: With its bytes, or a path.
        size: How many bytes.
        on_progress: Is told how many are sent.
    """

    doc: Doc
    size: int
    on_progress: Progress | None = None

    @classmethod
    def of(cls, doc: Doc, on_progress: Progress | None = None) -> Source:
        """A Doc's bytes; those of a path are looked at only when they are sent."""
        if not isinstance(doc, Doc):
            raise InvalidRequest(f"an upload takes a Doc, not {shown(doc)}; Doc.open(path) is a file's")
        path = None if doc.path is None else Path(doc.path)
        if path is not None and not path.is_file():
            raise InvalidRequest(f"no file at {doc.path!r}")
        held = _held(doc) if path is None else doc
        size = len(held.data or b"") if path is None else path.stat().st_size
        if not size:
            raise InvalidRequest(f"nothing to upload: {held.filename or 'the document'} is empty")
        return cls(doc=held, size=size, on_progress=on_progress)

    @property
    def filename(self) -> str:
        """Its name there."""
        return self.doc.filename or "file"

    @property
    def mime_type(self) -> str:
        """What it is."""
        return self.doc.mime_type or guess(self.filename) or "application/octet-stream"

    def __iter__(self) -> Iterator[bytes]:
        sent = 0
        for piece in self._pieces():
            sent += len(piece)
            if sent > self.size:
                break
            yield piece
            if self.on_progress is not None:
                self.on_progress(sent, self.size)
        if sent != self.size:
            raise InvalidRequest(f"{self.doc.path!r} was {self.size} bytes when its upload began, and is so no more")

    def _pieces(self) -> Iterator[bytes]:
        if self.doc.path is None:
            data = memoryview(self.doc.data or b"")
            yield from (bytes(data[start : start + PIECE]) for start in range(0, len(data), PIECE))
            return
        with Path(self.doc.path).open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


def _held(doc: Doc) -> Doc:
    """A Doc with its bytes, which a data URL may hold."""
    url = doc.url or ""
    if doc.data is None and not url.startswith("data:"):
        raise InvalidRequest("an upload takes a Doc with its bytes or a path; llm.fetch(doc) downloads a URL")
    named = url.removeprefix("data:").partition(",")[0].partition(";")[0]
    return doc if doc.data is not None else evolve(doc, url=None, data=doc.read(), mime_type=doc.mime_type or named)


class Filing:
    """One provider's files, as flows: what a package overrides. ``into`` is a path for what is too large for memory."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def upload(self, source: Source) -> Flow[File]:
        """Bring a file to the provider."""
        raise NotImplementedError

    def list(self) -> Flow[tuple[File, ...]]:
        """All files, page by page."""
        raise NotImplementedError

    def get(self, id_: str) -> Flow[File]:
        """What is known of a file."""
        raise NotImplementedError

    def content(self, id_: str, into: Path | None = None) -> Flow[Doc]:
        """A file's bytes, in memory or in a file."""
        raise NotImplementedError

    def delete(self, id_: str) -> Flow[None]:
        """Delete a file."""
        raise NotImplementedError

    @property
    def types(self) -> Any:
        """The raw types, in which ``fields`` looks."""
        raise NotImplementedError

    # --- What all share ---

    def sent(self, request: HttpRequest, **how: Any) -> Flow[HttpResponse]:
        """An exchange with the provider; ``how`` is what Send takes."""
        response: HttpResponse = yield Send(request=request, endpoint=self.wire.endpoint, **how)
        return response

    def fields(self, response: HttpResponse, type_: str) -> Mapping[str, Any]:
        """An answer's fields, in strict mode held against its raw type."""
        fields: Mapping[str, Any] = response.json()
        if self.wire.config.strict:
            self.wire.raise_unknown(drift.unknown_fields(fields, getattr(self.types, type_)))
        return fields

    def uploaded(self, doc: Doc, on_progress: Progress | None = None) -> Flow[Doc]:
        """The Doc, with the id that the file has at this provider."""
        source = Source.of(doc, on_progress)
        file = yield from self.upload(source)
        ids = {**doc.file_ids, file.provider: file.id}
        return evolve(source.doc, file_ids=ids, expires=file.expires, mime_type=source.doc.mime_type or file.mime_type)

    def id_of(self, file: str | File | Doc) -> str:
        """The id of a file here."""
        if isinstance(file, str):
            return file
        name = self.wire.config.info.name
        ids = file.file_ids if isinstance(file, Doc) else {file.provider: file.id} if isinstance(file, File) else {}
        if name not in ids:
            raise InvalidRequest(f"{name}: this is no file of its own: {shown(file)}", provider=name)
        return ids[name]


class _Files:
    def __init__(self, client: Asking) -> None:
        self._filing: Filing = client.filing


class Files(_Files):
    """``llm.files``: files that the provider keeps. A file is given as its id, a File, or a Doc that has its id."""

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self._run = client.run

    def upload(self, doc: Doc, *, on_progress: Progress | None = None) -> Doc:
        """
        Upload a Doc, streamed: gives the Doc with the file's id in ``file_ids``, which calls of this provider then use.

        Args:
            doc: With its bytes, or a path. With the ids of other providers it keeps these, too.
            on_progress: Is called with the bytes sent so far, and all bytes.

        Raises:
            InvalidRequest: There is nothing to upload, or the file changed its size meanwhile.
            ConnectionFailed, TimedOut: The answer was lost: the file may be there, ``list`` shows it.
        """
        return self._run(self._filing.uploaded(doc, on_progress))

    def list(self) -> tuple[File, ...]:
        """All files."""
        return self._run(self._filing.list())

    def get(self, file: str | File | Doc) -> File:
        """What the provider knows of a file."""
        return self._run(self._filing.get(self._filing.id_of(file)))

    def content(self, file: str | File | Doc, *, into: str | Path | None = None) -> Doc:
        """
        A file's bytes.

        Args:
            file: Which one.
            into: A path: the bytes go there, and never are in memory as a whole. It is there whole or not at all.
        """
        return self._run(self._filing.content(self._filing.id_of(file), into if into is None else Path(into)))

    def delete(self, file: str | File | Doc) -> None:
        """Delete a file."""
        self._run(self._filing.delete(self._filing.id_of(file)))


class AsyncFiles(_Files):
    """The same for asyncio."""

    def __init__(self, client: AsyncClient) -> None:
        super().__init__(client)
        self._run = client.run

    async def upload(self, doc: Doc, *, on_progress: Progress | None = None) -> Doc:
        """As Files.upload."""
        return await self._run(self._filing.uploaded(doc, on_progress))

    async def list(self) -> tuple[File, ...]:
        """As Files.list."""
        return await self._run(self._filing.list())

    async def get(self, file: str | File | Doc) -> File:
        """As Files.get."""
        return await self._run(self._filing.get(self._filing.id_of(file)))

    async def content(self, file: str | File | Doc, *, into: str | Path | None = None) -> Doc:
        """As Files.content."""
        return await self._run(self._filing.content(self._filing.id_of(file), into if into is None else Path(into)))

    async def delete(self, file: str | File | Doc) -> None:
        """As Files.delete."""
        await self._run(self._filing.delete(self._filing.id_of(file)))
