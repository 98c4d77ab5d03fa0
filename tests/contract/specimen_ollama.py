"""Ollama's own wire, for the contract suite. Written after the specification and the recordings; words are made up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import openapi
from contract.chat import VECTORS
from contract.specimen import Specimen

import genai
from genai.providers import ollama

SAID = "Weather Oslo: \u2028let me look \U0001f326."
THOUGHT = "Is it warm?\n\nAsk the tool."
CALL = {"id": "call_1", "function": {"index": 0, "name": "get_weather", "arguments": {"city": "Oslo"}}}
NUMBERS = {
    "total_duration": 90,
    "load_duration": 10,
    "prompt_eval_count": 20,
    "prompt_eval_duration": 30,
    "eval_count": 11,
    "eval_duration": 50,
}


def dumped(value: Any) -> bytes:
    """JSON as a server sends it."""
    return json.dumps(value, ensure_ascii=False).encode()


def line(content: str = "", done: bool = False, **message: Any) -> dict[str, Any]:
    """What is new of an answer."""
    about = {"model": "gpt-oss:20b", "created_at": "2026-11-21T10:00:00Z"}
    return {**about, "message": {"role": "assistant", "content": content, **message}, "done": done}


def whole(content: str = "", reason: str = "stop", **message: Any) -> dict[str, Any]:
    """An answer that comes at once; also the last line of one."""
    return {**line(content, True, **message), "done_reason": reason, **NUMBERS}


def pieces(text: str, name: str = "content") -> list[dict[str, Any]]:
    """A text, or a thought, in pieces."""
    made: list[dict[str, Any]] = [{name: text[at : at + 6]} for at in range(0, len(text), 6)]
    return [line(**one) for one in made]


def ndjson(lines: Iterable[Any]) -> bytes:
    """Objects, one a line."""
    return b"".join(dumped(one) + b"\n" for one in lines)


PLAIN_LINES = [*pieces("Hello there."), whole()]
LINES = [*pieces(THOUGHT, "thinking"), *pieces(SAID), line(tool_calls=[CALL]), whole()]
MODEL = {"name": "gpt-5", "model": "gpt-5", "size": 5, "digest": "d", "details": {"family": "gptoss", "families": None}}
KNOWN = re.compile(
    # The description's messages lack these, which recorded requests have, and the guides (tool calling, thinking).
    r"body\.messages\[\d+\]\.(thinking|tool_call_id|tool_name|tool_calls\[\d+\]\.id): unknown|body\.metadata: unknown"
)


def request_faults(method: str, path: str, body: Any) -> list[str]:
    """Held against the description, where that is at hand; what a test adds on purpose is not meant."""
    if (method, path) != ("POST", "/api/chat") or not openapi.available():
        return []
    return [fault for fault in openapi.faults("ollama.json", "ChatRequest", body) if not KNOWN.fullmatch(fault)]


def failure(message: str) -> bytes:
    """An error's body."""
    return dumped({"error": message})


SPECIMEN = Specimen(
    name="ollama",
    key_variable="OLLAMA_API_KEY",
    answer=dumped(whole(SAID, thinking=THOUGHT, tool_calls=[CALL])),
    stream=ndjson(LINES),
    text=SAID,
    tool="get_weather",
    reasoning=THOUGHT,
    plain=dumped(whole("Hello there.")),
    plain_stream=ndjson(PLAIN_LINES),
    cut_stream=ndjson(PLAIN_LINES[:-1]),
    error_in_stream=ndjson([*PLAIN_LINES[:-1], {"error": "It broke."}]),
    begun=ndjson(PLAIN_LINES[:1]),
    told={
        genai.ProviderError: ndjson([{"error": "It broke."}]),
        genai.ContextTooLong: ndjson([{"error": "It broke: the input length exceeds the context length"}]),
    },
    unknown_event=ndjson([PLAIN_LINES[0], {**line(), "telepathy": 1}, *PLAIN_LINES[1:]]),
    unknown_field=dumped({**whole("Hello there."), "telepathy": 1}),
    unlisted_value=dumped(whole("Hello there.", "bored")),
    empty_error=dumped({**whole(), "error": "It broke."}),
    empty=dumped({"model": "m", "done": True, "done_reason": "stop"}),
    error_in_200=failure("It broke."),
    wrong_type=dumped({**whole(), "message": {"role": "assistant", "content": 5}}),
    failures={
        "wrong key": (401, failure("unauthorized"), genai.AuthError),
        "no cloud": (403, failure("cloud models are disabled"), genai.AuthError),
        "wrong model": (404, failure("model 'm' not found"), genai.ModelNotFound),
        "wrong URL": (404, b"404 page not found", genai.InvalidRequest),
        "nothing": (500, b"", genai.ProviderError),
        "bad request": (400, failure("m does not support thinking"), genai.InvalidRequest),
        "too long": (400, failure("the input length exceeds the context length"), genai.ContextTooLong),
        "rate": (429, failure("too many requests"), genai.RateLimited),
        "overloaded": (503, failure("server busy, please try again"), genai.Overloaded),
        "redirect": (307, b"", genai.ProviderError),
    },
    models=dumped({"models": [MODEL]}),
    vectors=dumped({"model": "m-1", "embeddings": VECTORS, "total_duration": 9, "prompt_eval_count": 5}),
    models_unknown_field=dumped({"models": [{**MODEL, "telepathy": 1}]}),
    request_faults=request_faults,
    own_option=ollama.Options(num_ctx=4096),
)
