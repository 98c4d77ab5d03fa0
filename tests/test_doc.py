"""Docs: one source, its MIME type, its bytes; and no network."""

from __future__ import annotations

import base64
import os
import pickle
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai.doc import SIGNATURES, Doc, guess, sniff
from genai.errors import InvalidRequest

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 8


@pytest.mark.parametrize(
    "given_",
    [
        {"data": PNG},
        {"data": b""},
        {"path": "a.png"},
        {"path": Path("a.png")},
        {"url": "https://example.org/a.png"},
        {"file_ids": {"gemini": "files/1"}},
        {"data": PNG, "file_ids": {"gemini": "files/1"}},
        {"path": "a.png", "file_ids": {"gemini": "files/1"}},
    ],
)
def test_one_source(given_: dict[str, Any]) -> None:
    """One source makes a Doc; bytes and a path may have been uploaded as well."""
    doc = Doc(**given_)

    assert {k: os.fspath(v) if k == "path" else v for k, v in given_.items()} == {k: getattr(doc, k) for k in given_}


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({}, "exactly one of data, path, url or file_ids, not none"),
        ({"file_ids": {}}, "not none"),
        ({"data": PNG, "path": "a.png"}, "not data and path"),
        ({"data": PNG, "url": "https://example.org"}, "not data and url"),
        ({"url": "https://example.org", "file_ids": {"gemini": "1"}}, "not url and file_ids"),
        ({"data": "a.png"}, r"Doc.data: bytes, not str; a path is Doc.open\(path\)"),
        ({"data": bytearray(PNG)}, "bytes, not bytearray"),
        ({"data": PNG, "filename": "a/b.png"}, "a plain name without folders, not 'a/b.png'"),
        ({"data": PNG, "filename": "..\\b.png"}, "a plain name without folders"),
        ({"data": PNG, "filename": ""}, "a plain name without folders"),
        ({"url": "https://[example.org/a.png"}, "Doc.url"),
    ],
)
def test_wrong_sources(given_: dict[str, Any], says: str) -> None:
    """No source, two, or one of a wrong type is refused."""

    with pytest.raises(InvalidRequest, match=says):
        Doc(**given_)


def test_all_faults_at_once() -> None:
    """A Doc with several faults names them all."""

    with pytest.raises(InvalidRequest) as caught:
        Doc("a.png", path="a.png", filename="x/y")  # type: ignore[arg-type]  # the mistake that is tested

    assert 3 == len(caught.value.faults)


@pytest.mark.parametrize(("offset", "signature", "mime_type"), SIGNATURES)
def test_sniffing(offset: int, signature: bytes, mime_type: str) -> None:
    """Each signature is found at its place, unless one above it is more exact."""
    data = b"\0" * offset + signature + b"  rest"

    assert mime_type == sniff(data)


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PN", b"{}", b"\0" * 100])
def test_sniffing_finds_nothing(data: bytes) -> None:
    """Bytes without a signature tell nothing."""

    assert sniff(data) is None


@pytest.mark.parametrize(
    ("name", "mime_type"),
    [
        ("a.png", "image/png"),
        ("A.PNG", "image/png"),
        ("a.jpg", "image/jpeg"),
        ("a.tar.webp", "image/webp"),
        ("a.md", "text/markdown"),
        ("a.txt", "text/plain"),
        ("a.pdf", "application/pdf"),
        ("a.m4a", "audio/mp4"),
        ("a.wav", "audio/wav"),
        ("a.mp3", "audio/mpeg"),
        ("a.webm", "video/webm"),
        ("a", None),
        (".png", None),
        ("", None),
        ("a.nonsense", None),
    ],
)
def test_guessing(name: str, mime_type: str | None) -> None:
    """A name's ending tells the type, in any case."""

    assert mime_type == guess(name)


