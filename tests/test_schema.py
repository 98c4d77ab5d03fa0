"""Schemas: what each kind of type becomes, and what comes back from JSON."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import math
import pathlib
import subprocess
import sys
import typing
import uuid
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple, NewType, NotRequired, Required, TypedDict

import attrs
import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai import schema
from genai.errors import BadAnswer, InvalidRequest
from genai.messages import Message, Reply, ToolCall
from genai.results import FinishReason, Result
from genai.schema.records import plain


class Color(enum.StrEnum):
    RED = "red"
    BLUE = "blue"


class Level(enum.Enum):
    """How loud."""

    LOW = 1
    HIGH = 2


@attrs.frozen
class Point:
    x: int
    y: int = 0


@attrs.frozen(kw_only=True)
class Order:
    """
    One order.

    It was placed by someone.

    Args:
        number: The order's number.
        color: Replaced by the annotation.
    """

    number: int
    color: Annotated[Color, "of the paint"] = Color.RED
    points: list[Point] = attrs.field(factory=list)
    _secret: str | None = None


@dataclasses.dataclass
class Plain:
    a: str
    b: float = 0.5
    c: int = dataclasses.field(default=3, init=False)


class Partial(TypedDict, total=False):
    a: Required[int]
    b: str


class Total(TypedDict):
    a: int
    b: NotRequired[str]


class Pair(NamedTuple):
    left: int
    right: str = "r"


@attrs.frozen
class Node:
    """A tree.

    Attributes:
        parent: What is above.
    """

    name: str
    children: tuple[Node, ...] = ()
    parent: Node | None = None


@attrs.frozen
class Cat:
    kind: Literal["cat"]
    lives: int


@attrs.frozen
class Dog:
    kind: Literal["dog"]
    name: str


@attrs.frozen
class Positive:
    value: int = attrs.field(validator=attrs.validators.gt(0))


@attrs.frozen
class Leaf:
    kind: Literal["leaf"]
    size: int


@attrs.frozen
class Branch:
    kind: Literal["branch"]
    left: Leaf | Branch
    right: Leaf | Branch | None = None


UserId = NewType("UserId", int)


def an_object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    """The schema of a closed object."""
    more = {"required": list(required)} if required else {}
    return {"type": "object", "properties": properties, **more, "additionalProperties": False}


def answer(text: str, **more: Any) -> Result:
    """A result with a text."""
    return Result(message=Message(replies=(Reply(text=text),)), **more)


POINT = an_object({"x": {"type": "integer"}, "y": {"type": "integer", "default": 0}}, "x")

# A type, its schema, some JSON, and the value that it stands for.
TYPES: list[tuple[Any, dict[str, Any], Any, Any]] = [
    (str, {"type": "string"}, "a", "a"),
    (int, {"type": "integer"}, 3.0, 3),
    (float, {"type": "number"}, 3, 3.0),
    (bool, {"type": "boolean"}, True, True),
    (None, {"type": "null"}, None, None),
    (Any, {}, [1, {"a": None}], [1, {"a": None}]),
    (
        bytes,
        {"type": "string", "contentEncoding": "base64", "pattern": "^[A-Za-z0-9+/]*={0,2}$"},
        "aGk=",
        b"hi",
    ),
    (
        datetime.datetime,
        {"type": "string", "format": "date-time"},
        "2024-02-03T04:05:06Z",
        datetime.datetime(2024, 2, 3, 4, 5, 6, tzinfo=datetime.UTC),
    ),
    (datetime.date, {"type": "string", "format": "date"}, "2024-02-03", datetime.date(2024, 2, 3)),
    (datetime.time, {"type": "string", "format": "time"}, "04:05:06", datetime.time(4, 5, 6)),
    (datetime.timedelta, {"type": "string", "format": "duration"}, "PT90S", datetime.timedelta(seconds=90)),
    (
        uuid.UUID,
        {"type": "string", "format": "uuid"},
        "00000000-0000-0000-0000-000000000001",
        uuid.UUID(int=1),
    ),
    (
        decimal.Decimal,
        {"type": "string", "pattern": r"^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"},
        "1.10",
        decimal.Decimal("1.10"),
    ),
    (pathlib.Path, {"type": "string"}, "a/b", pathlib.Path("a/b")),
    (UserId, {"type": "integer"}, 7, 7),
    (Annotated[int, "how many"], {"type": "integer", "description": "how many"}, 7, 7),
    (Color, {"type": "string", "enum": ["red", "blue"]}, "blue", Color.BLUE),
    (Level, {"type": "integer", "enum": [1, 2], "description": "How loud."}, 2, Level.HIGH),
    (Literal["a", "b"], {"type": "string", "enum": ["a", "b"]}, "b", "b"),
    (Literal["a", 1, None], {"type": ["string", "integer", "null"], "enum": ["a", 1, None]}, 1, 1),
    (Literal[Color.RED], {"type": "string", "enum": ["red"]}, "red", Color.RED),
    (int | None, {"anyOf": [{"type": "integer"}, {"type": "null"}]}, None, None),
    (typing.Optional[str], {"anyOf": [{"type": "string"}, {"type": "null"}]}, "a", "a"),  # noqa: UP045  the old form
    (
        datetime.date | str,
        {"anyOf": [{"type": "string", "format": "date"}, {"type": "string"}]},
        "2024-02-03",
        datetime.date(2024, 2, 3),
    ),
    (
        str | datetime.date,
        {"anyOf": [{"type": "string"}, {"type": "string", "format": "date"}]},
        "2024-02-03",
        "2024-02-03",
    ),
    (list[int], {"type": "array", "items": {"type": "integer"}}, [1, 2], [1, 2]),
    (list, {"type": "array", "items": {}}, [1, "a"], [1, "a"]),
    (typing.Tuple, {"type": "array", "items": {}}, [1, "a"], (1, "a")),  # noqa: UP006  the old form
    (Sequence[Point], {"type": "array", "items": POINT}, [{"x": 1}], [Point(1)]),
    (set[int], {"type": "array", "items": {"type": "integer"}, "uniqueItems": True}, [1, 2], {1, 2}),
    (frozenset[str], {"type": "array", "items": {"type": "string"}, "uniqueItems": True}, ["a"], frozenset("a")),
    (tuple[int, ...], {"type": "array", "items": {"type": "integer"}}, [1, 2], (1, 2)),
    (
        tuple[int, str],
        {
            "type": "array",
            "prefixItems": [{"type": "integer"}, {"type": "string"}],
            "items": False,
            "minItems": 2,
            "maxItems": 2,
        },
        [1, "a"],
        (1, "a"),
    ),
    (tuple[()], {"type": "array", "items": False, "minItems": 0, "maxItems": 0}, [], ()),
    (dict, {"type": "object", "additionalProperties": True}, {"a": [1]}, {"a": [1]}),
    (dict[str, Any], {"type": "object", "additionalProperties": True}, {"a": [1]}, {"a": [1]}),
    (Mapping[str, Point], {"type": "object", "additionalProperties": POINT}, {"a": {"x": 1}}, {"a": Point(1)}),
    (
        dict[Color, int],
        {
            "type": "object",
            "propertyNames": {"type": "string", "enum": ["red", "blue"]},
            "additionalProperties": {"type": "integer"},
        },
        {"red": 1},
        {Color.RED: 1},
    ),
    (Point, POINT, {"x": 1, "y": 2}, Point(1, 2)),
    (
        Order,
        {
            "type": "object",
            "description": "One order.\n\nIt was placed by someone.",
            "properties": {
                "number": {"type": "integer", "description": "The order's number."},
                "color": {
                    "type": "string",
                    "enum": ["red", "blue"],
                    "description": "of the paint",
                    "default": "red",
                },
                "points": {"type": "array", "items": POINT},
                "secret": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
            },
            "required": ["number"],
            "additionalProperties": False,
        },
        {"number": 1, "points": [{"x": 2}], "secret": "s"},
        Order(number=1, points=[Point(2)], secret="s"),
    ),
    (
        Plain,
        an_object({"a": {"type": "string"}, "b": {"type": "number", "default": 0.5}}, "a"),
        {"a": "x", "b": 2},
        Plain("x", 2.0),
    ),
    (Partial, an_object({"a": {"type": "integer"}, "b": {"type": "string"}}, "a"), {"a": 1}, {"a": 1}),
    (
        Total,
        an_object({"a": {"type": "integer"}, "b": {"type": "string"}}, "a"),
        {"a": 1, "b": "x"},
        {"a": 1, "b": "x"},
    ),
    (
        Pair,
        an_object({"left": {"type": "integer"}, "right": {"type": "string", "default": "r"}}, "left"),
        {"left": 1},
        Pair(1),
    ),
    (
        Cat | Dog,
        {
            "anyOf": [
                an_object({"kind": {"type": "string", "enum": ["cat"]}, "lives": {"type": "integer"}}, "kind", "lives"),
                an_object({"kind": {"type": "string", "enum": ["dog"]}, "name": {"type": "string"}}, "kind", "name"),
            ]
        },
        {"kind": "dog", "name": "Rex"},
        Dog("dog", "Rex"),
    ),
]
IDS = [str(type_) for type_, *_ in TYPES]


@pytest.mark.parametrize(("type_", "expected"), [(row[0], row[1]) for row in TYPES], ids=IDS)
def test_each_kind_of_type_has_its_schema(type_: Any, expected: dict[str, Any]) -> None:
    """The table's schemas, which are valid ones of draft 2020-12."""
    jsonschema.Draft202012Validator.check_schema(expected)
    assert expected == schema.of(type_)


