"""Records: classes with named fields (attrs, dataclasses, TypedDict, NamedTuple), seen as one thing; and plain values.

The rule here: a field goes by the name that its constructor takes, in JSON and in Python alike.
"""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import pathlib
import typing
import uuid
from collections import abc
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from inspect import cleandoc
from types import SimpleNamespace
from typing import Any, Final

import attrs
import msgspec

MISSING: Final[Any] = object()
"""No default, no annotation, no value. (attrs' own NOTHING cannot be the default of an attrs field.)"""


@attrs.frozen(kw_only=True)
class Field:
    """
    One named field of a record, or one parameter of a function.

    Args:
        key: Its name in JSON, and what the constructor takes.
        name: Its name in the class, which its documentation goes by.
        type: Its annotation, resolved.
        required: It has no default.
        default: Its default; MISSING when there is none, or when it is made anew each time.
    """

    key: str
    name: str
    type: Any
    required: bool
    default: Any = MISSING


@attrs.frozen
class Docstring:
    """What a docstring says: of the thing itself, and of its parameters or attributes."""

    description: str = ""
    texts: Mapping[str, str] = attrs.field(factory=dict)


@lru_cache(maxsize=1024)
def docstring(text: str | None) -> Docstring:
    """A docstring, read; one that cannot be parsed is all description."""
    if not text or not text.strip():
        return Docstring()
    import docstring_parser  # loads on first need

    try:
        parsed = docstring_parser.parse(text)
    except docstring_parser.ParseError:
        return Docstring(cleandoc(text))
    texts = {param.arg_name: param.description for param in parsed.params if param.description}
    return Docstring((parsed.description or "").strip(), texts)


def texts_of(cls: type) -> tuple[str, dict[str, str]]:
    """A class's own description, and the texts of its fields, those of its bases among them."""
    texts: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if base.__module__ != "builtins":
            texts |= docstring(_written(base)).texts
    return docstring(_written(cls)).description, texts


def _written(cls: type) -> str | None:
    """The docstring that someone wrote: dataclasses and named tuples without one get their signature instead."""
    text = vars(cls).get("__doc__")
    return None if text is None or text.startswith(f"{cls.__name__}(") else text


def hints_of(cls: type) -> dict[str, Any]:
    """
    The annotations of a class, resolved. It knows its own name, so that a class inside a function may hold itself.

    Raises:
        NameError: One of them names what is not there at run time.
    """
    return typing.get_type_hints(cls, localns={**vars(cls), cls.__name__: cls}, include_extras=True)


def hints_in(annotations: Mapping[str, Any], module_globals: Mapping[str, Any]) -> dict[str, Any]:
    """Annotations that belong to no class, resolved."""
    holder: Any = SimpleNamespace(__annotations__=dict(annotations))
    return typing.get_type_hints(holder, globalns=dict(module_globals), include_extras=True)


Hints = Mapping[str, Any]


def _is_factory(default: Any) -> bool:
    factory: Any = attrs.Factory  # a class, which attrs' types call a function
    return isinstance(default, factory)


def _attrs_fields(cls: Any, hints: Hints) -> list[Field]:
    return [
        Field(
            key=a.alias or a.name,
            name=a.name,
            type=hints.get(a.name, MISSING),
            required=a.default is attrs.NOTHING,
            default=MISSING if a.default is attrs.NOTHING or _is_factory(a.default) else a.default,
        )
        for a in attrs.fields(cls)
        if a.init
    ]


def _dataclass_fields(cls: Any, hints: Hints) -> list[Field]:
    return [
        Field(
            key=f.name,
            name=f.name,
            type=hints.get(f.name, MISSING),
            required=f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING,
            default=MISSING if f.default is dataclasses.MISSING else f.default,
        )
        for f in dataclasses.fields(cls)
        if f.init
    ]


def _typeddict_fields(cls: Any, hints: Hints) -> list[Field]:
    return [Field(key=key, name=key, type=hint, required=_is_required(cls, key, hint)) for key, hint in hints.items()]


