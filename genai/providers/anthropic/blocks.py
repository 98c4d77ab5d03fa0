"""Messages to the wire: texts, documents, calls and their results as blocks.

https://platform.claude.com/docs/en/api/messages/create

The rule here: what came from this provider goes back as it came; what others said is said anew, in plain blocks.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import define, field

from ...doc import Doc
from ...messages import Message, Messages, Reply, Request, ToolCall, ToolCallResult
from .._openai.fields import as_object, owned
from .._openai.ids import identified
from .dialect import Dialect
from .ids import fitting
from .options import plain

Block: TypeAlias = dict[str, Any]

KEPT: Final = {"message": dict, "block": dict, "signature": str, "citations": list, "caller": dict, "container": str}
"""What an answer leaves for its own provider."""
IMAGES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
PDF: Final = "application/pdf"
EPHEMERAL: Final = {"type": "ephemeral"}
DOCUMENT_FILES: Final = frozenset({PDF, "text/plain", None})
"""Uploaded files that can be read as documents. Any other goes into the container where programs run.

https://platform.claude.com/docs/en/build-with-claude/files#file-types-and-content-blocks
"""

ANSWERED: Final[Mapping[str, tuple[str, ...]]] = {
    # the type of a part of an answer: what of it a request does not take back
    "char_location": ("file_id",),
    "page_location": ("file_id",),
    "content_block_location": ("file_id",),
    "tool_search_tool_result_error": ("error_message",),
    "advisor_result": ("stop_reason",),
    "advisor_redacted_result": ("stop_reason",),
    "code_execution_result": ("abort_reason",),
}
"""By the specification: the types of requests forbid what they do not list."""


@define(eq=False)
class Speaker:
    """
    Says messages on this wire.

    Args:
        dialect: Whose wire it is.
        citations: Whether documents are to be cited, where they don't say it themselves.
        unsupported: What cannot be said.
    """

    dialect: Dialect
    citations: bool | None = None
    unsupported: list[str] = field(factory=list)

    def messages(self, messages: Messages) -> list[Block]:
        """All messages; neighbours of one role are one message, so that results stand right behind their calls."""
        said: list[Block] = []
        for index, message in enumerate(identified(messages, fitting)):
            for one in ROLES[message.role](self, message, f"messages[{index}]"):
                if (
                    said
                    and said[-1]["role"] == one["role"]
                    and all(type(m["content"]) is list for m in (said[-1], one))
                ):
                    said[-1]["content"] += one["content"]
                elif one["content"]:
                    said.append(one)
        return said

    # --- Each role ---

    def _user(self, message: Message, place: str) -> Iterator[Block]:
        yield {"role": "user", "content": self._parts(message.requests, f"{place}.requests")}

    def _tool(self, message: Message, place: str) -> Iterator[Block]:
        results = message.tool_results
        yield {
            "role": "user",
            "content": [self._result(one, f"{place}.tool_results[{n}]") for n, one in enumerate(results)],
        }

    def _result(self, result: ToolCallResult, place: str) -> Block:
        block: Block = {"type": "tool_result", "tool_use_id": result.id}
        if result.content:
            block["content"] = self._parts(result.content, f"{place}.content", within=True)
        return {**block, "is_error": True} if result.is_error else block

    def _assistant(self, message: Message, place: str) -> Iterator[Block]:
        content: list[Block] = []
        for number, reply in enumerate(message.replies):
            mine = owned(reply.opaque, self.dialect.provider, KEPT)
            if "message" in mine:  # given as it is: not the assistant's own words
                yield taken_back(mine["message"])
            else:
                content += self._reply(reply, mine, f"{place}.replies[{number}]")
        yield {"role": "assistant", "content": content}

    def _reply(self, reply: Reply, mine: Mapping[str, Any], place: str) -> Iterator[Block]:
        """One part of an answer. Thoughts go back with their signature alone: nobody but their maker can use them."""
        if "block" in mine:
            yield taken_back(mine["block"])
        elif reply.reasoning is not None and mine.get("signature"):
            yield {"type": "thinking", "thinking": reply.reasoning, "signature": mine["signature"]}
        elif reply.text is not None or reply.refusal is not None:
            text = reply.refusal if reply.text is None else reply.text
            cited = {"citations": taken_back(mine["citations"])} if mine.get("citations") else {}
            if text and text.strip():  # the API refuses blank texts, though answers have some
                yield {"type": "text", "text": text, **cited}
        elif reply.tool_call is not None:
            yield from self._call(reply.tool_call, mine)
        elif reply.doc is not None:
            self.unsupported.append(f"{place}: a document said by the assistant")

    def _call(self, call: ToolCall, mine: Mapping[str, Any]) -> Iterator[Block]:
        caller = {"caller": mine["caller"]} if "caller" in mine else {}
        yield {"type": "tool_use", "id": call.id, "name": call.name, "input": as_object(call), **caller}

    # --- Parts ---

    def _parts(self, parts: Iterable[Request], place: str, within: bool = False) -> list[Block]:
        made = []
        for number, part in enumerate(parts):
            if part.doc is None:
                made.append({"type": "text", "text": part.text})
                continue
            doc = part.doc.loaded()
            block = self._doc(doc)
            if block is None or (within and block["type"] == "container_upload"):
                self.unsupported.append(f"{place}[{number}]: {doc.mime_type or 'a document of unknown type'}")
            else:
                made.append(block)
        return made

    def _doc(self, doc: Doc) -> Block | None:
        """https://platform.claude.com/docs/en/build-with-claude/vision and .../pdf-support"""
        names = (self.dialect.provider, *self.dialect.aliases)
        file_id = next((doc.file_ids[name] for name in names if name in doc.file_ids), None)
        linked = doc.url is not None and doc.url[:5].lower() != "data:"
        source: Block
        if file_id is not None:
            source = {"type": "file", "file_id": file_id}
            if doc.mime_type not in IMAGES | DOCUMENT_FILES:
                return {"type": "container_upload", "file_id": file_id}
        elif doc.file_ids and doc.data is None and doc.path is None:
            return None
        elif linked:
            source = {"type": "url", "url": doc.url}
        elif (doc.mime_type or "").startswith("text/"):
            source = {"type": "text", "media_type": "text/plain", "data": doc.read().decode("utf-8", "replace")}
        else:
            return self._inline(doc)
        if doc.mime_type in IMAGES or (linked and doc.mime_type is None):  # URLs without a known ending are pictures
            return {"type": "image", "source": source, **_marked(doc)}
        if linked and doc.mime_type != PDF:
            return None
        return {"type": "document", "source": source, **self._about(doc, titled=not linked)}

    def _inline(self, doc: Doc) -> Block | None:
        if doc.mime_type not in IMAGES | {PDF}:
            return None
        data = base64.b64encode(doc.read()).decode("ascii")
        source = {"type": "base64", "media_type": doc.mime_type, "data": data}
        if doc.mime_type == PDF:
            return {"type": "document", "source": source, **self._about(doc, titled=True)}
        return {"type": "image", "source": source, **_marked(doc)}

    def _about(self, doc: Doc, titled: bool) -> Block:
        """What is said of a document: ``meta`` may have a title, a context, and whether it is to be cited."""
        cited = doc.meta.get("citations", self.citations)
        about = {
            "title": doc.meta.get("title") or (doc.filename if titled else None),
            "context": doc.meta.get("context"),
            "citations": None if cited is None else {"enabled": bool(cited)},
        }
        return {**{name: value for name, value in about.items() if value is not None}, **_marked(doc)}


def _marked(doc: Doc) -> Block:
    """The mark up to which a prompt is cached, when a document has one."""
    mark = doc.meta.get("cache_control")
    return {"cache_control": dict(EPHEMERAL) if mark is True else plain(mark)} if mark else {}


def taken_back(part: Any) -> Any:
    """A part of an answer as a request takes it."""
    if isinstance(part, (list, tuple)):
        return [taken_back(one) for one in part]
    if not isinstance(part, Mapping):
        return part
    left = ANSWERED.get(part.get("type") or "", ()) if isinstance(part.get("type"), str) else ()
    return {name: taken_back(value) for name, value in part.items() if name not in left}


Role: TypeAlias = Callable[[Speaker, Message, str], Iterator[Block]]
ROLES: Final[Mapping[str, Role]] = {
    "user": Speaker._user,
    "tool": Speaker._tool,
    "assistant": Speaker._assistant,
}
