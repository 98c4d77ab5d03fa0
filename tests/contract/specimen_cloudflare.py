"""Workers AI's native wire, for the contract suite. The account is in its URL; its answers do not say why they end.

Written after the recordings and Cloudflare's SDK; ids and words are made up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import openapi
from contract.chat import dumped
from contract.specimen import Specimen

import genai
from genai.providers import cloudflare

SAID = "Weather Oslo: \u2028let me look \U0001f326."
THOUGHT = "Is it warm?\n\nAsk the tool."
MARKED = f"<think>\n{THOUGHT}\n</think>\n\n{SAID}"
FUNCTION = {"name": "get_weather", "arguments": '{"city": "Oslo"}'}
CALL = {"id": "call_1", "type": "function", "function": FUNCTION}
USAGE = {
    "prompt_tokens": 20,
    "completion_tokens": 11,
    "total_tokens": 31,
    "prompt_tokens_details": {"cached_tokens": 5},
}
MODEL = {
    "id": "c329a1f9-323d-4e91-b2aa-582dd4188d34",
    "source": 1,
    "name": "gpt-5",
    "created_at": "2025-08-05 10:27:29.131",
    "properties": [{"property_id": "context_window", "value": "128000"}],
}


def envelope(result: Any, *errors: Any, **more: Any) -> bytes:
    """A whole answer."""
    return dumped({"result": result, "success": not errors, "errors": list(errors), "messages": [], **more})


def said(**fields: Any) -> dict[str, Any]:
    """What a model says."""
    return {**fields, "usage": USAGE}


def sse(chunks: Iterable[Any], end: bytes = b"data: [DONE]\n\n") -> bytes:
    """Chunks as server-sent events."""
    return b"".join(b"data: " + dumped(one) + b"\n\n" for one in chunks) + end


def pieces(text: str) -> list[dict[str, Any]]:
    """A text in chunks, with Cloudflare's padding."""
    return [{"response": text[at : at + 6], "tool_calls": [], "p": "abdefg"} for at in range(0, len(text), 6)]


def failure(code: int, message: str) -> bytes:
    """An error's body."""
    return envelope(None, {"code": code, "message": message})


def request_faults(method: str, path: str, body: Any) -> list[str]:
    """Held against Cloudflare's SDK, where that is at hand; tools it has in a form that no recorded request has."""
    if "/run/" not in path or not openapi.available():
        return []
    known = {key: value for key, value in body.items() if key not in ("metadata", "tools")}
    faults = openapi.faults("cloudflare-workers-ai.json", "Messages", known)
    return [fault for fault in faults if "tool_call_id" not in fault and "image_url" not in fault]


TOLD = {
    5000: genai.ProviderError,
    3040: genai.Overloaded,
    3036: genai.QuotaExceeded,
    3041: genai.AuthError,
    5007: genai.ModelNotFound,
}
BROKEN = {"code": 5000, "message": "It broke."}
FRAGMENTS = [{**CALL, "index": 0, "function": {"name": "get_weather"}}]
FRAGMENTS += [{"index": 0, "function": {"arguments": piece}} for piece in ('{"city', '": "Oslo"}', "")]
PLAIN = said(response="Hello there.", tool_calls=[])
LAST = {"response": "", "usage": USAGE}
PLAIN_CHUNKS = [{"response": ""}, *pieces("Hello there."), {"tool_calls": [], "p": "ab"}, LAST]
SPECIMEN = Specimen(
    name="cloudflare",
    key_variable="CLOUDFLARE_API_KEY",
    load={"base_url": "https://api.cloudflare.com/client/v4/accounts/ACCOUNT_ID/ai"},
    answer=envelope(said(response=MARKED, tool_calls=[CALL])),
    stream=sse([*pieces(MARKED), *({"tool_calls": [one]} for one in FRAGMENTS), {}, LAST]),
    text=SAID,
    tool="get_weather",
    plain=envelope(PLAIN),
    plain_stream=sse(PLAIN_CHUNKS),
    cut_stream=sse(PLAIN_CHUNKS, b""),
    error_in_stream=sse([*PLAIN_CHUNKS[:2], {"success": False, "errors": [BROKEN]}]),
    begun=sse(PLAIN_CHUNKS[:2], b""),
    told={cls: sse([{"success": False, "errors": [{**BROKEN, "code": code}]}], b"") for code, cls in TOLD.items()},
    unknown_event=sse([*PLAIN_CHUNKS[:2], {**PLAIN_CHUNKS[2], "telepathy": 1}, *PLAIN_CHUNKS[3:]]),
    unknown_field=envelope({**PLAIN, "telepathy": 1}),
    unlisted_value=envelope({**PLAIN, "tool_calls": [{**CALL, "type": "telepathy"}]}),
    empty_error=envelope({}, BROKEN),
    empty=envelope({}),
    error_in_200=failure(5000, "It broke."),
    wrong_type=envelope({**PLAIN, "usage": {"prompt_tokens": "many"}}),
    failures={
        "wrong key": (401, failure(10000, "Authentication error"), genai.AuthError),
        "wrong model": (400, failure(7000, "No route for that URI"), genai.ModelNotFound),
        "no model": (400, failure(5007, "No such model x or task"), genai.ModelNotFound),
        "schema in a stream": (403, failure(5023, "JSON Schema mode is not supported."), genai.InvalidRequest),
        "wrong URL": (404, b"<html><body>Not Found</body></html>", genai.InvalidRequest),
        "nothing": (500, b"", genai.ProviderError),
        "bad request": (400, failure(5006, "Bad input."), genai.InvalidRequest),
        "too long": (
            413,
            failure(5021, "The estimated tokens exceeded this model context window."),
            genai.ContextTooLong,
        ),
        "quota": (429, failure(3036, "You have used up your daily free allocation."), genai.QuotaExceeded),
        "rate": (429, failure(10429, "Slow down."), genai.RateLimited),
        "overloaded": (429, failure(3040, "No more data centers to forward the request to"), genai.Overloaded),
        "redirect": (307, b"", genai.ProviderError),
    },
    models=envelope([MODEL], result_info={"count": 1, "page": 1, "per_page": 100, "total_count": 1}),
    models_unknown_field=envelope([{**MODEL, "telepathy": 1}]),
    request_faults=request_faults,
    own_option=cloudflare.Options(repetition_penalty=1.1),
    request_id="cf-ray",
    reasoning=THOUGHT,
)
