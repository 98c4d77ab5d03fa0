"""The conformance kit: it passes a sound provider of somebody else's, and catches each way to break the contract."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import evolve
from servers import Server, answer, http_response

import genai
from genai import providers, scoreboard
from genai.providers import openairesponses
from genai.providers._openai_chat import package
from genai.testing import cassettes, conformance

from .breaches import BROKEN, rewritten
from .mine import COMMANDS, FRUIT, PAGE, install, serve

pytest_plugins = ["pytester"]

MAIN = "import sys; from genai.cli import main; sys.argv[0] = 'genai'; main()"
TYPED = {"genai": ["-c", MAIN], "pytest": ["-m", "pytest", "-p", "no:cacheprovider"]}
LOADED = (conformance, openairesponses)  # else each run within this process would load all of it again
FORGOTTEN = (providers._modules, providers._aliases, providers.catalogue, scoreboard.load, package.module)
"""What remembers which providers there are."""
GRAVE = (
    "an option is dropped",
    "the key is in an error",
    "a stream differs from its whole answer",
    "an interrupted stream is a success",
    "the scoreboard claims what was not seen",
)
"""The ways to break the contract that every run of the tests tries."""


def ran(command: str, folder: Path) -> str:
    """Run a command of the page, where the package is installed: what it printed."""
    program, *arguments = shlex.split(command)
    environment = {**os.environ, "PYTHONPATH": str(folder), "MINE_API_KEY": "sk-of-mine-0123456789"}
    done = subprocess.run(
        [sys.executable, *TYPED[program], *arguments],
        capture_output=True, text=True, check=False, cwd=folder, env=environment,
    )  # fmt: skip
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package, its test, and cassettes recorded from a server that is gone."""
    made = tmp_path_factory.mktemp("site")
    install(made)
    with Server(each=serve) as server:
        for command in COMMANDS:
            if command.startswith("genai"):
                ran(command.replace("http://127.0.0.1:8000/v1", server.url), made)
    return made


@pytest.fixture
def installed(site: Path, pytester: pytest.Pytester) -> Iterator[Path]:
    """A copy of it, on the path of this process."""
    shutil.copytree(site, pytester.path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    pytester.syspathinsert()
    for cached in FORGOTTEN:
        cached.cache_clear()
    yield pytester.path
    for cached in FORGOTTEN:
        cached.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "mine"]:
        del sys.modules[name]


@pytest.fixture
def held(installed: Path, pytester: pytest.Pytester) -> Callable[..., set[str]]:
    """``held(path=text, ...)`` runs the kit over the package with some files written anew: the names of what fails."""

    def run(**files: str) -> set[str]:
        for name, text in files.items():
            (installed / name).write_text(text, "utf-8")
        arguments = ("-q", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", "test_mine.py")
        reports = pytester.inline_run(*arguments).getreports("pytest_runtest_logreport")
        assert 50 < len([one for one in reports if one.when == "call"])
        return {re.split(r"::|\[", one.nodeid)[2].removeprefix("test_") for one in reports if one.failed}

    return run


def test_a_sound_provider_passes(site: Path) -> None:
    """The page's own provider, whose scoreboard was computed by the page's own commands; so says its last command."""
    passed = ran(COMMANDS[-1], site)

    assert "passed" in passed
    assert "failed" not in passed


@pytest.mark.parametrize("way", [pytest.param(way, marks=[pytest.mark.slow] * (way not in GRAVE)) for way in BROKEN])
def test_each_breach_is_caught(held: Callable[..., set[str]], site: Path, way: str) -> None:
    """By the check that is there for it, and by no other."""
    files, seen = BROKEN[way]
    changed = {f"mine/{name}": rewritten(site / "mine" / name, change) for name, change in files.items()}

    assert seen == held(**changed)


def test_another_name_than_its_entry_points(held: Callable[..., set[str]], site: Path) -> None:
    """Nothing goes well then; the check of INFO says why."""
    named = (site / "mine" / "__init__.py").read_text("utf-8").replace('name="mine"', 'name="yours"')

    assert "info_is_right" in held(**{"mine/__init__.py": named})


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ('    cassettes = Path(__file__).parent / "cassettes"\n', "", {"the_scoreboard_is_what_the_cassettes_show"}),
        ("        answers={", "        answers={} and {", {"capabilities_hold_both_ways"}),
        ('text="Hello there."', 'text="Goodbye."', {"an_answer", "a_stream_equals_its_whole_answer", "strict_mode"}),
    ],
    ids=["without cassettes", "without the answers of a verb", "with another text"],
)
def test_what_the_class_does_not_show_is_missed(
    held: Callable[..., set[str]], site: Path, old: str, new: str, seen: set[str]
) -> None:
    """A claim without cassettes, a promise without a sample answer, a sample that says something else."""
    text = (site / "test_mine.py").read_text("utf-8")

    assert old in text
    assert seen == held(**{"test_mine.py": text.replace(old, new)})


def test_an_entry_point_is_a_provider_like_others(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found, listed, loaded, available once its key is set, and its scoreboard is read and searched."""
    monkeypatch.delenv("MINE_API_KEY", raising=False)
    assert "mine" in providers.names()
    assert "mine" not in genai.available()
    monkeypatch.setenv("MINE_API_KEY", "k")
    assert "MINE_API_KEY" == genai.available()["mine"]
    with genai.load("mine") as llm, genai.load("mine:another") as other:
        assert ("mine", "small", "another") == (llm.name, llm.model, other.model)
        assert llm.supports("report_token_usage", mode="stream")
    (scenario,) = scoreboard.load("mine").scenarios
    assert (("small",), "server", "mine-server 1.0") == (
        scenario.models,
        scenario.evidence and scenario.evidence.provenance,
        scenario.evidence and scenario.evidence.source,
    )
    assert ["mine"] == [found.provider for found in scoreboard.find(provider="mine", report_token_usage=True)]


# --- The page's other half --------------------------------------------------------------------------------------------


def test_the_pages_own_test_is_recorded_and_played(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it stands: with a key and a server first, then with neither."""
    pytester.makepyfile(test_fruit=FRUIT)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-page-0123456789")
    with Server(each=lambda seen: [http_response(body=answer("An apple."))]) as server:
        monkeypatch.setattr(openairesponses, "INFO", evolve(openairesponses.INFO, base_url=server.url))
        pytester.runpytest_inprocess(*shlex.split(COMMANDS[0])[1:]).assert_outcomes(passed=1)
    monkeypatch.delenv("OPENAI_API_KEY")
    pytester.runpytest_inprocess(*shlex.split(COMMANDS[1])[1:]).assert_outcomes(passed=1)

    (named,) = re.findall(r"`(cassettes/\S+\.yaml)`", PAGE)
    assert 1 == len(server.requests)
    assert "live" != cassettes.read(pytester.path / named).provenance


def test_the_pages_json_is_json() -> None:
    """And what is said of a new scoreboard is one."""
    (empty,) = re.findall(r"`mine/scoreboard\.json` begins as `(.+?)`", PAGE)

    assert {"scenarios": []} == json.loads(empty)
    assert () == scoreboard.Score.from_json(json.dumps({**json.loads(empty), "provider": "mine"})).scenarios
