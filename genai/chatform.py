"""Role/content dictionaries in the Chat Completions form, as people have them, to Messages.

https://platform.openai.com/docs/api-reference/chat/create#chat-create-messages

The rule here: what does not fit raises InvalidRequest that shows the right form; nothing is dropped.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import evolve

from .doc import Doc
from .errors import InvalidRequest
from .messages import Message, Reply, Request, ToolCall, ToolCallResult
from .values import a_tuple


def message_of(given: Mapping[str, Any]) -> Message:
    """One role/content dictionary as a Message."""
    role = given.get("role")
    build = ROLES.get(role) if isinstance(role, str) else None
    if build is None:
        raise InvalidRequest(HINTS.get(str(role), f"role is one of {', '.join(ROLES)}, not {role!r}"))
    _only(given, KEYS[str(role)], f"a {role} message")
    return build(given)


def _only(given: Mapping[str, Any], keys: Iterable[str], what: str) -> None:
    """Nothing that would be dropped; a key that is null or empty says nothing."""
    unknown = [key for key, value in given.items() if key not in keys and value is not None and value != []]
    if unknown:
        raise InvalidRequest(f"{what} has no {', '.join(sorted(map(repr, unknown)))} here")


def _user(given: Mapping[str, Any]) -> Message:
    content = _parts(given.get("content"))
    if not content:
        raise InvalidRequest('a user message is {"role": "user", "content": "..."}')
    return Message(requests=content)


def _assistant(given: Mapping[str, Any]) -> Message:
    replies = [Reply(text=text, block=i) for i, text in enumerate(_texts(given.get("content")))]
    refusal = _word(given, "refusal")
    if refusal:
        replies.append(Reply(refusal=refusal, block=len(replies)))
    for call in a_tuple(given.get("tool_calls")):
        replies.append(Reply(tool_call=_call(_mapping(call, "a tool call")), block=len(replies)))
    return Message(replies=tuple(replies))


def _call(given: Mapping[str, Any]) -> ToolCall:
    _only(given, ("id", "type", "function", "index"), "a tool call")
    function = _mapping(given.get("function"), "a tool call's function")
    _only(function, ("name", "arguments"), "a tool call's function")
    name, arguments = function.get("name"), function.get("arguments") or "{}"
    if not isinstance(name, str) or not name or not isinstance(arguments, str):
        raise InvalidRequest(
            'a tool call is {"id": "...", "type": "function", "function": {"name": "...", "arguments": "<JSON text>"}}'
        )
    return ToolCall(id=_word(given, "id"), name=name, arguments=arguments)


def _tool(given: Mapping[str, Any]) -> Message:
    content = _parts(given.get("content"))
    made = ToolCallResult(id=_word(given, "tool_call_id"), name=_word(given, "name"), content=content)
    return Message(tool_results=(made,))


ROLES: dict[str, Callable[[Mapping[str, Any]], Message]] = {"user": _user, "assistant": _assistant, "tool": _tool}
KEYS = {
    "user": {"role", "content"},
    "assistant": {"role", "content", "refusal", "tool_calls"},
    "tool": {"role", "content", "name", "tool_call_id"},
}
HINTS = dict.fromkeys(
    ("system", "developer"), 'the system prompt is an option, not a message: gen_sync(..., system_prompt="...")'
)


def _mapping(thing: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(thing, Mapping):
        raise InvalidRequest(f"{what} is a dictionary, not {type(thing).__name__}")
    return thing


def _word(given: Mapping[str, Any], key: str) -> str:
    """A text, "" when it is not there."""
    value = given.get(key)
    if value is not None and not isinstance(value, str):
        raise InvalidRequest(f"{key} is a text, not {type(value).__name__}")
    return value or ""


def _texts(content: Any) -> tuple[str, ...]:
    parts = _parts(content)
    if any(part.text is None for part in parts):
        raise InvalidRequest("an assistant's content is text")
    return tuple(part.text for part in parts if part.text)


def _parts(content: Any) -> tuple[Request, ...]:
    return tuple(_part(part) for part in a_tuple(content))


def _part(part: Any) -> Request:
    if isinstance(part, str):
        return Request(text=part)
    given = _mapping(part, "a content part")
    build = PARTS.get(str(given.get("type")))
    if build is None:
        raise InvalidRequest(f"a content part's type is one of {', '.join(PARTS)}, not {given.get('type')!r}")
    kind = str(given["type"])
    _only(given, ("type", kind), f"a content part of type {kind}")
    return build(given.get(kind))


def _text_part(value: Any) -> Request:
    if not isinstance(value, str):
        raise InvalidRequest('a text part is {"type": "text", "text": "..."}')
    return Request(text=value)


def _image_part(value: Any) -> Request:
    url = value
    if not isinstance(value, str):
        _only(_mapping(value, "image_url"), ("url", "detail"), "image_url")
        url = value.get("url")
    if not isinstance(url, str):
        raise InvalidRequest('an image part is {"type": "image_url", "image_url": {"url": "https://... or data:..."}}')
    detail = "" if isinstance(value, str) else _word(value, "detail")
    return Request(doc=_doc_of_url(url, {"detail": detail} if detail else {}))


def _audio_part(value: Any) -> Request:
    audio = _mapping(value, "input_audio")
    _only(audio, ("data", "format"), "input_audio")
    mime_type = f"audio/{_word(audio, 'format') or 'wav'}".replace("audio/mp3", "audio/mpeg")
    return Request(doc=Doc(_unbase64(audio.get("data")), mime_type=mime_type))


def _file_part(value: Any) -> Request:
    file = _mapping(value, "file")
    _only(file, ("file_id", "file_data", "filename"), "file")
    name, file_id = _word(file, "filename") or None, _word(file, "file_id")
    if file_id:
        return Request(doc=Doc(file_ids={"openai": file_id}, filename=name))
    data = file.get("file_data")
    if not isinstance(data, str) or not data.startswith("data:"):
        raise InvalidRequest('a file part is {"type": "file", "file": {"file_data": "data:...", "filename": "..."}}')
    return Request(doc=evolve(_doc_of_url(data, {}), filename=name))


PARTS: dict[str, Callable[[Any], Request]] = {
    "text": _text_part, "image_url": _image_part, "input_audio": _audio_part, "file": _file_part,
}  # fmt: skip


def _doc_of_url(url: str, meta: Mapping[str, Any]) -> Doc:
    if not url.startswith("data:"):
        return Doc(url=url, meta=meta)
    head, comma, payload = url[5:].partition(",")
    if not comma or not head.endswith(";base64"):
        raise InvalidRequest("a data URL is data:MIME;base64,DATA")
    return Doc(_unbase64(payload), mime_type=head.removesuffix(";base64") or None, meta=meta)


def _unbase64(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error) as error:
        raise InvalidRequest(f"not base64: {error}") from None
