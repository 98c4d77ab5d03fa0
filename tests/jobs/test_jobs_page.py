"""docs/jobs.md is true: its blocks run, in their order, against a server of batches."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from attrs import evolve
from batch_server import BatchServer, Body, echo

import genai.jobs
from genai.providers import openairesponses

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "jobs.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.S)
SAID = (
    "echo Write\necho Write\n",
    "bern echo Name a river of Bern.\noslo echo Name a river of Oslo.\ncompleted Counts(total=2, succeeded=2, ",
    "completed Counts(total=2, succeeded=2, failed=0)\n1 echo Name a tree.\n0 echo Name a fruit.\n",
    "nightly-7 completed Counts(total=2, succeeded=2, failed=0) None\n10\necho Name a fruit.\n",
)


def test_the_blocks_run(
    server: BatchServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each prints what it should; the one that submits, run again, sends nothing and prints the same."""
    answer = {**echo({"input": "Write", "model": "m"}), "created_at": 1}
    replies: dict[str, Body] = {"POST": {**answer, "status": "queued", "output": []}, "GET": answer}
    server.before = lambda method, path: (200, replies[method]) if "/responses" in path else None
    monkeypatch.setattr(openairesponses, "INFO", evolve(openairesponses.INFO, base_url=server.url))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-page")
    monkeypatch.chdir(tmp_path)

    for block, said in zip(BLOCKS, SAID, strict=True):
        exec(block, {})
        assert said in capsys.readouterr().out
        if "submit_batch" in block:
            asked = len(server.asked)
            exec(block, {})
            assert (asked, True) == (len(server.asked), capsys.readouterr().out == said)


def test_the_times_are_true() -> None:
    """What the page says of defaults is what they are."""
    defaults = {name: one.default for name, one in inspect.signature(genai.jobs.open).parameters.items()}

    assert {"path": None, "lease": 30.0, "grace": 30.0} == defaults
