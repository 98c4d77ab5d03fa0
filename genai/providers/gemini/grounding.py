"""Grounding: what an answer rests on, as citations.

https://ai.google.dev/gemini-api/docs/google-search#attributing_sources_with_inline_citations

The rule here: Google counts bytes of UTF-8 in the whole text, ours count characters. Where its count is wrong (a few
bytes, in some recordings) the cited words tell the place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from ...citations import Citation, CitationSource
from .._openai.fields import Fields, integer, string


def web(chunk: Fields) -> CitationSource:
    """A page."""
    return CitationSource(type="web", url=string(chunk, "uri"), title=string(chunk, "title"))


def image(chunk: Fields) -> CitationSource:
    """A picture, on its page."""
    return CitationSource(
        type="web_image", url=string(chunk, "sourceUri") or string(chunk, "imageUri"), title=string(chunk, "title")
    )


def maps(chunk: Fields) -> CitationSource:
    """A place."""
    return CitationSource(
        type="web",
        id=string(chunk, "placeId"),
        url=string(chunk, "uri"),
        title=string(chunk, "title"),
        snippet=string(chunk, "text"),
    )


def file(chunk: Fields) -> CitationSource:
    """A piece of a file in a store."""
    page = integer(chunk, "pageNumber")
    return CitationSource(
        type="file",
        id=string(chunk, "fileSearchStore"),
        url=string(chunk, "uri"),
        title=string(chunk, "title"),
        snippet=string(chunk, "text"),
        start_page=None if page is None else page - 1,
        end_page=page,
    )


CHUNKS: Final[Mapping[str, Callable[[Fields], CitationSource]]] = {
    "web": web,
    "image": image,
    "maps": maps,
    "retrievedContext": file,
}


def source(chunk: Fields) -> CitationSource | None:
    """A source, whichever kind it is."""
    return next((make(chunk[name]) for name, make in CHUNKS.items() if name in chunk), None)


def place(text: str, start: int, end: int, words: str) -> tuple[int, int]:
    """Where bytes are in a text, in characters; where the words are, if the bytes do not hold them."""
    data = text.encode()
    first, last = (len(data[:at].decode("utf-8", "ignore")) for at in (start, end))
    if not words or text[first:last] == words:
        return first, last
    found = [at for at in (text.find(words, max(0, first - len(words))), text.find(words)) if at >= 0]
    near = min(found, key=lambda at: abs(at - first), default=None)
    return (first, last) if near is None else (near, near + len(words))


def citations(candidate: Fields, text: str) -> Iterator[Citation]:
    """All that an answer says of what it rests on: part by part, and then what belongs to no part."""
    about = candidate.get("groundingMetadata") or {}
    sources = [source(chunk) for chunk in about.get("groundingChunks") or ()]
    used: set[int] = set()
    for support in about.get("groundingSupports") or ():
        indices = [at for at in support.get("groundingChunkIndices") or () if 0 <= at < len(sources)]
        used.update(indices)
        mine = [one for one in map(sources.__getitem__, indices) if one]
        if mine:
            yield _cited(support.get("segment") or {}, text, mine)
    for entry in (candidate.get("citationMetadata") or {}).get("citationSources") or ():
        yield _cited(entry, text, [web(entry)])
    left = [one for at, one in enumerate(sources) if one and at not in used]
    left += _looked_at(candidate, {one.url for one in sources if one})
    queries = [*(about.get("webSearchQueries") or ()), *(about.get("imageSearchQueries") or ())]
    left += [CitationSource(type="web_query", title=query) for query in queries if query]
    if left:
        yield Citation(sources=tuple(left))


def _cited(segment: Fields, text: str, sources: Sequence[CitationSource]) -> Citation:
    end = integer(segment, "endIndex")
    if end is None:  # a start of 0 is left out, an end never is
        return Citation(sources=tuple(sources))
    first, last = place(text, integer(segment, "startIndex") or 0, end, string(segment, "text") or "")
    return Citation(text=text[first:last], start=first, end=last, sources=tuple(sources))


FETCHED: Final = "URL_RETRIEVAL_STATUS_SUCCESS"


def _looked_at(candidate: Fields, known: set[str | None]) -> Iterator[CitationSource]:
    """The pages that were fetched, as far as they are no sources already."""
    for page in (candidate.get("urlContextMetadata") or {}).get("urlMetadata") or ():
        url = string(page, "retrievedUrl")
        if page.get("urlRetrievalStatus") == FETCHED and url not in known:
            known.add(url)
            yield CitationSource(type="web", url=url)
