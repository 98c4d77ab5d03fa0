"""The program itself: its commands, its errors and its exit codes; and the commands that need no answer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

import genai
from genai import cli as package
from genai.cli import app as program
from genai.cli import ask, output, show
from genai.scoreboard import Evidence, Functionality, ModalCapability, Modalities, Scenario, Score

from .conftest import Cli


def test_every_command_is_a_module_with_help(cli: Cli) -> None:
    """The list of commands and the files agree, and each explains itself."""
    helpers = {"__init__", "answers", "app", "choose", "liverun", "output", "show", "waiting"}
    modules = {path.stem for path in Path(package.__path__[0]).glob("*.py")} - helpers

    assert sorted(modules) == list(program.COMMANDS)
    for name in program.COMMANDS:
        assert 0 == cli(name, "--help").exit_code
        assert f"  {name} " in cli("--help").stdout
    assert genai.__version__ in cli("--version").stdout


def test_help_loads_no_http_library() -> None:
    """Heavy imports wait until a command needs them."""
    code = "import sys; from genai.cli.app import app; app(['--help'], standalone_mode=False)"
    heavy = "import sys; print([name for name in ('vcr', 'jsonschema', 'tenacity', 'yaml') if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", f"{code}; {heavy}"], capture_output=True, text=True, check=True)

    assert "[]" == ran.stdout.splitlines()[-1]


def test_an_unknown_command_is_a_wrong_command_line(cli: Cli) -> None:
    """Exit code 2."""
    assert 2 == cli("draw").exit_code


@pytest.mark.parametrize(
    "command", [["ask"], ["ask", "--system"], ["jobs", "poke"], ["models", "-p"], []], ids=" ".join
)
def test_an_argument_that_is_no_text_is_a_wrong_command_line(cli: Cli, command: list[str]) -> None:
    """Of any command; the line says which one it is."""
    ran = cli(*command, "caf\udce9")

    assert 2 == ran.exit_code
    assert ran.stderr.endswith(f"Error: argument {len(command) + 1} is not UTF-8 text: caf\\udce9\n")


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let ``genai ask`` end so."""

    def fail(*arguments: Any) -> Any:
        raise error

    monkeypatch.setattr(ask, "question", fail)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (genai.RateLimited("too many"), "genai: too many\n"),
        (genai.InvalidRequest(faults=["a: wrong", "b: wrong"]), "genai: wrong arguments: a: wrong; b: wrong\n"),
        (genai.ProviderError(), "genai: ProviderError\n"),
        (FileNotFoundError(2, "No such file", "x.png"), "genai: [Errno 2] No such file: 'x.png'\n"),
        (ImportError("pip install it"), "genai: pip install it\n"),
        (
            UnicodeEncodeError("utf-8", "x", 0, 1, "no"),
            "genai: 'utf-8' codec can't encode character '\\x78' in position 0: no\n",
        ),
    ],
    ids=["an error", "several faults", "no message", "a file", "a missing package", "no text"],
)
def test_an_error_is_one_line_and_exit_code_1(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, error: Exception, line: str
) -> None:
    """Never a traceback, unless it is asked for."""
    failing(monkeypatch, error)
    ran = cli("ask", "hi")

    assert (1, "", line) == (ran.exit_code, ran.stdout, ran.stderr)
    assert error is cli("--debug", "ask", "hi").exception


def test_ctrl_c_is_quiet(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 130, and not a word."""
    failing(monkeypatch, KeyboardInterrupt())
    ran = cli("ask", "hi")

    assert (130, "", "") == (ran.exit_code, ran.stdout, ran.stderr)


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    """``genai ... | head`` ends quietly."""
    code = (
        "import sys, click; from genai.cli import app, providers\n"
        "def gone(*a, **k):\n    raise BrokenPipeError\n"
        "providers.output.table = gone\n"
        "app.app(['providers'])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (1, "") == (ran.returncode, ran.stderr)


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_a_missing_extra_is_one_line(
    missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what to install."""
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(SystemExit) as caught:
        package.main()

    assert 1 == caught.value.code
    assert (
        "genai: the command line needs more packages: pip install 'genai-providers[cli]'\n" == capsys.readouterr().err
    )


def test_main_runs_the_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The entry point hands on the command line."""
    monkeypatch.setattr(sys, "argv", ["genai", "--version"])
    with pytest.raises(SystemExit) as caught:
        package.main()

    assert 0 == caught.value.code
    assert capsys.readouterr().out.startswith("genai")


def test_a_terminal_that_lacks_a_letter_gets_another() -> None:
    """No traceback, whatever its encoding."""
    code = "from genai.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, "demo"], capture_output=True, env={"PYTHONIOENCODING": "iso8859-5"}, check=True
    )

    assert b"It is clear in Oslo now, at 4 ?C." in ran.stdout


def test_providers_say_what_they_need(cli: Cli) -> None:
    """The key's variable and where to get one; with a key, which variable made it usable."""
    without, having = cli("providers").stdout, cli("providers", env={"OPENAI_API_KEY": "none"}).stdout

    assert "openairesponses\topenai\tno\tset OPENAI_API_KEY; get a key at https://platform.openai.com" in without
    assert "openairesponses\topenai\tyes\tOPENAI_API_KEY\n" in having


def test_an_empty_scoreboard_says_so(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """By an alias too; an unknown provider is an error."""
    monkeypatch.setattr("genai.scoreboard.load", lambda name: Score(provider="it"))
    assert "it: nothing was computed yet\n" == cli("scoreboard", "it").stdout
    monkeypatch.undo()

    assert 1 == cli("scoreboard", "nobody").exit_code
    assert 0 == cli("scoreboard", "openai", "--json").exit_code


def test_a_scoreboard_is_a_table(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose word it is, then the cells that were tested; warnings on stderr."""
    score = Score(
        provider="it",
        warnings=("slow",),
        scenarios=(
            Scenario(
                models=("a", "b"),
                input=Modalities(text=ModalCapability(inline="true")),
                output=Modalities(image=ModalCapability(url="flaky", formats=("image/png",))),
                sync=Functionality(seed="false"),
                evidence=Evidence(provenance="live", source="It", date="2026-01-02", answers=3),
            ),
        ),
    )
    monkeypatch.setattr("genai.scoreboard.load", lambda name: score)
    ran = cli("scoreboard", "it")

    assert [
        "a\t\tevidence\tlive: It, 2026-01-02, 3 answers",
        "a\t\tinput text\tinline true",
        "a\t\toutput image\turl flaky (image/png)",
        "a\tsync\tseed\tfalse",
    ] == ran.stdout.splitlines()
    assert "(slow)\n" == ran.stderr


def test_on_a_terminal_tables_have_columns(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A bracket in a cell is no markup."""
    monkeypatch.setattr(output, "terminal", lambda: True)
    output.table(("name", "value"), [("[red]", None)])
    output.heading("A title")

    shown = click.unstyle(capsys.readouterr().out)
    assert "name" in shown
    assert "[red]" in shown
    assert "A title" in shown


def test_usage_and_limits_in_words() -> None:
    """What was not reported is left out, and 0 is said."""
    usage = genai.Usage(input_tokens=12, cached_tokens=8, output_tokens=0)
    limits = [genai.RateLimit(kind="input_tokens", period="minute", limit=5), genai.RateLimit(kind="x", reset=0.5)]

    assert "12 input (8 cached), 0 output, 12 total" == show.usage(usage)
    assert "not reported" == show.usage(genai.Usage())
    assert "input tokens per minute: ? of 5 left; x: ? of ? left, whole again in 0.5 s" == show.limits(limits)
    assert "not reported" == show.limits([])
