"""Event streams: bytes in, events out, held against the WHATWG rules and a second, naive reading of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai.errors import BadAnswer
from genai.sse import Event, NdjsonParser, SseParser

Parser = SseParser | NdjsonParser
BOM = b"\xef\xbb\xbf"
LS = "\u2028".encode()  # LINE SEPARATOR: str.splitlines would cut here
PARSERS: list[type[Parser]] = [SseParser, NdjsonParser]


def played(parser: Parser, pieces: Iterable[bytes]) -> list[Event]:
    """All events that the pieces give, those of the end included."""
    events = [event for piece in pieces for event in parser.feed(piece)]
    return events + parser.close()


def cut(raw: bytes, places: Iterable[int]) -> list[bytes]:
    """``raw`` in pieces, cut at each place (modulo its length); some pieces may be empty."""
    marks = sorted(place % (len(raw) + 1) for place in places)
    return [raw[start:end] for start, end in zip([0, *marks], [*marks, len(raw)], strict=True)]


SSE_CASES = {
    "a space after the colon": (b"data: one\n\n", [Event(b"one")]),
    "no space after the colon": (b"data:one\n\n", [Event(b"one")]),
    "only the first space goes": (b"data:  one \n\n", [Event(b" one ")]),
    "two events": (b"data: 1\n\ndata: 2\n\n", [Event(b"1"), Event(b"2")]),
    "several lines are joined by LF": (b"data: 1\ndata:\ndata: 3\n\n", [Event(b"1\n\n3")]),
    "CRLF": (b"data: 1\r\ndata: 2\r\n\r\n", [Event(b"1\n2")]),
    "CR": (b"data: 1\rdata: 2\r\rdata: 3\r\r", [Event(b"1\n2"), Event(b"3")]),
    "mixed ends": (b"data: 1\r\ndata: 2\rdata: 3\n\r\ndata: 4\n\r", [Event(b"1\n2\n3"), Event(b"4")]),
    "LF then CR are two ends": (b"data: 1\n\rdata: 2\n\n", [Event(b"1"), Event(b"2")]),
    "more blank lines than needed": (b"\n\n\ndata: 1\n\n\n\n\ndata: 2\n\n", [Event(b"1"), Event(b"2")]),
    "comments": (b": ping\n\n:\n:data: no\ndata: 1\n: in between\ndata: 2\n\n", [Event(b"1\n2")]),
    "a comment alone": (b": keep-alive\n\n", []),
    "an event's name": (b"event: ping\ndata: {}\n\ndata: {}\n\n", [Event(b"{}", "ping"), Event(b"{}")]),
    "the last name counts": (b"event: a\nevent:b\ndata: 1\n\n", [Event(b"1", "b")]),
    "a name taken back": (b"event: a\nevent\ndata: 1\n\n", [Event(b"1")]),
    "a name without data": (b"event: done\n\ndata: 1\n\n", [Event(b"1")]),
    "a name after the data": (b"data: 1\nevent: late\n\n", [Event(b"1", "late")]),
    "a name in UTF-8": ("event: grüß\ndata: 1\n\n".encode(), [Event(b"1", "grüß")]),
    "an id stays": (b"id: 7\ndata: 1\n\ndata: 2\n\n", [Event(b"1", "", "7"), Event(b"2", "", "7")]),
    "an id without data": (b"id: 7\n\ndata: 1\n\n", [Event(b"1", "", "7")]),
    "an id taken back": (b"id: 7\ndata: 1\n\nid\ndata: 2\n\n", [Event(b"1", "", "7"), Event(b"2")]),
    "an id with NUL is ignored": (b"id: 7\nid: 8\x009\ndata: 1\n\n", [Event(b"1", "", "7")]),
    "a byte order mark": (BOM + b"data: 1\n\n", [Event(b"1")]),
    "a mark and a blank line": (BOM + b"\n\ndata: 1\n\n", [Event(b"1")]),
    "only the first mark goes": (BOM + b"data: " + BOM + b"1\n\n", [Event(BOM + b"1")]),
    "a second mark spoils the field": (BOM + BOM + b"data: 1\n\n", []),
    "U+2028 is text": (b"data: a" + LS + b"b\n\n", [Event(b"a" + LS + b"b")]),
    "form feed and vertical tab are text": (b"data: a\x0bb\x0cc\x1cd\x85e\n\n", [Event(b"a\x0bb\x0cc\x1cd\x85e")]),
    "empty data": (b"data:\n\n", [Event(b"")]),
    "empty data and a space": (b"data: \n\n", [Event(b"")]),
    "data without a colon": (b"data\n\n", [Event(b"")]),
    "data without a colon twice": (b"data\ndata\n\n", [Event(b"\n")]),
    "unknown fields": (b"foo: 1\ndatas: 2\ndata : 3\n data: 4\nDATA: 5\ndata: 6\n\n", [Event(b"6")]),
    "a colon in the data": (b"data: a: b\n\n", [Event(b"a: b")]),
    "a last event without its blank line": (b"data: 1\n\ndata: 2\n", [Event(b"1"), Event(b"2")]),
    "a last line without its end": (b"data: 1\n\nevent: x\ndata: 2", [Event(b"1"), Event(b"2", "x")]),
    "a last line that ends in CR": (b"data: 1\r", [Event(b"1")]),
    "nothing": (b"", []),
    "blank lines only": (b"\n\n\r\n\n", []),
    "half a mark": (BOM[:2], []),
}

NDJSON_CASES = {
    "one line": (b'{"a":1}\n', [Event(b'{"a":1}')]),
    "CRLF": (b"1\r\n2\r\n", [Event(b"1"), Event(b"2")]),
    "blank lines": (b"\n1\n\n \t\n\r\n2\n", [Event(b"1"), Event(b"2")]),
    "space around": (b" 1\t\n", [Event(b"1")]),
    "no last line end": (b"1\n2", [Event(b"1"), Event(b"2")]),
    "a lone CR ends no line": (b"1\r2\n", [Event(b"1\r2")]),
    "U+2028 is text": (b'"a' + LS + b'b"\n', [Event(b'"a' + LS + b'b"')]),
    "nothing": (b"", []),
    "space only": (b"  ", []),
}


@pytest.mark.parametrize(("raw", "events"), SSE_CASES.values(), ids=SSE_CASES.keys())
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_server_sent_events(raw: bytes, events: list[Event], size: int) -> None:
    """Each case of the table gives its events, whole and in small pieces."""
    pieces = [raw[i : i + size] for i in range(0, len(raw), size)]

    assert events == played(SseParser(), pieces)


@pytest.mark.parametrize(("raw", "events"), NDJSON_CASES.values(), ids=NDJSON_CASES.keys())
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_ndjson(raw: bytes, events: list[Event], size: int) -> None:
    """Each line of JSON is an event, whole and in small pieces."""
    pieces = [raw[i : i + size] for i in range(0, len(raw), size)]

    assert events == played(NdjsonParser(), pieces)


@pytest.mark.parametrize(
    ("line", "retry"),
    [
        (b"retry: 1500", 1500),
        (b"retry:0", 0),
        (b"retry: 1.5", None),
        (b"retry: -1", None),
        (b"retry: soon", None),
        (b"retry", None),
        ("retry: ٣".encode(), None),
        (b"retry: " + b"9" * 5000, None),
    ],
)
def test_retry(line: bytes, retry: int | None) -> None:
    """The reconnection time is ASCII digits of a sane length; everything else is ignored, and makes no event."""
    parser = SseParser()

    assert [] == played(parser, [line + b"\n\n"])
    assert retry == parser.retry


def test_last_id_is_known_to_the_parser() -> None:
    """The parser keeps the last id for a reconnection, also when no event came with it."""
    parser = SseParser()
    played(parser, [b"id: 1\ndata: x\n\nid: 2\n\n"])

    assert "2" == parser.last_id


def test_events_come_as_soon_as_they_are_whole() -> None:
    """An event does not wait for the bytes behind its blank line, not even for the LF of a CRLF."""
    parser = SseParser()

    assert [] == parser.feed(b"data: 1\r\n")
    assert [Event(b"1")] == parser.feed(b"\r")
    assert [] == parser.feed(b"\n")
    assert [Event(b"2")] == parser.feed(b"data: 2\n\ndata: 3")
    assert [Event(b"3")] == parser.close()
    assert [] == parser.close()


@pytest.mark.parametrize("size", [1, 3, 7, 10_000])
@pytest.mark.parametrize("parser", PARSERS)
def test_size_limit(parser: type[Parser], size: int) -> None:
    """An event that is too large is a BadAnswer, in one piece as in many, whether it ends or not."""
    raw = b"data: " + b"x" * 50
    pieces = [raw[i : i + size] for i in range(0, len(raw), size)]

    for end in ([b"\n\n"], [b"\n\n", b"data: 1\n\n"], []):
        with pytest.raises(BadAnswer, match="larger than 40 bytes"):
            played(parser(max_event=40), pieces + end)


@pytest.mark.parametrize("size", [1, 3, 7, 10_000])
@pytest.mark.parametrize("parser", PARSERS)
def test_size_limit_is_per_event(parser: type[Parser], size: int) -> None:
    """Events that are exactly as large as allowed pass, however many there are and however they are cut."""
    raw = (b"data: " + b"x" * 34 + b"\n\n") * 20
    pieces = [raw[i : i + size] for i in range(0, len(raw), size)]

    assert 20 == len(played(parser(max_event=40), pieces))


@pytest.mark.parametrize("parser", PARSERS)
def test_endless_line_is_bounded(parser: type[Parser]) -> None:
    """A server that never ends a line is stopped by the limit, not by the memory."""
    parse = parser(max_event=1000)
    for _ in range(10):
        parse.feed(b"x" * 100)

    with pytest.raises(BadAnswer):
        parse.feed(b"x" * 100)


@pytest.mark.parametrize(("parser", "head", "tail"), [(SseParser, b"data: ", b"\n\n"), (NdjsonParser, b"", b"\n")])
def test_large_event_in_small_pieces(parser: type[Parser], head: bytes, tail: bytes) -> None:
    """8 MiB in pieces of 4 KiB are joined once, and come out whole."""
    payload = b"0123456789abcdef" * (8 * 1024 * 1024 // 16)
    raw = head + payload + tail
    events = played(parser(), (raw[i : i + 4096] for i in range(0, len(raw), 4096)))

    assert [Event(payload)] == events


def naive_sse(raw: bytes) -> list[Event]:
    """The WHATWG rules, line by line; the end of the stream counts as a blank line."""
    if raw[:3] == BOM:
        raw = raw[3:]
    events: list[Event] = []
    last_id, name, buffer = b"", b"", None
    for line in [*re.split(rb"\r\n|\r|\n", raw), b""]:
        if line == b"":
            if buffer is not None:
                events.append(Event(buffer[:-1], name.decode(errors="replace"), last_id.decode(errors="replace")))
            name, buffer = b"", None
            continue
        colon = line.find(b":")
        if colon == 0:
            continue
        field, value = (line, b"") if colon < 0 else (line[:colon], line[colon + 1 :])
        if value[:1] == b" ":
            value = value[1:]
        if field == b"data":
            buffer = (buffer or b"") + value + b"\n"
        elif field == b"event":
            name = value
        elif field == b"id" and 0 not in value:
            last_id = value
    return events


def naive_ndjson(raw: bytes) -> list[Event]:
    """One event for each line that is not blank."""
    stripped = (line.strip(b" \t\r") for line in raw.split(b"\n"))
    return [Event(line) for line in stripped if line]


WORDS = [
    b"data:", b"data: ", b"data", b"event: x", b"event:", b"event", b"id: 1", b"id:", b"id", b"\0", b"retry: 5", b":",
    b" ", b"a", b"{}", b"\n", b"\n", b"\n\n", b"\r", b"\r\n", b"\r\n\r\n", LS, BOM, BOM[:1], BOM[1:], b"\xff",
]  # fmt: skip
streams = st.lists(st.sampled_from(WORDS) | st.binary(max_size=3), max_size=30).map(b"".join)
cuts = st.lists(st.integers(min_value=0, max_value=200), max_size=12)


@pytest.mark.parametrize(("parser", "naive"), [(SseParser, naive_sse), (NdjsonParser, naive_ndjson)])
@given(raw=streams, places=cuts)
def test_any_split_gives_the_same(
    parser: type[Parser], naive: Callable[[bytes], list[Event]], raw: bytes, places: list[int]
) -> None:
    """Wherever the bytes are cut, the events are those of the naive reading."""
    expected = naive(raw)

    assert expected == played(parser(), cut(raw, places))
    assert expected == played(parser(), [raw[i : i + 1] for i in range(len(raw))])


def outcome(parser: Parser, pieces: list[bytes]) -> list[Event] | None:
    """The events, or None for a BadAnswer."""
    try:
        return played(parser, pieces)
    except BadAnswer:
        return None


@pytest.mark.parametrize("parser", PARSERS)
@given(raw=streams, places=cuts, limit=st.integers(min_value=1, max_value=12))
def test_size_limit_depends_on_no_split(parser: type[Parser], raw: bytes, places: list[int], limit: int) -> None:
    """Whether an event is too large does not depend on where the bytes are cut."""
    whole = outcome(parser(max_event=limit), [raw])

    assert whole == outcome(parser(max_event=limit), cut(raw, places))
    assert whole == outcome(parser(max_event=limit), [raw[i : i + 1] for i in range(len(raw))])
