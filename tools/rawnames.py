"""
Rawnames: which name in raw.py each thing has that is said elsewhere: in a specification, in the Go package's
documentation, in a recording.

The rule here: a raw type is walked together with what is said of it; a name is found, never guessed from a spelling.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType, NoneType
from typing import Annotated, Any, Final, Union, get_args, get_origin

import attrs

from genai.providers.openairesponses import raw
from genai.wiretypes import (
    Listed,
    Unknown,
    attributes,
    bare,
    is_list,
    is_mapping,
    is_union,
    union_parts,
    wire_name,
)

HERE: Final = Path(__file__).resolve().parents[1]


def module(path: str) -> ModuleType:
    """A module of this repository by its path, such as a test whose tables are wanted."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, HERE / path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


# --- Names of raw.py ----------------------------------------------------------------------------------------


@cache
def aliases() -> tuple[tuple[str, Any], ...]:
    """The named types of raw.py that are no classes: enumerations and unions."""
    kinds = {name: value for name, value in vars(raw).items() if get_origin(value) is Annotated or is_union(value)}
    return tuple(sorted(kinds.items()))


def raw_classes() -> list[Any]:
    """Every class of raw.py, in its order."""
    return [
        found
        for found in vars(raw).values()
        if isinstance(found, type) and attrs.has(found) and found.__module__ == raw.__name__
    ]


def without_none(type_: Any) -> Any:
    """A type that may be left out, as it is when it is there."""
    if not is_union(type_):
        return type_
    return Union[tuple(member for member in get_args(type_) if member is not NoneType)]  # noqa: UP007  built at run time


def label(type_: Any, holder: str, wanted: str = "") -> str:
    """A raw type's name; the name of the field that holds it where it has none. Of two names, the wanted one."""
    if attrs.has(type_):
        return f"raw.{type_.__name__}"
    names = [name for name, value in aliases() if value == type_]
    return f"raw.{wanted if wanted in names else names[0]}" if names else holder


# --- The specification, walked together with the raw types --------------------------------------------------


