"""Drift: what decoded JSON has that its wire type does not know.

The rule here: it runs on every event of a strict stream, so it is compiled once per type, and makes a path only where
something is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Annotated, Any, TypeAlias, cast, get_args, get_origin

import attrs

from .values import shortened
from .wiretypes import (
    Listed,
    Unknown,
    attributes,
    bare,
    is_list,
    is_literal,
    is_mapping,
    is_union,
    joined,
    named_type,
    union_parts,
    wire_name,
)

Finding: TypeAlias = tuple[str, str]
"""A path, and what is wrong there; "" for a key that is not known."""
Check: TypeAlias = Callable[[Any], Iterable[Finding]]
"""What is wrong with a value of one type. Paths are made only where something is."""


def unknown_fields(obj: Any, cls: Any) -> tuple[str, ...]:
    """
    What decoded JSON has that a wire type (or a union of them) does not know, each with its path.

    Unknown keys (``output[0].foo``), unlisted values (``output[0].status: unlisted value 'weird'``), unknown
    types of a union (``output[2].type: unknown 'foo'``) and wrong types (``usage.input_tokens: int, not str``).
    """
    found = _check(cls)(obj)
    return tuple(f"{path}: {what}" if path and what else path or what for path, what in found) if found else ()


def _anything(value: Any) -> Iterable[Finding]:
    return ()


@cache
def _check(type_: Any) -> Check:
    """The check of a type, compiled on first need."""
    if get_origin(type_) is Annotated:
        listed = [note for note in get_args(type_)[1:] if isinstance(note, Listed)]
        return _listed_check(listed[0].values) if listed else _check(bare(type_))
    if is_union(type_):
        return _union_check(type_)
    if is_literal(type_):
        return _listed_check(frozenset(get_args(type_)))
    if is_list(type_):
        return _list_check(get_args(type_)[0])
    if is_mapping(type_):
        return _mapping_check(get_args(type_)[1])
    if attrs.has(type_):
        return _class_check(type_)
    return _anything if type_ is Any else _scalar_check(type_)


def _wrong(expected: str, value: Any) -> tuple[Finding]:
    return (("", f"{expected}, not {named_type(value)}"),)


def _scalar_check(type_: Any) -> Check:
    allowed = (int, float) if type_ is float else (type_,)
    return lambda value: () if type(value) in allowed else _wrong(type_.__name__, value)


def _listed_check(values: frozenset[str]) -> Check:
    def check(value: Any) -> Iterable[Finding]:
        if type(value) is not str:
            return _wrong("str", value)
        return () if value in values else (("", f"unlisted value {shortened(value)!r}"),)

    return check


def _list_check(item: Any) -> Check:
    inner = _check(item)

    def check(value: Any) -> Iterable[Finding]:
        if type(value) is not list:
            return _wrong("list", value)
        return [(joined(f"[{index}]", path), what) for index, entry in enumerate(value) for path, what in inner(entry)]

    return check


def _mapping_check(item: Any) -> Check:
    inner = _check(item)

    def check(value: Any) -> Iterable[Finding]:
        if type(value) is not dict:
            return _wrong("dict", value)
        return [(joined(key, path), what) for key, entry in value.items() for path, what in inner(entry)]

    return check


@cache
def _class_table(cls: Any) -> dict[str, tuple[Check, bool]]:
    """By wire name: the field's check, and whether null will do: every field with a default may be null."""
    return {wire_name(a): (_check(cast("Any", a.type)), a.default is not attrs.NOTHING) for a in attributes(cls)}


def _class_check(cls: Any) -> Check:
    def check(value: Any) -> Iterable[Finding]:
        if type(value) is not dict:
            return _wrong("dict", value)
        table = _class_table(cls)  # here, not above: classes may contain themselves
        found: list[Finding] = []
        for key, entry in value.items():
            known = table.get(key)
            if known is None:
                found.append((key, ""))
            elif entry is not None or not known[1]:
                for path, what in known[0](entry):
                    found.append((joined(key, path), what))
        return found

    return check


def _union_check(type_: Any) -> Check:
    parts = union_parts(type_)
    checks = {member: _check(member) for member in (*parts.plain.values(), *parts.classes.values())}

    def check(value: Any) -> Iterable[Finding]:
        member = parts.member(value)
        if member is None or member is Unknown:
            if type(value) is not dict or not parts.tag:
                return _wrong(parts.expected(), value)
            return ((parts.tag, f"unknown {value[parts.tag]!r}" if parts.tag in value else "missing"),)
        return checks[member](value)

    return check
