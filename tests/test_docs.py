"""README's table and the pages in docs/ that are made from the code are up to date, and claim no more than was seen."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from attrs import fields

from genai import providers
from genai.capabilities import Capabilities
from genai.scoreboard import Evidence, Functionality, ModalCapability, Modalities, Scenario, Score

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))
made: Any = importlib.import_module("document_providers")
sys.path.pop(0)


@pytest.fixture(scope="module")
def files() -> dict[Path, str]:
    """Every file that the tool writes, made anew."""
    written: dict[Path, str] = made.written()
    return written


def scenario(provenance: str, *, image: str = "untested", stream: str = "untested", **cells: Any) -> Scenario:
    """A scenario with its evidence, in which a text was answered."""
    text, picture = ModalCapability(inline="true"), ModalCapability(inline=image)  # type: ignore[arg-type]
    return Scenario(
        models=(f"{provenance}-1",),
        input=Modalities(text=text, image=picture),
        output=Modalities(text=text),
        sync=Functionality(**cells),
        stream=Functionality(json=stream),  # type: ignore[arg-type]
        evidence=Evidence(provenance=provenance, source="somebody", answers=3),
    )


def row(*scenarios: Scenario) -> dict[str, str]:
    """The marks of a score, by column, and whose word they are."""
    chosen, voices = made.heard(Score(provider="x", scenarios=scenarios))
    return {**dict(zip(made.SEEN_HEADS, made.marks(chosen), strict=True)), "seen in": voices}


def test_nothing_is_stale(files: dict[Path, str]) -> None:
    """README's table, docs/providers.md and each provider's page are as ``make docs`` would write them."""
    assert [] == made.stale(files), "run make docs"


def test_each_provider_has_its_row_and_its_page(files: dict[Path, str]) -> None:
    """README has a row for every provider, sorted, which leads to its page."""
    table = files[made.README].partition(made.BEGIN)[2].partition(made.END)[0]
    links = [part.partition(")")[0] for part in table.split("](")[1:]]

    assert [f"docs/providers/{name}.md" for name in providers.names()] == links
    assert {ROOT / link for link in links} <= set(files)


def test_a_stale_file_is_named(files: dict[Path, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file that is not as it would be written, one that is missing, and a page without a provider are told."""
    monkeypatch.setattr(made, "ROOT", tmp_path)
    monkeypatch.setattr(made, "PAGES", tmp_path)
    for name, text in {"same.md": "new", "old.md": "old", "gone.md": "new"}.items():
        (tmp_path / name).write_text(text, "utf-8")
    wanted = {tmp_path / name: "new" for name in ("same.md", "old.md", "missing.md")}

    assert ["gone.md", "missing.md", "old.md"] == made.stale(wanted)


def test_what_another_tool_wrote_is_kept(files: dict[Path, str]) -> None:
    """The names of the raw API stay below the mark."""
    page = files[made.PAGES / "openairesponses.md"]

    assert [1, 1] == [page.count(made.NAMES), page.count("# OpenAI Responses: every name")]


def test_true_false_flaky_and_untested_are_told_apart() -> None:
    """Each state has its own mark, and of several models the best one counts."""
    seen = row(
        scenario("corpus", tools="true", json_schema="flaky", web_search="false", image="false"),
        scenario("live", tools="false", json_schema="false"),
    )

    assert ("✅", "💨", "❌", "·") == (seen["tools"], seen["JSON schema"], seen["web search"], seen["citations"])
    assert ("image ❌", "·", "corpus, live") == (seen["in"], seen["out"], seen["seen in"])


def test_a_stream_counts_only_when_one_was_seen() -> None:
    """Text that came at once does not say that it comes in fragments."""
    assert ("✅", "·") == (row(scenario("corpus"))["text"], row(scenario("corpus"))["stream"])
    assert "✅" == row(scenario("corpus", stream="true"))["stream"]


@pytest.mark.parametrize(
    ("voices", "tools", "said"),
    [
        (("corpus", "emulator"), "❌", "corpus (also emulator)"),
        (("corpus", "server", "emulator"), "❌", "corpus (also server, emulator)"),
        (("server", "emulator"), "❌", "server (also emulator)"),
        (("emulator", "composed"), "❌", "emulator (also composed)"),
    ],
)
def test_nobody_takes_an_emulators_word_for_a_providers(voices: tuple[str, ...], tools: str, said: str) -> None:
    """The marks are those of the best voice alone, whatever the others show."""
    best, *others = voices
    seen = row(scenario(best, tools="false"), *(scenario(voice, tools="true") for voice in others))

    assert (tools, said) == (seen["tools"], seen["seen in"])


def test_without_recordings_nothing_is_claimed(files: dict[Path, str]) -> None:
    """A provider without any says so, in its row and on its page."""
    (line,) = [line for line in files[made.README].splitlines() if line.startswith("| [openaicompatible]")]

    assert {"", "no recordings"} == {cell.strip() for cell in line.strip("|").split("|")[1:]}
    assert "No recordings" in files[made.PAGES / "openaicompatible.md"]


def test_every_promise_has_its_words() -> None:
    """A page can name all that a package can promise."""
    assert {field.name for field in fields(Capabilities)} == set(made.PROMISES)


def test_a_page_has_what_its_class_says(files: dict[Path, str]) -> None:
    """A provider's own options stand there with their types and their texts."""
    page = files[made.PAGES / "deepseek.md"]

    assert '| `thinking` | `str` | ``"enabled"`` (the default of the models of today)' in page


def test_a_page_has_its_scenarios_with_their_evidence(files: dict[Path, str]) -> None:
    """Each scenario stands on its provider's page, and says whose answers it rests on."""
    page = files[made.PAGES / "llamacpp.md"]

    assert 2 == page.count("\nserver: llama-server")
    assert 2 == page.count("\ncorpus: maruel/genai")
