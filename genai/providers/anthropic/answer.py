"""Answer: blocks on their way into a message, whole or in fragments.

https://platform.claude.com/docs/en/build-with-claude/streaming

The rule here: a whole block is one that begins with all it has and stops at once. So a stream and a whole answer go
through the same functions, and fold to the same message.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import define, field

from ...citations import Citation, CitationSource
from ...messages import Reply, ToolCall, ToolDelta
from ...results import Fold
from .._openai.fields import Fields, needed, own, string
from .sources import found, source_of

SPOKEN: Final[Mapping[str, tuple[str, str]]] = {"text": ("text", "text"), "thinking": ("thinking", "reasoning")}
"""Blocks that are said: the key of their text, and the kind of their replies."""

DIRECT: Final = {"type": "direct"}


@define(eq=False)
class Block:
    """
    A block of an answer.

    Args:
        index: Its place in the answer.
        fields: Its fields, as it began.
        pieces: What has come of its text, or of its input's JSON.
        citations: What its text rests on.
        whole: Nothing more will come.
    """

    index: int
    fields: dict[str, Any]
    pieces: list[str] = field(factory=list)
    citations: list[Fields] = field(factory=list)
    whole: bool = False

    @property
    def type(self) -> str:
        """What it is."""
        return str(self.fields.get("type"))

    @property
    def text(self) -> str:
        """What was said so far."""
        return "".join(self.pieces)

    def done(self) -> dict[str, Any]:
        """The block as a whole answer has it, as far as it has come."""
        made = dict(self.fields)
        if self.type in SPOKEN:
            made[SPOKEN[self.type][0]] = self.text
        elif self.pieces:
            try:
                made["input"] = json.loads(self.text)
            except ValueError:  # it was cut
                made["input"] = {}
        if self.citations:
            made["citations"] = list(self.citations)
        return made


class Answer:
    """All that has come of an answer."""

    def __init__(self, provider: str) -> None:
        self.provider = provider
        self.fold = Fold()
        self.blocks: dict[int, Block] = {}
        self._waiting: list[Block] = []

    def content(self) -> list[dict[str, Any]]:
        """The blocks, as a whole answer has them."""
        return [block.done() for _, block in sorted(self.blocks.items())]

    # --- What is said of a block ---

    def begin(self, index: Any, fields: Any) -> Iterator[Reply]:
        """A block begins, with as much as it has."""
        if type(index) is not int or index < 0 or index in self.blocks:
            raise ValueError(f"the index of a block: {index!r}")
        block = self.blocks[index] = Block(index, dict(fields))
        type_ = needed(fields, "type")
        if type_ in SPOKEN:
            yield from self.piece(block, string(fields, SPOKEN[type_][0]) or "")
            block.citations += fields.get("citations") or ()
        elif type_ == "tool_use":
            given = fields.get("input")
            yield from self.piece(block, json.dumps(given, ensure_ascii=False) if given else "", begins=True)
        elif type_ in ("server_tool_use", "mcp_tool_use"):
            yield Reply(progress=f"{needed(fields, 'name')}.started", block=index)

    def piece(self, block: Block, text: str, begins: bool = False) -> tuple[Reply, ...]:
        """The next of a block's text, or of its input."""
        if text:
            block.pieces.append(text)
        type_ = block.type
        if text and type_ in SPOKEN:
            return (Reply(**{SPOKEN[type_][1]: text}, block=block.index),)  # type: ignore[arg-type]
        if type_ != "tool_use" or not (text or begins):
            return ()
        about = block.fields
        made = ToolDelta(id=needed(about, "id"), name=needed(about, "name"), arguments=text)
        return (Reply(tool_delta=made, block=block.index),)

    def stop(self, block: Block) -> Iterator[Reply]:
        """A block is whole."""
        if block.whole:
            return
        block.whole = True
        yield from STOPS.get(block.type, Answer._kept)(self, block)
        if self._waiting:
            yield from self._placed()

    def end(self) -> Iterator[Reply]:
        """The answer is over: blocks that never stopped, and what still waits for its place."""
        for _, block in sorted(self.blocks.items()):
            yield from self.stop(block)
        yield from self._placed(over=True)

    # --- What a block becomes when it is whole ---

    def _text(self, block: Block) -> Iterator[Reply]:
        """The citations are kept as they came, too: some can only be sent back unchanged."""
        if block.citations:
            self._waiting.append(block)
            yield Reply(block=block.index, opaque=own(self.provider, citations=list(block.citations)))

    def _thinking(self, block: Block) -> Iterator[Reply]:
        """Thoughts go back with their signature alone; those that are not shown have nothing else."""
        if not string(block.fields, "signature"):
            return
        kept = {"signature": block.fields["signature"]} if block.pieces else {"block": block.done()}
        yield Reply(block=block.index, opaque=own(self.provider, **kept))

    def _call(self, block: Block) -> Iterator[Reply]:
        if not block.pieces:
            yield from self.piece(block, "{}")
        about, caller = block.fields, block.fields.get("caller")
        call = ToolCall(id=needed(about, "id"), name=needed(about, "name"), arguments=block.text)
        opaque = own(self.provider, caller=caller) if caller and caller != DIRECT else {}
        yield Reply(tool_call=call, block=block.index, opaque=opaque)

    def _kept(self, block: Block) -> Iterator[Reply]:
        """Any other block is kept as it is, to be sent back unchanged; the pages that it found are sources."""
        made = block.done()
        sources = found(made, self._query(made))
        if sources:
            yield Reply(citation=Citation(sources=sources), block=block.index)
        yield Reply(block=block.index, opaque=own(self.provider, block=made))

    def _query(self, result: Fields) -> str | None:
        """What was asked of a search."""
        id_ = result.get("tool_use_id")
        calls = (block for block in self.blocks.values() if id_ and block.fields.get("id") == id_)
        call = next(calls, None)
        asked = call.done().get("input") if call else None
        return string(asked, "query") if isinstance(asked, dict) else None

    # --- Citations: their offsets count from the answer's first letter, so they wait until those are known ---

    def _placed(self, over: bool = False) -> Iterator[Reply]:
        waiting, self._waiting = self._waiting, []
        for block in waiting:
            if not over and not all(self._is_whole(index) for index in range(block.index)):
                self._waiting.append(block)
                continue
            before = [one for index, one in self.blocks.items() if index < block.index and one.type == "text"]
            start = sum(len(piece) for one in before for piece in one.pieces)
            sources: tuple[CitationSource, ...] = tuple(map(source_of, block.citations))
            text = block.text
            made = Citation(text=text, start=start, end=start + len(text), sources=sources)
            yield Reply(citation=made, block=block.index)

    def _is_whole(self, index: int) -> bool:
        block = self.blocks.get(index)
        return block is not None and block.whole


Stop: TypeAlias = Callable[[Answer, Block], Iterator[Reply]]
STOPS: Final[Mapping[str, Stop]] = {"text": Answer._text, "thinking": Answer._thinking, "tool_use": Answer._call}
