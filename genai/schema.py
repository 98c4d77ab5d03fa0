"""Schema: a Python type as JSON Schema, compiled per dialect; and a reply checked, and read as that type.

The rule here: an answer is never mended. It is JSON that fits, or an error that names all that does not, with paths
such as ``$.items[0].price``.

A type is an attrs class, a dataclass, a TypedDict, a NamedTuple, an Enum, a Literal, a union of these, a list, tuple,
set or mapping with text keys of these, a scalar (str, int, float, bool, None, bytes as base64, datetime, date, time,
timedelta, UUID, Decimal, Path), ``Any``, ``Annotated[T, "description"]``, ``dict`` (any JSON object), or a raw JSON
schema, given as a dictionary.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from .errors import BadAnswer, InvalidRequest
from .kinds import Sketch, describe, describe_fields, read, read_fields
from .records import Field
from .scalars import Faults, Schema, name_of, shown
from .values import shortened

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

    from .results import Result


def of(type_: Any) -> Schema:
    """
    The JSON Schema (draft 2020-12) of a type; a dictionary is a raw schema, and is returned as it is.

    Descriptions come from ``Annotated[T, "..."]``, else from the class's docstring. A field with a default is not
    required. All is inlined, except for classes that hold themselves: they are ``$ref`` into ``$defs``.

    Raises:
        InvalidRequest: Some types have no schema; all are named, with the way to them.
    """
    if isinstance(type_, dict):
        return type_
    # Equal types may have unequal schemas: str | int == int | str. So the spelling is part of the key.
    return copy.deepcopy(_of(type_, repr(type_)) if isinstance(type_, Hashable) else _of.__wrapped__(type_, ""))


@lru_cache(maxsize=512)
def _of(type_: Any, _spelling: str) -> Schema:
    sketch = Sketch()
    return _finished(sketch, lambda: describe(type_, name_of(type_), sketch))


def of_fields(fields: Iterable[Field], texts: Mapping[str, str], place: str) -> Schema:
    """The schema of an object with these fields, such as a function's parameters; ``place`` is its name in errors."""
    sketch = Sketch()
    return _finished(sketch, lambda: describe_fields(fields, texts, place, sketch))


def _finished(sketch: Sketch, describe_it: Callable[[], Schema]) -> Schema:
    """What was described, with its definitions. The root is never a reference: some dialects want an object there."""
    try:
        schema = describe_it()
    except RecursionError:
        sketch.faults.append("a type alias holds itself; only a class can")
    if sketch.faults:
        raise InvalidRequest(faults=dict.fromkeys(sketch.faults))
    name = schema.pop("$ref", "").rpartition("/")[2]
    root = {**copy.deepcopy(sketch.defs[name]), **schema} if name else schema
    return {**root, "$defs": sketch.defs} if sketch.defs else root


# --- validation


@lru_cache(maxsize=512)
def _validator(written: bytes) -> Validator:
    """A validator, which never fetches a schema from the network."""
    import jsonschema  # this and the next load on first need
    import jsonschema_specifications

    schema = msgspec.json.decode(written)
    if not isinstance(schema, (dict, bool)):
        raise InvalidRequest(f"a JSON schema is an object, not {shown(schema)}")
    cls = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
    try:
        cls.check_schema(schema)
    except jsonschema.SchemaError as error:
        raise InvalidRequest(f"this is no JSON schema: {error.json_path}: {shortened(error.message)}") from None
    return cls(schema, registry=jsonschema_specifications.REGISTRY)


def validate(schema: Mapping[str, Any], value: Any) -> list[str]:
    """
    What of some decoded JSON does not fit a schema, each with its path; empty when all fits.

    Raises:
        InvalidRequest: The schema itself is none, or refers to something that is not in it.
    """
    import referencing.exceptions

    try:
        validator = _validator(msgspec.json.encode(schema))
        found = [fault for error in validator.iter_errors(value) for fault in _faults(error)]
    except (TypeError, msgspec.EncodeError) as error:
        raise InvalidRequest(f"a JSON schema holds only JSON: {error}") from None
    except referencing.exceptions.Unresolvable as error:
        raise InvalidRequest(f"this JSON schema refers to what is not in it: {error}") from None
    except RecursionError:
        found = ["$: nested too deeply"]
    return list(dict.fromkeys(found))


