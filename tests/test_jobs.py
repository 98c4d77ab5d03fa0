"""Jobs: a token there and back, damaged tokens, and a job that someone awaits."""

from __future__ import annotations

import asyncio
import base64
import json
import math
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai.errors import InvalidRequest
from genai.jobs import PREFIX, BatchJob, Job, Part

JOB = Job(
    provider="openairesponses",
    model="gpt-5",
    id="resp_ü/1+?",
    created=1785940129.25,
    base_url="https://api.openai.com/v1",
)
JOBS = [
    JOB,
    Job(provider="openairesponses", id="resp_1"),
    Job(provider="gemini", model="veo-3", kind="video", id="models/veo/operations/1"),
    Job(provider="bfl", kind="image", id="i"),
    Job(provider="anthropic", kind="batch", id="msgbatch_1"),
    BatchJob(provider="anthropic", model="claude", id="msgbatch_1"),
    BatchJob(provider="openairesponses", id="b", name="genai-1", parts=[Part(id="b", count=2)], ids=["ä", "b"]),
    BatchJob(
        provider="openairesponses", id="b", name="g", parts=[Part(id="b", count=999)], ids=[*map(str, range(999))]
    ),
]


@pytest.mark.parametrize("job", JOBS)
def test_token_there_and_back(job: Job) -> None:
    """The token gives the same job, of the same class."""
    back = Job.parse(str(job))

    assert job == back
    assert type(job) is type(back)


@pytest.mark.parametrize("job", JOBS)
def test_token_is_one_word(job: Job) -> None:
    """A token can go through a shell, a URL or a file name unquoted."""
    token = str(job)

    assert token.startswith(job._prefix)
    assert len(token) < 5000  # a thousand ids are packed
    assert token.isascii()
    assert token.replace("-", "").replace("_", "").replace(".", "").isalnum()


@pytest.mark.parametrize("job", JOBS)
def test_jobs_pickle_and_go_to_json(job: Job) -> None:
    """A job survives pickle and JSON."""

    assert job == pickle.loads(pickle.dumps(job))
    assert job == type(job).from_json(job.to_json())


def test_token_with_space_around() -> None:
    """A token read from a file may end in a line end."""

    assert Job.parse(f" {JOB}\n") == JOB


def packed(text: bytes) -> str:
    """A token of any content."""
    return PREFIX + base64.urlsafe_b64encode(text).decode().rstrip("=")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "resp_123",
        PREFIX,
        "genai-job-2." + str(JOB).removeprefix(PREFIX),
        str(JOB).removeprefix(PREFIX),
        str(JOB)[:-1],
        str(JOB)[:-7],
        str(JOB) + "!",
        str(JOB) + "!!!!",
        str(JOB) + "AAAA",
        str(JOB).replace("-1.", "-1. "),
        str(JOB)[:30] + "*" + str(JOB)[30:],
        str(JOB) + "é",
        str(JOB) + "=====",
        PREFIX + "A",
        packed(b"\xff\xfe"),
        packed(b"[]"),
        packed(b"null"),
        packed(b"{}"),
        packed(b'{"provider":"x"}'),
        packed(b'{"provider":"x","id":""}'),
        packed(b'{"provider":"x","id":1}'),
        packed(b'{"provider":"x","id":"1","kind":"picnic"}'),
        packed(b'{"provider":"x","id":"1","kind":[]}'),
        packed(b'{"provider":"x","id":"1","api_key":"sk-1"}'),
        packed(b"[" * 100_000),
        packed(b'{"provider":"x","id":"1","base_url":5}'),
        packed(b'{"provider":"x","id":"1","base_url":["https://["]}'),
        packed(b'{"provider":"x","id":"1","created":1e999}'),
        packed(b'{"provider":"x","id":"1","created":-1}'),
        packed(b'{"provider":"x","id":"1","created":' + b"9" * 5000 + b"}"),
        packed(b'{"provider":"x","id":"1","unsupported":"abc"}'),
    ],
)
def test_damaged_tokens(token: str) -> None:
    """What is no whole token is an InvalidRequest, whatever is wrong with it."""

    with pytest.raises(InvalidRequest):
        Job.parse(token)


@given(st.text(max_size=60))
def test_any_text_behind_the_prefix(text: str) -> None:
    """No text makes parse raise anything else."""

    with pytest.raises(InvalidRequest):
        Job.parse(PREFIX + text)


@pytest.mark.parametrize("token", [5, None, b"genai-job-1.AAAA", JOB, ["x"]])
def test_a_token_is_a_text(token: Any) -> None:
    """What is no text at all is no token either."""

    with pytest.raises(InvalidRequest, match="a job's token is a text, not"):
        Job.parse(token)


@given(st.text(max_size=30), st.none() | st.floats())
def test_a_forged_token_is_a_job_or_invalid(base_url: str, created: float | None) -> None:
    """Whatever a token says of its server and its time, it is read and written again, or refused."""
    text = json.dumps({"provider": "x", "id": "1", "base_url": base_url, "created": created})
    try:
        job = Job.parse(packed(text.encode()))
    except InvalidRequest:
        assert created is not None
        assert not 0 <= created < math.inf
    else:
        assert job == Job.parse(str(job))
        assert base_url == job.base_url


def test_job_needs_an_id() -> None:
    """A job without an id could not be asked for."""

    with pytest.raises(InvalidRequest, match="has an id"):
        Job(provider="x", id="")


def test_await_teaches() -> None:
    """Awaiting a job raises a TypeError that names the asyncio verbs."""

    async def awaited() -> None:
        await JOB

    with pytest.raises(TypeError, match=r"llm\.aio.*await llm\.aio\.gen_sync"):
        asyncio.run(awaited())
