"""Core types to the body of a chat request.  https://docs.cohere.com/reference/chat

The rule here: what cannot be said on this wire is named in ``unsupported``, never dropped. A user's text documents go
into ``documents``, because that is what the model cites.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import frozen

from ... import schema
from ...doc import Doc
from ...messages import Message, Messages, Reply, Request, ToolCallResult
from ...options import OWNER
from ...settings import Settings
from ...tools import Tool
from .._openai.fields import owned
from .._openai_chat.parts import opened
from .dialect import FORCED, OFF, ON, PLAIN, RANGES
from .options import Options

Items: TypeAlias = Iterator[dict[str, Any]]

NOTHING: Final = Options()
KEPT: Final = {"part": str}
"""What an answer leaves for its own provider."""
SAID: Final = frozenset({"content", "tool_calls", "tool_plan"})
"""What makes a message of the model."""


@frozen
class Encoded:
    """A body, and what could not be said in it."""

    body: dict[str, Any]
    unsupported: tuple[str, ...]


def encode(provider: str, model: str, messages: Messages, settings: Settings) -> Encoded:
    """The body of a request."""
    unsupported: list[str] = []
    own = next((option for option in settings.own if isinstance(option, Options)), NOTHING)
    history = History(provider, unsupported)
    said = _system(settings) + history.messages(messages)
    body: dict[str, Any] = {"model": model, "messages": said}
    documents = [*history.documents, *own.documents]
    if documents:
        body["documents"] = documents
    _plain(body, settings, unsupported)
    _form(body, settings, unsupported)
    _tools(body, settings, own, unsupported)
    _thinking(body, settings, own, unsupported)
    _own(body, own)
    return Encoded(body, tuple(unsupported))


# --- Options ----------------------------------------------------------------------------------------------------------


def _plain(body: dict[str, Any], settings: Settings, unsupported: list[str]) -> None:
    for name, key in PLAIN.items():
        if name not in settings.values:
            continue
        value = settings.values[name]
        fault = RANGES[name](value) if name in RANGES else None
        if fault is None:
            body[key] = value
        else:
            unsupported.append(f"{OWNER[name].__name__}.{name}: {fault}")


def _form(body: dict[str, Any], settings: Settings, unsupported: list[str]) -> None:
    """https://docs.cohere.com/docs/structured-outputs. Of logprobs there are those of the chosen tokens alone."""
    if settings.get("decode_as") is not None:
        body["response_format"] = {"type": "json_object", "json_schema": schema.of(settings.get("decode_as"))}
    elif settings.get("reply_as_json"):
        body["response_format"] = {"type": "json_object"}
    if settings.get("top_logprobs"):
        unsupported.append("TextOptions.top_logprobs: only 0, which is the chosen tokens")
    elif settings.get("top_logprobs") is not None:
        body["logprobs"] = True


def _tools(body: dict[str, Any], settings: Settings, own: Options, unsupported: list[str]) -> None:
    """https://docs.cohere.com/docs/tool-use-overview. Strictness is one switch for all tools."""
    tools: tuple[Tool, ...] = settings.get("tools", ())
    if tools:
        body["tools"] = [{"type": "function", "function": _function(tool)} for tool in tools]
    wanted = {tool.strict for tool in tools}
    if own.strict_tools is None and wanted >= {True, False}:
        unsupported.append("Tool.strict: of some tools and not of others")
    elif own.strict_tools is not None or True in wanted:
        body["strict_tools"] = own.strict_tools is not False
    force = settings.get("force")
    if force is not None and force not in FORCED:
        unsupported.append("ToolOptions.force: one tool by its name")
    elif force is not None and FORCED[force] is not None:
        body["tool_choice"] = FORCED[force]


def _function(tool: Tool) -> dict[str, Any]:
    about = {"description": tool.description} if tool.description else {}
    return {"name": tool.name, **about, "parameters": dict(tool.parameters)}


def _thinking(body: dict[str, Any], settings: Settings, own: Options, unsupported: list[str]) -> None:
    effort, budget = settings.get("effort"), settings.get("budget_tokens")
    if effort not in (None, "none"):
        unsupported.append(f"ReasoningOptions.effort: only none, not {effort!r}; budget_tokens limits it")
    off = effort == "none" or budget == 0 or own.thinking is False
    if off and (budget or own.thinking):
        unsupported.append("ReasoningOptions.effort: thinking is turned off and asked for")
    elif off:
        body["thinking"] = {**OFF}
    elif budget is not None or own.thinking:
        body["thinking"] = {**ON, **({"token_budget": budget} if budget else {})}


def _own(body: dict[str, Any], own: Options) -> None:
    if own.citations is not None:
        body["citation_options"] = {"mode": own.citations}
    for name in ("safety_mode", "priority"):
        if getattr(own, name) is not None:
            body[name] = getattr(own, name)


def _system(settings: Settings) -> list[dict[str, Any]]:
    prompt = settings.get("system_prompt")
    return [] if prompt is None else [{"role": "system", "content": prompt}]


# --- Messages ---------------------------------------------------------------------------------------------------------


