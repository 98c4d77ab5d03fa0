"""``genai record``, against a small server on loopback: scrubbed cassettes, with their provenance, and a summary."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from genai.cli import record
from genai.testing import cassettes, checks

from .conftest import Answer, Cli

KEY = "sk-" + "t" * 12
ENV = {"OPENAI_API_KEY": KEY}


def answer(method: str, path: str, body: Any) -> tuple[int, dict[str, str], bytes]:
    """A server that gives texts, echoes the key, knows no tools, jobs or files, and has a path for a model's name."""
    said = {"set-cookie": f"k={KEY}", "server": "small/1", "x-request-id": "r1"}
    if not isinstance(body, dict):
        return 404, said, b'{"error": {"message": "unknown"}}'
    if body.get("tools"):
        return 400, said, json.dumps({"error": {"message": f"no tools for {KEY}"}}).encode()
    part = {"type": "output_text", "text": f"key {KEY}, model {body['model']}", "annotations": []}
    item = {"type": "message", "id": "m1", "role": "assistant", "status": "completed", "content": [part]}
    response = {"id": "r1", "object": "response", "status": "completed", "model": body["model"], "output": [item]}
    if not body.get("stream"):
        return 200, said, json.dumps(response).encode()
    event = {"type": "response.completed", "response": response}
    return 200, {**said, "content-type": "text/event-stream"}, f"data: {json.dumps(event)}\n\n".encode()


@pytest.fixture
def recorded(cli: Cli, serve: Callable[[Answer], str], tmp_path: Path) -> Callable[..., Any]:
    """``recorded("--check", "text")`` records from the small server into the test's folder."""
    base_url = serve(answer)
    usual = ("-p", "openai", "--base-url", base_url, "-m", "/home/me/tiny", "--as", "tiny", "--out", tmp_path)
    told = ("--provenance", "server", "--source", "small 1.0")
    return lambda *arguments: cli("record", *usual, *told, *arguments, env=ENV)


def test_cassettes_are_written_where_they_belong(recorded: Callable[..., Any], tmp_path: Path) -> None:
    """One for each check, and a line about each."""
    ran = recorded("--check", "text", "--check", "tool_auto", "--with", '{"max_tokens": 20}')

    assert 0 == ran.exit_code
    assert [
        "sync\ttext\tok\topenairesponses/tiny/sync/text.yaml",
        "sync\ttool_auto\tInvalidRequest\topenairesponses/tiny/sync/tool_auto.yaml",
        "stream\ttext\tok\topenairesponses/tiny/stream/text.yaml",
        "stream\ttool_auto\tInvalidRequest\topenairesponses/tiny/stream/tool_auto.yaml",
    ] == ran.stdout.splitlines()
    header = cassettes.read(tmp_path / "openairesponses/tiny/stream/text.yaml")
    assert ("server", "small 1.0", "ok") == (header.provenance, header.source, header.outcome)
    assert {"max_tokens": 20} == header.arguments


@pytest.mark.misfit  # bad_request is among the checks
def test_no_key_is_anywhere(recorded: Callable[..., Any], tmp_path: Path) -> None:
    """Not in what was sent, what came back, or what is printed; nor is the model's path."""
    ran = recorded()
    paths = list(tmp_path.rglob("*.yaml"))
    texts = [path.read_text("utf-8") for path in paths]
    unsaid = {"sync/seed", "sync/stop", "stream/seed", "stream/stop"}  # by the Responses wire
    asked = {f"{check.mode}/{check.name}" for check in checks.CHECKS if check.output == "text"}

    assert asked - unsaid == {f"{path.parent.name}/{path.stem}" for path in paths}
    for text in (ran.stdout, ran.stderr, *texts):
        assert KEY not in text
        assert "/home/me" not in text
        assert "set-cookie" not in text
    assert all("r1" in text for text in texts)


@pytest.mark.misfit  # as above
def test_what_was_recorded_is_replayed(recorded: Callable[..., Any], tmp_path: Path) -> None:
    """The same check on the cassette comes out the same, and asks for all of it."""
    recorded("--mode", "job", "--mode", "other")
    paths = sorted(tmp_path.rglob("*.yaml"))

    assert 8 == len(paths)
    for path in paths:
        with cassettes.use_cassette(path) as replay:
            header = replay.header
            usual = {"model": header.model, "base_url": header.base_url, "api_key": "none", "retry": 0}
            subject = checks.Subject(load=_loader(usual), poll_interval=0.001)
            assert header.outcome == checks.find(header.mode, header.check).outcome(subject)
        assert replay.all_played


