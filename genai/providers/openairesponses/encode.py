"""Core types to the body of a Responses request.

https://platform.openai.com/docs/api-reference/responses/create

The rule here: what cannot be said on this wire is named in ``unsupported``, never dropped.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import fields, frozen

from ...doc import Doc
from ...messages import Message, Messages, Reply, Request, ToolCallResult
from ...settings import Settings
from ...tools import Tool
from .._openai.fields import owned
from .._openai.ids import identified
from .._openai.schemas import function_of, schema_of
from .dialect import Dialect
from .options import AUTO, Options

PLAIN: Final = {
    "system_prompt": "instructions",
    "temperature": "temperature",
    "top_p": "top_p",
    "max_tokens": "max_output_tokens",
    "parallel": "parallel_tool_calls",
    "top_logprobs": "top_logprobs",
}
"""Option fields that are one field of the body."""

REASONING: Final = {"effort": "effort", "summary": "summary"}
WEB: Final = {"user_location": "user_location", "context_size": "search_context_size"}
PICTURES: Final = frozenset(
    {"size", "width", "height", "quality", "background", "format", "compression", "moderation", "input_fidelity"}
    | {"partial_images", "mask"}
)
"""What asks for the tool that draws; the package's own options that do follow."""
DRAWING: Final = ("image_model", "image_action")
OPTIONS: Final = PICTURES | {
    *PLAIN, *REASONING, *WEB, "reply_as_json", "decode_as", "tools", "force", "search", "allowed_domains"
}  # fmt: skip
NOTHING: Final = Options()
LOGPROBS: Final = "message.output_text.logprobs"
SOURCES: Final = "web_search_call.action.sources"
ENCRYPTED: Final = "reasoning.encrypted_content"

PLACED: Final = {
    "verbosity": ("text", "verbosity"),
    "reasoning_context": ("reasoning", "context"),
    "reasoning_mode": ("reasoning", "mode"),
}
"""Own options that go into an object of the body."""

STATES: Final = {"previous_response_id": "response_id", "conversation": "conversation"}
"""Own options that name what the provider keeps, and the mark that an answer in the history has of it."""

PICTURE: Final = "image_generation_call"

ITEM_MARKS: Final = ("id", "status", "phase", "namespace", "caller")
"""What a reply remembers of the item that it was, and that goes back with it."""

KEPT: Final = {"item": dict, "id": str, "response_id": str}
"""What an answer leaves for its own provider, of a type that matters here."""


@frozen
class Encoded:
    """A body, what could not be said in it, and what the tool that draws does not allow."""

    body: dict[str, Any]
    unsupported: tuple[str, ...]
    wrong: tuple[str, ...] = ()


def encode(model: str, messages: Messages, settings: Settings, dialect: Dialect, draw: bool = False) -> Encoded:
    """The body of a request; ``draw`` asks for a picture."""
    unsupported: list[str] = []
    wrong: list[str] = []
    own = next((option for option in settings.own if isinstance(option, Options)), NOTHING)
    start, state = _state(messages, own, dialect)
    said = _input(messages, start, own.store, unsupported, dialect)
    body: dict[str, Any] = {"model": model, "input": list(said)}
    body.update({key: settings.values[name] for name, key in PLAIN.items() if name in settings.values})
    reasoning = {key: settings.values[name] for name, key in REASONING.items() if name in settings.values}
    if reasoning:
        body["reasoning"] = reasoning
    _text(body, settings)
    _tools(body, settings, unsupported)
    if draw or not PICTURES.isdisjoint(settings.values) or any(getattr(own, name) is not None for name in DRAWING):
        _draw(body, settings, own, dialect, draw, wrong)
    given = {} if own is NOTHING else own.given()
    _own(body, {name: value for name, value in {**given, **state}.items() if value is not None}, unsupported)
    return Encoded(body, tuple(unsupported), tuple(wrong))


# --- Options ----------------------------------------------------------------------------------------------------------


def _text(body: dict[str, Any], settings: Settings) -> None:
    if settings.get("decode_as") is not None:
        body["text"] = {"format": {"type": "json_schema", **schema_of(settings.get("decode_as"))}}
    elif settings.get("reply_as_json"):
        body["text"] = {"format": {"type": "json_object"}}
    if settings.get("top_logprobs") is not None:
        body.setdefault("include", []).append(LOGPROBS)


def _tools(body: dict[str, Any], settings: Settings, unsupported: list[str]) -> None:
    tools = [_function(tool) for tool in settings.get("tools", ())]
    if settings.get("search"):
        tools.append(_web_search(settings))
        body.setdefault("include", []).append(SOURCES)
    elif any(name in settings.values for name in (*WEB, "allowed_domains")):
        unsupported.append("WebOptions without search=True")
    if tools:
        body["tools"] = tools
    force = settings.get("force")
    if force in ("auto", "required", "none"):
        body["tool_choice"] = force
    elif force is not None:
        body["tool_choice"] = {"type": "function", "name": force}


