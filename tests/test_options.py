"""Options: their ranges, their names, and how values and keywords become one thing."""

from __future__ import annotations

import math
from typing import Any, get_args, get_type_hints

import attrs
import h11
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai.checks import Options
from genai.doc import Doc
from genai.errors import InvalidRequest
from genai.messages import Messages
from genai.options import (
    CLIENT_SIDE,
    OWNER,
    STANDARD,
    AudioOptions,
    Effort,
    ExtraBody,
    ExtraHeaders,
    ImageOptions,
    PollInterval,
    ReasoningOptions,
    Seed,
    TextOptions,
    Timeout,
    ToolOptions,
    VideoOptions,
    WebOptions,
)
from genai.provider import Ask
from genai.providers.openairesponses.options import Options as OpenAIOptions
from genai.settings import Settings, Shorthand, merge
from genai.wire import encode_json

PNG = Doc(b"\x89PNG\r\n\x1a\n")


def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


def sub(a: int, b: int) -> int:
    """Subtract a number."""
    return a - b


# Field: values that pass, values that don't.
RANGES: dict[str, tuple[list[Any], list[Any]]] = {
    "system_prompt": (["", "be kind"], [5, b"x", ["x"]]),
    "temperature": ([0, 0.0, 1, 2, 2.0], [-0.01, 2.01, math.nan, math.inf, "1", True, [1]]),
    "top_p": ([0, 0.5, 1], [-0.01, 1.01, math.nan, "1", False]),
    "top_k": ([1, 40, 10**6], [0, -1, 1.0, "1", True]),
    "max_tokens": ([1, 10**9], [0, -1, 1.5, "1", True]),
    "stop": (["END", ["a"], ("a", "b"), iter("ab"), [], None], ["", ["a", ""], 5, [5]]),
    "top_logprobs": ([0, 20], [-1, 21, 1.5, True]),
    "reply_as_json": ([True, False], [0, 1, "yes"]),
    "decode_as": ([dict, {"type": "object"}], []),
    "frequency_penalty": ([-2, 0, 2], [-2.01, 2.01, math.nan, "0"]),
    "presence_penalty": ([-2, 0, 2], [-2.01, 2.01, math.nan, "0"]),
    "tools": ([[], None, [add], add, (add, sub)], []),
    "force": (
        ["auto", "none", "required"],
        [
            "",
            5,
        ],
    ),
    "parallel": ([True, False], [1, "yes"]),
    "effort": (list(get_args(Effort)), ["", "extreme", "LOW", 5]),
    "budget_tokens": ([0, 1, 10**6], [-1, 1.5, True]),
    "summary": (["auto", "concise", "detailed"], ["", "none", 5]),
    "search": ([True, False], [1, 0, "yes"]),
    "fetch": ([True, False], [1, 0, "yes"]),
    "allowed_domains": (["example.org", ["example.org"], []], [[""], 5]),
    "blocked_domains": (["example.org", ["example.org"], []], [[""], 5]),
    "user_location": ([{"country": "CA"}, {}], ["CA", ["CA"], {"country": 5}, {5: "CA"}]),
    "context_size": (["low", "medium", "high"], ["", "huge", 5]),
    "size": (["1024x1024", "auto"], ["", 5]),
    "width": ([1, 4096], [0, -1, 1.5, True]),
    "height": ([1, 4096], [0, -1, 1.5, True]),
    "aspect_ratio": (["16:9"], ["", 1.5]),
    "quality": (["high"], ["", 5]),
    "background": (["transparent"], ["", 5]),
    "format": (["png"], ["", 5]),
    "compression": ([0, 100], [-1, 101, 1.5, True]),
    "n": ([1, 10], [0, -1, 1.5, True]),
    "partial_images": ([0, 3], [-1, 4, 1.5, True]),
    "mask": ([PNG], ["mask.png", b"x"]),
    "input_fidelity": (["low", "high"], ["", "medium"]),
    "moderation": (["auto", "low"], ["", 5]),
    "style": (["vivid"], ["", 5]),
    "user": (["u-1"], ["", 5]),
    "voice": (["alloy"], ["", 5]),
    "audio_format": (["mp3"], ["", 5]),
    "speed": ([0.01, 1, 100], [0, -1, 100.5, math.nan, "1", True]),
    "duration": ([0.01, 10, 3600], [0, -1, math.nan, "1", True]),
    "resolution": (["720p"], ["", 720]),
    "fps": ([1, 60], [0, -1, 1.5, True]),
    "dimensions": ([1, 3072], [0, -1, 1.5, True]),
    "purpose": (["query", "document", "code_query"], ["", "search", 5]),
    "seed": ([0, -1, 2**63 - 1, -(2**63)], [2**63, -(2**63) - 1, 1.5, "1", True]),
    "total": ([0.001, 1, 86400], [0, -1, math.nan, "1", True]),
    "connect": ([0.001, 1], [0, -1, math.nan, "1", True]),
    "first_event": ([0.001, 1], [0, -1, math.nan, "1", True]),
    "idle": ([0.001, 1], [0, -1, math.nan, "1", True]),
    "poll_interval": ([0.001, 1], [0, -1, math.nan, "1", True]),
    "job": (["background", "batch"], ["", "later", 1, True]),
    "extra_body": (
        [{}, {"a": [1]}, {"a": {"b": None}}, {"n": 10**30}],
        ["a", [1], {5: 1}, {"a": object()}, {"a": [math.nan]}, {"a": -math.inf}, {"a": "\ud800"}, {"\ud800": 1}],
    ),
    "extra_headers": (
        [{}, {"x-a": "1"}, {"X-A": ""}, {"authorization": "Bearer a\tb c"}, {"x!#$%&'*+-.^_`|~9": "~"}],
        ["a", [1], {"x-a": 5}, {"x-a": b"1"}, {"x-a": None}, {5: "a"}, {b"x-a": "1"}],
    ),
}


