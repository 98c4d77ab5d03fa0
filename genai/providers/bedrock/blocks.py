"""Blocks: one block of an answer, as far as it has come; and a whole one as the events that would stream it.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html

The rule here: a piece is one row of a table. What can only be told of a whole block waits for its end.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import msgspec
from attrs import define, field

from ...messages import Reply, ToolCall, ToolDelta
from .._openai.fields import Fields, doc, needed, own, string
from .dialect import MIME_TYPES, PROVIDER

Replies: TypeAlias = "list[Reply]"
SERVER: Final = "server_tool_use"
"""The type of a call that Amazon carries out itself."""

_encode = msgspec.json.Encoder().encode


@define(eq=False)
class Block:
    """
    A block as far as it has come.

    Args:
        index: Its place in the answer.
        started: What its start said, by the name of what it is.
    """

    index: int
    started: dict[str, Any] = field(factory=dict)
    texts: list[str] = field(factory=list)
    citations: list[Fields] = field(factory=list)
    thoughts: list[str] = field(factory=list)
    signature: list[str] = field(factory=list)
    redacted: list[str] = field(factory=list)
    arguments: list[str] = field(factory=list)
    results: list[Any] = field(factory=list)
    picture: list[str] = field(factory=list)
    kept: list[dict[str, Any]] = field(factory=list)
    over: bool = False

    @property
    def call(self) -> Fields | None:
        """The call that it is, if it is one that the caller carries out."""
        call: Fields | None = self.started.get("toolUse")
        return call if call is not None and call.get("type") != SERVER else None


# --- Pieces -------------------------------------------------------------------------------------------------


def _text(block: Block, value: Any) -> Replies:
    if type(value) is not str:
        raise TypeError(f"text: a str, not {value!r:.80}")
    block.texts.append(value)
    return [Reply(text=value, block=block.index)] if value else []


def _arguments(block: Block, value: Fields) -> Replies:
    piece = needed(value, "input")
    block.arguments.append(piece)
    call = block.call
    if call is None or not piece:
        return []
    made = ToolDelta(id=needed(call, "toolUseId"), name=needed(call, "name"), arguments=piece)
    return [Reply(tool_delta=made, block=block.index)]


def _thought(block: Block, value: Fields) -> Replies:
    if signature := string(value, "signature"):
        block.signature.append(signature)
    if redacted := string(value, "redactedContent"):
        block.redacted.append(redacted)
    text = string(value, "text")
    if not text:
        return []
    block.thoughts.append(text)
    return [Reply(reasoning=text, block=block.index)]


def _citation(block: Block, value: Fields) -> Replies:
    block.citations.append(value)
    return []


def _result(block: Block, value: Any) -> Replies:
    block.results += value
    return []


def _picture(block: Block, value: Fields) -> Replies:
    """The bytes move out of the answer into a Doc; what has none is kept as it is."""
    data = string(value.get("source") or {}, "bytes")
    if data is None:
        block.kept.append({"image": {**block.started.get("image", {}), **value}})
    else:
        block.picture.append(data)
        value["source"]["bytes"] = None
    return []


def _kept(block: Block, value: dict[str, Any]) -> Replies:
    block.kept.append(value)
    return []


KEPT: Final = "kept"
"""Not a word of Bedrock's: a block that only whole answers have."""

DELTAS: Final[Mapping[str, Callable[[Block, Any], Replies]]] = {
    "text": _text,
    "toolUse": _arguments,
    "toolResult": _result,
    "reasoningContent": _thought,
    "citation": _citation,
    "image": _picture,
    KEPT: _kept,
}


def ended(block: Block) -> Iterator[Reply]:
    """What is told of a block at its end."""
    at = block.index
    if block.signature:
        yield Reply(opaque=own(PROVIDER, signature="".join(block.signature)), block=at)
    if block.redacted:
        yield Reply(opaque=own(PROVIDER, redacted=redacted(block)), block=at)
    if block.call is not None:
        call, arguments = block.call, "".join(block.arguments)
        named = {"id": needed(call, "toolUseId"), "name": needed(call, "name")}
        if not arguments:
            yield Reply(tool_delta=ToolDelta(arguments="{}", **named), block=at)
        yield Reply(tool_call=ToolCall(arguments=arguments or "{}", **named), block=at)
    elif {"toolUse", "toolResult"} & block.started.keys():  # of Amazon's own tools: they go back as they came
        yield from (Reply(opaque=own(PROVIDER, block=part), block=at) for part in rebuilt(block))
    if block.picture:
        data = b"".join(map(base64.b64decode, block.picture))
        word = string(block.started.get("image", {}), "format") or ""
        made_type = MIME_TYPES.get(("image", word))
        yield Reply(doc=doc(data, name=f"image-{at}.{word}", mime_type=made_type), block=at)
    for part in block.kept:
        failed = "error" in part.get("image", ())  # it is told, but there is nothing that could go back
        yield Reply(opaque=own(PROVIDER, **{"failed" if failed else "block": part}), block=at)


