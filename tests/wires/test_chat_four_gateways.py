"""DigitalOcean, LiteLLM and any compatible server: what differs from Chat Completions."""

from __future__ import annotations

import json
from typing import Any

import pytest
from contract.chat import dumped, whole
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
    weather,
)

import genai
from genai.providers.gradient import Options as GradientOptions
from genai.providers.litellm import Options as LiteLLMOptions

MINE: dict[str, Any] = {"base_url": "https://llm.example.com/v1"}


# --- DigitalOcean -----------------------------------------------------------------------------------------------------


def test_gradient_says_texts_as_texts() -> None:
    """A rich request without pictures, held against DigitalOcean's own description as well."""
    body = sent(
        "gradient",
        history(),
        GradientOptions(metadata={"a": "b"}, user="u"),
        system_prompt="Be brief.",
        temperature=0,
        max_tokens=9,
        stop=["x"],
        top_logprobs=2,
        seed=1,
        effort="xhigh",
        tools=[weather],
        force="weather",
    )

    assert {
        "messages": said(),
        "temperature": 0,
        "max_tokens": 9,
        "stop": ["x"],
        "logprobs": True,
        "top_logprobs": 2,
        "seed": 1,
        "reasoning_effort": "xhigh",
        "tools": [TOOL],
        "tool_choice": {"type": "function", "function": {"name": "weather"}},
        "metadata": {"a": "b"},
        "user": "u",
    } == body


def test_gradient_refuses_what_it_has_no_field_for() -> None:
    """No JSON of any kind, and no word for the most effort."""
    names = refused("gradient", reply_as_json=True, parallel=True, effort="max")

    assert ("TextOptions.reply_as_json", "ToolOptions.parallel") == names[:2]
    assert names[2].startswith("ReasoningOptions.effort: one of none, minimal,")


@pytest.mark.misfit
def test_gradient_takes_pictures_and_films() -> None:
    """As DigitalOcean's own SDK has them, and its description has not."""
    body = sent("gradient", history(PNG, FILM), system_prompt="Be brief.")

    assert {"messages": said(PNG_PART, FILM_PART)} == body


def test_gradients_thoughts_go_back() -> None:
    """Its messages have a place for them."""
    answer = dumped(whole({"content": "ok", "refusal": None, "reasoning_content": "Hm."}))
    llm, seen = load("gradient", answer)
    first = llm.gen_sync("hi")
    llm.gen_sync(genai.Messages.of("hi") + first + "and?")

    assert "Hm." == first.reasoning
    assert {"role": "assistant", "content": "ok", "reasoning_content": "Hm."} == json.loads(seen[1].content)[
        "messages"
    ][1]


def test_gradient_counts_the_cache_beside_the_rest() -> None:
    """Its names for cached tokens are its own."""
    used = {
        "prompt_tokens": 20,
        "completion_tokens": 3,
        "total_tokens": 23,
        "cache_read_input_tokens": 5,
        "cache_created_input_tokens": 2,
        "cache_creation": {"ephemeral_5m_input_tokens": 2, "ephemeral_1h_input_tokens": 0},
    }
    usage = load("gradient", dumped({**whole({"content": "ok"}), "usage": used}))[0].gen_sync("hi").usage

    assert (20, 5, 2, 3, 23) == (
        usage.input_tokens,
        usage.cached_tokens,
        usage.cache_write_tokens,
        usage.output_tokens,
        usage.total_tokens,
    )


def test_gradients_errors() -> None:
    """Its errors are flat: an id, a message."""
    error = failed("gradient", 401, {"id": "unauthorized", "message": "Unable to authenticate you"})

    assert (genai.AuthError, "Unable to authenticate you") == (type(error), error.detail)
    assert genai.RateLimited is type(failed("gradient", 429, {"id": "too_many_requests", "message": "Slow down."}))


# --- LiteLLM ----------------------------------------------------------------------------------------------------------


def test_litellm_passes_everything_on() -> None:
    """A rich request: nothing of the core is refused that Chat Completions have a word for."""
    body = sent(
        "litellm",
        history(PNG, FILM),
        LiteLLMOptions(tags=("a",), fallbacks=("b",), metadata={"trace_id": "t"}, num_retries=1),
        system_prompt="Be brief.",
        top_k=3,
        max_tokens=9,
        budget_tokens=100,
        effort="max",
        search=True,
        context_size="low",
        tools=[weather],
    )

    assert {
        "messages": said(PNG_PART, FILM_PART),
        "top_k": 3,
        "max_completion_tokens": 9,
        "thinking": {"type": "enabled", "budget_tokens": 100},
        "reasoning_effort": "max",
        "web_search_options": {"search_context_size": "low"},
        "tools": [STRICT_TOOL],
        "tags": ["a"],
        "fallbacks": ["b"],
        "metadata": {"trace_id": "t"},
        "num_retries": 1,
    } == body


