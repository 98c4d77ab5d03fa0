"""Strictness: a JSON Schema in the form that OpenAI calls strict, and in the lenient one that its answers fit.

The rule here: what the strict dialect cannot say is either checked by us afterwards (a length, a default), and then
dropped, or it is a fault that the caller hears of before anything is sent.

https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from .scalars import Faults, Schema

# Where a schema holds schemas: in a mapping of names, in a list, or as the value itself.
NAMED: Final = ("properties", "$defs", "definitions", "patternProperties", "dependentSchemas")
LISTED: Final = ("anyOf", "oneOf", "allOf", "prefixItems")
SINGLE: Final = ("items", "additionalProperties", "contains", "not", "if", "then", "else", "propertyNames")


def _children(schema: Mapping[str, Any]) -> Iterator[tuple[str, str | int, Any]]:
    """Every schema in a schema: its keyword, its name or index, and itself."""
    for keyword, value in schema.items():
        if keyword in NAMED and isinstance(value, Mapping):
            yield from ((keyword, name, inner) for name, inner in value.items())
        elif keyword in LISTED and isinstance(value, list):
            yield from ((keyword, index, inner) for index, inner in enumerate(value))
        elif keyword in SINGLE:
            yield keyword, "", value


def _mapped(schema: Any, change: Callable[[Any], Any]) -> Any:
    """A schema with every schema directly in it changed."""
    if not isinstance(schema, Mapping):
        return schema
    changed: Schema = {key: {} if key in NAMED else [] if key in LISTED else value for key, value in schema.items()}
    for keyword, name, inner in _children(schema):
        if keyword in NAMED:
            changed[keyword][name] = change(inner)
        elif keyword in LISTED:
            changed[keyword].append(change(inner))
        else:
            changed[keyword] = change(inner)
    return changed


def _takes_null(schema: Any) -> bool:
    if not isinstance(schema, Mapping):
        return bool(schema)
    types = schema.get("type", ())
    named = "null" in ((types,) if isinstance(types, str) else types)
    return named or any(map(_takes_null, schema.get("anyOf", ()))) or not schema.keys() - {"description", "title"}


def _nullable(schema: Any) -> Any:
    """A schema that takes null as well; its description stays outside."""
    if _takes_null(schema):
        return schema
    text = {key: schema[key] for key in ("description",) if key in schema}
    rest = {key: value for key, value in schema.items() if key not in text}
    alternatives = rest["anyOf"] if rest.keys() == {"anyOf"} else [rest]
    return {"anyOf": [*alternatives, {"type": "null"}], **text}


def lenient(schema: Any) -> Any:
    """A schema that takes null for what is not required: the models that answer to ``strict`` write it so."""
    changed = _mapped(schema, lenient)
    if isinstance(changed, dict) and "properties" in changed:
        required = schema.get("required", ())
        properties = changed["properties"]
        changed["properties"] = {k: p if k in required else _nullable(p) for k, p in properties.items()}
    return changed


# --- the strict form

# fmt: off
KEPT: Final = frozenset([
    "type", "enum", "const", "title", "description", "format", "pattern", "multipleOf", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems", "items", "properties", "anyOf", "$defs",
    "definitions",
])
# fmt: on
FORMATS: Final = frozenset(["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"])
# Keywords that change which answers are wanted so much that the strict form would ask for something else.
INEXPRESSIBLE: Final = (
    "allOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "patternProperties",
    "propertyNames", "prefixItems", "contains", "unevaluatedItems", "unevaluatedProperties",
)  # fmt: skip
MAX_PROPERTIES: Final = 5000
MAX_DEPTH: Final = 10
MAX_ENUM: Final = 1000
MAX_NAMES: Final = 120_000


def _is_object(schema: Mapping[str, Any]) -> bool:
    types = schema.get("type", "object" if "properties" in schema else ())
    return "object" in ((types,) if isinstance(types, str) else types)


def strict(schema: Mapping[str, Any]) -> Schema:
    """
    The strict form of a schema: every property is required, and one that was not takes null instead; no other keys.

    Keywords that the dialect does not know are dropped: defaults, lengths, uniqueness. ``schema.decode`` and
    ``Tool.call`` check against the full schema, and take null for a property that was not required as "not given".
    The schema should have no ``strict_faults``.
    """
    if "$ref" in schema:  # nothing may stand beside a reference
        definitions = {key: schema[key] for key in ("$defs", "definitions") if key in schema}
        return {"$ref": schema["$ref"], **_mapped(definitions, _strict)}
    changed = {key: value for key, value in _mapped(schema, _strict).items() if key in KEPT | {"oneOf"}}
    if "oneOf" in changed:  # that only one fits is checked afterwards
        changed["anyOf"] = changed.pop("oneOf") + changed.get("anyOf", [])
    if changed.get("format") not in FORMATS:
        changed.pop("format", None)
    return {**changed, **_closed(schema, changed.get("properties", {}))} if _is_object(schema) else changed


def _closed(schema: Mapping[str, Any], properties: Mapping[str, Any]) -> Schema:
    required = schema.get("required", ())
    return {
        "properties": {key: inner if key in required else _nullable(inner) for key, inner in properties.items()},
        "required": list(properties),
        "additionalProperties": False,
    }


def _strict(schema: Any) -> Any:
    return strict(schema) if isinstance(schema, Mapping) else schema


def strict_faults(schema: Mapping[str, Any]) -> list[str]:
    """What of a schema the strict form cannot express, each with its place; empty when ``strict`` will do."""
    faults = [] if _is_object(schema) and "anyOf" not in schema else ["$: the root must be an object"]
    counts = {"properties": 0, "enum values": 0, "characters of names and values": 0}
    deepest = 0
    for place, depth, inner in _walk(schema, "$", 0):
        faults += [f"{place}: {fault}" for fault in _own_faults(inner)]
        deepest = max(deepest, depth)
        if isinstance(inner, Mapping):
            names, values = inner.get("properties", {}), inner.get("enum", ())
            counts["properties"] += len(names)
            counts["enum values"] += len(values)
            counts["characters of names and values"] += sum(len(str(text)) for text in (*names, *values))
    limits = (MAX_PROPERTIES, MAX_ENUM, MAX_NAMES)
    found = {**counts, "nested objects": deepest}
    return faults + [
        f"$: {count} {what}, of at most {most}"
        for (what, count), most in zip(found.items(), (*limits, MAX_DEPTH), strict=True)
        if count > most
    ]


def _walk(schema: Any, place: str, depth: int) -> Iterator[tuple[str, int, Any]]:
    """A schema and all in it: the place, how many objects are around it (itself counted), and the schema."""
    depth += isinstance(schema, Mapping) and _is_object(schema)
    yield place, depth, schema
    if isinstance(schema, Mapping):
        for keyword, name, inner in _children(schema):
            if keyword != "additionalProperties" and keyword not in INEXPRESSIBLE:
                yield from _walk(inner, PLACES.get(keyword, "{place}").format(place=place, name=name), depth)


PLACES: Final = {
    "properties": "{place}.{name}",
    "items": "{place}[]",
    "$defs": "$defs.{name}",
    "definitions": "definitions.{name}",
}


def _own_faults(schema: Any) -> Faults:
    """The faults of a schema alone, without those in it."""
    if not isinstance(schema, Mapping):
        return ["any value" if schema else "no value at all"]
    faults = [f"{keyword} cannot be expressed" for keyword in INEXPRESSIBLE if keyword in schema]
    faults += [fault for fault, is_so in OWN_FAULTS.items() if is_so(schema)]
    return faults


OWN_FAULTS: Final[dict[str, Callable[[Mapping[str, Any]], bool]]] = {
    "an object with free keys": lambda schema: (
        _is_object(schema) and schema.get("additionalProperties", "properties" not in schema) is not False
    ),
    "any value": lambda schema: not schema.keys() & {"type", "enum", "const", "anyOf", "oneOf", "$ref", "properties"},
    "an array of any items": lambda schema: (
        schema.get("type") == "array" and not schema.keys() & {"items", "prefixItems"}
    ),
    "a reference out of the schema": lambda schema: not str(schema.get("$ref", "#")).startswith("#"),
}
