"""Spooling: items into as many files as the limits ask for, and all that is wrong with any item told at once."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import genai
from genai.batching import Batching
from genai.errors import InvalidRequest, NotSupported
from genai.provider import Ask
from genai.settings import Settings
from genai.spool import FAULTS, Limits, Spool, Spooled
from genai.wire import encode_json

NAME = "n"
OVERHEAD = len(b'["n-0",""]\n')
"""The bytes of a line that says nothing, under an id of one digit."""


class Wire:
    """What a Spool needs of a wire."""

    encoded_json = staticmethod(encode_json)
    config = type("Config", (), {"info": type("Info", (), {"name": "p"})})


class Texts(Batching):
    """Batches whose lines are an id and a text; the text is in the ask's settings."""

    limits: Any = Limits(requests=1000, bytes=1_000_000)

    def line(self, id_: str, ask: Ask) -> tuple[Any, tuple[str, ...]]:
        """One item."""
        return [id_, ask.settings.get("text")], ()


def batching(requests: int = 1000, size: int = 1_000_000) -> Texts:
    """Batches with these limits."""
    made = Texts(Wire())  # type: ignore[arg-type]  # it has what is asked of it
    made.limits = Limits(requests=requests, bytes=size)
    return made


def ask(text: str) -> Ask:
    """What is asked."""
    return Ask(messages=genai.Messages.of("hi"), settings=Settings({"text": text}))


def spooled(texts: Any, folder: Path, **limits: int) -> Spooled:
    """Texts, spooled."""
    return batching(**limits).spool(((None, partial(ask, text)) for text in texts), folder, NAME)


@settings(deadline=None)  # it writes files
@given(sizes=st.lists(st.integers(0, 40), min_size=1, max_size=40), requests=st.integers(1, 8), more=st.integers(0, 80))
def test_every_item_is_in_one_part(sizes: list[int], requests: int, more: int) -> None:
    """In its order, in parts that keep the limits, none of them empty; ``first`` and ``count`` say which are where."""
    most = OVERHEAD + 1 + 40 + more
    with TemporaryDirectory() as folder:
        done = spooled(["x" * size for size in sizes], Path(folder), requests=requests, size=most)
        parts = [[*lines.lines()] for lines in done.lines]
        written = [lines.path.stat().st_size for lines in done.lines]

    assert [[f"n-{n}", "x" * size] for n, size in enumerate(sizes)] == [
        json.loads(line) for one in parts for line in one
    ]
    assert [len(one) for one in parts] == [lines.count for lines in done.lines]
    assert [sum(map(len, parts[:n])) for n in range(len(parts))] == [lines.first for lines in done.lines]
    assert written == [lines.size for lines in done.lines]
    assert all(0 < lines.count <= requests and lines.size <= most for lines in done.lines)


def test_limits_at_their_border(tmp_path: Path) -> None:
    """What just fits is one part; one item or one byte more makes two."""

    def counts(texts: list[str], **limits: int) -> list[int]:
        return [lines.count for lines in spooled(texts, tmp_path, **limits).lines]

    assert [3] == counts(["a", "b", "c"], requests=3)
    assert [3, 1] == counts(["a", "b", "c", "d"], requests=3)
    two = 2 * (OVERHEAD + 5)
    assert [2] == counts(["x" * 5] * 2, size=two)
    assert [1, 1] == counts(["x" * 5] * 2, size=two - 1)
    assert [1] == counts(["x" * 5], size=OVERHEAD + 5)
    with pytest.raises(InvalidRequest, match=rf"items\[0\]: {OVERHEAD + 6} bytes, and a whole batch may have"):
        counts(["x" * 6, "x"], size=OVERHEAD + 5)


def test_an_item_keeps_its_number(tmp_path: Path) -> None:
    """Whatever was wrong with those before it."""

    def refuse() -> Ask:
        raise NotSupported(unsupported=["this"])

    def wrong() -> Ask:
        raise InvalidRequest("bad")

    with pytest.raises(InvalidRequest) as caught:
        batching().spool([(None, wrong), (None, lambda: ask("")), (None, refuse), (None, wrong)], tmp_path)
    assert ("items[0]: bad", "items[3]: bad", "not supported: this") == caught.value.faults


def test_very_many_wrong_items(tmp_path: Path) -> None:
    """The first are named, and how many more there are."""

    def wrong() -> Ask:
        raise InvalidRequest("bad")

    with pytest.raises(InvalidRequest) as caught:
        batching().spool(((None, wrong) for _ in range(1000)), tmp_path)
    assert FAULTS + 1 == len(caught.value.faults)
    assert f"and {1000 - FAULTS} more" == caught.value.faults[-1]


@pytest.mark.parametrize(
    ("ids", "faults"),
    [
        (["é\u2028\0", "genai-0-3", "n-1", "1"], []),
        (["a", "b", "a"], ["items['a']: this id was there before"]),
        (["a", None], ["items[1]: has no id, and others have one"]),
        ([None, "a"], ["items['a']: has an id, and others have none"]),
        ([1, "b"], ["items[1]: an id is a text that is not empty, not 1"]),
        (["", "b"], ["items['']: an id is a text that is not empty, not ''"]),
        (["\ud800"], ["items['\\ud800']: an id is a text that can be written"]),
    ],
)
def test_ids(tmp_path: Path, ids: list[Any], faults: list[str]) -> None:
    """Any text is an id; two of a kind, none beside some, and what no token could hold are faults."""
    try:
        done = batching().spool(((id_, lambda: ask("")) for id_ in ids), tmp_path)
        found, kept = [], [*done.ids]
    except InvalidRequest as error:
        found, kept = [*error.faults], ids
    assert len(faults) == len(found)
    assert all(one.startswith(fault) for fault, one in zip(faults, found, strict=True))
    assert ids == kept


def test_a_source_that_breaks(tmp_path: Path) -> None:
    """Its own error comes out, and no file stays open."""

    def broken() -> Iterator[Any]:
        yield None, lambda: ask("")
        raise ZeroDivisionError

    spool = Spool(batching(), tmp_path, NAME)
    with pytest.raises(ZeroDivisionError):
        [*spool.fill(broken())]
    assert spool._file.closed


def test_many_items_in_little_memory(tmp_path: Path) -> None:
    """Items go to disk as they come, and their number is nowhere in memory."""

    def peak(count: int) -> int:
        tracemalloc.start()
        done = spooled((f"question {number}" for number in range(count)), tmp_path, requests=12_000, size=10**9)
        assert count == sum(lines.count for lines in done.lines)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(10)
    assert peak(20_000) < 500_000
