"""Convert: values to JSON and back, wire types to dictionaries and back.

The rule here: nothing is coerced. A wrong type is an error with its path, and all errors are named at once.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, Final, TypeVar, get_args, get_origin, overload

import attrs
from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError, IterableValidationError, override
from cattrs.errors import AttributeValidationNote, IterableValidationNote
from cattrs.gen import make_dict_structure_fn

from .doc import Doc
from .embeddings import Embeddings
from .errors import BadAnswer, InvalidRequest
from .messages import Message, Messages
from .options import ToolOptions
from .results import Result
from .values import Value, shown
from .wiretypes import (
    Unknown,
    attributes,
    is_list,
    is_literal,
    is_mapping,
    is_union,
    joined,
    named_type,
    union_parts,
    wire_name,
)

T = TypeVar("T")

# --- Exact types --------------------------------------------------------------------------------------------


def _exact(converter: Converter) -> Converter:
    """Let a converter take exact types only; its errors then read "a str, not int"."""
    for scalar in (str, int, float, bool, bytes, NoneType):
        converter.register_structure_hook(scalar, _scalar)
    converter.register_structure_hook_func(is_literal, _literal)
    converter.register_structure_hook_factory(is_list, lambda t: _list_hook(converter, t))
    converter.register_structure_hook_factory(is_mapping, lambda t: _mapping_hook(converter, t))
    converter.register_structure_hook_factory(is_union, lambda t: _union_hook(converter, t))
    converter.register_structure_hook_factory(attrs.has, lambda t: _class_hook(converter, t))
    return converter


def _expect(expected: str, value: Any) -> ValueError:
    article = "an" if expected[0] in "aio" else "a"
    return ValueError(f"{article} {expected}, not {named_type(value)}")


def _scalar(value: Any, type_: Any) -> Any:
    if issubclass(type_, Enum):
        return _enum(value, type_)
    if type_ is bytes:
        return _bytes(value)
    if type(value) is type_ or (type_ is float and type(value) is int):
        return value
    raise _expect(type_.__name__, value)


def _enum(value: Any, type_: type[Enum]) -> Enum:
    values = [member.value for member in type_]
    if type(value) is str and value in values:
        return type_(value)
    raise ValueError(f"one of {', '.join(map(str, values))}, not {value!r}")


def _bytes(value: Any) -> bytes:
    if type(value) is not str:
        raise _expect("base64 text", value)
    try:
        return base64.b64decode(value, validate=True)
    except (ValueError, binascii.Error) as error:
        raise ValueError(f"a base64 text: {error}") from None


def _literal(value: Any, type_: Any) -> Any:
    allowed = get_args(type_)
    if type(value) is type(allowed[0]) and value in allowed:
        return value
    raise ValueError(f"one of {', '.join(map(str, allowed))}, not {value!r}")


def _each(
    entries: Iterable[tuple[str | int, Any]], inner: Callable[[Any], Any], type_: Any
) -> Iterator[tuple[Any, Any]]:
    """Convert entry by entry; what fails is collected, and raised behind the last one."""
    errors: list[Exception] = []
    for key, value in entries:
        try:
            yield key, inner(value)
        except Exception as error:  # noqa: BLE001  every kind is collected and raised below
            error.add_note(IterableValidationNote(f"at {key}", key, type_))
            errors.append(error)
    if errors:
        raise IterableValidationError("entries", errors, type_)


def _list_hook(converter: Converter, type_: Any) -> Callable[[Any, Any], Any]:
    item = get_args(type_)[0]
    make: Callable[[Any], Any] = tuple if get_origin(type_) is tuple else list

    def hook(value: Any, _: Any) -> Any:
        if type(value) is not list:
            raise _expect("list", value)
        return make([made for _, made in _each(enumerate(value), lambda v: converter.structure(v, item), type_)])

    return hook


def _mapping_hook(converter: Converter, type_: Any) -> Callable[[Any, Any], Any]:
    item = get_args(type_)[1]

    def hook(value: Any, _: Any) -> Any:
        if type(value) is not dict:
            raise _expect("dict", value)
        return dict(_each(value.items(), lambda v: converter.structure(v, item), type_))

    return hook


def _union_hook(converter: Converter, type_: Any) -> Callable[[Any, Any], Any]:
    parts = union_parts(type_)

    def hook(value: Any, _: Any) -> Any:
        member = parts.member(value)
        if member is Unknown:
            return Unknown(str(value.get(parts.tag, "")), value)
        if member is None and type(value) is dict and parts.tag:
            raise ValueError(f"unknown {parts.tag} {value.get(parts.tag)!r}")
        if member is None:
            raise _expect(parts.expected(), value)
        if type(value) is dict and parts.tag and parts.tag not in value:
            value = {**value, parts.tag: None}  # so that it is left out again when it is written
        return converter.structure(value, member)

    return hook


SKIPPED: Final[Mapping[type, tuple[str, ...]]] = {Result: ("raw",), Embeddings: ("raw",), Doc: ("path",)}
"""Fields that are no part of the JSON."""


def _class_hook(converter: Converter, cls: Any) -> Callable[[Any, Any], Any]:
    overrides = {a.name: override(rename=wire_name(a)) for a in attributes(cls) if wire_name(a) != a.name}
    overrides |= {name: override(omit=True) for name in SKIPPED.get(cls, ())}
    made = make_dict_structure_fn(cls, converter, **overrides)  # type: ignore[arg-type]  # its overrides are untyped

    def hook(value: Any, _: Any) -> Any:
        if type(value) is not dict:
            raise _expect("dict", value)
        if cls is Doc and "path" in value:
            raise ValueError("path: no file is opened on a text's word; inline its bytes as data")
        return made(value, cls)

    return hook


NOTES: Final = (AttributeValidationNote, IterableValidationNote)


def _faults(error: BaseException, place: str) -> Iterator[str]:
    """cattrs' tree of errors as lines, each beginning with its path."""
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            notes = [note for note in getattr(inner, "__notes__", ()) if isinstance(note, NOTES)]
            yield from _faults(inner, joined(place, _step(notes[-1])) if notes else place)
    elif isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(map(str, error.extra_fields)):
            yield f"{joined(place, key)}: unknown"
    elif isinstance(error, KeyError):
        yield f"{place}: missing"
    else:
        lines = getattr(error, "faults", ()) or (str(error),)
        yield from (_placed(place, line) for line in lines)


