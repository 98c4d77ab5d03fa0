"""Checks of options: each gives what is wrong with a value, or None. And Options, the base of all option classes.

The rule here: all fields are checked at once, when an option is made.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias, cast

import msgspec
from attrs import field, fields

from .errors import InvalidRequest
from .values import Value, shown

Check: TypeAlias = Callable[[Any], str | None]
"""A check gives what is wrong with a value, or None."""


def between(low: float, high: float | None = None) -> Check:
    """A number from ``low`` to ``high``, both included; no upper bound when None."""

    def check(value: Any) -> str | None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return f"a number, not {type(value).__name__}"
        if not low <= value <= (sys.float_info.max if high is None else high):  # neither NaN nor infinity is
            return f"{f'from {low} to {high}' if high is not None else f'at least {low}'}, not {value}"
        return None

    return check


def whole(low: int, high: int | None = None) -> Check:
    """A whole number from ``low`` to ``high``, both included."""
    in_range = between(low, high)

    def check(value: Any) -> str | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return f"a whole number, not {value!r}"
        return in_range(value)

    return check


def one_of(choices: Iterable[str]) -> Check:
    """One of a closed set of words."""
    allowed = tuple(choices)
    return lambda value: None if value in allowed else f"one of {', '.join(allowed)}, not {value!r}"


def of_type(*types: type) -> Check:
    """An instance of one of these."""
    names = " or ".join(t.__name__ for t in types)
    return lambda value: None if isinstance(value, types) else f"{names}, not {type(value).__name__}"


def each(check: Check) -> Check:
    """Every item passes."""
    return lambda values: next((fault for fault in map(check, values) if fault), None)


def nonempty(value: Any) -> str | None:
    """A text with something in it."""
    return None if isinstance(value, str) and value else f"a text that is not empty, not {value!r}"


def pairs(value: Any) -> str | None:
    """Texts to texts."""
    if not isinstance(value, Mapping):
        return f"pairs of text, not {type(value).__name__}"
    odd = next(((k, v) for k, v in value.items() if not (isinstance(k, str) and isinstance(v, str))), None)
    return f"texts to texts, not {shown(odd[0])}: {shown(odd[1])}" if odd else None


HEADER_NAME: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
HEADER_VALUE: Final = re.compile(r"(?:[!-~](?:[\t -~]*[!-~])?)?")
"""https://www.rfc-editor.org/rfc/rfc9110#section-5.5, without what only old software sends."""
FRAMING: Final = ("content-length", "transfer-encoding")


def header_faults(headers: Mapping[Any, Any]) -> list[str]:
    """What is wrong with headers, none of whose values is shown."""
    names = [name.lower() for name in headers if isinstance(name, str)]
    found = []
    for name, value in headers.items():
        if not isinstance(name, str) or not HEADER_NAME.fullmatch(name):
            found.append(f"{shown(name)} is no name of a header: ASCII letters, digits and hyphens")
        elif name.lower() in FRAMING:
            found.append(f"{name}: only the HTTP library knows it")
        elif names.count(name.lower()) > 1:
            found.append(f"{name}: given twice, because upper and lower case are the same")
        if not isinstance(value, str):
            found.append(f"{shown(name)}: a text, not {type(value).__name__}")
        elif not HEADER_VALUE.fullmatch(value):
            found.append(f"{shown(name)}: one line of printable ASCII, without blanks around it")
    return found


def body_faults(body: Mapping[Any, Any]) -> list[str]:
    """What of a body's fields is no JSON."""
    found = [f"{shown(key)} is no name of a field: a text" for key in body if not isinstance(key, str)]
    for key, value in body.items():
        try:
            msgspec.json.encode([str(key), value])
            json.dumps(msgspec.to_builtins(value), allow_nan=False)  # msgspec would write NaN as null
        except (TypeError, ValueError, OverflowError, RecursionError) as error:
            found.append(f"{shown(key)} is not JSON: {error}")
    return found


def option(check: Check, *, default: Any = None, off: Any = None, **more: Any) -> Any:
    """An attrs field of an option, with its check; ``off`` is a value that says no more than None does."""
    return field(default=default, metadata={"check": check, "off": off}, **more)


def faults_of(value: Any, given: Mapping[str, Any]) -> list[str]:
    """What is wrong with the given fields of an attrs object, by their checks."""
    cls: Any = type(value)
    found = []
    for name, held in given.items():
        check: Check | None = getattr(fields(cls), name).metadata.get("check")
        fault = check(held) if check else None
        if fault:
            found.append(f"{cls.__name__}.{name}: {fault}")
    return found


class Options(Value):
    """The base of all option classes, the providers' own too: checks every field at once when it is made."""

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        faults = self.faults()
        if faults:
            raise InvalidRequest(faults=faults)

    def given(self) -> dict[str, Any]:
        """The fields that are set, by name: not None, not empty, not the value that means "off"."""
        cls: Any = type(self)
        held = ((a, getattr(self, a.name)) for a in fields(cls))
        return {a.name: v for a, v in held if v is not None and v != () and v is not a.metadata.get("off")}

    def faults(self) -> list[str]:
        """What is wrong with the fields that are set."""
        return faults_of(self, self.given())


boolean: Final = of_type(bool)
text: Final = of_type(str)
mapping: Final = of_type(cast(type, Mapping))
