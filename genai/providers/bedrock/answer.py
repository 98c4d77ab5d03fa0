"""Answer: the blocks of an answer on their way into a message, whole or in fragments.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html

The rule here: a whole block is read as the events that would stream it, so that both fold to the same message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ...citations import Citation
from ...messages import Reply
from ...results import Fold
from .._openai.fields import Fields, needed
from .blocks import DELTAS, Block, Replies, ended, events_of, rebuilt
from .sources import source_of


class Answer:
    """All that has come of an answer."""

    def __init__(self) -> None:
        self.fold = Fold()
        self._blocks: dict[int, Block] = {}
        self._about: dict[str, Any] = {}
        self._role: str | None = None

    # --- What comes ---

    def event(self, name: str, fields: Fields) -> Replies:
        """One event of a stream; its replies."""
        made = EVENTS[name](self, fields)
        for reply in made:
            self.fold.add(reply)
        return made

    def whole(self, response: Fields) -> Replies:
        """A whole answer; the replies that its stream would have."""
        made: Replies = []
        message = response["output"]["message"]
        needed(message, "role")
        for index, block in enumerate(message["content"]):
            for name, fields in events_of(index, block):
                made += self.event(name, fields)
        return made

    @property
    def stopped(self) -> bool:
        """Whether the message is whole."""
        return "stopReason" in self._about

    def response(self) -> dict[str, Any]:
        """What has come of a stream, as a whole answer has it."""
        blocks = [part for _, block in sorted(self._blocks.items()) for part in rebuilt(block)]
        message = {"role": self._role or "assistant", "content": blocks}
        return {"output": {"message": message}, **self._about}

    # --- Events ---

    def _message_start(self, fields: Fields) -> Replies:
        self._role = needed(fields, "role")
        return []

    def _start(self, fields: Fields) -> Replies:
        block = self._block(fields)
        block.started.update(fields["start"])
        return []

    def _delta(self, fields: Fields) -> Replies:
        block = self._block(fields)
        made: Replies = []
        for kind, value in fields["delta"].items():
            handler = DELTAS.get(kind)
            if handler is not None:  # strict mode tells of others
                made += handler(block, value)
        return made

    def _stop(self, fields: Fields) -> Replies:
        return self._close(self._block(fields))

    def _message_stop(self, fields: Fields) -> Replies:
        made = [reply for _, block in sorted(self._blocks.items()) for reply in self._close(block)]
        self._about["stopReason"] = needed(fields, "stopReason")
        if fields.get("additionalModelResponseFields") is not None:
            self._about["additionalModelResponseFields"] = fields["additionalModelResponseFields"]
        return made

    def _metadata(self, fields: Fields) -> Replies:
        self._about.update((name, value) for name, value in fields.items() if name != "p")
        return []

    def _block(self, fields: Fields) -> Block:
        index = fields["contentBlockIndex"]
        if type(index) is not int:
            raise TypeError(f"contentBlockIndex: {index!r}")
        return self._blocks.setdefault(index, Block(index))

    def _close(self, block: Block) -> Replies:
        """A block is over: what has waited for that."""
        if block.over:
            return []
        block.over = True
        return [*self._cited(block), *ended(block)]

    def _cited(self, block: Block) -> Iterator[Reply]:
        text = "".join(block.texts)
        start = sum(len(piece) for other in self._blocks.values() if other.index < block.index for piece in other.texts)
        for fields in block.citations:
            at = {"start": start, "end": start + len(text)} if text else {}
            yield Reply(citation=Citation(text=text, sources=(source_of(fields),), **at), block=block.index)


EVENTS: Final[Mapping[str, Callable[[Answer, Fields], Replies]]] = {
    "messageStart": Answer._message_start,
    "contentBlockStart": Answer._start,
    "contentBlockDelta": Answer._delta,
    "contentBlockStop": Answer._stop,
    "messageStop": Answer._message_stop,
    "metadata": Answer._metadata,
}
