"""Signatures: what a function says about itself: its name, its docstring, its parameters as fields.

The rule here: a parameter that a model cannot give by name and by type is a fault; all of them are named at once.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from . import schema
from .errors import InvalidRequest
from .schema.records import MISSING, Docstring, Field, docstring, hints_in

Fields: TypeAlias = tuple[Field, ...]


def _plain_function(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function that has the name, the annotations and the docstring."""
    while isinstance(function, functools.partial):
        function = function.func
    if inspect.isroutine(function) or isinstance(function, type):
        return function
    return type(function).__call__  # an object that can be called


def name_of(function: Callable[..., Any]) -> str:
    """A function's name; "" when it has none."""
    return str(getattr(_plain_function(function), "__name__", ""))


def docs_of(function: Callable[..., Any]) -> Docstring:
    """A function's docstring, read."""
    return docstring(_plain_function(function).__doc__)


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    """The parameters' annotations, resolved. The return's is left alone: it may name what only a type checker knows."""
    own = _plain_function(function)
    own = own.__init__ if isinstance(own, type) else own  # type: ignore[misc]  # a class's signature is its __init__'s
    inner = inspect.unwrap(own)
    annotations = {key: hint for key, hint in getattr(own, "__annotations__", {}).items() if key != "return"}
    return hints_in(annotations, getattr(inner, "__globals__", {}))


UNCALLABLE: Final[dict[Any, str]] = {
    inspect.Parameter.POSITIONAL_ONLY: "is positional-only, but a model calls by name",
    inspect.Parameter.VAR_POSITIONAL: "*arguments have no names for a model to call by",
    inspect.Parameter.VAR_KEYWORD: "**arguments have no names for a model to call by",
}


def parameters_of(function: Callable[..., Any], faults: list[str]) -> Fields:
    """A function's parameters. What ``functools.partial`` has filled in is none: it is the caller's own."""
    name = name_of(function)
    try:
        hints = _hints(function)
        parameters = inspect.signature(function).parameters.values()
    except (NameError, AttributeError, TypeError, ValueError) as error:
        faults.append(f"the parameters of {name or function!r} cannot be read: {error}")
        return ()
    filled = function.keywords if isinstance(function, functools.partial) else {}
    free = {p: UNCALLABLE.get(p.kind) or _unannotated(p, hints) for p in parameters if p.name not in filled}
    faults += [f"{name}.{parameter.name}: {fault}" for parameter, fault in free.items() if fault]
    return tuple(_field(parameter, hints) for parameter, fault in free.items() if not fault)


def _unannotated(parameter: inspect.Parameter, hints: Mapping[str, Any]) -> str:
    return "" if parameter.name in hints else "has no annotation, so its type cannot be told to a model"


def _field(parameter: inspect.Parameter, hints: Mapping[str, Any]) -> Field:
    required = parameter.default is inspect.Parameter.empty
    default = MISSING if required else parameter.default
    name = parameter.name
    return Field(key=name, name=name, type=hints[name], required=required, default=default)


def described(function: Callable[..., Any]) -> tuple[Fields, dict[str, Any]]:
    """
    A function's parameters, and their JSON Schema.

    Raises:
        InvalidRequest: Some cannot be told to a model; all are named.
    """
    faults: list[str] = []
    fields = parameters_of(function, faults)
    try:
        parameters = schema.of_fields(fields, docs_of(function).texts, name_of(function))
    except InvalidRequest as error:
        faults += error.faults
    if faults:
        raise InvalidRequest(faults=faults)
    return fields, parameters


def read_as(function: Callable[..., Any] | None, parameters: Mapping[str, Any]) -> Fields | None:
    """The fields to read arguments with, unless the schema is one of the caller's own."""
    try:
        fields, own = described(function) if function is not None else ((), {})
    except InvalidRequest:
        return None
    return fields if own == parameters else None
