"""Doc: a picture, a PDF, a sound, a film or a text, from one source, on its way in or out.

The rule here: a Doc does no network. A path is opened only when it is read or sent; what is only a URL
is downloaded by the client, on request: ``llm.fetch(doc)``.
"""

from __future__ import annotations

import base64
import binascii
import mimetypes
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote_to_bytes, urlsplit

from attrs import evolve, field, frozen

from .errors import InvalidRequest
from .values import Value

MAX_BYTES: Final = 512 * 1024 * 1024
"""The largest file that ``read`` takes by default."""

# The first bytes of the formats that providers take or make. (offset, bytes, MIME type); the first match wins.
# https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern and the sections after it.
SIGNATURES: Final = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBPVP", "image/webp"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS", "audio/ogg"),
    (8, b"WAVE", "audio/wav"),
)

# What the platform's own table gets wrong, or does not have everywhere.
EXTENSIONS: Final = {
    ".aac": "audio/aac",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".md": "text/markdown",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".webp": "image/webp",
}


def sniff(data: bytes) -> str | None:
    """The MIME type that the first bytes tell, or None."""
    for offset, signature, mime_type in SIGNATURES:
        if data.startswith(signature, offset):
            return mime_type
    return None


def guess(name: str) -> str | None:
    """The MIME type that a file's name tells, or None."""
    suffix = PurePosixPath(name).suffix.lower()
    return EXTENSIONS.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0]


def _is_inline(url: str | None) -> bool:
    return url is not None and url[:5].lower() == "data:"


DAMAGED: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
BLANKS: Final = b" \t\n\f\r"


def _inlined(url: str) -> bytes:
    """The bytes that a data URL holds.  https://www.rfc-editor.org/rfc/rfc2397"""
    head, comma, text = url.partition(",")
    try:
        written = text.encode()
        if not comma or DAMAGED.search(written):
            raise ValueError("a comma is missing" if not comma else "a % without two hexadecimal digits")
        data = unquote_to_bytes(written)
        if not head.lower().rstrip().endswith(";base64"):
            return data
        data = data.translate(None, BLANKS).rstrip(b"=")
        return base64.b64decode(data + b"=" * (-len(data) % 4), validate=True)
    except (ValueError, binascii.Error) as error:
        raise InvalidRequest(f"Doc.url: the data URL is damaged: {error}") from None


def _short_bytes(data: bytes | None) -> str:
    return "None" if data is None else f"<{len(data)} bytes>"


def _path_text(path: str | os.PathLike[str] | None) -> str | None:
    return None if path is None else os.fspath(path)


