"""Google's Gemini API, for the contract suite. Written after the specification; ids and words are made up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import openapi
from contract.chat import VECTORS
from contract.specimen import BATCH, BatchSpecimen, FileSpecimen, Specimen

import genai
from genai.providers import gemini

SAID = "Weather Oslo: \u2028let me look \U0001f326."
THOUGHT = "Is it warm?\n\nAsk the tool."
CALL = {
    "functionCall": {"id": "call_1", "name": "get_weather", "args": {"city": "Oslo"}},
    "thoughtSignature": "c2lnbg==",
}
GROUNDED = {
    "groundingChunks": [{"web": {"uri": "https://example.org/oslo", "title": "Oslo"}}],
    # Bytes of UTF-8: "let me look" begins behind the three of U+2028.
    "groundingSupports": [
        {"segment": {"startIndex": 17, "endIndex": 28, "text": "let me look"}, "groundingChunkIndices": [0]}
    ],
}
USAGE = {
    "promptTokenCount": 20,
    "cachedContentTokenCount": 5,
    "candidatesTokenCount": 4,
    "thoughtsTokenCount": 7,
    "totalTokenCount": 31,
    "serviceTier": "standard",
}


def candidate(*parts: Any, finish: str | None = "STOP", **more: Any) -> dict[str, Any]:
    """A candidate; without a finish it is one of a stream that goes on."""
    ending = {} if finish is None else {"finishReason": finish}
    return {"content": {"parts": list(parts), "role": "model"}, **ending, "index": 0, **more}


def response(*candidates: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A whole answer, or an event of a stream."""
    about = {"usageMetadata": USAGE, "modelVersion": "gemini-3.7-flash", "responseId": "resp_1"}
    return {"candidates": list(candidates), **about, **more}


def dumped(value: Any) -> bytes:
    """JSON as a server sends it."""
    return json.dumps(value, ensure_ascii=False).encode()


def sse(events: Iterable[dict[str, Any]]) -> bytes:
    """Events as server-sent events."""
    return b"".join(b"data: " + dumped(event) + b"\r\n\r\n" for event in events)


def pieces(text: str, **more: Any) -> list[dict[str, Any]]:
    """A text in events."""
    return [response(candidate({"text": text[at : at + 6], **more}, finish=None)) for at in range(0, len(text), 6)]


def failure(code: int, status: str, message: str, *details: Any) -> bytes:
    """An error's body."""
    return dumped({"error": {"code": code, "message": message, "status": status, "details": list(details)}})


PARTS = ({"text": THOUGHT, "thought": True}, {"text": SAID, "thoughtSignature": "c2lnYQ=="}, CALL)
EVENTS = [
    *pieces(THOUGHT, thought=True),
    *pieces(SAID),
    response(candidate({"text": "", "thoughtSignature": "c2lnYQ=="}, finish=None)),
    response(candidate(CALL, finish=None)),
    response(candidate({"text": ""}, groundingMetadata=GROUNDED)),
]
PLAIN = candidate({"text": "Hello there."})
PLAIN_EVENTS = [*pieces("Hello there."), response(candidate({"text": ""}))]
ERROR = {"error": {"code": 500, "message": "It broke.", "status": "INTERNAL"}}
TOLD = (
    (500, "INTERNAL", genai.ProviderError),
    (503, "UNAVAILABLE", genai.Overloaded),
    (429, "RESOURCE_EXHAUSTED", genai.RateLimited),
    (403, "PERMISSION_DENIED", genai.AuthError),
    (400, "INVALID_ARGUMENT", genai.InvalidRequest),
)
MODEL = {"name": "models/gpt-5", "displayName": "GPT", "inputTokenLimit": 10, "outputTokenLimit": 5}
BAD_KEY = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID", "domain": "googleapis.com"}
QUOTA = {
    "@type": "type.googleapis.com/google.rpc.QuotaFailure",
    "violations": [{"quotaMetric": "requests", "quotaId": "RequestsPerMinutePerProject", "quotaValue": "5"}],
}
PAUSE = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34s"}
SCHEMAS = {
    ":generateContent": "GenerateContentRequest",
    ":streamGenerateContent": "GenerateContentRequest",
    ":countTokens": "CountTokensRequest",
}


def request_faults(method: str, path: str, body: Any) -> list[str]:
    """Held against Google's own description, where that is at hand."""
    schema = next((name for end, name in SCHEMAS.items() if path.endswith(end)), None)
    if schema is None or not openapi.available():
        return []
    known = {key: value for key, value in body.items() if key != "metadata"}  # what a test adds
    return openapi.faults("google-generativelanguage.json", schema, known)


FILE = {"name": "files/f1", "uri": "https://generativelanguage.googleapis.com/v1beta/files/f1", "state": "ACTIVE"}
FILE |= {"displayName": "hello.txt", "mimeType": "text/plain", "sizeBytes": "5"}
UPLOADED = (
    (200, b"", {"x-goog-upload-url": "https://generativelanguage.googleapis.com/upload/v1beta/files?upload_id=u1"}),
    dumped({"file": FILE}),
)
REFUSED = {"code": 429, "message": "Slow down.", "status": "RESOURCE_EXHAUSTED"}


