"""A live run, of a model that always says the same."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from scoreboard.answers import YES
from scoreboard.test_compute import exchange
from scoreboard.test_smoke import of
from servers import Script, Seen, Server, Silence, answer, http_response, spoken

from genai import providers
from genai.cli.app import app
from genai.cli.liverun import shown
from genai.client import Client
from genai.errors import AuthError, InvalidRequest
from genai.scoreboard import live
from genai.scoreboard.compute import Outcome, judged
from genai.scoreboard.playback import Playback, client
from genai.scoreboard.smoke import BY_NAME
from genai.scoreboard.state import State, place

pytestmark = pytest.mark.misfit  # what is asked here is asked of models that may not know it


def loads(status: int = 200) -> tuple[Playback, Callable[..., Client]]:
    """What stands for ``genai.load``, and what was asked of it."""
    playback = Playback([exchange(status=status)] * 99)

    def load(name: str, *, model: str, output: Any = "text", hooks: Any = ()) -> Client:
        return client(providers.info(name), model, playback, output=output, hooks=hooks)

    return playback, load


def test_no_more_than_allowed() -> None:
    """What was asked is judged by its own request, and what was not stays untested."""
    playback, load = loads()
    budget, found = live.Budget(4), list[Outcome]()
    with pytest.raises(live.Spent, match="4 requests were sent"):
        found.extend(live.outcomes("groq", "m", live.planned(only=["Text", "Seed", "JSON"]), budget=budget, load=load))
    seen = live.observed("groq", "m", found)

    assert 4 == budget.sent == len(playback.played) == len(found)
    assert seen is not None
    assert seen.sync is not None
    assert ("true", "untested", "false") == (seen.sync.seed, seen.sync.web_search, seen.sync.json)
    assert seen.evidence is not None
    assert ("live", None) == (seen.evidence.provenance, seen.stream)


def test_what_is_planned() -> None:
    """Text in both modes, what two answers show twice, jobs once; pictures at once, and their previews in a stream."""
    plan = [(mode, check.name) for mode, check in live.planned()]

    assert [2] * 4 == [plan.count((mode, name)) for mode in ("sync", "stream") for name in ("Seed", "CachedTokens")]
    assert ["Job-Background", "Job-Cancel", "Job-Batch"] == [name for mode, name in plan if mode == "job"]
    assert [("sync", "Doc-Image"), ("sync", "Doc-Image-Edit"), ("stream", "Doc-Image-Previews")] == [
        (mode, check.name) for mode, check in live.planned("image")
    ]
    assert ["Embeddings"] == [check.name for _, check in live.planned("embedding")]
    assert [("sync", "JSON"), ("stream", "JSON")] == [(mode, check.name) for mode, check in live.planned(only=["JSON"])]


def test_a_wrong_key_ends_it() -> None:
    """Nothing else would do better."""
    _, load = loads(401)
    with pytest.raises(AuthError):
        list(live.outcomes("groq", "m", live.planned(), budget=live.Budget(6), load=load))


def test_nothing_answered_is_nothing_observed() -> None:
    """No scenario comes of it."""
    _, load = loads(503)
    found = list(live.outcomes("groq", "m", live.planned()[:2], budget=live.Budget(6), load=load))

    assert live.observed("groq", "m", found) is None
    assert ["Text", "Seed"] == [name for _, name, _ in live.failures(found)]


def test_a_file_of_the_suite_that_is_not_there() -> None:
    """Then what needs it has no answer, and the rest goes on."""
    _, load = loads()
    plan = live.planned(only=["MultiModal-Image-png-Inline", "JSON"])[:2]

    def without_files(*names: Any, **more: Any) -> Client:
        llm = load(*names, **more)
        llm._driver.close()  # so that its HTTP client downloads nothing
        return llm

    found = list(live.outcomes("groq", "m", plan, budget=live.Budget(6), load=without_files))

    assert [("JSON", True), ("MultiModal-Image-png-Inline", False)] == [(one.check, one.answered) for one in found]


# --- The command, over a loopback server ------------------------------------------------------------------------------

CHECKS = ("Text", "CachedTokens", "JSON", "MaxTokens")
"""Ten requests: each in both modes, what may be cached twice."""


def pong(seen: Seen) -> Script:
    """A server that always says the same."""
    return spoken("pong") if seen.json.get("stream") else [http_response(200, answer("pong"))]


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., list[str]]:
    """The words of the command that asks a server."""

    def words(server: Server, *more: str) -> list[str]:
        named = [word for check in CHECKS for word in ("--check", check)]
        where = ["--base-url", server.url, "--source", "a loopback server", "--state", str(tmp_path / "state.jsonl")]
        return ["scoreboard", "run", "-p", "openai", "-m", "m-1", "--live", *where, *named, *more]

    return words


@pytest.fixture(autouse=True)
def a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that nobody checks."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-live-0123456789")


def run(*words: str) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(app, words)


def asked(ran: Result) -> list[str]:
    """The checks that it tells of, as ``"sync Text"``."""
    return [" ".join(line.split("\t")[:2]) for line in ran.stderr.splitlines() if line.count("\t") == 2]


def test_the_command(command: Callable[..., list[str]]) -> None:
    """It asks, shows what came of each check in a line, and then the whole; the server's word is its own."""
    with Server(each=pong) as server:
        ran = run(*command(server))

    assert (0, 10) == (ran.exit_code, len(server.requests))
    assert "sync\tText\tinput.text.inline true, output.text.inline true" in ran.stderr.splitlines()
    assert "m-1\tstream\tjson\tfalse" in ran.stdout.splitlines()
    assert "server: a loopback server" in ran.stdout
    assert "(10 requests were sent)" in ran.stderr