@pytest.mark.parametrize(
    ("doc", "filename", "mime_type"),
    [
        (Doc(PNG), None, "image/png"),
        (Doc(PNG, filename="a.jpg"), "a.jpg", "image/png"),
        (Doc(PNG, mime_type="image/x-own"), None, "image/x-own"),
        (Doc(b"hello", filename="a.md"), "a.md", "text/markdown"),
        (Doc(b"hello"), None, None),
        (Doc(b""), None, None),
        (Doc(path="some/a.jpg"), "a.jpg", "image/jpeg"),
        (Doc(path=Path("some") / "a.jpg"), "a.jpg", "image/jpeg"),
        (Doc(url="https://example.org/x/a.gif?w=1#top"), "a.gif", "image/gif"),
        (Doc(url="https://example.org/"), None, None),
        (Doc(url="https://example.org"), None, None),
        (Doc(url="https://example.org/a.gif", filename="b.png"), "b.png", "image/png"),
        (Doc(url="data:image/gif;base64,AAAA"), None, None),
        (Doc(file_ids={"x": "1"}), None, None),
        (Doc(file_ids={"x": "1"}, filename="a.pdf"), "a.pdf", "application/pdf"),
    ],
)
def test_names_and_types(doc: Doc, filename: str | None, mime_type: str | None) -> None:
    """What was given counts; then the bytes tell the type, then the name; the name is the source's own."""

    assert (filename, mime_type) == (doc.filename, doc.mime_type)


def test_open(tmp_path: Path) -> None:
    """A file is there when it is opened, and read only when it is needed."""
    path = tmp_path / "cat.jpg"
    path.write_bytes(b"old")
    doc = Doc.open(path)
    path.write_bytes(PNG)

    assert doc.data is None
    assert ("cat.jpg", "image/jpeg") == (doc.filename, doc.mime_type)
    assert PNG == doc.read()


@pytest.mark.parametrize("name", ["missing.png", ".", ""])
def test_open_needs_a_file(tmp_path: Path, name: str) -> None:
    """Nothing there, or a folder, is InvalidRequest at once."""

    with pytest.raises(InvalidRequest, match=r"Doc\.open: no file at"):
        Doc.open(tmp_path / name)


@pytest.mark.parametrize(
    ("given_", "mime_type"),
    [(None, "image/png"), ("image/jpeg", "image/png"), ("application/octet-stream", "application/octet-stream")],
)
def test_loaded(tmp_path: Path, given_: str | None, mime_type: str) -> None:
    """The bytes correct a type that the name told, never one that was given otherwise."""
    path = tmp_path / "cat.jpg"
    path.write_bytes(PNG)
    doc = Doc.open(path, mime_type=given_).loaded()

    assert (PNG, None, "cat.jpg", mime_type) == (doc.data, doc.path, doc.filename, doc.mime_type)


@pytest.mark.parametrize("doc", [Doc(PNG), Doc(url="https://example.org/a"), Doc(file_ids={"x": "1"})])
def test_loaded_is_loaded(doc: Doc) -> None:
    """What has no path is as loaded as it gets."""

    assert doc is doc.loaded()


def test_loaded_keeps_the_rest(tmp_path: Path) -> None:
    """Loading changes only where the bytes are."""
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)
    doc = Doc(path=path, file_ids={"x": "1"}, filename="dog.png", expires=5.0, meta={"id": "1"})
    expected = Doc(PNG, file_ids={"x": "1"}, filename="dog.png", expires=5.0, meta={"id": "1"})

    assert expected == doc.loaded()


@pytest.mark.parametrize(
    ("doc", "says"),
    [
        (Doc(url="https://example.org/a"), r"only a reference \(a URL\): llm\.fetch\(doc\)"),
        (Doc(file_ids={"x": "1", "y": "2"}), r"only a reference \(file ids of x, y\): its bytes are nowhere"),
        (Doc(b""), "is empty"),
        (Doc(path="no/such/file.png"), "cannot read 'no/such/file.png': No such file"),
    ],
)
def test_nothing_to_read(doc: Doc, says: str) -> None:
    """What has no bytes here is InvalidRequest, and says what to do."""

    with pytest.raises(InvalidRequest, match=says):
        doc.read()


