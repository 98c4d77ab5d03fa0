"""A token is enough: another process polls a batch by it, and one that was forged gets no key."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import zlib

import pytest
from attrs import evolve
from batch_server import BatchServer

import genai
from genai.jobs import BatchJob, job

POKE = """
import sys
import genai
result = genai.poke(sys.stdin.read())
print(result.state, sorted((id_, answer.text) for id_, answer in result))
"""
MANY = {f"item {number}": f"Question {number}" for number in range(100)}


@pytest.mark.parametrize("items", [{"a": "x", "b": "y"}, MANY], ids=["small", "packed"])
def test_another_process_polls_by_the_token_alone(
    llm: genai.Client, server: BatchServer, items: dict[str, str]
) -> None:
    """A process that has nothing but the token, and a key of its own, has all the answers."""
    server.polls = 0
    token = str(llm.gen_batch(items))
    environment = {**os.environ, "OPENAI_API_KEY": "sk-of-the-other-process"}
    done = subprocess.run(
        [sys.executable, "-c", POKE], input=token, capture_output=True, text=True, env=environment, check=True
    )

    assert f"completed {sorted((id_, f'echo {asked}') for id_, asked in items.items())}\n" == done.stdout
    assert "sk-" not in base64.urlsafe_b64decode(token.partition(".")[2] + "==").decode("latin-1")


def test_the_token_there_and_back(llm: genai.Client) -> None:
    """It gives the same job, with all its parts and ids."""
    made = llm.gen_batch(MANY)
    packed = base64.urlsafe_b64decode(str(made).partition(".")[2] + "==")

    assert made == genai.Job.parse(str(made))
    assert (34, 100) == (len(made.parts), len(json.loads(zlib.decompress(packed))["ids"]))


def test_a_forged_token_gets_no_key(llm: genai.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that names another host is AuthError, and nothing is sent there; who names that host means it."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    forged = evolve(llm.gen_batch(["x"]), base_url="https://evil.example/v1")
    assert isinstance(forged, BatchJob)

    for named in (forged, str(forged)):
        with pytest.raises(genai.AuthError, match=r"evil\.example"):
            genai.poke(named)


def test_a_token_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small token that would fill the memory is damaged, and is not unpacked."""
    monkeypatch.setattr(job, "LONGEST", 1024 * 1024)
    bomb = zlib.compress(b'{"provider":"x","id":"1"}' + b" " * 2 * 1024 * 1024, 9)

    with pytest.raises(genai.InvalidRequest, match="damaged"):
        genai.Job.parse("genai-batch-1." + base64.urlsafe_b64encode(bomb).decode())