class Pairs:
    """Which raw name each schema and each of its fields has; ``lost`` names those that have none."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self.schemas = schemas
        self.types: dict[str, set[str]] = {}
        self.tags: dict[str, list[str]] = {}
        self.fields: dict[str, dict[str, set[str]]] = {}
        self.lost: set[str] = set()
        self._walked: set[tuple[str, str]] = set()

    def walk(self, schema: Mapping[str, Any], type_: Any, place: str, holder: str) -> None:
        """Hold a schema against a raw type.

        Args:
            schema: What the specification says.
            type_: What raw.py has there.
            place: Where the schema stands: ``"Batch"``, ``"Batch#errors.data"``.
            holder: Where the type stands: ``"raw.Batch.errors"``.
        """
        type_ = without_none(type_)
        if "$ref" in schema:
            self._named(schema["$ref"].rsplit("/", 1)[-1], type_, holder)
            return
        for inner in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
            self.walk(inner, type_, place, holder)
        if "properties" in schema or "allOf" in schema:
            self._object(schema, type_, place, holder)
        if "items" in schema:
            self.walk(schema["items"], self._inner(type_, list), place, holder)
        if isinstance(schema.get("additionalProperties"), dict):
            self.walk(schema["additionalProperties"], self._inner(type_, dict), place, holder)

    def _named(self, name: str, type_: Any, holder: str) -> None:
        schema = self.schemas[name]
        members = self._members(schema, type_) if self._properties(schema) else [type_]
        labels = {label(member, holder, name) for member in members}
        self.types.setdefault(name, set()).update(labels)
        key = (name, repr(type_))
        if key not in self._walked:
            self._walked.add(key)
            self.walk(schema, type_, name, next(iter(sorted(labels))))

    def _object(self, schema: Mapping[str, Any], type_: Any, place: str, holder: str) -> None:
        properties = self._properties(schema)
        for part in self._refs(schema):  # the parts of an allOf that have a name of their own
            self.types.setdefault(part, set()).update(label(m, holder) for m in self._members(schema, type_))
            self._walked.add((part, repr(type_)))
        for cls in self._members(schema, type_):
            if attrs.has(cls):
                for owner, name, inner in self._owned(schema, place):
                    self._field(owner, name, inner, cls)
            else:  # any JSON will do
                for inner in properties.values():
                    self.walk(inner, Any, place, holder)
        for part in schema.get("allOf", ()):
            if part.get("anyOf") or part.get("oneOf"):
                self.walk(part, type_, place, holder)

    def _field(self, owner: str, name: str, schema: Mapping[str, Any], cls: Any) -> None:
        root, _, path = owner.partition("#")
        key = f"{path}.{name}" if path else name
        found = next((a for a in attributes(cls) if wire_name(a) == name), None)
        if found is None:
            self.lost.add(f"{root}.{key}: not in raw.{cls.__name__}")
            return
        mine = f"raw.{cls.__name__}.{found.name}"
        self.fields.setdefault(root, {}).setdefault(key, set()).add(mine)
        if name == "type":
            known = self.tags.setdefault(root, [])
            known += [word for word in self._words(schema) if not path and word not in known]
        self.walk(schema, found.type, f"{root}#{key}", mine)

    def _owned(self, schema: Mapping[str, Any], place: str) -> Iterator[tuple[str, str, Any]]:
        """Each property with the name of the schema that declares it: parts of an allOf may have a name."""
        for name, inner in schema.get("properties", {}).items():
            yield place, name, inner
        for part in schema.get("allOf", ()):
            if "$ref" in part:
                name = part["$ref"].rsplit("/", 1)[-1]
                yield from self._owned(self.schemas[name], name)
            else:
                yield from self._owned(part, place)

    def _refs(self, schema: Mapping[str, Any]) -> Iterator[str]:
        for part in schema.get("allOf", ()):
            if "$ref" in part:
                name = part["$ref"].rsplit("/", 1)[-1]
                yield name
                yield from self._refs(self.schemas[name])

    def _properties(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        return {name: inner for _, name, inner in self._owned(schema, "")}

    def _members(self, schema: Mapping[str, Any], type_: Any) -> list[Any]:
        """The members of a raw type that an object of this schema may be."""
        if not is_union(type_):
            return [type_]
        parts = union_parts(type_)
        if not parts.tag:
            return [parts.plain.get(dict, Any)]
        tags = self._words(self._properties(schema).get(parts.tag, {})) or [None]
        found = {parts.classes.get(tag) for tag in tags}
        self.lost.update(f"{tag}: no class" for tag in tags if tag not in parts.classes)
        return sorted((cls for cls in found if cls is not None), key=lambda cls: cls.__name__)

    def _words(self, schema: Mapping[str, Any]) -> list[Any]:
        if "$ref" in schema:
            return self._words(self.schemas[schema["$ref"].rsplit("/", 1)[-1]])
        inner = (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ()))
        words = [*schema.get("enum", ()), *(word for each in inner for word in self._words(each))]
        return [word for word in words if word is not None]

    def _inner(self, type_: Any, kind: type) -> Any:
        """What the lists or the mappings of a type hold."""
        if is_union(type_):
            type_ = union_parts(type_).plain.get(kind, Any)
        type_ = bare(type_)
        return get_args(type_)[-1] if is_list(type_) or is_mapping(type_) else Any


# --- The Go package's documentation -------------------------------------------------------------------------

GO_FIELD: Final = re.compile(r'(\w+) [^`]*`json:"(\w+)')
GO_CLOSE: Final = re.compile(r'} ?(?:`json:"(\w+)[^`]*`)?')


def go_structs(text: str) -> dict[str, list[str]]:
    """The fields of each Go struct, by their names on the wire: ``{"Batch": ["errors", "errors.data", ...]}``."""
    found: dict[str, list[str]] = {}
    for name, body in re.findall(r"^type (\w+) struct {\n(.*?)\n}$", text, re.M | re.S):
        found[name] = []
        blocks: list[list[str]] = [found[name]]
        for line in map(str.strip, body.splitlines()):
            field, close = GO_FIELD.match(line), GO_CLOSE.match(line)
            if line.endswith("struct {"):
                blocks.append([])
            elif close and len(blocks) > 1:
                inner = blocks.pop()
                blocks[-1] += [close[1], *(f"{close[1]}.{path}" for path in inner)]
            elif field and not line.startswith("//"):
                blocks[-1].append(field[2])
            elif line in found:  # embedded
                blocks[-1] += found[line]
    return found


def go_types(text: str) -> list[str]:
    """Every Go type of the index."""
    return re.findall(r"^- type (\w+)$", text, re.M)


def go_words(text: str) -> dict[str, list[str]]:
    """The words of each Go enumeration."""
    found: dict[str, list[str]] = {}
    for name, word in re.findall(r'\b\w+ (\w+) = "([^"]*)"', text):
        found.setdefault(name, []).append(word)
    return found


def go_functions(text: str) -> list[str]:
    """Every Go function and method that has a heading."""
    lines = re.findall(r"^(?:- )?func (?:\((?:\w+ )?\*?(\w+)\) )?(\w+)", text, re.M)
    return sorted({f"{owner}.{name}" if owner else name for owner, name in lines})


def at_path(type_: Any, path: str) -> list[str]:
    """The names of a field in a raw type; in each class of it, where it is a union."""
    classes, names = classes_in(type_), []
    for step in path.split("."):
        found = [(cls, a) for cls in classes for a in attributes(cls) if wire_name(a) == step]
        names = sorted({f"raw.{cls.__name__}.{a.name}" for cls, a in found})
        classes = [cls for _, a in found for cls in classes_in(a.type)]
    return names


def classes_in(type_: Any) -> list[Any]:
    """The raw classes that a type is made of, in lists and unions too."""
    type_ = bare(type_)
    if attrs.has(type_):
        return [] if type_ is Unknown else [type_]
    return list(dict.fromkeys(cls for member in get_args(type_) for cls in classes_in(member)))


def words_of(type_: Any) -> set[str]:
    """The words that an enumeration lists."""
    return {word for note in get_args(type_)[1:] if isinstance(note, Listed) for word in note.values}


# --- Recordings ---------------------------------------------------------------------------------------------


def used(value: Any, type_: Any) -> Iterator[str]:
    """The raw names of all fields that a value has, as a type reads it."""
    type_ = without_none(type_)
    type_ = bare(union_parts(type_).member(value) if is_union(type_) else type_)
    if isinstance(value, dict) and attrs.has(type_) and type_ is not Unknown:
        for attribute in attributes(type_):
            inner = value.get(wire_name(attribute))
            if inner is not None:
                yield f"raw.{type_.__name__}.{attribute.name}"
                yield from used(inner, attribute.type)
    elif isinstance(value, (list, dict)) and (is_list(type_) or is_mapping(type_)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from used(inner, get_args(type_)[-1])


def recorded(strict: ModuleType) -> dict[str, set[str]]:
    """The raw name of each field that recordings have, with the providers whose they are. Takes the corpus test."""
    found: dict[str, set[str]] = {}
    for exchange in strict.exchanges():
        for value, type_ in documents(exchange, strict):
            for name in used(value, type_):
                found.setdefault(name, set()).add(exchange.path.partition("/")[0])
    return found


def documents(exchange: Any, strict: ModuleType) -> Iterable[tuple[Any, Any]]:
    """The JSON of an exchange, request, answer and events, each with its raw type."""
    if exchange.request is not None:
        yield exchange.request, strict.REQUESTS[exchange.endpoint]
    if exchange.status < 300:
        whole = strict.raw.Event if exchange.streamed else strict.ANSWERS[exchange.endpoint]
        yield from ((value, whole) for value in (exchange.events if exchange.streamed else exchange.documents))