@pytest.mark.parametrize(("type_", "given_json", "expected"), [(t, g, e) for t, _, g, e in TYPES], ids=IDS)
def test_each_kind_of_type_is_read_from_json(type_: Any, given_json: Any, expected: Any) -> None:
    """The table's JSON fits its schema, and becomes the value, of the very type."""
    value = schema.decode(type_, answer(f" {msgspec.json.encode(given_json).decode()}\n"))
    assert (type(expected), expected) == (type(value), value)


def test_the_schema_of_a_recursive_class_refers_to_itself() -> None:
    """Only a class that holds itself becomes a definition; the root stays an object, not a reference."""
    reference = {"$ref": "#/$defs/Node"}
    node = {
        "type": "object",
        "description": "A tree.",
        "properties": {
            "name": {"type": "string"},
            "children": {"type": "array", "items": reference, "default": []},
            "parent": {"anyOf": [reference, {"type": "null"}], "description": "What is above.", "default": None},
        },
        "required": ["name"],
        "additionalProperties": False,
    }
    assert {**node, "$defs": {"Node": node}} == schema.of(Node)
    assert {"type": "array", "items": reference, "$defs": {"Node": node}} == schema.of(list[Node])


def test_a_recursive_class_is_read() -> None:
    """Nodes within nodes, to the depth that the answer has."""
    expected = Node("a", (Node("b", parent=Node("c")),))
    text = '{"name": "a", "children": [{"name": "b", "parent": {"name": "c"}}]}'
    assert expected == schema.decode(Node, answer(text))


