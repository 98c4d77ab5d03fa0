"""Chat answers to core types: whole ones here, streamed ones in ``stream.py``; both by way of ``answer.py``.

https://docs.cohere.com/reference/chat

The rule here: an answer without a message is an error, never an empty success.
"""

from __future__ import annotations

from typing import Any, Final

from attrs import evolve

from ...capabilities import Model
from ...errors import BadAnswer
from ...results import FinishReason, Result, Usage
from ...sansio import HttpResponse
from ...wire import as_documented
from .._openai.fields import Fields, needed, string
from .answer import Answer, logprob
from .dialect import REQUEST_ID
from .errors import classify, error_of

FINISH: Final = {
    "COMPLETE": FinishReason.STOP,
    "STOP_SEQUENCE": FinishReason.STOP_SEQUENCE,
    "MAX_TOKENS": FinishReason.LENGTH,
    "TOOL_CALL": FinishReason.TOOL_CALLS,
}
FAILED: Final = {
    "ERROR": "the answer could not be finished",
    "TIMEOUT": "the answer took longer than the provider allows",
}
"""Ends that are none, in words for those that come without."""


def decode(fields: Any, head: HttpResponse, provider: str, model: str, unsupported: tuple[str, ...] = ()) -> Result:
    """
    A whole answer.

    Raises:
        BadAnswer: It is not one.
        Error: It is an error, whatever its status says.
    """
    check_object(fields, head, provider)
    answer = Answer(provider)
    with as_documented(head):
        for reply in whole(answer, fields):
            answer.fold.add(reply)
        result = result_of(answer, fields, head, provider, model, unsupported)
    return ended(fields, result)


def check_object(fields: Any, head: HttpResponse, provider: str) -> None:
    """BadAnswer, when decoded JSON is no answer; the error that it is, when it is one."""
    if not isinstance(fields, dict):
        raise BadAnswer(f"the answer is no chat response: {type(fields).__name__}", status=head.status, body=head.body)
    if isinstance(fields.get("message"), str) or ("message" not in fields and fields.get("error")):
        raise error_of(provider, fields, head, body=head.body)
    if "message" not in fields:
        raise BadAnswer("the answer has no message", status=head.status, body=head.body, provider=provider)


def whole(answer: Answer, fields: Fields) -> list[Any]:
    """The replies of a whole answer."""
    answer.logprobs += map(logprob, fields.get("logprobs") or ())
    return [*answer.take(fields["message"] or {}), *answer.close(failure(fields) is not None)]


def result_of(
    answer: Answer, fields: Fields, head: HttpResponse, provider: str, model: str, unsupported: tuple[str, ...]
) -> Result:
    """What has come of an answer, as a Result; what is wrong with it is raised by ``ended``."""
    return Result(
        message=answer.fold.message(),
        usage=usage(fields.get("usage")),
        logprobs=tuple(answer.logprobs),
        finish=FINISH.get(string(fields, "finish_reason") or "", FinishReason.OTHER),
        provider=provider,
        model=model,  # an answer does not say who gave it
        request_id=head.headers.get(REQUEST_ID),
        response_id=string(fields, "id"),
        unsupported=unsupported,
        raw=fields,
    )


def usage(given: Fields | None) -> Usage:
    """Tokens that were read and written; those that are billed are fewer, and only where nothing else is told."""
    if not given:
        return Usage()
    tokens = given.get("tokens") or given.get("billed_units") or {}
    return Usage(
        input_tokens=count(tokens, "input_tokens"),
        cached_tokens=count(given, "cached_tokens"),
        output_tokens=count(tokens, "output_tokens"),
    )


def count(fields: Fields, name: str) -> int | None:
    """A whole number; the specification calls them numbers, so one may be written with a point."""
    value = fields.get(name)
    if value is None or type(value) is int:
        return value
    if type(value) is float:
        return int(value)
    raise TypeError(f"{name}: a number, not {value!r:.80}")


def failure(fields: Fields) -> str | None:
    """What an answer's end says went wrong, if anything did."""
    return string(fields, "error") or FAILED.get(string(fields, "finish_reason") or "")


def ended(fields: Fields, result: Result) -> Result:
    """The result, or the error that it is."""
    message = failure(fields)
    if message is None:
        return result
    raise classify(message, None)(
        f"{result.provider}: {message}",
        provider=result.provider,
        code=string(fields, "finish_reason"),
        detail=string(fields, "error"),
        request_id=result.request_id,
        result=partial(result),
    )


def partial(result: Result) -> Result:
    """The same, marked as not complete."""
    return evolve(result, complete=False, finish=None)


def model_of(listed: Fields, known: Fields) -> Model:
    """A model, from the API's list and from the documentation."""
    id_ = needed(listed, "name")
    return Model(
        id=id_,
        context=count(listed, "context_length"),
        max_output=known.get(id_, {}).get("max_output"),
        raw=listed,
    )
