"""What every public value shares: it is frozen, and goes to JSON and back unchanged.

The rule here: a value does no network, and holds no secret.
"""

from __future__ import annotations

from typing import Any, Self


class Value:
    """``to_json`` and ``from_json``, for attrs classes."""

    __slots__ = ()

    def to_json(self) -> str:
        """This value as JSON text. Bytes are inlined as base64; fields left at their default are omitted."""
        from . import convert  # cattrs loads on first need

        return convert.to_json(self)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """
        The value that ``to_json`` wrote.

        Raises:
            InvalidRequest: Not JSON, a wrong type, or an unknown key; all of them are named, with their paths.
        """
        from . import convert

        return convert.from_json(cls, text)


def shortened(text: str, limit: int = 200) -> str:
    """``text`` for a message or a repr: at most ``limit`` characters."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def shown(value: Any) -> str:
    """A value for a message."""
    return shortened(repr(value), 80)


def a_tuple(value: Any) -> tuple[Any, ...]:
    """An attrs converter: None is nothing, a string or one value is one, any other iterable is its items."""
    if type(value) is tuple:
        return value
    if value is None:
        return ()
    if isinstance(value, (str, bytes, dict)) or not hasattr(value, "__iter__"):
        return (value,)
    return tuple(value)
