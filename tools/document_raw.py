"""
Writes docs/providers/openairesponses.md: every type, field, item and event of OpenAI's specification, of the Go
package that the wire was first asked for after, and of the recordings, each with its name in raw.py.

    python tools/document_raw.py           write it
    python tools/document_raw.py --check   exit 1 when it is stale, or when something has no name here

It reads what is said elsewhere in place: GENAI_SPECS, GENAI_SEEDS and GENAI_CORPUS name the folders, else they are
looked for in ../shared beside the repository. The same input always gives the same text.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, Final, Union, get_args, get_origin

import attrs
import yaml

from genai.providers.openairesponses import raw
from genai.wiretypes import (
    Listed,
    Unknown,
    attributes,
    bare,
    is_list,
    is_literal,
    is_mapping,
    is_union,
    tag_values,
    union_parts,
    wire_name,
)

HERE: Final = Path(__file__).resolve().parents[1]
TARGET: Final = HERE / "docs" / "providers" / "openairesponses.md"
SHARED: Final = HERE.parent / "shared"
SPEC: Final = Path(os.environ.get("GENAI_SPECS") or SHARED / "specs") / "openai.json"
SEEDS: Final = Path(os.environ.get("GENAI_SEEDS") or SHARED / "seeds")
CORPUS: Final = Path(os.environ.get("GENAI_CORPUS") or SHARED / "corpus")

ROOTS: Final[Mapping[str, Any]] = {
    "CreateResponse": raw.Response,
    "Response": raw.Response,
    "ResponseStreamEvent": raw.Event,
    "InputItem": raw.Item,
    "OutputItem": raw.Item,
    "ItemResource": raw.Item,
    "ItemField": raw.Item,
    "Tool": raw.Tool,
    "Annotation": raw.Annotation,
    "ResponseItemList": raw.ItemList,
    "TokenCountsBody": raw.InputTokensRequest,
    "TokenCountsResource": raw.InputTokensResponse,
    "CompactResponseMethodPublicBody": raw.CompactRequest,
    "CompactResource": raw.CompactResponse,
    "ErrorResponse": raw.ErrorResponse,
    "Model": raw.Model,
    "ListModelsResponse": raw.ModelsResponse,
    "DeleteModelResponse": raw.ModelDeleted,
    "OpenAIFile": raw.File,
    "ListFilesResponse": raw.FileListResponse,
    "DeleteFileResponse": raw.FileDeleteResponse,
    "CreateBatchRequest": raw.BatchRequest,
    "Batch": raw.Batch,
    "ListBatchesResponse": raw.BatchListResponse,
    "CreateImageRequest": raw.ImageRequest,
    "ImagesResponse": raw.ImageResponse,
    "ImageGenStreamEvent": raw.ImageEvent,
}
"""What is asked for and answered, by the specification: each with its raw type. All the rest is reached from these."""


# --- Names of raw.py ----------------------------------------------------------------------------------------


@cache
def aliases() -> tuple[tuple[str, Any], ...]:
    """The named types of raw.py that are no classes: enumerations and unions."""
    kinds = {name: value for name, value in vars(raw).items() if get_origin(value) is Annotated or is_union(value)}
    return tuple(sorted(kinds.items()))


def raw_classes() -> list[type[Any]]:
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


def label(type_: Any, holder: str) -> str:
    """A raw type's name; the name of the field that holds it where it has none."""
    if attrs.has(type_):
        return f"raw.{type_.__name__}"
    named = next((name for name, value in aliases() if value == type_), None)
    return f"raw.{named}" if named else holder


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
        """Hold a schema against a raw type. ``place`` is where the schema stands, ``holder`` where the type does."""
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
        labels = {label(member, holder) for member in members}
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
        root, _, path = owner.partition(".")
        key = f"{path}.{name}" if path else name
        found = next((a for a in attributes(cls) if wire_name(a) == name), None)
        if found is None:
            self.lost.add(f"{owner}.{name}: not in raw.{cls.__name__}")
            return
        mine = f"raw.{cls.__name__}.{found.name}"
        self.fields.setdefault(root, {}).setdefault(key, set()).add(mine)
        if name == "type":
            known = self.tags.setdefault(root, [])
            known += [word for word in self._words(schema) if not path and word not in known]
        self.walk(schema, found.type, f"{owner}.{name}", mine)

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
