"""Items: what the core types cannot say, as raw items of a conversation, both ways.

https://platform.openai.com/docs/api-reference/responses/object#responses-object-output

The rule here: an item that came back is in the history as it came, and an item that is given goes as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import InvalidRequest
from ...messages import Message, Reply
from ...results import Result
from .encode import NAME
from .options import ITEM, plain

if TYPE_CHECKING:
    from . import raw


def output_items(answer: Result | Message) -> tuple[raw.Item, ...]:
    """
    The items of an answer that are more than a text or a function call, as raw objects, in their order: thoughts,
    searches, programs, and what waits for you, such as ``raw.McpApprovalRequest``, ``raw.ShellCall``,
    ``raw.ComputerCall`` and ``raw.CustomToolCall``. (A custom tool takes any text, where a ``ToolCall`` is JSON, so its
    calls are found here alone.)
    """
    from ... import convert
    from . import raw

    message = answer.message if isinstance(answer, Result) else answer
    held = (reply.opaque.get(NAME, {}).get("item") for reply in message.replies)
    return tuple(convert.structure(item, raw.Item) for item in held if item is not None)


def input_items(*items: Any) -> Message:
    """
    Raw items as a message of the conversation: what answers an MCP approval request, a call of a shell, of a computer
    or of a custom tool, and whatever else the core types cannot say.

    ``msgs + result + input_items(raw.McpApprovalResponse(approval_request_id=..., approve=True))``

    It stays in the history like any other message, goes to this API as it is, and to no other provider.

    Args:
        items: Raw objects, or dictionaries in the wire form; at least one.

    Raises:
        InvalidRequest: Something is no item.
    """
    made = [plain(item) for item in items]
    faults = [f"input_items[{index}]: {fault}" for index, item in enumerate(made) if (fault := ITEM(item))]
    if faults or not made:
        raise InvalidRequest(faults=faults or ["input_items: at least one is needed"])
    return Message(replies=tuple(Reply(opaque={NAME: {"item": item}}, block=block) for block, item in enumerate(made)))
