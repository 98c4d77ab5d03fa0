"""Anthropic Messages, for the contract suite. Written after the specification; ids and words are made up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import openapi
from contract.specimen import BATCH, BatchSpecimen, FileSpecimen, Specimen

import genai
from genai.providers import anthropic

SAID = "Weather Oslo: \u2028let me look \U0001f326."
THOUGHTS = ("Is it warm?", "Ask the tool.")
FIRST, SECOND = ({"type": "thinking", "thinking": text, "signature": f"c2ln{n}"} for n, text in enumerate(THOUGHTS))
CITED = {
    "type": "char_location",
    "cited_text": "Oslo has weather.",
    "document_index": 0,
    "document_title": "Oslo",
    "start_char_index": 0,
    "end_char_index": 17,
    "file_id": None,
}
TEXT = {"type": "text", "text": SAID, "citations": [CITED]}
CALL = {"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {"city": "Oslo"}}
PLAIN = {"type": "text", "text": "Hello there.", "citations": None}
USAGE = {
    "input_tokens": 13,
    "cache_creation_input_tokens": 2,
    "cache_read_input_tokens": 5,
    "cache_creation": {"ephemeral_5m_input_tokens": 2, "ephemeral_1h_input_tokens": 0},
    "output_tokens": 11,
    "output_tokens_details": {"thinking_tokens": 7},
    "service_tier": "standard",
}


def message(*content: Any, **more: Any) -> dict[str, Any]:
    """A whole message."""
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-sonnet-5",
        "content": list(content),
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "stop_details": None,
        "usage": USAGE,
        **more,
    }


def dumped(value: Any) -> bytes:
    """JSON as a server sends it."""
    return json.dumps(value, ensure_ascii=False).encode()


def sse(events: Iterable[dict[str, Any]]) -> bytes:
    """Events as server-sent events."""
    return b"".join(f"event: {event['type']}\ndata: ".encode() + dumped(event) + b"\n\n" for event in events)


def begun() -> list[dict[str, Any]]:
    """What every stream begins with."""
    early = {name: value for name, value in USAGE.items() if name != "output_tokens_details"}
    started = message(stop_reason=None, usage={**early, "output_tokens": 1})
    return [{"type": "message_start", "message": started}, {"type": "ping"}]


def delta(at: int, type_: str, **more: Any) -> dict[str, Any]:
    """A piece of a block."""
    return {"type": "content_block_delta", "index": at, "delta": {"type": type_, **more}}


def pieces(block: dict[str, Any], at: int) -> list[dict[str, Any]]:
    """A block's deltas, as far as it has any."""
    if block["type"] == "text":
        cited = [delta(at, "citations_delta", citation=one) for one in block["citations"] or ()]
        text = block["text"]
        return [*cited, *(delta(at, "text_delta", text=text[i : i + 6]) for i in range(0, len(text), 6))]
    if block["type"] == "thinking":
        said = [delta(at, "thinking_delta", thinking=part) for part in (block["thinking"][:4], block["thinking"][4:])]
        return [*said, delta(at, "signature_delta", signature=block["signature"])]
    if block["type"] in ("tool_use", "server_tool_use"):
        given = json.dumps(block["input"], ensure_ascii=False)
        return [delta(at, "input_json_delta", partial_json=part) for part in ("", given[:5], given[5:])]
    return []


def emptied(block: dict[str, Any]) -> dict[str, Any]:
    """A block as it begins."""
    empty = {"text": "", "thinking": "", "signature": "", "input": {}, "citations": []}
    gone = {name: value for name, value in empty.items() if name in block and pieces(block, 0)}
    return {**block, **gone}


