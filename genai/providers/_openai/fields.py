"""Fields of a decoded answer, of the types that are documented.

The rule here: what has another type is a fault, never a guess; who reads an answer makes BadAnswer of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import msgspec

from ...doc import Doc
from ...errors import InvalidRequest
from ...messages import ToolCall
from ...values import shown

Fields: TypeAlias = Mapping[str, Any]

FAULTS: Final = (
    AttributeError,
    IndexError,
    KeyError,
    RecursionError,
    TypeError,
    ValueError,
    msgspec.DecodeError,
)
"""What reading an answer raises that is not as documented."""

NO_NAME: Final = re.compile(r"[^\w.+-]")


def string(fields: Fields, name: str) -> str | None:
    """A text, or None where there is none."""
    value = fields.get(name)
    if value is None or type(value) is str:
        return value
    raise TypeError(f"{name}: a str, not {value!r:.80}")


def integer(fields: Fields, name: str) -> int | None:
    """A whole number, or None where there is none."""
    value = fields.get(name)
    if value is None or type(value) is int:
        return value
    raise TypeError(f"{name}: an int, not {value!r:.80}")


def number(fields: Fields, name: str) -> float:
    """A number; there must be one."""
    value = fields[name]
    if type(value) is float or type(value) is int:
        return value
    raise TypeError(f"{name}: a number, not {value!r:.80}")


def needed(fields: Fields, name: str) -> str:
    """A text; there must be one."""
    value = fields[name]
    if type(value) is str:
        return value
    raise TypeError(f"{name}: a str, not {value!r:.80}")


def arguments(fields: Fields) -> str:
    """The arguments of a call: JSON text, or as some servers have it, the object itself."""
    value = fields["arguments"]
    if isinstance(value, dict):
        return msgspec.json.encode(value).decode()
    return needed(fields, "arguments") if value is not None else ""


def own(provider: str, **what: Any) -> dict[str, Any]:
    """What only this provider understands."""
    return {provider: {key: value for key, value in what.items() if value is not None}}


def as_object(call: ToolCall) -> dict[str, Any]:
    """
    A call's arguments, for wires that have an object there.

    A model may have written what is none, and should see that it did: that can then only be said inside of one.
    """
    try:
        given = msgspec.json.decode(call.arguments or "{}")  # json.loads would take NaN, which nobody can be sent
    except (ValueError, RecursionError):
        given = None
    return given if isinstance(given, dict) else {"arguments": call.arguments}


def owned(opaque: Fields, provider: str, types: Mapping[str, type]) -> Fields:
    """What ``own`` has left in a history; InvalidRequest when it came back changed, for histories are kept anywhere."""
    mine = opaque.get(provider)
    if not mine:
        return {}
    if not isinstance(mine, dict) or not all(isinstance(mine[key], types[key]) for key in types.keys() & mine.keys()):
        raise InvalidRequest(f"Reply.opaque: not what an answer of {provider} leaves there: {shown(mine)}")
    return mine


def doc(data: bytes | None = None, *, name: str | None = None, **about: Any) -> Doc:
    """A document of an answer. Ids may be any text, so that its name is only what a file's name can be."""
    try:
        return Doc(data, filename=name and NO_NAME.sub("_", name), **about)
    except InvalidRequest as error:  # it is the server that wrote it
        raise ValueError(str(error)) from None
