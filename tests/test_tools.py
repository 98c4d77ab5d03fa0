"""Tools: a function becomes what a model can call, and its mistakes go back to it."""

from __future__ import annotations

import asyncio
import datetime
import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import attrs
import pytest

from genai import tools
from genai.doc import Doc
from genai.errors import InvalidRequest, ToolError
from genai.messages import Message, Reply, Request, ToolCall, ToolCallResult
from genai.options import ToolOptions
from genai.results import Result
from genai.tools import Tool

if TYPE_CHECKING:
    from nowhere import Forecast  # type: ignore[import-not-found]  # only a type checker would look


@attrs.frozen
class Place:
    """A spot on the map."""

    lat: float
    lon: float = 0.0


def get_weather(city: str, day: datetime.date | None = None, *, places: tuple[Place, ...] = ()) -> str:
    """
    Tell the weather.

    It may be wrong.

    Args:
        city: The city's name.
        day: The day; today when left out.

    Returns:
        A sentence.
    """
    return f"{city} {day!r} {places}"


async def later(n: Annotated[int, "how many"]) -> int:
    """Double it."""
    await asyncio.sleep(0)
    if n < 0:
        raise ValueError("too few")
    return n * 2


def bare(n: int) -> Forecast:
    return n


def broken(n: int = 0) -> None:
    """Always fails."""
    raise KeyError(n)


def coroutine_in_disguise(n: int) -> Any:
    """A plain function that gives a coroutine."""
    return later(n)


class Counter:
    """Something with state."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, n: int) -> int:
        """Add to the count."""
        self.count += n
        return self.count

    def __call__(self, n: int) -> int:
        """Subtract from the count."""
        self.count -= n
        return self.count


PLACE = {
    "type": "object",
    "description": "A spot on the map.",
    "properties": {"lat": {"type": "number"}, "lon": {"type": "number", "default": 0.0}},
    "required": ["lat"],
    "additionalProperties": False,
}
WEATHER = {
    "type": "object",
    "properties": {
        "city": {"type": "string", "description": "The city's name."},
        "day": {
            "anyOf": [{"type": "string", "format": "date"}, {"type": "null"}],
            "description": "The day; today when left out.",
            "default": None,
        },
        "places": {"type": "array", "items": PLACE, "default": []},
    },
    "required": ["city"],
    "additionalProperties": False,
}
N = {
    "type": "object",
    "properties": {"n": {"type": "integer"}},
    "required": ["n"],
    "additionalProperties": False,
}


def test_a_function_describes_itself() -> None:
    """Its name, its docstring without the sections, and its parameters with their texts."""
    tool = Tool.of(get_weather)
    expected = ("get_weather", "Tell the weather.\n\nIt may be wrong.", WEATHER, None)
    assert expected == (tool.name, tool.description, tool.parameters, tool.strict)


def test_a_method_and_a_function_without_docstring_work() -> None:
    """``self`` is bound, and the return annotation is not looked at."""
    add, plain = Tool.of(Counter().add), Tool.of(bare)
    assert (add.name, add.description, add.parameters) == ("add", "Add to the count.", N)
    assert (plain.name, plain.description, plain.parameters) == ("bare", "", N)
    assert [add.call({"n": 3}), plain.call('{"n": 3}')] == [3, 3]


def test_what_partial_has_filled_in_is_no_parameter() -> None:
    """It may be a secret: it is not told to the model, and the model cannot replace it."""
    tool = Tool.of(functools.partial(get_weather, city="secret"))
    assert {"day", "places"} == tool.parameters["properties"].keys()
    assert "secret" not in str(tool.parameters)
    assert tool.call("") == "secret None ()"
    with pytest.raises(ToolError, match=r"\$\.city: unknown key"):
        tool.call({"city": "mine"})


def test_an_object_that_can_be_called_needs_a_name() -> None:
    """``__call__`` is its name, unless one is given."""
    tool = Tool(Counter(), name="subtract")
    assert (tool.name, tool.description, tool.parameters) == ("subtract", "Subtract from the count.", N)
    assert tool.call({"n": 2}) == -2


def test_what_cannot_be_told_to_a_model_is_named_at_once() -> None:
    """Un-annotated, positional-only and variable parameters, and types that have no schema."""

    def wrong(a: int, /, b, c: complex, *args: int, **kwargs: int) -> None:  # type: ignore[no-untyped-def]
        """Everything at once."""

    with pytest.raises(InvalidRequest) as caught:
        Tool.of(wrong)
    expected = (
        "wrong.a: is positional-only, but a model calls by name",
        "wrong.b: has no annotation, so its type cannot be told to a model",
        "wrong.args: *arguments have no names for a model to call by",
        "wrong.kwargs: **arguments have no names for a model to call by",
        "wrong.c: complex has no JSON Schema here",
    )
    assert expected == caught.value.faults


BAD_TOOLS: list[tuple[Callable[[], Any], str]] = [
    (lambda: Tool.of("get_weather"), "a tool is a function or a Tool, not str"),
    (lambda: Tool(), r"Tool\.name: 1 to 64 letters, digits, _ or -, not ''"),
    (lambda: Tool(get_weather, name="get weather"), r"Tool\.name: .* not 'get weather'"),
    (lambda: Tool(name="a" * 65), r"Tool\.name"),
    (lambda: Tool(name="a\n"), r"Tool\.name"),
    (lambda: Tool.of(lambda: None), r"Tool\.name: .* not '<lambda>'"),
    (lambda: Tool(3, name="three"), r"Tool\.function: a function, not 3"),  # type: ignore[arg-type]
    (lambda: Tool(name="a", parameters=[]), r"Tool\.parameters: a JSON Schema"),  # type: ignore[arg-type]
    (lambda: Tool(name="a", description=None), r"Tool\.description: a text"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("make", "match"), BAD_TOOLS, ids=[match for _, match in BAD_TOOLS])
def test_what_is_no_tool_is_refused(make: Callable[[], Any], match: str) -> None:
    """When it is made, not when it is sent."""
    with pytest.raises(InvalidRequest, match=match):
        make()


def test_tools_are_values() -> None:
    """Equal, hashable, and taken as they are; options hold them."""
    tool = Tool.of(get_weather)
    assert tool is Tool.of(tool)
    assert (Tool(get_weather), hash(Tool(get_weather))) == (tool, hash(tool))
    assert (tool, Tool.of(later)) == ToolOptions([get_weather, later]).tools


def test_a_renamed_tool_still_converts_its_arguments() -> None:
    """``evolve`` hands the parameters on; they are still the function's own."""
    tool = attrs.evolve(Tool.of(get_weather), name="weather")
    assert (
        tool.name,
        tool.call('{"city": "Oslo", "day": "2024-02-03"}'),
    ) == ("weather", "Oslo datetime.date(2024, 2, 3) ()")


