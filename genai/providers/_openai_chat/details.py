"""Details: thoughts in pieces that go back as they came, with their signatures.

https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks

The rule here: what a stream says in fragments is joined to what a whole answer has, and nothing else is changed.
"""

from __future__ import annotations

from typing import Any, Final

from .._openai.fields import Fields, string

JOINED: Final = ("text", "summary", "data")
"""What comes in fragments; the first two are for readers."""


class Details:
    """The thoughts of an answer, each a dictionary of the wire."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self._told = 0

    def take(self, details: list[Fields], fragments: bool) -> str:
        """Take the next ones; what they say to a reader."""
        said = ""
        for detail in details:
            said += string(detail, "text") or string(detail, "summary") or ""
            last = self.entries[-1] if self.entries and fragments else None
            if last is not None and _same(last, detail):
                joined = {key: (last.get(key) or "") + detail[key] for key in JOINED if detail.get(key)}
                last.update({**{key: value for key, value in detail.items() if value is not None}, **joined})
            else:
                self.entries.append(dict(detail))
        return said

    def untold(self) -> bool:
        """Whether any came since this was last asked."""
        told, self._told = self._told, len(self.entries)
        return self._told > told


def _same(one: Fields, other: Fields) -> bool:
    """Whether a fragment goes on with another one; an id may come with the first or the last of them."""
    ids = {one.get("id"), other.get("id")} - {None}
    return len(ids) < 2 and all(one.get(key) == other.get(key) for key in ("index", "type"))