def test_a_class_inside_a_function_may_hold_itself() -> None:
    """Its own name is known, although no module has it; and namesakes get different definitions."""

    def made() -> type:
        @attrs.frozen
        class Node:
            next: Node | None = None

        return Node

    inner: Any = made()
    assert {"Node", "Node.2"} == schema.of(typing.Union[Node, inner])["$defs"].keys()  # noqa: UP007  inner is a variable
    assert inner(inner()) == schema.decode(inner, answer('{"next": {}}'))


def test_a_raw_schema_is_returned_as_it_is() -> None:
    """It is not copied, and what fits it is given as decoded JSON."""
    raw = {"type": "array", "items": {"type": "string", "format": "date"}}
    assert raw is schema.of(raw)
    assert schema.decode(raw, answer('["2024-02-03"]')) == ["2024-02-03"]


def test_a_schema_may_be_changed_by_its_owner() -> None:
    """What ``of`` returned is a copy: changing it changes no later one."""
    schema.of(Point)["properties"].clear()
    assert schema.of(Point) == POINT


def test_every_unsupported_type_is_named_with_its_place() -> None:
    """All at once, so that one run is enough to mend them."""

    @attrs.frozen
    class Wrong:
        a: complex
        b: list[dict[str, range]]
        c: dict[int, str]
        d: Literal[b"x"]
        e: typing.Callable[[], int] | None = None

    with pytest.raises(InvalidRequest) as caught:
        schema.of(Wrong)
    name = Wrong.__qualname__
    expected = [
        f"{name}.a: complex has no JSON Schema here",
        f"{name}.b[]{{}}: range has no JSON Schema here",
        f"{name}.c: the keys of a JSON object are texts, not int",
        f"{name}.d: Literal[b'x'] has values that are no JSON scalars: b'x'",
        f"{name}.e: Callable[[], int] has no JSON Schema here",
    ]
    assert expected == [fault.replace("collections.abc.", "") for fault in caught.value.faults]


