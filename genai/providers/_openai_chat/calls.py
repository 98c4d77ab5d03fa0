"""Calls: tool calls put together from their fragments.

https://platform.openai.com/docs/guides/function-calling#streaming

The rule here: an index tells which call a fragment belongs to; where there is none, or several calls have the same one,
an id or a name that is new begins a new call.
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


class Calls:
    """All calls of an answer."""

    def __init__(self, provider: str, base: int, kept: frozenset[str]) -> None:
        self._provider = provider
        self._base = base
        self._kept = kept
        self._all: list[Call] = []
        self._at: dict[Any, Call] = {}

    def __bool__(self) -> bool:
        return bool(self._all)

    def take(self, fragment: Fields) -> Reply:
        """One fragment, as a piece of a call in the making."""
        function = fragment.get("function") or {}
        id_, name = string(fragment, "id") or "", string(function, "name") or ""
        call = self._find(fragment.get("index"), id_, name)
        call.id, call.name = call.id or id_, call.name or name
        piece = arguments(function)
        call.pieces.append(piece)
        call.extra.update({key: fragment[key] for key in self._kept & fragment.keys()})
        return Reply(tool_delta=ToolDelta(id=call.id, name=call.name, arguments=piece), block=call.block)

    def _find(self, index: Any, id_: str, name: str) -> Call:
        if index is not None and type(index) is not int:
            raise TypeError(f"index: {index!r}")
        call = self._at.get(index)
        if call is None and index is None and self._all and not name and id_ in ("", self._all[-1].id):
            call = self._all[-1]
        if call is not None and name and call.name and (id_ != call.id if id_ and call.id else name != call.name):
            call = None  # another call, by the index of the one before
        if call is None:
            call = Call(self._base + len(self._all))
            self._all.append(call)
            if index is not None:
                self._at[index] = call
        return call

    def whole(self) -> Iterator[Reply]:
        """The calls that have not gone out whole; nothing more is expected of them."""
        for call in self._all:
            if call.told:
                continue
            if not call.name:
                raise ValueError("a tool call without a name")
            call.told = True
            made = ToolCall(id=call.id, name=call.name, arguments="".join(call.pieces) or "{}")
            opaque = own(self._provider, call=call.extra) if call.extra else {}
            yield Reply(tool_call=made, block=call.block, opaque=opaque)

    def raw(self) -> list[dict[str, Any]]:
        """The calls as a whole answer has them."""
        return [
            {"id": call.id, "type": "function", **call.extra, "function": function}
            for call in self._all
            for function in [{"name": call.name, "arguments": "".join(call.pieces)}]
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