@frozen(kw_only=True)
class Doc(Value):
    """
    One document from one source.

    Args:
        data: The bytes themselves (the only positional argument).
        path: A local file; opened when it is read or sent.
        url: A http(s) URL, which the provider fetches (sent to it) or which was given (made by it); or a data URL.
        file_ids: The ids of an uploaded file, provider name to id: one Doc works on several providers.
        filename: A name without folders; default: the path's or the URL's last part.
        mime_type: Default: what the bytes tell, else the name; None when neither does.
        expires: Unix time after which the URL or the file id is gone, or None.
        meta: For a made picture: id, status, size, quality, background, format, revised_prompt and the like.

    Raises:
        InvalidRequest: Not exactly one source, or a file name with folders in it.
    """

    data: bytes | None = field(default=None, kw_only=False, repr=_short_bytes)
    path: str | None = field(default=None, converter=_path_text)
    url: str | None = None
    file_ids: Mapping[str, str] = field(factory=dict, hash=False)
    filename: str | None = None
    mime_type: str | None = None
    expires: float | None = None
    meta: Mapping[str, Any] = field(factory=dict, hash=False)

    def __attrs_post_init__(self) -> None:
        faults = []
        sources = [s for s in ("data", "path", "url") if getattr(self, s) is not None]
        sources += ["file_ids"] * bool(self.file_ids)
        if len(sources) != 1 and sources != ["data", "file_ids"] and sources != ["path", "file_ids"]:
            faults.append(f"Doc: exactly one of data, path, url or file_ids, not {' and '.join(sources) or 'none'}")
        data: Any = self.data
        if data is not None and not isinstance(data, bytes):
            faults.append(f"Doc.data: bytes, not {type(self.data).__name__}; a path is Doc.open(path)")
        if self.filename is not None and (not self.filename or "/" in self.filename or "\\" in self.filename):
            faults.append(f"Doc.filename: a plain name without folders, not {self.filename!r}")
        if faults:
            raise InvalidRequest(faults=faults)
        if self.filename is None:
            object.__setattr__(self, "filename", self._own_name())
        if self.mime_type is None:
            named = guess(self.filename) if self.filename else None
            object.__setattr__(self, "mime_type", (sniff(self.data) if self.data else None) or named)

    def _own_name(self) -> str | None:
        if self.path is not None:
            return os.path.basename(self.path) or None
        if self.url is not None and not _is_inline(self.url):
            try:
                return PurePosixPath(urlsplit(self.url).path).name or None
            except ValueError as error:
                raise InvalidRequest(f"Doc.url: {error}: {self.url!r}") from None
        return None

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, mime_type: str | None = None) -> Doc:
        """A Doc from a local file, which must exist; it is read when it is sent."""
        if not os.path.isfile(path):
            raise InvalidRequest(f"Doc.open: no file at {os.fspath(path)!r}")
        return cls(path=os.fspath(path), mime_type=mime_type)

    def read(self, max_bytes: int = MAX_BYTES) -> bytes:
        """
        The bytes: the data, the file's content, or what a data URL holds. Never the network.

        Raises:
            InvalidRequest: It is another URL or a file id only, it is empty, it is larger than ``max_bytes``, the file
                cannot be read, or the data URL is damaged.
        """
        data = self.data
        if data is None and self.url is not None and _is_inline(self.url):
            data = _inlined(self.url)
        if data is None:
            if self.path is None:
                raise InvalidRequest(f"this document is only a reference {self._reference()}")
            try:
                with open(self.path, "rb") as file:
                    data = file.read(max_bytes + 1)
            except OSError as error:
                raise InvalidRequest(f"cannot read {self.path!r}: {error.strerror}") from error
        if not data:
            raise InvalidRequest(f"the document {self.filename or ''} is empty")
        if len(data) > max_bytes:
            raise InvalidRequest(f"the document {self.filename or ''} is larger than {max_bytes} bytes")
        return data

    def _reference(self) -> str:
        if self.url is not None:
            return "(a URL): llm.fetch(doc) downloads it"
        return f"(file ids of {', '.join(self.file_ids)}): its bytes are nowhere but there"

    def loaded(self) -> Doc:
        """This Doc with its bytes in ``data`` instead of a path; they tell the MIME type, if none was given."""
        if self.path is None:
            return self
        data = self.read()
        guessed = self.mime_type == guess(self.filename or "")
        return evolve(self, data=data, path=None, mime_type=None if guessed else self.mime_type)

    def data_url(self) -> str:
        """``data:image/png;base64,...`` of the bytes; a Doc whose URL is a data URL gives that."""
        if self.url is not None and _is_inline(self.url):
            return self.url
        doc = self.loaded()
        mime_type = doc.mime_type or "application/octet-stream"
        return f"data:{mime_type};base64,{base64.b64encode(doc.read()).decode('ascii')}"

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height in pixels of a picture whose bytes are here; else None."""
        if self.data is None and self.path is None and not _is_inline(self.url):
            return None
        from .pictures import dimensions

        doc = self.loaded()
        return dimensions(doc.read(), doc.mime_type)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """What a notebook shows: a picture whose bytes are here, and for anything else the repr.

        https://ipython.readthedocs.io/en/stable/config/integrating.html
        """
        bundle: dict[str, Any] = {"text/plain": repr(self)}
        if (self.mime_type or "").startswith("image/") and (self.data is not None or _is_inline(self.url)):
            bundle[str(self.mime_type)] = base64.b64encode(self.read()).decode("ascii")
        return bundle

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """
        Write the bytes to ``path``, atomically: either the whole file is there, or nothing is.

        Raises:
            FileExistsError: There is a file, and ``overwrite`` is False.
            InvalidRequest: There are no bytes here (see ``read``).
        """
        data, target = self.read(), Path(path)
        temporary = target.with_name(f".{secrets.token_hex(8)}.part")  # mkstemp's files are for their owner alone
        try:
            with open(temporary, "xb") as file:
                file.write(data)
            if overwrite:
                os.replace(temporary, target)
            else:
                os.link(temporary, target)  # unlike rename, link refuses an existing name
        finally:
            if os.path.exists(temporary):
                os.unlink(temporary)
        return target