def test_an_annotation_that_cannot_be_resolved_is_told() -> None:
    """Names that only a type checker knows cannot be looked up at run time."""
    nowhere: Any = "Nowhere"
    cls = attrs.make_class("Lost", {"a": attrs.field(type=nowhere)})
    with pytest.raises(InvalidRequest, match="Lost cannot be resolved: name 'Nowhere' is not defined"):
        schema.of(cls)


def test_a_default_that_json_cannot_hold_is_left_out() -> None:
    """Such a field is not required, and that is all that the schema says."""

    @attrs.frozen
    class Odd:
        a: float = math.nan
        b: Any = object  # a class has no JSON form

    assert an_object({"a": {"type": "number"}, "b": {}}) == schema.of(Odd)


NOT_FITTING: list[tuple[Any, Any, list[str]]] = [
    (Point, {"y": "a", "z": 1}, ["$.y: integer or null expected, not 'a'", "$.x: missing", "$.z: unknown key"]),
    (Point, [1], ["$: object expected, not [1]"]),
    (list[Point], [{"x": 1}, {"x": True}, 3], ["$[1].x: integer expected, not True", "$[2]: object expected, not 3"]),
    (Order, {"number": 1, "color": "green"}, ["$.color: one of 'red', 'blue' expected, not 'green'"]),
    (Order, {"number": 1, "secret": 5}, ["$.secret: string or null expected, not 5"]),
    (Cat | Dog, {"kind": "dog", "name": 1}, ["$.name: string expected, not 1"]),
    (Cat | Dog, {"kind": "cow"}, ["$: fits none of 2 alternatives: {'kind': 'cow'}"]),
    (Positive, {"value": -1}, ["$: 'value' must be > 0: -1"]),
    (datetime.date | None, "soon", ["$: Invalid RFC3339 encoded date"]),
    (dict[str, datetime.date], {"a": "x", "b": "y"}, ["$.a: Invalid", "$.b: Invalid"]),
    (set[int], [1, 1], ["$: [1, 1] has non-unique elements"]),
    (Literal[1], True, ["$: integer expected, not True", "$: one of 1 expected, not True"]),
    (int, 1.5, ["$: integer expected, not 1.5"]),
    ({"type": "object", "required": ["a", "b"]}, {}, ["$.a: missing", "$.b: missing"]),
]


@pytest.mark.parametrize(("type_", "given_json", "faults"), NOT_FITTING, ids=str)
def test_an_answer_that_does_not_fit_names_every_fault(type_: Any, given_json: Any, faults: list[str]) -> None:
    """Each with its path; the error carries the result."""
    result = answer(msgspec.json.encode(given_json).decode(), provider="p", request_id="r")
    with pytest.raises(BadAnswer) as caught:
        schema.decode(type_, result)
    lines = str(caught.value).split("\n  - ")[1:]
    assert len(faults) == len(lines)
    assert all(line.startswith(fault) for fault, line in zip(faults, lines, strict=True)), lines
    assert (result, "p", "r") == (caught.value.result, caught.value.provider, caught.value.request_id)


REFUSED = Result(message=Message(replies=(Reply(refusal="I'd rather not"),)), finish=FinishReason.REFUSAL)
CALLING = Result(message=Message(replies=(Reply(tool_call=ToolCall(name="look")),)), finish=FinishReason.TOOL_CALLS)
NOT_JSON: list[tuple[Result, str]] = [
    (Result(finish=FinishReason.LENGTH), r"no text to decode \(finish: length\)"),
    (REFUSED, r"no text to decode \(finish: refusal; refusal: \"I'd rather not\"\)"),
    (CALLING, r"no text to decode \(finish: tool_calls; it calls look\)"),
    (answer('```json\n{"x": 1}\n```'), r"not JSON: .*; it begins with '```json"),
    (answer('{"x": 1', complete=False), r"not JSON: .* \(no finish reason; incomplete\)"),
    (answer('{"x": NaN}'), "not JSON"),
    (answer('"\ud800"'), "not JSON"),
    (answer("[" * 100_000), "not JSON"),
]


@pytest.mark.parametrize(("result", "match"), NOT_JSON, ids=[match for _, match in NOT_JSON])
def test_a_text_that_is_no_json_is_told_as_it_is(result: Result, match: str) -> None:
    """Nothing is guessed out of it; the message says what came, and how it ended."""
    with pytest.raises(BadAnswer, match=match) as caught:
        schema.decode(Point, result)
    assert result is caught.value.result


