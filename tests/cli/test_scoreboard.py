"""``genai scoreboard``: what is shown, and in which form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scoreboard.cassettes import chat, write

from genai import providers

from .conftest import Cli


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ((), ("show",)),
        (("--md",), ("show", "--md")),
        (("groq", "--json"), ("show", "-p", "groq", "--json")),
        (("-p", "groq", "-p", "openai", "--md"), ("show", "-p", "groq", "-p", "openai", "--md")),
    ],
    ids=" ".join,
)
def test_without_a_command_it_is_shown(cli: Cli, short: tuple[str, ...], long: tuple[str, ...]) -> None:
    """Of all providers, or of those that are named."""
    ran, same = cli("scoreboard", *short), cli("scoreboard", *long)

    assert (0, same.stdout) == (ran.exit_code, ran.stdout)
    assert ran.stdout


def test_several_providers(cli: Cli) -> None:
    """By their names or aliases, in the order in which they are given; without, all of them."""
    named = cli("scoreboard", "-p", "groq", "-p", "openai", "--json").stdout.splitlines()
    everyone = cli("scoreboard", "--json").stdout.splitlines()

    assert ["groq", "openairesponses"] == [json.loads(line)["provider"] for line in named]
    assert list(providers.names()) == [json.loads(line)["provider"] for line in everyone]


def test_help_is_of_the_group(cli: Cli) -> None:
    """It names the commands, and what goes without one."""
    ran = cli("scoreboard", "--help")

    assert 0 == ran.exit_code
    for word in ("check", "run", "show", "--html FILE"):
        assert word in ran.stdout


@pytest.mark.parametrize(
    "forms", [("--md", "--json"), ("--json", "--html", "-"), ("--md", "--html", "-")], ids=" ".join
)
def test_one_form_at_a_time(cli: Cli, forms: tuple[str, ...]) -> None:
    """Two are a wrong command line."""
    ran = cli("scoreboard", *forms)

    assert (2, "") == (ran.exit_code, ran.stdout)
    assert ran.stderr.endswith("Error: one of --md, --json and --html\n")


def test_a_page_goes_into_a_file(cli: Cli, tmp_path: Path) -> None:
    """Which is named on stderr; ``-`` is stdout."""
    path = tmp_path / "page.html"
    ran, printed = cli("scoreboard", "-p", "groq", "--html", path), cli("scoreboard", "-p", "groq", "--html", "-")

    assert (0, "", f"({path} is written)\n") == (ran.exit_code, ran.stdout, ran.stderr)
    assert (printed.stdout, "") == (path.read_text("utf-8"), printed.stderr)
    assert printed.stdout.startswith("<!doctype html>\n")


def test_a_page_shows_the_recordings_of_a_folder(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--cassettes`` names it; else it is testdata/cassettes, where that is."""
    score = ("scoreboard", "-p", "llamacpp", "--html", "-")
    monkeypatch.chdir(tmp_path)
    without = cli(*score).stdout
    folder = write(tmp_path / "testdata" / "cassettes", "text", chat("An answer!"), provider="llamacpp", model="tiny")
    shown = [cli(*score).stdout, cli(*score, "--cassettes", folder).stdout]

    assert [False, True, True] == ["An answer!" in text for text in (without, *shown)]


def test_a_page_that_cannot_be_written_is_one_line(cli: Cli, tmp_path: Path) -> None:
    """No traceback."""
    ran = cli("scoreboard", "-p", "groq", "--html", tmp_path / "none" / "page.html")

    assert 2 >= ran.exit_code > 0
    assert "No such file or directory" in ran.stderr
