"""Answer: what has come of an answer, whole or in pieces.

https://docs.cohere.com/docs/streaming

The rule here: a piece of a stream and the whole thing go through the same functions, so both fold to the same message.
A citation waits until the words that it cites have come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec
from attrs import define, field

from ...citations import Citation, CitationSource
from ...messages import Reply, ToolCall, ToolDelta
from ...results import Fold, Logprob
from .._openai.fields import Fields, integer, own, string

PLAN: Final = 0
CONTENT: Final = 1
CALLS: Final = 1_000_000
"""Blocks: the plan, then the parts of the content, then the calls."""

KINDS: Final = {"text": "text", "thinking": "reasoning"}
"""The type of a part of content, which is also the key of what it says: the kind of its replies."""


@define(eq=False)
class Call:
    """A tool call as far as it has come."""

    id: str = ""
    name: str = ""
    pieces: list[str] = field(factory=list)
    told: bool = False

    def raw(self) -> dict[str, Any]:
        """As a whole answer has it."""
        return {"id": self.id, "type": "function", "function": {"name": self.name, "arguments": "".join(self.pieces)}}


class Answer:
    """All that has come of an answer."""

    def __init__(self, provider: str) -> None:
        self.fold = Fold()
        self.logprobs: list[Logprob] = []
        self._provider = provider
        self._said: dict[tuple[int, str], list[str]] = {}  # by block and key, in the order in which they began
        self._calls: dict[int, Call] = {}
        self._waiting: list[Fields] = []

    def take(self, message: Fields) -> Iterator[Reply]:
        """A whole message."""
        if string(message, "tool_plan"):
            yield self.piece(PLAN, "tool_plan", message["tool_plan"])
        for index, part in enumerate(message.get("content") or ()):
            yield from self.part(index, part)
        for index, call in enumerate(message.get("tool_calls") or ()):
            yield self.called(index, call)
            yield from self.ended(index)
        for note in message.get("citations") or ():
            yield from self.cite(note)

    def part(self, index: int, part: Fields) -> Iterator[Reply]:
        """A part of content, or a piece of one."""
        for key in KINDS:
            if string(part, key):
                yield self.piece(CONTENT + index, key, part[key])

    def piece(self, block: int, key: str, said: str) -> Reply:
        """A piece of what is said; the first one of a thought remembers what it was."""
        if type(said) is not str:
            raise TypeError(f"{key}: a str, not {said!r:.80}")
        known = self._said.get((block, key))
        if known is not None:
            known.append(said)
        else:
            self._said[block, key] = [said]
        if key == "text":
            return Reply(text=said, block=block)
        return Reply(reasoning=said, block=block, opaque={} if known else own(self._provider, part=key))

    # --- Calls ---

    def called(self, index: int, fields: Fields) -> Reply:
        """A call, or a piece of one."""
        function = fields.get("function") or {}
        call = self._calls.setdefault(index, Call())
        call.id = call.id or string(fields, "id") or ""
        call.name = call.name or string(function, "name") or ""
        said = string(function, "arguments") or ""
        call.pieces.append(said)
        return Reply(tool_delta=ToolDelta(id=call.id, name=call.name, arguments=said), block=CALLS + index)

    def ended(self, index: int) -> Iterator[Reply]:
        """A call is whole."""
        call = self._calls[index]
        if call.told:
            return
        if not call.name:
            raise ValueError("a tool call without a name")
        call.told = True
        made = ToolCall(id=call.id, name=call.name, arguments="".join(call.pieces) or "{}")
        yield Reply(tool_call=made, block=CALLS + index)

    # --- Citations ---

    def cite(self, note: Fields) -> Iterator[Reply]:
        """A citation; it may have to wait, and those behind it too."""
        self._waiting.append(note)
        return self._placed()

    def _placed(self, over: bool = False) -> Iterator[Reply]:
        while self._waiting:
            note = self._waiting[0]
            place = self._place(note, over)
            if place is None:
                return
            self._waiting.pop(0)
            sources = tuple(map(source, note.get("sources") or ()))
            if sources:
                block, start, end, cited = place
                yield Reply(citation=Citation(text=cited, start=start, end=end, sources=sources), block=block)

    def _place(self, note: Fields, over: bool) -> tuple[int, int | None, int | None, str] | None:
        """Block, start, end and words of a citation; None as long as they are not all there."""
        type_, index = string(note, "type"), integer(note, "content_index")
        cited, start, end = string(note, "text") or "", integer(note, "start"), integer(note, "end")
        if type_ in ("PLAN", "THINKING_CONTENT"):  # no offsets: they would not be those of the text
            return PLAN if type_ == "PLAN" else CONTENT + (index or 0), None, None, cited
        texts = {block: "".join(said) for (block, key), said in self._said.items() if key == "text"}
        block = min(texts, default=CONTENT) if index is None else CONTENT + index
        text = texts.get(block, "")
        if start is not None and end is not None and end <= len(text) and cited in ("", text[start:end]):
            cited = text[start:end]
        elif not over:
            return None
        else:  # the words are there, but not where they should be
            start = text.find(cited) if cited else -1
            end = start + len(cited)
        if start is None or start < 0:
            return block, None, None, cited
        before = sum(len(said) for at, said in texts.items() if at < block)
        return block, before + start, before + (end or 0), cited

    # --- The end ---

    def close(self, failed: bool = False) -> Iterator[Reply]:
        """No more comes: the calls and citations that waited; what says nothing, and did not fail, says that."""
        for index in sorted(self._calls):
            yield from self.ended(index)
        if not self._said and not self._calls and not failed:
            yield Reply(text="", block=CONTENT)
        yield from self._placed(over=True)

    def message(self) -> dict[str, Any]:
        """The message, as a whole answer has it."""
        said: dict[str, Any] = {"role": "assistant"}
        for (block, key), pieces in sorted(self._said.items(), key=lambda row: row[0][0]):
            if block == PLAN:
                said["tool_plan"] = "".join(pieces)
            else:
                said.setdefault("content", []).append({"type": key, key: "".join(pieces)})
        if self._calls:
            said["tool_calls"] = [call.raw() for _, call in sorted(self._calls.items())]
        return said


def source(fields: Fields) -> CitationSource:
    """https://docs.cohere.com/docs/rag-citations: a document of the request, or what a tool answered."""
    type_ = string(fields, "type") or "document"
    held = fields.get("tool_output" if type_ == "tool" else "document") or {}
    return CitationSource(
        type=type_,
        id=string(fields, "id"),
        title=_text(held, "title"),
        url=_text(held, "url"),
        snippet=_snippet(held),
    )


def _text(held: Mapping[str, Any], name: str) -> str | None:
    value = held.get(name)  # callers may put anything there
    return value if isinstance(value, str) else None


def _snippet(held: Mapping[str, Any]) -> str | None:
    """What a source says: documents and results have it under keys of the caller's own; these are the usual ones."""
    said = next((held[name] for name in ("snippet", "text", "content") if isinstance(held.get(name), str)), None)
    return said or (msgspec.json.encode(held).decode() if held else None)


def logprob(item: Fields) -> Logprob:
    """A piece of text; where it is of several tokens, their probabilities together are its own."""
    return Logprob(token=string(item, "text") or "", logprob=float(sum(item.get("logprobs") or ())))
