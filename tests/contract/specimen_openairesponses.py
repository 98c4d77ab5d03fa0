"""OpenAI Responses, for the contract suite. Written after the specification; ids and words are made up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import openapi
from contract.batches import openai_batch, openai_files
from contract.chat import vectors
from contract.specimen import Specimen

import genai
from genai.providers import openairesponses
from genai.providers._openai_embeddings.embedder import Embedder

REASONING = {
    "id": "rs_1",
    "type": "reasoning",
    "summary": [{"type": "summary_text", "text": "Is it warm?"}, {"type": "summary_text", "text": "Ask the tool."}],
    "encrypted_content": "c2VjcmV0",
}
NOTE = {"type": "url_citation", "url": "https://example.org/oslo", "title": "Oslo", "start_index": 8, "end_index": 12}
SAID = "Weather Oslo: \u2028let me look \U0001f326."
MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "status": "completed",
    "phase": "commentary",
    "content": [{"type": "output_text", "text": SAID, "annotations": [NOTE], "logprobs": []}],
}
CALL = {
    "id": "fc_1",
    "type": "function_call",
    "call_id": "call_1",
    "name": "get_weather",
    "arguments": '{"city": "Oslo"}',
    "status": "completed",
}
USAGE = {
    "input_tokens": 20,
    "input_tokens_details": {"cached_tokens": 5, "cache_write_tokens": 2},
    "output_tokens": 11,
    "output_tokens_details": {"reasoning_tokens": 7},
    "total_tokens": 31,
}


def response(*output: Any, **more: Any) -> dict[str, Any]:
    """A whole response object."""
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1790000000,
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "model": "gpt-5.6-terra",
        "output": list(output),
        "parallel_tool_calls": True,
        "service_tier": "default",
        "tool_choice": "auto",
        "tools": [],
        "usage": USAGE,
        **more,
    }


def dumped(value: Any) -> bytes:
    """JSON as a server sends it."""
    return json.dumps(value, ensure_ascii=False).encode()


def sse(events: Iterable[dict[str, Any]]) -> bytes:
    """Events, numbered, as server-sent events."""
    return b"".join(
        f"event: {event['type']}\ndata: ".encode() + dumped({**event, "sequence_number": number}) + b"\n\n"
        for number, event in enumerate(events)
    )


def begun() -> list[dict[str, Any]]:
    """What every stream begins with."""
    empty = response(status="in_progress", usage=None)
    return [{"type": "response.created", "response": empty}, {"type": "response.in_progress", "response": empty}]


def reasoned(at: int) -> list[dict[str, Any]]:
    """The reasoning item, in fragments."""
    where = {"item_id": "rs_1", "output_index": at}
    events: list[dict[str, Any]] = [
        {"type": "response.output_item.added", "output_index": at, "item": {**REASONING, "summary": []}}
    ]
    for index, part in enumerate(REASONING["summary"]):
        text = part["text"]  # type: ignore[index]
        here = {**where, "summary_index": index}
        events += [
            {"type": "response.reasoning_summary_part.added", **here, "part": {"type": "summary_text", "text": ""}},
            {"type": "response.reasoning_summary_text.delta", **here, "delta": text[:4]},
            {"type": "response.reasoning_summary_text.delta", **here, "delta": text[4:]},
            {"type": "response.reasoning_summary_text.done", **here, "text": text},
            {"type": "response.reasoning_summary_part.done", **here, "part": part},
        ]
    return [*events, {"type": "response.output_item.done", "output_index": at, "item": REASONING}]


def said(at: int, message: dict[str, Any]) -> list[dict[str, Any]]:
    """A message item, in fragments."""
    where = {"item_id": message["id"], "output_index": at, "content_index": 0}
    part = message["content"][0]
    text, notes = part["text"], part["annotations"]
    blank = {"type": "output_text", "text": "", "annotations": [], "logprobs": []}
    started = {**message, "status": "in_progress", "content": []}
    return [
        {"type": "response.output_item.added", "output_index": at, "item": started},
        {"type": "response.content_part.added", **where, "part": blank},
        *(
            {"type": "response.output_text.delta", **where, "delta": text[i : i + 6], "logprobs": []}
            for i in range(0, len(text), 6)
        ),
        *(
            {"type": "response.output_text.annotation.added", **where, "annotation_index": i, "annotation": note}
            for i, note in enumerate(notes)
        ),
        {"type": "response.output_text.done", **where, "text": text, "logprobs": []},
        {"type": "response.content_part.done", **where, "part": part},
        {"type": "response.output_item.done", "output_index": at, "item": message},
    ]


def called(at: int) -> list[dict[str, Any]]:
    """The function call, in fragments."""
    where = {"item_id": "fc_1", "output_index": at}
    arguments = str(CALL["arguments"])
    started = {**CALL, "arguments": "", "status": "in_progress"}
    return [
        {"type": "response.output_item.added", "output_index": at, "item": started},
        {"type": "response.function_call_arguments.delta", **where, "delta": arguments[:5]},
        {"type": "response.function_call_arguments.delta", **where, "delta": arguments[5:]},
        {"type": "response.function_call_arguments.done", **where, "name": "get_weather", "arguments": arguments},
        {"type": "response.output_item.done", "output_index": at, "item": CALL},
    ]


def ended(*output: Any, **more: Any) -> list[dict[str, Any]]:
    """What every whole stream ends with."""
    return [{"type": "response.completed", "response": response(*output, **more)}]


PLAIN = {
    "id": "msg_2",
    "type": "message",
    "role": "assistant",
    "status": "completed",
    "content": [{"type": "output_text", "text": "Hello there.", "annotations": [], "logprobs": []}],
}
EVENTS = [*begun(), *reasoned(0), *said(1, MESSAGE), *called(2), *ended(REASONING, MESSAGE, CALL)]
PLAIN_EVENTS = [*begun(), *said(0, PLAIN), *ended(PLAIN)]
ODD = {"type": "response.telepathy.delta", "delta": "?", "output_index": 0}
ERROR = {"type": "error", "code": "server_error", "message": "It broke.", "param": None}


def failure(type_: str, code: str | None, message: str) -> bytes:
    """An error's body."""
    return dumped({"error": {"message": message, "type": type_, "param": None, "code": code}})


