"""README is true: every Python block runs, in its order, against a loopback server; every command is one that works."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from attrs import evolve
from batch_server import BatchServer
from contract.specimen_openairesponses import CALL, begun, ended, response, said, sse
from wires import image_answers as images

from genai.cli import main
from genai.providers import openairesponses

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.S)
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.S) for line in block.splitlines()]
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 24

PATCH = """
import os
from attrs import evolve
from genai.providers import openairesponses
openairesponses.INFO = evolve(openairesponses.INFO, base_url=os.environ["README_SERVER"])
"""


def message(text: str) -> dict[str, Any]:
    """A message item."""
    part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    return {"id": "msg_9", "type": "message", "role": "assistant", "status": "completed", "content": [part]}


class OpenAI(BaseHTTPRequestHandler):
    """Answers each of README's questions."""

    polls: ClassVar[dict[str, int]] = {}
    kept: ClassVar[BatchServer] = BatchServer()

    def log_message(self, format: str, *args: Any) -> None:
        """Be quiet."""

    def do_GET(self) -> None:
        """Models and polls: a job is done at the second poll."""
        if "/files" in self.path or "/batches" in self.path:
            return self.keep(b"")
        if self.path.endswith("/models"):
            return self.say({"object": "list", "data": [{"id": "gpt-5", "object": "model", "created": 1}]})
        self.polls[self.path] = self.polls.get(self.path, 0) + 1
        done = self.polls[self.path] > 1
        return self.say(response(message("The report.")) if done else response(status="in_progress", usage=None))

    def do_POST(self) -> None:
        """Answers, by what is asked."""
        given = self.rfile.read(int(self.headers["content-length"]))
        if "/files" in self.path or "/batches" in self.path:
            return self.keep(given)
        if "/images/" in self.path:
            return self.picture(given)
        body = json.loads(given)
        asked = json.dumps(body["input"])
        if "dimensions" in body:
            data = [{"object": "embedding", "index": i, "embedding": [0.5] * 256} for i, _ in enumerate(body["input"])]
            return self.say({"object": "list", "model": body["model"], "data": data})
        if body.get("background"):
            return self.say(response(status="queued", usage=None))
        if body.get("stream"):
            item = message("Once upon a time.")
            return self.send(sse([*begun(), *said(0, item), *ended(item)]), "text/event-stream")
        if any(tool["type"] == "image_generation" for tool in body.get("tools", ())):
            action = "edit" if '"image_generation_call"' in asked else "generate"
            item = {"type": "image_generation_call", "id": "ig_1", "status": "completed", "action": action}
            return self.say(response({**item, "result": images.encoded(images.PNG)}, store=True))
        if body.get("tools") and "function_call_output" not in asked:
            return self.say(response(CALL))
        if "text" in body:
            return self.say(response(message('{"name": "banana", "sweet": true}')))
        words = "A cat." if "input_image" in asked else "It is sunny." if body.get("tools") else "Apple"
        return self.say(response(message(words)))

    def do_DELETE(self) -> None:
        """Files go away."""
        self.keep(b"")

    def keep(self, given: bytes) -> None:
        """Files and batches."""
        _, answer = self.kept.do(self.command, self.path.partition("?")[0], {}, given)
        self.send(answer, "application/octet-stream") if isinstance(answer, bytes) else self.say(answer)

    def picture(self, asked: bytes) -> None:
        """A picture for words, two for a picture, or one as it forms."""
        if b'"stream":true' in asked:
            events = [images.partial(images.PNG, index) for index in range(2)]
            return self.send(images.sse(*events, images.completed(images.PNG)), "text/event-stream")
        return self.say(images.whole(*[images.png(1536, 864)] * (1 + self.path.endswith("variations"))))

    def say(self, answer: Any) -> None:
        """Send JSON."""
        self.send(json.dumps(answer).encode(), "application/json")

    def send(self, body: bytes, kind: str) -> None:
        """Send a body."""
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The base URL of a loopback server that plays OpenAI."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), OpenAI)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}/v1"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


EXPECTED = {
    "max_tokens=50": "Apple\n20 11 stop",
    "Tell a story": "Once upon a time.Usage(input_tokens=20",
    "asyncio.gather": "['Apple', 'Apple', 'Apple']",
    "get_weather": "It is sunny.",
    "decode(Fruit)": "Fruit(name='banana', sweet=True)",
    "cat.png": "A cat.",
    ".embed(": "256 64.0",
    "lighthouse.png": "lighthouse.png (1536, 864) high 4210",
    "mask.png": "blue-wall.png",
    "variation": "variation-0.png\nvariation-1.png",
    "preview": "preview-0.png\npreview-1.png\ndone.png",
    "Now make it blue": "blue.png ig_1",
    "write_text": "",
    "genai.poke": "still running\nThe report.",
    "gen_batch": "bern echo Name a river of Bern.\noslo echo Name a river of Oslo.",
    "jobs.open": "echo Name a fruit. 10",
    "report.pdf": "29 of 29\nApple",
    "NotSupported": "not sent: ('TextOptions.top_k',)",
}


def test_every_python_block_runs(server: str, tmp_path: Path) -> None:
    """Each block runs in a process of its own, as it stands, one after the other, and prints what it should."""
    for name in ("cat.png", "room.png", "mask.png"):
        (tmp_path / name).write_bytes(PICTURE)
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.4\nIt says nothing.\n%%EOF"[:29])
    environment = {**os.environ, "README_SERVER": server, "OPENAI_API_KEY": "sk-readme"}
    seen = []
    for block in BLOCKS:
        mark, expected = next((mark, out) for mark, out in EXPECTED.items() if mark in block)
        seen.append(mark)
        ran = subprocess.run(
            [sys.executable, "-c", PATCH + block],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
            check=False,
            timeout=60,
        )

        assert (0, "") == (ran.returncode, ran.stderr), block
        assert ran.stdout.startswith(expected), (block, ran.stdout)
    assert list(EXPECTED) == seen


def test_scripts_are_short() -> None:
    """None needs more than ten lines."""
    longest = max(BLOCKS, key=lambda block: block.strip().count("\n"))

    assert len([line for line in longest.splitlines() if line.strip()]) <= 10, longest


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_works(
    command: str, server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Commands of ours run; targets of make exist; what pip is asked for is there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-readme")
    monkeypatch.setattr(openairesponses, "INFO", evolve(openairesponses.INFO, base_url=server))
    program, *arguments = shlex.split(command)
    if program == "make":
        ran = subprocess.run(["make", "-n", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)

        assert 0 == ran.returncode, ran.stderr
    elif program == "pip":
        extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]

        assert ["install"] == arguments[:1]
        assert set(re.findall(r"\[(\w+)\]", arguments[1])) <= set(extras)
    else:
        assert "genai" == program
        monkeypatch.setattr(sys, "argv", ["genai", *arguments])
        with pytest.raises(SystemExit) as caught:
            main()

        assert caught.value.code in (0, None)
        assert capsys.readouterr().out.strip()