def _step(note: AttributeValidationNote | IterableValidationNote) -> str:
    if isinstance(note, AttributeValidationNote):
        return note.name
    return f"[{note.index}]" if isinstance(note.index, int) else str(note.index)


OWNER: Final = re.compile(r"[A-Z]\w*(?=: |\..*:)", re.DOTALL)


def _placed(place: str, line: str) -> str:
    """A value's own complaint ("Doc.filename: ...") at the place where the value stands."""
    owner = OWNER.match(line)
    return f"{place}{line[owner.end() :]}" if owner else f"{place}: {line}"


# --- Wire types ---------------------------------------------------------------------------------------------

RAW: Final = _exact(Converter())


@overload
def structure(obj: Any, cls: type[T]) -> T: ...
@overload
def structure(obj: Any, cls: Any) -> Any: ...
def structure(obj: Any, cls: Any) -> Any:
    """
    A wire type, or a member of a union of them, from decoded JSON. Unknown keys are left out (``unknown_fields``
    has them).

    Raises:
        BadAnswer: Wrong types or missing fields; all of them, with paths.
    """
    try:
        return RAW.structure(obj, cls)
    except Exception as error:  # noqa: BLE001  cattrs raises groups; single values raise their own
        faults = tuple(line.removeprefix(": ") for line in _faults(error, ""))
        raise BadAnswer("not in the API: " + "; ".join(faults)) from None


@cache
def _wire_fields(cls: Any) -> tuple[tuple[str, str, bool], ...]:
    """Of a wire type: each field's name, its name on the wire, and whether None is written as null."""
    return tuple((a.name, wire_name(a), bool(a.metadata.get("null"))) for a in attrs.fields(cls))