def test_a_pending_result_is_not_decoded() -> None:
    """That is the caller's mistake, not the provider's."""
    with pytest.raises(InvalidRequest, match="pending"):
        schema.decode(Point, Result(finish=FinishReason.PENDING))


def test_deep_nesting_is_a_fault_and_no_crash() -> None:
    """Python's recursion limit is met by a hostile answer, not by an honest one."""
    deep: Any = {"name": "a"}
    for _ in range(400):
        deep = {"name": "a", "parent": deep}
    with pytest.raises(BadAnswer, match="nested too deeply"):
        schema.decode(Node, answer(msgspec.json.encode(deep).decode()))


def test_a_union_that_holds_itself_is_read_in_no_time() -> None:
    """Were each alternative tried to its end, 30 levels would take hours; a fault at the bottom is found as well."""
    value: Any = {"kind": "leaf", "size": 1}
    expected: Leaf | Branch = Leaf("leaf", 1)
    for _ in range(30):
        value, expected = {"kind": "branch", "left": value}, Branch("branch", expected)
    text = msgspec.json.encode(value).decode()
    assert expected == schema.decode(Leaf | Branch, answer(text))
    with pytest.raises(BadAnswer) as caught:
        schema.decode(Leaf | Branch, answer(text.replace('"size":1', '"size":"1"')))
    assert [f"${'.left' * 30}.size: integer expected, not '1'"] == str(caught.value).split("\n  - ")[1:]


BAD_SCHEMAS: list[tuple[Any, str]] = [
    ({"type": "text"}, "no JSON schema"),
    ({"pattern": "("}, "no JSON schema"),
    ({"$ref": "https://example.com/schema.json"}, "refers to what is not in it"),
    ({"$ref": "#/$defs/nothing"}, "refers to what is not in it"),
    ({"enum": [object()]}, "holds only JSON"),
]


@pytest.mark.parametrize(("raw", "match"), BAD_SCHEMAS, ids=[match for _, match in BAD_SCHEMAS])
def test_a_raw_schema_that_is_none_is_the_callers_mistake(raw: Any, match: str) -> None:
    """And nothing that it refers to is fetched."""
    with pytest.raises(InvalidRequest, match=match):
        schema.validate(raw, "a")


def test_convert_alone_names_the_faults_too() -> None:
    """It needs no validation before it: what is described is what is read."""
    with pytest.raises(InvalidRequest) as caught:
        schema.convert(dict[str, Point], {"a": {"x": "1"}, "b": {"z": 1}})
    expected = ("$.a.x: integer expected, not '1'", "$.b.x: missing", "$.b.z: unknown key")
    assert expected == caught.value.faults


def test_null_for_a_field_with_a_default_gives_the_default() -> None:
    """The strict form leaves a model no other way to leave a field out; a required field may not be null."""
    assert Point(1) == schema.decode(Point, answer('{"x": 1, "y": null}'))
    assert schema.decode(Total, answer('{"a": 1, "b": null}')) == {"a": 1}
    with pytest.raises(BadAnswer, match=r"\$\.x: integer expected, not None"):
        schema.decode(Point, answer('{"x": null}'))


def test_the_strict_form_requires_everything() -> None:
    """What was optional becomes nullable, and keywords that the dialect does not know go."""
    expected = {
        "type": "object",
        "description": "One order.\n\nIt was placed by someone.",
        "properties": {
            "number": {"type": "integer", "description": "The order's number."},
            "color": {
                "anyOf": [{"type": "string", "enum": ["red", "blue"]}, {"type": "null"}],
                "description": "of the paint",
            },
            "points": {
                "anyOf": [
                    {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {
                                "x": {"type": "integer"},
                                "y": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
                            },
                            "required": ["x", "y"],
                            "additionalProperties": False,
                        },
                    },
                    {"type": "null"},
                ]
            },
            "secret": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        },
        "required": ["number", "color", "points", "secret"],
        "additionalProperties": False,
    }
    given_schema = schema.of(Order)
    assert expected == schema.strict(given_schema)
    assert schema.of(Order) == given_schema
    assert schema.strict_faults(given_schema) == []


