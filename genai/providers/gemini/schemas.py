"""Schemas: JSON Schema in the dialect that older models know, a part of OpenAPI's.

https://ai.google.dev/api/caching#Schema

The rule here: what the dialect cannot say is named, never dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

KEPT: Final = frozenset(
    {"format", "title", "description", "enum", "pattern", "minimum", "maximum", "required", "default", "example"}
    | {"propertyOrdering", "nullable"}
)
"""Keywords that are the same in both."""
COUNTED: Final = frozenset({"maxItems", "minItems", "minLength", "maxLength", "minProperties", "maxProperties"})
"""The same, but their numbers are texts, as 64-bit numbers are in Google's JSON."""
HARMLESS: Final = frozenset({"$schema", "$id", "$comment", "$defs", "definitions", "examples"})
"""Keywords that allow no value more or less."""


def openapi(schema: Mapping[str, Any], place: str, unsupported: list[str]) -> dict[str, Any]:
    """A schema in the dialect; what it cannot say is added to ``unsupported``, with its place."""
    return dict(_said(schema, schema, place, unsupported, ()))


def _said(
    schema: Mapping[str, Any], root: Mapping[str, Any], place: str, unsupported: list[str], within: tuple[str, ...]
) -> Iterator[tuple[str, Any]]:
    def inner(part: Any, where: str) -> dict[str, Any]:
        if not isinstance(part, Mapping):  # true and false are schemas, too
            unsupported.append(f"{place}{where}: {part!r} as a schema")
            return {}
        return dict(_said(part, root, f"{place}{where}", unsupported, within))

    for key, value in schema.items():
        if key in KEPT:
            yield key, value
        elif key in COUNTED:
            yield key, str(value)
        elif key == "type":
            yield from _type(value)
        elif key == "const":
            if isinstance(value, str):
                yield "enum", [value]
            else:
                unsupported.append(f"{place}: const {value!r}")
        elif key == "properties":
            yield key, {name: inner(part, f".{name}") for name, part in value.items()}
        elif key == "items":
            yield key, inner(value, "[]")
        elif key in ("anyOf", "oneOf"):
            yield "anyOf", [inner(part, f".{key}[{number}]") for number, part in enumerate(value)]
        elif key == "$ref":
            yield from _referenced(value, root, place, unsupported, within)
        elif key not in HARMLESS and (key, value) != ("additionalProperties", False):
            # Objects of this dialect have the properties that are named, so that "no others" need not be said.
            unsupported.append(f"{place}: {key}")


def _type(value: Any) -> Iterator[tuple[str, Any]]:
    types = [value] if isinstance(value, str) else [*value]
    named = [type_ for type_ in types if type_ != "null"] or ["null"]
    if len(named) > 1:
        yield "anyOf", [{"type": type_.upper()} for type_ in named]
    else:
        yield "type", named[0].upper()
    if "null" in types and named != ["null"]:
        yield "nullable", True


def _referenced(
    reference: str, root: Mapping[str, Any], place: str, unsupported: list[str], within: tuple[str, ...]
) -> Iterator[tuple[str, Any]]:
    """What a reference stands for, written out; one that leads into itself cannot be."""
    node: Any = root
    for step in reference.removeprefix("#").split("/")[1:]:
        node = node.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping) or reference in within:
        unsupported.append(f"{place}: $ref {reference!r}")
        return
    yield from _said(node, root, place, unsupported, (*within, reference))
