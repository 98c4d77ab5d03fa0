"""Sources: what the text of an answer rests on, in whatever form a provider says it.

The rule here: one table from the key on the wire to the function that reads it. A source that is named twice is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from ...citations import Citation, CitationSource
from .._openai.fields import Fields, integer, string

Reader: TypeAlias = Callable[[Any], Iterator[Citation]]


def noted(notes: Any) -> Iterator[Citation]:
    """``annotations``: pages, with the place of the text that rests on them where that is known.

    https://platform.openai.com/docs/guides/tools-web-search?api-mode=chat
    """
    for note in notes:
        type_ = note.get("type")
        about = note.get(type_) if isinstance(note.get(type_), dict) else note  # xiaomi has it flat
        source = SOURCES.get(type_, no_source)(about)
        if source is not None:
            start, end = integer(about, "start_index"), integer(about, "end_index")
            yield Citation(start=start, end=end, sources=(source,))


def placed(citation: Citation, text: str, cut: int) -> Citation:
    """A citation at its place in the text; some providers say 0 to 0 for "nowhere", and so is what is outside of it."""
    start, end = (-1 if at is None else at - cut for at in (citation.start, citation.end))
    if not 0 <= start < end <= len(text):
        return Citation(sources=citation.sources)
    return Citation(text=text[start:end], start=start, end=end, sources=citation.sources)


def page(about: Fields) -> CitationSource:
    """A page on the web."""
    snippet = string(about, "content") or string(about, "summary") or string(about, "snippet")
    return CitationSource(
        type="web",
        url=string(about, "url") or string(about, "link"),
        title=string(about, "title") or None,
        snippet=snippet or None,
        date=string(about, "date") or string(about, "publish_date") or None,
    )


def file(about: Fields) -> CitationSource:
    """A file, as OpenRouter's parsers and others name it."""
    return CitationSource(type="file", id=string(about, "file_id"), title=string(about, "filename"))


def no_source(about: Fields) -> CitationSource | None:
    """A note of a kind that nobody documented; ``unknown_fields`` reports it."""
    return None


SOURCES: Final[Mapping[Any, Callable[[Fields], CitationSource | None]]] = {
    "url_citation": page,
    "file_citation": file,
}


def pages(results: Any) -> Iterator[Citation]:
    """``search_results`` (Perplexity), ``web_search`` (Z.ai): the pages that the model looked at."""
    for result in results:
        yield Citation(sources=(page(result),))


def links(urls: Any) -> Iterator[Citation]:
    """``citations``: URLs alone."""
    for url in urls:
        if type(url) is not str:
            raise TypeError(f"citations: {url!r:.80}")
        yield Citation(sources=(CitationSource(type="web", url=url),))


def pictures(images: Any) -> Iterator[Citation]:
    """``images`` beside the choices (Perplexity): pictures that were found, each with the page that it is on."""
    for found in images:
        title = string(found, "title") or string(found, "origin_url")
        yield Citation(sources=(CitationSource(type="web_image", url=string(found, "image_url"), title=title),))


def executed(tools: Any) -> Iterator[Citation]:
    """``executed_tools`` (Groq): the searches that the provider ran.

    https://console.groq.com/docs/compound/built-in-tools/web-search
    """
    for tool in tools:
        for result in (tool.get("search_results") or {}).get("results") or ():
            yield Citation(sources=(page(result),))


BESIDE: Final[tuple[tuple[str, Reader], ...]] = (
    ("search_results", pages),
    ("web_search", pages),
    ("citations", links),
    ("images", pictures),
)
"""What stands beside the choices."""
WITHIN: Final[tuple[tuple[str, Reader], ...]] = (("annotations", noted), ("executed_tools", executed))
"""What stands in the message."""


def citations(answer: Fields, message: Fields, text: str, cut: int = 0) -> Iterator[Citation]:
    """
    All citations of an answer. A page without a place that was named before is not named again.

    Args:
        answer: What stands beside the choices.
        message: What stands in the message.
        text: The answer's text.
        cut: How many letters the provider counts before the text: those of thoughts that stand in it.
    """
    seen: set[tuple[str, str | None]] = set()
    for held, table in ((message, WITHIN), (answer, BESIDE)):
        for key, read in table:
            for citation in (placed(found, text, cut) for found in read(held.get(key) or ())):
                names = {(source.type, source.url or source.id or source.title) for source in citation.sources}
                if citation.start is not None or not names <= seen:
                    seen |= names
                    yield citation
