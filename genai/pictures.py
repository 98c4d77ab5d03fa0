"""Pictures: how large one is, by its first bytes.

The rule here: nothing is decoded, and what cannot be read gives None.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

Size: TypeAlias = tuple[int, int]
"""Width and height, in pixels."""

FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""The JPEG segments that tell the size: SOF0 to SOF15, without DHT, JPG and DAC."""
BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
"""The JPEG markers that have no length behind them."""


def dimensions(data: bytes, mime_type: str | None) -> Size | None:
    """Width and height in pixels of a PNG, JPEG, GIF, WebP or BMP; None for anything else, or what is damaged."""
    read = READERS.get(mime_type or "")
    try:
        return read(data) if read else None
    except (struct.error, IndexError):  # it ends too early
        return None


def _png(data: bytes) -> Size | None:
    """https://www.w3.org/TR/png-3/#11IHDR"""
    return struct.unpack_from(">II", data, 16) if data[12:16] == b"IHDR" else None


def _gif(data: bytes) -> Size | None:
    """https://www.w3.org/Graphics/GIF/spec-gif89a.txt"""
    return struct.unpack_from("<HH", data, 6)


def _bmp(data: bytes) -> Size | None:
    """https://learn.microsoft.com/windows/win32/api/wingdi/ns-wingdi-bitmapinfoheader"""
    width, height = struct.unpack_from("<ii", data, 18)
    return width, abs(height)  # a negative height is a picture that begins at the top


def _jpeg(data: bytes) -> Size | None:
    """https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B"""
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if marker == 0xFF:  # padding
            at += 1
        elif marker in BARE:
            at += 2
        else:
            at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return None


def _webp(data: bytes) -> Size | None:
    """https://developers.google.com/speed/webp/docs/riff_container"""
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


READERS: Final[Mapping[str, Callable[[bytes], Size | None]]] = {
    "image/png": _png,
    "image/gif": _gif,
    "image/bmp": _bmp,
    "image/jpeg": _jpeg,
    "image/webp": _webp,
}
