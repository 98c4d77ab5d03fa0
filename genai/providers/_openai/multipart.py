"""Multipart: the body of an upload, piece by piece.

https://www.rfc-editor.org/rfc/rfc7578

The rule here: a file's bytes are never copied. They go out as they were given, between a head and a tail of ours.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

    pieces: tuple[Iterable[bytes], ...]

    def __iter__(self) -> Iterator[bytes]:
        return chain.from_iterable(self.pieces)


def form(fields: Mapping[str, str], *files: tuple[str, Upload]) -> Form:
    """A form with fields of text, and behind them files, each under the name of its field."""
    if wrong := [upload.mime_type for _, upload in files if not MIME_TYPE.fullmatch(upload.mime_type)]:
        raise InvalidRequest(f"not a MIME type: {wrong[0]!r}")
    boundary = _boundary([upload.content for _, upload in files])
    text = "".join(f"--{boundary}\r\n{_about(key)}\r\n\r\n{value}\r\n" for key, value in fields.items())
    pieces: list[Iterable[bytes]] = [(_encoded(text),)]
    for name, upload in files:
        head = f"--{boundary}\r\n{_about(name, upload.filename)}\r\nContent-Type: {upload.mime_type}\r\n\r\n"
        content = (upload.content,) if isinstance(upload.content, bytes) else upload.content
        pieces += [(_encoded(head),), content, (b"\r\n",)]
    pieces.append((f"--{boundary}--\r\n".encode(),))
    headers = {"content-type": f"multipart/form-data; boundary={boundary}"}
    sizes = [_size(upload) for _, upload in files]
    if None not in sizes:
        ours = sum(len(one) for piece in pieces if isinstance(piece, tuple) for one in piece)
        theirs = sum(size or 0 for size, (_, upload) in zip(sizes, files, strict=True) if not _inline(upload))
        headers["content-length"] = str(ours + theirs)
    body = _Pieces(tuple(pieces))
    return Form(headers=headers, body=iter(body) if any(isinstance(piece, Iterator) for piece in pieces) else body)


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:  # a lone surrogate
        raise InvalidRequest(f"the form cannot be written: {error}") from None


def _inline(upload: Upload) -> bool:
    return isinstance(upload.content, (bytes, tuple))


def _size(upload: Upload) -> int | None:
    if isinstance(upload.content, bytes):
        return len(upload.content)
    return sum(map(len, upload.content)) if isinstance(upload.content, tuple) else upload.size


def _boundary(contents: Sequence[bytes | Iterable[bytes]]) -> str:
    """What no content has in it: chance, or a hash of them, so that the same upload is the same request again."""
    if not all(isinstance(content, bytes) for content in contents):
        return secrets.token_hex(16)
    digest = hashlib.blake2b(digest_size=16)
    for content in contents:
        digest.update(content)  # type: ignore[arg-type]  # all are bytes
    return digest.hexdigest()


def _about(name: str, filename: str | None = None) -> str:
    about = f'Content-Disposition: form-data; name="{name.translate(ESCAPES)}"'
    return about if filename is None else f'{about}; filename="{filename.translate(ESCAPES)}"'