def test_every_field_is_in_the_table() -> None:
    """A new option needs its row."""

    assert set(OWNER) == set(RANGES)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, (good, _) in RANGES.items() for value in good])
def test_values_that_pass(name: str, value: Any) -> None:
    """Each field takes its values, up to both ends of its range, as it takes None."""
    OWNER[name](**{name: value})
    OWNER[name](**{name: None})


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, (_, bad) in RANGES.items() for value in bad])
def test_values_that_do_not(name: str, value: Any) -> None:
    """Each field refuses what is beyond its ends or of a wrong type, and says which field it is."""
    owner = OWNER[name]

    with pytest.raises(InvalidRequest) as caught:
        owner(**{name: value})

    assert {f"{owner.__name__}.{name}"} == {fault.split(":")[0] for fault in caught.value.faults}
    assert f"{owner.__name__}.{name}: " in str(caught.value)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"temperature": 3}, "TextOptions.temperature: from 0 to 2, not 3"),
        ({"max_tokens": 0}, "TextOptions.max_tokens: at least 1, not 0"),
        ({"max_tokens": 1.5}, "TextOptions.max_tokens: a whole number, not 1.5"),
        ({"top_p": "x"}, "TextOptions.top_p: a number, not str"),
        ({"reply_as_json": 1}, "TextOptions.reply_as_json: bool, not int"),
        ({"stop": ["a", ""]}, "TextOptions.stop: a text that is not empty, not ''"),
    ],
)
def test_faults_say_the_range(given: dict[str, Any], fault: str) -> None:
    """A fault tells what would do."""

    with pytest.raises(InvalidRequest) as caught:
        TextOptions(**given)

    assert fault == str(caught.value)


