"""Items: what the core types cannot say, as raw blocks and messages, both ways.

https://platform.claude.com/docs/en/api/messages/create

The rule here: a block that came back is in the history as it came, and a message that is given goes as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import InvalidRequest
from ...messages import Message, Reply
from ...results import Result
from .dialect import ANTHROPIC
from .options import BLOCK, plain

if TYPE_CHECKING:
    from . import raw


def output_blocks(answer: Result | Message) -> tuple[raw.Block, ...]:
    """
    The blocks of an answer that are more than a text, a thought or a call of a tool of yours, as raw objects, in their
    order: calls of tools on the server and their results, encrypted thoughts, files in the container, compactions.
    """
    from ... import convert
    from . import raw

    message = answer.message if isinstance(answer, Result) else answer
    held = (mine for reply in message.replies for mine in reply.opaque.values() if isinstance(mine, Mapping))
    return tuple(convert.structure(mine["block"], raw.Block) for mine in held if "block" in mine)


def input_message(*blocks: Any, role: str = "user", provider: str = ANTHROPIC.provider) -> Message:
    """
    Raw blocks as a message of the conversation: search results of your own, files for the container, words of the
    system in the midst of a conversation (``role="system"``), and whatever else the core types cannot say.

    ``msgs + input_message(raw.SearchResult(...), raw.Text(text="..."))``

    It stays in the history like any other message, goes to this provider as it is, and to no other. It cannot be the
    first message, which is the user's.

    Args:
        blocks: Raw objects, or dictionaries in the wire form; at least one.
        role: ``"user"``, ``"assistant"`` or ``"system"``.
        provider: Whose blocks they are, if it is another one that speaks this wire.

    Raises:
        InvalidRequest: Something is no block.
    """
    made = [plain(block) for block in blocks]
    faults = [f"input_message[{index}]: {fault}" for index, block in enumerate(made) if (fault := BLOCK(block))]
    if faults or not made:
        raise InvalidRequest(faults=faults or ["input_message: at least one block is needed"])
    return Message(replies=(Reply(opaque={provider: {"message": {"role": role, "content": made}}}),))