def batch(state: str = "RUNNING", **more: Any) -> dict[str, Any]:
    """An operation that is a batch."""
    stats = {"requestCount": "3", "pendingRequestCount": "3"}
    about = {"displayName": f"{BATCH}.0", "state": f"BATCH_STATE_{state}", "batchStats": stats, "name": "batch_1"}
    return {"name": "batch_1", "metadata": about, **more}


def lines(*answers: dict[str, Any]) -> bytes:
    """The answers of a batch."""
    return b"".join(dumped({"key": f"{BATCH}-{n}", **answer}) + b"\n" for n, answer in enumerate(answers))


ANSWERS = {"done": True, "response": {"responsesFile": "files/batch-1"}}

SPECIMEN = Specimen(
    name="gemini",
    key_variable="GEMINI_API_KEY",
    answer=dumped(response(candidate(*PARTS, groundingMetadata=GROUNDED))),
    stream=sse(EVENTS),
    text=SAID,
    tool="get_weather",
    cached=dumped({"name": "cachedContents/c1", "model": "models/gpt-5"}),
    files=FileSpecimen(
        id=FILE["uri"],
        uploaded=UPLOADED,
        got=(dumped(FILE),),
        listed=(
            dumped({"files": [FILE], "nextPageToken": "t1"}),
            dumped({"files": [{**FILE, "name": "files/f2", "uri": f"{FILE['uri']}2"}]}),
        ),
        deleted=(b"{}",),
        missing=(404, dumped({"error": {"code": 404, "message": "No such file.", "status": "NOT_FOUND"}})),
        drifted=(dumped({**FILE, "telepathy": 1}),),
        before=1,
        part={"mimeType": "image/png", "fileUri": FILE["uri"]},
    ),
    batch=BatchSpecimen(
        submitted=(*UPLOADED, dumped(batch("PENDING"))),
        pending=(dumped(batch()),),
        done=(dumped(batch("SUCCEEDED", **ANSWERS)), lines({"response": response(PLAIN)}, {"error": REFUSED})),
        error=genai.RateLimited,
        ended={
            "failed": ((dumped(batch("FAILED", done=True, error={"code": 13, "message": "No."})),), genai.JobFailed),
            "expired": ((dumped(batch("EXPIRED", done=True)),), genai.JobExpired),
            "cancelled": ((dumped(batch("CANCELLED", done=True)),), genai.JobCancelled),
        },
        cancelled=(b"{}",),
        one=(dumped(batch("SUCCEEDED", **ANSWERS)), lines({"response": response(PLAIN)})),
        listed=(dumped({"operations": [batch()]}),),
        unlisted=(b"{}",),
        uploads=2,
    ),
    plain=dumped(response(PLAIN)),
    plain_stream=sse(PLAIN_EVENTS),
    cut_stream=sse(PLAIN_EVENTS[:-1]),
    error_in_stream=sse([*PLAIN_EVENTS[:-1], ERROR]),
    begun=sse(PLAIN_EVENTS[:1]),
    told={cls: b"data: " + failure(code, word, "It broke.") + b"\n\n" for code, word, cls in TOLD},
    unknown_event=sse([PLAIN_EVENTS[0], {**PLAIN_EVENTS[1], "telepathy": 1}, *PLAIN_EVENTS[2:]]),
    unknown_field=dumped(response(PLAIN, telepathy=1)),
    unlisted_value=dumped(response({**PLAIN, "finishReason": "TELEPATHY"})),
    empty_error=dumped({**response(), **ERROR}),
    empty=dumped(response()),
    error_in_200=failure(500, "INTERNAL", "It broke."),
    wrong_type=dumped(response(candidate({"text": 5}))),
    failures={
        "wrong key": (400, failure(400, "INVALID_ARGUMENT", "API key not valid.", BAD_KEY), genai.AuthError),
        "wrong token": (401, failure(401, "UNAUTHENTICATED", "No."), genai.AuthError),
        "wrong model": (
            404,
            failure(404, "NOT_FOUND", "models/x is not found for API version v1beta."),
            genai.ModelNotFound,
        ),
        "wrong URL": (404, b"<html><body>Not Found</body></html>", genai.InvalidRequest),
        "nothing": (500, b"", genai.ProviderError),
        "bad request": (400, failure(400, "INVALID_ARGUMENT", "Bad."), genai.InvalidRequest),
        "too long": (
            400,
            failure(
                400, "INVALID_ARGUMENT", "The input token count (9) exceeds the maximum number of tokens allowed (8)."
            ),
            genai.ContextTooLong,
        ),
        "rate": (429, failure(429, "RESOURCE_EXHAUSTED", "Slow down.", QUOTA, PAUSE), genai.RateLimited),
        "quota": (
            429,
            failure(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted."),
            genai.QuotaExceeded,
        ),
        "overloaded": (503, failure(503, "UNAVAILABLE", "The model is overloaded."), genai.Overloaded),
        "redirect": (307, b"", genai.ProviderError),
    },
    models=dumped({"models": [MODEL]}),
    vectors=dumped(
        {"embeddings": [{"values": vector} for vector in VECTORS], "usageMetadata": {"promptTokenCount": 5}}
    ),
    models_unknown_field=dumped({"models": [{**MODEL, "telepathy": 1}]}),
    tokens=dumped({"totalTokens": 20}),
    request_faults=request_faults,
    own_option=gemini.Options(service_tier="flex"),
    reasoning=THOUGHT,
)
