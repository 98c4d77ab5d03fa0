"""Wiretypes: how the types of a raw layer are written, and how they are taken apart.

The rule here: a wire type is an attrs class whose annotations say all there is to say of the wire. What a union
means, and which of its classes a tag stands for, is found out once per type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, cast, get_args, get_origin

import attrs
from attrs import field, frozen

# --- How they are written -----------------------------------------------------------------------------------


class Listed:
    """
    Marks an open wire enumeration: ``Annotated[str, Listed("low", "high")]``.

    Any text decodes; one that is not listed is reported by ``unknown_fields``.
    """

    __slots__ = ("values",)

    def __init__(self, *values: str) -> None:
        self.values = frozenset(values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Listed) and self.values == other.values

    def __hash__(self) -> int:
        return hash(self.values)

    def __repr__(self) -> str:
        return f"Listed({', '.join(map(repr, sorted(self.values)))})"


@frozen
class Unknown:
    """
    A member of a tagged union whose tag no listed class has. It goes back to the wire as it came.

    Args:
        type: The tag; "" when there was none.
        raw: The whole object.
    """

    type: str
    raw: Mapping[str, Any] = field(hash=False)


EXPLICIT_NULL: Final = {"null": True}
"""Metadata of a wire field that is written as null when it is None, because the server tells null from absence.

The other key that is known in the metadata is ``"name"``: the name on the wire, where it is no Python name.
"""

# --- How they are taken apart -------------------------------------------------------------------------------


@cache
def attributes(cls: Any) -> tuple[attrs.Attribute[Any], ...]:
    """The fields of an attrs class, with their types resolved."""
    return tuple(attrs.fields(attrs.resolve_types(cls)))


def wire_name(attribute: attrs.Attribute[Any]) -> str:
    """A field's name on the wire."""
    return cast("str", attribute.metadata.get("name", attribute.name))


def bare(type_: Any) -> Any:
    """Without ``Annotated``."""
    return get_args(type_)[0] if get_origin(type_) is Annotated else type_


def is_union(type_: Any) -> bool:
    """A union, however it is spelt."""
    return get_origin(type_) in (Union, UnionType)


def is_list(type_: Any) -> bool:
    """A JSON array."""
    return get_origin(type_) in (list, tuple, Sequence)


def is_mapping(type_: Any) -> bool:
    """A JSON object with free keys."""
    return get_origin(type_) in (dict, Mapping)


def is_literal(type_: Any) -> bool:
    """A ``Literal``."""
    return get_origin(type_) is Literal


def _kind(type_: Any) -> type:
    """The Python type that JSON decodes to, for a value of this type."""
    inner = bare(type_)
    if is_list(inner):
        return list
    if is_mapping(inner) or attrs.has(inner):
        return dict
    if is_literal(inner):
        return type(get_args(inner)[0])
    if inner is Any or not isinstance(inner, type):
        return object
    return str if issubclass(inner, (bytes, Enum)) else inner  # base64, or a member's value


def tag_values(cls: Any, name: str) -> tuple[Any, ...]:
    """The values of a class's tag, with None when it may be left out; none at all when the field is no tag."""
    for attribute in attributes(cls):
        if wire_name(attribute) == name:
            inner = get_args(attribute.type) if is_union(attribute.type) else (attribute.type,)
            literals = [value for member in inner if is_literal(member) for value in get_args(member)]
            return (*literals, None) if literals and NoneType in inner else tuple(literals)
    return ()


@frozen
class UnionParts:
    """A union, by what JSON gives for its members; its objects by their tag."""

    plain: dict[type, Any]
    tag: str
    classes: dict[Any, type[Any]]
    open: bool

    def member(self, value: Any) -> Any:
        """The member that a value belongs to: ``Unknown`` for an unknown tag, None when nothing fits."""
        kind = type(value)
        if kind is not dict or not self.tag:
            numbers = self.plain.get(float) if kind is int else None
            return self.plain.get(kind) or numbers or self.plain.get(object)
        tag = value.get(self.tag)
        found = self.classes.get(tag) if isinstance(tag, (str, NoneType)) else None
        return found or (Unknown if self.open else None)

    def expected(self) -> str:
        """What would fit, for a message."""
        names = [kind.__name__ for kind in self.plain if kind is not NoneType]
        return " or ".join([*names, *(["dict"] if self.tag else [])])


@cache
def union_parts(type_: Any) -> UnionParts:
    """A union, taken apart."""
    members = get_args(type_)
    classes = [member for member in map(bare, members) if attrs.has(member) and member is not Unknown]
    plain = {_kind(member): member for member in members if not attrs.has(bare(member))}
    if len(classes) == 1 and Unknown not in members:  # there is nothing to tell it from
        return UnionParts({**plain, dict: classes[0]}, "", {}, False)
    tag, table = _tags(classes) if classes else ("", {})
    return UnionParts(plain, tag, table, Unknown in members)


def _tags(classes: list[Any]) -> tuple[str, dict[Any, type[Any]]]:
    for name in map(wire_name, attributes(classes[0])):
        values = [(value, cls) for cls in classes for value in tag_values(cls, name)]
        everywhere = all(tag_values(cls, name) for cls in classes)
        if everywhere and len({value for value, _ in values}) == len(values):
            return name, dict(values)
    raise TypeError(f"no tag tells these apart: {', '.join(cls.__name__ for cls in classes)}")


def named_type(value: Any) -> str:
    """A decoded value's type, for a message."""
    return "null" if value is None else type(value).__name__


def joined(place: str, inner: str) -> str:
    """A path of two parts; an index or an empty part needs no dot."""
    return f"{place}{inner}" if not place or not inner or inner[0] in "[:" else f"{place}.{inner}"
