"""Tools: a Python function that a model may call, and the calling of it.

The rule here: a mistake of the model goes back to the model to read (``is_error=True``); a mistake of yours raises.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

import msgspec
from attrs import field, frozen

from . import schema
from .doc import Doc
from .errors import InvalidRequest, ToolError
from .messages import Message, Request, ToolCall, ToolCallResult
from .schema.records import plain
from .schema.strictness import lenient
from .signatures import Fields, described, docs_of, name_of, read_as
from .values import a_tuple, shown

NAME: Final = re.compile(r"[a-zA-Z0-9_-]{1,64}")
NO_PARAMETERS: Final = {"type": "object", "properties": {}, "additionalProperties": False}

CHECKS: Final[dict[str, tuple[Callable[[Any], bool], str]]] = {
    "function": (lambda value: value is None or callable(value), "a function"),
    "name": (
        lambda value: isinstance(value, str) and NAME.fullmatch(value) is not None,
        "1 to 64 letters, digits, _ or -",
    ),
    "description": (lambda value: isinstance(value, str), "a text"),
    "parameters": (lambda value: value is None or isinstance(value, Mapping), "a JSON Schema, as a dictionary"),
    "strict": (lambda value: value is None or isinstance(value, bool), "a bool"),
}

# --- the tool


@frozen(kw_only=True)
class Tool:
    """
    A function that a model may call.

    Args:
        function: What is called, with keyword arguments; a coroutine function works under asyncio. None declares a
            tool whose calls you answer yourself. (The only positional argument.)
        name: 1 to 64 letters, digits, ``_`` and ``-``; default: the function's.
        description: What it does, for the model to read; default: the function's docstring, without its sections.
        parameters: JSON Schema of an object; default: from the function's signature and docstring. When given, the
            arguments are checked against it, and passed as decoded JSON.
        strict: Whether the provider holds the model to the schema; None leaves that to the provider.

    Raises:
        InvalidRequest: A name that does not fit, ``*args``, ``**kwargs``, positional-only parameters, ones without
            annotation or of a type that has no schema; all are named.
    """

    function: Callable[..., Any] | None = field(default=None, kw_only=False)
    name: str = field()
    description: str = field()
    parameters: Mapping[str, Any] = field(default=None, hash=False)
    strict: bool | None = None
    _fields: Fields | None = field(init=False, default=None, eq=False, repr=False)

    @name.default
    def _own_name(self) -> str:
        return name_of(self.function) if callable(self.function) else ""

    @description.default
    def _own_description(self) -> str:
        return docs_of(self.function).description if callable(self.function) else ""

    def __attrs_post_init__(self) -> None:
        values = {name: getattr(self, name) for name in CHECKS}
        wrong = {name: value for name, value in values.items() if not CHECKS[name][0](value)}
        faults = [f"Tool.{name}: {CHECKS[name][1]}, not {shown(value)}" for name, value in wrong.items()]
        if faults:
            raise InvalidRequest(faults=faults)
        fields, parameters = self._own_parameters()
        object.__setattr__(self, "_fields", fields)
        object.__setattr__(self, "parameters", parameters)

    def _own_parameters(self) -> tuple[Fields | None, Mapping[str, Any]]:
        given: Mapping[str, Any] | None = self.parameters
        if given is not None:
            return read_as(self.function, given), given
        return (None, NO_PARAMETERS) if self.function is None else described(self.function)

    @classmethod
    def of(cls, thing: Any) -> Tool:
        """A Tool from a function, a method, or anything else that can be called; a Tool is returned as it is."""
        if isinstance(thing, Tool):
            return thing
        if not callable(thing):
            raise InvalidRequest(f"a tool is a function or a Tool, not {type(thing).__name__}")
        return cls(thing)

    @property
    def is_async(self) -> bool:
        """Its function is a coroutine function: only asyncio can call it."""
        function = self.function
        called = getattr(function, "__call__", None)  # noqa: B004  # the method itself is wanted
        return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(called)

    def call(self, arguments: str | Mapping[str, Any]) -> Any:
        """
        Call the function with a model's arguments: JSON text of an object ("" is none), or the decoded object.

        What the function returns is returned as it is: of a coroutine function, that is a coroutine.

        Raises:
            ToolError: The arguments do not fit (all faults are named, with paths), or the function raised; its own
                exception is the ``__cause__``.
            InvalidRequest: There is no function to call.
        """
        function = self._callable()
        values = self._checked(arguments)
        try:
            return function(**values)
        except Exception as error:
            raise self._failed(error) from error

    async def acall(self, arguments: str | Mapping[str, Any]) -> Any:
        """``call``, and what a coroutine function gives is awaited; a plain function is called directly."""
        value = self.call(arguments)
        if not inspect.isawaitable(value):
            return value
        return await self._awaited(value)

    async def _awaited(self, value: Awaitable[Any]) -> Any:
        try:
            return await value
        except Exception as error:
            raise self._failed(error) from error

    def _callable(self) -> Callable[..., Any]:
        if self.function is None:
            raise InvalidRequest(
                f"the tool {self.name!r} is only declared, it has no function: answer its calls yourself"
            )
        return self.function

    def _checked(self, arguments: str | Mapping[str, Any]) -> Mapping[str, Any]:
        """The arguments for the function. A schema that is none is your mistake, and raises InvalidRequest."""
        decoded = self._decoded(arguments)
        faults = schema.validate(lenient(self.parameters), decoded)
        if faults:
            raise self._misfit(faults)
        if self._fields is None:
            return decoded
        try:
            return schema.convert_fields(self._fields, decoded)
        except InvalidRequest as error:
            raise self._misfit(error.faults) from None
        except Exception as error:  # a constructor of yours has a bug
            raise self._failed(error) from error

    def _decoded(self, arguments: str | Mapping[str, Any]) -> Mapping[str, Any]:
        if not isinstance(arguments, str):
            return dict(arguments)
        try:
            decoded = msgspec.json.decode(arguments) if arguments.strip() else {}
        except (ValueError, RecursionError) as error:
            raise self._misfit([f"not JSON: {error}: {shown(arguments)}"]) from None
        if not isinstance(decoded, dict):
            raise self._misfit([f"$: object expected, not {shown(decoded)}"])
        return decoded

    def _misfit(self, faults: Iterable[str]) -> ToolError:
        return ToolError("\n  - ".join(["the arguments do not fit:", *faults]), tool=self.name)

    def _failed(self, error: Exception) -> ToolError:
        said = str(error)
        kind = "" if isinstance(error, ToolError) else type(error).__name__
        return ToolError(": ".join(filter(None, (kind, said))), tool=self.name)


# --- calling what a model asked for


def content_of(value: Any) -> tuple[Request, ...]:
    """
    What a function returned, as the content of a tool's result.

    A text is text, a Doc a doc, a Request itself; so is each of a list that has a Doc or a Request in it. Anything else
    becomes JSON text: None is ``null``, attrs classes and dataclasses are objects, and a list of texts alone is a JSON
    array, since texts side by side would lose their borders.

    Raises:
        ToolError: It cannot be written as JSON.
    """
    if isinstance(value, PARTS):
        return (Request.of(value),)
    if _is_parts(value):
        return tuple(Request.of(part) for part in value)
    try:
        return (Request(text=msgspec.json.encode(plain(value)).decode()),)
    except (TypeError, ValueError, RecursionError) as error:
        raise ToolError(f"the tool returned a {type(value).__name__}, which has no JSON form: {error}") from error


def _is_parts(value: Any) -> bool:
    if not isinstance(value, (list, tuple)) or not all(isinstance(part, PARTS) for part in value):
        return False
    return not all(isinstance(part, str) for part in value)


PARTS: Final = (str, Doc, Request)
Tools: TypeAlias = Iterable[Tool | Callable[..., Any]]
Later: TypeAlias = Callable[[ToolCall, Tool, Awaitable[Any]], Any]


def answer(call: ToolCall, tools: Tools) -> ToolCallResult:
    """
    The result of one call. A tool that fails, arguments that do not fit and a name that no tool has give a result with
    ``is_error=True``, whose text tells the model.

    Raises:
        InvalidRequest: The tool is a coroutine function (``acall_all`` awaits it), or only declared.
    """
    return call_all([call], tools).tool_results[0]


def call_all(calls: Iterable[ToolCall], tools: Tools) -> Message:
    """
    Call tools one after the other; the message with their results, in the calls' order.

    Raises:
        InvalidRequest: One is a coroutine function, or only declared; then none has been called.
    """
    calls, index = tuple(calls), _index(tools)
    for call in calls:
        tool = index.get(call.name)
        if tool is not None and tool.is_async:
            raise _needs_asyncio(call.name)
    _check_callable(calls, index)
    return Message(tool_results=tuple(_answer(call, index, _refuse) for call in calls))


async def acall_all(calls: Iterable[ToolCall], tools: Tools) -> Message:
    """``call_all`` under asyncio, one after the other: coroutine functions are awaited, plain ones called directly."""
    calls, index = tuple(calls), _index(tools)
    _check_callable(calls, index)
    return Message(tool_results=tuple([await _aanswer(call, index) for call in calls]))


def thunks(calls: Iterable[ToolCall], tools: Tools) -> tuple[Callable[[], Any], ...]:
    """
    A function without arguments for each call, which gives its ToolCallResult: what ``sansio.Call`` runs.

    That of a coroutine function is a coroutine function itself.

    Raises:
        InvalidRequest: A tool is only declared.
    """
    calls, index = tuple(calls), _index(tools)
    _check_callable(calls, index)
    return tuple(_thunk(call, index) for call in calls)


def _thunk(call: ToolCall, index: Mapping[str, Tool]) -> Callable[[], Any]:
    if call.name in index and index[call.name].is_async:
        return functools.partial(_aanswer, call, index)
    return functools.partial(_answer, call, index, _finish)


def _index(tools: Tools) -> dict[str, Tool]:
    return {tool.name: tool for tool in map(Tool.of, a_tuple(tools))}


def _check_callable(calls: Iterable[ToolCall], index: Mapping[str, Tool]) -> None:
    for call in calls:
        if call.name in index:
            index[call.name]._callable()


def _needs_asyncio(name: str) -> InvalidRequest:
    return InvalidRequest(
        f"the tool {name!r} is a coroutine function: await result.acall_tools(...), or give a plain one"
    )


def _answer(call: ToolCall, index: Mapping[str, Tool], later: Later) -> Any:
    """A call's result; or what ``later`` makes of something to await."""
    tool = index.get(call.name)
    if tool is None:
        there = ", ".join(index) or "none"
        return _error(call, f"there is no tool named {call.name!r}; the tools are: {there}")
    try:
        value = tool.call(call.arguments)
        return later(call, tool, value) if inspect.isawaitable(value) else _result(call, value)
    except ToolError as error:
        return _error(call, str(error))


async def _aanswer(call: ToolCall, index: Mapping[str, Tool]) -> ToolCallResult:
    answered = _answer(call, index, _finish)
    result: ToolCallResult = await answered if inspect.isawaitable(answered) else answered
    return result


async def _finish(call: ToolCall, tool: Tool, value: Awaitable[Any]) -> ToolCallResult:
    try:
        return _result(call, await tool._awaited(value))
    except ToolError as error:
        return _error(call, str(error))


def _refuse(call: ToolCall, _tool: Tool, value: Awaitable[Any]) -> ToolCallResult:
    """Sync code cannot await; a coroutine is closed, so that Python does not warn of it as well."""
    if inspect.iscoroutine(value):
        value.close()
    raise _needs_asyncio(call.name)


def _result(call: ToolCall, value: Any) -> ToolCallResult:
    return ToolCallResult(id=call.id, name=call.name, content=content_of(value))


def _error(call: ToolCall, text: str) -> ToolCallResult:
    return ToolCallResult(id=call.id, name=call.name, content=text, is_error=True)