def streamed(*content: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    """A message, in events."""
    events = begun()
    for at, block in enumerate(content):
        events.append({"type": "content_block_start", "index": at, "content_block": emptied(block)})
        events += [*pieces(block, at), {"type": "content_block_stop", "index": at}]
    ending = {"stop_reason": "end_turn", "stop_sequence": None, "stop_details": None, **more}
    spent = {"output_tokens": 11, "output_tokens_details": {"thinking_tokens": 7}}
    return [*events, {"type": "message_delta", "delta": ending, "usage": spent}, {"type": "message_stop"}]


ANSWER = (FIRST, SECOND, TEXT, CALL)
PLAIN_EVENTS = streamed(PLAIN)
ODD = {"type": "telepathy_delta", "delta": "?", "index": 0}


def failure(type_: str, text: str, request_id: str | None = "req_1") -> bytes:
    """An error's body."""
    return dumped({"type": "error", "error": {"type": type_, "message": text}, "request_id": request_id})


TOLD = {
    "api_error": genai.ProviderError,
    "overloaded_error": genai.Overloaded,
    "rate_limit_error": genai.RateLimited,
    "billing_error": genai.QuotaExceeded,
    "authentication_error": genai.AuthError,
    "invalid_request_error": genai.InvalidRequest,
}
ERROR = json.loads(failure("api_error", "It broke.", None))
MODEL = {"type": "model", "id": "gpt-5", "display_name": "Of the contract", "created_at": "2026-07-24T00:00:00Z"}
MODELS = {"data": [MODEL], "first_id": "gpt-5", "last_id": "gpt-5", "has_more": False}
SCHEMAS = {
    ("POST", "/v1/messages"): "BetaCreateMessageParams",
    ("POST", "/v1/messages/count_tokens"): "BetaCountMessageTokensParams",
}


def request_faults(method: str, path: str, body: Any) -> list[str]:
    """Held against Anthropic's own description, where that is at hand."""
    schema = SCHEMAS.get((method, path))
    if not schema or not openapi.available():
        return []
    return openapi.faults("anthropic.json", schema, {name: value for name, value in body.items() if name != "metadata"})


def batch(status: str = "ended", **counted: int) -> bytes:
    """A batch object."""
    counts = dict.fromkeys(("processing", "succeeded", "errored", "canceled", "expired"), 0)
    moment = "2026-11-01T10:00:00.5+00:00"
    url = "https://api.anthropic.com/v1/messages/batches/batch_1/results" if status == "ended" else None
    about = {"id": "batch_1", "type": "message_batch", "processing_status": status, "created_at": moment}
    times = {"expires_at": moment, "ended_at": None, "archived_at": None, "cancel_initiated_at": None}
    return dumped({**about, **times, "results_url": url, "request_counts": {**counts, **counted}})


def lines(*results: dict[str, Any]) -> bytes:
    """Answers, the last one first."""
    numbered = [*enumerate(results)][::-1]
    return b"".join(dumped({"custom_id": f"{BATCH}-{n}", "result": result}) + b"\n" for n, result in numbered)


def file(id_: str = "file_1") -> dict[str, Any]:
    """A file object."""
    about = {"id": id_, "type": "file", "filename": "hello.txt", "mime_type": "text/plain", "size_bytes": 5}
    return {**about, "created_at": "2026-11-01T10:00:00Z", "downloadable": False}


ANSWERED = {"type": "succeeded", "message": message(PLAIN)}
REFUSED = {"type": "errored", "error": {"type": "error", "error": {"type": "overloaded_error", "message": "Busy."}}}

SPECIMEN = Specimen(
    name="anthropic",
    key_variable="ANTHROPIC_API_KEY",
    request_id="request-id",
    answer=dumped(message(*ANSWER, stop_reason="tool_use")),
    stream=sse(streamed(*ANSWER, stop_reason="tool_use")),
    text=SAID,
    tool="get_weather",
    batch=BatchSpecimen(
        submitted=(batch("in_progress", processing=3),),
        pending=(batch("in_progress", processing=3),),
        done=(batch(succeeded=1, errored=1), lines(ANSWERED, REFUSED)),
        error=genai.Overloaded,
        ended={
            "expired": ((batch(expired=3), lines(*[{"type": "expired"}] * 3)), genai.JobExpired),
            "cancelled": ((batch(canceled=3), lines(*[{"type": "canceled"}] * 3)), genai.JobCancelled),
        },
        cancelled=(batch("canceling", processing=3),),
        one=(batch(succeeded=1), lines(ANSWERED)),
        uploads=0,
    ),
    files=FileSpecimen(
        uploaded=(dumped(file()),),
        got=(dumped(file()),),
        listed=(
            dumped({"data": [file()], "has_more": True, "first_id": "file_1", "last_id": "file_1"}),
            dumped({"data": [file("file_2")], "has_more": False, "first_id": "file_2", "last_id": "file_2"}),
        ),
        deleted=(dumped({"id": "file_1", "type": "file_deleted"}),),
        missing=(404, failure("not_found_error", "No such file.")),
        drifted=(dumped({**file(), "telepathy": 1}),),
        part={"type": "image", "source": {"type": "file", "file_id": "file_1"}},
    ),
    plain=dumped(message(PLAIN)),
    plain_stream=sse(PLAIN_EVENTS),
    cut_stream=sse(PLAIN_EVENTS[:-3]),
    error_in_stream=sse([*PLAIN_EVENTS[:5], ERROR]),
    begun=sse(PLAIN_EVENTS[:5]),
    told={cls: sse([json.loads(failure(type_, "It broke.", None))]) for type_, cls in TOLD.items()},
    unknown_event=sse([*PLAIN_EVENTS[:4], ODD, *PLAIN_EVENTS[4:]]),
    unknown_field=dumped(message(PLAIN, telepathy=1)),
    unlisted_value=dumped(message(PLAIN, stop_reason="afterthought")),
    empty_error=dumped(message(error={"type": "api_error", "message": "It broke."})),
    empty=dumped({**message(), "content": None}),
    error_in_200=failure("api_error", "It broke."),
    wrong_type=dumped({**message(), "content": 5}),
    failures={
        "wrong key": (401, failure("authentication_error", "invalid x-api-key"), genai.AuthError),
        "not allowed": (403, failure("permission_error", "Not for you."), genai.AuthError),
        "wrong model": (404, failure("not_found_error", "model: claude-0"), genai.ModelNotFound),
        "nothing there": (404, failure("not_found_error", "Not found."), genai.InvalidRequest),
        "wrong URL": (404, b"<html><body>Not Found</body></html>", genai.InvalidRequest),
        "nothing": (500, b"", genai.ProviderError),
        "bad request": (400, failure("invalid_request_error", "Bad."), genai.InvalidRequest),
        "too large": (413, failure("request_too_large", "Large."), genai.InvalidRequest),
        "too long": (
            400,
            failure("invalid_request_error", "prompt is too long: 9 tokens > 8 maximum"),
            genai.ContextTooLong,
        ),
        "rate": (429, failure("rate_limit_error", "Slow down."), genai.RateLimited),
        "quota": (402, failure("billing_error", "Pay."), genai.QuotaExceeded),
        "credit": (
            400,
            failure("invalid_request_error", "Your credit balance is too low to access the API."),
            genai.QuotaExceeded,
        ),
        "filtered": (
            400,
            failure("invalid_request_error", "Output blocked by content filtering policy"),
            genai.ContentFiltered,
        ),
        "timeout": (504, failure("timeout_error", "Late."), genai.ProviderError),
        "overloaded": (529, failure("overloaded_error", "Overloaded"), genai.Overloaded),
        "overloaded, without a word": (529, b"", genai.Overloaded),
        "redirect": (307, b"", genai.ProviderError),
    },
    models=dumped(MODELS),
    models_unknown_field=dumped({**MODELS, "data": [{**MODEL, "telepathy": 1}]}),
    tokens=dumped({"input_tokens": 20}),
    request_faults=request_faults,
    own_option=anthropic.Options(service_tier="standard_only"),
)
