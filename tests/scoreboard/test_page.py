"""The page: its table, its evidence, and that nothing which was recorded can get out of its place."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from scoreboard.cassettes import chat, scored, write
from scoreboard.test_exhibits import OWN
from scoreboard.test_values import EVIDENCE, scenario

from genai import providers, scoreboard
from genai.scoreboard import recordings
from genai.scoreboard.columns import GROUPS, Row, columns, rows
from genai.scoreboard.page import MARKS, PROVENANCES, page
from genai.scoreboard.values import FUNCTIONS, MODALITIES, OUTPUTS, TRISTATES, Evidence, Functionality, Score
from genai.scoreboard.values import PROVENANCES as KNOWN
from genai.testing.scrub import Scrubber

Attributes: TypeAlias = dict[str, str | None]


class Parsed(HTMLParser):
    """A page's elements, each with its attributes and its own text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes, list[str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.elements.append((tag, dict(attrs), []))

    def handle_endtag(self, tag: str) -> None:
        """What follows is the text of no element that is looked at."""
        self.elements.append((f"/{tag}", {}, []))

    def handle_data(self, data: str) -> None:
        """The text belongs to the last one that began."""
        if self.elements:
            self.elements[-1][2].append(data)

    def all(self, tag: str) -> list[tuple[Attributes, str]]:
        """The elements of a name."""
        return [(attributes, "".join(text)) for name, attributes, text in self.elements if name == tag]

    @property
    def data(self) -> Any:
        """What the script gets."""
        return next(json.loads(text) for attributes, text in self.all("script") if attributes.get("id") == "data")


@cache
def whole() -> str:
    """The page of all providers, with our own recordings."""
    return page([scoreboard.load(name) for name in providers.names()], recordings.of(OWN))


@cache
def parsed() -> Parsed:
    """That page, parsed."""
    return Parsed(whole())


def all_rows() -> list[Row]:
    """All that the page of all providers has to show."""
    return [row for name in providers.names() for row in rows(scoreboard.load(name))]


def test_every_cell_has_one_column() -> None:
    """All functions, and all modalities on both sides; each with a meaning."""
    sides = [f"{side}.{kind}" for side, kinds in (("input", MODALITIES), ("output", OUTPUTS)) for kind in kinds]

    assert sorted([*FUNCTIONS, *sides]) == sorted(column.key for column in columns())
    assert [] == [column.key for column in columns() if not column.about]
    assert list(GROUPS) == list(dict.fromkeys(column.group for column in columns()))


def test_every_word_of_the_values_has_one_here() -> None:
    """States differ in sign as well as in colour; every provenance is explained."""
    assert set(TRISTATES) == set(MARKS)
    assert [len(TRISTATES)] * 2 == [len(set(held)) for held in zip(*MARKS.values(), strict=True)]
    assert set(KNOWN) == set(PROVENANCES)


def test_the_page_loads_nothing() -> None:
    """No address but those of links, which the script makes of the data."""
    loading = {"src", "href", "srcset", "action", "formaction", "data", "poster", "background", "style"}
    found = [(tag, name) for tag, attributes, _ in parsed().elements for name in loading & set(attributes)]
    style = "".join(text for _, text in parsed().all("style"))

    assert [] == found
    assert [] == re.findall(r"url\(|@import|@font-face", style)
    assert ["data", None] == [attributes.get("id") for attributes, _ in parsed().all("script")]
    assert [] == [name for _, attributes, _ in parsed().elements for name in attributes if name.startswith("on")]