def test_all_faults_of_an_option_at_once() -> None:
    """Every wrong field is named."""

    with pytest.raises(InvalidRequest) as caught:
        TextOptions(temperature=3, top_p=2, stop=[""], max_tokens=5, top_k=0)  # type: ignore[arg-type]  # a list will do

    assert ["temperature", "top_p", "top_k", "stop"] == [
        fault.split(":")[0].removeprefix("TextOptions.") for fault in caught.value.faults
    ]


def test_names_are_unique() -> None:
    """No two classes have a field of the same name, so a keyword has one meaning."""
    names = [a.name for cls in STANDARD for a in attrs.fields(cls)]  # type: ignore[arg-type]

    assert sorted(set(names)) == sorted(names)
    assert "timeout" not in names


def test_shorthand_is_all_of_them() -> None:
    """The keywords of the verbs are the fields of the option classes, and timeout."""

    assert {*OWNER, "timeout"} == set(Shorthand.__annotations__)
    assert frozenset() == Shorthand.__required_keys__


def test_the_table_of_classes_is_whole() -> None:
    """Every option class of the module is a standard one."""
    classes = {cls for cls in Options.__subclasses__() if cls.__module__ == ImageOptions.__module__}

    assert classes == set(STANDARD)
    assert set(OWNER) >= CLIENT_SIDE


def test_shorthand_types_are_those_of_the_fields() -> None:
    """A keyword's type names its field's type, except where the class converts."""
    hints = get_type_hints(Shorthand, localns={"Tool": Any})
    other = []
    for cls in STANDARD:
        attrs.resolve_types(cls, localns={"Tool": Any})  # type: ignore[type-var]  # mypy sees no attrs class in the base
        other += [
            a.name
            for a in attrs.fields(cls)  # type: ignore[arg-type]
            if a.name in hints and not a.converter and hints[a.name] != a.type
        ]

    assert [] == other


@pytest.mark.parametrize(
    ("option", "given"),
    [
        (TextOptions(), {}),
        (TextOptions(temperature=0, stop=()), {"temperature": 0}),
        (TextOptions(system_prompt="", reply_as_json=False), {"system_prompt": "", "reply_as_json": False}),
        (TextOptions(stop="END"), {"stop": ("END",)}),  # type: ignore[arg-type]  # a text stands for one
        (Seed(0), {"seed": 0}),
        (ReasoningOptions(budget_tokens=0), {"budget_tokens": 0}),
        (TextOptions(reply_as_json=False), {"reply_as_json": False}),
        (ToolOptions(parallel=False), {"parallel": False}),
        (OpenAIOptions(store=False), {"store": False}),
        (WebOptions(search=True, fetch=True), {"search": True, "fetch": True}),
        (WebOptions(search=False, allowed_domains=["a.org"]), {"allowed_domains": ("a.org",)}),  # type: ignore[arg-type]
        (WebOptions(search=False, fetch=False), {}),
        (VideoOptions(), {}),
    ],
)
def test_none_is_not_set(option: Options, given: dict[str, Any]) -> None:
    """0, "" and False are values; None and an empty list are none, nor is a False that says the same."""

    assert given == option.given()


def merged(*given: Any, **shorthand: Any) -> Settings:
    """The settings, without a fault."""
    settings, faults = merge(given, shorthand)

    assert [] == faults
    return settings


def test_values_and_keywords_are_one_thing() -> None:
    """Options in any order and keywords give the same settings."""
    one = merged(TextOptions(temperature=0), Seed(5), AudioOptions(voice="alloy"))

    assert {"temperature": 0, "seed": 5, "voice": "alloy"} == one.values
    assert one == merged(AudioOptions(voice="alloy"), seed=5, temperature=0)
    assert one == merged(temperature=0, seed=5, voice="alloy")
    assert Settings({}) == merged()
    assert Settings({}) == merged(TextOptions(), temperature=None, stop=(), timeout=None)


def test_what_is_off_is_not_asked_for() -> None:
    """search=False and fetch=False ask for nothing, so that no wire need refuse them."""

    assert {} == merged(search=False, fetch=False).values
    assert {} == merged(WebOptions(search=False, fetch=False)).values
    assert {"parallel": False, "reply_as_json": False} == merged(parallel=False, reply_as_json=False).values


