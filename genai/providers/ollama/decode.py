"""Chat answers to core types: whole ones here, streamed ones in ``stream.py``; both by way of ``answer.py``.

https://docs.ollama.com/api/chat

The rule here: an answer without a message is an error, never an empty success.
"""

from __future__ import annotations

from typing import Any, Final

from attrs import evolve

from ...capabilities import Model
from ...errors import BadAnswer
from ...messages import Message
from ...results import FinishReason, Result, Usage
from ...sansio import HttpResponse
from ...wire import as_documented
from .._openai.fields import Fields, integer, needed, string
from .answer import Answer
from .lines import line_error

FINISH: Final = {"stop": FinishReason.STOP, "length": FinishReason.LENGTH}
"""Stop sequences are not told from other ends; ``load`` and ``unload`` are ends of something else."""


def decode(fields: Any, head: HttpResponse, provider: str, model: str, unsupported: tuple[str, ...] = ()) -> Result:
    """
    A whole answer.

    Raises:
        BadAnswer: It is not one.
        Error: It is an error, under a status that says nothing of it.
    """
    if not isinstance(fields, dict):
        raise BadAnswer(f"the answer is no chat response: {type(fields).__name__}", status=head.status, body=head.body)
    if fields.get("error"):
        raise line_error(provider, fields, head, status=head.status, body=head.body)
    answer = Answer(provider)
    with as_documented(head):
        answer.take(fields)
        result = result_of(answer, fields, head, provider, model, unsupported)
    return ended(answer, result, head)


def result_of(
    answer: Answer, fields: Fields, head: HttpResponse, provider: str, model: str, unsupported: tuple[str, ...]
) -> Result:
    """What has come of an answer, as a Result."""
    message = answer.fold.message()
    return Result(
        message=message,
        usage=Usage(input_tokens=integer(fields, "prompt_eval_count"), output_tokens=integer(fields, "eval_count")),
        logprobs=tuple(answer.logprobs),
        finish=finish(string(fields, "done_reason"), message),
        provider=provider,
        model=string(fields, "model") or model,
        request_id=head.headers.get("x-request-id"),
        unsupported=unsupported,
        raw=fields,
    )


def finish(reason: str | None, message: Message) -> FinishReason:
    """Why an answer ended. One with calls says "stop"; some servers say nothing."""
    known = FINISH.get(reason or "", FinishReason.OTHER)
    if message.tool_calls and known is not FinishReason.LENGTH:
        return FinishReason.TOOL_CALLS
    return known


def ended(answer: Answer, result: Result, head: HttpResponse) -> Result:
    """The result, or the error that it is."""
    if not answer.begun:
        raise BadAnswer("the answer has no message", status=head.status, body=head.body, provider=result.provider)
    return result


def partial(result: Result) -> Result:
    """The same, marked as not complete."""
    return evolve(result, complete=False, finish=None)


def model_of(listed: Fields, known: Fields) -> Model:
    """A model that is there. When it was made is not told, only when it came; its context tells ``raw.show``."""
    id_ = needed(listed, "name")
    about = known.get(id_, {})
    return Model(id=id_, context=about.get("context"), max_output=about.get("max_output"), raw=listed)