def _draw(
    body: dict[str, Any], settings: Settings, own: Options, dialect: Dialect, needed: bool, wrong: list[str]
) -> None:
    from .drawing import NEEDED, drawing  # most calls never need it

    body["tools"] = [*body.get("tools", ()), drawing(settings, own, (dialect.provider, *dialect.aliases), wrong)]
    if needed:
        body.setdefault("tool_choice", NEEDED)


def _function(tool: Tool) -> dict[str, Any]:
    """https://platform.openai.com/docs/guides/function-calling

    ``strict`` is always said: left out, the API takes every schema as strict, and makes optional parameters required.
    """
    return {"type": "function", **function_of(tool)}


def _web_search(settings: Settings) -> dict[str, Any]:
    """https://platform.openai.com/docs/guides/tools-web-search"""
    tool: dict[str, Any] = {"type": "web_search"}
    if settings.get("allowed_domains"):
        tool["filters"] = {"allowed_domains": list(settings.get("allowed_domains"))}
    if settings.get("user_location") is not None:
        tool["user_location"] = {"type": "approximate", **settings.get("user_location")}
    if settings.get("context_size") is not None:
        tool["search_context_size"] = settings.get("context_size")
    return tool


def _own(body: dict[str, Any], given: dict[str, Any], unsupported: list[str]) -> None:
    for name in PLACED.keys() & given.keys():
        place, key = PLACED[name]
        body.setdefault(place, {})[key] = given.pop(name)
    if "tool_choice" in body and given.pop("tool_choice", None) is not None:
        unsupported.append("Options.tool_choice beside ToolOptions.force")
    if given.get("store") is False and _reasons(body):
        body.setdefault("include", []).append(ENCRYPTED)
    for name in DRAWING:
        given.pop(name, None)
    for name in ("tools", "include"):
        if name in given:
            body[name] = [*body.get(name, ()), *given.pop(name)]
    if "include" in body:
        body["include"] = list(dict.fromkeys(body["include"]))
    body.update(given)


def _reasons(body: Mapping[str, Any]) -> bool:
    """Whether a request is plainly one to a reasoning model: others refuse to be asked for encrypted thoughts.

    https://platform.openai.com/docs/guides/reasoning#encrypted-reasoning-items
    """
    return "reasoning" in body and body["reasoning"].get("effort") != "none"


def _state(messages: Messages, own: Options, dialect: Dialect) -> tuple[int, dict[str, str | None]]:
    """Where what the provider does not have yet begins, and the id under which it has the rest.

    https://platform.openai.com/docs/guides/conversation-state
    """
    for name, mark in STATES.items():
        wanted = getattr(own, name)
        for index in reversed(range(len(messages) if wanted is not None else 0)):
            held = _marked(messages[index], mark, dialect)
            if held is not None and (held == wanted or (wanted, mark) == (AUTO, "response_id")):
                return index + 1, {name: held}
    return 0, {"previous_response_id": None} if own.previous_response_id == AUTO else {}  # the first turn


def _marked(message: Message, mark: str, dialect: Dialect) -> Any:
    """What an answer remembers of itself."""
    held = (owned(reply.opaque, dialect.provider, KEPT) for reply in message.replies)
    return next((mine[mark] for mine in held if mark in mine), None)


# --- Messages ---------------------------------------------------------------------------------------------------------


Items: TypeAlias = Iterator[dict[str, Any]]


def _input(messages: Messages, start: int, store: bool | None, unsupported: list[str], dialect: Dialect) -> Items:
    for index, message in enumerate(identified(messages)[start:], start):
        items = ROLES[message.role](message, f"messages[{index}]", unsupported, dialect)
        lost = store is False or _marked(message, "kept", dialect) is False
        kept = not lost and _marked(message, "response_id", dialect) is not None
        for item in filter(_stands_alone, items) if lost else items:
            yield _picture(item, kept, dialect) if item.get("type") == PICTURE else item


def _stands_alone(item: Mapping[str, Any]) -> bool:
    """Whether an item says all by itself. Thoughts that are neither encrypted nor open are a reference, and one to
    what the provider has not kept is an error there ("Items are not persisted when `store` is set to false").
    """
    return item.get("type") != "reasoning" or bool(item.get("encrypted_content") or item.get("content"))


def _user(message: Message, place: str, unsupported: list[str], dialect: Dialect) -> Items:
    content = _parts(message.requests, f"{place}.requests", unsupported, dialect)
    if content:
        yield {"type": "message", "role": "user", "content": content}


def _tool(message: Message, place: str, unsupported: list[str], dialect: Dialect) -> Items:
    for number, result in enumerate(message.tool_results):
        yield {
            "type": "function_call_output",
            "call_id": result.id,
            "output": _tool_output(result, f"{place}.tool_results[{number}].content", unsupported, dialect),
        }


