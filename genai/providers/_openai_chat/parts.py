"""Parts: a document as a part of a message's content.

https://platform.openai.com/docs/api-reference/chat/create

The rule here: a writer gives the part, or None when the document cannot be said in this way.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from attrs import evolve

from ...doc import Doc

Part: TypeAlias = dict[str, Any]
PartWriter: TypeAlias = Callable[[Doc, str | None], Part | None]
"""A document, and the id under which the provider has it, to a part; None when that cannot be said."""

AUDIO_FORMATS: Final = {
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/flac": "flac",
    "audio/ogg": "ogg",
    "audio/aac": "aac",
}


def opened(doc: Doc) -> Doc:
    """A document with its bytes at hand, where its caller has them: in a file, or in a data URL."""
    doc = doc.loaded()
    if doc.url is None or doc.url[:5].lower() != "data:":
        return doc
    named = doc.url[len("data:") :].partition(",")[0].partition(";")[0]
    return evolve(doc, data=doc.read(), url=None, mime_type=doc.mime_type or named or None)


def source(doc: Doc) -> str | None:
    """A document as a URL: its own, or a data URL."""
    if doc.url is None and doc.data is None:
        return None
    return doc.url or doc.data_url()


def inline(doc: Doc) -> str | None:
    """A document's bytes as a data URL; None for what is somewhere else."""
    return doc.data_url() if doc.data is not None else None


def image(doc: Doc, file_id: str | None) -> Part | None:
    """A picture, by URL or inline. How closely it is looked at may stand in ``doc.meta["detail"]``."""
    url = source(doc)
    if url is None:
        return None
    detail = {"detail": doc.meta["detail"]} if "detail" in doc.meta else {}
    return {"type": "image_url", "image_url": {"url": url, **detail}}


def inline_image(doc: Doc, file_id: str | None) -> Part | None:
    """A picture, only inline."""
    return image(doc, file_id) if doc.data is not None else None


def audio(*formats: str) -> PartWriter:
    """A sound, inline, in one of these formats."""

    def write(doc: Doc, file_id: str | None) -> Part | None:
        format_ = AUDIO_FORMATS.get(doc.mime_type or "")
        if doc.data is None or format_ not in formats:
            return None
        encoded = base64.b64encode(doc.data).decode("ascii")
        return {"type": "input_audio", "input_audio": {"data": encoded, "format": format_}}

    return write


def audio_url(doc: Doc, file_id: str | None) -> Part | None:
    """A sound, by URL or inline, in any format; OpenAI has none of it, vLLM and SGLang have."""
    url = source(doc)
    return None if url is None else {"type": "audio_url", "audio_url": {"url": url}}


def video(doc: Doc, file_id: str | None) -> Part | None:
    """A film, by URL or inline. OpenAI has none; those who do write it like this."""
    url = source(doc)
    return None if url is None else {"type": "video_url", "video_url": {"url": url}}


def file(doc: Doc, file_id: str | None) -> Part | None:
    """A file that was uploaded, or one inline; not by URL."""
    if file_id is not None:
        return {"type": "file", "file": {"file_id": file_id}}
    data = inline(doc)
    return data and {"type": "file", "file": {"filename": doc.filename or "document", "file_data": data}}  # type: ignore[return-value]


PARTS: Final[Mapping[str, PartWriter]] = {"image": image, "audio": audio("wav", "mp3"), "application/pdf": file}
"""What OpenAI takes."""
IMAGES: Final[Mapping[str, PartWriter]] = {"image": image}
"""Pictures alone."""
NO_PARTS: Final[Mapping[str, PartWriter]] = {}
"""Text alone."""