def _loader(usual: dict[str, Any]) -> Callable[..., Any]:
    import genai

    return lambda **differing: genai.load("openai", **{**usual, **differing})


def test_a_refusal_is_a_recording_too(recorded: Callable[..., Any], tmp_path: Path) -> None:
    """The error's class is the outcome, and its body is kept, without the key that it echoed."""
    recorded("--check", "tool_auto", "--mode", "sync")
    document = yaml.safe_load((tmp_path / "openairesponses/tiny/sync/tool_auto.yaml").read_text("utf-8"))

    assert "InvalidRequest" == document["outcome"]
    response = document["interactions"][0]["response"]
    assert 400 == response["status"]["code"]
    assert "no tools for REDACTED" in response["body"]["string"]


def test_pictures_have_checks_of_their_own(cli: Cli, serve: Callable[[Answer], str], tmp_path: Path) -> None:
    """--output chooses them, and they are asked where pictures are made: what is no JSON is a form with files."""
    drawn = {"created": 1, "data": [{"b64_json": base64.b64encode(checks.PNG).decode()}]}
    told = ("--provenance", "server", "--source", "small 1.0", "--output", "image", "--mode", "sync")
    base_url = serve(lambda *asked: (200, {}, json.dumps(drawn).encode()))
    ran = cli("record", "-p", "openaichat", "-m", "tiny", "--base-url", base_url, "--out", tmp_path, *told, env=ENV)

    assert [
        "picture\tok\t",
        "picture_two\tunmet: 1 pictures\t",
        "picture_edit\tok\t",
        "picture_variation\tok\t",
    ] == [line.partition("\t")[2].partition("openaichat/")[0] for line in ran.stdout.splitlines()]
    edit = yaml.safe_load((tmp_path / "openaichat/tiny/sync/picture_edit.yaml").read_text("utf-8"))
    assert checks.PNG in edit["interactions"][0]["request"]["body"]


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (("--base-url", "http://127.0.0.1:9/v1"), "--provenance and --source"),
        (("--with", "[]"), "a JSON object"),
        (("--with", "{"), "not JSON"),
        (("--check", "nonsense"), "there are text, "),
        (("--provenance", "hearsay"), "hearsay"),
    ],
    ids=["no source", "no object", "no JSON", "no such check", "no such provenance"],
)
def test_a_wrong_command_line_records_nothing(cli: Cli, tmp_path: Path, arguments: tuple[str, ...], shown: str) -> None:
    """Exit code 2, and no file."""
    ran = cli("record", "-p", "openai", "--out", tmp_path, *arguments, env=ENV)

    assert 2 == ran.exit_code
    assert shown in ran.stderr
    assert [] == list(tmp_path.iterdir())


def test_a_server_that_is_not_there_is_an_error(cli: Cli, serve: Callable[[Answer], str], tmp_path: Path) -> None:
    """Nothing was exchanged, so nothing is written, and the exit code says so."""
    told = ("--provenance", "server", "--source", "none 1.0", "--check", "text")
    ran = cli("record", "-p", "openai", "--base-url", "http://127.0.0.1:9/v1", "--out", tmp_path, *told, env=ENV)

    assert 1 == ran.exit_code
    assert "sync\ttext\tConnectionFailed\t" in ran.stdout
    assert "nothing was exchanged" in ran.stderr
    assert [] == list(tmp_path.rglob("*.yaml"))


def test_a_connection_that_breaks_midway_leaves_no_cassette(
    cli: Cli, serve: Callable[[Answer], str], tmp_path: Path
) -> None:
    """Half of a check could not be replayed."""
    submitted = {"id": "r1", "object": "response", "status": "queued", "output": []}

    def breaking(method: str, path: str, body: Any) -> tuple[int, dict[str, str], bytes]:
        if method == "GET":
            return 200, {"transfer-encoding": "chunked"}, b"no chunk"
        return 200, {}, json.dumps(submitted).encode()

    told = ("--provenance", "server", "--source", "broken 1.0", "--check", "background")
    ran = cli("record", "-p", "openai", "--base-url", serve(breaking), "--out", tmp_path, *told, env=ENV)

    assert "job\tbackground\tConnectionFailed\t\n" == ran.stdout
    assert [] == list(tmp_path.rglob("*.yaml"))


def test_the_provenances_and_modes_are_the_cassettes_own() -> None:
    """The command names them itself, so that its help loads no vcrpy."""
    assert tuple(cassettes.PROVENANCES) == record.PROVENANCES
    assert cassettes.MODES == record.MODES
    assert set(record.MODES) == {check.mode for check in checks.CHECKS}
    assert set(record.OUTPUTS) == {check.output for check in checks.CHECKS}