def test_the_policy_allows_its_own_style_and_script_alone() -> None:
    """By their digests: whatever else gets into the page does not run."""
    policies = [a["content"] for a, _ in parsed().all("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    (style,) = [text for _, text in parsed().all("style")]
    script = parsed().all("script")[-1][1]
    digests = [f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in (style, script)]

    assert [
        f"default-src 'none'; style-src {digests[0]}; script-src {digests[1]}; base-uri 'none'; form-action 'none'"
    ] == policies


def test_the_table_is_one() -> None:
    """A grid with headers that say what they are of, and as many cells in each row."""
    cells = [tag for tag, attributes, _ in parsed().elements if tag in ("tr", "td", "th")]
    widths = [len(row.split()) for row in " ".join(cells).split("tr")[3:]]
    scopes = [attributes["scope"] for attributes, _ in parsed().all("th")]
    shown = len(all_rows())

    assert ["grid"] == [attributes["role"] for attributes, _ in parsed().all("table")]
    assert [scopes.count("col")] * shown == widths
    assert shown == scopes.count("row")
    assert sum(any(row.state(key) != "untested" for row in all_rows()) for key in keys()) + 4 == scopes.count("col")


def keys() -> list[str]:
    """The columns' keys."""
    return [column.key for column in columns()]


def test_cells_say_what_the_scoreboards_say() -> None:
    """Each with its sign, its class and its word."""
    used = [column["key"] for column in parsed().data["columns"]]
    expected = [MARKS[row.state(key)] for row in all_rows() for key in used]
    shown = [(a["class"], text) for a, text in parsed().all("td") if a.get("aria-label")]

    assert expected == [((kind or "").split()[0], sign.strip()) for kind, sign in shown]


def test_what_is_not_there_is_told() -> None:
    """Providers of whom nothing was observed, and capabilities of which no answer tells."""
    told = [text for _, text in parsed().all("dd")]
    empty = [name for name in providers.names() if not scoreboard.load(name).scenarios]

    assert ", ".join(empty) == told[0]
    assert "Begun elsewhere" in told[1]


def test_an_emulator_is_not_counted_and_is_marked() -> None:
    """It is no model's word."""
    emulated = Evidence(provenance="emulator", source="x 1.0", answers=5)
    scenarios = scenario("a", sync=Functionality(json="true")), scenario("e", evidence=emulated)
    shown = Parsed(page([Score(provider="groq", scenarios=scenarios)]))
    tags = [
        (attributes["class"], text)
        for attributes, text in shown.all("span")
        if "tag" in (attributes.get("class") or "")
    ]

    assert ["1", "1", str(EVIDENCE.answers)] == [text for _, text in shown.all("b")][:3]
    assert [("tag corpus", "corpus"), ("tag emulator", "emulator"), ("tag emulator", "emulator")] == tags
    assert ["emulator"] == shown.data["made"][:1]


HOSTILE = "</script><script>document.title='hacked'</script><!-- <img src=x onerror=alert(1)> \u2028 &"


LONE = "\ud83d"
"""A half of a character, which JSON can say and UTF-8 cannot."""


def hostile(tmp_path: Path) -> str:
    """A page with an answer, a question and a model that would like to be markup."""
    folder = write(tmp_path, "text", chat(HOSTILE), model="<b>m</b>\"'", asked=HOSTILE + LONE)
    return page([scored(folder)], recordings.of(folder))


def test_an_answer_stays_data(tmp_path: Path) -> None:
    """It cannot end the element that it is in; and it is there, as it was recorded."""
    text = hostile(tmp_path)
    shown = Parsed(text)
    (exhibit, *_) = shown.data["exhibits"]

    text.encode()
    assert 2 == len(shown.all("script"))
    assert [] == shown.all("img") + shown.all("i")
    assert (HOSTILE + LONE, HOSTILE) == (exhibit["question"], exhibit["answer"])
    assert ["<b>m</b>\"'"] == [text for attributes, text in shown.all("span") if attributes.get("class") == "model"]


def test_no_secret_reaches_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither one of the recordings, nor one of the environment; and the search does find one that is there."""
    key = "sk-" + "a1B2" * 10
    monkeypatch.setenv("OPENAI_API_KEY", key)
    text = page([scoreboard.load("openairesponses")], recordings.of(OWN))
    scrubber = Scrubber(secrets=(key,))

    assert [] == scrubber.left(text)
    assert [] == Scrubber().left(whole())
    assert ["secret 1", "sk-a1B... (looks like a key)"] == scrubber.left(text.replace("Scoreboard", key, 1))


def test_the_page_is_the_same_again() -> None:
    """Byte for byte."""
    assert whole() == page([scoreboard.load(name) for name in providers.names()], recordings.of(OWN))


def test_without_recordings_the_table_is_the_same() -> None:
    """Only the exhibits are missing."""
    bare = Parsed(page([scoreboard.load(name) for name in providers.names()]))

    assert parsed().all("td") == bare.all("td")
    assert ([], {}) == (bare.data["exhibits"], bare.data["rows"][0]["exhibits"])
