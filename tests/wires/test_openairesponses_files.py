"""Uploads of openairesponses: the form on the wire, taken apart by the standard library, in both drivers."""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import forms
import openapi
import pytest
from contract.side import Side
from contract.specimen_openairesponses import SPECIMEN, dumped, failure
from forms import Part
from servers import Server, http_response
from wires.raw_calls import call, undescribed

import genai
from genai.providers._openai.uploads import PIECE
from genai.providers.openairesponses import raw

FILE = {"id": "file-1", "object": "file", "bytes": 5, "created_at": 1790000000, "filename": "a.txt", "purpose": "batch"}
LINES = b'{"custom_id": "1"}\r\n\r\n{"custom_id": "2"}\n--\x00\xff'
QUICK = genai.Retry(1, initial=0.001, maximum=0.002)


class Again:
    """Bytes that can be read again and again."""

    def __iter__(self) -> Iterator[bytes]:
        return iter((LINES[:9], b"", LINES[9:]))


@pytest.fixture(params=["sync", "aio"])
def side(request: pytest.FixtureRequest) -> Side:
    """Each driver."""
    return Side(request.param, SPECIMEN)


def form_of(request: Any) -> list[Part]:
    """The form that was sent."""
    return forms.parts(request.headers["content-type"], request.content)


SOURCES: dict[str, Callable[[], Any]] = {
    "bytes": lambda: LINES,
    "a bytearray": lambda: bytearray(LINES),
    "a memoryview": lambda: memoryview(LINES),
    "a Doc": lambda: genai.Doc(LINES),
    "an open file": lambda: io.BytesIO(LINES),
    "a list": lambda: [LINES[:9], LINES[9:]],
    "an iterable": Again,
    "an iterator": lambda: iter([LINES[:9], LINES[9:]]),
}
each_source = pytest.mark.parametrize("source", SOURCES)


@each_source
def test_upload(side: Side, source: str) -> None:
    """Whatever a file is given as, its bytes are in the form as they are, and the answer is a raw File."""
    llm, server = side.load(dumped(FILE))
    answer = call(side, llm, "files.upload", SOURCES[source](), "batch", filename="lines.jsonl", mime_type="text/x-l")
    request = server.requests[0]

    assert ("POST", "/v1/files") == (request.method, request.url.path)
    assert [Part("purpose", None, None, b"batch"), Part("file", "lines.jsonl", "text/x-l", LINES)] == form_of(request)
    assert isinstance(answer, raw.File)
    assert "file-1" == answer.id
    assert not openapi.available() or [] == undescribed(request)


def test_upload_of_a_doc(side: Side, tmp_path: Path) -> None:
    """A Doc brings its name and its type along, as its name or its bytes tell them; what is said wins."""
    (tmp_path / "page").write_bytes(b"%PDF-1.4")
    (tmp_path / "notes.md").write_bytes(b"# Notes")
    llm, server = side.load(dumped(FILE))
    call(side, llm, "files.upload", genai.Doc.open(tmp_path / "page"))
    call(side, llm, "files.upload", genai.Doc.open(tmp_path / "notes.md"), "assistants")
    call(side, llm, "files.upload", genai.Doc(b"\x89PNG\r\n\x1a\n"), "vision", filename="a.x", mime_type="image/x-a")

    assert [
        [Part("purpose", None, None, b"user_data"), Part("file", "page", "application/pdf", b"%PDF-1.4")],
        [Part("purpose", None, None, b"assistants"), Part("file", "notes.md", "text/markdown", b"# Notes")],
        [Part("purpose", None, None, b"vision"), Part("file", "a.x", "image/x-a", b"\x89PNG\r\n\x1a\n")],
    ] == [form_of(request) for request in server.requests]


def test_upload_without_a_name(side: Side) -> None:
    """Bytes have no name and no type, so they are ``file``; a name alone tells the type."""
    llm, server = side.load(dumped(FILE))
    call(side, llm, "files.upload", b"x")
    call(side, llm, "files.upload", b"x", filename="a.csv")

    assert [("file", "application/octet-stream"), ("a.csv", "text/csv")] == [
        (form_of(request)[1].filename, form_of(request)[1].mime_type) for request in server.requests
    ]


def test_upload_that_expires(side: Side) -> None:
    """When a file goes away is two fields of the form; the anchor is the only one there is."""
    llm, server = side.load(dumped(FILE))
    call(side, llm, "files.upload", b"x", expires_after=raw.ExpiresAfter(seconds=3600))
    request = server.requests[0]

    assert {
        "purpose": "user_data",
        "expires_after": {"anchor": "created_at", "seconds": 3600},
        "file": "x",
    } == forms.described(request.headers["content-type"], request.content)


@pytest.mark.parametrize("name", ['a"b.txt', "a\r\nX-Evil: 1\r\n\r\n.txt", "ü€.txt", "a\\b.txt"])
def test_names_stay_in_their_place(side: Side, name: str) -> None:
    """Whatever is in a file's name, it is a name: it is escaped as browsers do."""
    llm, server = side.load(dumped(FILE))
    call(side, llm, "files.upload", b"x", filename=name, mime_type="text/plain")
    request = server.requests[0]
    escaped = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")

    assert f'name="file"; filename="{escaped}"\r\nContent-Type: text/plain\r\n\r\nx'.encode() in request.content
    assert 2 == len(form_of(request))