def test_the_strict_form_has_nothing_beside_a_reference() -> None:
    """A description beside ``$ref`` is refused by the dialect."""

    @attrs.frozen
    class Holder:
        node: Annotated[Node, "the root"]

    compiled = schema.strict(schema.of(Holder))
    assert compiled["properties"]["node"] == {"$ref": "#/$defs/Node"}
    assert compiled["$defs"]["Node"]["required"] == ["name", "children", "parent"]
    assert schema.strict_faults(schema.of(Holder)) == []


STRICT_FAULTS: list[tuple[Any, list[str]]] = [
    (list[int], ["$: the root must be an object"]),
    (Cat | Dog, ["$: the root must be an object"]),
    (dict[str, int], ["$: an object with free keys"]),
    (an_object({"a": {}}), ["$.a: any value"]),
    (an_object({"a": {"type": "array"}}), ["$.a: an array of any items"]),
    (an_object({"a": {"type": "array", "items": {"type": "object"}}}), ["$.a[]: an object with free keys"]),
    (an_object({"a": {"allOf": [{"type": "string"}], "type": "string"}}), ["$.a: allOf cannot be expressed"]),
    (an_object({"a": {"$ref": "https://example.com/a"}}), ["$.a: a reference out of the schema"]),
    (an_object({"a": {"enum": list(range(1001))}}), ["$: 1001 enum values, of at most 1000"]),
    (an_object({str(n): {"type": "null"} for n in range(5001)}), ["$: 5001 properties, of at most 5000"]),
]


@pytest.mark.parametrize(("type_", "expected"), STRICT_FAULTS, ids=[faults[0] for _, faults in STRICT_FAULTS])
def test_what_the_strict_form_cannot_express_is_named(type_: Any, expected: list[str]) -> None:
    """With its place in the schema."""
    assert expected == schema.strict_faults(schema.of(type_))


def test_nesting_beyond_the_strict_form_is_named() -> None:
    """Ten objects within each other are the most."""
    deep = an_object({})
    for _ in range(10):
        deep = an_object({"a": deep})
    assert schema.strict_faults(deep) == ["$: 11 nested objects, of at most 10"]


def test_json_loads_its_helpers_on_first_use() -> None:
    """Importing the module loads none of the slow ones."""
    slow = {"jsonschema", "docstring_parser", "cattrs"}
    code = f"import sys, genai.schema, genai.tools; print({slow} & sys.modules.keys())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"


@attrs.frozen
class Everything:
    text: str
    number: float
    count: int
    flag: bool
    blob: bytes
    when: datetime.datetime
    day: datetime.date
    span: datetime.timedelta
    id: uuid.UUID
    price: decimal.Decimal
    color: Color
    level: Level
    maybe: Point | None
    points: tuple[Point, ...]
    names: frozenset[str]
    table: dict[str, list[int]]
    pair: tuple[int, str]
    pet: Cat | Dog
    either: int | str
    tree: Node


small_texts = st.text(st.characters(codec="utf-8"), max_size=5)
nodes = st.recursive(
    st.builds(Node, small_texts),
    lambda inner: st.builds(Node, small_texts, st.lists(inner, max_size=2).map(tuple), st.none() | inner),
    max_leaves=4,
)
everything = st.builds(
    Everything,
    text=small_texts,
    number=st.floats(allow_nan=False, allow_infinity=False),
    count=st.integers(),
    flag=st.booleans(),
    blob=st.binary(max_size=5),
    day=st.dates(),
    id=st.uuids(),
    color=st.sampled_from(Color),
    level=st.sampled_from(Level),
    maybe=st.none() | st.builds(Point, st.integers(), st.integers()),
    points=st.lists(st.builds(Point, st.integers()), max_size=2).map(tuple),
    when=st.datetimes(timezones=st.just(datetime.UTC)),
    span=st.timedeltas(datetime.timedelta(0), datetime.timedelta(days=1000)),
    price=st.decimals(allow_nan=False, allow_infinity=False),
    names=st.frozensets(small_texts, max_size=3),
    table=st.dictionaries(small_texts, st.lists(st.integers(), max_size=2), max_size=2),
    pair=st.tuples(st.integers(), small_texts),
    pet=st.builds(Cat, st.just("cat"), st.integers()) | st.builds(Dog, st.just("dog"), small_texts),
    either=st.integers() | small_texts,
    tree=nodes,
)


@given(everything)
def test_values_survive_the_way_through_json(value: Everything) -> None:
    """Written as JSON, checked against the schema and read again, they are equal."""
    text = msgspec.json.encode(plain(value)).decode()
    assert value == schema.decode(Everything, answer(text))