def test_a_schema_of_ones_own_is_checked_and_the_arguments_stay_json() -> None:
    """Even a function that cannot describe itself is called then."""
    parameters = {"type": "object", "properties": {"day": {"type": "string", "pattern": "^2"}}, "required": ["day"]}
    tool = Tool(lambda **given: given, name="echo", description="Give it back.", parameters=parameters)
    assert tool.call({"day": "2024-02-03", "more": [1]}) == {"day": "2024-02-03", "more": [1]}
    with pytest.raises(ToolError, match=r"\$\.day: '1' does not match '\^2'"):
        tool.call({"day": "1"})


def test_arguments_become_what_the_annotations_say() -> None:
    """Dates, classes and tuples out of JSON."""
    given = '{"city": "Oslo", "day": "2024-02-03", "places": [{"lat": 1}]}'
    expected = get_weather("Oslo", datetime.date(2024, 2, 3), places=(Place(1.0),))
    assert expected == Tool.of(get_weather).call(given)


def test_null_for_what_has_a_default_gives_the_default() -> None:
    """The strict form makes a model write it."""
    assert get_weather("Oslo") == Tool.of(get_weather).call('{"city": "Oslo", "day": null, "places": null}')


BAD_ARGUMENTS: list[tuple[Any, list[str]]] = [
    (
        '{"day": 3, "places": [{"lat": "x"}], "town": 1}',
        [
            "$.day: string or null expected, not 3",
            "$.places[0].lat: number expected, not 'x'",
            "$.city: missing",
            "$.town: unknown key",
        ],
    ),
    ('{"city": "Oslo", "day": "soon"}', ["$.day: Invalid RFC3339 encoded date"]),
    ("", ["$.city: missing"]),
    ("[1]", ["$: object expected, not [1]"]),
    ('{"city"', ["not JSON: Input data was truncated: '{\"city\"'"]),
]


