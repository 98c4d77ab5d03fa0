"""Citations of Chat Completions: what a text rests on, in every form that some provider says it."""

from __future__ import annotations

from typing import Any

import pytest
from contract.chat import chunk
from hypothesis import given
from hypothesis import strategies as st
from wires.chat_answers import Said, chunks, said, streamed

import genai
from genai.citations import Citation, CitationSource
from genai.providers._openai_chat.sources import citations

TEXT = "It is warm in Oslo."


def web(url: str | None, **more: Any) -> CitationSource:
    """A page."""
    return CitationSource(type="web", url=url, **more)


def nowhere(*sources: CitationSource) -> list[Citation]:
    """Citations without a place, of one source each."""
    return [Citation(sources=(source,)) for source in sources]


def note(start: Any = None, end: Any = None, url: Any = "https://a.org", **more: Any) -> dict[str, Any]:
    """An annotation, as OpenAI writes it."""
    return {"type": "url_citation", "url_citation": {"url": url, "start_index": start, "end_index": end, **more}}


OSLO = Citation(text="Oslo", start=14, end=18, sources=(web("https://a.org"),))
WITHIN: dict[str, tuple[dict[str, Any], list[Citation]]] = {
    "OpenAI": (
        {"annotations": [note(14, 18, title="A")]},
        [Citation(text="Oslo", start=14, end=18, sources=(web("https://a.org", title="A"),))],
    ),
    "flat": (
        {"annotations": [{"type": "url_citation", "url": "https://a.org", "title": "A", "summary": "S"}]},
        nowhere(web("https://a.org", title="A", snippet="S")),
    ),
    "0 to 0": ({"annotations": [note(0, 0)]}, nowhere(web("https://a.org"))),
    "backwards": ({"annotations": [note(5, 2)]}, nowhere(web("https://a.org"))),
    "below": ({"annotations": [note(-5, 2)]}, nowhere(web("https://a.org"))),
    "behind the text": ({"annotations": [note(14, 99)]}, nowhere(web("https://a.org"))),
    "half a place": ({"annotations": [note(14)]}, nowhere(web("https://a.org"))),
    "two places": (
        {"annotations": [note(14, 18), note(0, 2)]},
        [OSLO, Citation(text="It", start=0, end=2, sources=(web("https://a.org"),))],
    ),
    "a page twice": ({"annotations": [note(), note()]}, nowhere(web("https://a.org"))),
    "pages without a URL": (
        {"annotations": [note(url=None, title="A"), note(url=None, title="B")]},
        nowhere(web(None, title="A"), web(None, title="B")),
    ),
    "a file": (
        {"annotations": [{"type": "file_citation", "file_citation": {"file_id": "f", "filename": "a.pdf"}}]},
        nowhere(CitationSource(type="file", id="f", title="a.pdf")),
    ),
    "a kind that nobody documented": ({"annotations": [{"type": "telepathy", "url": "https://a.org"}, {}]}, []),
    "Groq": (
        {
            "executed_tools": [
                {"index": 0, "search_results": {"results": [{"url": "https://a.org", "content": "C"}]}},
                {"index": 1, "type": "python", "search_results": None},
                {"index": 2, "search_results": {"results": None}},
            ]
        },
        nowhere(web("https://a.org", snippet="C")),
    ),
    "none": ({"annotations": [], "executed_tools": None}, []),
}  # fmt: skip
BESIDE: dict[str, tuple[dict[str, Any], list[Citation]]] = {
    "Perplexity": (
        {
            "search_results": [{"url": "https://a.org", "title": "A", "date": "2026-01-01", "snippet": "S"}],
            "citations": ["https://a.org", "https://b.org"],
        },
        nowhere(web("https://a.org", title="A", date="2026-01-01", snippet="S"), web("https://b.org")),
    ),
    "Perplexity's pictures": (
        {"images": [{"image_url": "https://a.org/b.png", "origin_url": "https://a.org", "title": ""}]},
        nowhere(CitationSource(type="web_image", url="https://a.org/b.png", title="https://a.org")),
    ),
    "Z.ai": (
        {"web_search": [{"link": "https://a.org", "title": "A", "content": "C", "publish_date": "2026-01-01"}]},
        nowhere(web("https://a.org", title="A", snippet="C", date="2026-01-01")),
    ),
    "empty words": (
        {"search_results": [{"url": "https://a.org", "title": "", "date": ""}]},
        nowhere(web("https://a.org")),
    ),
    "none": ({"search_results": [], "citations": None}, []),
}


