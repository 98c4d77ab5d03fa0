"""Kinds of Python types: how each is described in JSON Schema, and how decoded JSON is read into it.

The rule here: what is described is what is read. A kind is one row of ``KINDS`` with both directions in it, and a
type that no row fits is a fault with its place; nothing is guessed. Both directions go on after a fault, to name all.
"""

from __future__ import annotations

import types
import typing
from collections import abc
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

import msgspec
from attrs import define, field, frozen

from ..values import shown
from .records import MISSING, Field, fields_of, is_record, plain, texts_of
from .scalars import LEAVES, Faults, Schema, describe_choices, is_choices, made, name_of, read_choice, read_leaf


@define
class Sketch:
    """A schema in the making: the classes that are open now, and those that turned out to hold themselves."""

    faults: Faults = field(factory=list)
    open: list[type] = field(factory=list)
    names: dict[type, str] = field(factory=dict)
    defs: dict[str, Schema] = field(factory=dict)

    def reference(self, cls: type) -> Schema:
        """A ``$ref`` to a class that holds itself; of two classes with one name, the second gets a number."""
        if cls not in self.names:
            taken = sum(name.split(".")[0] == cls.__name__ for name in self.names.values())
            self.names[cls] = f"{cls.__name__}.{taken + 1}" if taken else cls.__name__
        return {"$ref": f"#/$defs/{self.names[cls]}"}


Describe: TypeAlias = Callable[[Any, str, Sketch], Schema]
Read: TypeAlias = Callable[[Any, Any, str, Faults], Any]


@frozen(kw_only=True)
class Kind:
    """One kind of types: which ones, its schema, and its values from decoded JSON (faults go to the list)."""

    fits: Callable[[Any], bool]
    describe: Describe
    read: Read


def bare(type_: Any) -> tuple[Any, str]:
    """A type without what is wrapped around it, and the description that was (the first text of ``Annotated``)."""
    text = ""
    while True:
        if typing.get_origin(type_) is typing.Annotated:
            text = text or next((note for note in type_.__metadata__ if isinstance(note, str)), "")
            type_ = type_.__origin__
        elif typing.get_origin(type_) in (typing.Required, typing.NotRequired, typing.Final):
            type_ = typing.get_args(type_)[0]
        elif isinstance(type_, typing.NewType):
            type_ = type_.__supertype__
        elif type(type_).__name__ == "TypeAliasType":  # the type statement of Python 3.12
            type_ = type_.__value__
        else:
            return (type(None) if type_ is None else type_), text


def kind_of(type_: Any) -> Kind | None:
    """The kind of a bare type, or None."""
    return next((kind for kind in KINDS if kind.fits(type_)), None)


def describe(type_: Any, place: str, sketch: Sketch) -> Schema:
    """A type's schema."""
    type_, text = bare(type_)
    kind = kind_of(type_)
    if kind is None:
        sketch.faults.append(f"{place}: {name_of(type_)} has no JSON Schema here")
        return {}
    schema = kind.describe(type_, place, sketch)
    return {**schema, "description": text} if text else schema


def read(type_: Any, value: Any, place: str, faults: Faults) -> Any:
    """Decoded JSON as a value of a type; what does not fit goes to ``faults``, and the value is then of no use."""
    type_, _ = bare(type_)
    kind = kind_of(type_)
    if kind is None:
        faults.append(f"{place}: {name_of(type_)} cannot be read from JSON")
        return None
    return kind.read(type_, value, place, faults)


def _reads(type_: Any, value: Any) -> bool:
    faults: Faults = []
    read(type_, value, "", faults)
    return not faults


# --- unions: the first alternative that a value fits


def _is_union(type_: Any) -> bool:
    return typing.get_origin(type_) in (typing.Union, types.UnionType)


def _describe_union(type_: Any, place: str, sketch: Sketch) -> Schema:
    return {"anyOf": [describe(variant, place, sketch) for variant in typing.get_args(type_)]}


def _read_union(type_: Any, value: Any, place: str, faults: Faults) -> Any:
    tried: list[Faults] = []
    for variant in typing.get_args(type_):
        if not _plausible(bare(variant)[0], value):
            continue
        own: Faults = []
        found = read(variant, value, place, own)
        if not own:
            return found
        tried.append(own)
    faults += tried[0] if len(tried) == 1 else [f"{place}: fits none of {name_of(type_)}: {shown(value)}"]
    return None