@pytest.mark.parametrize(("arguments", "faults"), BAD_ARGUMENTS, ids=lambda value: str(value)[:20])
def test_arguments_that_do_not_fit_name_every_fault(arguments: Any, faults: list[str]) -> None:
    """With their paths, for the model to mend all at once."""
    with pytest.raises(ToolError) as caught:
        Tool.of(get_weather).call(arguments)
    assert ["the arguments do not fit:", *faults] == str(caught.value).split("\n  - ")
    assert caught.value.tool == "get_weather"


def test_the_functions_own_exception_is_the_cause() -> None:
    """The model reads its kind and its message; a ToolError of the function's is said as it is."""
    with pytest.raises(ToolError, match="KeyError: 3") as caught:
        Tool.of(broken).call({"n": 3})
    assert isinstance(caught.value.__cause__, KeyError)

    def told() -> None:
        raise ToolError("try the other one")

    with pytest.raises(ToolError, match=r"^try the other one$") as caught:
        Tool.of(told).call("")
    assert caught.value.tool == "told"


PNG = Doc(b"\x89PNG\r\n\x1a\n")
CONTENTS: list[tuple[Any, tuple[Request, ...]]] = [
    ("hi", (Request(text="hi"),)),
    ("", (Request(text=""),)),
    (PNG, (Request(doc=PNG),)),
    (Request(text="hi"), (Request(text="hi"),)),
    (["look:", PNG], (Request(text="look:"), Request(doc=PNG))),
    (["a", "b"], (Request(text='["a","b"]'),)),
    ([], (Request(text="[]"),)),
    (None, (Request(text="null"),)),
    (3, (Request(text="3"),)),
    (Place(1.0), (Request(text='{"lat":1.0,"lon":0.0}'),)),
    ({"at": {datetime.date(2024, 2, 3): Place(1.0)}}, (Request(text='{"at":{"2024-02-03":{"lat":1.0,"lon":0.0}}}'),)),
]


@pytest.mark.parametrize(("value", "expected"), CONTENTS, ids=[str(value)[:20] for value, _ in CONTENTS])
def test_what_a_function_returns_becomes_content(value: Any, expected: tuple[Request, ...]) -> None:
    """Texts and docs as they are, anything else as JSON."""
    assert expected == tools.content_of(value)


def a_call(name: str, arguments: str = "{}") -> ToolCall:
    """A model's call."""
    return ToolCall(id=f"id-{name}", name=name, arguments=arguments)


def a_result(name: str, text: str, is_error: bool = False) -> ToolCallResult:
    """What a tool answered to it."""
    return ToolCallResult(id=f"id-{name}", name=name, content=text, is_error=is_error)


def hopeless() -> object:
    """Gives what has no JSON form."""
    return object()


ANSWERS: list[tuple[ToolCall, ToolCallResult]] = [
    (a_call("bare", '{"n": 3}'), a_result("bare", "3")),
    (a_call("broken"), a_result("broken", "KeyError: 0", True)),
    (a_call("bare"), a_result("bare", "the arguments do not fit:\n  - $.n: missing", True)),
    (a_call("lost"), a_result("lost", "there is no tool named 'lost'; the tools are: bare, broken, hopeless", True)),
    (
        a_call("hopeless"),
        a_result("hopeless", "the tool returned a object, which has no JSON form: object has no JSON form", True),
    ),
]


@pytest.mark.parametrize(("call", "expected"), ANSWERS, ids=[str(call.name) for call, _ in ANSWERS])
def test_a_call_is_answered_in_any_case(call: ToolCall, expected: ToolCallResult) -> None:
    """What goes wrong is for the model to read."""
    assert expected == tools.answer(call, [bare, broken, hopeless])