def test_litellms_answers_have_what_is_behind_it() -> None:
    """Claude's thoughts come twice, in two forms (recorded)."""
    blocks = [{"type": "thinking", "thinking": "Hm.", "signature": ""}]
    given = {"thinking_blocks": blocks, "citations": None}
    message = {
        "content": "ok",
        "reasoning_content": "Hm.",
        "thinking_blocks": blocks,
        "provider_specific_fields": given,
    }
    answer = dumped(whole(message, timings={"cache_n": 0}))
    llm, seen = load("litellm", answer, headers={"x-litellm-call-id": "call-1"})
    result = llm.gen_sync("hi")

    assert "http://127.0.0.1:4000/chat/completions" == str(seen[0].url)
    assert ("Hm.", "ok", "call-1") == (result.reasoning, result.text, result.request_id)


@pytest.mark.parametrize(
    ("status", "type_", "message", "expected"),
    [
        (400, "no_db_connection", "No connected db.", genai.AuthError),
        (401, "auth_error", "Authentication Error, No api key passed in.", genai.AuthError),
        (429, "throttling_error", "litellm.RateLimitError: slow down", genai.RateLimited),
        (400, "invalid_request_error", "litellm.ContextWindowExceededError: too much", genai.ContextTooLong),
        (400, "invalid_request_error", "/chat/completions: Invalid model name passed in model=m.", genai.ModelNotFound),
        (400, "budget_exceeded", "Budget has been exceeded!", genai.QuotaExceeded),
    ],
)
def test_litellms_errors(status: int, type_: str, message: str, expected: type[genai.Error]) -> None:
    """Its types are its own; the code is the status, as a text (recorded)."""
    body = {"error": {"message": message, "type": type_, "param": None, "code": str(status)}}

    assert expected is type(failed("litellm", status, body))


def test_litellm_lists_what_is_configured() -> None:
    """Some models say what they are for (recorded)."""
    listed = {
        "data": [{"id": "img", "object": "model", "created": 1, "owned_by": "openai", "mode": "image_generation"}]
    }
    llm, seen = load("litellm", dumped({**listed, "object": "list"}))

    assert ["img"] == [model.id for model in llm.list_models()]
    assert "http://127.0.0.1:4000/models" == str(seen[0].url)


# --- Any server -------------------------------------------------------------------------------------------------------


def test_a_compatible_server_is_named_by_its_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a variable or an argument; a key is sent if there is one."""
    monkeypatch.delenv("OPENAI_COMPATIBLE_API_KEY", raising=False)
    monkeypatch.setenv("OPENAI_COMPATIBLE_BASE_URL", "https://llm.example.com/v1")
    llm, seen = load("openaicompatible", api_key=None)
    llm.gen_sync("hi")
    monkeypatch.delenv("OPENAI_COMPATIBLE_BASE_URL")

    assert "https://llm.example.com/v1/chat/completions" == str(seen[0].url)
    assert "authorization" not in seen[0].headers
    with pytest.raises(genai.InvalidRequest, match="OPENAI_COMPATIBLE_BASE_URL"):
        load("openaicompatible")[0].gen_sync("hi")


def test_a_compatible_server_gets_the_older_names() -> None:
    """A rich request; what only OpenAI has is refused."""
    body = sent(
        "openaicompatible",
        history(PNG),
        load_=MINE,
        system_prompt="Be brief.",
        temperature=0,
        top_k=3,
        max_tokens=9,
        top_logprobs=1,
        seed=1,
        effort="low",
        decode_as=SCHEMA,
        tools=[weather],
        force="required",
        parallel=True,
    )

    assert {
        "messages": said(PNG_PART),
        "temperature": 0,
        "top_k": 3,
        "max_tokens": 9,
        "logprobs": True,
        "top_logprobs": 1,
        "seed": 1,
        "reasoning_effort": "low",
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "response", "schema": SCHEMA, "strict": True},
        },
        "tools": [STRICT_TOOL],
        "tool_choice": "required",
        "parallel_tool_calls": True,
    } == body
    assert ("WebOptions.search",) == refused("openaicompatible", load_=MINE, search=True)
    assert ("messages[0].requests[1]: audio/mpeg by URL",) == refused(
        "openaicompatible", genai.Messages.of("hi", genai.Doc(url="https://example.com/a.mp3")), load_=MINE
    )
    assert () == refused("openaicompatible", genai.Messages.of("hi", MP3), load_=MINE)


@pytest.mark.parametrize(
    "extra",
    [
        {"x_groq": {"id": "r"}, "usage_breakdown": {"models": None}},
        {"timings": {"prompt_n": 3, "predicted_n": 2}},
        {"provider": "OpenAI", "kv_transfer_params": None, "prompt_logprobs": None},
        {"search_results": [{"url": "https://example.com", "title": "t"}], "citations": ["https://example.com"]},
        {"time_info": {"total_time": 1.0}, "sla_metrics": {"ttft_ms": 1}},
    ],
)
def test_a_compatible_server_may_add_what_others_add(extra: dict[str, Any]) -> None:
    """What some server is known to add is no drift; what nobody adds is."""
    assert "ok" == load("openaicompatible", dumped(whole({"content": "ok"}, **extra)), **MINE)[0].gen_sync("hi").text
    with pytest.raises(genai.BadAnswer, match="telepathy"):
        load("openaicompatible", PLAIN[:-1] + b', "telepathy": 1}', **MINE)[0].gen_sync("hi")