def test_what_is_no_file(side: Side, tmp_path: Path) -> None:
    """A path, a text, an open text, a mere reference and a type that is none are refused before anything is sent."""
    (tmp_path / "a.txt").write_text("text")
    llm, server = side.load(dumped(FILE))
    with open(tmp_path / "a.txt") as text, tempfile.NamedTemporaryFile("w+") as other:
        wrong: list[Any] = [
            str(tmp_path / "a.txt"),
            tmp_path,
            text,
            other,
            5,
            None,
            genai.Doc(url="https://example.org/a"),
        ]
        for file in wrong:
            with pytest.raises(genai.InvalidRequest):
                call(side, llm, "files.upload", file)
    for mime_type in ("text", "text/plain\r\nX-Evil: 1", "text/plain; a=\n"):
        with pytest.raises(genai.InvalidRequest, match="not a MIME type"):
            call(side, llm, "files.upload", b"x", mime_type=mime_type)

    assert [] == server.requests


def test_the_same_bytes_make_the_same_request(side: Side) -> None:
    """An upload can be recorded: the boundary follows from the bytes. Of an iterable nobody knows them before."""
    llm, server = side.load(dumped(FILE))
    for content in (LINES, LINES, b"other", Again(), Again()):
        call(side, llm, "files.upload", content)
    first, second, other, third, fourth = [request.headers["content-type"] for request in server.requests]

    assert first == second
    assert 4 == len({first, other, third, fourth})


def test_a_boundary_in_the_file(side: Side) -> None:
    """Bytes that hold the boundary of an earlier upload do not end theirs."""
    llm, server = side.load(dumped(FILE))
    call(side, llm, "files.upload", LINES)
    call(side, llm, "files.upload", server.requests[0].content)

    assert server.requests[0].content == form_of(server.requests[1])[1].content


@each_source
@pytest.mark.parametrize("status", [500, 503])
def test_uploads_are_sent_once(side: Side, source: str, status: int) -> None:
    """An upload whose answer is lost is not sent again; one that was turned away is, unless its bytes are spent."""
    refused = (status, failure("server_error", "slow_down", "Busy."))
    llm, server = side.load(refused, dumped(FILE), retry=QUICK)
    file = SOURCES[source]()
    again = status == 503 and source not in ("an open file", "an iterator")
    if again:
        call(side, llm, "files.upload", file)
    else:
        with pytest.raises(genai.ServiceError):
            call(side, llm, "files.upload", file)

    assert (2 if again else 1) == len(server.requests)
    assert [LINES] * len(server.requests) == [form_of(request)[1].content for request in server.requests]


def test_content(side: Side) -> None:
    """A file's content comes as its bytes, whatever they are."""
    llm, server = side.load(LINES)

    assert LINES == call(side, llm, "files.content", "file/1")
    assert b"/v1/files/file%2F1/content" == server.requests[0].url.raw_path
    assert not openapi.available() or [] == undescribed(server.requests[0])


def test_content_that_is_gone(side: Side) -> None:
    """A refusal is an error, and no content."""
    llm, _ = side.load((404, failure("invalid_request_error", None, "No such File object: file-1")))
    with pytest.raises(genai.InvalidRequest, match="No such File"):
        call(side, llm, "files.content", "file-1")


# --- On real sockets --------------------------------------------------------------------------------------------------


def upload(kind: str, url: str, file: Any, **kwargs: Any) -> None:
    """An upload by a client of our own, which it closes."""
    llm = genai.load("openai", api_key="k", base_url=url, retry=0)
    if kind == "sync":
        with llm:
            llm.raw.files.upload(file, **kwargs)
        return

    async def uploaded() -> None:
        async with llm.aio:
            await llm.aio.raw.files.upload(file, **kwargs)

    asyncio.run(uploaded())


@pytest.mark.parametrize("kind", ["sync", "aio"])
@each_source
def test_what_is_on_the_wire(kind: str, source: str) -> None:
    """A length that is known is announced, for servers that take no chunks; else the pieces go out as chunks."""
    known = source in ("bytes", "a bytearray", "a memoryview", "a Doc")
    with Server(each=lambda seen: [http_response(200, FILE)]) as server:
        upload(kind, server.url, SOURCES[source]())
        upload(kind, server.url, SOURCES[source](), size=len(LINES))
        first, second = server.requests

    assert (known, not known) == ("content-length" in first.headers, "transfer-encoding" in first.headers)
    assert (True, False) == ("content-length" in second.headers, "transfer-encoding" in second.headers)
    assert [LINES, LINES] == [
        forms.parts(seen.headers["content-type"], seen.body)[1].content for seen in (first, second)
    ]


@pytest.mark.parametrize("kind", ["sync", "aio"])
def test_large_files_are_not_read_at_once(kind: str) -> None:
    """An open file is read in pieces, and none of them is asked for before it is needed."""
    sizes: list[int] = []

    class Large(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            sizes.append(size or 0)
            return super().read(size)

    content = b"0123456789abcdef" * (PIECE // 8)
    with Server(each=lambda seen: [http_response(200, FILE)]) as server:
        upload(kind, server.url, Large(content))

    assert [0, PIECE, PIECE, PIECE] == sizes
    assert content == forms.parts(server.requests[0].headers["content-type"], server.requests[0].body)[1].content
