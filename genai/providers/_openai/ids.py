"""Ids of tool calls, for wires that need them where the model's own provider gave none.

The rule here: a result answers the first call of its tool that has no answer yet; both get the same id.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from ...messages import Message, Messages, Reply, ToolCallResult


def identified(messages: Messages, form: Callable[[str], str] = str) -> Messages:
    """
    The conversation with an id for every call and every result; the same one, if all have theirs in the right form.

    Args:
        messages: The conversation.
        form: An id, of any provider, as this wire takes it.
    """
    ids = _Ids(form)
    items = tuple(ids.message(message) for message in messages)
    return Messages(items) if any(new is not old for new, old in zip(items, messages, strict=True)) else messages


class _Ids:
    """The ids that were given so far."""

    def __init__(self, form: Callable[[str], str]) -> None:
        self._form = form
        self._waiting: dict[str, list[str]] = {}
        self._calls = 0

    def message(self, message: Message) -> Message:
        """A message with ids."""
        if message.tool_results:
            results = tuple(map(self._result, message.tool_results))
            return message if results == message.tool_results else evolve(message, tool_results=results)
        if any(reply.tool_call is not None for reply in message.replies):
            replies = tuple(map(self._reply, message.replies))
            return message if replies == message.replies else evolve(message, replies=replies)
        return message

    def _reply(self, reply: Reply) -> Reply:
        call = reply.tool_call
        if call is None:
            return reply
        id_ = self._form(call.id) if call.id else self._made(call.name)
        return reply if id_ == call.id else evolve(reply, tool_call=evolve(call, id=id_))

    def _made(self, name: str) -> str:
        self._calls += 1
        made = self._form(f"call_{self._calls}_{name}")
        self._waiting.setdefault(name, []).append(made)
        return made

    def _result(self, result: ToolCallResult) -> ToolCallResult:
        named = result.id or result.name
        waiting = self._waiting.get(named)
        id_ = waiting.pop(0) if waiting else self._form(named)
        return result if id_ == result.id else evolve(result, id=id_)
