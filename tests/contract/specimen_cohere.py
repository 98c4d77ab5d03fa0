"""Cohere, for the contract suite. Written after the specification and the recordings; ids and words are made up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import openapi
from contract.chat import VECTORS
from contract.specimen import Specimen

import genai
from genai.providers import cohere

SAID = "Weather Oslo: \u2028let me look \U0001f326."
PLAN = "Is it warm?\n\nAsk the tool."
SOURCE = {"type": "document", "id": "oslo.txt", "document": {"id": "oslo.txt", "snippet": "Oslo.", "title": "oslo.txt"}}
NOTE = {"start": 8, "end": 12, "text": "Oslo", "sources": [SOURCE], "type": "TEXT_CONTENT"}
CALL = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": '{"city": "Oslo"}'}}
USAGE = {
    "billed_units": {"input_tokens": 7, "output_tokens": 9},
    "tokens": {"input_tokens": 20, "output_tokens": 11},
    "cached_tokens": 5,
}
MESSAGE = {
    "role": "assistant",
    "tool_plan": PLAN,
    "content": [{"type": "text", "text": SAID}],
    "tool_calls": [CALL],
    "citations": [NOTE],
}
PLAIN = {"role": "assistant", "content": [{"type": "text", "text": "Hello there."}]}


def dumped(value: Any) -> bytes:
    """JSON as a server sends it."""
    return json.dumps(value, ensure_ascii=False).encode()


def whole(message: Any, finish: str = "COMPLETE", **more: Any) -> dict[str, Any]:
    """An answer that comes at once."""
    return {"id": "c_1", "finish_reason": finish, "message": message, "usage": USAGE, **more}


def sse(events: Iterable[dict[str, Any]]) -> bytes:
    """Events as server-sent events."""
    return b"".join(f"event: {event['type']}\ndata: ".encode() + dumped(event) + b"\n\n" for event in events)


def event(type_: str, index: int | None = None, **message: Any) -> dict[str, Any]:
    """An event that changes the message."""
    at = {} if index is None else {"index": index}
    return {"type": type_, **at, "delta": {"message": message}}


def begun() -> list[dict[str, Any]]:
    """How a stream begins."""
    blank: dict[str, Any] = {"role": "assistant", "content": [], "tool_plan": "", "tool_calls": [], "citations": []}
    return [{"id": "c_1", **event("message-start", **blank)}]


def said(text: str, notes: Iterable[Any] = (), index: int = 0) -> list[dict[str, Any]]:
    """A text, in pieces."""
    return [
        event("content-start", index, content={"type": "text", "text": ""}),
        *(event("content-delta", index, content={"text": text[at : at + 6]}) for at in range(0, len(text), 6)),
        *(
            one
            for number, note in enumerate(notes)
            for one in (event("citation-start", number, citations=note), {"type": "citation-end", "index": number})
        ),
        {"type": "content-end", "index": index},
    ]


def called(call: dict[str, Any], index: int = 0) -> list[dict[str, Any]]:
    """A tool call, in pieces."""
    arguments = call["function"]["arguments"]
    pieces = (arguments[:5], arguments[5:])
    return [
        event("tool-call-start", index, tool_calls={**call, "function": {**call["function"], "arguments": ""}}),
        *(event("tool-call-delta", index, tool_calls={"function": {"arguments": piece}}) for piece in pieces),
        {"type": "tool-call-end", "index": index},
    ]


def ended(finish: str = "COMPLETE", **more: Any) -> list[dict[str, Any]]:
    """How a stream ends."""
    return [{"type": "message-end", "delta": {"finish_reason": finish, "usage": USAGE, **more}}]


PLANNED = [event("tool-plan-delta", tool_plan=PLAN[at : at + 6]) for at in range(0, len(PLAN), 6)]
EVENTS = [*begun(), *PLANNED, *said(SAID, [NOTE]), *called(CALL), *ended("TOOL_CALL")]
PLAIN_EVENTS = [*begun(), *said("Hello there."), *ended()]
ODD = {"type": "telepathy-delta", "index": 0}
DONE = b"data: [DONE]\n\n"
MODEL = {"name": "gpt-5", "endpoints": ["chat"], "finetuned": False, "context_length": 128000, "features": None}


def failure(message: str) -> bytes:
    """An error's body."""
    return dumped({"id": "e_1", "message": message})


