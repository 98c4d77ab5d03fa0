"""Uploads beside the contract: what may be uploaded, and files that change while they are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from servers import Server, http_response

import genai
from genai.errors import InvalidRequest
from genai.files import Source

UPLOADED = {"id": "file_1", "object": "file", "bytes": 3, "created_at": 1, "filename": "a", "purpose": "user_data"}
NOW = 600_000
"""Bytes of a file when its upload begins: more than one piece."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that takes every file."""
    with Server([], each=lambda _: [http_response(200, UPLOADED)]) as running:
        yield running


@pytest.fixture
def upload(server: Server) -> Iterator[Callable[..., genai.Doc]]:
    """``llm.files.upload``."""
    with genai.load("openai", model="m", api_key="k", base_url=server.url) as llm:
        yield llm.files.upload


@pytest.mark.parametrize(
    ("doc", "why"),
    [
        (genai.Doc(data=b"", filename="none.txt"), "none.txt is empty"),
        (genai.Doc(path="nowhere.txt"), "no file at"),
        (genai.Doc(path=os.curdir), "no file at"),
        (genai.Doc(url="https://example.com/a.png"), r"llm\.fetch"),
        (genai.Doc(file_ids={"openai": "file_1"}), "with its bytes or a path"),
        ("a.txt", r"takes a Doc, not 'a\.txt'"),
        (b"abc", "takes a Doc"),
    ],
)
def test_what_cannot_be_uploaded(upload: Any, server: Server, doc: Any, why: str) -> None:
    """It is said before anything is sent."""
    with pytest.raises(InvalidRequest, match=why):
        upload(doc)
    assert [] == server.requests


def test_what_a_data_url_holds(upload: Any, server: Server) -> None:
    """It goes up as the bytes that it is, and is a Doc with its bytes then."""
    doc = upload(genai.Doc(url="data:text/plain;base64,YWJj"))

    assert (b"abc", "text/plain", {"openairesponses": "file_1"}) == (doc.data, doc.mime_type, doc.file_ids)
    assert b"\r\n\r\nabc\r\n" in server.requests[0].body


@pytest.mark.parametrize("change", [lambda path: path.write_bytes(b"y" * 2 * NOW), lambda path: os.truncate(path, 9)])
def test_a_file_that_changes_its_size_meanwhile(upload: Any, tmp_path: Path, change: Callable[[Path], object]) -> None:
    """Half of a file, or more than was announced, is no upload."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * NOW)
    with pytest.raises(InvalidRequest, match="600000 bytes when its upload began"):
        upload(genai.Doc.open(path), on_progress=lambda sent, size: change(path))


def test_progress_that_raises(upload: Any, server: Server) -> None:
    """Whoever is told may end it so."""

    def stop(sent: int, size: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        upload(genai.Doc(data=b"x" * NOW), on_progress=stop)


@pytest.mark.parametrize("name", ['we"ird\r\n.txt', "ü\u2028𝄞.txt", "a;b=c.txt", "%22.txt"])
def test_names(upload: Any, server: Server, name: str) -> None:
    """A name stays within its quotes, on its line."""
    upload(genai.Doc(data=b"abc", filename=name))
    head = next(line for line in server.requests[0].body.split(b"\r\n") if b"filename=" in line)

    escaped = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").encode()
    assert b'Content-Disposition: form-data; name="file"; filename="%b"' % escaped == head


def test_a_source_can_be_sent_again(tmp_path: Path) -> None:
    """A submission that was turned away is repeated with the same bytes."""
    (tmp_path / "a").write_bytes(b"x" * NOW)
    seen: list[tuple[int, int]] = []
    source = Source.of(genai.Doc.open(tmp_path / "a"), lambda *sent: seen.append(sent))

    assert b"".join(source) == b"".join(source)
    assert [(262_144, NOW), (524_288, NOW), (NOW, NOW)] * 2 == seen


@pytest.mark.parametrize("file", [None, 3, genai.Doc(data=b"x"), genai.Doc(file_ids={"anthropic": "file_1"}), ""])
def test_what_is_no_file_of_a_provider(server: Server, file: Any) -> None:
    """It is not asked for."""
    with genai.load("openai", model="m", api_key="k", base_url=server.url) as llm:
        for verb in (llm.files.get, llm.files.content, llm.files.delete):
            with pytest.raises(InvalidRequest):
                verb(file)
    assert [] == server.requests


def test_what_google_says_of_a_file_may_be_odd() -> None:
    """It is BadAnswer, and no error of Python's."""
    file = {"name": "files/a", "uri": "https://example.com/files/a", "sizeBytes": "many"}
    with (
        Server([[http_response(200, file)]]) as server,
        genai.load("gemini", model="m", api_key="k", base_url=server.url) as llm,
        pytest.raises(genai.BadAnswer, match="not as documented"),
    ):
        llm.files.get("files/a")