def _plausible(type_: Any, value: Any) -> bool:
    """
    Whether a value may be meant for this alternative, by a look at its surface: at its tags, if it is an object.

    Without that look, the time to read a union that holds itself would double with each level.
    """
    if type_ is type(None):
        return value is None
    if not is_record(type_):
        return True
    if not isinstance(value, dict):
        return False
    tags = [f for f in fields_of(type_, [], "") if is_choices(bare(f.type)[0]) and f.key in value]
    return all((value[f.key] is None and not f.required) or _reads(f.type, value[f.key]) for f in tags)


# --- records: classes with named fields


def _describe_record(cls: type, place: str, sketch: Sketch) -> Schema:
    if cls in sketch.open or cls in sketch.names:
        return sketch.reference(cls)
    sketch.open.append(cls)
    text, texts = texts_of(cls)
    schema = describe_fields(fields_of(cls, sketch.faults, place), texts, place, sketch, text)
    sketch.open.pop()
    if cls not in sketch.names:
        return schema
    sketch.defs[sketch.names[cls]] = schema
    return sketch.reference(cls)


def describe_fields(
    fields: Iterable[Field], texts: Mapping[str, str], place: str, sketch: Sketch, text: str = ""
) -> Schema:
    """The schema of an object with these fields; ``texts`` describes them unless their annotation does."""
    fields = tuple(fields)
    properties = {f.key: _describe_field(f, texts, f"{place}.{f.key}", sketch) for f in fields}
    required = [f.key for f in fields if f.required]
    return {
        "type": "object",
        **({"description": text} if text else {}),
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _describe_field(a_field: Field, texts: Mapping[str, str], place: str, sketch: Sketch) -> Schema:
    schema = describe(a_field.type, place, sketch)
    text = bare(a_field.type)[1] or texts.get(a_field.name, "")
    default = _json_default(a_field.default)
    return {**schema, **({"description": text} if text else {}), **default}


def _json_default(value: Any) -> Schema:
    """``{"default": ...}`` when the default can be written in JSON, else nothing."""
    if value is MISSING:
        return {}
    try:
        written = plain(value)
        # NaN and the infinities don't come back as they went.
        return {"default": written} if msgspec.json.decode(msgspec.json.encode(written)) == written else {}
    except (TypeError, ValueError):
        return {}


def _read_record(cls: type, value: Any, place: str, faults: Faults) -> Any:
    if not isinstance(value, dict):
        faults.append(f"{place}: object expected, not {shown(value)}")
        return None
    before = len(faults)
    values = read_fields(fields_of(cls, faults, place), value, place, faults)
    return made(lambda: cls(**values), place, faults) if len(faults) == before else None


def read_fields(fields: Iterable[Field], value: Mapping[str, Any], place: str, faults: Faults) -> dict[str, Any]:
    """
    The arguments for a constructor or a function.

    A null for a field that is not required, and whose type has no None, means that it was not given: dialects that
    make every field required (see ``schema.strict``) leave a model no other way to say so.
    """
    given = dict(value)
    found: dict[str, Any] = {}
    for f in fields:
        item = given.pop(f.key, MISSING)
        if item is MISSING:
            faults += [f"{place}.{f.key}: missing"] * f.required
        elif item is not None or f.required or _reads(f.type, None):
            found[f.key] = read(f.type, item, f"{place}.{f.key}", faults)
    faults += [f"{place}.{key}: unknown key" for key in given]
    return found


# --- arrays and free objects

ARRAYS: Final[dict[Any, Callable[[Iterable[Any]], Any]]] = {
    list: list, abc.Sequence: list, abc.MutableSequence: list, abc.Collection: list, abc.Iterable: list,
    set: set, abc.Set: set, abc.MutableSet: set, frozenset: frozenset, tuple: tuple,
}  # fmt: skip
UNIQUE: Final = (set, frozenset, abc.Set, abc.MutableSet)
OBJECTS: Final = (dict, abc.Mapping, abc.MutableMapping)


def _origin(type_: Any) -> Any:
    return typing.get_origin(type_) or type_


def _is_fixed(type_: Any) -> bool:
    """A tuple with a type for each place."""
    if typing.get_origin(type_) is not tuple or type_ is typing.Tuple:  # noqa: UP006  the bare old alias has no places
        return False
    arguments = typing.get_args(type_)
    return len(arguments) != 2 or arguments[1] is not ...


def _argument(type_: Any, index: int) -> Any:
    arguments = typing.get_args(type_)
    return arguments[index] if arguments else Any


def _describe_array(type_: Any, place: str, sketch: Sketch) -> Schema:
    items = describe(_argument(type_, 0), f"{place}[]", sketch)
    unique = {"uniqueItems": True} if _origin(type_) in UNIQUE else {}
    return {"type": "array", "items": items, **unique}


def _read_array(type_: Any, value: Any, place: str, faults: Faults) -> Any:
    if not isinstance(value, (list, tuple)):
        faults.append(f"{place}: array expected, not {shown(value)}")
        return None
    of, before = _argument(type_, 0), len(faults)
    items = [read(of, item, f"{place}[{index}]", faults) for index, item in enumerate(value)]
    return made(lambda: ARRAYS[_origin(type_)](items), place, faults) if len(faults) == before else None


def _describe_fixed(type_: Any, place: str, sketch: Sketch) -> Schema:
    each = [describe(of, f"{place}[{index}]", sketch) for index, of in enumerate(typing.get_args(type_))]
    prefix = {"prefixItems": each} if each else {}  # an empty prefixItems is no valid schema
    return {"type": "array", **prefix, "items": False, "minItems": len(each), "maxItems": len(each)}


def _read_fixed(type_: Any, value: Any, place: str, faults: Faults) -> Any:
    each = typing.get_args(type_)
    if not isinstance(value, (list, tuple)) or len(value) != len(each):
        faults.append(f"{place}: array of {len(each)} items expected, not {shown(value)}")
        return None
    return tuple(
        read(of, item, f"{place}[{index}]", faults) for index, (of, item) in enumerate(zip(each, value, strict=True))
    )


def _describe_object(type_: Any, place: str, sketch: Sketch) -> Schema:
    key_type = (typing.get_args(type_) or (str,))[0]
    keys = describe(key_type, f"{place}{{key}}", sketch)
    if keys.get("type") != "string":
        sketch.faults.append(f"{place}: the keys of a JSON object are texts, not {name_of(key_type)}")
    named = {} if keys == {"type": "string"} else {"propertyNames": keys}
    values = describe(_argument(type_, 1), f"{place}{{}}", sketch)
    return {"type": "object", **named, "additionalProperties": values or True}


def _read_object(type_: Any, value: Any, place: str, faults: Faults) -> Any:
    if not isinstance(value, dict):
        faults.append(f"{place}: object expected, not {shown(value)}")
        return None
    key_type, of = _argument(type_, 0), _argument(type_, 1)
    return {
        read(key_type, key, f"{place}.{key}", faults): read(of, item, f"{place}.{key}", faults)
        for key, item in value.items()
    }


def _among(table: Iterable[Any]) -> Callable[[Any], bool]:
    members = tuple(table)
    return lambda type_: isinstance(type_, abc.Hashable) and type_ in members


def _among_origins(table: Iterable[Any]) -> Callable[[Any], bool]:
    fits = _among(table)
    return lambda type_: fits(_origin(type_))


KINDS: Final = (
    Kind(fits=_among((Any, object)), describe=lambda *_: {}, read=lambda _type, value, _place, _faults: value),
    Kind(fits=_among(LEAVES), describe=lambda type_, *_: dict(LEAVES[type_].schema), read=read_leaf),
    Kind(
        fits=is_choices, describe=lambda t, place, sketch: describe_choices(t, place, sketch.faults), read=read_choice
    ),
    Kind(fits=_is_union, describe=_describe_union, read=_read_union),
    Kind(fits=is_record, describe=_describe_record, read=_read_record),
    Kind(fits=_is_fixed, describe=_describe_fixed, read=_read_fixed),
    Kind(fits=_among_origins(ARRAYS), describe=_describe_array, read=_read_array),
    Kind(fits=_among_origins(OBJECTS), describe=_describe_object, read=_read_object),
)
