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
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import BadAnswer, InvalidRequest
from ..values import shown
from .kinds import Sketch, describe, describe_fields, read, read_fields
from .records import Field
from .scalars import Faults, Schema, name_of
from .strictness import lenient, strict, strict_faults
from .validation import check, validate, written

if TYPE_CHECKING:
    from ..results import Result

__all__ = ["convert", "convert_fields", "decode", "of", "of_fields", "strict", "strict_faults", "validate"]


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
    return written(lenient(of(type_)))


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


# --- reading


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
    expected = written(type_) if raw else _remembered(_lenient, type_)
    value = _parsed(result)
    faults = check(expected, value)
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
