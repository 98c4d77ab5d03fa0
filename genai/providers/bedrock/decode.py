"""Answers of Bedrock to core types: whole ones here, streamed ones in ``stream.py``; both by ``answer.py``.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_ResponseSyntax

The rule here: an answer without a message is an error that says so, or no answer at all.
"""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen

from ...errors import BadAnswer, ContentFiltered
from ...messages import Message
from ...results import FinishReason, Result, Usage
from ...sansio import HttpResponse
from ...wire import as_documented
from .._openai.fields import Fields, integer, string
from .answer import Answer
from .dialect import PROVIDER, REQUEST_ID
from .errors import error_of

FINISHES: Final = {
    "end_turn": FinishReason.STOP,
    "stop_sequence": FinishReason.STOP_SEQUENCE,
    "max_tokens": FinishReason.LENGTH,
    "model_context_window_exceeded": FinishReason.LENGTH,
    "tool_use": FinishReason.TOOL_CALLS,
    "guardrail_intervened": FinishReason.CONTENT_FILTER,
    "content_filtered": FinishReason.CONTENT_FILTER,
}
"""Every other word is OTHER."""


@frozen(kw_only=True)
class Asked:
    """What an answer answers: which model, and what was left out of the request."""

    model: str
    unsupported: tuple[str, ...] = ()


def decode(response: Any, head: HttpResponse, asked: Asked) -> Result:
    """
    A whole answer.

    Raises:
        BadAnswer: It is not one.
        ContentFiltered: It was refused, and there is nothing of it.
        Error: It is an error, whatever its status says.
    """
    check_object(response, head)
    answer = Answer()
    with as_documented(head):
        answer.whole(response)
        return ended(result_of(response, head, asked, answer.fold.message()), response)


def check_object(response: Any, head: HttpResponse) -> None:
    """BadAnswer, when decoded JSON is no answer; the error that it is, when it is one."""
    if not isinstance(response, dict):
        raise BadAnswer(f"the answer is no object: {type(response).__name__}", status=head.status, body=head.body)
    if response.get("output"):
        return
    if isinstance(response.get("message") or response.get("Message"), str):
        raise error_of(response, status=head.status, body=head.body or None, request_id=head.headers.get(REQUEST_ID))
    raise BadAnswer("the answer has no message", status=head.status, body=head.body)


def result_of(response: Fields, head: HttpResponse, asked: Asked, message: Message) -> Result:
    """A whole answer as a Result."""
    router = (response.get("trace") or {}).get("promptRouter") or {}
    return Result(
        message=message,
        usage=usage(response.get("usage") or {}),
        finish=finish(string(response, "stopReason"), message),
        provider=PROVIDER,
        model=string(router, "invokedModelId") or asked.model,
        request_id=head.headers.get(REQUEST_ID),
        service_tier=string(response.get("serviceTier") or {}, "type"),
        unsupported=asked.unsupported,
        raw=response,
    )


def usage(given: Fields) -> Usage:
    """Tokens: Bedrock counts what it read from the cache, and wrote to it, beside the input."""
    read, written = integer(given, "cacheReadInputTokens"), integer(given, "cacheWriteInputTokens")
    fresh = integer(given, "inputTokens")
    return Usage(
        input_tokens=None if fresh is None else fresh + (read or 0) + (written or 0),
        cached_tokens=read,
        cache_write_tokens=written,
        output_tokens=integer(given, "outputTokens"),
        total_tokens=integer(given, "totalTokens"),
    )


def finish(reason: str | None, message: Message) -> FinishReason:
    """Why an answer ended."""
    found = FINISHES.get(reason or "", FinishReason.OTHER)
    return FinishReason.TOOL_CALLS if found is FinishReason.STOP and message.tool_calls else found


def ended(result: Result, response: Fields) -> Result:
    """The result, or the refusal that it is."""
    if result.finish is FinishReason.CONTENT_FILTER and not result.message.replies:
        code = string(response, "stopReason")
        raise ContentFiltered(
            f"{PROVIDER}: filtered ({code}), and nothing was produced", provider=PROVIDER, code=code, result=result
        )
    return result
