"""``genai ask``, ``models`` and ``jobs``, on cassettes: what goes to stdout, what to stderr, and the exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import genai
from genai import providers
from genai.testing.cassettes import Replay, use_cassette
from genai.testing.checks import PNG

from .conftest import Answer, Cli

HOME = Path(__file__).resolve().parents[2] / "testdata" / "cassettes" / "openairesponses"


@contextmanager
def playing(name: str) -> Iterator[tuple[Replay, tuple[str, ...]]]:
    """A cassette, and the arguments that lead to its server."""
    with use_cassette(HOME / f"{name}.yaml") as replay:
        yield replay, ("-p", "openai", "-m", replay.header.model, "--base-url", replay.header.base_url)


def test_the_answer_alone_goes_to_stdout(cli: Cli) -> None:
    """Streamed by default, and ended with a line."""
    with playing("aimock/stream/text") as (replay, where):
        ran = cli("ask", "Name one fruit.", *where)

    assert (0, "An apple.\n", "") == (ran.exit_code, ran.stdout, ran.stderr)
    assert replay.all_played


def test_without_a_stream_the_same_is_printed(cli: Cli) -> None:
    """--no-stream, and the prompt from stdin; --usage goes to stderr."""
    with playing("aimock/sync/text") as (_, where):
        ran = cli("ask", "--no-stream", "--usage", *where, input="Name one fruit.")

    assert (0, "An apple.\n") == (ran.exit_code, ran.stdout)
    assert "(usage: 11 input, 4 output, 15 total)\n(limits: not reported)\n" == ran.stderr


def test_options_reach_the_provider(cli: Cli) -> None:
    """--system and --json are what the check's own options are: the cassettes match."""
    with playing("aimock/stream/system_prompt") as (_, where):
        assert "Bonjour !\n" == cli("ask", "Say hello.", "--system", "You answer in French.", *where).stdout
    with playing("aimock/sync/json_object") as (_, where):
        prompt = "Give the name and the age of Ada, who is 36, as JSON."
        ran = cli("ask", prompt, "--json", "--no-stream", *where)

    assert {"name": "Ada", "age": 36} == json.loads(ran.stdout)


def test_files_go_along(cli: Cli, tmp_path: Path) -> None:
    """--file sends a picture."""
    (tmp_path / "square.png").write_bytes(PNG)
    with playing("aimock/stream/image_in") as (_, where):
        ran = cli("ask", "Which colour is this?", "-f", tmp_path / "square.png", *where)

    assert "It is red.\n" == ran.stdout


def test_sources_follow_the_answer(cli: Cli) -> None:
    """--search prints what the text rests on."""
    prompt = "Search the web: which is the latest release of Python?"
    with playing("composed/stream/web_search") as (_, where):
        ran = cli("ask", prompt, "--search", *where, env={"OPENAI_API_KEY": "none"})

    assert "The latest release is listed on python.org.\n[1] https://www.python.org/downloads/\n" == ran.stdout


def test_a_cut_answer_is_remarked(cli: Cli) -> None:
    """On stderr; the text that came is printed."""
    prompt = "Count from one to one hundred, in words."
    with playing("composed/stream/max_tokens") as (_, where):
        ran = cli("ask", prompt, "--max-tokens", 16, *where, env={"OPENAI_API_KEY": "none"})

    assert (0, "One, two, three, four, five, six, seven\n") == (ran.exit_code, ran.stdout)
    assert "(cut: the most tokens were reached)\n" == ran.stderr


def test_the_whole_result_is_json(cli: Cli) -> None:
    """--result prints what Result.from_json reads."""
    with playing("aimock/sync/text") as (_, where):
        ran = cli("ask", "Name one fruit.", "--result", *where)

    assert "An apple." == genai.Result.from_json(ran.stdout).text


def heard(serve: Callable[[Answer], str]) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """What a small server is asked, and the arguments that lead to it."""
    bodies: list[dict[str, Any]] = []

    def answer(method: str, path: str, body: Any) -> tuple[int, dict[str, str], bytes]:
        bodies.append(body)
        part = {"type": "output_text", "text": "Yes.", "annotations": []}
        item = {"type": "message", "id": "m1", "role": "assistant", "status": "completed", "content": [part]}
        response = {"id": "r1", "object": "response", "status": "completed", "model": "m", "output": [item]}
        return 200, {}, json.dumps(response).encode()

    return bodies, ("-p", "openai", "-m", "m", "--base-url", serve(answer), "--no-stream")


