"""Amazon Bedrock, for the contract suite. Written after the specification and the recordings; the words are made up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import openapi
from contract.bedrock_frames import Frames, event
from contract.specimen import Specimen

import genai
from genai.providers import bedrock

SAID = "Weather Oslo: \u2028let me look \U0001f326."
THOUGHT = "Is it warm?\n\nAsk the tool."
CALL = {"toolUseId": "tooluse_1", "name": "get_weather", "type": "tool_use"}
USAGE = {
    "inputTokens": 13,
    "cacheReadInputTokens": 5,
    "cacheWriteInputTokens": 2,
    "outputTokens": 11,
    "totalTokens": 31,
    "serverToolUsage": {},
}
CITED = {"title": "Oslo", "sourceContent": [{"text": "Oslo is wet."}]}
PLACE = {"location": {"documentChar": {"documentIndex": 0, "start": 0, "end": 12}}}
SCHEMAS = {
    "/converse": "ConverseRequest",
    "/converse-stream": "ConverseStreamRequest",
    "/count-tokens": "CountTokensRequest",
}


def response(*content: Any, stop: str = "end_turn", **more: Any) -> bytes:
    """A whole answer."""
    message = {"role": "assistant", "content": list(content)}
    fields = {"output": {"message": message}, "stopReason": stop, "usage": USAGE, "metrics": {"latencyMs": 9}, **more}
    return dumped(fields)


def dumped(value: Any) -> bytes:
    """JSON as a server sends it."""
    return json.dumps(value, ensure_ascii=False).encode()


def delta(index: int, **piece: Any) -> tuple[str, Any]:
    """The next piece of a block, with Bedrock's padding."""
    return "contentBlockDelta", {"contentBlockIndex": index, "delta": piece, "p": "abcdef"}


def pieces(text: str) -> Iterator[str]:
    """A text in pieces."""
    return (text[at : at + 6] for at in range(0, len(text), 6))


def block(index: int, *deltas: tuple[str, Any], start: Any = None) -> list[tuple[str, Any]]:
    """The events of a block."""
    begin = [("contentBlockStart", {"contentBlockIndex": index, "start": start})] if start else []
    return [*begin, *deltas, ("contentBlockStop", {"contentBlockIndex": index})]


def end(stop: str = "end_turn") -> list[tuple[str, Any]]:
    """The last events."""
    return [("messageStop", {"stopReason": stop}), ("metadata", {"usage": USAGE, "metrics": {"latencyMs": 9}})]


START = ("messageStart", {"role": "assistant"})
EVENTS = [
    START,
    *block(
        0,
        *(delta(0, reasoningContent={"text": piece}) for piece in pieces(THOUGHT)),
        delta(0, reasoningContent={"signature": "c2lnbg=="}),
    ),
    *block(1, *(delta(1, text=piece) for piece in pieces(SAID)), delta(1, citation={**CITED, **PLACE})),
    *block(2, *(delta(2, toolUse={"input": piece}) for piece in pieces('{"city":"Oslo"}')), start={"toolUse": CALL}),
    *end("tool_use"),
]
PLAIN = {"text": "Hello there."}
TOLD = {
    "internalServerException": genai.ProviderError,
    "serviceUnavailableException": genai.Overloaded,
    "throttlingException": genai.RateLimited,
    "validationException": genai.InvalidRequest,
}
PLAIN_EVENTS = [START, *block(0, *(delta(0, text=piece) for piece in pieces("Hello there."))), *end()]


def failure(name: str, message: str) -> bytes:
    """An error's body; the name stands in a header as well, or there alone."""
    return dumped({"__type": name, "message": message})


def request_faults(method: str, path: str, body: Any) -> list[str]:
    """Held against Amazon's own description, where that is at hand."""
    schema = next((name for end, name in SCHEMAS.items() if path.endswith(end)), None)
    if schema is None or not openapi.available():
        return []
    known = {key: value for key, value in body.items() if key != "metadata"}  # what a test adds
    return openapi.faults("bedrock-runtime.json", schema, known)


SPECIMEN = Specimen(
    name="bedrock",
    key_variable="AWS_BEARER_TOKEN_BEDROCK",
    load={"base_url": "https://bedrock-runtime.us-east-1.amazonaws.com"},
    answer=response(
        {"reasoningContent": {"reasoningText": {"text": THOUGHT, "signature": "c2lnbg=="}}},
        {"citationsContent": {"content": [{"text": SAID}], "citations": [{**CITED, **PLACE}]}},
        {"toolUse": {**CALL, "input": {"city": "Oslo"}}},
        stop="tool_use",
    ),
    stream=Frames.of(EVENTS),
    text=SAID,
    tool="get_weather",
    plain=response(PLAIN),
    plain_stream=Frames.of(PLAIN_EVENTS),
    cut_stream=Frames.of(PLAIN_EVENTS[:-2]),
    error_in_stream=Frames.of(
        PLAIN_EVENTS[:-2], event("internalServerException", {"message": "It broke."}, "exception")
    ),
    begun=Frames.of(PLAIN_EVENTS[:3]),
    told={cls: event(name, {"message": "It broke."}, "exception") for name, cls in TOLD.items()},
    unknown_event=Frames.of([*PLAIN_EVENTS[:-2], ("telepathy", {}), *PLAIN_EVENTS[-2:]]),
    unknown_field=response(PLAIN, telepathy=1),
    unlisted_value=response(PLAIN, stop="telepathy"),
    empty_error=dumped({"stopReason": "end_turn", "usage": USAGE, "message": "It broke."}),
    empty=dumped({"stopReason": "end_turn", "usage": USAGE, "metrics": {"latencyMs": 9}}),
    error_in_200=failure("InternalServerException", "It broke."),
    wrong_type=response({"text": 5}),
    failures={
        "wrong key": (403, failure("AccessDeniedException", "Authentication failed."), genai.AuthError),
        "wrong signature": (403, failure("InvalidSignatureException", "No."), genai.AuthError),
        "old token": (403, failure("ExpiredTokenException", "Too late."), genai.AuthError),
        "wrong model": (
            400,
            failure("ValidationException", "The provided model identifier is invalid."),
            genai.ModelNotFound,
        ),
        "no model": (404, failure("ResourceNotFoundException", "Gone."), genai.ModelNotFound),
        "wrong URL": (404, b"<html><body>Not Found</body></html>", genai.InvalidRequest),
        "nothing": (500, b"", genai.ProviderError),
        "bad request": (400, failure("ValidationException", "Bad."), genai.InvalidRequest),
        "too long": (
            400,
            failure("ValidationException", "The model returned the following errors: prompt is too long: 9 > 8"),
            genai.ContextTooLong,
        ),
        "rate": (429, failure("ThrottlingException", "Too many tokens, please wait."), genai.RateLimited),
        "quota": (400, failure("ServiceQuotaExceededException", "Enough."), genai.QuotaExceeded),
        "not ready": (429, failure("ModelNotReadyException", "Loading."), genai.Overloaded),
        "overloaded": (503, failure("ServiceUnavailableException", "Busy."), genai.Overloaded),
        "model failed": (424, failure("ModelErrorException", "It broke."), genai.ProviderError),
        "too slow": (408, failure("ModelTimeoutException", "It took long."), genai.ProviderError),
        "redirect": (307, b"", genai.ProviderError),
    },
    tokens=dumped({"inputTokens": 20}),
    request_faults=request_faults,
    own_option=bedrock.Options(latency="optimized"),
    request_id="x-amzn-requestid",
    reasoning=THOUGHT,
)
