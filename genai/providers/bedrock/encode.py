"""Core types to the body of a Converse request.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html

The rule here: what cannot be said on this wire is named in ``unsupported``, never dropped.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import frozen

from ...messages import Message, Messages, Reply, Request
from ...settings import Settings
from .._openai.fields import as_object, owned
from .._openai.ids import identified
from .config import OPTIONS, cached, config
from .dialect import PROVIDER
from .options import own_of
from .parts import Blocks, described

__all__ = ["OPTIONS", "Encoded", "encode"]

Block: TypeAlias = dict[str, Any]
KEPT: Final = {"block": dict, "redacted": str, "signature": str}
"""What an answer leaves for its own provider."""
CALL_ID: Final = re.compile(r"[a-zA-Z0-9_.:-]{1,64}")


@frozen
class Encoded:
    """A body, and what could not be said in it."""

    body: dict[str, Any]
    unsupported: tuple[str, ...] = ()


def encode(messages: Messages, settings: Settings) -> Encoded:
    """The body of a request."""
    unsupported: list[str] = []
    said = History(Blocks(bool(own_of(settings).citations)), unsupported).messages(messages)
    last = said[-1]["content"] if said else []
    cached(last, "messages", settings, unsupported)
    if own_of(settings).cache_ttl and not own_of(settings).cache_points:
        unsupported.append("bedrock.Options.cache_ttl without cache_points")
    return Encoded({"messages": said, **config(settings, unsupported)}, tuple(unsupported))


class History:
    """
    A conversation as messages. Sides take turns on this wire, so that what one side says in a row is one message.

    Args:
        blocks: Makes blocks of documents.
        unsupported: Where to put what cannot be said.
    """

    def __init__(self, blocks: Blocks, unsupported: list[str]) -> None:
        self._blocks = blocks
        self._unsupported = unsupported

    def messages(self, messages: Messages) -> list[dict[str, Any]]:
        """All messages, in order."""
        made: list[dict[str, Any]] = []
        for index, message in enumerate(identified(messages, call_id)):
            role = "assistant" if message.role == "assistant" else "user"
            content = list(SAID[message.role](self, message, f"messages[{index}]"))
            if made and made[-1]["role"] == role:
                made[-1]["content"] += content
            elif content:
                made.append({"role": role, "content": content})
        return made

    def _user(self, message: Message, place: str) -> Iterator[Block]:
        yield from self._parts(message.requests, f"{place}.requests")

    def _parts(self, parts: tuple[Request, ...], place: str) -> Iterator[Block]:
        for number, part in enumerate(parts):
            doc = part.doc and part.doc.loaded()
            block = {"text": part.text} if doc is None else self._blocks.block(doc)
            if block is not None:
                yield block
            elif doc is not None:
                self._unsupported.append(f"{place}[{number}]: {described(doc)}")

    def _tool(self, message: Message, place: str) -> Iterator[Block]:
        for number, result in enumerate(message.tool_results):
            content = list(self._parts(result.content, f"{place}.tool_results[{number}].content"))
            status = "error" if result.is_error else "success"
            yield {"toolResult": {"toolUseId": result.id, "content": content, "status": status}}

    def _assistant(self, message: Message, place: str) -> Iterator[Block]:
        """An answer as input. Thoughts go back only signed: nobody but their maker can use them."""
        for number, reply in enumerate(message.replies):
            mine = owned(reply.opaque, PROVIDER, KEPT)
            block = _kept(reply, mine) or self._reply(reply)
            if block is not None:
                yield block
            elif reply.doc is not None:
                self._unsupported.append(f"{place}.replies[{number}]: a document said by the assistant")

    def _reply(self, reply: Reply) -> Block | None:
        if reply.tool_call is not None:
            call = reply.tool_call
            return {"toolUse": {"toolUseId": call.id, "name": call.name, "input": as_object(call)}}
        if reply.doc is not None:
            return self._blocks.block(reply.doc.loaded())
        text = reply.refusal if reply.text is None else reply.text
        return {"text": text} if text else None  # an empty text is refused


def call_id(id_: str) -> str:
    """An id of a call as this wire takes it: others have longer ones, and other letters."""
    fits = CALL_ID.fullmatch(id_)
    return id_ if fits else f"call_{hashlib.blake2b(id_.encode(), digest_size=12).hexdigest()}"


def _kept(reply: Reply, mine: Mapping[str, Any]) -> Block | None:
    """A block of Bedrock's own, as it came."""
    if "block" in mine:
        return dict(mine["block"])
    if "redacted" in mine:
        return {"reasoningContent": {"redactedContent": mine["redacted"]}}
    if "signature" in mine:
        return {"reasoningContent": {"reasoningText": {"text": reply.reasoning or "", "signature": mine["signature"]}}}
    return None


SAID: Final[Mapping[str, Callable[[History, Message, str], Iterator[Block]]]] = {
    "user": History._user,
    "assistant": History._assistant,
    "tool": History._tool,
}