def test_settings_get() -> None:
    """A value that is not set gives the default; a 0 that is set gives 0."""
    settings = merged(temperature=0)

    assert 0 == settings.get("temperature", 1)
    assert 1 == settings.get("top_p", 1)
    assert settings.get("top_p") is None


def test_one_class_in_several_pieces() -> None:
    """Two options of a class add up when they set different fields."""

    assert {"temperature": 0, "top_p": 1} == merged(TextOptions(temperature=0), TextOptions(top_p=1)).values
    assert {"temperature": 0, "top_p": 1} == merged(TextOptions(temperature=0), top_p=1).values


@attrs.frozen(kw_only=True)
class OwnOptions(Options):
    """A provider's own options."""

    truncation: str | None = None


@attrs.frozen(kw_only=True)
class OtherOptions(Options):
    """Another provider's."""

    truncation: str | None = None


def test_own_options_are_kept_by_class() -> None:
    """A provider's own options pass through as they are."""

    assert (OwnOptions(truncation="auto"),) == merged(OwnOptions(truncation="auto"), seed=1).own
    assert 2 == len(merged(OwnOptions(), OtherOptions()).own)


@pytest.mark.parametrize(
    ("given", "shorthand", "faults"),
    [
        ([TextOptions(temperature=0), TextOptions(temperature=0)], {}, ["TextOptions.temperature: given twice"]),
        ([TextOptions(temperature=0)], {"temperature": 0}, ["TextOptions.temperature: given twice"]),
        ([Seed(1)], {"seed": 1}, ["Seed.seed: given twice"]),
        ([Timeout(5)], {"timeout": 5}, ["Timeout.total: given twice"]),
        ([Timeout(5)], {"timeout": Timeout(5)}, ["Timeout.total: given twice"]),
        ([Timeout(5)], {"total": 5}, ["Timeout.total: given twice"]),
        ([], {"timeout": 5, "total": 6}, ["Timeout.total: given twice"]),
        ([], {"total": 6, "timeout": 5}, ["Timeout.total: given twice"]),
        ([], {"timeout": Timeout(5), "total": 6}, ["Timeout.total: given twice"]),
        ([OwnOptions(), OwnOptions()], {}, ["OwnOptions: given twice"]),
        ([], {"temprature": 0, "tooth": 1}, ["temprature: no option has this name", "tooth: no option has this name"]),
        ([], {"timeout": "soon"}, ["Timeout.total: a number, not str"]),
        ([], {"timeout": 0}, ["Timeout.total: at least 0.001, not 0"]),
        (["hi"], {}, ["'hi' is no option; use TextOptions(...) and the like, or keywords"]),
        ([None], {}, ["None is no option; use TextOptions(...) and the like, or keywords"]),
        (
            [Seed(1), 5],
            {"seed": 1, "temperature": 3, "width": 0, "nope": 1},
            [
                "nope: no option has this name",
                "TextOptions.temperature: from 0 to 2, not 3",
                "ImageOptions.width: at least 1, not 0",
                "5 is no option; use TextOptions(...) and the like, or keywords",
                "Seed.seed: given twice",
            ],
        ),
    ],
)
def test_faults_of_merging(given: list[Any], shorthand: dict[str, Any], faults: list[str]) -> None:
    """Everything that is wrong with a call's options is named at once."""
    _, found = merge(given, shorthand)

    assert sorted(faults) == sorted(found)


