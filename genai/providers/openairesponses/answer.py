"""Answer: items and parts on their way into a message, whole or in fragments.

The rule here: a streamed item and the same item in a whole answer go through the same functions, so both fold to the
same message. What has been said is not said again; what has not, is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ...messages import Reply
from ...results import Fold, Logprob
from .._openai.fields import Fields, integer, needed, string
from .dialect import Dialect
from .ends import ENDS, citation, emptied, item_end, logprob
from .parts import Item, Part

PARTS: Final[Mapping[str, tuple[tuple[str, str, str], ...]]] = {
    # item type: (its list of parts, the key of a part's text, the kind of reply)
    "message": (("content", "text", "text"), ("content", "refusal", "refusal")),
    "reasoning": (("summary", "text", "reasoning"), ("content", "text", "reasoning")),
}


class Answer:
    """All that has come of an answer."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.fold = Fold()
        self.items: dict[int, Item] = {}
        self._known: dict[Any, Item] = {}
        self._newest: Item | None = None
        self._waiting: list[tuple[Part, Fields]] = []

    @property
    def logprobs(self) -> tuple[Logprob, ...]:
        """The tokens of the text, in its order."""
        return tuple(token for part in self._texts() for token in part.tokens)

    @property
    def last(self) -> int:
        """The last block."""
        return max((item.last for item in self.items.values()), default=0)

    def _texts(self) -> list[Part]:
        return [part for _, item in sorted(self.items.items()) for part in item.ordered() if part.kind == "text"]

    # --- Which item is meant: events have its index in the output, or its id, or both, or neither ---

    def find(self, index: Any, id_: Any) -> Item:
        """The item that something is said of; the one that began last, where that is not told."""
        item = self._named(index, id_)
        newest = self._newest
        if item is None and index is None and newest is not None and not newest.whole and not (id_ and newest.id):
            item = newest
        return self._new(index, id_) if item is None else self._call(item, index, id_)

    def begin(self, index: Any, fields: Any) -> Item:
        """The item that begins, if nothing has been said of it yet."""
        id_ = string(fields, "id")
        item = self._named(index, id_)
        item = self._new(index, id_) if item is None else self._call(item, index, id_)
        item.fields = fields
        return item

    def _named(self, index: Any, id_: Any) -> Item | None:
        item = self._known.get(index)
        if item is None or (item.whole and id_ and item.id and item.id != id_):  # servers that count nothing
            item = self._known.get(id_)
        return item

    def _new(self, index: Any, id_: Any) -> Item:
        if index is not None and not (type(index) is int and index >= 0):
            raise ValueError(f"output_index: {index!r}")
        free = index is not None and index not in self.items
        position = index if free else max(self.items, default=-1) + 1
        self._newest = self.items[position] = item = Item(position, self.dialect)  # type: ignore[index,arg-type]  # an int, as above
        return self._call(item, index, id_)

    def _call(self, item: Item, index: Any, id_: Any) -> Item:
        """Note what an item is called."""
        if index is not None:
            self._known[index] = item
        if id_:
            self._known[id_] = item
            item.id = item.id or needed({"id": id_}, "id")
        return item

    # --- What is said of it ---

    def complete(self, item: Item, fields: Fields) -> Iterator[Reply]:
        """All of an item that has not come in fragments already."""
        type_ = fields.get("type", "")
        for of, text, kind in PARTS.get(type_, ()):
            for index, part in enumerate(fields.get(of) or ()):
                if part.get(text) is not None:
                    yield from self.said(item.part(kind, of, index), part, text)
        yield from ENDS.get(type_, item_end)(fields, item)
        item.whole = True
        if self._waiting:
            yield from self._placed()

    def said(self, part: Part, fields: Fields, name: str) -> Iterator[Reply]:
        """A part is whole: the rest of its text, of its tokens and of its citations."""
        rest = part.rest(string(fields, name) or "")
        if part.kind == "text":
            part.tokens += map(logprob, (fields.get("logprobs") or ())[len(part.tokens) :])
        if rest:
            yield Reply(**{part.kind: rest}, block=part.block)  # type: ignore[arg-type]
        part.whole = True
        for note in (fields.get("annotations") or ())[part.cited :]:
            yield from self.note(part, note)

    def note(self, part: Part, note: Fields) -> Iterator[Reply]:
        """One annotation. Its offsets count from the answer's first letter, so it waits until those are known."""
        part.cited += 1
        self._waiting.append((part, note))
        return self._placed()

    def _placed(self, over: bool = False) -> Iterator[Reply]:
        """The citations whose place is known now; all of them, when the answer is over."""
        waiting, self._waiting = self._waiting, []
        late: set[int] = set()  # the citations of a part stay in their order
        for part, note in waiting:
            if part.block in late or not (over or self._settled(part, note)):
                late.add(part.block)
                self._waiting.append((part, note))
                continue
            before = sum(len(one.text) for one in self._texts() if one.block < part.block)
            made = citation(note, part.text, before)
            if made is not None:
                yield Reply(citation=made, block=part.block)

    def _settled(self, part: Part, note: Fields) -> bool:
        """Whether all is there that a citation's place depends on: the text before its part, and the cited text."""
        mine = self.items[part.position]
        here = part.whole or mine.whole or (integer(note, "end_index") or 0) <= len(part.text)
        beside = mine.whole or all(one.whole for one in mine.parts.values() if one.block < part.block)
        before = map(self.items.get, range(part.position))
        return here and beside and all(item is not None and item.whole for item in before)

    # --- The end ---

    def end(self, response: Fields) -> Iterator[Reply]:
        """The answer is over: what of it has not been said, and the items that began and never ended."""
        for item, fields in self._matched(response.get("output") or []):
            if not item.whole:
                yield from self.complete(item, fields)
            elif fields.get("type") == "image_generation_call":
                emptied(fields)
        for _, item in sorted(self.items.items()):
            if not item.whole and item.fields.get("type"):
                yield from self.complete(item, item.unended(response.get("status") == "completed"))
        if self._waiting:
            yield from self._placed(over=True)

    def _matched(self, output: Sequence[Any]) -> list[tuple[Item, Fields]]:
        """The items of a whole answer, each with what has come of it: by id, else by place, else by type."""
        if not isinstance(output, list):
            raise TypeError(f"output: a list, not {output!r:.80}")
        if not self.items:  # it comes whole
            return [(self._new(index, None), fields) for index, fields in enumerate(output)]
        found = [self._known.get(string(fields, "id") or ()) for fields in output]
        left = [item for _, item in sorted(self.items.items()) if item not in found]
        for by_place in (True, False):
            for index, fields in enumerate(output):
                item = _alike(fields, [self._known.get(index)] if by_place else left)
                if found[index] is None and item in left:
                    found[index] = item
                    left = [one for one in left if one is not item]
        return [(item or self._new(at, None), output[at]) for at, item in enumerate(found)]


def _alike(fields: Fields, items: Sequence[Item | None]) -> Item | None:
    """The first item that may be the one with these fields; of some no more is known than that they make progress."""
    return next((one for one in items if one and one.fields.get("type") in (None, fields.get("type"))), None)