def test_a_temperature_of_0_is_sent(cli: Cli, serve: Callable[[Answer], str]) -> None:
    """0 is a value; what is not given is not sent."""
    bodies, where = heard(serve)
    ran = cli("ask", "hi", "--temperature", "0", *where)
    cli("ask", "hi", *where)

    assert (0, "Yes.\n") == (ran.exit_code, ran.stdout)
    assert 0 == bodies[0]["temperature"]
    assert not {"temperature", "tools", "text"} & set(bodies[1])


@pytest.mark.parametrize(("option", "named"), [("--max-tokens", "max_tokens"), ("--timeout", "Timeout.total")])
def test_0_where_it_makes_no_sense_is_an_error(
    cli: Cli, serve: Callable[[Answer], str], option: str, named: str
) -> None:
    """It is not taken for an option that was not given."""
    bodies, where = heard(serve)
    ran = cli("ask", "hi", option, "0", *where)

    assert 1 == ran.exit_code
    assert named in ran.stderr
    assert [] == bodies


@pytest.mark.parametrize("given", [[], ["-"], ["  "]], ids=["nothing", "a dash", "blanks"])
def test_a_file_alone_is_a_question(cli: Cli, serve: Callable[[Answer], str], tmp_path: Path, given: list[str]) -> None:
    """No text is made up beside it; --help says so."""
    (tmp_path / "square.png").write_bytes(PNG)
    bodies, where = heard(serve)
    ran = cli("ask", *given, "-f", tmp_path / "square.png", *where, input=" \n")

    assert (0, "Yes.\n") == (ran.exit_code, ran.stdout)
    assert ["input_image"] == [part["type"] for part in bodies[0]["input"][0]["content"]]
    assert "a file without any text is a question too" in " ".join(cli("ask", "--help").stdout.split())


@pytest.mark.parametrize("given", [[], ["-"], ["  "]], ids=["nothing", "a dash", "blanks"])
def test_nothing_asked_is_a_wrong_command_line(cli: Cli, given: list[str]) -> None:
    """Exit code 2."""
    ran = cli("ask", "-p", "openai", *given, input="")

    assert 2 == ran.exit_code
    assert "nothing is asked" in ran.stderr


def test_bytes_on_stdin_that_are_no_text_are_a_wrong_command_line(cli: Cli) -> None:
    """One line that says what to do, and exit code 2."""
    ran = cli("ask", "-p", "openai", input=b"caf\xe9")

    assert 2 == ran.exit_code
    assert ran.stderr.endswith("Error: what comes on stdin is no text in utf-8; other files go along with -f\n")


@pytest.mark.parametrize("encoding", ["utf-8:strict", "utf-8:surrogateescape"])
def test_in_any_locale_bytes_that_are_no_text_are_told(encoding: str) -> None:
    """Some locales let them through, as what is no character; arguments always come so."""
    command = [sys.executable, "-c", "from genai.cli import main; main()", "ask", "-p", "openai"]
    environment = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "1"}
    piped = subprocess.run(command, input=b"caf\xe9", capture_output=True, env=environment, check=False)
    given = subprocess.run([*command, b"caf\xe9"], input=b"", capture_output=True, env=environment, check=False)
    closed = subprocess.run([*command[:2], CLOSED, *command[3:]], capture_output=True, env=environment, check=False)

    assert (2, b"Error: what comes on stdin is no text in utf-8") == (piped.returncode, last(piped.stderr)[:46])
    assert (2, b"Error: argument 4 is not UTF-8 text: caf\\udce9") == (given.returncode, last(given.stderr))
    assert (2, b"Error: nothing is asked") == (closed.returncode, last(closed.stderr)[:23])
    assert b"Traceback" not in piped.stderr + given.stderr + closed.stderr


CLOSED = "import sys; sys.stdin = None; from genai.cli import main; main()"


def last(stderr: bytes) -> bytes:
    """The last line."""
    return stderr.splitlines()[-1]


