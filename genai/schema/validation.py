"""Validation: decoded JSON held against a JSON Schema.

The rule here: every fault is named, with a path such as ``$.items[0].price``, in words of ours; of a union, those of
the alternative that was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ..errors import InvalidRequest
from ..values import shortened, shown
from .scalars import Faults

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator


@lru_cache(maxsize=512)
def _validator(text: bytes) -> Validator:
    """A validator, which never fetches a schema from the network."""
    import jsonschema  # this and the next load on first need
    import referencing.jsonschema

    schema = msgspec.json.decode(text)
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
    return check(written(schema), value)


def written(schema: Any) -> bytes:
    """A schema as JSON text, by which its validator is remembered."""
    try:
        return msgspec.json.encode(schema)
    except (TypeError, ValueError) as error:
        raise InvalidRequest(f"a JSON schema holds only JSON: {error}") from None


def check(text: bytes, value: Any) -> Faults:
    """``validate``, with a schema that is ``written``."""
    import referencing.exceptions

    try:
        found = [fault for error in _validator(text).iter_errors(value) for fault in _faults(error)]
    except referencing.exceptions.Unresolvable as error:
        raise InvalidRequest(f"this JSON schema refers to what is not in it: {error}") from None
    except RecursionError:
        found = ["$: nested too deeply"]
    return list(dict.fromkeys(found))


def _path(steps: Iterable[str | int]) -> str:
    """Steps into a JSON value as a path: ``$.items[0].price``."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def _missing(error: Any, place: str) -> Faults:
    wanted, there = error.validator_value, error.instance
    return [f"{place}.{key}: missing" for key in wanted if key not in there]


def _unknown(error: Any, place: str) -> Faults:
    schema, there = error.schema, error.instance
    if error.validator_value is not False or "patternProperties" in schema:
        return [f"{place}: {shortened(error.message)}"]
    return [f"{place}.{key}: unknown key" for key in there if key not in schema.get("properties", {})]


def _mistyped(error: Any, place: str) -> Faults:
    wanted = error.validator_value
    kinds = wanted if isinstance(wanted, str) else " or ".join(wanted)
    return [f"{place}: {kinds} expected, not {shown(error.instance)}"]


def _not_among(error: Any, place: str) -> Faults:
    choices = ", ".join(map(repr, error.validator_value))
    return [f"{place}: one of {choices} expected, not {shown(error.instance)}"]


def _no_alternative(error: Any, place: str) -> Faults:
    """The faults of the alternative that was meant, if one can be told; else what was expected."""
    left = _meant(error)
    if len(left) == 1:
        return [fault for inner in left[0] for fault in _faults(inner)]
    if left and all(len(errors) == 1 and _other_type(errors[0]) for errors in left):
        kinds = " or ".join(str(errors[0].validator_value) for errors in left)
        return [f"{place}: {kinds} expected, not {shown(error.instance)}"]
    return [f"{place}: fits none of {len(error.validator_value)} alternatives: {shown(error.instance)}"]


# These take errors as Any, since their types say that each part may be unset; in an error that was raised none is.
SAYINGS: Final[dict[str, Callable[[Any, str], Faults]]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": _mistyped,
    "enum": _not_among,
    "anyOf": _no_alternative,
}


def _faults(error: ValidationError) -> Faults:
    place = _path(error.absolute_path)
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
