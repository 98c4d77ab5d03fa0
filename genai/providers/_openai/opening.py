"""Opening: what the body of a streamed answer is, by how it begins.

The rule here: a body is a stream of events when it begins as one. The content type decides only for what is empty:
servers label streams wrongly, and proxies put their pages where a stream should be.
"""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from ...errors import BadAnswer
from ...sansio import HttpResponse
from ...sse import BOM, MAX_EVENT

BEGINS: Final = re.compile(rb"(?::|(?:data|event|id|retry)[:\r\n])")
NAMES: Final = (b"data:", b"event:", b"id:", b"retry:")
LONGEST: Final = max(map(len, NAMES))
MOST_TRIES: Final = 100
"""How often a body that is no stream is looked at before it is over; servers send it in one piece, or in a few."""

_decode_json = msgspec.json.Decoder().decode


class Opening:
    """
    The first bytes of a body; all of it, where it is no stream.

    Attributes:
        streams: Whether it is a stream of events; None as long as that is open.
    """

    def __init__(self, head: HttpResponse) -> None:
        self.streams: bool | None = None
        self._head = head
        self._body = bytearray()
        self._start = b""
        self._tries = 0
        self._came = 0

    @property
    def head(self) -> HttpResponse:
        """The answer with what has come of its body."""
        return HttpResponse(status=self._head.status, headers=self._head.headers, body=bytes(self._body))

    def take(self, data: bytes) -> None:
        """Take the next bytes."""
        self._came += len(data)
        self._body += data
        if len(self._body) > MAX_EVENT:
            raise BadAnswer(f"the answer is no stream, and larger than {MAX_EVENT} bytes")
        if self.streams is None:
            self._start = bytes(self._body).removeprefix(BOM).lstrip()
            self.streams = True if BEGINS.match(self._start) else False if len(self._start) >= LONGEST else None
            if not self._start:
                self._body.clear()

    def whole(self) -> Any:
        """The decoded object, when the body seems to be whole; else None."""
        if self._tries >= MOST_TRIES or not self._body[-LONGEST:].rstrip().endswith(b"}"):
            return None
        self._tries += 1
        try:
            return _decode_json(self._body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None

    @property
    def cut(self) -> bool:
        """Whether less came than the head promised."""
        length = self._head.headers.get("content-length", "")
        plain = "content-encoding" not in self._head.headers
        return plain and length.isascii() and length.isdigit() and self._came < int(length)

    def closed(self) -> bool:
        """The body is over: whether it was a stream."""
        if self.streams is None:
            label = self._head.headers.get("content-type", "")
            begun = any(name.startswith(self._start) for name in NAMES)
            self.streams = begun and label.startswith("text/event-stream")
        return self.streams
