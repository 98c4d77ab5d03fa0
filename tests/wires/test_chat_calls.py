"""Tool calls of Chat Completions, whole and in fragments: by index, by id, by name, or by nothing at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from contract.chat import CALL, chunk, sse
from hypothesis import given
from hypothesis import strategies as st
from wires.chat_answers import Said, decoder, fragments, said, streamed

import genai
from genai.results import FinishReason

CITY, TIME = '{"city":"Oslo"}', '{"zone":"CET"}'
Call = tuple[str, str, str]


def part(arguments: Any = None, **more: Any) -> Said:
    """A fragment; its name is one of the keywords."""
    function = {"name": more.pop("name", None), "arguments": arguments}
    return {**more, "function": {key: value for key, value in function.items() if value is not None}}


def calls_of(result: genai.Result) -> list[Call]:
    """The calls as tuples."""
    return [(call.id, call.name, call.arguments) for call in result.tool_calls]


def stream_of(*chunks: list[Said]) -> genai.Result:
    """The result of a stream of these lists of fragments."""
    return streamed([*(chunk({"tool_calls": one}) for one in chunks), chunk({}, "tool_calls")])


A, B = ("a", "weather", CITY), ("b", "time", TIME)
CASES: dict[str, tuple[list[list[Said]], list[Call]]] = {
    "one": ([[part(index=0, id="a", name="weather")], [part(CITY[:5], index=0)], [part(CITY[5:], index=0)]], [A]),
    "whole ones": ([[part(CITY, index=0, id="a", name="weather")], [part(TIME, index=1, id="b", name="time")]], [A, B]),
    "all in one chunk": (
        [[part(CITY, index=0, id="a", name="weather"), part(TIME, index=1, id="b", name="time")]],
        [A, B],
    ),
    "interleaved": (
        [
            [part(index=0, id="a", name="weather"), part(index=1, id="b", name="time")],
            [part(CITY[:5], index=0), part(TIME[:5], index=1)],
            [part(TIME[5:], index=1), part(CITY[5:], index=0)],
        ],
        [A, B],
    ),
    "in a fragment twice": ([[part(CITY[:5], index=0, id="a", name="weather"), part(CITY[5:], index=0)]], [A]),
    "no index": (
        [
            [part(id="a", name="weather")],
            [part(CITY[:5]), part(CITY[5:])],
            [part(TIME[:5], id="b", name="time")],
            [part(TIME[5:])],
        ],
        [A, B],
    ),
    "no index, ids again": (
        [[part(CITY[:5], id="a", name="weather")], [part(CITY[5:], id="a")], [part(TIME, id="b", name="time")]],
        [A, B],
    ),
    "no index, interleaved ids": (
        [
            [part(CITY[:5], id="a", name="weather")],
            [part(TIME[:5], id="b", name="time")],
            [part(CITY[5:], id="a")],
            [part(TIME[5:], id="b")],
        ],
        [A, B],
    ),
    "no index, all again": (
        [[part(CITY[:5], id="a", name="weather")], [part(CITY[5:], id="a", name="weather")]],
        [A],
    ),
    "nothing but names": (
        [[part(CITY, name="weather")], [part(TIME, name="time")]],
        [("", "weather", CITY), ("", "time", TIME)],
    ),
    "nothing but one name, twice": (
        [[part(CITY, name="weather"), part(TIME, name="weather")]],
        [("", "weather", CITY), ("", "weather", TIME)],
    ),
    "nothing but one name, again and again": (
        [[part(CITY[:5], name="weather")], [part(CITY[5:], name="weather")], [part("", name="weather")]],
        [("", "weather", CITY)],
    ),
    "one index for all": (
        [[part(CITY, index=0, id="a", name="weather")], [part(TIME, index=0, id="b", name="time")]],
        [A, B],
    ),
    "one index and one name for all": (
        [[part(CITY, index=0, id="a", name="weather"), part(TIME, index=0, id="b", name="weather")]],
        [A, ("b", "weather", TIME)],
    ),
    "one index, no ids": (
        [[part(CITY, index=0, name="weather")], [part(TIME, index=0, name="weather")]],
        [("", "weather", CITY), ("", "weather", TIME)],
    ),
    "one index, in fragments": (
        [
            [part(CITY[:5], index=0, id="a", name="weather")],
            [part(CITY[5:], index=0)],
            [part(TIME[:5], index=0, id="b", name="time")],
            [part(TIME[5:], index=0)],
        ],
        [A, B],
    ),
    "ids and names again": (
        [[part(piece, index=0, id="a", name="weather")] for piece in (CITY[:3], CITY[3:7], CITY[7:])],
        [A],
    ),
    "names again": (
        [[part(piece, index=0, name="weather")] for piece in (CITY[:3], CITY[3:7], CITY[7:])],
        [("", "weather", CITY)],
    ),
    "another id in each fragment": (
        [[part(CITY[:5], index=0, id="a", name="weather")], [part(CITY[5:], index=0, id="x")]],
        [A],
    ),
    "an id that comes late": (
        [[part(CITY[:5], index=0, name="weather")], [part(CITY[5:], index=0, id="a")]],
        [A],
    ),
    "an id that comes late, no index": ([[part(CITY[:5], name="weather")], [part(CITY[5:], id="a")]], [A]),
    "a name that comes late": ([[part(CITY[:5], index=0, id="a")], [part(CITY[5:], index=0, name="weather")]], [A]),
    "indices with gaps": (
        [[part(CITY, index=7, id="a", name="weather")], [part(TIME, index=3, id="b", name="time")]],
        [A, B],
    ),
    "an object": ([[part({"city": "Oslo"}, index=0, id="a", name="weather")]], [A]),
    "null": ([[{"index": 0, "id": "a", "function": {"name": "weather", "arguments": None}}]], [("a", "weather", "{}")]),
    "no arguments": ([[part(index=0, id="a", name="weather")]], [("a", "weather", "{}")]),
    "no JSON": ([[part("{city", index=0, id="a", name="weather")]], [("a", "weather", "{city")]),
    "nulls": ([[{"index": None, "id": None, "type": None, "function": {"name": "weather"}}]], [("", "weather", "{}")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_fragments(name: str) -> None:
    """Fragments, in any form that some server has, are put together to the calls that they are of."""
    chunks, calls = CASES[name]
    result = stream_of(*chunks)

    assert calls == calls_of(result)
    assert FinishReason.TOOL_CALLS is result.finish


WHOLE: dict[str, tuple[list[Said], list[Call]]] = {
    "one": ([CALL], [("call_1", "get_weather", '{"city": "Oslo"}')]),
    "no ids": ([part(CITY, name="f"), part(TIME, name="f")], [("", "f", CITY), ("", "f", TIME)]),
    "one id for all": ([part(CITY, id="a", name="weather"), part(CITY, id="a", name="weather")], [A, A]),
    "one index for all": (
        [part(CITY, index=0, id="a", name="weather"), part(TIME, index=0, id="b", name="time")],
        [A, B],
    ),
    "one of all for all": ([part("{}", index=0, name="f"), part("{}", index=0, name="f")], [("", "f", "{}")] * 2),
    "an object": ([part({"city": "Oslo"}, id="a", name="weather")], [A]),
    "null": ([{"id": "a", "function": {"name": "weather", "arguments": None}}], [("a", "weather", "{}")]),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_whole_ones(name: str) -> None:
    """Each entry of a whole answer is a call of its own, whatever ids and indices say."""
    entries, calls = WHOLE[name]
    result = said({"content": None, "tool_calls": entries})

    assert calls == calls_of(result)
    assert len(calls) == len({reply.block for reply in result.message.replies})


@pytest.mark.parametrize(
    "fragment",
    [
        part("{}", index=0, id="a"),
        part("{}", index=0, id="a", name=""),
        {"index": 0, "id": "a"},
        {"index": 0, "id": "a", "type": "custom", "custom": {"name": "sql", "input": "select 1"}},
        part("{}", index=0, name=5),
        part("{}", index=0, id=5, name="f"),
        part("{}", index="0", name="f"),
        part("{}", index=True, name="f"),
        part([1], index=0, name="f"),
        part(5, index=0, name="f"),
        {"index": 0, "function": "f"},
        "f",
        None,
    ],
)
def test_what_is_no_call(fragment: Any) -> None:
    """A call without a name, or with anything of another type, is BadAnswer, at once and streamed alike."""
    with pytest.raises(genai.BadAnswer):
        said({"tool_calls": [fragment]})
    for end in (sse([chunk({}, "tool_calls")]), sse([])):
        with pytest.raises(genai.BadAnswer):
            streamed(sse([chunk({"tool_calls": [fragment]})], end))


def test_the_older_form() -> None:
    """``function_call``, from before there could be several, is a call without an id."""
    whole = said({"content": None, "function_call": {"name": "weather", "arguments": CITY}}, finish="function_call")
    deltas = [{"name": "weather", "arguments": ""}, {"arguments": CITY[:4]}, {"arguments": CITY[4:]}]
    stream = streamed([*(chunk({"function_call": delta}) for delta in deltas), chunk({}, "function_call")])

    assert [("", "weather", CITY)] == calls_of(whole)
    assert (whole.message, whole.finish) == (stream.message, stream.finish)
    assert FinishReason.TOOL_CALLS is stream.finish


@pytest.mark.parametrize("finish", ["stop", None, "eos", "tool_calls"])
def test_why_it_ended(finish: str | None) -> None:
    """Servers that say "stop", or nothing, ask for tools all the same."""
    fragment = chunk({"tool_calls": [part(CITY, index=0, name="weather")]}, finish)

    assert FinishReason.TOOL_CALLS is streamed([fragment]).finish


def test_deltas_are_shown_and_calls_come_whole() -> None:
    """A reader sees each piece, under the id and the name that are known, and then the whole call, once."""
    reader = decoder()
    seen = [
        reply for one in fragments(0, CALL, (9,)) for reply in reader.feed(sse([chunk({"tool_calls": [one]})], b""))
    ]
    end = reader.feed(sse([chunk({}, "tool_calls")]))

    assert ["", '{"city": ', '"Oslo"}'] == [reply.tool_delta.arguments for reply in seen if reply.tool_delta]
    assert {("call_1", "get_weather")} == {
        (reply.tool_delta.id, reply.tool_delta.name) for reply in seen if reply.tool_delta
    }
    assert ["tool_call"] == [reply.kind for reply in end]
    assert genai.fold([*seen, *end]) == reader.close().message


def test_what_goes_back_with_a_call() -> None:
    """Gemini's signature stays with its call, and is in ``raw`` as well."""
    extra = {"google": {"thought_signature": "c2ln"}}
    entry = {**part(CITY, id="a", name="weather"), "extra_content": extra}
    whole, stream = said({"tool_calls": [entry]}), stream_of([{**entry, "index": 0}])

    assert {"maker": {"call": {"extra_content": extra}}} == whole.message.replies[0].opaque
    assert whole.message == stream.message
    assert extra == stream.raw["choices"][0]["message"]["tool_calls"][0]["extra_content"]


