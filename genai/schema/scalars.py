"""Scalars: the Python types that are one JSON value each: leaves such as str or date, enumerations and literals.

The rule here: a JSON value is never coerced to another JSON type; only a text is read as what it spells.
"""

from __future__ import annotations

import datetime
import decimal
import enum
import pathlib
import typing
import uuid
from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, Final, Literal, TypeAlias

import msgspec
from attrs import frozen

from ..errors import Error
from ..values import shown
from .records import docstring

Schema: TypeAlias = dict[str, Any]
Faults: TypeAlias = list[str]

MISFITS: Final = (ValueError, TypeError, ArithmeticError, LookupError, Error)
"""What a constructor raises to say that a value does not fit; anything else is a bug in it, and passes through."""


def name_of(type_: Any) -> str:
    """A type's name for a message."""
    if type_ is type(None):
        return "None"
    return str(type_.__qualname__) if isinstance(type_, type) else repr(type_).replace("typing.", "")


def made(make: Callable[[], Any], place: str, faults: Faults) -> Any:
    """What ``make`` gives; that it refuses is a fault."""
    try:
        return make()
    except MISFITS as error:
        faults.append(f"{place}: {error or type(error).__name__}")
        return None


def is_json(value: Any, types_: tuple[type, ...]) -> bool:
    """Whether a value is of these types, where a bool is no number."""
    return isinstance(value, types_) and (bool in types_ or not isinstance(value, bool))


@frozen
class Leaf:
    """A scalar: its schema, the decoded types it comes as, and how it is made of one."""

    schema: Schema
    takes: tuple[type, ...]
    make: Callable[[Any], Any]


def _whole(value: int | float) -> int:
    if value != int(value):
        raise ValueError(f"a whole number, not {value}")
    return int(value)


def _text(schema_format: str, type_: type) -> Leaf:
    return Leaf({"type": "string", "format": schema_format}, (str,), partial(msgspec.convert, type=type_))


LEAVES: Final[dict[Any, Leaf]] = {
    str: Leaf({"type": "string"}, (str,), str),
    bool: Leaf({"type": "boolean"}, (bool,), bool),
    int: Leaf({"type": "integer"}, (int, float), _whole),
    float: Leaf({"type": "number"}, (int, float), float),
    type(None): Leaf({"type": "null"}, (type(None),), lambda value: value),
    # The pattern says it to dialects that don't know contentEncoding.
    bytes: Leaf(
        {"type": "string", "contentEncoding": "base64", "pattern": "^[A-Za-z0-9+/]*={0,2}$"},
        (str,),
        partial(msgspec.convert, type=bytes),
    ),
    datetime.datetime: _text("date-time", datetime.datetime),
    datetime.date: _text("date", datetime.date),
    datetime.time: _text("time", datetime.time),
    datetime.timedelta: _text("duration", datetime.timedelta),
    uuid.UUID: _text("uuid", uuid.UUID),
    # A text, since a JSON number becomes a float on the way; a pattern, since JSON Schema has no such format.
    decimal.Decimal: Leaf(
        {"type": "string", "pattern": r"^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"}, (str,), decimal.Decimal
    ),
    pathlib.Path: Leaf({"type": "string"}, (str,), pathlib.Path),
    pathlib.PurePath: Leaf({"type": "string"}, (str,), pathlib.PurePath),
    pathlib.PurePosixPath: Leaf({"type": "string"}, (str,), pathlib.PurePosixPath),
}


def read_leaf(type_: Any, value: Any, place: str, faults: Faults) -> Any:
    """A leaf's value."""
    leaf = LEAVES[type_]
    if not is_json(value, leaf.takes):
        faults.append(f"{place}: {leaf.schema['type']} expected, not {shown(value)}")
        return None
    return made(lambda: leaf.make(value), place, faults)


JSON_NAMES: Final = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (type(None), "null"))


def is_enum(type_: Any) -> bool:
    """Whether a type is an enumeration."""
    return isinstance(type_, type) and issubclass(type_, enum.Enum)


def is_choices(type_: Any) -> bool:
    """Whether a type is a closed set of values: an enumeration, or a literal."""
    return is_enum(type_) or typing.get_origin(type_) is Literal


def _choices(type_: Any) -> dict[tuple[bool, Any], Any]:
    """What JSON may hold, to the value it stands for. The key tells True from 1."""
    members = list(type_) if is_enum(type_) else typing.get_args(type_)
    keys = [member.value if isinstance(member, enum.Enum) else member for member in members]
    return {(isinstance(key, bool), key): member for key, member in zip(keys, members, strict=True)}


def describe_choices(type_: Any, place: str, faults: Faults) -> Schema:
    """The schema of an enumeration or a literal."""
    keys = [key for _, key in _choices(type_)]
    names = [next((name for kind, name in JSON_NAMES if isinstance(key, kind)), None) for key in keys]
    if None in names or not names:
        wrong = [shown(key) for key, name in zip(keys, names, strict=True) if name is None]
        faults.append(f"{place}: {name_of(type_)} has values that are no JSON scalars: {', '.join(wrong)}")
        return {}
    kinds = list(dict.fromkeys(names))
    text = docstring(vars(type_).get("__doc__")).description if is_enum(type_) else ""
    schema = {"type": kinds[0] if len(kinds) == 1 else kinds, "enum": keys}
    return {**schema, "description": text} if text else schema


def read_choice(type_: Any, value: Any, place: str, faults: Faults) -> Any:
    """The member, or the literal value."""
    choices = _choices(type_)
    key = (isinstance(value, bool), value)
    if isinstance(value, Hashable) and key in choices:
        return choices[key]
    faults.append(f"{place}: one of {', '.join(repr(key) for _, key in choices)} expected, not {shown(value)}")
    return None
