"""Exhibits: which recorded answers stand behind a cell, and how they are shortened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scoreboard.cassettes import chat, scored, write

from genai import providers, scoreboard
from genai.scoreboard import exhibits, recordings
from genai.scoreboard.columns import columns, rows
from genai.scoreboard.values import Score

OWN = Path(__file__).resolve().parents[2] / "testdata" / "cassettes"


def test_an_exhibit_says_what_its_cell_says(tmp_path: Path) -> None:
    """The question and the answer in words, and what went over the wire."""
    folder = write(tmp_path, "text", chat("Hello.", prompt_tokens=3, completion_tokens=2))
    found = exhibits.exhibits(scored(folder), recordings.of(folder))
    (shown,) = found[0, "sync", "input.text"]

    assert ("text", "sync", "true", "Hi!", "Hello.") == (
        shown.check,
        shown.mode,
        shown.state,
        shown.question,
        shown.answer,
    )
    ((asked, answered),) = shown.exchanges
    assert asked.startswith("POST /v1/chat/completions\n{")
    assert '"content": "Hello."' in answered
    assert ["true"] == [one.state for one in found[0, "sync", "report_token_usage"]]
    assert (0, "sync", "seed") not in found


def test_beside_a_flaky_cell_stand_both_kinds(tmp_path: Path) -> None:
    """The first one that shows it, and the first one that does not."""
    write(tmp_path, "text", chat("Hello.", prompt_tokens=3, completion_tokens=2))
    folder = write(tmp_path, "json_object", chat('{"name": "Ada", "age": 36}'))
    found = exhibits.exhibits(scored(folder), recordings.of(folder))

    assert {"true", "false"} == {one.state for one in found[0, "sync", "report_token_usage"]}


def test_recordings_of_another_model_stand_behind_no_cell(tmp_path: Path) -> None:
    """Nor those that were written by hand."""
    score = scored(write(tmp_path / "one", "text", chat("Hello.")))
    other = write(tmp_path / "other", "text", chat("Hello."), model="other")
    composed = write(tmp_path / "composed", "text", chat("Hello."), provenance="composed")

    assert [{}, {}] == [exhibits.exhibits(score, recordings.of(folder)) for folder in (other, composed)]


def test_every_cell_of_our_own_recordings_has_its_exhibits() -> None:
    """Whatever was observed of a server or an emulator, the repository shows; and each says what the cell says."""
    recorded = recordings.of(OWN)
    shown = [cell for name in providers.names() for cell in shown_of(scoreboard.load(name), recorded)]

    assert [] == [cell for cell, state, told in shown if told != ({state} if state != "flaky" else {"true", "false"})]
    assert len(shown) > 100


def shown_of(score: Score, recorded: list[recordings.Recorded]) -> Iterator[tuple[tuple[Any, ...], str, set[str]]]:
    """Each cell with evidence of ours: which it is, what it says, and what its exhibits say."""
    found = exhibits.exhibits(score, recorded)
    for row in rows(score):
        evidence = row.scenario.evidence
        for key in [column.key for column in columns() if row.state(column.key) != "untested"]:
            if evidence is not None and evidence.provenance in ("server", "emulator"):
                place = score.scenarios.index(row.scenario), row.mode, key
                yield (score.provider, *place), row.state(key), {one.state for one in found.get(place, ())}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"a": 1}', '{\n "a": 1\n}'),
        (b"", ""),
        (b"data: 1\n\ndata: 2\n", "data: 1\ndata: 2"),
        (b"\x00\x01", "(2 bytes)"),
        (b"\xff\xd8", "(2 bytes)"),
        (b"x\n" * 14, "x\n" * 12 + "… (2 more lines)"),
    ],
    ids=["JSON", "nothing", "a stream", "zeros", "no text", "many lines"],
)
def test_a_body_is_readable(body: bytes, expected: str) -> None:
    """JSON is indented, of a stream the first lines stand, of bytes their number."""
    assert expected == exhibits.readable(body)


def test_what_is_long_is_shortened() -> None:
    """Strings, lists and whole bodies; each says how much there was."""
    long = exhibits.brief({"a": "x" * 200, "b": [1] * 9, "c": {"d": "x" * 160}})

    assert {"a": "x" * 160 + "… (200 characters)", "b": [1] * 6 + ["… (3 more)"], "c": {"d": "x" * 160}} == long
    assert exhibits.BODY == len(exhibits.readable(json.dumps({str(n): n for n in range(999)}).encode()))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"messages": [{"role": "user", "content": "Hi"}], "model": "m"}, ["Hi"]),
        ({"input": [{"content": [{"type": "input_text", "text": "Hi"}]}]}, ["Hi"]),
        ({"contents": [{"parts": [{"text": "Hi"}, {"inlineData": {"data": "AAAA"}}]}]}, ["Hi"]),
        ({"prompt": "Draw."}, ["Draw."]),
        (None, []),
    ],
    ids=["chat", "responses", "gemini", "pictures", "no JSON"],
)
def test_what_is_asked_is_read_from_any_wire(body: Any, expected: list[str]) -> None:
    """The words, and nothing of files and options."""
    assert expected == list(exhibits.spoken(body))