TOLD = {
    "server_error": genai.ProviderError,
    "slow_down": genai.Overloaded,
    "rate_limit_exceeded": genai.RateLimited,
    "insufficient_quota": genai.QuotaExceeded,
    "invalid_api_key": genai.AuthError,
    "context_length_exceeded": genai.ContextTooLong,
    "content_policy_violation": genai.ContentFiltered,
}
MODEL = {"id": "gpt-5", "object": "model", "created": 1754425777, "owned_by": "system"}
SCHEMAS = {("POST", "/v1/responses"): "CreateResponse"}


def request_faults(method: str, path: str, body: Any) -> list[str]:
    """Held against OpenAI's own description, where that is at hand."""
    schema = SCHEMAS.get((method, path))
    return openapi.faults("openai.json", schema, body) if schema and openapi.available() else []


SPECIMEN = Specimen(
    name="openairesponses",
    key_variable="OPENAI_API_KEY",
    answer=dumped(response(REASONING, MESSAGE, CALL)),
    stream=sse(EVENTS),
    text=SAID,
    tool="get_weather",
    plain=dumped(response(PLAIN)),
    plain_stream=sse(PLAIN_EVENTS),
    cut_stream=sse(PLAIN_EVENTS[:-4]),
    error_in_stream=sse([*PLAIN_EVENTS[:5], ERROR]),
    begun=sse(PLAIN_EVENTS[:5]),
    told={cls: sse([{**ERROR, "code": code}]) for code, cls in TOLD.items()},
    unknown_event=sse([*PLAIN_EVENTS[:4], ODD, *PLAIN_EVENTS[4:]]),
    unknown_field=dumped(response(PLAIN, telepathy=1)),
    unlisted_value=dumped(response({**PLAIN, "phase": "afterthought"})),
    empty_error=dumped(response(error={"code": "server_error", "message": "It broke."})),
    empty=dumped({**response(), "output": None}),
    error_in_200=failure("server_error", "server_error", "It broke."),
    wrong_type=dumped(response({**PLAIN, "content": 5})),
    failures={
        "wrong key": (401, failure("invalid_request_error", "invalid_api_key", "Wrong key."), genai.AuthError),
        "wrong model": (400, failure("invalid_request_error", "model_not_found", "No such."), genai.ModelNotFound),
        "wrong URL": (404, b"<html><body>Not Found</body></html>", genai.InvalidRequest),
        "nothing": (500, b"", genai.ProviderError),
        "bad request": (400, failure("invalid_request_error", None, "Bad."), genai.InvalidRequest),
        "too long": (400, failure("invalid_request_error", "context_length_exceeded", "Long."), genai.ContextTooLong),
        "rate": (429, failure("tokens", "rate_limit_exceeded", "Slow down."), genai.RateLimited),
        "quota": (429, failure("insufficient_quota", "insufficient_quota", "Pay."), genai.QuotaExceeded),
        "flex": (
            429,
            failure("resource_unavailable", "resource_unavailable", "Resource Unavailable."),
            genai.Overloaded,
        ),
        "overloaded": (503, failure("server_error", "slow_down", "Busy."), genai.Overloaded),
        "filtered": (400, failure("invalid_request_error", "content_policy_violation", "No."), genai.ContentFiltered),
        "redirect": (307, b"", genai.ProviderError),
    },
    job=dumped(response(status="queued", background=True, usage=None)),
    pending=dumped(response(status="in_progress", background=True, usage=None)),
    done=dumped(response(PLAIN, background=True)),
    cancelled=dumped(response(status="cancelled", background=True, usage=None)),
    job_failures={
        "unknown": (404, failure("invalid_request_error", None, "No response resp_1."), genai.JobUnknown),
        "cancelled": (200, dumped(response(status="cancelled", usage=None)), genai.JobCancelled),
        "failed": (
            200,
            dumped(response(status="failed", usage=None, error={"code": "server_error", "message": "It broke."})),
            genai.JobFailed,
        ),
    },
    batch=openai_batch(response(PLAIN)),
    files=openai_files(part={"type": "input_image", "file_id": "file_1", "detail": "auto"}),
    models=dumped({"object": "list", "data": [MODEL]}),
    vectors=vectors(Embedder()),
    models_unknown_field=dumped({"object": "list", "data": [{**MODEL, "telepathy": 1}]}),
    tokens=dumped({"object": "response.input_tokens", "input_tokens": 20}),
    request_faults=request_faults,
    own_option=openairesponses.Options(service_tier="flex"),
)
