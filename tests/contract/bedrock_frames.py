"""Frames of Amazon's event streams, written for tests.

https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from typing import Any, SupportsIndex
from zlib import crc32


def header(name: str, value: str) -> bytes:
    """One header whose value is a text."""
    return bytes([len(name)]) + name.encode() + b"\x07" + struct.pack(">H", len(value.encode())) + value.encode()


def framed(headers: bytes, payload: bytes) -> bytes:
    """One frame."""
    lengths = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    whole = lengths + struct.pack(">I", crc32(lengths)) + headers + payload
    return whole + struct.pack(">I", crc32(whole))


def event(name: str, fields: Any, kind: str = "event") -> bytes:
    """An event, or an exception."""
    headers = header(f":{kind}-type", name) + header(":content-type", "application/json")
    payload = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    return framed(headers + header(":message-type", kind), payload)


class Frames(bytes):
    """A stream of frames; what is replaced in it is replaced in the payloads, and framed anew."""

    @classmethod
    def of(cls, events: Iterable[tuple[str, Any]], *more: bytes) -> Frames:
        """A stream of events, and of what else there is."""
        return cls(b"".join([*(event(name, fields) for name, fields in events), *more]))

    def replace(self, old: Any, new: Any, count: SupportsIndex = -1) -> Frames:
        """As of any bytes, in the payloads."""
        made, at = b"", 0
        while at < len(self):
            total, size = struct.unpack_from(">II", self, at)
            headers, payload = self[at + 12 : at + 12 + size], self[at + 12 + size : at + total - 4]
            made += framed(headers, payload.replace(old, new, count))
            at += total
        return Frames(made)