def test_a_result_calls_its_tools_in_order() -> None:
    """One message with the results of all, those that failed among them."""
    calls = [call for call, _ in ANSWERS]
    result = Result(message=Message(replies=tuple(Reply(tool_call=call, block=n) for n, call in enumerate(calls))))
    expected = Message(tool_results=tuple(answer for _, answer in ANSWERS))
    assert expected == result.call_tools([bare, broken, hopeless])
    assert expected == asyncio.run(tools.acall_all(calls, [bare, broken, hopeless]))


def test_sync_code_refuses_a_coroutine_function_before_it_calls_any() -> None:
    """No tool has run half of the work then; a coroutine that a plain function gave is closed."""
    counter = Counter()
    calls = [a_call("add", '{"n": 1}'), a_call("later", '{"n": 1}')]
    with pytest.raises(InvalidRequest, match=r"'later' is a coroutine function: await result\.acall_tools"):
        tools.call_all(calls, [counter.add, later])
    assert counter.count == 0
    with pytest.raises(InvalidRequest, match=r"await result\.acall_tools"):
        tools.answer(a_call("coroutine_in_disguise", '{"n": 1}'), [coroutine_in_disguise])


def test_a_tool_that_is_only_declared_is_not_called() -> None:
    """Its calls are the caller's to answer."""
    declared = Tool(name="declared")
    calls = [a_call("declared")]
    for attempt in (tools.call_all, tools.thunks):
        with pytest.raises(InvalidRequest, match="only declared"):
            attempt(calls, [declared])
    with pytest.raises(InvalidRequest, match="only declared"):
        declared.call("{}")


ASYNC_CALLS = [
    a_call("later", '{"n": 2}'),
    a_call("bare", '{"n": 3}'),
    a_call("coroutine_in_disguise", '{"n": 4}'),
    a_call("later", '{"n": -1}'),
    a_call("later", '{"n": "x"}'),
]
ASYNC_RESULTS = (
    a_result("later", "4"),
    a_result("bare", "3"),
    a_result("coroutine_in_disguise", "8"),
    a_result("later", "ValueError: too few", True),
    a_result("later", "the arguments do not fit:\n  - $.n: integer expected, not 'x'", True),
)


def test_asyncio_awaits_coroutine_functions() -> None:
    """In the calls' order, and with errors for the model to read."""
    message = asyncio.run(tools.acall_all(ASYNC_CALLS, [later, bare, coroutine_in_disguise]))
    assert message.tool_results == ASYNC_RESULTS


def test_thunks_give_results_or_coroutines_of_them() -> None:
    """What a driver's ``Call`` step runs; a coroutine function's can be told without running it."""

    async def run() -> list[ToolCallResult]:
        made = tools.thunks(ASYNC_CALLS, [later, bare, coroutine_in_disguise])
        assert [inspect.iscoroutinefunction(thunk) for thunk in made] == [True, False, False, True, True]
        values = [thunk() for thunk in made]
        return [await value if inspect.isawaitable(value) else value for value in values]

    assert list(ASYNC_RESULTS) == asyncio.run(run())


def test_a_coroutine_function_is_called_and_awaited() -> None:
    """``call`` gives the coroutine, ``acall`` its value, and its exception is wrapped as well."""
    tool = Tool.of(later)
    assert tool.is_async
    assert asyncio.run(tool.call({"n": 2})) == 4
    assert asyncio.run(tool.acall({"n": 2})) == 4
    assert asyncio.run(Tool.of(bare).acall({"n": 5})) == 5
    with pytest.raises(ToolError, match="ValueError: too few") as caught:
        asyncio.run(tool.acall({"n": -1}))
    assert isinstance(caught.value.__cause__, ValueError)


def test_a_schema_that_is_none_is_the_callers_mistake() -> None:
    """It is raised, rather than told to the model."""
    with pytest.raises(InvalidRequest, match="no JSON schema"):
        tools.answer(a_call("odd"), [Tool(lambda: 1, name="odd", parameters={"type": "odd"})])


def test_a_result_calls_coroutine_tools_under_asyncio() -> None:
    """``await result.acall_tools(tools)`` gives the message with the results, in the order of the calls."""
    calls = (a_call("later", '{"n": 1}'),)
    result = Result(message=Message(replies=tuple(Reply(tool_call=call) for call in calls)))

    assert asyncio.run(tools.acall_all(calls, [later])) == asyncio.run(result.acall_tools([later]))
