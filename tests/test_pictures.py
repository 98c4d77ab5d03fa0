"""How large a picture is, by its first bytes; and what a notebook shows of one."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import genai
from genai.pictures import READERS, dimensions


def png(width: int, height: int) -> bytes:
    """A small picture that is one, all black."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(b"".join(b"\x00" + bytes(width) for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    """The head of a JPEG: a segment of the application, padding, a restart marker, then the frame."""
    frame = struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 6) + b"JFIF" + b"\xff\xff\xd0\xff\xc2" + frame


def webp(kind: bytes, body: bytes) -> bytes:
    """The head of a WebP."""
    return b"RIFF\x00\x00\x00\x00WEBP" + kind + struct.pack("<I", len(body)) + body


PICTURES = {
    "png": (png(7, 5), "image/png", (7, 5)),
    "jpeg": (jpeg(640, 480), "image/jpeg", (640, 480)),
    "gif": (b"GIF89a" + struct.pack("<HH", 3, 4), "image/gif", (3, 4)),
    "bmp": (b"BM" + bytes(16) + struct.pack("<ii", 10, -20), "image/bmp", (10, 20)),
    "webp, lossy": (
        webp(b"VP8 ", b"\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 320, 200)), "image/webp", (320, 200)
    ),
    "webp, lossless": (
        webp(b"VP8L", b"\x2f" + struct.pack("<I", (99) | (49 << 14))), "image/webp", (100, 50)
    ),
    "webp, extended": (
        webp(b"VP8X", bytes(4) + b"\xa0\x0f\x00" + b"\xb7\x0b\x00"), "image/webp", (4001, 3000)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PICTURES)
def test_the_size_of_a_picture(name: str) -> None:
    """Every format that providers make tells its width and height."""
    data, mime_type, expected = PICTURES[name]

    assert expected == dimensions(data, mime_type)
    assert expected == genai.Doc(data, mime_type=mime_type).size


@given(data=st.binary(max_size=64), mime_type=st.sampled_from([*READERS, None, "image/tiff"]))
def test_damaged_pictures_have_no_size_or_some(data: bytes, mime_type: str | None) -> None:
    """Whatever the bytes are, nothing is raised."""
    size = dimensions(data, mime_type)

    assert size is None or all(isinstance(number, int) for number in size)


@pytest.mark.parametrize("cut", range(30))
def test_pictures_that_end_too_early(cut: int) -> None:
    """The head of a picture that is cut off tells no size, or the right one."""
    for data, mime_type, expected in PICTURES.values():
        assert dimensions(data[:cut], mime_type) in (None, expected, dimensions(data[:cut] + bytes(40), mime_type))


def test_what_is_not_here_has_no_size(tmp_path: Path) -> None:
    """A URL is not asked; a file is read, and so is a data URL."""
    (tmp_path / "a.png").write_bytes(png(2, 3))

    assert genai.Doc(url="https://example.org/a.png").size is None
    assert genai.Doc(b"text", filename="a.txt").size is None
    assert (2, 3) == genai.Doc.open(tmp_path / "a.png").size
    assert (2, 3) == genai.Doc(url=genai.Doc(png(2, 3)).data_url(), mime_type="image/png").size


def test_a_notebook_shows_a_picture() -> None:
    """A picture whose bytes are here is shown; anything else is its repr."""
    picture = genai.Doc(png(2, 3))
    elsewhere = genai.Doc(url="https://example.org/a.png")

    assert base64.b64encode(png(2, 3)).decode() == picture._repr_mimebundle_()["image/png"]
    assert {"text/plain": repr(elsewhere)} == elsewhere._repr_mimebundle_()
