"""Pages: how a list comes in parts, and the way through them.

The rule here: a list ends. A page that leads nowhere new is the last one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from .fields import needed


@frozen(kw_only=True)
class Pages:
    """
    How a list is turned over. The defaults are OpenAI's own behaviour.

    Args:
        size: What says how many entries a page has; None where the list comes as a whole.
        most: How many are asked for.
        number: What says the number of a page, counted from 0; None where the id of the last entry leads on.
        bare: The list is the whole answer.
    """

    size: str | None = "limit"
    most: int = 100
    number: str | None = None
    bare: bool = False


WHOLE = Pages(size=None)
"""A list that comes at once."""
BARE = Pages(size=None, bare=True)
"""The same, and nothing around it."""


class Cursor:
    """
    Where one is in a list.

    Attributes:
        query: What asks for the page; None behind the last one.
    """

    def __init__(self, pages: Pages) -> None:
        self._pages, self._page = pages, 0
        self.query: Mapping[str, Any] | None = self._asked({})

    def turn(self, listed: Any) -> list[Any]:
        """The entries of a page; the next one is asked for by ``query`` then."""
        entries: list[Any] = listed if self._pages.bare else listed["data"]
        if not isinstance(entries, list):
            raise TypeError(f"data: a list, not {entries!r:.80}")
        self.query = self._next(listed, entries)
        return entries

    def _next(self, listed: Any, entries: list[Any]) -> Mapping[str, Any] | None:
        pages, self._page = self._pages, self._page + 1
        if pages.size is None or not entries:
            return None
        if pages.number is not None:
            return self._asked({pages.number: self._page}) if len(entries) >= pages.most else None
        asked = self._asked({"after": needed(entries[-1], "id")})
        return asked if listed.get("has_more") and asked != self.query else None

    def _asked(self, where: Mapping[str, Any]) -> Mapping[str, Any]:
        return where if self._pages.size is None else {self._pages.size: self._pages.most, **where}
