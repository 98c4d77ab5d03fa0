"""``genai scoreboard check``, and the functions beneath."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner, Result
from scoreboard.test_compute import CASSETTES, RECORDED
from scoreboard.test_values import scenario

from genai import scoreboard
from genai.cli.app import app
from genai.scoreboard import recordings
from genai.scoreboard.values import Functionality, Score
from genai.scoreboard.verify import differences, strangers, stray, verified, verify

pytestmark = pytest.mark.misfit  # what is asked here is asked of models that may not know it


@pytest.fixture
def cli() -> Callable[..., Result]:
    """``cli("show")`` gives exit code, stdout and stderr."""
    return lambda *arguments: CliRunner().invoke(app, ["scoreboard", *map(str, arguments)])


def test_all_is_as_recorded() -> None:
    """Every scoreboard, every cassette: no faults, and what has no recordings is counted apart."""
    found = verify(RECORDED)
    stored = [one for name in genai_names() for one in scoreboard.load(name).scenarios if one.evidence]

    assert () == found.faults
    assert len(stored) == found.checked + found.absent
    assert found.checked >= 4


def genai_names() -> tuple[str, ...]:
    """All providers."""
    from genai import providers

    return providers.names()


def test_without_recordings_nothing_is_checked() -> None:
    """And nothing is wrong."""
    found = verify((), ["groq", "mistral"])

    assert (0, 4, ()) == (found.checked, found.absent, found.faults)


def test_differences_are_told_by_cell() -> None:
    """What the file says, and what was recorded; scenarios that are only in one of the two."""
    a, b = scenario("a", sync=Functionality(json="true")), scenario("a", sync=Functionality(seed="true"))
    old, new = Score(provider="x", scenarios=(a, scenario("gone"))), Score(provider="x", scenarios=(b, scenario("new")))

    assert [
        "gone: no recording shows it",
        "new: recorded, and not in the file",
        "a: sync.json: true, recorded: untested; sync.seed: untested, recorded: true",
    ] == differences(old, new)
    assert [] == differences(old, old)


def test_a_changed_file_is_found() -> None:
    """A cell that the recordings do not show."""
    stored = scoreboard.load("openairesponses")
    (tiny,) = [one for one in stored.scenarios if one.models == ("tiny",)]
    assert tiny.sync is not None
    changed = evolve(tiny, sync=evolve(tiny.sync, json="true"))
    wrong = evolve(stored, scenarios=(changed,))
    own = [one for one in recordings.of(CASSETTES) if one.provider == "openairesponses"]

    assert any("tiny with thoughts: sync.json: true, recorded: false" in one for one in verified(wrong, own).faults)


def test_orphans_and_doubles(tmp_path: Path) -> None:
    """A provider, a check or a place that is none; and the same check twice."""
    good = CASSETTES / "openairesponses" / "tiny" / "sync" / "text.yaml"
    text = good.read_text("utf-8")
    for place, changed in {
        "openairesponses/tiny/sync/text.yaml": text,
        "openairesponses/again/sync/text.yaml": text,
        "openairesponses/tiny/stream/other.yaml": text.replace("model: tiny", "model: moved"),
        "nobody/tiny/sync/text.yaml": text.replace("provider: openairesponses", "provider: nobody"),
        "openairesponses/odd/sync/text.yaml": text.replace("check: text", "check: dancing").replace(": tiny", ": odd"),
    }.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(changed, "utf-8")
    (tmp_path / "note.yaml").write_text("not: a cassette", "utf-8")
    faults = "\n".join(stray(recordings.of(tmp_path)))

    for fault in (
        "nobody/tiny/sync/text.yaml: an orphan: no provider nobody",
        "an orphan: no check dancing",
        "openairesponses/tiny/stream/other.yaml: an orphan: no place of sync/text",
        "openairesponses/tiny/sync/text: opened 2 times",
    ):
        assert fault in faults
    assert 5 == len(faults.splitlines())
    assert [True] == [fault.endswith("note.yaml: an orphan: no cassette") for fault in strangers(tmp_path)]


def test_a_cassette_that_nobody_plays(tmp_path: Path) -> None:
    """Its check asks for less than it holds: some of it belongs to nobody."""
    good = CASSETTES / "openairesponses" / "tiny" / "sync" / "text.yaml"
    head, _, interactions = good.read_text("utf-8").partition("interactions:\n")
    place = tmp_path / "openairesponses" / "tiny" / "sync"
    place.mkdir(parents=True)
    (place / "text.yaml").write_text(f"{head}interactions:\n{interactions}{interactions}", "utf-8")
    faults = verified(Score(provider="openairesponses"), recordings.of(tmp_path)).faults

    assert "openairesponses/tiny/sync/text.yaml: 1 of 2 exchanges are asked for" in faults


def test_the_command(cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts, and fails on a fault."""
    monkeypatch.delenv("GENAI_CORPUS", raising=False)
    ran = cli("check", "--cassettes", CASSETTES)
    assert (0, True) == (ran.exit_code, "could not be: no recordings at hand" in ran.stdout)

    for model in ("one", "two"):
        shutil.copytree(CASSETTES / "openairesponses" / "tiny", tmp_path / "openairesponses" / model)
    ran = cli("check", "--cassettes", tmp_path, "-p", "openai")
    assert 1 == ran.exit_code
    assert "opened 2 times" in ran.stdout

    (tmp_path / "stray").mkdir()
    (tmp_path / "stray" / "note.yaml").write_text("not: a cassette", "utf-8")
    ran = cli("check", "--cassettes", tmp_path / "stray", "-p", "groq")
    assert (1, True) == (ran.exit_code, "an orphan: no cassette" in ran.stdout)


def test_run_from_recordings(cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It shows what it computed, and writes it when asked."""
    written: list[Any] = []
    monkeypatch.setattr("genai.scoreboard.files.write", lambda score, path: not written.append((score, path.name)))  # type: ignore[func-returns-value]
    ran = cli("run", "-p", "openai", "-m", "tiny", "--cassettes", CASSETTES)
    assert (0, []) == (ran.exit_code, written)
    assert "tiny (thinks)\tsync\tmax_tokens\ttrue" in ran.stdout

    ran = cli("run", "-p", "openai", "--cassettes", CASSETTES, "--write")
    assert [(scoreboard.load("openai"), "scoreboard.json")] == written
    assert "(scoreboard.json is new)" in ran.stderr
    assert 1 == cli("run", "-p", "groq", "--cassettes", CASSETTES).exit_code
    assert 2 == cli("run", "-p", "groq").exit_code
    assert 2 == cli("run", "-p", "groq", "--live", "--cassettes", CASSETTES).exit_code


def test_show(cli: Callable[..., Result]) -> None:
    """As a table, as JSON, as Markdown; of one provider or of all."""
    assert "openai/gpt-oss-120b (thinks)\tsync\tjson\ttrue" in cli("show", "-p", "groq").stdout
    assert cli("groq").stdout == cli("show", "-p", "groq").stdout
    assert scoreboard.load("groq") == Score.from_json(cli("groq", "--json").stdout)
    assert "| openai/gpt-oss-120b (thinks) | sync | text | text |" in cli("groq", "--md").stdout
    assert "* openai/gpt-oss-120b (thinks): corpus: maruel/genai, " in cli("groq", "--md").stdout
    assert "== mistral ==" in cli("show").stdout
    assert "## mistral" in cli("show", "--md").stdout
    assert len(genai_names()) == len(cli("show", "--json").stdout.splitlines())
    assert 2 == cli("groq", "--md", "--json").exit_code
    assert "Nothing was computed yet." in cli("fireworks", "--md").stdout