@pytest.mark.parametrize(
    ("shorthand", "values"),
    [
        ({"timeout": 5}, {"total": 5}),
        ({"timeout": 0.5}, {"total": 0.5}),
        ({"timeout": Timeout(5, idle=2)}, {"total": 5, "idle": 2}),
        ({"timeout": Timeout(idle=2), "total": 5}, {"total": 5, "idle": 2}),
        ({"timeout": 5, "idle": 2}, {"total": 5, "idle": 2}),
        ({"timeout": None}, {}),
        ({"total": 5, "connect": 1}, {"total": 5, "connect": 1}),
    ],
)
def test_forms_of_timeout(shorthand: dict[str, Any], values: dict[str, float]) -> None:
    """A timeout is a number of seconds in all, or a Timeout with its phases."""

    assert values == merged(**shorthand).values


@pytest.mark.parametrize("cls", [Timeout, PollInterval])
def test_no_deadline_is_infinite(cls: Any) -> None:
    """Seconds are a finite number."""
    fields = [a.name for a in attrs.fields(cls)]

    for name in fields:
        with pytest.raises(InvalidRequest):
            cls(**{name: math.inf})


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"tools": [add, add]}, ["ToolOptions.tools: two tools are named 'add'"]),
        ({"tools": [add], "force": "sub"}, ["ToolOptions.force: auto, required, none or a tool's name, not 'sub'"]),
        (
            {"tools": [add, sub, add], "force": "mul", "parallel": 1},
            [
                "ToolOptions.parallel: bool, not int",
                "ToolOptions.tools: two tools are named 'add'",
                "ToolOptions.force: auto, required, none or a tool's name, not 'mul'",
            ],
        ),
    ],
)
def test_faults_of_tools(given: dict[str, Any], faults: list[str]) -> None:
    """Tools have different names, and only one that is there can be forced."""

    with pytest.raises(InvalidRequest) as caught:
        ToolOptions(**given)

    assert tuple(faults) == caught.value.faults


@pytest.mark.parametrize("force", ["auto", "none", "required"])
def test_forcing_some_tool(force: str) -> None:
    """The words need no tools here: the provider may have some of its own, as with search=True."""

    assert {"force": force, "search": True} == merged(force=force, search=True).values


@pytest.mark.parametrize("force", ["auto", "none", "required", "add"])
def test_forcing_a_tool(force: str) -> None:
    """With tools, any of the words and any of the names will do."""

    assert force == ToolOptions([add, sub], force=force).force


