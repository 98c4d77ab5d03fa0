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
from .strictness import lenient, strict, strict_faults
from .values import shortened

__all__ = ["convert", "convert_fields", "decode", "of", "of_fields", "path", "strict", "strict_faults", "validate"]

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
    return copy.deepcopy(_remembered(_of, type_))


def _remembered(function: Any, type_: Any) -> Any:
    """A cached function of a type. Its spelling is part of the key: ``str | date == date | str``, yet they differ."""
    return function(type_, repr(type_)) if isinstance(type_, Hashable) else function.__wrapped__(type_, "")


@lru_cache(maxsize=512)
def _of(type_: Any, _spelling: str) -> Schema:
    sketch = Sketch()
    return _finished(sketch, lambda: describe(type_, name_of(type_), sketch))


@lru_cache(maxsize=512)
def _lenient(type_: Any, _spelling: str) -> bytes:
    """What the answers to a type are checked against, written as JSON."""
    return _written(lenient(of(type_)))


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
    import referencing.jsonschema

    schema = msgspec.json.decode(written)
    if not isinstance(schema, dict):
        raise InvalidRequest(f"a JSON schema is an object, not {shown(schema)}")
    cls = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
    try:
        cls.check_schema(schema)
    except jsonschema.SchemaError as error:
        raise InvalidRequest(f"this is no JSON schema: {error.json_path}: {shortened(error.message)}") from None
    extend: Callable[..., type[Validator]] = jsonschema.validators.extend
    return extend(cls, {"anyOf": _any_of})(schema, registry=referencing.jsonschema.EMPTY_REGISTRY)


def _any_of(validator: Any, branches: list[Any], instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """
    The keyword ``anyOf``, for unions that hold themselves: the time for an answer does not double with its depth.

    jsonschema's own collects every error of every branch. Here one error ends a branch; all are collected only when no
    branch fits, and only in those that may have been meant.
    """
    from jsonschema import ValidationError

    failed: list[tuple[ValidationError, Iterator[ValidationError]]] = []
    for index, branch in enumerate(branches):
        errors = iter(validator.descend(instance, branch, schema_path=index))
        first = next(errors, None)
        if first is None:
            return
        failed.append((first, errors))
    context: list[ValidationError] = []
    for first, others in failed:
        context += [first] if _other_type(first) or _other_tag(first) else [first, *others]
    yield ValidationError("fits no alternative", context=context)


def validate(schema: Mapping[str, Any], value: Any) -> list[str]:
    """
    What of some decoded JSON does not fit a schema, each with its path; empty when all fits.

    Raises:
        InvalidRequest: The schema itself is none, or refers to something that is not in it.
    """
    return _check(_written(schema), value)


def _written(schema: Any) -> bytes:
    try:
        return msgspec.json.encode(schema)
    except (TypeError, ValueError) as error:
        raise InvalidRequest(f"a JSON schema holds only JSON: {error}") from None


def _check(written: bytes, value: Any) -> Faults:
    import referencing.exceptions

    try:
        found = [fault for error in _validator(written).iter_errors(value) for fault in _faults(error)]
    except referencing.exceptions.Unresolvable as error:
        raise InvalidRequest(f"this JSON schema refers to what is not in it: {error}") from None
    except RecursionError:
        found = ["$: nested too deeply"]
    return list(dict.fromkeys(found))


def path(steps: Iterable[str | int]) -> str:
    """Steps into a JSON value as a path: ``$.items[0].price``."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def _anything(value: Any) -> Any:
    """A part of a jsonschema error, whose types say that it may be unset; in an error that was raised it never is."""
    return value


def _missing(error: ValidationError, place: str) -> Faults:
    wanted, there = _anything(error.validator_value), _anything(error.instance)
    return [f"{place}.{key}: missing" for key in wanted if key not in there]


def _unknown(error: ValidationError, place: str) -> Faults:
    schema, there = _anything(error.schema), _anything(error.instance)
    if error.validator_value is not False or "patternProperties" in schema:
        return [f"{place}: {shortened(error.message)}"]
    return [f"{place}.{key}: unknown key" for key in there if key not in schema.get("properties", {})]


def _mistyped(error: ValidationError, place: str) -> Faults:
    wanted = _anything(error.validator_value)
    kinds = wanted if isinstance(wanted, str) else " or ".join(wanted)
    return [f"{place}: {kinds} expected, not {shown(error.instance)}"]


def _not_among(error: ValidationError, place: str) -> Faults:
    choices = ", ".join(map(repr, _anything(error.validator_value)))
    return [f"{place}: one of {choices} expected, not {shown(error.instance)}"]


def _no_alternative(error: ValidationError, place: str) -> Faults:
    """The faults of the alternative that was meant, if one can be told; else what was expected."""
    left = _meant(error)
    if len(left) == 1:
        return [fault for inner in left[0] for fault in _faults(inner)]
    if left and all(len(errors) == 1 and _other_type(errors[0]) for errors in left):
        kinds = " or ".join(str(errors[0].validator_value) for errors in left)
        return [f"{place}: {kinds} expected, not {shown(error.instance)}"]
    return [f"{place}: fits none of {len(_anything(error.validator_value))} alternatives: {shown(error.instance)}"]


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


def _other_type(error: ValidationError) -> bool:
    return not error.relative_path and error.validator == "type"


def _other_tag(error: ValidationError) -> bool:
    return len(error.relative_path) == 1 and error.validator in ("enum", "const")


def _meant(error: ValidationError) -> list[list[ValidationError]]:
    """
    The errors of each alternative that may have been meant.

    A value of another type, and a tag with another value, are signs that one was not; no sign counts that is on all.
    """
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    left = list(branches.values())
    for sign in (_other_type, _other_tag):
        left = [errors for errors in left if not any(map(sign, errors))] or left
    return left


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
    raw = isinstance(type_, dict)
    written = _written(type_) if raw else _remembered(_lenient, type_)
    value = _parsed(result)
    faults = _check(written, value)
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