class History:
    """
    A conversation on its way to the wire.

    Attributes:
        documents: The user's text documents, each once.
    """

    def __init__(self, provider: str, unsupported: list[str]) -> None:
        self.documents: list[dict[str, Any]] = []
        self._provider = provider
        self._unsupported = unsupported
        self._unnamed: dict[str, list[str]] = {}  # calls without an id, by the name of their tool
        self._calls = 0

    def messages(self, messages: Messages) -> list[dict[str, Any]]:
        """All messages, in order."""
        return [
            said for index, message in enumerate(messages) for said in ROLES[message.role](self, message, f"[{index}]")
        ]

    def _user(self, message: Message, place: str) -> Items:
        spoken = any(part.text is not None for part in message.requests)
        content = []
        for number, part in enumerate(message.requests):
            doc = None if part.doc is None else opened(part.doc)
            if doc is None:
                content.append({"type": "text", "text": part.text})
            elif spoken and _is_text(doc):
                self._document(doc)
            else:
                self._part(content, doc, f"messages{place}.requests[{number}]")
        alone = len(content) == 1 and content[0]["type"] == "text"
        if content:
            yield {"role": "user", "content": content[0]["text"] if alone else content}

    def _part(self, content: list[dict[str, Any]], doc: Doc, place: str) -> None:
        """A picture; or a text document that is all that is said, as a text."""
        if _is_text(doc):
            content.append({"type": "text", "text": doc.read().decode("utf-8", "replace")})
            return
        picture = (doc.mime_type or "image/").startswith("image/") and (doc.data is not None or doc.url is not None)
        if not picture or (doc.mime_type is None and doc.url is None):
            self._unsupported.append(f"{place}: {doc.mime_type or 'a document of unknown type'}")
            return
        detail = {"detail": doc.meta["detail"]} if "detail" in doc.meta else {}
        content.append({"type": "image_url", "image_url": {"url": doc.url or doc.data_url(), **detail}})

    def _document(self, doc: Doc) -> None:
        """https://docs.cohere.com/docs/retrieval-augmented-generation-rag. A name is taken once."""
        title = {"title": doc.filename} if doc.filename else {}
        made: dict[str, Any] = {"data": {"snippet": doc.read().decode("utf-8", "replace"), **title}}
        if doc.filename and all(known.get("id") != doc.filename for known in self.documents):
            made["id"] = doc.filename
        if all(known["data"] != made["data"] for known in self.documents):
            self.documents.append(made)

    def _tool(self, message: Message, place: str) -> Items:
        for number, result in enumerate(message.tool_results):
            content = self._result(result, f"messages{place}.tool_results[{number}].content")
            yield {"role": "tool", "tool_call_id": self._answered(result), "content": content}

    def _result(self, result: ToolCallResult, place: str) -> str | list[dict[str, Any]]:
        if all(part.text is not None for part in result.content):
            return result.text
        found = (self._result_part(part, f"{place}[{number}]") for number, part in enumerate(result.content))
        return [part for part in found if part is not None]

    def _result_part(self, part: Request, place: str) -> dict[str, Any] | None:
        if part.doc is None:
            return {"type": "text", "text": part.text}
        doc = opened(part.doc)
        if not _is_text(doc):
            self._unsupported.append(f"{place}: {doc.mime_type or 'a document of unknown type'}")
            return None
        about = {"title": doc.filename} if doc.filename else {}
        return {"type": "document", "document": {"data": {"snippet": doc.read().decode("utf-8", "replace"), **about}}}

    def _answered(self, result: ToolCallResult) -> str:
        """The id of the call that a result answers."""
        named = result.id or result.name
        waiting = self._unnamed.get(named)
        return waiting.pop(0) if waiting else named

    def _assistant(self, message: Message, place: str) -> Items:
        """An answer as input. Its thoughts and plans go back only to their maker."""
        said: dict[str, Any] = {}
        for number, reply in enumerate(message.replies):
            self._reply(said, reply, f"messages{place}.replies[{number}]")
        content = said.get("content")
        if content and all(part["type"] == "text" for part in content):
            said["content"] = "".join(part["text"] for part in content)
        if SAID & said.keys():
            yield {"role": "assistant", **said}

    def _reply(self, said: dict[str, Any], reply: Reply, place: str) -> None:
        mine = owned(reply.opaque, self._provider, KEPT).get("part")
        if reply.text or reply.refusal:
            said.setdefault("content", []).append({"type": "text", "text": reply.text or reply.refusal})
        elif reply.reasoning and mine == "thinking":
            said.setdefault("content", []).append({"type": "thinking", "thinking": reply.reasoning})
        elif reply.reasoning and mine == "tool_plan":
            said["tool_plan"] = reply.reasoning
        elif reply.tool_call is not None:
            call = reply.tool_call
            function = {"name": call.name, "arguments": call.arguments}
            made = {"id": self._called(call.id, call.name), "type": "function", "function": function}
            said.setdefault("tool_calls", []).append(made)
        elif reply.doc is not None:
            self._unsupported.append(f"{place}: a document said by the assistant")

    def _called(self, id_: str, name: str) -> str:
        if id_:
            return id_
        self._calls += 1
        made = f"call_{self._calls}_{name}"
        self._unnamed.setdefault(name, []).append(made)
        return made


def _is_text(doc: Doc) -> bool:
    return doc.data is not None and (doc.mime_type or "").startswith("text/")


ROLES: Final[Mapping[str, Callable[[History, Message, str], Items]]] = {
    "user": History._user,
    "assistant": History._assistant,
    "tool": History._tool,
}
