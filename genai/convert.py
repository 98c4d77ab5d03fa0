"""Convert: values to JSON and back, wire types to dictionaries and back, and what a wire type does not know.

The rule here: nothing is coerced. A wrong type is an error with its path, and all errors are named at once.
``unknown_fields`` runs on every event of a strict stream, so it is compiled once per type, and without cattrs.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    overload,
)

import attrs
from attrs import field, frozen
from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError, IterableValidationError, override
from cattrs.errors import AttributeValidationNote, IterableValidationNote
from cattrs.gen import make_dict_structure_fn

from .doc import Doc
from .errors import BadAnswer, InvalidRequest
from .messages import Message, Messages
from .values import shortened

T = TypeVar("T")

# --- How wire types are written -----------------------------------------------------------------------------


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

# --- Types, taken apart: what the three walkers below share -------------------------------------------------


class _Never:
    """Stands in for a type that cannot be read from JSON."""


HIDDEN_NAMES: Final = {"Tool": _Never}
"""Names that the modules import for type checkers only."""


@cache
def _attributes(cls: Any) -> tuple[attrs.Attribute[Any], ...]:
    """The fields of an attrs class, with their types resolved."""
    try:
        return tuple(attrs.fields(attrs.resolve_types(cls)))
    except NameError:
        return tuple(attrs.fields(attrs.resolve_types(cls, localns=HIDDEN_NAMES)))


def _wire_name(attribute: attrs.Attribute[Any]) -> str:
    return cast("str", attribute.metadata.get("name", attribute.name))


def _bare(type_: Any) -> Any:
    """Without ``Annotated``."""
    return get_args(type_)[0] if get_origin(type_) is Annotated else type_


def _is_union(type_: Any) -> bool:
    return get_origin(type_) in (Union, UnionType)


def _is_list(type_: Any) -> bool:
    return get_origin(type_) in (list, tuple, Sequence)


def _is_mapping(type_: Any) -> bool:
    return get_origin(type_) in (dict, Mapping)


def _is_literal(type_: Any) -> bool:
    return get_origin(type_) is Literal


def _kind(type_: Any) -> type:
    """The Python type that JSON decodes to, for a value of this type."""
    bare = _bare(type_)
    if bare is Any:
        return object
    if bare is None or bare is NoneType:
        return NoneType
    if _is_list(bare):
        return list
    if _is_mapping(bare) or attrs.has(bare):
        return dict
    if _is_literal(bare):
        return type(get_args(bare)[0])
    if isinstance(bare, type) and issubclass(bare, (bytes, Enum)):
        return str  # base64, or a member's value
    return bare if isinstance(bare, type) else object


def tag_values(cls: Any, name: str) -> tuple[Any, ...]:
    """The values of a class's tag, with None when it may be left out; none at all when the field is no tag."""
    for attribute in _attributes(cls):
        if _wire_name(attribute) == name:
            inner = get_args(attribute.type) if _is_union(attribute.type) else (attribute.type,)
            literals = [value for member in inner if _is_literal(member) for value in get_args(member)]
            return (*literals, None) if literals and NoneType in inner else tuple(literals)
    return ()


@frozen
class _UnionParts:
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
        names = [kind.__name__ for kind in self.plain if kind is not NoneType]
        return " or ".join([*names, *(["dict"] if self.tag else [])])


@cache
def _union(type_: Any) -> _UnionParts:
    members = [_bare(member) for member in get_args(type_)]
    originals = dict(zip(members, get_args(type_), strict=True))
    classes = [member for member in members if attrs.has(member) and member is not Unknown]
    plain = {_kind(m): originals[m] for m in members if not attrs.has(m)}
    if len(classes) == 1 and Unknown not in members:
        plain[dict] = classes[0]
        classes = []
    tag, table = _tags(classes) if classes else ("", {})
    return _UnionParts(plain, tag, table, Unknown in members)


def _tags(classes: list[Any]) -> tuple[str, dict[Any, type[Any]]]:
    for name in map(_wire_name, _attributes(classes[0])):
        values = [(value, cls) for cls in classes for value in tag_values(cls, name)]
        everywhere = all(tag_values(cls, name) for cls in classes)
        if everywhere and len({value for value, _ in values}) == len(values):
            return name, dict(values)
    raise TypeError(f"no tag tells these apart: {', '.join(cls.__name__ for cls in classes)}")


