"""The page in a real browser: Chromium without a window, driven by playwright.

CONTRIBUTING.md says what it needs; without, these tests are skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scoreboard.test_page import HOSTILE, all_rows, hostile, whole

from genai.scoreboard.page import MADE

NAMES = ("chromium", "chromium-browser", "google-chrome")
DESK, PHONE = {"width": 1400, "height": 900}, {"width": 390, "height": 844}
REAL = [row for row in all_rows() if row.scenario.evidence and row.scenario.evidence.provenance not in MADE]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is missing: pip install '.[browser]'")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is on the path")
    with driver.sync_playwright() as play:
        # Its sandbox needs a user that is not root, as CI has it in a container; the page is our own.
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def look(chromium: Any, tmp_path: Path) -> Iterator[Any]:
    """``look(html)`` opens a page, and notes what it asks for (``asked``) and what goes wrong in it (``said``)."""
    opened = []

    def look(html: str, *, viewport: dict[str, int] = DESK, dark: bool = False) -> Any:
        context = chromium.new_context(viewport=viewport, color_scheme="dark" if dark else "light")
        opened.append(context)
        tab = context.new_page()
        tab.asked, tab.said = [], []
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.on("console", lambda message: tab.said.append(message.text))
        tab.on("pageerror", lambda error: tab.said.append(str(error)))
        (tmp_path / "page.html").write_text(html, "utf-8")
        tab.goto((tmp_path / "page.html").as_uri())
        return tab

    yield look
    for context in opened:
        context.close()


def models(tab: Any) -> list[str]:
    """The models of the rows that are in sight, from above."""
    found: list[str] = tab.locator("tbody tr:visible .model").all_text_contents()
    return found


def focused(tab: Any) -> list[int]:
    """Row and column of the cell that has the focus; the header is row 1."""
    found: list[int] = tab.evaluate(
        "(() => { const cell = document.activeElement.closest('th, td');"
        " return [cell.parentElement.rowIndex, cell.cellIndex]; })()"
    )
    return found


def test_it_asks_for_nothing_and_complains_of_nothing(look: Any) -> None:
    """One file, no errors, nothing that its policy refuses; emulators are left out at first."""
    tab = look(whole())

    assert [tab.url] == tab.asked
    assert [] == tab.said
    assert [row.scenario.models[0] for row in REAL] == models(tab)
    assert f"{len(REAL)} of {len(all_rows())} rows" in tab.inner_text("#shown")


def test_filters_leave_what_has_all_of_it(look: Any) -> None:
    """Several capabilities, a mode, a text, a place; the numbers count what is left; reset undoes it."""
    tab = look(whole())
    tab.click("summary")
    tab.locator("[name=can][value=json_schema]").check()
    tab.locator("[name=can][value='input.image']").check()
    tab.select_option("[name=mode]", "stream")
    wanted = [
        row
        for row in REAL
        if row.mode == "stream" and {"true"} == {row.state(k) for k in ("json_schema", "input.image")}
    ]

    assert wanted
    assert [row.scenario.models[0] for row in wanted] == models(tab)
    assert "Input: images, JSON schema" == tab.inner_text("#chosen")
    assert str(sum(row.state("seed") == "true" for row in wanted)) == tab.inner_text("[data-key=seed] .count")

    tab.fill("[name=text]", "nobody has this name")
    assert [] == models(tab)
    assert tab.is_visible("#none")

    tab.click("[type=reset]")
    tab.wait_for_selector("#none", state="hidden")
    tab.select_option("[name=place]", "your own machine")
    tab.select_option("[name=provenance]", "emulator")
    local = ("llamacpp", "ollama", "lmstudio", "sglang", "vllm", "litellm")
    emulated = [r for r in all_rows() if r.provider in local and r not in REAL]
    assert [row.scenario.models[0] for row in emulated] == models(tab)


def test_a_column_sorts(look: Any) -> None:
    """The best first, then the worst, then as it was; and the header says so."""
    tab = look(whole())
    head = tab.locator("[data-key=answers]")
    before, turns = models(tab), []
    for _ in range(3):
        head.locator("button").click()
        turns.append((head.get_attribute("aria-sort"), models(tab)))
    answers = lambda row: row.scenario.evidence.answers  # noqa: E731  a key for two sorts

    assert [
        ("descending", [row.scenario.models[0] for row in sorted(REAL, key=answers, reverse=True)]),
        ("ascending", [row.scenario.models[0] for row in sorted(REAL, key=answers)]),
        ("none", before),
    ] == turns


def test_a_state_sorts_the_seen_ones_first(look: Any) -> None:
    """Seen, flaky, not seen, untested."""
    tab = look(whole())
    tab.click("[data-key=tools] button")
    at = tab.evaluate("document.querySelector('[data-key=tools]').cellIndex")
    signs = tab.locator(f"tbody tr:visible > :nth-child({at + 1})").all_text_contents()

    assert sorted(signs, key="✓~✕·".index) == signs
    assert {"✓", "~", "·"} <= set(signs)


def test_the_keyboard_does_it_all(look: Any) -> None:
    """One stop of the tab key; arrows, Home and End move; Enter opens, Esc closes and gives the focus back."""
    tab = look(whole())
    last = tab.evaluate("document.querySelector('tbody tr').cells.length") - 1
    first = tab.evaluate("[...document.querySelectorAll('tbody tr')].find((row) => !row.hidden).rowIndex")
    tab.focus("[type=reset]")
    tab.keyboard.press("Tab")
    places = [focused(tab)]
    for key in (
        "ArrowRight",
        "ArrowRight",
        "ArrowLeft",
        "End",
        "Home",
        "ArrowUp",
        "ArrowDown",
        "ArrowRight",
        "ArrowRight",
    ):
        tab.keyboard.press(key)
        places.append(focused(tab))

    assert [[first, 0], [first, 1], [first, 2], [first, 1], [first, last], [first, 0], [1, 0]] == places[:7]
    assert [first, 2] == places[-1]
    assert "solid" == tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")

    tab.keyboard.press("Enter")
    assert "Input: text" == tab.inner_text("#subject")
    assert "Close" == tab.evaluate("document.activeElement.textContent")
    tab.keyboard.press("Escape")
    assert not tab.is_visible("dialog")
    assert [first, 2] == focused(tab)

    tab.keyboard.press("Control+End")
    assert REAL[-1].scenario.models[0] == tab.evaluate(
        "document.activeElement.parentElement.querySelector('.model').textContent"
    )
    tab.keyboard.press("Control+Home")
    assert [1, 0] == focused(tab)
    tab.keyboard.press("Enter")
    assert "ascending" == tab.get_attribute("[data-key=model]", "aria-sort")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('table') === null")


def test_a_cell_opens_its_evidence(look: Any) -> None:
    """Whose word it is; the question and the answer where they are at hand; where not, that they are not."""
    tab = look(whole())
    tab.fill("[name=text]", "llamacpp tiny")
    tab.locator("tbody tr:visible td.t").first.click()
    opened = tab.inner_text("dialog")
    for words in ("Input: text", "Seen", "server: a real inference server", "2026-11-21", "Asked", "Answered"):
        assert words in opened
    tab.locator(".exhibit summary").first.click()
    assert tab.inner_text("pre >> nth=0").startswith("POST /")
    tab.keyboard.press("Escape")

    tab.fill("[name=text]", "claude-opus")
    tab.locator("tbody tr:visible td.t").first.click()
    assert "It is among the public recordings of maruel/genai." in tab.inner_text("dialog")
    tab.keyboard.press("Escape")
    tab.locator("tbody tr:visible th").first.click()
    assert "https://" in tab.get_attribute("dialog a >> nth=0", "href")


def test_what_was_recorded_is_text(look: Any, tmp_path: Path) -> None:
    """An answer that would like to be a script is read, and not run."""
    tab = look(hostile(tmp_path))
    tab.locator("tbody td.t").first.click()
    answers = tab.locator(".answer").first.text_content()

    assert f"Answered{HOSTILE}" == answers
    assert "Scoreboard of genai" == tab.title()
    assert 0 == tab.locator("img").count() + tab.locator("dialog script").count()
    assert [] == tab.said


def test_a_phone_shows_all_of_it(look: Any) -> None:
    """The page is as wide as the phone; the table scrolls to its last cell, beside the models; a cell opens as well."""
    tab = look(whole(), viewport=PHONE)
    wide = "document.documentElement.scrollWidth"
    assert 390 == tab.evaluate(wide)

    tab.locator("tbody tr:visible td.t").first.click()
    tab.keyboard.press("Escape")
    tab.keyboard.press("End")
    box = tab.evaluate("(({left, right}) => [left, right])(document.activeElement.getBoundingClientRect())")
    assert 0 <= box[0]
    assert box[1] <= 390
    first, frame = (tab.locator(place).first.bounding_box() for place in ("tbody tr:visible th", "#frame"))
    assert frame["x"] + 1 == first["x"]

    tab.fill("[name=text]", "llamacpp tiny")
    tab.locator("tbody tr:visible td.t").first.click()
    tab.locator(".exhibit summary").first.click()
    assert 390 == tab.evaluate(wide)
    assert tab.evaluate("document.querySelector('dialog').scrollWidth") <= 390


def luminance(colour: str) -> float:
    """Of ``rgb(1, 2, 3)``, as WCAG reckons it."""
    parts = [int(part) / 255 for part in colour[4:-1].split(",")]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_signs_and_words_can_be_read(look: Any, dark: bool) -> None:
    """In both schemes: text with a contrast of 4.5, and the dot of what is untested with 3."""
    tab = look(whole(), dark=dark)
    paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    pairs = tab.evaluate(
        "[...document.querySelectorAll('.mark.t, .mark.k, .mark.f')].map((one) => getComputedStyle(one))"
        ".map((style) => [style.color, style.backgroundColor])"
    )
    colour = "(one) => getComputedStyle(document.querySelector(one)).color"
    pairs += [[tab.evaluate(colour, one), paper] for one in ("body", ".provider", "#shown", ".legend")]
    dot = [tab.evaluate(colour, ".mark.u"), paper]

    assert dark is (luminance(paper) < 0.1)
    assert [] == [pair for pair in pairs if contrast(*pair) < 4.5]
    assert contrast(*dot) > 3


def contrast(one: str, other: str) -> float:
    """Of two colours, as WCAG reckons it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