def unstructure(value: Any) -> Any:
    """A wire type as what JSON holds: None is left out, unless the field is an ``EXPLICIT_NULL``."""
    if isinstance(value, Unknown):
        return value.raw
    if isinstance(value, (list, tuple)):
        return [unstructure(entry) for entry in value]
    if isinstance(value, Mapping):
        return {key: unstructure(entry) for key, entry in value.items()}
    cls: Any = type(value)
    if not attrs.has(cls):
        return value
    found = ((wire, getattr(value, name), null) for name, wire, null in _wire_fields(cls))
    return {wire: unstructure(held) for wire, held, null in found if held is not None or null}


# --- Values -------------------------------------------------------------------------------------------------


class _Never:
    """Stands in for a type that cannot be read from JSON."""


def _refuse(value: Any, type_: Any) -> Any:
    raise ValueError("this cannot be read from JSON")


def _messages(value: Any, _: Any) -> Messages:
    return Messages(CORE.structure(value, tuple[Message, ...]))


attrs.resolve_types(ToolOptions, localns={"Tool": _Never})  # it is imported there for type checkers only
CORE: Final = _exact(Converter(forbid_extra_keys=True))
CORE.register_structure_hook(_Never, _refuse)
CORE.register_structure_hook(Messages, _messages)


def _root(cls: type) -> str:
    """Where the paths of faults begin."""
    return "messages" if cls is Messages else cls.__name__


def from_json(cls: type[T], text: str | bytes) -> T:
    """
    A value from the JSON that ``to_json`` wrote.

    Raises:
        InvalidRequest: Not JSON, wrong types, unknown keys, values that do not fit; all of it, with paths.
    """
    try:
        decoded = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(f"{cls.__name__}.from_json: not JSON: {error}") from None
    try:
        return CORE.structure(decoded, cls)
    except Exception as error:  # noqa: BLE001  cattrs raises groups; single values raise their own
        raise InvalidRequest(faults=tuple(_faults(error, _root(cls)))) from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


ALWAYS: Final = frozenset({"kind"})
"""Fields that are written at their default too: a job's kind, by which its class is known."""


def to_json(value: Any) -> str:
    """
    A value as JSON text: fields at their default are left out, bytes are base64, files are read and inlined.

    Raises:
        InvalidRequest: Something in it is not JSON (a type, a tool, NaN, ...); all of it, with paths.
    """
    faults: list[str] = []
    plain = _plain(value, _root(type(value)), faults)
    if faults:
        raise InvalidRequest(faults=faults)
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:  # half a surrogate pair, which only an escape can carry
        return json.dumps(plain, separators=(",", ":"))
    return text


def _plain(value: Any, place: str, faults: list[str]) -> Any:
    """A value of the library as what JSON can hold."""
    if isinstance(value, Messages):
        value = value.items
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, tuple):
        return [_plain(entry, f"{place}[{index}]", faults) for index, entry in enumerate(value)]
    if not isinstance(value, Value):  # a Tool holds a function, so it is none
        return _json_safe(value, place, faults)
    if isinstance(value, Doc):
        value = value.loaded()
    skipped = SKIPPED.get(type(value), ())
    return {
        a.name: _plain(held, f"{place}.{a.name}", faults)
        for a in attrs.fields(type(value))
        if a.name not in skipped and ((held := getattr(value, a.name)) != _default(a) or a.name in ALWAYS)
    }


def _default(attribute: attrs.Attribute[Any]) -> Any:
    default: Any = attribute.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]  # a class, to the eye


def _json_safe(value: Any, place: str, faults: list[str]) -> Any:
    """What comes back from JSON equal to what it was; anything else is a fault."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        faults += [f"{place}: JSON keys are str, not {key!r}" for key in value if not isinstance(key, str)]
        return {key: _json_safe(entry, f"{place}.{key}", faults) for key, entry in value.items()}
    if isinstance(value, list):
        return [_json_safe(entry, f"{place}[{index}]", faults) for index, entry in enumerate(value)]
    if value is None or isinstance(value, (str, bool, int)) or (isinstance(value, float) and math.isfinite(value)):
        return value
    faults.append(f"{place}: {shown(value)} ({type(value).__name__}) does not survive JSON")
    return None
