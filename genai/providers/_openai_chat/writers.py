"""Writers: how options are said in the body of a request.

https://platform.openai.com/docs/api-reference/chat/create

The rule here: a table says where an option goes. An entry is the key of the body, or a function from the option's value
to fields of the body; one that raises Unsayable cannot say this value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from ...tools import Tool
from .._openai.schemas import function_of, schema_of

Fields: TypeAlias = Mapping[str, Any]
Writer: TypeAlias = Callable[[Any], Fields]


class Unsayable(ValueError):
    """This wire has no way to say this value; the text says what else may be said, ``instead`` what is left of it."""

    def __init__(self, why: str, instead: Fields | None = None) -> None:
        super().__init__(why)
        self.instead = instead or {}


def write(body: dict[str, Any], entry: str | Writer, value: Any) -> None:
    """Say one thing in a body."""
    if callable(entry):
        merge(body, entry(value))
        return
    *places, key = entry.split(".")
    for place in places:
        body = body.setdefault(place, {})
    body[key] = _copied(value)


def merge(body: dict[str, Any], fields: Fields) -> None:
    """Put fields into a body: objects are merged, lists are joined, anything else is replaced."""
    for key, value in fields.items():
        known = body.get(key)
        if isinstance(known, dict) and isinstance(value, Mapping):
            merge(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            body[key] = known + _copied(value)
        else:
            body[key] = _copied(value)


def merged(*fields: Fields) -> dict[str, Any]:
    """A body of these; later ones win."""
    body: dict[str, Any] = {}
    for one in fields:
        merge(body, one)
    return body


def _copied(value: Any) -> Any:
    """Tables, and what callers give, are not to be changed by way of a body."""
    if isinstance(value, str):  # by far the most
        return value
    if isinstance(value, Mapping):
        return {key: _copied(entry) for key, entry in value.items()}
    return [_copied(entry) for entry in value] if isinstance(value, (list, tuple)) else value


# --- Writers for tables -----------------------------------------------------------------------------------------------


def fixed(**fields: Any) -> Writer:
    """The same fields, whatever the value."""
    return lambda value: fields


def only(value: Any) -> Writer:
    """The one value that there is, which goes without saying; no other can be said."""

    def writer(wanted: Any) -> Fields:
        if wanted != value:
            raise Unsayable(f"{value} alone, not {wanted}")
        return {}

    return writer


def words(*same: str, key: str = "reasoning_effort", **others: str | Fields) -> Writer:
    """
    A word, said as it is, as another one, or by fields of its own; words that are not listed cannot be said.

    ``words("low", "high", max="high", none={"thinking": {"type": "disabled"}})``

    Args:
        same: Words that stay as they are.
        key: Where they go; ``"a.b"`` is ``b`` in the object ``a``.
        others: Words that become another one, or fields of the body.
    """
    table: dict[str, str | Fields] = {**{word: word for word in same}, **others}

    def writer(value: str) -> Fields:
        if value not in table:
            raise Unsayable(f"one of {', '.join(table)}, not {value}")
        said = table[value]
        if not isinstance(said, str):
            return said
        body: dict[str, Any] = {}
        write(body, key, said)
        return body

    return writer


def switch(off: Fields, on: Fields) -> Writer:
    """How much to think, for those who only think or do not: ``"none"`` is off, every other word is on."""
    return lambda effort: off if effort == "none" else on


def thinking(budget: int) -> Fields:
    """So many tokens to think with, as Anthropic has it, and some who copy that."""
    return {"thinking": {"type": "enabled", "budget_tokens": budget}}


def into(key: str) -> Writer:
    """The fields of an object, beside what is already there under this key."""
    return lambda fields: {key: fields}


def json_schema(type_: Any) -> Fields:
    """https://platform.openai.com/docs/guides/structured-outputs"""
    return {"response_format": {"type": "json_schema", "json_schema": schema_of(type_)}}


def plain_schema(type_: Any) -> Fields:
    """The same without a word about strictness, for those who do not know it."""
    named = {key: value for key, value in schema_of(type_).items() if key != "strict"}
    return {"response_format": {"type": "json_schema", "json_schema": named}}


def logprobs(top: int) -> Fields:
    """The logprobs of the chosen tokens, and of so many others."""
    return {"logprobs": True, "top_logprobs": top}


def functions(tools: Iterable[Tool]) -> Fields:
    """https://platform.openai.com/docs/guides/function-calling"""
    return {"tools": [{"type": "function", "function": function_of(tool)} for tool in tools]}


def lenient_functions(tools: Iterable[Tool]) -> Fields:
    """The same for those who know no strictness: a tool that insists on it cannot be said."""
    given = tuple(tools)
    made = [{key: value for key, value in function_of(tool).items() if key != "strict"} for tool in given]
    said = {"tools": [{"type": "function", "function": function} for function in made]}
    if insisting := [tool.name for tool in given if tool.strict]:
        raise Unsayable(f"no strict tools, such as {', '.join(insisting)}", said)
    return said


def choice(*same: str, named: bool = True, **others: str) -> Writer:
    """Which tool is called: these words, as they are or as another one; and a tool's name, if that can be forced."""
    table = {**{word: word for word in same}, **others}

    def writer(force: str) -> Fields:
        if force in table:
            return {"tool_choice": table[force]}
        if force in ("auto", "required", "none") or not named:
            raise Unsayable(f"one of {', '.join(table)}{' or a name' * named}, not {force}")
        return {"tool_choice": {"type": "function", "function": {"name": force}}}

    return writer


def located(place: Fields) -> Fields:
    """Where the user is, for a search."""
    return {"web_search_options": {"user_location": {"type": "approximate", "approximate": dict(place)}}}


OPTIONS: Final[Mapping[str, str | Writer]] = {
    "temperature": "temperature",
    "top_p": "top_p",
    "max_tokens": "max_completion_tokens",
    "stop": "stop",
    "seed": "seed",
    "frequency_penalty": "frequency_penalty",
    "presence_penalty": "presence_penalty",
    "top_logprobs": logprobs,
    "reply_as_json": fixed(response_format={"type": "json_object"}),
    "decode_as": json_schema,
    "tools": functions,
    "force": choice("auto", "required", "none"),
    "parallel": "parallel_tool_calls",
    "effort": "reasoning_effort",
    "search": fixed(web_search_options={}),
    "context_size": "web_search_options.search_context_size",
    "user_location": located,
    "voice": "audio.voice",
    "audio_format": "audio.format",
}
"""How OpenAI has each option. The system prompt is a message, on every wire."""

BASIC: Final[Mapping[str, str | Writer]] = {
    **{name: OPTIONS[name] for name in ("temperature", "top_p", "stop", "frequency_penalty", "presence_penalty")},
    "max_tokens": "max_tokens",
    "seed": "seed",
    "reply_as_json": OPTIONS["reply_as_json"],
    "decode_as": plain_schema,
    "tools": lenient_functions,
    "force": OPTIONS["force"],
}
"""What nearly all others have, in the older spelling that they know."""

NEWER: Final[Mapping[str, str | Writer]] = {
    **BASIC,
    **{name: OPTIONS[name] for name in ("top_logprobs", "decode_as", "tools", "parallel")},
}
"""What those have who keep up with OpenAI: logprobs, strict schemas and tools, several calls in an answer."""


def but(base: Mapping[str, str | Writer] = BASIC, /, **changes: str | Writer | None) -> Mapping[str, str | Writer]:
    """A table with other entries in it, and without those that are None."""
    return {name: entry for name, entry in {**base, **changes}.items() if entry is not None}
