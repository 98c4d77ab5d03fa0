"""llama.cpp: what differs from Chat Completions, and its native endpoints.

Ids and words are made up, after what was recorded or a real server said, else after what is documented.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from contract.chat import chunk, dumped, sse, whole
from wires.chat_calls import (
    FILM,
    FILM_PART,
    MP3,
    PNG,
    PNG_PART,
    SCHEMA,
    TOOL,
    failed,
    history,
    load,
    refused,
    said,
    sent,
    streamed,
    weather,
)

import genai
from genai.providers.llamacpp import Options as LlamaOptions
from genai.providers.llamacpp import raw

MP3_PART = {"type": "audio_url", "audio_url": {"url": "data:audio/mpeg;base64,SUQzBA=="}}
NAMED = {"name": "response", "schema": SCHEMA}
MUCH: dict[str, Any] = {"system_prompt": "Be brief.", "temperature": 0, "seed": 1, "stop": ["x"], "max_tokens": 9}
SAID: dict[str, Any] = {"temperature": 0, "seed": 1, "stop": ["x"]}


TIMINGS = {"cache_n": 90, "prompt_n": 44, "prompt_ms": 62.4, "predicted_n": 73, "predicted_ms": 965.8}


def test_llamacpp_says_more_than_openai() -> None:
    """A rich request; a tool that is forced by its name is refused, since the server would not force it."""
    body = sent(
        "llamacpp",
        history(PNG, MP3, FILM),
        LlamaOptions(cache_prompt=False, min_p=0.1, samplers=("top_k", "temperature"), lora=({"id": 0, "scale": 1},)),
        **MUCH,
        top_k=3,
        top_logprobs=2,
        budget_tokens=50,
        decode_as=SCHEMA,
        tools=[weather],
        force="required",
        parallel=True,
    )

    audio = {"type": "input_audio", "input_audio": {"data": "SUQzBA==", "format": "mp3"}}
    assert {
        "messages": said(PNG_PART, audio, FILM_PART),
        **SAID,
        "max_tokens": 9,
        "top_k": 3,
        "logprobs": True,
        "top_logprobs": 2,
        "thinking_budget_tokens": 50,
        "response_format": {"type": "json_schema", "json_schema": NAMED},
        "tools": [TOOL],
        "tool_choice": "required",
        "parallel_tool_calls": True,
        "cache_prompt": False,
        "min_p": 0.1,
        "samplers": ["top_k", "temperature"],
        "lora": [{"id": 0, "scale": 1}],
    } == body
    left = refused("llamacpp", tools=[weather], force="weather")
    assert left[0].startswith("ToolOptions.force: one of auto, required, none, not weather")


@pytest.mark.parametrize(("effort", "thinks"), [("none", False), ("low", True), ("max", True)])
def test_llamacpp_thinks_or_does_not(effort: Any, thinks: bool) -> None:
    """By the template's own switch (recorded), and by the word for templates that know one."""
    wanted = {"reasoning_effort": effort, "chat_template_kwargs": {"enable_thinking": thinks}}

    assert wanted == sent("llamacpp", effort=effort)
    together = sent("llamacpp", "hi", LlamaOptions(chat_template_kwargs={"x": 1}), effort=effort)
    assert {"enable_thinking": thinks, "x": 1} == together["chat_template_kwargs"]


def test_llamacpps_answers() -> None:
    """Ids stand beside logprobs, timings count where there is no usage, and thoughts go back (recorded)."""
    token = {"id": 9259, "token": "Hi", "bytes": [72, 105], "logprob": -0.1}
    answer = whole({"content": "Hi", "reasoning_content": "Hm."}, timings=TIMINGS)
    answer["choices"][0]["logprobs"] = {"content": [{**token, "top_logprobs": [token]}]}
    llm, seen = load("llamacpp", dumped({**answer, "usage": None}))
    first = llm.gen_sync("hi")
    llm.gen_sync(genai.Messages.of("hi") + first + "and?")

    assert (134, 90, 73) == (first.usage.input_tokens, first.usage.cached_tokens, first.usage.output_tokens)
    assert ("Hi", -0.1) == (first.logprobs[0].token, first.logprobs[0].logprob)
    assert "Hm." == json.loads(seen[1].content)["messages"][1]["reasoning_content"]


def test_llamacpp_tells_how_far_it_is() -> None:
    """Chunks that only tell of the prompt are no text."""
    progress = chunk({"role": "assistant", "content": None}, prompt_progress={"total": 9, "cache": 0, "processed": 9})
    result, _ = streamed("llamacpp", sse([progress, chunk({"content": "ok"}), chunk({}, "stop", timings=TIMINGS)]))

    assert ("ok", 73) == (result.text, result.usage.output_tokens)


def test_llamacpp_lists_its_model_twice() -> None:
    """Its id may be the path of a file; what the file says stands in raw (recorded)."""
    model = {"id": "../m.gguf", "aliases": [], "tags": [], "object": "model", "created": 1, "owned_by": "llamacpp"}
    listed = {"models": [{"name": "../m.gguf"}], "object": "list", "data": [{**model, "meta": {"n_ctx_train": 4096}}]}
    for base in ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"):
        llm, seen = load("llamacpp", dumped(listed), base_url=base)

        assert ["../m.gguf"] == [one.id for one in llm.list_models()]
        assert "http://127.0.0.1:8080/v1/models" == str(seen[0].url)


