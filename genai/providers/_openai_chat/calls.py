"""Calls: tool calls put together from their fragments.

https://platform.openai.com/docs/guides/function-calling#streaming

The rule here: an index tells which call a fragment belongs to; where there is none, or several calls have the same one,
an id tells, and a name begins a new call unless the same one is said again in the midst of a call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from attrs import define, field

from ...messages import Reply, ToolCall, ToolDelta
from .._openai.fields import Fields, own, string


@define(eq=False)
class Call:
    """
    A call as far as it has come.

    Args:
        block: Its block in the message.
        id: Its id, "" as long as none came.
        name: The tool's name.
        pieces: Its arguments.
        extra: Fields beside these, such as a signature, that go back with it.
        told: The whole call has gone out.
    """

    block: int
    id: str = ""
    name: str = ""
    pieces: list[str] = field(factory=list)
    extra: dict[str, Any] = field(factory=dict)
    told: bool = False

    def said(self) -> str:
        """The arguments, as far as they have come."""
        return "".join(self.pieces)

    def is_whole(self) -> bool:
        """Whether the arguments are JSON, so that no more of them can come."""
        try:
            msgspec.json.decode(self.said())
        except (msgspec.DecodeError, RecursionError):
            return False
        return True


class Calls:
    """All calls of an answer."""

    def __init__(self, provider: str, base: int, kept: frozenset[str]) -> None:
        self._provider = provider
        self._base = base
        self._kept = kept
        self._all: list[Call] = []
        self._at: dict[Any, Call] = {}

    def take(self, fragment: Fields, whole: bool = False) -> Reply:
        """One fragment, as a piece of a call in the making; ``whole`` ones are all of their calls."""
        function = fragment.get("function") or {}
        id_, name = string(fragment, "id") or "", string(function, "name") or ""
        piece = arguments(function)
        call = self._find(fragment.get("index"), id_, name, whole, piece)
        call.id, call.name = call.id or id_, call.name or name
        call.pieces.append(piece)
        call.extra.update({key: fragment[key] for key in self._kept & fragment.keys()})
        return Reply(tool_delta=ToolDelta(id=call.id, name=call.name, arguments=piece), block=call.block)

    def _find(self, index: Any, id_: str, name: str, whole: bool, piece: str) -> Call:
        """The call that a fragment belongs to, which may be a new one."""
        if index is not None and type(index) is not int:
            raise TypeError(f"index: {index!r}")
        call = None if whole else self._known(index, id_, name, piece)
        if call is None:
            call = Call(self._base + len(self._all))
            self._all.append(call)
        if index is not None:
            self._at[index] = call
        return call

    def _known(self, index: int | None, id_: str, name: str, piece: str) -> Call | None:
        """The call that a fragment goes on with; None where it begins one."""
        last = self._at.get(index) if index is not None else self._all[-1] if self._all else None
        if last is None or id_ == last.id != "":
            return last
        if id_ and last.id:
            known = next((call for call in self._all if call.id == id_), None)
            return known or (last if index is not None and not name else None)
        if not name or not last.name:
            return last
        return last if name == last.name and not (piece and last.is_whole()) else None

    def whole(self) -> Iterator[Reply]:
        """The calls that have not gone out whole; nothing more is expected of them."""
        for call in self._all:
            if call.told:
                continue
            if not call.name:
                raise ValueError("a tool call without a name")
            call.told = True
            made = ToolCall(id=call.id, name=call.name, arguments=call.said() or "{}")
            opaque = own(self._provider, call=call.extra) if call.extra else {}
            yield Reply(tool_call=made, block=call.block, opaque=opaque)

    def raw(self) -> list[dict[str, Any]]:
        """The calls as a whole answer has them."""
        return [
            {"id": call.id, "type": "function", **call.extra, "function": function}
            for call in self._all
            for function in [{"name": call.name, "arguments": call.said()}]
        ]


def arguments(function: Mapping[str, Any]) -> str:
    """The arguments of a call, or a piece of them: JSON text, or as some servers have it, the object itself."""
    value = function.get("arguments")
    if value is None:
        return ""
    if isinstance(value, dict):
        return msgspec.json.encode(value).decode()
    if type(value) is str:
        return value
    raise TypeError(f"arguments: a str, not {value!r:.80}")
