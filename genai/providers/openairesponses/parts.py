"""Parts and items of an answer, as far as they have come.

The rule here: a part's block follows from where it stands, not from when it comes. So a stream folds to the message
that the whole answer gives, in whatever order its events arrive.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from attrs import define, field

from ...errors import BadAnswer
from ...results import Logprob
from ...values import shown
from .dialect import Dialect

Key: TypeAlias = tuple[str, str, int]
"""The kind of a part, the name of the list that it stands in, and its index there."""

STRIDE: Final = 10_000
"""How many blocks an item may have: its n-th part has the n-th of them."""

BEHIND: Final = {("reasoning", "content"): STRIDE // 2}
"""Lists that stand behind another one of the same item: open thoughts behind their summary."""

TYPES: Final = {"text": "message", "refusal": "message", "reasoning": "reasoning", "arguments": "function_call"}
"""Which item has parts of a kind; for servers that never say that an item begins."""

ARGUMENTS: Final[Key] = ("arguments", "", 0)


@define(eq=False)
class Part:
    """
    A part of an item.

    Args:
        kind: ``"text"``, ``"refusal"``, ``"reasoning"``, ``"arguments"`` or ``"doc"``.
        block: Its block in the message.
        pieces: What was said of it.
        tokens: The tokens of its text, if they were asked for.
        cited: How many annotations of it have come.
        whole: Nothing more will come.
    """

    kind: str
    block: int
    pieces: list[str] = field(factory=list)
    tokens: list[Logprob] = field(factory=list)
    cited: int = 0
    whole: bool = False

    @property
    def position(self) -> int:
        """The index of its item in the output."""
        return self.block // STRIDE

    @property
    def text(self) -> str:
        """What was said so far."""
        return "".join(self.pieces)

    def rest(self, whole: str) -> str:
        """What of the whole text has not been said yet; now it has. A server that tells no whole text tells nothing.

        Raises:
            BadAnswer: What was said is not how the whole text begins.
        """
        seen = self.text
        if not whole or whole == seen:
            return ""
        if not whole.startswith(seen):
            same = next((at for at, (a, b) in enumerate(zip(seen, whole, strict=False)) if a != b), len(whole))
            at = max(same - 20, 0)
            both = f"{shown(seen[at:])} was streamed, {shown(whole[at:])} is the whole"
            raise BadAnswer(f"the {self.kind} of item {self.position}, from letter {at}: {both}")
        rest = whole[len(seen) :]
        self.pieces.append(rest)
        return rest


@define(eq=False)
class Item:
    """
    An item of an answer.

    Args:
        position: Its index in the output.
        dialect: Whose item it is.
        id: The provider's id, which some servers change with every event.
        fields: Its fields, as they came last.
        parts: What it is made of.
        whole: Nothing more will come.
    """

    position: int
    dialect: Dialect
    id: str | None = None
    fields: dict[str, Any] = field(factory=dict)
    parts: dict[Key, Part] = field(factory=dict)
    whole: bool = False

    @property
    def base(self) -> int:
        """The block of the item, where it has no parts."""
        return self.position * STRIDE

    @property
    def block(self) -> int:
        """The block of what is said of the item as a whole: that of its first part."""
        return min((part.block for part in self.parts.values()), default=self.base)

    @property
    def last(self) -> int:
        """The last of its blocks."""
        return max((part.block for part in self.parts.values()), default=self.base)

    def part(self, kind: str, of: str = "", index: Any = 0) -> Part:
        """A part, which begins if it has not."""
        key = (kind, of, index or 0)
        part = self.parts.get(key)
        if part is None:
            behind = BEHIND.get((kind, of), 0)
            if type(key[2]) is not int or not 0 <= key[2] < STRIDE - behind:
                raise ValueError(f"the index of a part: {index!r}")
            if kind in TYPES:
                self.fields.setdefault("type", TYPES[kind])
            part = self.parts[key] = Part(kind, self.base + behind + key[2])
        return part

    def ordered(self) -> list[Part]:
        """Its parts, by their blocks."""
        return sorted(self.parts.values(), key=lambda part: part.block)

    def unended(self, completed: bool) -> dict[str, Any]:
        """The fields of an item that a server never ended, though the answer is over: what has come is all there is."""
        fields = {**({"id": self.id} if self.id else {}), **self.fields}
        if fields.get("status") == "in_progress":
            fields["status"] = "completed" if completed else "incomplete"
        if fields.get("type") == "reasoning":  # it is kept as it is, to be sent back: so it must hold its own text
            for of, type_ in (("summary", "summary_text"), ("content", "reasoning_text")):
                said = [part.text for key, part in sorted(self.parts.items()) if key[1] == of]
                fields[of] = [{"type": type_, "text": text} for text in said] or fields.get(of) or []
        return fields
