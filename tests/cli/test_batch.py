"""``genai batch`` and ``genai jobs`` over a server of batches: files in, files out, and a ledger between them."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batch_server import BatchServer

import genai
from cli.conftest import Cli
from genai.cli.jobs import printed
from genai.jobs.job import Part

QUESTIONS = ['"Hello"', json.dumps({"prompt": "World", "max_tokens": 50}), json.dumps({"prompt": "Again"})]
KEY = {"OPENAI_API_KEY": "sk-of-the-command-line"}
HEARING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # no child of a job behind "&" does
PROGRAM = [sys.executable, "-c", f"{HEARING}; from genai.cli import main; main()"]


@pytest.fixture
def server() -> Iterator[BatchServer]:
    """A server of batches."""
    with BatchServer() as running:
        yield running


@pytest.fixture
def asked(tmp_path: Path, server: BatchServer) -> list[str]:
    """The arguments of a batch of three."""
    questions = tmp_path / "in.jsonl"
    questions.write_text("\n".join(QUESTIONS) + "\n\n")
    where = ["-p", "openai:m", "--base-url", server.url, "--ledger", str(tmp_path / "jobs.db")]
    return ["batch", str(questions), "-o", str(tmp_path / "out.jsonl"), *where, "--poll-interval", "0.01"]


def lines(path: Path) -> dict[str, Any]:
    """The answers in a file, by their ids."""
    return {one.pop("id"): one for one in map(json.loads, path.read_text("utf-8").splitlines())}


def test_questions_in_answers_out(cli: Cli, asked: list[str], tmp_path: Path, server: BatchServer) -> None:
    """Every question has its answer, progress goes to stderr, and the key is nowhere on disk."""
    ran = cli(*asked, "--max-tokens", 100, "--system", "Echo.", env=KEY)
    found = lines(tmp_path / "out.jsonl")

    assert (0, "") == (ran.exit_code, ran.stdout)
    assert {"0": "echo Hello", "1": "echo World", "2": "echo Again"} == {id_: a["text"] for id_, a in found.items()}
    assert {"stop"} == {answer["finish"] for answer in found.values()}
    assert "completed: all answered" in ran.stderr
    assert [100, 50, 100] == [
        json.loads(line)["body"]["max_output_tokens"] for line in server.files["file-0"].splitlines()
    ]
    assert [] == [
        path for path in tmp_path.rglob("*") if path.is_file() and KEY["OPENAI_API_KEY"].encode() in path.read_bytes()
    ]


def test_the_same_command_again_sends_nothing_twice(
    cli: Cli, asked: list[str], tmp_path: Path, server: BatchServer
) -> None:
    """It writes the answers again, from the ledger; --again is a new batch."""
    cli(*asked, env=KEY)
    (tmp_path / "out.jsonl").unlink()
    before = len(server.asked)
    again = cli(*asked, env=KEY)

    assert 0 == again.exit_code
    assert 3 == len(lines(tmp_path / "out.jsonl"))
    assert before == len(server.asked)
    assert 0 == cli(*asked, "--again", env=KEY).exit_code
    assert 2 == len(server.batches)


def test_leaving_and_coming_back(cli: Cli, asked: list[str], tmp_path: Path, server: BatchServer) -> None:
    """--no-wait prints the id, or the entry; ``jobs`` lists, shows, pokes, waits, gives the results, and forgets."""
    server.polls = 3
    ledger = ["--ledger", str(tmp_path / "jobs.db")]
    id_ = cli(*asked, "--no-wait", env=KEY).stdout.strip()
    assert id_ == json.loads(cli(*asked, "--no-wait", "--json", env=KEY).stdout)["id"]
    listed = cli("jobs", "list", *ledger).stdout.split("\t")

    assert id_ == listed[0]
    assert ["pending", "0/3", "openairesponses", "m"] == listed[1:5]
    assert "state: pending" in cli("jobs", "show", id_, *ledger).stdout
    assert "pending\n" == cli("jobs", "poke", id_, *ledger, env=KEY).stdout
    refused = cli("jobs", "results", id_, *ledger)
    assert 1 == refused.exit_code
    waited = cli("jobs", "wait", id_, *ledger, "--poll-interval", 0.01, env=KEY)
    assert 3 == len(waited.stdout.splitlines())
    assert waited.stdout == cli("jobs", "results", id_, *ledger).stdout
    whole = [json.loads(line) for line in cli("jobs", "results", id_, *ledger, "--json").stdout.splitlines()]
    assert {"id", "result"} == {*whole[0]}
    assert json.loads(cli("jobs", "list", *ledger, "--json").stdout)["state"] == "completed"
    assert 0 == cli("jobs", "rm", id_, *ledger).exit_code
    assert "" == cli("jobs", "list", *ledger).stdout


def test_cancel_and_what_has_no_answer(cli: Cli, asked: list[str], tmp_path: Path, server: BatchServer) -> None:
    """A batch that was cancelled has an error for each item, and the exit code says so."""
    server.polls = 1000
    ledger = ["--ledger", str(tmp_path / "jobs.db")]
    id_ = cli(*asked, "--no-wait", env=KEY).stdout.strip()
    cancelled = cli("jobs", "cancel", id_, *ledger, "--json", env=KEY)
    ran = cli(*asked, env=KEY)

    assert (0, id_) == (cancelled.exit_code, json.loads(cancelled.stdout)["id"])
    assert 1 == ran.exit_code
    assert {"JobCancelled"} == {answer["error"]["class"] for answer in lines(tmp_path / "out.jsonl").values()}
    assert "3 of 3 items failed" in ran.stderr


def test_lines_that_are_no_questions(cli: Cli, asked: list[str], tmp_path: Path, server: BatchServer) -> None:
    """All of them are named, with their numbers, and nothing is sent."""
    (tmp_path / "in.jsonl").write_text(
        '"good"\n{"prompt": "a", "messages": []}\nnonsense\n{"prompt": "b", "colour": 1}\n'
    )
    ran = cli(*asked, env=KEY)

    assert 1 == ran.exit_code
    for place in ("in.jsonl:2", "in.jsonl:3", "in.jsonl:4", "colour"):
        assert place in ran.stderr
    assert [] == server.asked


def test_ids_that_are_there_twice(cli: Cli, asked: list[str], tmp_path: Path, server: BatchServer) -> None:
    """An id names one question."""
    (tmp_path / "in.jsonl").write_text('{"id": "a", "prompt": "x"}\n{"id": "a", "prompt": "y"}\n')
    ran = cli(*asked, env=KEY)

    assert 1 == ran.exit_code
    assert "items['a']: this id was there before" in ran.stderr
    assert [] == server.asked


def test_a_batch_by_its_token_alone(cli: Cli, server: BatchServer) -> None:
    """Whoever has the token of a batch needs no ledger."""
    with genai.load("openai", model="m", api_key="sk-0123456789", base_url=server.url) as llm:
        job = llm.gen_batch({"a": "Hello", "b": "World"})
    where = ["--base-url", server.url, "--poll-interval", 0.01]
    ran = cli("jobs", "wait", job, *where, env=KEY)
    forged = genai.BatchJob(
        provider="openairesponses", id="b", base_url="https://evil.example/v1", parts=[Part(id="b")]
    )

    assert {"a": "echo Hello", "b": "echo World"} == {
        one["id"]: one["text"] for one in map(json.loads, ran.stdout.splitlines())
    }
    assert "parts:" in cli("jobs", "show", job).stdout
    assert 1 == cli("jobs", "poke", forged, env=KEY).exit_code


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a signal")
def test_ctrl_c_says_how_to_go_on(asked: list[str], tmp_path: Path, server: BatchServer) -> None:
    """It ends with 130 and names the command that goes on; that command brings the answers."""
    server.polls = 1_000_000
    process = subprocess.Popen(
        [*PROGRAM, *asked], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **KEY}
    )
    limit = time.monotonic() + 20
    while len(server.asked) < 4 and time.monotonic() < limit:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)

    assert 130 == process.returncode
    id_, option, ledger_file = shlex.split(said.rpartition("genai jobs wait ")[2].strip().removesuffix(")"))
    assert ("--ledger", str(tmp_path / "jobs.db")) == (option, ledger_file)
    server.polls = 0
    for batch in server.batches.values():
        batch["metadata"]["polls"] = "0"
    with (
        genai.jobs.open(tmp_path / "jobs.db") as ledger,
        genai.load("openai", model="m", api_key="sk-0123456789", base_url=server.url) as llm,
    ):
        result = ledger.wait(id_, llm=llm, poll_interval=0.01)
        assert 3 == len(dict(result))
    assert 1 == len(server.batches)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a signal")
@pytest.mark.parametrize("stage", ["POST /v1/files", "POST /v1/batches"])
def test_ctrl_c_while_it_is_sent(cli: Cli, asked: list[str], server: BatchServer, stage: str) -> None:
    """It says that the same command goes on; that one has every answer, and nothing was sent twice."""
    reached, released = threading.Event(), threading.Event()

    def hold(method: str, path: str) -> None:
        if stage == f"{method} {path}":
            reached.set()
            released.wait(20)

    server.after = hold
    process = subprocess.Popen([*PROGRAM, *asked], stderr=subprocess.PIPE, text=True, env={**os.environ, **KEY})
    assert reached.wait(20)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    server.after = lambda method, path: None
    released.set()

    assert (130, True) == (process.returncode, "To go on: the same command again" in said)
    assert 0 == cli(*asked, env=KEY).exit_code
    assert (1, 3) == (len(server.batches), len(server.submitted))


@pytest.mark.parametrize("out", ["in.jsonl", "./in.jsonl", "nowhere/out.jsonl", "."])
def test_a_place_that_cannot_be_written(
    cli: Cli, asked: list[str], server: BatchServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    """It is noticed before anything is sent, and the questions stay as they are."""
    monkeypatch.chdir(tmp_path)
    before = (tmp_path / "in.jsonl").read_bytes()
    ran = cli(*asked, "-o", out, env=KEY)

    assert ran.exit_code in (1, 2)
    assert out.removeprefix("./") in ran.stderr
    assert ([], before) == (server.asked, (tmp_path / "in.jsonl").read_bytes())


def test_answers_on_stdout(cli: Cli, asked: list[str]) -> None:
    """``-o -`` writes nothing but answers there."""
    ran = cli(*asked, "-o", "-", env=KEY)
    assert {"0", "1", "2"} == {json.loads(line)["id"] for line in ran.stdout.splitlines()}


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        (b'\xef\xbb\xbf"Hi"\r\n"Ho"\r\n', "all answered"),
        (b'{"id": "a", "prompt": "x"}\nbroken\n{"id": "b", "prompt": "y"}', "in.jsonl:2: no JSON"),
        (b"[" * 100_000, "in.jsonl:1: no JSON"),
        (b'"caf\xe9"', "in.jsonl:1: no JSON"),
        (b'["Hi"]', "in.jsonl:1: a JSON string, or an object"),
        (b'{"id": 5, "prompt": "x"}', "items[5]: an id is a text"),
        (b'{"prompt": null}', "items[0]: messages[0]"),
        (b'{"prompt": "x", "temperature": "hot"}', "items[0]: TextOptions.temperature"),
        (b'{"prompt": "x", "idle": 3}', "items[0]: Timeout.idle: not for an item"),
        (b"\n \n", "items: a batch has at least one"),
    ],
)
def test_what_is_in_the_file(cli: Cli, asked: list[str], tmp_path: Path, questions: bytes, said: str) -> None:
    """Files as editors write them are read; anything wrong is one line, without a traceback."""
    (tmp_path / "in.jsonl").write_bytes(questions)
    ran = cli(*asked, env=KEY)

    assert said in ran.stderr
    assert isinstance(ran.exception, SystemExit | None)
    assert ran.stderr.count("genai: ") == ran.exit_code
    assert [] == [*tmp_path.glob("*.part")]


def test_a_token_of_what_is_pending_or_failed(cli: Cli, server: BatchServer, tmp_path: Path) -> None:
    """``--json`` is JSON then, too; and the exit code tells of items without an answer, as that of ``genai batch``."""
    with genai.load("openai", model="m", api_key="sk-0123456789", base_url=server.url) as llm:
        job = llm.gen_batch({"a": "Hello", "b": "World"})
    asked = cli("jobs", "poke", job, "--base-url", server.url, "--json", env=KEY)
    cli("jobs", "cancel", job, "--base-url", server.url, env=KEY)
    ran = cli("jobs", "poke", job, "--base-url", server.url, env=KEY)

    assert {"state": "pending"} == json.loads(asked.stdout)
    assert {"JobCancelled"} == {json.loads(line)["error"]["class"] for line in ran.stdout.splitlines()}
    assert (0, 1) == (asked.exit_code, ran.exit_code)


@pytest.mark.parametrize("verb", ["show", "poke", "wait", "cancel", "results", "rm"])
def test_a_job_that_nobody_knows(cli: Cli, tmp_path: Path, verb: str) -> None:
    """One clear line."""
    ran = cli("jobs", verb, "nope", "--ledger", tmp_path / "jobs.db")
    assert (1, f"genai: the ledger {tmp_path / 'jobs.db'} has no entry 'nope'\n") == (ran.exit_code, ran.stderr)


def test_where_pictures_are(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A job's picture is no text: it is saved where that was asked, and else it is said that there is one."""
    picture = genai.Doc(data=b"\x89PNG\r\n\x1a\n", mime_type="image/png")
    result = genai.Result(message=genai.Message(replies=[genai.Reply(doc=picture)]))
    printed(result)
    printed(result, out=str(tmp_path / "cat.png"))

    assert "image/png, 8 bytes: -o FILE keeps it\n" == capsys.readouterr().out
    assert picture.data == (tmp_path / "cat.png").read_bytes()
