"""Sources: what a text of an answer rests on.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Citation.html

The rule here: places are given on as they are told. (Whether pages count from 1, and whether ends are exclusive, the
description does not say.)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ...citations import CitationSource
from .._openai.fields import Fields, integer, needed, string

PLACES: Final[Mapping[str, tuple[str, str, str]]] = {
    # a kind of place: the field with the source's number, and what its start and its end are
    "documentChar": ("documentIndex", "start_char", "end_char"),
    "documentPage": ("documentIndex", "start_page", "end_page"),
    "documentChunk": ("documentIndex", "start_block", "end_block"),
    "searchResultLocation": ("searchResultIndex", "start_block", "end_block"),
}


def source_of(fields: Fields) -> CitationSource:
    """One citation's source."""
    location = fields.get("location") or {}
    words = "".join(needed(part, "text") for part in fields.get("sourceContent") or ())
    where = string(fields, "source")
    page = location.get("web")
    about: dict[str, Any] = {"title": string(fields, "title"), "snippet": words or None}
    if page is not None:
        return CitationSource(type="web", url=string(page, "url") or where, **about)
    about["url"] = where if where is not None and "://" in where else None
    for kind, (number, start, end) in PLACES.items():
        if kind in location:
            place = location[kind]
            index = integer(place, number)
            about |= {start: integer(place, "start"), end: integer(place, "end")}
            return CitationSource(type="document", id=None if index is None else str(index), **about)
    return CitationSource(type="document", id=where, **about)