@pytest.mark.parametrize("name", WITHIN)
def test_within(name: str) -> None:
    """What stands in the message, at once and streamed, entry by entry."""
    message, expected = WITHIN[name]
    message = {"content": TEXT, **message}

    assert expected == list(said(message).citations)
    assert expected == list(streamed(chunks({key: value for key, value in message.items() if value})).citations)


@pytest.mark.parametrize("name", BESIDE)
def test_beside(name: str) -> None:
    """What stands beside the choices, at once and streamed: in the last chunk, or again in every one."""
    fields, expected = BESIDE[name]
    body = chunks({"content": TEXT})

    assert expected == list(said({"content": TEXT}, **fields).citations)
    assert expected == list(streamed([*body, chunk(**fields)]).citations)
    assert expected == list(streamed([{**one, **fields} for one in body]).citations)


def test_a_page_is_named_once() -> None:
    """A page that the text cites is not named again by the list of all pages; another kind of source is."""
    fields: Said = {"citations": ["https://a.org"], "images": [{"image_url": "https://a.org"}]}
    found = said({"content": TEXT, "annotations": [note(14, 18)]}, **fields).citations

    assert [OSLO, *nowhere(CitationSource(type="web_image", url="https://a.org"))] == list(found)


def test_entries_that_grow() -> None:
    """An entry with the index of another one says more of that."""
    search = {"index": 0, "type": "search", "arguments": "{}"}
    found = {"index": 0, "search_results": {"results": [{"url": "https://a.org"}]}}
    result = streamed(
        [chunk({"executed_tools": [search]}), chunk({"executed_tools": [found]}), chunk({"content": "Hi"}, "stop")]
    )

    assert nowhere(web("https://a.org")) == list(result.citations)
    assert [{**search, **found}] == result.raw["choices"][0]["message"]["executed_tools"]


def test_places_in_the_order_of_the_answer() -> None:
    """Citations stand behind the text that they are of, and before what follows it."""
    message = {"content": TEXT, "annotations": [note(14, 18)], "refusal": "No."}

    assert ["text", "citation", "refusal"] == [reply.kind for reply in said(message).message.replies]


@pytest.mark.parametrize(
    "odd",
    [
        {"annotations": 5},
        {"annotations": [5]},
        {"annotations": [{"type": ["url_citation"]}]},
        {"annotations": [note("0", 5)]},
        {"annotations": [note(0, 5.5)]},
        {"annotations": [note(url=5)]},
        {"annotations": [note(title=5)]},
        {"executed_tools": [{"search_results": [1]}]},
        {"executed_tools": [{"search_results": {"results": ["https://a.org"]}}]},
    ],
)
def test_odd_ones(odd: dict[str, Any]) -> None:
    """Anything of another type is BadAnswer, at once and streamed."""
    with pytest.raises(genai.BadAnswer):
        said({"content": TEXT, **odd})
    with pytest.raises(genai.BadAnswer):
        streamed([chunk({"content": TEXT}), chunk(odd), chunk({}, "stop")])


@given(text=st.text(max_size=8), start=st.integers(-3, 12), end=st.integers(-3, 12), cut=st.integers(0, 4))
def test_any_place(text: str, start: int, end: int, cut: int) -> None:
    """A citation has a place within the text, whose words it tells, or none."""
    (found,) = citations({}, {"annotations": [note(start + cut, end + cut)]}, text, cut)
    inside = 0 <= start < end <= len(text)

    assert (text[start:end], start, end) == (found.text, found.start, found.end) if inside else found.start is None