def _named_type(value: Any) -> str:
    return "null" if value is None else type(value).__name__


def _joined(place: str, inner: str) -> str:
    """A path of two parts; an index or an empty part needs no dot."""
    return f"{place}{inner}" if not place or not inner or inner[0] in "[:" else f"{place}.{inner}"


# --- The search for what a type does not know ---------------------------------------------------------------

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
        return _listed_check(listed[0].values) if listed else _check(_bare(type_))
    if _is_union(type_):
        return _union_check(type_)
    if _is_literal(type_):
        return _listed_check(frozenset(get_args(type_)))
    if _is_list(type_):
        return _list_check(get_args(type_)[0])
    if _is_mapping(type_):
        return _mapping_check(get_args(type_)[1])
    if attrs.has(type_):
        return _class_check(type_)
    return _anything if type_ is Any else _scalar_check(type_)


def _wrong(expected: str, value: Any) -> tuple[Finding]:
    return (("", f"{expected}, not {_named_type(value)}"),)


def _scalar_check(type_: Any) -> Check:
    allowed = (int, float) if type_ is float else (NoneType if type_ is None else type_,)
    name = _named_type(None) if allowed == (NoneType,) else type_.__name__
    return lambda value: () if type(value) in allowed else _wrong(name, value)


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
        found: list[Finding] = []
        for index, entry in enumerate(value):
            wrong = inner(entry)
            if wrong:
                found += [(_joined(f"[{index}]", path), what) for path, what in wrong]
        return found

    return check


def _mapping_check(item: Any) -> Check:
    inner = _check(item)

    def check(value: Any) -> Iterable[Finding]:
        if type(value) is not dict:
            return _wrong("dict", value)
        return [(_joined(key, path), what) for key, entry in value.items() for path, what in inner(entry)]

    return check


@cache
def _class_table(cls: Any) -> dict[str, tuple[Check, bool]]:
    """By wire name: the field's check, and whether null will do: every field with a default may be null."""
    return {_wire_name(a): (_check(cast("Any", a.type)), a.default is not attrs.NOTHING) for a in _attributes(cls)}


def _class_check(cls: Any) -> Check:
    if cls is Unknown:
        return lambda value: (("type", f"unknown {value.get('type')!r}"),)

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
                wrong = known[0](entry)
                if wrong:
                    found += [(_joined(key, path), what) for path, what in wrong]
        return found

    return check


def _union_check(type_: Any) -> Check:
    parts = _union(type_)
    checks = {member: _check(member) for member in parts.plain.values()}

    def check(value: Any) -> Iterable[Finding]:
        member = parts.member(value)
        if member is None or member is Unknown:
            if type(value) is not dict or not parts.tag:
                return _wrong(parts.expected(), value)
            return ((parts.tag, f"unknown {value[parts.tag]!r}" if parts.tag in value else "missing"),)
        return (checks.get(member) or _check(member))(value)

    return check


# --- Reading ------------------------------------------------------------------------------------------------


def structure_hooks(converter: Converter) -> Converter:
    """Let a converter take exact types only; its errors then read "a str, not int"."""
    for scalar in (str, int, float, bool, bytes):
        converter.register_structure_hook(scalar, _scalar)
    converter.register_structure_hook_func(lambda t: t is _Never, _refuse)
    converter.register_structure_hook_func(lambda t: t is NoneType, _none)
    converter.register_structure_hook_func(_is_literal, _literal)
    converter.register_structure_hook_factory(_is_list, lambda t: _list_hook(converter, t))
    converter.register_structure_hook_factory(_is_mapping, lambda t: _mapping_hook(converter, t))
    converter.register_structure_hook_factory(_is_union, lambda t: _union_hook(converter, t))
    converter.register_structure_hook_factory(attrs.has, lambda t: _class_hook(converter, t))
    return converter


def _expect(expected: str, value: Any) -> ValueError:
    article = "an" if expected[0] in "aio" else "a"
    return ValueError(f"{article} {expected}, not {_named_type(value)}")


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


