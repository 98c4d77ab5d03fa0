"""Core types to the body of a Chat Completions request.

https://platform.openai.com/docs/api-reference/chat/create

The rule here: what cannot be said on this wire is named in ``unsupported``, never dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from time import time
from typing import Any, Final, TypeAlias

from attrs import frozen

from ...checks import Options
from ...doc import Doc
from ...messages import Message, Messages, Reply, Request, ToolCallResult
from ...options import OWNER
from ...settings import Settings
from .._openai.fields import owned
from .._openai.ids import identified
from .dialect import Dialect
from .parts import opened
from .writers import Unsayable, merge, write

WEB: Final = ("allowed_domains", "blocked_domains", "user_location", "context_size")
"""What is nothing without a search."""

SAID: Final = frozenset({"content", "tool_calls", "audio"})
"""What makes a message of the model; its thoughts alone are none."""

KEPT: Final = {"call": dict, "message": dict, "audio": dict, "thoughts": str, "part": dict, "model": str}
"""What an answer leaves for its own provider."""

Items: TypeAlias = Iterator[dict[str, Any]]


@frozen
class Encoded:
    """A body, and what could not be said in it; ``hopeless`` if without that there is nothing to ask."""

    body: dict[str, Any]
    unsupported: tuple[str, ...]
    hopeless: bool = False


@frozen(kw_only=True)
class Speaker:
    """
    Who speaks: a provider, and its way to.

    Args:
        provider: Its name, under which its own marks stand in a history.
        model: The model that is asked.
        dialect: How it speaks.
        files: The names under which a Doc's file id for it may stand.
        output: ``"text"`` or ``"audio"``.
        options: The names of the options that are said; those of speech, say, only where speech is asked for.
    """

    provider: str
    model: str
    dialect: Dialect
    files: tuple[str, ...] = ()
    output: str = "text"
    options: frozenset[str] = frozenset()


def encode(speaker: Speaker, messages: Messages, settings: Settings) -> Encoded:
    """The body of a request."""
    unsupported: list[str] = []
    dialect = speaker.dialect
    said = History(speaker, unsupported).messages(messages)
    body: dict[str, Any] = {"model": speaker.model, "messages": _system(settings, dialect) + said}
    merge(body, dialect.always)
    if speaker.output == "audio":
        body["modalities"] = ["text", "audio"]
    idle = _idle(settings)
    for name, value in settings.values.items():
        if name in dialect.options and name in speaker.options and name not in idle:
            _say(body, dialect.options[name], value, f"{OWNER[name].__name__}.{name}", unsupported)
    if any(name in settings.values for name in WEB if name in idle):
        unsupported.append("WebOptions without search=True")
    for option in settings.own:
        _own(body, option, dialect, unsupported)
    if dialect.tweak is not None:
        dialect.tweak(body)
    return Encoded(body, tuple(unsupported), hopeless=not said)


def _idle(settings: Settings) -> set[str]:
    """Options that say nothing beside the others: a search's where there is none, any JSON where a schema is given."""
    idle = set() if settings.get("search") or settings.get("fetch") else {*WEB}
    if "decode_as" in settings.values or not settings.get("reply_as_json"):
        idle.add("reply_as_json")
    return idle


def _own(body: dict[str, Any], option: Options, dialect: Dialect, unsupported: list[str]) -> None:
    for name, value in option.given().items():
        _say(body, dialect.own.get(name, name), value, f"Options.{name}", unsupported)


def _say(body: dict[str, Any], entry: Any, value: Any, name: str, unsupported: list[str]) -> None:
    try:
        write(body, entry, value)
    except Unsayable as why:
        merge(body, why.instead)
        unsupported.append(f"{name}: {why}")


def _system(settings: Settings, dialect: Dialect) -> list[dict[str, Any]]:
    prompt = settings.get("system_prompt")
    return [] if prompt is None else [{"role": dialect.system_role, "content": prompt}]


