"""Parts: documents on their way in, inside the request or by their URI.

https://ai.google.dev/gemini-api/docs/file-input-methods

The rule here: what no model takes is None, for the caller to name.
"""

from __future__ import annotations

import base64
from typing import Any, Final

from ...doc import Doc
from .dialect import Dialect

KINDS: Final = frozenset({"image", "audio", "video"})
APPLICATIONS: Final = frozenset({"application/pdf", "application/json", "application/rtf", "application/xml"})
"""https://ai.google.dev/gemini-api/docs/document-processing. Texts of any kind are said as texts."""
TEXTS: Final = APPLICATIONS - {"application/pdf"}


def doc_part(doc: Doc, base_url: str, dialect: Dialect) -> dict[str, Any] | None:
    """A document as a part; None when there is no way to say it."""
    file_id = next((doc.file_ids[name] for name in (dialect.provider, *dialect.files) if name in doc.file_ids), None)
    if file_id is not None:
        return file_data(f"{base_url}/{file_id}" if file_id.startswith("files/") else file_id, doc.mime_type)
    if doc.url is not None and not doc.url.startswith("data:"):
        return file_data(doc.url, doc.mime_type)
    if doc.data is None and doc.url is None:  # some other provider's file
        return None
    return inline(doc)


def file_data(uri: str, mime_type: str | None) -> dict[str, Any]:
    """A document by its URI."""
    return {"fileData": {"fileUri": uri, **({"mimeType": mime_type} if mime_type else {})}}


def inline(doc: Doc) -> dict[str, Any] | None:
    """A document whose bytes are here: a text as a text, so that it counts as what is said."""
    mime_type = _mime_type(doc)
    kind, _, _ = mime_type.partition("/")
    if kind == "text" or mime_type in TEXTS:
        return {"text": doc.read().decode("utf-8", "replace")}
    if kind in KINDS or mime_type in APPLICATIONS:
        return {"inlineData": blob(doc)}
    return None


def blob(doc: Doc) -> dict[str, str]:
    """The bytes of a document, and what they are."""
    return {"mimeType": _mime_type(doc), "data": base64.b64encode(doc.read()).decode("ascii")}


def _mime_type(doc: Doc) -> str:
    if doc.mime_type is None and doc.url is not None:
        return doc.url[5:].partition(",")[0].partition(";")[0]
    return doc.mime_type or ""
