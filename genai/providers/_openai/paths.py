"""Paths: where an endpoint is.

The rule here: an id is one part of a path and nothing else. Whatever is in it (ids come from job tokens, and from
other servers), it is percent-encoded, and what would lead elsewhere is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from ...errors import InvalidRequest


def path(*parts: Any, **query: Any) -> str:
    """``path("files", file, "content", limit=3)``: each part is a word, an id, or a value that has an ``id``.

    None is left out of the query. A list is written ``include[]=a&include[]=b``, as OpenAI's own clients do.
    """
    where = "".join(f"/{_encoded(part)}" for part in parts)
    pairs = [pair for name, value in query.items() for pair in _pairs(name, value)]
    return f"{where}?{urlencode(pairs, errors='surrogatepass')}" if pairs else where


def _encoded(part: Any) -> str:
    id_ = part if isinstance(part, str) else getattr(part, "id", None)
    if not isinstance(id_, str) or not id_.strip("."):  # "" and ".." would name another endpoint
        raise InvalidRequest(f"not an id: {part!r}")
    return quote(id_, safe="", errors="surrogatepass")


def _pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, (list, tuple)):
        yield from ((f"{name}[]", str(entry)) for entry in value)
    elif value is not None:
        yield name, str(value).lower() if isinstance(value, bool) else str(value)
