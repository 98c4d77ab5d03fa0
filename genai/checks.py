"""Checks of options: each gives what is wrong with a value, or None. And Options, the base of all option classes.

The rule here: all fields are checked at once, when an option is made.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias, cast

from attrs import field, fields

from .errors import InvalidRequest
from .values import Value

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


def option(check: Check, *, default: Any = None, **more: Any) -> Any:
    """An attrs field of an option, with its check."""
    return field(default=default, metadata={"check": check}, **more)


class Options(Value):
    """The base of all option classes, the providers' own too: checks every field at once when it is made."""

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        faults = self.faults()
        if faults:
            raise InvalidRequest(faults=faults)

    def given(self) -> dict[str, Any]:
        """The fields that are set, by name."""
        cls: Any = type(self)
        return {a.name: value for a in fields(cls) if (value := getattr(self, a.name)) is not None and value != ()}

    def faults(self) -> list[str]:
        """What is wrong with the fields that are set."""
        cls: Any = type(self)
        found = []
        for name, value in self.given().items():
            check: Check | None = getattr(fields(cls), name).metadata.get("check")
            fault = check(value) if check else None
            if fault:
                found.append(f"{cls.__name__}.{name}: {fault}")
        return found


boolean: Final = of_type(bool)
text: Final = of_type(str)
mapping: Final = of_type(cast(type, Mapping))
