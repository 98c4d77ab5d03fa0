"""Thoughts: what a text begins with, between two marks, taken apart from the rest.

The rule here: where a piece is cut never matters, and only blanks around the thoughts are lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

Piece: TypeAlias = tuple[str, str]
"""``"text"`` or ``"reasoning"``, and what was said."""

BEGIN, THINK, AFTER, TEXT = range(4)
BLANKS: Final = " \t\r\n"


class Thoughts:
    """
    Text in, text and thoughts out.

    Args:
        start: The mark before the thoughts, such as ``"<think>"``; only at the beginning of a text it is one.
        end: The mark behind them.

    Attributes:
        cut: How many letters of what was fed stand before the text, once that has begun.
    """

    def __init__(self, start: str, end: str) -> None:
        self._start = start
        self._end = end
        self._held = ""  # what may be the beginning of a mark, or blanks that nothing may follow
        self._state = BEGIN
        self._said = False
        self._fed = 0
        self.cut = 0

    def feed(self, text: str) -> Iterator[Piece]:
        """Take the next piece; what is certain of it."""
        if self._state == TEXT:
            if text:
                yield "text", text
            return
        self._held += text
        self._fed += len(text)
        if self._state == BEGIN:
            self._begin()
        if self._state == THINK:
            yield from self._think()
        if self._state == AFTER:
            self._held = self._held.lstrip(BLANKS)
            self._state = TEXT if self._held else AFTER
        if self._state == TEXT:
            self.cut = self._fed - len(self._held)
            yield from self._rest("text")

    def close(self) -> Iterator[Piece]:
        """The text is over: what was held back."""
        if self._state == THINK:
            self._held = self._held.rstrip(BLANKS)
            yield from self._rest("reasoning")
        else:
            yield from self._rest("text")

    def _rest(self, kind: str) -> Iterator[Piece]:
        held, self._held = self._held, ""
        if held:
            yield kind, held

    def _begin(self) -> None:
        bare = self._held.lstrip(BLANKS)
        if bare.startswith(self._start):
            self._held, self._state = bare[len(self._start) :], THINK
        elif not self._start.startswith(bare):
            self._state = TEXT

    def _think(self) -> Iterator[Piece]:
        if not self._said:
            self._held = self._held.lstrip(BLANKS)
        thought, mark, rest = self._held.partition(self._end)
        if mark:
            self._held, self._state = rest, AFTER
            thought = thought.rstrip(BLANKS)
        else:
            sure = len(self._held) - self._doubtful()
            thought, self._held = self._held[:sure], self._held[sure:]
        if thought:
            self._said = True
            yield "reasoning", thought

    def _doubtful(self) -> int:
        """How many letters at the end may belong to the mark, or are blanks before it."""
        held, most = self._held, min(len(self._end) - 1, len(self._held))
        mark = next((n for n in range(most, 0, -1) if self._end.startswith(held[-n:])), 0)
        body = held[: len(held) - mark]
        return mark + len(body) - len(body.rstrip(BLANKS))
