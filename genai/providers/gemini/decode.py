"""Answers of the Gemini API to core types: whole ones here, streamed ones in ``stream.py``; both by ``answer.py``.

https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse

The rule here: an answer without a candidate is a refusal that says so, or no answer at all.
"""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen

from ...errors import BadAnswer, ContentFiltered
from ...messages import Message
from ...results import FinishReason, Logprob, Result, Usage
from ...sansio import HttpResponse
from ...wire import as_documented
from .._openai.fields import Fields, integer, string
from .answer import Answer
from .errors import error_of

FILTERS: Final = ("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII")
NO_PICTURE: Final = ("IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "IMAGE_OTHER", "NO_IMAGE")
FINISHES: Final = {
    "STOP": FinishReason.STOP,
    "MAX_TOKENS": FinishReason.LENGTH,
    **dict.fromkeys((*FILTERS, *NO_PICTURE), FinishReason.CONTENT_FILTER),
}
"""https://ai.google.dev/api/generate-content#FinishReason; every other word is OTHER."""


@frozen(kw_only=True)
class Asked:
    """What an answer answers: who was asked, for what model, and what was left out of the request."""

    provider: str
    model: str
    request_id: str
    unsupported: tuple[str, ...] = ()


def decode(response: Any, head: HttpResponse, asked: Asked) -> Result:
    """
    A whole answer.

    Raises:
        BadAnswer: It is not one.
        ContentFiltered: It was refused, and there is nothing of it.
        Error: It is an error, whatever its status says.
    """
    check_object(response, head, asked)
    answer = Answer(asked.provider)
    with as_documented(head):
        candidate = first(response)
        answer.take(candidate)
        answer.end(candidate)
        result = result_of(response, head, asked, answer.fold.message(), answer.logprobs)
    return ended(response, result, head)


def check_object(response: Any, head: HttpResponse, asked: Asked) -> None:
    """BadAnswer, when decoded JSON is no object; the error that it is, when it is one."""
    if isinstance(response, dict) and response.get("error"):
        raise error_of(
            asked.provider,
            response,
            status=head.status,
            body=head.body or None,
            request_id=head.headers.get(asked.request_id),
        )
    if not isinstance(response, dict):
        raise BadAnswer(f"the answer is no object: {type(response).__name__}", status=head.status, body=head.body)


def first(response: Fields) -> Fields:
    """The first candidate, which is the only one unless more are asked for; ``{}`` where there is none."""
    for candidate in response.get("candidates") or ():
        if not candidate.get("index"):
            return candidate  # type: ignore[no-any-return]  # decoded JSON
    return {}


def result_of(response: Fields, head: HttpResponse, asked: Asked, message: Message, tokens: list[Logprob]) -> Result:
    """A whole answer as a Result; what went wrong with it is raised by ``ended``."""
    counted = response.get("usageMetadata") or {}
    return Result(
        message=message,
        usage=usage(counted),
        logprobs=tuple(tokens),
        finish=finish(response, message),
        provider=asked.provider,
        model=string(response, "modelVersion") or asked.model,
        request_id=head.headers.get(asked.request_id),
        response_id=string(response, "responseId"),
        service_tier=string(counted, "serviceTier") or head.headers.get("x-gemini-service-tier"),
        unsupported=asked.unsupported,
        raw=response,
    )


def usage(given: Fields) -> Usage:
    """Tokens: Google counts thoughts beside the output, and what tools brought in beside the input."""
    thought = integer(given, "thoughtsTokenCount")
    return Usage(
        input_tokens=_sum(integer(given, "promptTokenCount"), integer(given, "toolUsePromptTokenCount")),
        cached_tokens=integer(given, "cachedContentTokenCount"),
        output_tokens=_sum(integer(given, "candidatesTokenCount"), thought),
        reasoning_tokens=thought,
        total_tokens=integer(given, "totalTokenCount"),
    )


def _sum(*numbers: int | None) -> int | None:
    told = [number for number in numbers if number is not None]
    return sum(told) if told else None


def blocked(response: Fields) -> str | None:
    """Why the request was refused before anything was made, if it was."""
    return string(response.get("promptFeedback") or {}, "blockReason")


def finish(response: Fields, message: Message) -> FinishReason | None:
    """Why an answer ended."""
    reason = string(first(response), "finishReason")
    if reason is None:
        return FinishReason.CONTENT_FILTER if blocked(response) else FinishReason.OTHER
    found = FINISHES.get(reason, FinishReason.OTHER)
    return FinishReason.TOOL_CALLS if found is FinishReason.STOP and message.tool_calls else found


def ended(response: Fields, result: Result, head: HttpResponse) -> Result:
    """The result, or the error that it is."""
    candidate, reason = first(response), blocked(response)
    if not candidate and reason is None:
        raise BadAnswer("the answer has no candidate", status=head.status, body=head.body)
    if result.finish is FinishReason.CONTENT_FILTER and not result.message.replies:
        code = reason or candidate.get("finishReason")
        detail = string(candidate, "finishMessage")
        raise ContentFiltered(
            f"{result.provider}: filtered ({code}), and nothing was produced{f': {detail}' if detail else ''}",
            provider=result.provider,
            code=code,
            detail=detail,
            result=result,
        )
    return result


def type_of(raw: Any) -> str:
    """The raw type of a decoded answer of any of this package's wires."""
    if "predictions" in raw:
        return "PredictResponse"
    return "VideoOperation" if "name" in raw else "GenerateContentResponse"


def unknown_in(type_: Any, fields: Any) -> tuple[str, ...]:
    """What decoded JSON has that a raw type does not know."""
    from ... import drift

    return drift.unknown_fields(fields, type_)
