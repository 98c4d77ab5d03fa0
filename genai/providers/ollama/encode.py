"""Core types to the body of a chat request.  https://docs.ollama.com/api/chat

The rule here: what cannot be said on this wire is named in ``unsupported``, never dropped.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import frozen

from ... import schema
from ...messages import Message, Messages, Reply, Request, ToolCall
from ...settings import Settings
from ...tools import Tool
from .._openai.fields import as_object, owned
from .._openai_chat.parts import opened
from .dialect import LEVELS, PLACED
from .options import Options

Items: TypeAlias = Iterator[dict[str, Any]]

NOTHING: Final = Options()
KEPT: Final = {"thoughts": str}
"""What an answer leaves for its own provider."""
OWN: Final = ("num_ctx", "min_p", "repeat_penalty", "repeat_last_n")
"""Own options that go into the body's ``options``."""


@frozen
class Encoded:
    """A body, and what could not be said in it."""

    body: dict[str, Any]
    unsupported: tuple[str, ...]


def encode(provider: str, model: str, messages: Messages, settings: Settings) -> Encoded:
    """The body of a request."""
    unsupported: list[str] = []
    own = next((option for option in settings.own if isinstance(option, Options)), NOTHING)
    said = _system(settings) + History(provider, unsupported).messages(messages)
    body: dict[str, Any] = {"model": model, "messages": said}
    _form(body, settings)
    if settings.get("tools"):
        body["tools"] = [{"type": "function", "function": _function(tool)} for tool in settings.get("tools")]
    _thinking(body, settings, own, unsupported)
    placed = {key: settings.values[name] for name, key in PLACED.items() if name in settings.values}
    placed |= {name: getattr(own, name) for name in OWN if getattr(own, name) is not None}
    placed |= own.model_options or {}
    if placed:
        body["options"] = placed
    if own.keep_alive is not None:
        body["keep_alive"] = own.keep_alive
    return Encoded(body, tuple(unsupported))


def _form(body: dict[str, Any], settings: Settings) -> None:
    """https://docs.ollama.com/capabilities/structured-outputs"""
    if settings.get("decode_as") is not None:
        body["format"] = schema.of(settings.get("decode_as"))
    elif settings.get("reply_as_json"):
        body["format"] = "json"
    wanted = settings.get("top_logprobs")
    if wanted is not None:
        body["logprobs"] = True
        if wanted:
            body["top_logprobs"] = wanted


def _function(tool: Tool) -> dict[str, Any]:
    """https://docs.ollama.com/capabilities/tool-calling; nothing holds a model to the schema."""
    about = {"description": tool.description} if tool.description else {}
    return {"name": tool.name, **about, "parameters": dict(tool.parameters)}


def _thinking(body: dict[str, Any], settings: Settings, own: Options, unsupported: list[str]) -> None:
    effort = settings.get("effort")
    if effort is not None and own.think is not None:
        unsupported.append("Options.think beside ReasoningOptions.effort")
    elif effort is not None and effort not in LEVELS:
        unsupported.append(f"ReasoningOptions.effort: one of {', '.join(LEVELS)}, not {effort!r}")
    elif effort is not None or own.think is not None:
        body["think"] = LEVELS[effort] if effort is not None else own.think


def _system(settings: Settings) -> list[dict[str, Any]]:
    prompt = settings.get("system_prompt")
    return [] if prompt is None else [{"role": "system", "content": prompt}]


# --- Messages ---------------------------------------------------------------------------------------------------------


class History:
    """A conversation on its way to the wire; it remembers which tool each call is of."""

    def __init__(self, provider: str, unsupported: list[str]) -> None:
        self._provider = provider
        self._unsupported = unsupported
        self._tools: dict[str, str] = {}

    def messages(self, messages: Messages) -> list[dict[str, Any]]:
        """All messages, in order."""
        return [
            said for index, message in enumerate(messages) for said in ROLES[message.role](self, message, f"[{index}]")
        ]

    def _user(self, message: Message, place: str) -> Items:
        """A message has one text: each further one is a message of its own. Pictures go with the text before them,
        or else with the first one."""
        said: list[dict[str, Any]] = []
        early: list[str] = []
        for number, part in enumerate(message.requests):
            text, picture = self._part(part, f"messages{place}.requests[{number}]")
            if text is not None:
                pictures = {"images": early} if early else {}
                said.append({"role": "user", "content": text, **pictures})
                early = []
            elif picture is not None:
                (said[-1].setdefault("images", []) if said else early).append(picture)
        yield from said or ([{"role": "user", "content": "", "images": early}] if early else [])

    def _part(self, part: Request, place: str) -> tuple[str | None, str | None]:
        """The text, or the picture, that a part is; neither when it cannot be said."""
        if part.doc is None:
            return part.text, None
        doc = opened(part.doc)
        kind = (doc.mime_type or "").partition("/")[0]
        if doc.data is not None and kind == "text":
            return doc.read().decode("utf-8", "replace"), None
        if doc.data is not None and kind == "image":
            return None, base64.b64encode(doc.read()).decode("ascii")
        where = " by URL" if doc.url is not None else ""
        self._unsupported.append(f"{place}: {doc.mime_type or 'a document of unknown type'}{where}")
        return None, None

    def _tool(self, message: Message, place: str) -> Items:
        for number, result in enumerate(message.tool_results):
            texts = [
                self._text(part, f"messages{place}.tool_results[{number}].content[{index}]")
                for index, part in enumerate(result.content)
            ]
            name = result.name or self._tools.get(result.id, "")
            about = {"tool_call_id": result.id, "tool_name": name}
            yield {"role": "tool", "content": "".join(texts), **{key: value for key, value in about.items() if value}}

    def _text(self, part: Request, place: str) -> str:
        text, picture = self._part(part, place)
        if picture is not None:  # nothing tells of pictures in the message of a tool
            self._unsupported.append(f"{place}: {part.doc.mime_type if part.doc is not None else 'a picture'}")
        return text or ""

    def _assistant(self, message: Message, place: str) -> Items:
        """An answer as input. Its thoughts go back only to their maker."""
        said: dict[str, Any] = {}
        for number, reply in enumerate(message.replies):
            self._reply(said, reply, f"messages{place}.replies[{number}]")
        text = message.text + message.refusal
        if text or "tool_calls" in said:
            yield {"role": "assistant", "content": text, **said}

    def _reply(self, said: dict[str, Any], reply: Reply, place: str) -> None:
        if reply.reasoning is not None and "thoughts" in owned(reply.opaque, self._provider, KEPT):
            said["thinking"] = said.get("thinking", "") + reply.reasoning
        elif reply.tool_call is not None:
            said.setdefault("tool_calls", []).append(self._call(reply.tool_call))
        elif reply.doc is not None:
            self._unsupported.append(f"{place}: a document said by the assistant")

    def _call(self, call: ToolCall) -> dict[str, Any]:
        self._tools[call.id] = call.name
        id_ = {"id": call.id} if call.id else {}
        return {**id_, "function": {"name": call.name, "arguments": as_object(call)}}


ROLES: Final[Mapping[str, Callable[[History, Message, str], Items]]] = {
    "user": History._user,
    "assistant": History._assistant,
    "tool": History._tool,
}
