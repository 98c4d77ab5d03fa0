"""The providers' own API descriptions, to hold the requests that genai builds against.

They are read in place: from the environment variable ``GENAI_SPECS``, else from ``../shared/specs`` beside the
repository. ``faults`` takes a body as JSON decodes it, and names what the description does not allow.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

Schema: TypeAlias = Mapping[str, Any]

ROOT = Path(os.environ.get("GENAI_SPECS") or Path(__file__).resolve().parents[1] / ".." / "shared" / "specs")

NAMED = frozenset({"properties", "patternProperties", "schemas", "$defs", "definitions", "dependentSchemas"})
"""Keywords whose value maps names of the API, not keywords, to schemas."""
DATA = frozenset({"enum", "const", "default", "example", "examples"})
"""Keywords whose value is data, and no schema."""


def available() -> bool:
    """Whether the descriptions are there."""
    return ROOT.is_dir()


def faults(spec: str, schema: str, body: Any) -> list[str]:
    """
    What is wrong with a body, by a schema of a description: wrong types and values, and keys that it does not have.

    Args:
        spec: The file, such as ``"openai.json"``.
        schema: The name below ``components.schemas``, such as ``"CreateResponse"``; or a path, such as ``"/v2/chat"``:
            what is posted there, for descriptions that give it no name.
        body: The body as decoded JSON.
    """
    wrong = [_described(error) for error in _validator(spec, schema).iter_errors(body)]
    unknown = _unknown(spec, (_schema(spec, schema),), body, "body")
    return [*wrong, *(f"{place}: unknown" for place in unknown)]


def _described(error: Any) -> str:
    inner = best_match([error]) or error
    message = inner.message if len(inner.message) <= 300 else f"{inner.message[:299]}…"
    return f"{inner.json_path.replace('$', 'body', 1)}: {message}"


@cache
def _document(spec: str) -> dict[str, Any]:
    document = _rewritten(json.loads((ROOT / spec).read_bytes()))
    assert isinstance(document, dict)
    for name, task in document.get("tasks", {}).items():  # Hugging Face's: schemas with definitions of their own
        document.setdefault("components", {"schemas": {}})["schemas"][name] = task["input"]
        document.setdefault("$defs", {}).update(task["input"].get("$defs", {}))
    return document


@cache
def _validator(spec: str, schema: str) -> Draft202012Validator:
    parts = {key: _document(spec)[key] for key in ("components", "$defs") if key in _document(spec)}
    return Draft202012Validator({**parts, "allOf": [_schema(spec, schema)]})


def _schema(spec: str, schema: str) -> Schema:
    document = _document(spec)
    if schema.startswith("/"):
        content = document["paths"][schema]["post"]["requestBody"]["content"]
        found: Schema = next(iter(content.values()))["schema"]
        return found
    if schema not in document["components"]["schemas"]:
        raise LookupError(f"{spec} has no schema {schema!r}")
    return {"$ref": f"#/components/schemas/{schema}"}


def _rewritten(node: Any, names: bool = False) -> Any:
    """A description as jsonschema reads it: ``oneOf`` means ``anyOf`` there, ``nullable: true`` "or null"."""
    if isinstance(node, list):
        return [_rewritten(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    if names:
        return {name: _rewritten(schema) for name, schema in node.items()}
    made = {key: value if key in DATA else _rewritten(value, key in NAMED) for key, value in node.items()}
    if isinstance(made.get("oneOf"), list):
        one_of = {"anyOf": made.pop("oneOf")}
        made = {**made, "allOf": [*made.get("allOf", ()), one_of]} if "anyOf" in made else {**made, **one_of}
    for key, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(made.get(key), bool):  # as OpenAPI 3.0 has it
            exclusive = made.pop(key)
            made |= {key: made.pop(bound)} if exclusive else {}
    if made.get("nullable") is True:
        del made["nullable"]
        return {"anyOf": [made, {"type": "null"}]}
    return made


# --- Keys that no schema knows -------------------------------------------------------------------------------


def _unknown(spec: str, schemas: Iterable[Schema], value: Any, place: str) -> Iterator[str]:
    """The places of all keys in ``value`` that no alternative of the schemas knows."""
    if isinstance(value, list):
        items = [item for node, _ in _nodes(spec, schemas) for item in _items(node)]
        for index, entry in enumerate(value):
            yield from _unknown(spec, items, entry, f"{place}[{index}]") if items else ()
    if not isinstance(value, dict):
        return
    nodes = [(node, free) for node, free in _nodes(spec, schemas) if _tag_fits(node, value)]
    if not nodes or any(free and _is_free(node) for node, free in nodes):
        return
    for key, entry in value.items():
        known = [node["properties"][key] for node, _ in nodes if key in node.get("properties", ())]
        others = [node["additionalProperties"] for node, _ in nodes if node.get("additionalProperties")]
        if not known and not others:
            yield f"{place}.{key}"
        elif known or True not in others:
            yield from _unknown(spec, known or others, entry, f"{place}.{key}")


def _nodes(spec: str, schemas: Iterable[Schema], free: bool = True) -> Iterator[tuple[Schema, bool]]:
    """All schemas that a value may be held against, references followed; False for a part of an ``allOf``."""
    seen: set[str] = set()
    waiting: list[tuple[Any, bool]] = [(schema, free) for schema in schemas]
    while waiting:
        node, free = waiting.pop()
        if not isinstance(node, Mapping):  # true and false are schemas, too
            continue
        reference = node.get("$ref")
        if reference is not None and reference not in seen:
            seen.add(reference)
            waiting.append((_resolved(spec, reference), free))
        waiting += [(inner, free) for inner in node.get("anyOf", ())]
        waiting += [(inner, False) for inner in node.get("allOf", ())]
        mapped = node.get("discriminator", {}).get("mapping", {}) if isinstance(node.get("discriminator"), dict) else {}
        waiting += [({"$ref": reference}, False) for reference in mapped.values()]
        yield node, free


def _resolved(spec: str, reference: str) -> Any:
    node: Any = _document(spec)
    for step in reference.removeprefix("#/").split("/"):
        node = node[step.replace("~1", "/").replace("~0", "~")]
    return node


def _items(node: Schema) -> Iterator[Schema]:
    yield from node.get("prefixItems", ())
    if isinstance(node.get("items"), Mapping):
        yield node["items"]


def _is_free(node: Schema) -> bool:
    """Whether a schema is an object of any keys."""
    if not set(node) - {"description", "title"}:
        return True
    types = node.get("type", ())
    is_object = "object" in ((types,) if isinstance(types, str) else types)
    closed = node.get("additionalProperties") is False
    return is_object and not closed and not {"properties", "$ref", "anyOf", "allOf"} & set(node)


def _tag_fits(node: Schema, value: Mapping[str, Any]) -> bool:
    """False for an alternative of another type than the value's: its keys do not count."""
    for name in ("type", "role", "object"):
        tag = node.get("properties", {}).get(name)
        if isinstance(tag, Mapping) and isinstance(value.get(name), str):
            allowed = [tag["const"]] if "const" in tag else tag.get("enum")
            if allowed and "anyOf" not in tag and value[name] not in allowed:
                return False
    return True