NAMES = st.sampled_from(["weather", "time", "f"])
ARGUMENTS = st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=5), max_size=3).map(json.dumps)


@given(calls=st.lists(st.tuples(NAMES, ARGUMENTS), min_size=1, max_size=4), data=st.data())
def test_any_interleaving(calls: list[tuple[str, str]], data: st.DataObject) -> None:
    """The fragments of several calls, mixed in any way, in chunks of any size, are the whole answer's calls."""
    entries = [part(text, id=f"call_{at}", type="function", name=name) for at, (name, text) in enumerate(calls)]
    waiting = [list(fragments(at, entry, data.draw(SIZES))) for at, entry in enumerate(entries)]
    sent = [queue.pop(0) for queue in waiting]  # calls begin in their order
    while any(waiting):
        sent.append(data.draw(st.sampled_from([queue for queue in waiting if queue])).pop(0))
    chunks: list[list[Said]] = [[]]
    for fragment in sent:
        if data.draw(st.booleans()):
            chunks.append([])
        chunks[-1].append(fragment)

    assert said({"tool_calls": entries}, finish="tool_calls").message == stream_of(*chunks).message


SIZES = st.lists(st.integers(1, 6), min_size=1, max_size=3)


@given(calls=st.lists(st.tuples(NAMES, ARGUMENTS), min_size=1, max_size=4), sizes=SIZES)
def test_one_after_the_other(calls: list[tuple[str, str]], sizes: list[int]) -> None:
    """Calls that come one after the other need no index, if they have ids; nor any but 0."""
    entries = [part(text, id=f"call_{at}", type="function", name=name) for at, (name, text) in enumerate(calls)]
    whole = said({"tool_calls": entries}, finish="tool_calls").message
    for index in (None, 0):
        sent = [[{**one, "index": index}] for entry in entries for one in fragments(0, entry, sizes)]

        assert whole == stream_of(*sent).message
