"""Items: what the core types cannot say, as raw items of a conversation, both ways.

https://platform.openai.com/docs/api-reference/responses/object#responses-object-output

The rule here: an item that came back is in the history as it came, and an item that is given goes as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import InvalidRequest
from ...messages import Message, Reply
from ...results import Result
from .dialect import OPENAI
from .options import ITEM, plain

if TYPE_CHECKING:
    from . import raw


def output_items(answer: Result | Message) -> tuple[raw.Item, ...]:
    """
    The items of an answer that are more than a text or a function call, as raw objects, in their order: thoughts,
    searches, programs, and what waits for you, such as ``raw.McpApprovalRequest``, ``raw.ShellCall``,
    ``raw.ComputerCall`` and ``raw.CustomToolCall``. (A custom tool takes any text, where a ``ToolCall`` is JSON, so its
    calls are found here alone.)

    The answer may be any provider's that speaks this wire.
    """
    from ... import convert
    from . import raw

    message = answer.message if isinstance(answer, Result) else answer
    held = (mine for reply in message.replies for mine in reply.opaque.values() if isinstance(mine, Mapping))
    return tuple(convert.structure(mine["item"], raw.Item) for mine in held if "item" in mine)


def input_items(*items: Any, provider: str = OPENAI.provider) -> Message:
    """
    Raw items as a message of the conversation: what answers an MCP approval request, a call of a shell, of a computer
    or of a custom tool, and whatever else the core types cannot say.

    ``msgs + result + input_items(raw.McpApprovalResponse(approval_request_id=..., approve=True))``

    It stays in the history like any other message, goes to this provider as it is, and to no other.

    Args:
        items: Raw objects, or dictionaries in the wire form; at least one.
        provider: Whose items they are, if it is another one that speaks this wire.

    Raises:
        InvalidRequest: Something is no item.
    """
    made = [plain(item) for item in items]
    faults = [f"input_items[{index}]: {fault}" for index, item in enumerate(made) if (fault := ITEM(item))]
    if faults or not made:
        raise InvalidRequest(faults=faults or ["input_items: at least one is needed"])
    opaque = ({provider: {"item": item}} for item in made)
    return Message(replies=tuple(Reply(opaque=mine, block=block) for block, mine in enumerate(opaque)))
