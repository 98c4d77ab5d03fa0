"""Envelope: Cloudflare's ``{"result": ..., "success": ..., "errors": ..., "messages": ...}``, and what is in it.

https://developers.cloudflare.com/workers-ai/get-started/rest-api/

The rule here: an answer is put into the form of Chat Completions and read as one. No answer says why it ended.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ...errors import BadAnswer
from ...sansio import HttpResponse
from .._openai.fields import Fields
from .._openai_chat.answer import DELTA, MESSAGE
from .._openai_chat.decode import error_in
from .._openai_chat.encode import Speaker


def check_envelope(fields: Any, head: HttpResponse, speaker: Speaker) -> None:
    """BadAnswer, when decoded JSON is no object; the error that it is, when it is one."""
    if not isinstance(fields, dict):
        raise BadAnswer(f"the answer is no object: {type(fields).__name__}", status=head.status, body=head.body)
    if fields.get("errors") or fields.get("error") or fields.get("success") is False:
        told = fields if fields.get("error") else {"errors": fields.get("errors")}
        raise error_in(told, head, speaker, **({"status": head.status, "body": head.body} if head.body else {}))


def completion_of(envelope: Fields) -> dict[str, Any]:
    """A whole answer, as a completion."""
    result = envelope.get("result")
    if result is not None and not isinstance(result, dict):
        raise TypeError(f"result: an object, not {result!r:.80}")
    return chunk_of(result or {}, MESSAGE)


def chunk_of(fields: Fields, key: str = DELTA) -> dict[str, Any]:
    """An answer's fields, or a chunk's, as those of a completion."""
    said: dict[str, Any] = {}
    if fields.get("response") is not None:
        said["content"] = text_of(fields["response"])
    if fields.get("tool_calls"):
        said["tool_calls"] = [call_of(call) for call in fields["tool_calls"]]
    choices = [{"index": 0, key: said}] if said else []
    return {"choices": choices, "usage": fields.get("usage")}


def text_of(response: Any) -> str:
    """A text. When JSON was asked for it is an object, and in a stream a token like ``true`` is a value (recorded)."""
    return response if isinstance(response, str) else msgspec.json.encode(response).decode()


def call_of(call: Fields) -> Fields:
    """A call, which some models write as ``{"name": ..., "arguments": {...}}``, as the SDK has it."""
    return call if "function" in call else {"function": {"name": call["name"], "arguments": call.get("arguments")}}