def _is_required(cls: Any, name: str, hint: Any) -> bool:
    """A mark of its own counts first: under postponed annotations the class knows only ``total``."""
    marks = {typing.Required: True, typing.NotRequired: False}
    while typing.get_origin(hint) is typing.Annotated:
        hint = hint.__origin__
    return marks.get(typing.get_origin(hint), name in cls.__required_keys__)


def _namedtuple_fields(cls: Any, hints: Hints) -> list[Field]:
    defaults = cls._field_defaults
    return [
        Field(
            key=name,
            name=name,
            type=hints.get(name, MISSING),
            required=name not in defaults,
            default=defaults.get(name, MISSING),
        )
        for name in cls._fields
    ]


def _is_namedtuple(cls: Any) -> bool:
    return issubclass(cls, tuple) and hasattr(cls, "_fields")


RECORDS: Final[tuple[tuple[Callable[[Any], bool], Callable[[Any, Hints], list[Field]]], ...]] = (
    (attrs.has, _attrs_fields),
    (dataclasses.is_dataclass, _dataclass_fields),
    (typing.is_typeddict, _typeddict_fields),
    (_is_namedtuple, _namedtuple_fields),
)


def is_record(type_: Any) -> bool:
    """Whether a type is a class with named fields."""
    return isinstance(type_, type) and any(fits(type_) for fits, _ in RECORDS)


def fields_of(cls: type, faults: list[str], place: str) -> tuple[Field, ...]:
    """The fields of a record; an annotation that is missing or cannot be resolved goes to ``faults``."""
    try:
        fields = _fields_of(cls)
    except (NameError, AttributeError, SyntaxError) as error:
        faults.append(f"{place}: an annotation of {cls.__qualname__} cannot be resolved: {error}")
        return ()
    faults += [f"{place}.{f.name}: has no annotation" for f in fields if f.type is MISSING]
    return tuple(f for f in fields if f.type is not MISSING)


@lru_cache(maxsize=1024)
def _fields_of(cls: type) -> tuple[Field, ...]:
    find = next(find for fits, find in RECORDS if fits(cls))
    return tuple(find(cls, hints_of(cls)))


# --- the other way: a value as what JSON can hold

TEXTS: Final = (datetime.date, datetime.time, datetime.timedelta, decimal.Decimal, uuid.UUID, bytes, bytearray)


def _members(value: Any) -> Iterable[tuple[str, Any]]:
    if attrs.has(type(value)):
        return ((a.alias or a.name, getattr(value, a.name)) for a in attrs.fields(type(value)))
    if dataclasses.is_dataclass(value):
        return ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
    return dict(value._asdict()).items()


def _key(key: Any) -> str:
    written = plain(key)
    return written if isinstance(written, str) else msgspec.json.encode(written).decode()


PLAIN: Final[tuple[tuple[Callable[[Any], bool], Callable[[Any], Any]], ...]] = (
    (lambda v: isinstance(v, enum.Enum), lambda v: plain(v.value)),
    (lambda v: v is None or isinstance(v, (str, int, float)), lambda v: v),
    (lambda v: is_record(type(v)), lambda v: {key: plain(item) for key, item in _members(v)}),
    (lambda v: isinstance(v, TEXTS), msgspec.to_builtins),
    (lambda v: isinstance(v, pathlib.PurePath), str),
    (lambda v: isinstance(v, abc.Mapping), lambda v: {_key(key): plain(item) for key, item in v.items()}),
    (lambda v: isinstance(v, (abc.Sequence, abc.Set)), lambda v: [plain(item) for item in v]),
)


def plain(value: Any) -> Any:
    """
    A value as JSON can hold it: records become dictionaries, dates and the like texts, bytes base64, sets lists.

    Raises:
        TypeError: Some part of it has no such form.
    """
    write = next((write for fits, write in PLAIN if fits(value)), None)
    if write is None:
        raise TypeError(f"{type(value).__name__} has no JSON form")
    return write(value)