@pytest.mark.parametrize(
    ("status", "error", "expected"),
    [
        (
            500,
            {"code": 500, "message": "Context size has been exceeded.", "type": "server_error"},
            genai.ContextTooLong,
        ),
        (
            400,
            {"code": 400, "message": "Too many.", "type": "exceed_context_size_error", "n_ctx": 4},
            genai.ContextTooLong,
        ),
        (401, {"code": 401, "message": "Invalid API Key", "type": "authentication_error"}, genai.AuthError),
        (501, {"code": 501, "message": "No infill.", "type": "not_supported_error"}, genai.InvalidRequest),
        (503, {"code": 503, "message": "Loading model", "type": "unavailable_error"}, genai.Overloaded),
    ],
)
def test_llamacpps_errors(status: int, error: Any, expected: type[genai.Error]) -> None:
    """As recorded, and as its README has them."""
    assert expected is type(failed("llamacpp", status, {"error": error}))


TEXT = {"content": "ok", "stop": True, "stop_type": "limit", "timings": TIMINGS, "index": 0, "id_slot": 1}


@pytest.mark.parametrize(
    ("verb", "request_", "where", "answer", "read"),
    [
        ("health", None, "GET /health", {"status": "ok"}, lambda got: got.status == "ok"),
        ("props", None, "GET /props", {"total_slots": 2, "is_sleeping": False}, lambda got: got.total_slots == 2),
        ("slots", None, "GET /slots", [{"id": 0, "is_processing": False}], lambda got: got[0].id == 0),
        ("lora_adapters", None, "GET /lora-adapters", [{"id": 1, "scale": 0.5}], lambda got: got[0].scale == 0.5),
        (
            "tokenize",
            raw.TokenizeRequest(content="á", with_pieces=True),
            "POST /tokenize",
            {"tokens": [{"id": 198, "piece": [195]}, {"id": 2, "piece": "x"}]},
            lambda got: [token.piece for token in got.tokens] == [[195], "x"],
        ),
        (
            "detokenize",
            raw.DetokenizeRequest(tokens=[1, 2]),
            "POST /detokenize",
            {"content": "hi"},
            lambda got: got.content == "hi",
        ),
        (
            "apply_template",
            raw.ApplyTemplateRequest(messages=[raw.UserMessage(content="hi")]),
            "POST /apply-template",
            {"prompt": "user: hi"},
            lambda got: got.prompt == "user: hi",
        ),
        (
            "input_tokens",
            raw.CompletionRequest(messages=[raw.UserMessage(content="hi")]),
            "POST /v1/chat/completions/input_tokens",
            {"input_tokens": 13, "object": "response.input_tokens"},
            lambda got: got.input_tokens == 13,
        ),
        (
            "control",
            raw.ControlRequest(id="c"),
            "POST /v1/chat/completions/control",
            {"success": False, "message": "no active completion for this id"},
            lambda got: not got.success,
        ),
        ("completion", raw.TextRequest(prompt="hi", n_predict=1), "POST /completion", TEXT, lambda got: got.stop),
        ("infill", raw.InfillRequest(input_prefix="a"), "POST /infill", TEXT, lambda got: got.content == "ok"),
        (
            "embedding",
            raw.EmbeddingRequest(content="hi"),
            "POST /embedding",
            [{"index": 0, "embedding": [[0.5, 1]]}],
            lambda got: got[0].embedding == [[0.5, 1]],
        ),
    ],
)
def test_llamacpps_native_endpoints(verb: str, request_: Any, where: str, answer: Any, read: Any) -> None:
    """Raw types in, raw types out, beside ``/v1`` wherever the base URL ends."""
    llm, seen = load("llamacpp", dumped(answer), base_url="http://127.0.0.1:8080/v1")
    got = getattr(llm.raw, verb)(*([] if request_ is None else [request_]))

    assert where == f"{seen[0].method} {seen[0].url.path}"
    assert read(got)


def test_llamacpps_metrics_are_text() -> None:
    """As Prometheus reads them."""
    llm, seen = load("llamacpp", b"llamacpp:n_tokens_max 0\n")

    assert "llamacpp:n_tokens_max 0\n" == llm.raw.metrics()
    assert "/metrics" == seen[0].url.path


def test_llamacpps_native_completions_stream() -> None:
    """Pieces come out as they are; the last one says that it is."""
    pieces = [{"content": "o", "stop": False, "tokens": [1]}, {"content": "k", "stop": False}, TEXT]
    llm, seen = load("llamacpp", sse(pieces, b""))
    with llm.raw.stream_completion(raw.TextRequest(prompt="hi")) as stream:
        got = [piece.content for piece in stream]

    assert (["o", "k", "ok"], "limit") == (got, stream.result.stop_type)
    assert {"prompt": "hi", "stream": True} == json.loads(seen[0].content)
    with (
        pytest.raises(genai.StreamInterrupted),
        load("llamacpp", sse(pieces[:2], b""))[0].raw.stream_completion(raw.TextRequest(prompt="hi")) as stream,
    ):
        list(stream)


def test_llamacpp_says_whether_a_slot_is_free() -> None:
    """A flag of a query is 1 or 0."""
    llm, seen = load("llamacpp", b"[]")
    llm.raw.slots(fail_on_no_slot=True)

    assert "fail_on_no_slot=1" == seen[0].url.query.decode()


def test_llamacpp_counts_tokens() -> None:
    """Of the request that would be sent."""
    llm, seen = load("llamacpp", dumped({"input_tokens": 13, "object": "response.input_tokens"}))

    assert 13 == llm.count_tokens("hi", system_prompt="Be brief.")
    assert "/v1/chat/completions/input_tokens" == seen[0].url.path
    assert "system" == json.loads(seen[0].content)["messages"][0]["role"]