def faults(path: str, body: Any) -> list[str]:
    """What Cohere's own description has against a body of ``POST path``."""
    return openapi.faults("cohere.json", path, body)


def request_faults(method: str, path: str, body: Any) -> list[str]:
    """Held against the description, where that is at hand; what a test adds on purpose is not meant."""
    if method != "POST" or path not in ("/v2/chat", "/v2/embed") or not openapi.available():
        return []
    return [fault for fault in faults(path, body) if fault != "body.metadata: unknown"]


SPECIMEN = Specimen(
    name="cohere",
    key_variable="COHERE_API_KEY",
    answer=dumped(whole(MESSAGE, "TOOL_CALL")),
    stream=sse(EVENTS) + DONE,
    text=SAID,
    tool="get_weather",
    reasoning=PLAN,
    plain=dumped(whole(PLAIN)),
    plain_stream=sse(PLAIN_EVENTS) + DONE,
    cut_stream=sse(PLAIN_EVENTS[:-1]),
    error_in_stream=sse([*PLAIN_EVENTS[:-1], *ended("ERROR", error="It broke.")]),
    begun=sse(PLAIN_EVENTS[:4]),
    told={
        genai.ProviderError: sse(ended("ERROR", error="It broke.")),
        genai.ContextTooLong: b"data: " + failure("too many tokens: size limit exceeded. It broke.") + b"\n\n",
    },
    unknown_event=sse([*PLAIN_EVENTS[:4], ODD, *PLAIN_EVENTS[4:]]),
    unknown_field=dumped(whole(PLAIN, telepathy=1)),
    unlisted_value=dumped(whole(PLAIN, "BORED")),
    empty_error=dumped({"id": "c_1", "finish_reason": "ERROR", "error": "It broke."}),
    empty=dumped({"id": "c_1", "finish_reason": "COMPLETE"}),
    error_in_200=failure("It broke."),
    wrong_type=dumped(whole({**PLAIN, "content": 5})),
    failures={
        "wrong key": (401, failure("invalid api token"), genai.AuthError),
        "wrong model": (404, failure("model 'm' not found, make sure the ID is right."), genai.ModelNotFound),
        "wrong URL": (404, b"<html><body>Not Found</body></html>", genai.InvalidRequest),
        "nothing": (500, b"", genai.ProviderError),
        "bad request": (400, failure("invalid request: message must not be empty in a turn"), genai.InvalidRequest),
        "too long": (400, failure("too many tokens: size limit exceeded by 11326 tokens."), genai.ContextTooLong),
        "too much": (400, failure("too many tokens: max tokens must be less than 4096"), genai.InvalidRequest),
        "rate": (429, failure("You are using a Trial key, limited to 20 API calls / minute."), genai.RateLimited),
        "month": (429, failure("You are using a Trial key, limited to 1000 API calls / month."), genai.QuotaExceeded),
        "unpaid": (402, failure("Please add or update your payment method."), genai.QuotaExceeded),
        "denied": (498, failure("blocked output"), genai.ContentFiltered),
        "overloaded": (503, failure("busy"), genai.Overloaded),
        "redirect": (307, b"", genai.ProviderError),
    },
    models=dumped({"models": [MODEL]}),
    vectors=dumped(
        {
            "id": "e_1",
            "embeddings": {"float": VECTORS},
            "texts": ["hi", "there"],
            "meta": {"api_version": {"version": "2"}, "billed_units": {"input_tokens": 5}},
            "response_type": "embeddings_by_type",
        }
    ),
    models_unknown_field=dumped({"models": [{**MODEL, "telepathy": 1}]}),
    request_faults=request_faults,
    own_option=cohere.Options(safety_mode="STRICT"),
    request_id="x-debug-trace-id",
)
