"""Parts: documents as blocks of a message, with their bytes or by a place in S3.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html

The rule here: what there is no word for is None, for the caller to name.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from itertools import count
from typing import Any

from ...doc import Doc
from .dialect import FORMATS


class Blocks:
    """
    Makes blocks of documents. Each document of a request has a name; a neutral one, as Amazon advises, because models
    read names as well.

    Args:
        citations: Whether documents are cited.
    """

    def __init__(self, citations: bool = False) -> None:
        self._citations = citations
        self._names: Iterator[int] = count(1)

    def block(self, doc: Doc) -> dict[str, Any] | None:
        """A document as a block; None when there is no way to say it."""
        kind, word = _format(_mime_type(doc))
        source = _source(doc) if kind else None
        if source is None:
            return None
        if kind != "document":
            return {kind: {"format": word, "source": source}}
        cited = {"citations": {"enabled": True}} if self._citations else {}
        return {"document": {"name": f"Document {next(self._names)}", "format": word, "source": source, **cited}}


def _mime_type(doc: Doc) -> str:
    inline = (doc.url or "")[:5].lower() == "data:"
    told = doc.url[5:].partition(",")[0].partition(";")[0] if inline and doc.url else ""
    return (doc.mime_type or told).partition(";")[0].lower()


def _format(mime_type: str) -> tuple[str, str]:
    known = FORMATS.get(mime_type)
    if known is not None:
        return known
    return ("document", "txt") if mime_type.startswith("text/") else ("", "")


def _source(doc: Doc) -> dict[str, Any] | None:
    if doc.url is not None and doc.url.startswith("s3://"):
        return {"s3Location": {"uri": doc.url}}
    if doc.data is None and (doc.url is None or doc.url[:5].lower() != "data:"):
        return None  # Bedrock fetches nothing from the web, and keeps no files
    return {"bytes": base64.b64encode(doc.read()).decode("ascii")}


def described(doc: Doc) -> str:
    """A document, as people call it."""
    where = " by URL" if doc.url is not None and doc.url[:5].lower() != "data:" else ""
    return f"{doc.mime_type or 'a document of unknown type'}{where}"