def test_options_for_every_call(command: Callable[..., list[str]], tmp_path: Path) -> None:
    """Such as how much it thinks: each request has them, a check's own come first, and the state is another one."""
    options = '{"effort": "low", "max_tokens": 99}'
    with Server(each=pong) as server:
        ran = run(*command(server, "--with", options))
        plain = run(*command(server))
        wrong = run(*command(server, "--with", "[]"))
        sent = [seen.json for seen in server.requests]

    assert (0, 1, 2) == (ran.exit_code, plain.exit_code, wrong.exit_code)
    assert "is the state of" in plain.stderr
    assert ["low"] * 10 == [body["reasoning"]["effort"] for body in sent]
    assert [16] * 2 + [99] * 8 == sorted(body["max_output_tokens"] for body in sent)


class Terminal(io.StringIO):
    """What a terminal is taken for one by."""

    def isatty(self) -> bool:
        """It is."""
        return True


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the check, comes to its end, and takes no outcome away."""
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    plan = live.planned(only=["Text"])
    outcomes = [Outcome(mode=mode, check=check.name) for mode, check in plan]

    assert outcomes == list(shown(iter(outcomes), plan))
    assert ("stream Text" in screen.getvalue(), "100%" in screen.getvalue()) == (True, True)


def test_the_guard_counts_at_the_server(command: Callable[..., list[str]]) -> None:
    """So many requests arrive as were allowed, no more; what was not run is named, and comes next time."""
    with Server(each=pong) as server:
        first = run(*command(server, "--max-requests", "6"))
        assert 6 == len(server.requests)
        second = run(*command(server, "--max-requests", "50"))
        assert 10 == len(server.requests)
        third = run(*command(server))
        assert 10 == len(server.requests)

    assert (0, 0, 0) == (first.exit_code, second.exit_code, third.exit_code)
    assert "all that was allowed; not run: stream MaxTokens, JSON, CachedTokens (2))" in first.stderr
    assert sorted(live_plan()) == sorted([*asked(first), *asked(second)])
    assert [] == asked(third)
    assert rows(second.stdout) == rows(third.stdout)


def live_plan() -> list[str]:
    """What is planned of the checks above."""
    return [f"{mode} {check.name}" for mode, check in live.planned(only=CHECKS)]


def rows(shown: str) -> list[str]:
    """What is shown of the model."""
    return [line for line in shown.splitlines() if line.startswith("m-1\t")]


def test_tries_that_fail_are_counted(command: Callable[..., list[str]]) -> None:
    """A repeat is a request too."""
    busy = http_response(503, b"", {"retry-after": "0"})
    with Server(each=lambda seen: [busy]) as server:
        ran = run(*command(server, "--max-requests", "5"))

    assert (1, 5) == (ran.exit_code, len(server.requests))
    assert "answered nothing" in ran.stderr


def test_killed_it_goes_on(command: Callable[..., list[str]], tmp_path: Path) -> None:
    """A run that is killed in the middle of a check asks that one again, and none that was finished."""
    scripts: list[Script] = [[http_response(200, answer("pong"))], [http_response(200, answer("pong"))], [Silence()]]
    with Server(scripts=scripts, each=pong) as server:
        words = [sys.executable, "-c", "from genai.cli.app import app; app()", *command(server)]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        server.until(lambda: len(server.requests) == 3)
        process.kill()
        process.wait()
        kept = len((tmp_path / "state.jsonl").read_text("utf-8").splitlines())
        ran = run(*command(server))

    assert 3 == kept  # what it is of, and two finished checks
    assert (0, 3 + 8) == (ran.exit_code, len(server.requests))
    assert sorted(live_plan()[2:]) == sorted(asked(ran))
    assert "2 checks were finished before" in ran.stderr


def test_stopped_by_hand(command: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """What was finished is kept, and what was not is named."""
    with Server(each=pong) as server:
        with monkeypatch.context() as patched:
            patched.setattr(live, "judged", interrupted(after=3))
            first = run(*command(server))
        second = run(*command(server))

    assert 130 == first.exit_code
    assert (
        "stopped; the same command goes on with: sync CachedTokens (2); stream Text, MaxTokens, JSON, CachedTokens (2)"
        in first.stderr
    )
    assert 7 == len(asked(second))


def interrupted(after: int) -> Callable[..., Outcome]:
    """A judge whom Ctrl-C interrupts."""
    left = iter(range(after))

    def judge(*arguments: Any, **more: Any) -> Outcome:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return judged(*arguments, **more)

    return judge


def test_yes_and_no_is_flaky(command: Callable[..., list[str]]) -> None:
    """Asked again, it says something else."""
    said = iter(["{}", "pong"])
    with Server(each=lambda seen: [http_response(200, answer(next(said)))]) as server:
        words = [word for word in command(server, "--again") if word not in CHECKS and word != "--check"]
        first = run(*words, "--check", "JSON", "--max-requests", "1")
        second = run(*words, "--check", "JSON", "--max-requests", "1")

    assert "m-1\tsync\tjson\ttrue" in first.stdout
    assert "m-1\tsync\tjson\tflaky" in second.stdout


def test_what_is_wrong_is_said(command: Callable[..., list[str]], tmp_path: Path) -> None:
    """A check that is none; a server without a name; the state of another model."""
    with Server(each=pong) as server:
        unknown = run(*command(server, "--check", "Dancing"))
        unnamed = run("scoreboard", "run", "-p", "openai", "-m", "m-1", "--live", "--base-url", server.url)
        run(*command(server, "--max-requests", "1"))
        other = run(*[word.replace("m-1", "m-2") for word in command(server)])

    assert (2, True) == (unknown.exit_code, "no such check: Dancing; there are" in unknown.stderr)
    assert (2, True) == (unnamed.exit_code, "--base-url and --source go together" in unnamed.stderr)
    assert (1, True) == (other.exit_code, "is the state of" in other.stderr)
    assert 1 == len(server.requests)


# --- The state --------------------------------------------------------------------------------------------------------


def test_a_line_that_was_cut_does_not_count(tmp_path: Path) -> None:
    """What a crash left of it goes when the next one is written."""
    path = tmp_path / "state.jsonl"
    state = State.read(path, model="m")
    refused = of(BY_NAME["JSON"], None, error=InvalidRequest("no", status=400))
    state.add(of(BY_NAME["Text"], YES["Text"]))
    path.write_text(path.read_text("utf-8") + '{"mode": "sync", "che', "utf-8")
    State.read(path, model="m").add(refused)
    again = State.read(path, model="m")

    assert ["Text", "JSON"] == [one.check for one in again.outcomes]
    assert (YES["Text"], {("json",): "false"}) == (again.outcomes[0].result, again.outcomes[1].cells)
    assert [True, True] == [one.answered for one in again.outcomes]


def test_where_the_state_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the cassettes, where there are some; its name has no folder in it."""
    monkeypatch.chdir(tmp_path)
    here = place("groq", "openai/gpt-oss:120b", "text")
    (tmp_path / "testdata" / "cassettes").mkdir(parents=True)

    assert Path("scoreboard-groq_openai_gpt-oss_120b-text.jsonl") == here
    assert Path("testdata", "cassettes") / here == place("groq", "openai/gpt-oss:120b", "text")