def test_file_ids_are_not_downloaded() -> None:
    """Of a file id nobody is sent to llm.fetch, which downloads URLs."""

    with pytest.raises(InvalidRequest) as caught:
        Doc(file_ids={"x": "1"}).read()

    assert "fetch" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "data"),
    [
        ("data:text/plain,hello", b"hello"),
        ("data:,hello", b"hello"),
        ("DATA:,hello", b"hello"),
        ("data:,a%20b%2Cc,d", b"a b,c,d"),
        ("data:,%00%ff", b"\0\xff"),
        ("data:text/plain;charset=utf-8,é", "é".encode()),
        ("data:,a+b", b"a+b"),
        ("data:image/png;base64," + base64.b64encode(PNG).decode(), PNG),
        ("data:;base64,aGk=", b"hi"),
        ("data:;base64,aGk", b"hi"),
        ("data:;BASE64,aGk=", b"hi"),
        ("data:;base64,aGk%3D", b"hi"),
        ("data:;base64,a G\nk=", b"hi"),
        ("data:;base64,%2B/%2B/", b"\xfb\xff\xbf"),
    ],
)
def test_data_urls_are_read(url: str, data: bytes) -> None:
    """A data URL holds its bytes itself, as base64 or percent-encoded."""

    assert data == Doc(url=url).read()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("data:", "damaged: a comma is missing"),
        ("data:text/plain;base64", "damaged: a comma is missing"),
        ("data:;base64,a", "damaged"),
        ("data:;base64,aGk=aGk=", "damaged"),
        ("data:;base64,aG*k", "damaged"),
        ("data:;base64,aGk%", "damaged: a % without"),
        ("data:;base64,-_-_", "damaged"),
        ("data:,%", "damaged: a % without"),
        ("data:,%a", "damaged: a % without"),
        ("data:,%zz", "damaged: a % without"),
        ("data:,\ud800", "damaged"),
        ("data:,", "is empty"),
        ("data:;base64,", "is empty"),
        ("data:,12345678901", "larger than 10 bytes"),
    ],
)
def test_damaged_data_urls(url: str, says: str) -> None:
    """A data URL that does not hold what it should is InvalidRequest."""

    with pytest.raises(InvalidRequest, match=says):
        Doc(url=url).read(max_bytes=10)


@given(st.text(max_size=20), st.sampled_from(["data:", "data:,", "data:;base64,", "data:text/plain;base64,"]))
def test_no_data_url_makes_another_error(text: str, head: str) -> None:
    """Whatever stands in a data URL, it is read or refused."""
    try:
        assert Doc(url=head + text).read()
    except InvalidRequest as error:
        assert "damaged" in str(error) or "is empty" in str(error)


@given(st.binary(min_size=1, max_size=40))
def test_a_doc_by_its_own_data_url(data: bytes) -> None:
    """What data_url writes, read reads."""

    assert data == Doc(url=Doc(data).data_url()).read()


def test_save_writes_a_data_url(tmp_path: Path) -> None:
    """The bytes of a data URL can be saved."""

    assert b"hi" == Doc(url="data:;base64,aGk=").save(tmp_path / "a.txt").read_bytes()


def test_an_empty_file(tmp_path: Path) -> None:
    """An empty file is refused like empty bytes."""
    path = tmp_path / "a.txt"
    path.touch()

    with pytest.raises(InvalidRequest, match=r"the document a\.txt is empty"):
        Doc.open(path).read()