def _tool_output(
    result: ToolCallResult, place: str, unsupported: list[str], dialect: Dialect
) -> str | list[dict[str, Any]]:
    if all(part.text is not None for part in result.content):
        return result.text
    return _parts(result.content, place, unsupported, dialect) or ""


def _parts(parts: tuple[Request, ...], place: str, unsupported: list[str], dialect: Dialect) -> list[dict[str, Any]]:
    made = []
    for number, part in enumerate(parts):
        if part.doc is None:
            made.append({"type": "input_text", "text": part.text})
            continue
        encoded = _doc(part.doc.loaded(), dialect)
        if encoded is None:
            unsupported.append(f"{place}[{number}]: {part.doc.mime_type or 'a document of unknown type'}")
        else:
            made.append(encoded)
    return made


def _doc(doc: Doc, dialect: Dialect) -> dict[str, Any] | None:
    """https://platform.openai.com/docs/guides/images-vision and https://platform.openai.com/docs/guides/pdf-files"""
    kind, _, _ = (doc.mime_type or "").partition("/")
    names = (dialect.provider, *dialect.aliases)
    file_id = next((doc.file_ids[name] for name in names if name in doc.file_ids), None)
    if kind in ("audio", "video") or (doc.file_ids and file_id is None and doc.data is None):
        return None
    if kind == "image" or (doc.url is not None and doc.mime_type is None):  # URLs without a known ending are pictures
        source = {"file_id": file_id} if file_id else {"image_url": doc.url or doc.data_url()}
        return {"type": "input_image", "detail": doc.meta.get("detail", "auto"), **source}
    if file_id is not None:
        return {"type": "input_file", "file_id": file_id}
    if doc.url is not None:
        return {"type": "input_file", "file_url": doc.url}
    if kind == "text":
        return {"type": "input_text", "text": doc.read().decode("utf-8", "replace")}
    if doc.mime_type is None:
        return None
    return {"type": "input_file", "filename": doc.filename or "document", "file_data": doc.data_url()}


def _assistant(message: Message, place: str, unsupported: list[str], dialect: Dialect) -> Items:
    """An answer as input: items of our own go back as they were; others' texts and calls are said anew.

    Reasoning goes back only with the item that it came in: nobody but its maker can use it.
    """
    items: list[dict[str, Any]] = []
    for number, reply in enumerate(message.replies):
        mine = owned(reply.opaque, dialect.provider, KEPT)
        marks = {name: mine[name] for name in (*ITEM_MARKS, *dialect.marks) if name in mine}
        if "item" in mine:
            item, made = mine["item"], reply.doc
            items.append({**item, "result": made} if made is not None and item.get("type") == PICTURE else item)
        elif reply.text is not None or reply.refusal is not None:
            _say(items, reply, marks)
        elif reply.tool_call is not None:
            call = reply.tool_call
            said = {"type": "function_call", "call_id": call.id, "name": call.name, "arguments": call.arguments}
            items.append({**marks, **said})
        elif reply.doc is not None and "part_of" not in mine:
            unsupported.append(f"{place}.replies[{number}]: a document said by the assistant")
    return iter(items)


def _picture(item: Mapping[str, Any], kept: bool, dialect: Dialect) -> dict[str, Any]:
    """
    A picture that the model made: by its id where the provider has it, else whole, from the bytes of its Doc.

    What an answer says beside it (size, action, ...) is refused in a request: "Unknown parameter: 'input[1].action'".

    https://platform.openai.com/docs/guides/image-generation#multi-turn-image-generation. That an id is enough, the
    specification does not know: https://github.com/openai/openai-openapi/issues/575.
    """
    if kept and item.get("id"):
        return {"type": PICTURE, "id": item["id"]}
    made = item if dialect.whole_pictures else {key: item[key] for key in ("type", "id", "status") if key in item}
    doc = item.get("result")
    return {**made, "result": base64.b64encode(doc.read()).decode("ascii") if isinstance(doc, Doc) else None}


def _say(items: list[dict[str, Any]], reply: Reply, mine: Mapping[str, Any]) -> None:
    """Add a text or a refusal: to the message that it is a part of, if that is the last one, else as a new one."""
    if "id" not in mine:
        items.append(
            {"type": "message", "role": "assistant", "content": reply.refusal if reply.text is None else reply.text}
        )
        return
    if not items or items[-1].get("id") != mine["id"]:
        items.append({"type": "message", "role": "assistant", "status": "completed", "content": [], **mine})
    items[-1]["content"].append(
        {"type": "output_text", "text": reply.text, "annotations": [], "logprobs": []}
        if reply.text is not None
        else {"type": "refusal", "refusal": reply.refusal}
    )


ROLES: Final[Mapping[str, Callable[[Message, str, list[str], Dialect], Items]]] = {
    "user": _user,
    "assistant": _assistant,
    "tool": _tool,
}

assert {a.name for a in fields(Options)} >= {*PLACED, *STATES}  # noqa: S101  the tables name fields that exist