def test_without_a_provider_the_first_usable_one_is_asked(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is the one with a key and a short name; with none, the error says how to come by one."""
    with monkeypatch.context() as patched:
        patched.setattr(providers, "available", dict)  # there may be servers on this machine
        ran = cli("ask", "hi")
    assert 2 == ran.exit_code
    assert "genai providers" in ran.stderr

    found = {"litellm": "http://127.0.0.1:4000", "openaichat": "OPENAI_API_KEY", "openairesponses": "OPENAI_API_KEY"}
    monkeypatch.setattr(providers, "available", lambda: found)
    with playing("aimock/stream/text") as (_, where):
        ran = cli("ask", "Name one fruit.", *where[2:], env={"OPENAI_API_KEY": "none"})
    assert "An apple.\n" == ran.stdout


def test_an_error_is_one_line(cli: Cli) -> None:
    """Exit code 1, and no traceback."""
    with playing("aimock/other/wrong_key") as (_, where):
        ran = cli("ask", "Name one fruit.", "--no-stream", *where)

    assert 1 == ran.exit_code
    assert ran.stderr.startswith("genai: ")
    assert 1 == ran.stderr.count("\n")


def test_models_are_listed(cli: Cli) -> None:
    """One in a line, set apart by tabs."""
    with playing("aimock/other/list_models") as (_, where):
        ran = cli("models", *where[:2], *where[4:])

    assert 0 == ran.exit_code
    assert "gpt-4o\t128000\t16384\taimock" in ran.stdout.splitlines()
    assert sorted(ran.stdout.splitlines()) == ran.stdout.splitlines()


# --- Jobs -------------------------------------------------------------------------------------------------------------


KEY = {"OPENAI_API_KEY": "none"}


@pytest.fixture
def token() -> str:
    """A job's token, as gen_async gives it."""
    with (
        use_cassette(HOME / "composed/job/background.yaml"),
        genai.load("openai", model="composed", api_key="none") as llm,
    ):
        return str(llm.gen_async("Name one fruit."))


def test_a_job_is_poked(cli: Cli, token: str) -> None:
    """It is pending."""
    with use_cassette(HOME / "composed/job/background.yaml"):
        ran = cli("jobs", "poke", token, env=KEY)

    assert (0, "pending\n") == (ran.exit_code, ran.stdout)


def test_a_job_is_awaited(cli: Cli, token: str) -> None:
    """Polled to its end, by its token alone."""
    with use_cassette(HOME / "composed/job/background.yaml"):
        ran = cli("jobs", "wait", token, "--poll-interval", 0.001, env=KEY)

    assert (0, "An apple.\n") == (ran.exit_code, ran.stdout)


def test_a_job_is_cancelled(cli: Cli) -> None:
    """And says so; poking it is then an error."""
    job = genai.Job(provider="openairesponses", model="composed", id="resp_composed_5")
    with use_cassette(HOME / "composed/job/cancel.yaml"):
        ran = cli("jobs", "cancel", job, env=KEY)
        after = cli("jobs", "poke", job, env=KEY)

    assert (0, "cancelled resp_composed_5\n") == (ran.exit_code, ran.stdout)
    assert 1 == after.exit_code
    assert "was cancelled" in after.stderr


def test_a_key_goes_to_no_server_on_a_tokens_word(cli: Cli, serve: Callable[[Answer], str]) -> None:
    """A host that is neither the provider's nor this machine must be named by the user."""
    job = genai.Job(provider="openairesponses", id="resp_1", base_url="https://evil.example/v1")
    for verb in ("poke", "wait", "cancel"):
        ran = cli("jobs", verb, job, env=KEY)
        assert 1 == ran.exit_code
        assert "evil.example" in ran.stderr

    def gone(method: str, path: str, body: Any) -> tuple[int, dict[str, str], bytes]:
        return 404, {}, b"{}"

    ran = cli("jobs", "poke", job, "--base-url", serve(gone), env=KEY)
    assert "no response resp_1" in ran.stderr


def test_a_damaged_token_is_an_error(cli: Cli) -> None:
    """One line."""
    ran = cli("jobs", "poke", "genai-job-1.nonsense")

    assert 1 == ran.exit_code
    assert "not a job's token" in ran.stderr