def faults_of(make: Any, *given: Any) -> tuple[str, ...]:
    """What an option says is wrong."""
    with pytest.raises(InvalidRequest) as caught:
        make(*given)
    return caught.value.faults


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\r\nb", "a\n", "a\0", "é", "a(b", "a\tb", " a", "\ud800"])
def test_names_of_headers(name: str) -> None:
    """A name is an ASCII token, as HTTP wants it."""
    (fault,) = faults_of(ExtraHeaders, {name: "v"})

    assert f"ExtraHeaders.extra_headers: {name!r} is no name of a header: ASCII letters, digits and hyphens" == fault


@pytest.mark.parametrize(
    "value", ["a\r\nx-evil: 1", "a\n", "\r", "a\0b", "a\x01", "\x7f", "é", " a", "a ", "\t", "\ud800"]
)
def test_values_of_headers(value: str) -> None:
    """A value is one line that HTTP can carry; it is not shown, because it may be a secret."""
    (fault,) = faults_of(ExtraHeaders, {"x-a": value})

    assert "ExtraHeaders.extra_headers: 'x-a': one line of printable ASCII, without blanks around it" == fault


def test_all_faults_of_headers_at_once() -> None:
    """Every header that is wrong is named; no value is."""
    given = {"a b": "sk-secret\n", "x-a": "1", "X-A": "2", "content-length": "5", "x-b": 5, "x-c": "ok"}

    assert [
        "'a b' is no name of a header: ASCII letters, digits and hyphens",
        "'a b': one line of printable ASCII, without blanks around it",
        "x-a: given twice, because upper and lower case are the same",
        "X-A: given twice, because upper and lower case are the same",
        "content-length: only the HTTP library knows it",
        "'x-b': a text, not int",
    ] == [fault.removeprefix("ExtraHeaders.extra_headers: ") for fault in faults_of(ExtraHeaders, given)]


def test_no_repr_shows_the_value_of_a_header() -> None:
    """A header may be an Authorization: the option and the settings show its name alone."""
    option = ExtraHeaders({"authorization": "Bearer sk-secret"})
    settings = merged(option, temperature=0)
    shown = f"{option!r} {settings!r} {Ask(messages=Messages.of('hi'), settings=settings)!r}"

    assert "ExtraHeaders(extra_headers=<authorization>)" == repr(option)
    assert "ExtraHeaders(extra_headers=None)" == repr(ExtraHeaders())
    assert "temperature" in repr(settings)
    assert 3 == shown.count("authorization")
    assert "secret" not in shown


@given(st.dictionaries(st.text(max_size=5) | st.integers(), st.text(max_size=8) | st.none(), max_size=3))
def test_headers_can_be_sent_or_are_refused(headers: Any) -> None:
    """What passes, an HTTP library takes."""
    try:
        option = ExtraHeaders(headers)
    except InvalidRequest as error:
        assert error.faults
    else:
        assert headers == option.extra_headers
        h11.Request(method="GET", target="/", headers=[("host", "h"), *headers.items()])


def test_all_faults_of_a_body_at_once() -> None:
    """Every field that is no JSON is named."""
    cyclic: list[Any] = []
    cyclic.append(cyclic)
    given = {"a": object(), "b": 1, 5: 2, "c": [{"d": math.nan}], "e": cyclic, "f": {(1,): 2}}
    found = faults_of(ExtraBody, given)

    assert ["5", "'a'", "'c'", "'e'", "'f'"] == [fault.split()[1] for fault in found]
    assert "ExtraBody.extra_body: 'a' is not JSON: Encoding objects of type object is unsupported" in found


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def nulls(value: Any) -> int:
    """How many values in it are None."""
    if isinstance(value, (list, dict)):
        return sum(map(nulls, value.values() if isinstance(value, dict) else value))
    return int(value is None)


@given(st.dictionaries(st.text(max_size=3), json_like, max_size=3))
def test_bodies_can_be_sent_or_are_refused(body: Any) -> None:
    """What passes can be encoded, and nothing in it has become null."""
    try:
        option = ExtraBody(body)
    except InvalidRequest as error:
        assert error.faults
    else:
        assert nulls(body) == nulls(msgspec.json.decode(encode_json(option.extra_body)))


@pytest.mark.parametrize(
    "option",
    [
        TextOptions(temperature=0, stop=("END",)),
        ImageOptions(size="auto", mask=PNG),
        WebOptions(search=True, user_location={"country": "CA"}),
        WebOptions(search=False),
        Timeout(5),
        Seed(-1),
        ExtraBody({"a": [1, None]}),
        ExtraHeaders({"x-a": "1"}),
        PollInterval(1),
    ],
)
def test_options_go_to_json(option: Options) -> None:
    """An option survives JSON."""

    assert option == type(option).from_json(option.to_json())


def test_tools_and_force_may_come_apart() -> None:
    """The tools as a value and the force as a keyword are one thing; a name that no tool has is a fault either way."""

    def add(a: int) -> int:
        """Add."""
        return a

    settings, faults = merge([ToolOptions([add])], {"force": "add"})

    assert [] == faults
    assert "add" == settings.get("force")
    assert ["ToolOptions.force: auto, required, none or a tool's name, not 'sub'"] == merge(
        [ToolOptions([add])], {"force": "sub"}
    )[1]
    with pytest.raises(InvalidRequest, match="force"):
        ToolOptions([add], force="sub")


def test_tools_are_no_json() -> None:
    """A tool holds a function, which JSON cannot: the error says which one."""
    with pytest.raises(InvalidRequest, match=r"ToolOptions\.tools\[0\]"):
        ToolOptions([len_of]).to_json()


def len_of(text: str) -> int:
    """How long a text is."""
    return len(text)
