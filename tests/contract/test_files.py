"""Files keep the same rules at every provider: uploaded once, in pieces; listed to the end; never those of others."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from attrs import evolve
from contract.side import KEY, Server, Side
from contract.specimen import FileSpecimen
from contract.specimen import specimen as specimen_of

import genai

HELLO = genai.Doc(b"hello", filename="hello.txt")
LARGE = 3_000_000


def capable(name: str) -> bool:
    """Whether a provider promises files."""
    return genai.load(name, **{"model": "m", "api_key": "-", **specimen_of(name).load}).capabilities.files


@pytest.fixture(params=[name for name in genai.providers.names() if capable(name)])
def specimen(request: pytest.FixtureRequest) -> Any:
    """Each provider that promises files."""
    return specimen_of(request.param)


@pytest.fixture
def files(side: Side) -> FileSpecimen:
    """The sample answers."""
    assert side.specimen.files is not None
    return side.specimen.files


def call(side: Side, llm: genai.Client, verb: str, *args: Any, **kwargs: Any) -> Any:
    """Call a verb of ``llm.files`` on this side."""
    if side.kind == "sync":
        return getattr(llm.files, verb)(*args, **kwargs)
    return asyncio.run(getattr(llm.aio.files, verb)(*args, **kwargs))


def test_an_upload(side: Side, files: FileSpecimen) -> None:
    """The bytes go up; the Doc comes back with the file's id beside those of others, and what it was made of."""
    llm, server = side.load(*files.uploaded)
    doc = genai.Doc(b"01234", filename="hello.txt", file_ids={"elsewhere": "f-9"})
    done = call(side, llm, "upload", doc)

    assert {"elsewhere": "f-9", side.specimen.name: files.id} == done.file_ids
    assert (b"01234", "hello.txt", "text/plain") == (done.data, done.filename, done.mime_type)
    assert len(files.uploaded) == len(server.requests)
    sent = server.requests[files.before]
    assert 1 == sent.content.count(b"01234")
    assert b"hello.txt" in b"".join(request.content for request in server.requests)
    assert str(len(sent.content)) == sent.headers["content-length"]


def test_what_an_upload_says(side: Side, files: FileSpecimen, tmp_path: Path) -> None:
    """A file on disk keeps its name; one of which nothing is known has one all the same."""
    path = tmp_path / "report.txt"
    path.write_bytes(b"hello")
    llm, server = side.load(*files.uploaded)
    done = call(side, llm, "upload", genai.Doc.open(str(path)))
    assert (str(path), files.id) == (done.path, done.file_ids[side.specimen.name])
    assert b"report.txt" in b"".join(request.content for request in server.requests)

    llm, server = side.load(*files.uploaded)
    call(side, llm, "upload", genai.Doc(b"\x00\x01"))
    assert b"\x00\x01" in server.requests[files.before].content


class Reading:
    """Answers an upload, and takes its body as it comes: never as a whole."""

    def __init__(self, side: Side, files: FileSpecimen) -> None:
        self.inner = Server(side.specimen, list(files.uploaded))
        self.pieces: list[int] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        stream: Any = request.stream
        self.pieces += [len(piece) for piece in stream]
        return self.inner(request)

    async def asynchronous(self, request: httpx2.Request) -> httpx2.Response:
        stream: Any = request.stream
        async for piece in stream:
            self.pieces.append(len(piece))
        return self.inner(request)


class Transport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Hands requests over without reading their bodies first, as the mock of the library would."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self.reading(request)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return await self.reading.asynchronous(request)


@pytest.mark.misfit  # to hold it against its description is to read it twice
def test_a_large_file_goes_in_pieces(side: Side, files: FileSpecimen, tmp_path: Path) -> None:
    """It is read as it is sent, and whoever asked is told how far it is, to the last byte."""
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(LARGE))
    reading, seen = Reading(side, files), list[tuple[int, int]]()
    llm = genai.load(
        side.specimen.name,
        http_client=httpx2.Client(transport=Transport(reading)),
        async_http_client=httpx2.AsyncClient(transport=Transport(reading)),
        **{"api_key": KEY, "retry": 0, "model": "m", **side.specimen.load},
    )
    call(side, llm, "upload", genai.Doc.open(str(path)), on_progress=lambda sent, size: seen.append((sent, size)))

    assert (LARGE, LARGE) == seen[-1]
    assert sorted(seen) == seen
    assert {LARGE} == {size for _, size in seen}
    assert 5 <= len(seen)
    assert LARGE <= sum(reading.pieces)
    assert max(reading.pieces) <= LARGE / 5


def test_a_failed_upload_is_not_repeated(side: Side, files: FileSpecimen) -> None:
    """Nobody knows whether it arrived, so that it is sent once; a server may be asked how much of it has arrived."""
    for failure in (httpx2.ReadError("gone"), (500, b"")):
        llm, server = side.load(*files.uploaded[: files.before], failure, *files.uploaded, retry=2)
        with pytest.raises((genai.ConnectionFailed, genai.ProviderError)):
            call(side, llm, "upload", HELLO)
        assert 1 == sum(b"hello" in request.content.replace(b"hello.txt", b"") for request in server.requests)


