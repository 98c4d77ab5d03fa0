"""Ollama's own wire: the raw endpoints."""

from __future__ import annotations

import json
from typing import Any

import pytest
from contract.specimen_ollama import MODEL, PLAIN_LINES, dumped, ndjson, whole
from wires.ollama_calls import load

import genai
from genai import convert
from genai.providers.ollama import raw

ASKED = raw.ChatRequest(
    model="m",
    messages=[raw.Message(role="user", content="hi")],
    options=raw.ModelOptions(num_ctx=5, stop=["x"]),
    think="low",
    keep_alive=0,
    tools=[raw.Tool(function=raw.Function(name="a", parameters={"type": "object"}))],
)
PROMPT = raw.GenerateRequest(model="m", prompt="hi", think=True, raw=True)
GENERATED = {"model": "m", "created_at": "2026-11-21T10:00:00Z", "response": "ok", "done": True, "done_reason": "stop"}
SHOWN = {
    "license": "MIT",
    "details": {"parent_model": "", "family": "gemma4"},
    "capabilities": ["completion", "vision"],
    "model_info": {"gemma4.context_length": 131072},
}
RUNNING = {"name": "m", "model": "m", "size": 5, "size_vram": 5, "context_length": 4096, "expires_at": "2026-11-21"}
CALLS: list[tuple[str, tuple[Any, ...], str, Any]] = [
    # endpoint, arguments, what is asked, the answer
    ("gen_sync", (ASKED,), "POST /api/chat", whole("ok")),
    ("generate", (PROMPT,), "POST /api/generate", GENERATED),
    (
        "embed",
        (raw.EmbedRequest(model="m", input=["a"], dimensions=2),),
        "POST /api/embed",
        {"model": "m", "embeddings": [[0.5, 1]], "prompt_eval_count": 1},
    ),
    ("running", (), "GET /api/ps", {"models": [RUNNING]}),
    ("show", (raw.ShowRequest(model="m"),), "POST /api/show", SHOWN),
    ("version", (), "GET /api/version", {"version": "0.30.0"}),
]


@pytest.mark.parametrize(("endpoint", "arguments", "asked", "answer"), CALLS, ids=[row[0] for row in CALLS])
def test_endpoints(endpoint: str, arguments: Any, asked: str, answer: Any) -> None:
    """Each is where the description has it, and gives the answer as raw types."""
    llm, seen = load(dumped(answer))
    made = getattr(llm.raw, endpoint)(*arguments)
    (request,) = seen

    assert asked == f"{request.method} {request.url.path}"
    assert answer == convert.unstructure(made)


def test_whole_answers_are_asked_for() -> None:
    """The server would stream else."""
    llm, seen = load(dumped(whole("ok")))
    llm.raw.gen_sync(ASKED)

    assert {
        "model": "m",
        "messages": [{"role": "user", "content": "hi"}],
        "options": {"num_ctx": 5, "stop": ["x"]},
        "think": "low",
        "keep_alive": 0,
        "stream": False,
        "tools": [{"type": "function", "function": {"name": "a", "parameters": {"type": "object"}}}],
    } == json.loads(seen[0].content)


def test_raw_lists() -> None:
    """What is null in the list of models stays so."""
    models = load(dumped({"models": [MODEL]}))[0].raw.list_models().models

    assert ("gpt-5", None) == (models[0].name, models[0].details.families)


@pytest.mark.parametrize(
    ("endpoint", "request_", "lines"),
    [
        ("gen_stream", ASKED, PLAIN_LINES),
        ("stream_generate", PROMPT, [{"response": "o", "done": False}, GENERATED]),
    ],
)
def test_raw_streams(endpoint: str, request_: Any, lines: list[Any]) -> None:
    """Their fragments are raw lines, and their result is the last one."""
    llm, seen = load(ndjson(lines))
    with getattr(llm.raw, endpoint)(request_) as stream:
        made = list(stream)

    assert lines == [convert.unstructure(one) for one in made]
    assert made[-1] == stream.result
    assert json.loads(seen[0].content)["stream"]
    with pytest.raises(genai.StreamInterrupted):
        list(getattr(load(ndjson(lines[:-1]))[0].raw, endpoint)(request_))
    with pytest.raises(genai.BadAnswer):
        list(getattr(load(ndjson([{**lines[0], "telepathy": 1}]))[0].raw, endpoint)(request_))


STEPS = [
    {"status": "pulling manifest"},
    {"status": "pulling d1", "digest": "d1", "total": 9, "completed": 5},
    {"status": "success"},
]


@pytest.mark.parametrize(
    ("endpoint", "request_", "body"),
    [
        ("pull", raw.PullRequest(model="m"), {"model": "m", "stream": True}),
        ("push", raw.PushRequest(model="m", insecure=False), {"model": "m", "insecure": False, "stream": True}),
        ("create", raw.CreateRequest(model="a", from_="m"), {"model": "a", "from": "m", "stream": True}),
    ],
)
def test_long_steps_show_how_far_they_are(endpoint: str, request_: Any, body: dict[str, Any]) -> None:
    """Each state comes out as it is reached; the last one is success, and an error is one of the tree."""
    llm, seen = load(ndjson(STEPS))
    with getattr(llm.raw, endpoint)(request_) as stream:
        made = list(stream)

    assert STEPS == [convert.unstructure(one) for one in made]
    assert "success" == stream.result.status
    assert (f"/api/{endpoint}", body) == (seen[0].url.path, json.loads(seen[0].content))
    broken = ndjson([STEPS[0], {"error": "pull model manifest: file does not exist"}])
    with pytest.raises(genai.ModelNotFound):
        list(getattr(load(broken)[0].raw, endpoint)(request_))
    with pytest.raises(genai.StreamInterrupted):
        list(getattr(load(ndjson(STEPS[:2]))[0].raw, endpoint)(request_))


def test_what_answers_with_its_status_alone() -> None:
    """Copies and deletions have no answer."""
    llm, seen = load(b"")
    llm.raw.copy(raw.CopyRequest(source="a", destination="b"))
    llm.raw.delete(raw.DeleteRequest(model="b"))

    assert [("POST", {"source": "a", "destination": "b"}), ("DELETE", {"model": "b"})] == [
        (request.method, json.loads(request.content)) for request in seen
    ]
    with pytest.raises(genai.ModelNotFound):
        load(dumped({"error": "model 'b' not found"}), 404)[0].raw.delete(raw.DeleteRequest(model="b"))