def _none(value: Any, type_: Any) -> None:
    if value is not None:
        raise _expect("null", value)


def _refuse(value: Any, type_: Any) -> Any:
    raise ValueError("this cannot be read from JSON")


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
    parts = _union(type_)

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


SKIPPED: Final = {"Result": ("raw",), "Doc": ("path",)}
"""Fields that are no part of the JSON."""


def _class_hook(converter: Converter, cls: Any) -> Callable[[Any, Any], Any]:
    overrides = {a.name: override(rename=_wire_name(a)) for a in _attributes(cls) if _wire_name(a) != a.name}
    overrides |= {name: override(omit=True) for name in SKIPPED.get(cls.__name__, ()) if converter is CORE}
    made = make_dict_structure_fn(cls, converter, **overrides)  # type: ignore[arg-type]  # its overrides are untyped

    def hook(value: Any, _: Any) -> Any:
        if type(value) is not dict:
            raise _expect("dict", value)
        if cls is Doc and "path" in value:
            raise ValueError("path: no file is opened on a text's word; inline its bytes as data")
        return made(value, cls)

    return hook


def _messages(value: Any, _: Any) -> Messages:
    return Messages(CORE.structure(value, tuple[Message, ...]))


CORE: Final = Converter(detailed_validation=True, forbid_extra_keys=True)
RAW: Final = Converter(detailed_validation=True)
structure_hooks(CORE).register_structure_hook_func(lambda t: t is Messages, _messages)
structure_hooks(RAW)


def _faults(error: BaseException, place: str) -> Iterator[str]:
    """cattrs' tree of errors as lines, each beginning with its path."""
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            notes = [
                n
                for n in getattr(inner, "__notes__", ())
                if isinstance(n, (AttributeValidationNote, IterableValidationNote))
            ]
            yield from _faults(inner, _joined(place, _step(notes[-1])) if notes else place)
    elif isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(map(str, error.extra_fields)):
            yield f"{_joined(place, key)}: unknown"
    elif isinstance(error, KeyError):
        yield f"{place}: missing"
    else:
        lines = getattr(error, "faults", ()) or (str(error),)
        yield from (_placed(place, line) for line in lines)


def _step(note: AttributeValidationNote | IterableValidationNote) -> str:
    if isinstance(note, AttributeValidationNote):
        return note.name
    return f"[{note.index}]" if isinstance(note.index, int) else str(note.index)


def _placed(place: str, line: str) -> str:
    """A value's own complaint ("Doc.filename: ...") at the place where the value stands."""
    owner, dot, rest = line.partition(".")
    if dot and owner.isidentifier() and owner[0].isupper() and ":" in rest:
        return _joined(place, rest)
    owner, colon, rest = line.partition(": ")
    return _joined(place, f": {rest}") if colon and owner.isidentifier() and owner[0].isupper() else f"{place}: {line}"


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
        place = "messages" if cls is Messages else cls.__name__
        raise InvalidRequest(faults=tuple(_faults(error, place))) from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


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


# --- Writing ------------------------------------------------------------------------------------------------

ALWAYS: Final = frozenset({"kind"})
"""Fields that are written at their default too: a job's kind, by which its class is known."""


def to_json(value: Any) -> str:
    """
    A value as JSON text: fields at their default are left out, bytes are base64, files are read and inlined.

    Raises:
        InvalidRequest: Something in it is not JSON (a type, a tool, NaN, ...); all of it, with paths.
    """
    faults: list[str] = []
    place = "messages" if isinstance(value, Messages) else type(value).__name__
    plain = _plain(value, place, faults)
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
    if not attrs.has(type(value)):
        return _json_safe(value, place, faults)
    if isinstance(value, Doc):
        value = value.loaded()
    skipped = SKIPPED.get(type(value).__name__, ())
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
    faults.append(f"{place}: {shortened(repr(value), 60)} ({type(value).__name__}) does not survive JSON")
    return None


@cache
def _wire_fields(cls: Any) -> tuple[tuple[str, str, bool], ...]:
    """Of a wire type: each field's name, its name on the wire, and whether None is written as null."""
    return tuple((a.name, _wire_name(a), bool(a.metadata.get("null"))) for a in attrs.fields(cls))


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