@pytest.mark.parametrize(("size", "fits"), [(9, True), (10, True), (11, False), (1000, False)])
def test_sizes_are_bounded(tmp_path: Path, size: int, fits: bool) -> None:
    """A document may be as large as allowed, and no byte larger, in memory as on disk."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * size)

    for doc in (Doc.open(path), Doc(b"x" * size)):
        if fits:
            assert b"x" * size == doc.read(max_bytes=10)
        else:
            with pytest.raises(InvalidRequest, match="larger than 10 bytes"):
                doc.read(max_bytes=10)


@pytest.mark.parametrize(
    ("doc", "url"),
    [
        (Doc(b"\0\0\0", mime_type="image/png"), "data:image/png;base64,AAAA"),
        (Doc(b"\0\0\0"), "data:application/octet-stream;base64,AAAA"),
        (Doc(url="data:text/plain,hello"), "data:text/plain,hello"),
    ],
)
def test_data_url(doc: Doc, url: str) -> None:
    """The bytes as a data URL; one that is there already is kept."""

    assert url == doc.data_url()


def test_data_url_of_a_file(tmp_path: Path) -> None:
    """A file's bytes tell its type."""
    path = tmp_path / "cat.jpg"
    path.write_bytes(PNG)

    assert "data:image/png;base64," + base64.b64encode(PNG).decode() == Doc.open(path).data_url()


def test_data_url_needs_bytes() -> None:
    """A reference has no data URL."""

    with pytest.raises(InvalidRequest, match="only a reference"):
        Doc(url="https://example.org/a.png").data_url()


def test_save(tmp_path: Path) -> None:
    """The bytes are written whole, with nothing left beside them."""
    target = tmp_path / "cat.png"

    assert target == Doc(PNG).save(target)
    assert PNG == target.read_bytes()
    assert [target] == list(tmp_path.iterdir())
    assert target == Doc(JPEG).save(str(target), overwrite=True)
    assert JPEG == target.read_bytes()


def test_save_refuses_an_existing_file(tmp_path: Path) -> None:
    """A file that is there stays as it is, unless told otherwise."""
    target = tmp_path / "cat.png"
    target.write_bytes(JPEG)

    with pytest.raises(FileExistsError):
        Doc(PNG).save(target)

    assert JPEG == target.read_bytes()
    assert [target] == list(tmp_path.iterdir())


def test_save_needs_bytes(tmp_path: Path) -> None:
    """Nothing is created for a reference."""

    with pytest.raises(InvalidRequest, match="only a reference"):
        Doc(url="https://example.org/a.png").save(tmp_path / "a.png")

    assert [] == list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="the mode of a file is POSIX")
def test_saved_files_have_the_usual_mode(tmp_path: Path) -> None:
    """A saved file is as readable as one that open() makes."""
    usual = tmp_path / "usual"
    usual.touch()
    saved = Doc(PNG).save(tmp_path / "cat.png")

    assert stat.S_IMODE(usual.stat().st_mode) == stat.S_IMODE(saved.stat().st_mode)


def test_repr_is_short() -> None:
    """A repr shows how many bytes there are, not which."""
    shown = repr(Doc(b"secret" * 1000))

    assert "<6000 bytes>" in shown
    assert "secret" not in shown


@pytest.mark.parametrize(
    "doc",
    [
        Doc(PNG, filename="a.png", meta={"quality": "high"}),
        Doc(url="https://example.org/a.gif", expires=1785940129.0),
        Doc(file_ids={"gemini": "files/1"}, mime_type="video/mp4"),
    ],
)
def test_docs_survive(doc: Doc) -> None:
    """JSON and pickle give back an equal Doc."""

    assert doc == Doc.from_json(doc.to_json())
    assert doc == pickle.loads(pickle.dumps(doc))


def test_json_has_bytes_not_paths(tmp_path: Path) -> None:
    """A file is inlined on its way out, and no path is taken on its way in."""
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)
    text = Doc.open(path).to_json()

    assert str(tmp_path) not in text
    assert Doc(PNG, filename="cat.png") == Doc.from_json(text)
    with pytest.raises(InvalidRequest, match="path"):
        Doc.from_json('{"path":"cat.png"}')


@given(st.binary(max_size=20), st.none() | st.sampled_from(["a.png", "b.txt"]))
def test_any_bytes_survive(data: bytes, filename: str | None) -> None:
    """Any bytes go to JSON and back."""
    doc = Doc(data, filename=filename)

    assert doc == Doc.from_json(doc.to_json())
