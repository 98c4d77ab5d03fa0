"""Sources: what a text rests on, and what a search found, as citation sources.

https://platform.claude.com/docs/en/build-with-claude/citations

The rule here: offsets are 0-based with an exclusive end, as everywhere in genai; Anthropic counts pages from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ...citations import CitationSource
from .._openai.fields import Fields, integer, needed, string


def _document(fields: Fields, **span: int | None) -> CitationSource:
    index = integer(fields, "document_index")
    return CitationSource(
        type="document",
        id=string(fields, "file_id") or (None if index is None else str(index)),
        title=string(fields, "document_title"),
        snippet=string(fields, "cited_text"),
        **span,  # type: ignore[arg-type]
    )


def _chars(fields: Fields) -> CitationSource:
    start, end = integer(fields, "start_char_index"), integer(fields, "end_char_index")
    return _document(fields, start_char=start, end_char=end)


def _pages(fields: Fields) -> CitationSource:
    start, end = integer(fields, "start_page_number"), integer(fields, "end_page_number")
    return _document(fields, start_page=None if start is None else start - 1, end_page=None if end is None else end - 1)


def _blocks(fields: Fields) -> CitationSource:
    start, end = integer(fields, "start_block_index"), integer(fields, "end_block_index")
    return _document(fields, start_block=start, end_block=end)


def _page(fields: Fields) -> CitationSource:
    return CitationSource(
        type="web",
        title=string(fields, "title"),
        url=string(fields, "url"),
        snippet=string(fields, "cited_text"),
    )


def _finding(fields: Fields) -> CitationSource:
    """A search result of the caller's own; its source is whatever the caller named it by."""
    source = string(fields, "source")
    return CitationSource(
        type="document",
        id=source,
        title=string(fields, "title"),
        url=source if source and source.startswith(("https://", "http://")) else None,
        snippet=string(fields, "cited_text"),
        start_block=integer(fields, "start_block_index"),
        end_block=integer(fields, "end_block_index"),
    )


LOCATIONS: Final[Mapping[str, Callable[[Fields], CitationSource]]] = {
    "char_location": _chars,
    "page_location": _pages,
    "content_block_location": _blocks,
    "web_search_result_location": _page,
    "search_result_location": _finding,
}


def source_of(fields: Fields) -> CitationSource:
    """One citation; of a kind that is not known yet, what all kinds have."""
    known = LOCATIONS.get(needed(fields, "type"))
    return known(fields) if known else CitationSource(type="document", snippet=string(fields, "cited_text"))


def found(block: Fields, query: str | None) -> tuple[CitationSource, ...]:
    """What a block of results found on the web, and what was asked for; nothing for any other block."""
    content: Any = block.get("content")
    if block["type"] == "web_search_tool_result" and isinstance(content, list):
        asked = (CitationSource(type="web_query", title=query),) if query else ()
        return (*asked, *map(_result, content))
    if block["type"] == "web_fetch_tool_result" and isinstance(content, dict) and string(content, "url"):
        document = content.get("content") or {}
        title, date = string(document, "title"), string(content, "retrieved_at")
        return (CitationSource(type="web", url=content["url"], title=title, date=date),)
    return ()


def _result(fields: Fields) -> CitationSource:
    """A page that was found. Its age is in words, such as "1 month ago"."""
    return CitationSource(
        type="web", url=string(fields, "url"), title=string(fields, "title"), date=string(fields, "page_age")
    )