def path(steps: Iterable[str | int]) -> str:
    """Steps into a JSON value as a path: ``$.items[0].price``."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def _missing(error: ValidationError, place: str) -> Faults:
    return [f"{place}.{key}: missing" for key in error.validator_value if key not in error.instance]


def _unknown(error: ValidationError, place: str) -> Faults:
    known = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
    patterned = isinstance(error.schema, Mapping) and error.schema.get("patternProperties")
    keys = (
        [] if patterned or error.validator_value is not False else [key for key in error.instance if key not in known]
    )
    return [f"{place}.{key}: unknown key" for key in keys] or [f"{place}: {shortened(error.message)}"]


def _mistyped(error: ValidationError, place: str) -> Faults:
    wanted = error.validator_value
    return [
        f"{place}: {wanted if isinstance(wanted, str) else ' or '.join(wanted)} expected, not {shown(error.instance)}"
    ]


def _not_among(error: ValidationError, place: str) -> Faults:
    return [f"{place}: one of {', '.join(map(repr, error.validator_value))} expected, not {shown(error.instance)}"]


def _no_alternative(error: ValidationError, place: str) -> Faults:
    """The faults of the alternative that was meant, if one can be told; else that none fits."""
    meant = _meant(error)
    if meant:
        return [fault for inner in meant for fault in _faults(inner)]
    return [f"{place}: fits none of {len(error.validator_value)} alternatives: {shown(error.instance)}"]


SAYINGS: Final[dict[str, Callable[[ValidationError, str], Faults]]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": _mistyped,
    "enum": _not_among,
    "anyOf": _no_alternative,
}


def _faults(error: ValidationError) -> Faults:
    place = path(error.absolute_path)
    say = SAYINGS.get(str(error.validator))
    return say(error, place) if say else [f"{place}: {shortened(error.message)}"]


# Signs that an alternative was not meant: a value of another type, and a tag with another value.
NOT_MEANT: Final[tuple[Callable[[ValidationError], bool], ...]] = (
    lambda error: not error.relative_path and error.validator == "type",
    lambda error: len(error.relative_path) == 1 and error.validator in ("enum", "const"),
)


def _meant(error: ValidationError) -> list[ValidationError]:
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    left = list(branches.values())
    for sign in NOT_MEANT:
        left = [errors for errors in left if not any(map(sign, errors))] or left
    return left[0] if len(left) == 1 else []


# --- decoding


def convert(type_: Any, value: Any) -> Any:
    """
    Decoded JSON as a value of a type. A raw schema and ``dict`` give it as it is.

    A null for a field that has a default, and cannot be None, gives the default (see ``strict``).

    Raises:
        InvalidRequest: It does not fit; ``faults`` names all, with paths.
    """
    if isinstance(type_, dict):
        return value
    faults: Faults = []
    return _sound(faults, lambda: read(type_, value, "$", faults))


def convert_fields(fields: Iterable[Field], value: Mapping[str, Any]) -> dict[str, Any]:
    """Decoded JSON as the arguments that these fields stand for; like ``convert``."""
    faults: Faults = []
    found: dict[str, Any] = _sound(faults, lambda: read_fields(fields, value, "$", faults))
    return found


def _sound(faults: Faults, read_it: Callable[[], Any]) -> Any:
    try:
        value = read_it()
    except RecursionError:
        faults.append("$: nested too deeply")
    if faults:
        raise InvalidRequest(faults=dict.fromkeys(faults))
    return value


def decode(type_: Any, result: Result) -> Any:
    """
    A result's text as JSON, checked against the schema of a type, and read as that type.

    The whole text must be JSON: a code fence or a sentence around it is an error, which shows how the text begins.

    Raises:
        BadAnswer: Empty, not JSON, or it does not fit; it names every fault, and carries the result.
        InvalidRequest: The type has no schema, or the result is still pending.
    """
    schema = of(type_)
    value = _parsed(result)
    raw = isinstance(type_, dict)
    faults = validate(schema if raw else lenient(schema), value)
    if not faults:
        try:
            return convert(type_, value)
        except InvalidRequest as error:
            faults = list(error.faults)
    name = "the schema" if raw else name_of(type_)
    raise _bad("\n  - ".join([f"the answer does not fit {name}{_ending(result)}:", *faults]), result)


def _parsed(result: Result) -> Any:
    text = result.text
    if not text.strip():
        raise _bad(f"the answer has no text to decode{_ending(result)}", result)
    try:
        return msgspec.json.decode(text)
    except (ValueError, RecursionError) as error:  # msgspec's errors and UnicodeEncodeError are ValueErrors
        start = shown(text.strip()[:80])
        raise _bad(f"the answer is not JSON: {error}; it begins with {start}{_ending(result)}", result) from None


def _ending(result: Result) -> str:
    """How the answer ended, where that may explain it."""
    ended = f"finish: {result.finish.value}" if result.finish else "no finish reason"
    more = [
        ended,
        *["incomplete"] * (not result.complete),
        *[f"refusal: {shown(result.refusal)}"] * bool(result.refusal),
        *[f"it calls {call.name}" for call in result.tool_calls],
    ]
    return f" ({'; '.join(more)})"


def _bad(message: str, result: Result) -> BadAnswer:
    return BadAnswer(message, provider=result.provider or None, request_id=result.request_id, result=result)


# --- dialects

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