def redacted(block: Block) -> str:
    """Encrypted thoughts: each piece is base64 of its own."""
    pieces = block.redacted
    return pieces[0] if len(pieces) == 1 else base64.b64encode(b"".join(map(base64.b64decode, pieces))).decode("ascii")


# --- Whole blocks -----------------------------------------------------------------------------------------------------


def events_of(index: int, block: Fields) -> Iterator[tuple[str, dict[str, Any]]]:
    """The events that would stream a block."""
    at = {"contentBlockIndex": index}
    start, deltas = next((WHOLE[kind](value) for kind, value in block.items() if kind in WHOLE), ({}, []))
    if not start and not deltas:
        deltas = [{KEPT: block}]
    if start:
        yield "contentBlockStart", {"start": start, **at}
    for delta in deltas:
        yield "contentBlockDelta", {"delta": delta, **at}
    yield "contentBlockStop", at


Streamed: TypeAlias = "tuple[dict[str, Any], list[dict[str, Any]]]"


def _whole_call(value: Fields) -> Streamed:
    start = {key: held for key, held in value.items() if key != "input"}
    arguments = value["input"]
    if not isinstance(arguments, dict) and value.get("type") != SERVER:
        raise TypeError(f"input: an object, not {arguments!r:.80}")
    return {"toolUse": start}, [{"toolUse": {"input": _encode(arguments).decode()}}] if arguments else []


def _whole_thought(value: Fields) -> Streamed:
    if "reasoningText" in value:
        readable = value["reasoningText"]
        needed(readable, "text")
        return {}, [{"reasoningContent": readable}]
    return {}, [{"reasoningContent": {"redactedContent": needed(value, "redactedContent")}}]


def _whole_citations(value: Fields) -> Streamed:
    texts: list[dict[str, Any]] = [{"text": needed(part, "text")} for part in value.get("content") or ()]
    return {}, texts + [{"citation": one} for one in value.get("citations") or ()]


def _whole_result(value: Fields) -> Streamed:
    start = {key: held for key, held in value.items() if key != "content"}
    return {"toolResult": start}, [{"toolResult": value["content"]}]


WHOLE: Final[Mapping[str, Callable[[Any], Streamed]]] = {
    "text": lambda value: ({}, [{"text": value}]),
    "toolUse": _whole_call,
    "reasoningContent": _whole_thought,
    "citationsContent": _whole_citations,
    "toolResult": _whole_result,
    "image": lambda value: ({"image": {"format": value["format"]}}, [{"image": value}]),
}


def rebuilt(block: Block) -> Iterator[dict[str, Any]]:
    """A streamed block as a whole answer has it; two of them, should one have been two things."""
    if block.thoughts or block.signature:
        signed = {"signature": "".join(block.signature)} if block.signature else {}
        yield {"reasoningContent": {"reasoningText": {"text": "".join(block.thoughts), **signed}}}
    if block.redacted:
        yield {"reasoningContent": {"redactedContent": redacted(block)}}
    if block.citations:
        yield {"citationsContent": {"content": [{"text": "".join(block.texts)}], "citations": block.citations}}
    elif block.texts:
        yield {"text": "".join(block.texts)}
    if "toolUse" in block.started:
        yield {"toolUse": {**block.started["toolUse"], "input": _decoded("".join(block.arguments))}}
    if "toolResult" in block.started:
        yield {"toolResult": {**block.started["toolResult"], "content": block.results}}
    if block.picture:
        yield {"image": {**block.started.get("image", {}), "source": {"bytes": None}}}
    yield from block.kept


def _decoded(arguments: str) -> Any:
    """A call's arguments; where they were cut off, as far as they came."""
    try:
        return msgspec.json.decode(arguments or "{}")
    except (msgspec.DecodeError, RecursionError):
        return arguments
