"""Citations: what a part of an answer rests on.

The rule here: offsets are 0-based, their end is exclusive, and they refer to ``result.text``.
"""

from __future__ import annotations

from attrs import field, frozen

from .values import Value, a_tuple


@frozen(kw_only=True)
class CitationSource(Value):
    """
    Where a citation comes from. Every field may be None, and offsets are 0-based with an exclusive end.

    Args:
        type: ``"web"``, ``"web_query"``, ``"web_image"``, ``"document"``, ``"file"`` or ``"tool"``.
        id: The provider's id of the source: a file id, a document's index.
        date: As the source gives it, usually ISO 8601.
    """

    type: str
    id: str | None = None
    title: str | None = None
    url: str | None = None
    snippet: str | None = None
    start_char: int | None = None
    end_char: int | None = None
    start_page: int | None = None
    end_page: int | None = None
    start_block: int | None = None
    end_block: int | None = None
    date: str | None = None


@frozen(kw_only=True)
class Citation(Value):
    """
    A part of the answer that rests on sources.

    Args:
        text: The part itself, or "" when the provider gives only a place.
        start: Offset of the part in ``result.text``, in characters, 0-based; None when not given.
        end: Offset behind its last character.
        sources: The sources, at least one.
    """

    text: str = ""
    start: int | None = None
    end: int | None = None
    sources: tuple[CitationSource, ...] = field(default=(), converter=a_tuple)