class History:
    """A conversation on its way to the wire."""

    def __init__(self, speaker: Speaker, unsupported: list[str]) -> None:
        self._speaker = speaker
        self._dialect = speaker.dialect
        self._unsupported = unsupported

    def messages(self, messages: Messages) -> list[dict[str, Any]]:
        """All messages, in order."""
        return [
            said
            for index, message in enumerate(identified(messages, self._dialect.call_id))
            for said in ROLES[message.role](self, message, f"[{index}]")
        ]

    # --- What the user says ---

    def _user(self, message: Message, place: str) -> Items:
        parts = self._parts(message.requests, f"messages{place}.requests", self._dialect.parts)
        texts = [part["text"] for part in parts if part.get("type") == "text"]
        if len(texts) < len(parts) or (len(texts) > 1 and self._dialect.text_parts):
            yield {"role": "user", "content": parts}
        else:
            yield from ({"role": "user", "content": text} for text in texts)

    def _parts(self, parts: tuple[Request, ...], place: str, writers: Mapping[str, Any]) -> list[dict[str, Any]]:
        made = []
        for number, part in enumerate(parts):
            doc = None if part.doc is None else opened(part.doc)
            said = {"type": "text", "text": part.text} if doc is None else self._doc(doc, writers)
            if said is None:
                self._unsupported.append(f"{place}[{number}]: {described(doc)}")
            else:
                made.append(said)
        return made

    def _doc(self, doc: Doc, writers: Mapping[str, Any]) -> dict[str, Any] | None:
        file_id = next((doc.file_ids[name] for name in self._speaker.files if name in doc.file_ids), None)
        if doc.file_ids and file_id is None and doc.data is None:
            return None
        kind = (doc.mime_type or "").partition("/")[0]
        writer = writers.get(doc.mime_type or "") or writers.get(kind)
        if writer is None and doc.mime_type is None and file_id is not None:
            writer = writers.get("application/pdf")  # what was uploaded is a file
        elif writer is None and doc.mime_type is None and doc.url is not None:
            writer = writers.get("image")  # URLs without a known ending are pictures
        if writer is not None:
            said: dict[str, Any] | None = writer(doc, file_id)
            return said
        if kind == "text" and doc.data is not None:
            return {"type": "text", "text": doc.read().decode("utf-8", "replace")}
        return None

    # --- What the tools say ---

    def _tool(self, message: Message, place: str) -> Items:
        for number, result in enumerate(message.tool_results):
            name = {"name": result.name} if self._dialect.tool_names and result.name else {}
            content = self._tool_content(result, f"messages{place}.tool_results[{number}].content")
            yield {"role": "tool", "tool_call_id": result.id, **name, "content": content}

    def _tool_content(self, result: ToolCallResult, place: str) -> str | list[dict[str, Any]]:
        if all(part.text is not None for part in result.content):
            return result.text
        allowed = {kind: write for kind, write in self._dialect.parts.items() if kind in self._dialect.tool_parts}
        return self._parts(result.content, place, allowed) or ""

    # --- What the model said ---

    def _assistant(self, message: Message, place: str) -> Items:
        """An answer as input. Its thoughts go back only to their maker, and only if it wants to see them."""
        said: dict[str, Any] = {}
        if text := message.text + message.refusal:  # a refusal has a field at OpenAI, and nowhere else
            said["content"] = text
        if (text or message.tool_calls) and (parts := self._thinking(message)):
            said["content"] = parts
        for number, reply in enumerate(message.replies):
            self._reply(said, reply, f"messages{place}.replies[{number}]")
        if SAID & said.keys():
            yield {"role": "assistant", **said}

    def _thinking(self, message: Message) -> list[dict[str, Any]]:
        """The content in parts, in order, where thoughts that go back are among them; else a text is enough."""
        parts = [self._part(reply) for reply in message.replies] if self._dialect.thoughts_back else []
        return [part for part in parts if part] if any(part.get("type") == "thinking" for part in parts) else []

    def _part(self, reply: Reply) -> dict[str, Any]:
        if said := reply.text or reply.refusal:
            return {"type": "text", "text": said}
        mine = owned(reply.opaque, self._speaker.provider, KEPT) if reply.reasoning else {}
        if "part" not in mine or mine.get("model") != self._speaker.model:
            return {}
        return {**mine["part"], "thinking": [{"type": "text", "text": reply.reasoning}]}

    def _reply(self, said: dict[str, Any], reply: Reply, place: str) -> None:
        mine = owned(reply.opaque, self._speaker.provider, KEPT)
        if reply.tool_call is not None:
            call = reply.tool_call
            function = {"name": call.name, "arguments": call.arguments}
            extra = mine.get("call", {})
            made = {"id": call.id, "type": "function", "function": function, **extra}
            said.setdefault("tool_calls", []).append(made)
        elif reply.doc is not None and not self._again(said, mine):
            self._unsupported.append(f"{place}: a document said by the assistant")
        if reply.reasoning is not None and self._dialect.thoughts_back and "thoughts" in mine:
            said[mine["thoughts"]] = said.get(mine["thoughts"], "") + reply.reasoning
        if "message" in mine:
            said.update(mine["message"])

    def _again(self, said: dict[str, Any], mine: Mapping[str, Any]) -> bool:
        """A sound that the model made goes back by its id, in place of its words; when that is gone, its words do."""
        sound = mine.get("audio")
        if sound is None:
            return False
        if sound.get("id") and (sound.get("expires_at") or 0) > time():
            said["audio"] = {"id": sound["id"]}
            said.pop("content", None)
        return True


def described(doc: Doc | None) -> str:
    """A document, as people call it."""
    where = " by URL" if doc is not None and doc.url is not None else ""
    return f"{doc.mime_type if doc is not None and doc.mime_type else 'a document of unknown type'}{where}"


ROLES: Final[Mapping[str, Callable[[History, Message, str], Items]]] = {
    "user": History._user,
    "assistant": History._assistant,
    "tool": History._tool,
}
