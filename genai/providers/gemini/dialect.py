"""Dialect: how the servers that speak this wire differ, as data.

https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference

The rule here: which server it is follows from its URL, and the defaults are those of the Gemini API itself.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from attrs import frozen


@frozen(kw_only=True)
class Dialect:
    """
    How a server speaks.

    Args:
        provider: Under which name opaque things and file ids stand.
        files: Other names under which a file id may stand.
        studio: It has what AI Studio has beside the answers: files, batches, vectors of many texts. Vertex has these in
            other ways, which are not built.
        wraps_counted: It counts the tokens of a whole request, inside ``generateContentRequest``; else the request's
            own fields stand where that would.
        request_id: The header with the id of a request. Google's answers have none; what stands before it may.
    """

    provider: str = "gemini"
    files: tuple[str, ...] = ("google",)
    studio: bool = True
    wraps_counted: bool = True
    request_id: str = "x-request-id"


GEMINI: Final = Dialect()
VERTEX: Final = Dialect(studio=False, wraps_counted=False)
VERTEX_HOST: Final = "aiplatform.googleapis.com"
"""``{region}-aiplatform.googleapis.com``, and for the global endpoint without the region."""

TOKENS: Final = ("ya29.", "eyJ")
"""How OAuth access tokens and JSON Web Tokens begin, which are no API keys.

https://cloud.google.com/docs/authentication/token-types
"""


def dialect_of(base_url: str) -> Dialect:
    """The dialect of the server at a URL."""
    host = urlsplit(base_url).hostname or ""
    return VERTEX if host.endswith(VERTEX_HOST) else GEMINI


def auth(key: str) -> dict[str, str]:
    """The headers that carry a key, or a token: the one for AI Studio, the other for Vertex."""
    return {"authorization": f"Bearer {key}"} if key.startswith(TOKENS) else {"x-goog-api-key": key}
