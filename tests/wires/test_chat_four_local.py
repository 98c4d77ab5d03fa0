"""vLLM, SGLang, LM Studio and Ollama: what differs from Chat Completions.

Ids and words are made up, after what was recorded or a real server said, else after what is documented.
"""

from __future__ import annotations

import json
from typing import Any

import corpus_files
import pytest
from contract.chat import chunk, dumped, sse, whole
from wires.chat_calls import (
    FILM,
    FILM_PART,
    MP3,
    PLAIN,
    PNG,
    PNG_PART,
    SCHEMA,
    STRICT_TOOL,
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
from genai.providers.lmstudio import Options as StudioOptions
from genai.providers.sglang import Options as SGLangOptions
from genai.providers.vllm import Options as VLLMOptions

MP3_PART = {"type": "audio_url", "audio_url": {"url": "data:audio/mpeg;base64,SUQzBA=="}}
NAMED = {"name": "response", "schema": SCHEMA}
MUCH: dict[str, Any] = {"system_prompt": "Be brief.", "temperature": 0, "seed": 1, "stop": ["x"], "max_tokens": 9}
SAID: dict[str, Any] = {"temperature": 0, "seed": 1, "stop": ["x"]}
OLLAMA: dict[str, Any] = {"base_url": "http://127.0.0.1:11434/v1"}
"""Where Ollama speaks Chat Completions; elsewhere it speaks its own wire."""
AT_HOME = {"ollama": dumped({"message": {"role": "assistant", "content": "ok"}, "done": True, "done_reason": "stop"})}
"""Answers of those who speak something else at home."""


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("vllm", "http://127.0.0.1:8000/v1/chat/completions"),
        ("sglang", "http://127.0.0.1:30000/v1/chat/completions"),
        ("lmstudio", "http://127.0.0.1:1234/v1/chat/completions"),
        ("llamacpp", "http://127.0.0.1:8080/chat/completions"),
        ("ollama", "http://127.0.0.1:11434/api/chat"),
    ],
)
def test_local_servers_want_no_key(name: str, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are asked without one, wherever they are; one that is given is sent."""
    variable = genai.providers.info(name).key_variables[0]
    monkeypatch.delenv(variable, raising=False)
    answer = AT_HOME.get(name, PLAIN)
    for home in (None, "http://192.168.1.5:9000"):
        llm, seen = load(name, answer, api_key=None, base_url=home)
        llm.gen_sync("hi")

        assert "authorization" not in seen[0].headers
        assert (url == str(seen[0].url)) == (home is None)
    monkeypatch.setenv(variable, "k")
    llm, seen = load(name, answer, api_key=None)
    llm.gen_sync("hi")
    assert "Bearer k" == seen[0].headers["authorization"]


@pytest.mark.parametrize("name", ["vllm", "lmstudio"])
def test_nobody_knows_what_a_server_serves(name: str) -> None:
    """There is no model by default where the server's owner chooses it, and its name matters."""
    with pytest.raises(genai.InvalidRequest, match="Give model="):
        genai.load(name)


@pytest.mark.parametrize("name", ["vllm", "sglang", "lmstudio", "llamacpp"])
def test_thoughts_in_the_text_are_set_apart(name: str) -> None:
    """Servers that are not told how a model thinks leave its thoughts in the text."""
    result = load(name, dumped(whole({"content": "<think>Hm.</think>Hello."})))[0].gen_sync("hi")

    assert ("Hm.", "Hello.") == (result.reasoning, result.text)


# --- vLLM -------------------------------------------------------------------------------------------------------------


def test_vllm_says_more_than_openai() -> None:
    """A rich request; strictness matters here, since without it the arguments of a call may be anything."""
    body = sent(
        "vllm",
        history(PNG, MP3, FILM),
        VLLMOptions(min_p=0.1, structured_outputs={"choice": ["a", "b"]}, chat_template_kwargs={"x": 1}),
        **MUCH,
        top_k=3,
        top_logprobs=1,
        effort="max",
        budget_tokens=50,
        decode_as=SCHEMA,
        tools=[weather],
        force="weather",
    )

    assert {
        "messages": said(PNG_PART, MP3_PART, FILM_PART),
        **SAID,
        "max_completion_tokens": 9,
        "top_k": 3,
        "logprobs": True,
        "top_logprobs": 1,
        "reasoning_effort": "max",
        "thinking_token_budget": 50,
        "response_format": {"type": "json_schema", "json_schema": {**NAMED, "strict": True}},
        "tools": [STRICT_TOOL],
        "tool_choice": {"type": "function", "function": {"name": "weather"}},
        "min_p": 0.1,
        "structured_outputs": {"choice": ["a", "b"]},
        "chat_template_kwargs": {"x": 1},
    } == body
    assert ("WebOptions.search",) == refused("vllm", search=True)


def test_vllms_answers() -> None:
    """What it adds is known, a call that was forced by name ends with "stop", and thoughts go back (recorded)."""
    call = {"id": "t1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}
    answer = whole({"content": "", "reasoning": "Hm.", "tool_calls": [call]}, prompt_logprobs=None, metrics=None)
    answer["choices"][0] |= {"stop_reason": None, "token_ids": [1], "routed_experts": None}
    llm, seen = load("vllm", dumped(answer))
    first = llm.gen_sync("hi")
    llm.gen_sync(genai.Messages.of("hi") + first + genai.ToolCallResult(id="t1", name="weather", content="sun"))

    assert (genai.FinishReason.TOOL_CALLS, "Hm.") == (first.finish, first.reasoning)
    assert "Hm." == json.loads(seen[1].content)["messages"][1]["reasoning"]


def test_vllms_streams_and_models() -> None:
    """The first chunk tells of the prompt; models tell how long a context may be (recorded)."""
    first = chunk({"role": "assistant", "content": ""}, prompt_token_ids=None, prompt_text=None)
    result, body = streamed("vllm", sse([first, chunk({"content": "ok"}), chunk({}, "stop")]))
    model = {"id": "m", "object": "model", "created": 1, "owned_by": "vllm", "max_model_len": 2048, "permission": []}
    llm, _ = load("vllm", dumped({"object": "list", "data": [{**model, "root": "models/m", "parent": None}]}))

    assert ("ok", {"include_usage": True}) == (result.text, body["stream_options"])
    assert [2048] == [one.context for one in llm.list_models()]


@pytest.mark.parametrize(
    ("status", "error", "expected"),
    [
        (401, "Unauthorized", genai.AuthError),
        (404, {"message": "The model `n` does not exist.", "type": "NotFoundError", "code": 404}, genai.ModelNotFound),
        (
            400,
            {"message": "This model's maximum context length is 8 tokens.", "type": "BadRequestError", "code": 400},
            genai.ContextTooLong,
        ),
        (400, {"message": "1 validation error", "type": "Bad Request", "code": 400}, genai.InvalidRequest),
    ],
)
def test_vllms_errors(status: int, error: Any, expected: type[genai.Error]) -> None:
    """Its types are its own, and its codes are the status (recorded)."""
    assert expected is type(failed("vllm", status, {"error": error}))


def test_an_error_within_vllms_stream() -> None:
    """It is the error that it tells, though its code is a number: that is its status."""
    told = {"error": {"message": "It broke.", "type": "InternalServerError", "param": None, "code": 500}}
    with pytest.raises(genai.StreamInterrupted, match="It broke") as caught:
        streamed("vllm", sse([chunk({"content": "o"}), told], b""))

    assert (genai.ProviderError, 500) == (type(caught.value.__cause__), caught.value.status)


# --- SGLang -----------------------------------------------------------------------------------------------------------


def test_sglang_says_more_than_openai() -> None:
    """A rich request."""
    body = sent(
        "sglang",
        history(PNG, MP3, FILM),
        SGLangOptions(regex="a+", separate_reasoning=False, stop_token_ids=(7,)),
        **MUCH,
        top_k=3,
        effort="none",
        tools=[weather],
        parallel=False,
    )

    assert {
        "messages": said(PNG_PART, MP3_PART, FILM_PART),
        **SAID,
        "max_completion_tokens": 9,
        "top_k": 3,
        "reasoning_effort": "none",
        "tools": [STRICT_TOOL],
        "parallel_tool_calls": False,
        "regex": "a+",
        "separate_reasoning": False,
        "stop_token_ids": [7],
    } == body


def test_sglangs_answers() -> None:
    """What it adds is known, thoughts are counted beside the details, and an abort is an end."""
    usage = {"prompt_tokens": 9, "completion_tokens": 5, "total_tokens": 14, "reasoning_tokens": 3}
    answer = {**whole({"content": "ok", "reasoning_content": "Hm."}, "abort"), "usage": usage, "metadata": {"w": 1}}
    answer["choices"][0] |= {"matched_stop": 151645}
    result = load("sglang", dumped(answer))[0].gen_sync("hi")

    assert ("Hm.", "ok", 3, 5) == (
        result.reasoning,
        result.text,
        result.usage.reasoning_tokens,
        result.usage.output_tokens,
    )
    assert genai.FinishReason.OTHER is result.finish


def test_sglangs_errors_are_flat() -> None:
    """They are not in an ``error``, except in a stream."""
    flat = {"object": "error", "message": "The prompt exceeds the context length", "type": "BadRequest", "code": 400}

    assert genai.ContextTooLong is type(failed("sglang", 400, flat))
    with pytest.raises(genai.ContextTooLong):
        streamed("sglang", sse([chunk({"content": "o"}), {"error": {**flat, "param": None}}], b""))


# --- LM Studio --------------------------------------------------------------------------------------------------------


def test_lmstudio_says_what_its_page_lists() -> None:
    """A rich request; a forced tool by name, JSON of any kind and effort are not listed there."""
    body = sent(
        "lmstudio",
        history(PNG),
        StudioOptions(repeat_penalty=1.1, draft_model="small", ttl=300),
        **MUCH,
        top_k=3,
        decode_as=SCHEMA,
        tools=[weather],
        force="required",
    )

    assert {
        "messages": said(PNG_PART),
        **SAID,
        "max_tokens": 9,
        "top_k": 3,
        "response_format": {"type": "json_schema", "json_schema": NAMED},
        "tools": [TOOL],
        "tool_choice": "required",
        "repeat_penalty": 1.1,
        "draft_model": "small",
        "ttl": 300,
    } == body
    left = refused("lmstudio", reply_as_json=True, effort="low", tools=[weather], force="weather")
    assert ("TextOptions.reply_as_json", "ReasoningOptions.effort") == left[:2]
    assert left[2].startswith("ToolOptions.force: one of auto, required, none, not weather")


def test_lmstudios_statistics_stand_in_raw() -> None:
    """How the drafts of a small model fared."""
    stats = {"tokens_per_second": 9.5, "draft_model": "small", "total_draft_tokens_count": 4}
    result = load("lmstudio", dumped(whole({"content": "ok"}, stats=stats)))[0].gen_sync("hi")

    assert stats == result.raw["stats"]


# --- Ollama -----------------------------------------------------------------------------------------------------------


def test_ollama_says_what_its_page_lists() -> None:
    """A rich request; it forces no tools, and loads no pictures from elsewhere."""
    asked = {**MUCH, "top_logprobs": 1, "effort": "high", "decode_as": SCHEMA, "tools": [weather]}
    body = sent("ollama", history(PNG), load_=OLLAMA, **asked)

    assert {
        "messages": said(PNG_PART),
        **SAID,
        "max_tokens": 9,
        "logprobs": True,
        "top_logprobs": 1,
        "reasoning_effort": "high",
        "response_format": {"type": "json_schema", "json_schema": NAMED},
        "tools": [TOOL],
    } == body
    there = genai.Messages.of("hi", genai.Doc(url="https://example.com/a.png"))
    named = ("ToolOptions.force", "messages[0].requests[1]: image/png by URL")
    assert named == refused("ollama", there, OLLAMA, force="auto")


def test_ollamas_thoughts_go_back() -> None:
    """They stand in ``reasoning`` (recorded), and it takes them there."""
    llm, seen = load("ollama", dumped(whole({"content": "ok", "reasoning": "Hm."})), **OLLAMA)
    first = llm.gen_sync("hi")
    llm.gen_sync(genai.Messages.of("hi") + first + "and?")

    assert "Hm." == json.loads(seen[1].content)["messages"][1]["reasoning"]


def test_ollamas_errors() -> None:
    """A model that was not pulled is not found."""
    error = {
        "message": 'model "m" not found, try pulling it first',
        "type": "not_found_error",
        "param": None,
        "code": None,
    }

    assert genai.ModelNotFound is type(failed("ollama", 404, {"error": error}, **OLLAMA))
    assert "ok" == load("ollama", PLAIN, **OLLAMA)[0].gen_sync("hi").text


# --- Recordings -------------------------------------------------------------------------------------------------------


HOMES: dict[str, dict[str, Any]] = {
    "ollama": OLLAMA,
    "azure": {"base_url": "https://example.openai.azure.com/openai/v1"},
    "openaicompatible": {"base_url": "https://llm.example.com/v1"},
}
RECORDED = (
    ("azure", "azure"),
    ("llamacpp", "llamacpp"),
    ("ollama", "ollama"),
    ("openaicompatible", "openaicompatible"),
    ("gemini", "openaicompatible"),  # by its endpoint that is compatible
)


@pytest.mark.skipif(not corpus_files.available(), reason="the corpus is not there")
@pytest.mark.parametrize(("whose", "name"), RECORDED)
def test_recordings(whose: str, name: str) -> None:
    """Every recorded answer is understood, down to its last field; only errors fail."""
    read = 0
    for row in corpus_files.rows(provider=whose):
        for recorded in corpus_files.interactions(row["path"]):
            if "/chat/completions" not in recorded.request["uri"]:
                continue
            home = HOMES.get(name, {})
            try:
                if recorded.body.startswith(b"data:"):
                    result, _ = streamed(name, recorded.body, **home)
                else:
                    result = load(name, recorded.body, recorded.status, **home)[0].gen_sync("hi")
            except genai.Error as error:
                assert recorded.status >= 400, f"{row['path']}: {error}"
            else:
                assert result.message.replies, row["path"]
                read += 1
    assert read
