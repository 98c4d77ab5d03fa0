"""Multipart: the body of an upload, piece by piece.

https://www.rfc-editor.org/rfc/rfc7578

The rule here: a file's bytes are never copied. They go out as they were given, between a head and a tail of ours.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from attrs import frozen

from ...errors import InvalidRequest

# https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
ESCAPES: Final = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})
MIME_TYPE: Final = re.compile(r"[\w.+-]+/[\w.+-]+(?:;[ -~]*)?", re.ASCII)


@frozen(kw_only=True)
class Upload:
    """
    A file on its way.

    Args:
        content: Its bytes, or an iterable of them. An iterator is read once, so such an upload is never repeated.
        filename: Its name there.
        mime_type: What it is.
        size: How many bytes an iterable gives, if that is known: servers like to know.
    """

    content: bytes | Iterable[bytes]
    filename: str
    mime_type: str = "application/octet-stream"
    size: int | None = None


@frozen(kw_only=True)
class Form:
    """A body, and the headers that it goes with."""

    headers: Mapping[str, str]
    body: Iterable[bytes]


@frozen
class _Pieces:
    """A body that can be sent again, because what is within can be read again."""

    head: bytes
    content: Iterable[bytes]
    tail: bytes

    def __iter__(self) -> Iterator[bytes]:
        return chain((self.head,), self.content, (self.tail,))


def form(fields: Mapping[str, str], name: str, upload: Upload) -> Form:
    """A form with fields of text, and behind them one file."""
    if not MIME_TYPE.fullmatch(upload.mime_type):
        raise InvalidRequest(f"not a MIME type: {upload.mime_type!r}")
    boundary = _boundary(upload.content)
    head = "".join(f"--{boundary}\r\n{_about(key)}\r\n\r\n{value}\r\n" for key, value in fields.items())
    head += f"--{boundary}\r\n{_about(name, upload.filename)}\r\nContent-Type: {upload.mime_type}\r\n\r\n"
    return _form(boundary, head.encode(), upload, f"\r\n--{boundary}--\r\n".encode())


def _form(boundary: str, head: bytes, upload: Upload, tail: bytes) -> Form:
    content = (upload.content,) if isinstance(upload.content, bytes) else upload.content
    size = len(upload.content) if isinstance(upload.content, bytes) else upload.size
    headers = {"content-type": f"multipart/form-data; boundary={boundary}"}
    if size is not None:
        headers["content-length"] = str(len(head) + size + len(tail))
    pieces = _Pieces(head, content, tail)
    return Form(headers=headers, body=iter(pieces) if isinstance(content, Iterator) else pieces)


def _boundary(content: bytes | Iterable[bytes]) -> str:
    """What no content has in it: chance, or its own hash, so that the same upload is the same request again."""
    if isinstance(content, bytes):
        return hashlib.blake2b(content, digest_size=16).hexdigest()
    return secrets.token_hex(16)


def _about(name: str, filename: str | None = None) -> str:
    about = f'Content-Disposition: form-data; name="{name.translate(ESCAPES)}"'
    return about if filename is None else f'{about}; filename="{filename.translate(ESCAPES)}"'