def test_what_cannot_be_uploaded(side: Side, tmp_path: Path) -> None:
    """A Doc that is elsewhere, or a path that leads nowhere, is refused before anything is sent."""
    llm, server = side.load(b"{}")
    for doc in (
        genai.Doc(url="https://example.com/a.pdf"),
        genai.Doc(file_ids={"elsewhere": "f-9"}),
        genai.Doc(path=tmp_path / "none.txt"),
    ):
        with pytest.raises(genai.InvalidRequest):
            call(side, llm, "upload", doc)
    assert [] == server.requests


def test_get(side: Side, files: FileSpecimen) -> None:
    """What is known of a file, given as its id, as a File, or as a Doc that has its id."""
    llm, server = side.load(*files.got)
    file = call(side, llm, "get", files.id)
    assert (side.specimen.name, files.id, "hello.txt", 5) == (file.provider, file.id, file.filename, file.size)
    assert genai.files.File.from_json(file.to_json()) == file

    doc = genai.Doc(file_ids={side.specimen.name: files.id})
    assert file == call(side, llm, "get", file) == call(side, llm, "get", doc)
    assert 1 == len({str(request.url) for request in server.requests})
    for foreign in (genai.files.File(provider="elsewhere", id="f-9"), genai.Doc(file_ids={"elsewhere": "f-9"})):
        with pytest.raises(genai.InvalidRequest, match="no file of its own"):
            call(side, llm, "get", foreign)


def test_list(side: Side, files: FileSpecimen) -> None:
    """All files, page by page."""
    llm, server = side.load(*files.listed, b"{}")
    found = call(side, llm, "list")

    assert 2 == len({file.id for file in found})
    assert files.id == found[0].id
    assert len(files.listed) == len(server.requests)


def test_content(side: Side, files: FileSpecimen, tmp_path: Path) -> None:
    """A file's bytes in memory, or in a file of yours."""
    llm, _ = side.load(b"hello")
    assert b"hello" == call(side, llm, "content", files.id).data

    into = tmp_path / "hello.txt"
    doc = call(side, llm, "content", files.id, into=into)
    assert (str(into), b"hello") == (str(doc.path), into.read_bytes())


def test_delete(side: Side, files: FileSpecimen) -> None:
    """A file is deleted."""
    llm, server = side.load(*files.deleted)

    assert None is call(side, llm, "delete", files.id)
    assert ["DELETE"] == [request.method for request in server.requests]


def test_a_file_that_is_not_there(side: Side, files: FileSpecimen, tmp_path: Path) -> None:
    """Each verb says so, and nothing is left behind."""
    for verb in ("get", "content", "delete"):
        with pytest.raises(files.error) as caught:
            call(side, side.load(files.missing)[0], verb, files.id)
        assert 404 == caught.value.status
    with pytest.raises(files.error):
        call(side, side.load(files.missing)[0], "content", files.id, into=tmp_path / "none")
    assert [] == [*tmp_path.iterdir()]


def test_drift_is_seen(side: Side, files: FileSpecimen) -> None:
    """Strict mode names a field that nobody documented; otherwise the file is what it is."""
    with pytest.raises(genai.BadAnswer, match="telepathy"):
        call(side, side.load(*files.drifted)[0], "get", files.id)
    assert files.id == call(side, side.load(*files.drifted, strict=False)[0], "get", files.id).id
    for body in (b"<html>Sign in</html>", b"[]", b"{}"):
        with pytest.raises(genai.BadAnswer):
            call(side, side.load(body, strict=False)[0], "get", files.id)
    for body in (b"<html>Sign in</html>", b"[]"):  # Google leaves out what is empty
        with pytest.raises(genai.BadAnswer):
            call(side, side.load(body, strict=False)[0], "list")


def test_what_was_uploaded_is_sent_by_its_id(side: Side, files: FileSpecimen) -> None:
    """A Doc with the provider's own id goes as that, and the bytes that it has as well stay here."""
    if files.part is None:
        pytest.skip("no request of this provider's names a file")
    llm, server = side.load(*files.uploaded, side.specimen.plain)
    doc = call(side, llm, "upload", evolve(files.doc, file_ids={"elsewhere": "f-9"}))
    side.call(llm, "gen_sync", genai.Messages.of("What is this?", doc))
    asked = server.requests[-1].content

    assert files.part in [*objects(json.loads(asked))]
    assert base64.b64encode(files.doc.read()) not in asked


def objects(value: Any) -> Iterator[Any]:
    """All objects within a body."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(one)


@pytest.mark.parametrize("name", [name for name in genai.providers.names() if not capable(name)])
def test_who_keeps_none(name: str) -> None:
    """Where files are not promised, there are none: nothing is sent."""
    llm = genai.load(name, **{"model": "m", "api_key": "-", **specimen_of(name).load})
    verbs: tuple[Callable[[], Any], ...] = (lambda: llm.files, lambda: llm.aio.files)
    for verb in verbs:
        with pytest.raises(genai.NotSupported, match="files"):
            verb()
