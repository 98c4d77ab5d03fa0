"""Chat answers to core types: whole ones here, streamed ones in ``stream.py``; both by way of ``answer.py``.

https://platform.openai.com/docs/api-reference/chat/object

The rule here: an answer that nobody said is an error, never an empty success.
"""

from __future__ import annotations

from typing import Any, Final, Protocol

from attrs import evolve

from ...errors import BadAnswer, ContentFiltered, Error
from ...messages import Message
from ...results import FinishReason, Result
from ...sansio import HttpResponse
from ...wire import as_documented
from .._openai.errors import error_of
from .._openai.fields import Fields, string
from .._openai.limits import rate_limits
from .answer import MESSAGE, Answer
from .encode import Speaker
from .tokens import usage

FINISH: Final = {
    "stop": FinishReason.STOP,
    "eos": FinishReason.STOP,  # Together
    "end_turn": FinishReason.STOP,
    "stop_sequence": FinishReason.STOP_SEQUENCE,
    "length": FinishReason.LENGTH,
    "max_tokens": FinishReason.LENGTH,
    "model_length": FinishReason.LENGTH,  # Mistral: the context is full
    "model_context_window_exceeded": FinishReason.LENGTH,  # Z.ai
    "tool_calls": FinishReason.TOOL_CALLS,
    "function_call": FinishReason.TOOL_CALLS,
    "content_filter": FinishReason.CONTENT_FILTER,
    "sensitive": FinishReason.CONTENT_FILTER,  # Z.ai
    "refusal": FinishReason.REFUSAL,
}
"""Why an answer ended, in the words of all providers."""


def decode(
    fields: Any, head: HttpResponse, speaker: Speaker, sound: str | None = None, unsupported: tuple[str, ...] = ()
) -> Result:
    """
    A whole answer.

    Raises:
        BadAnswer: It is not one.
        Error: It is an error, whatever its status says.
    """
    check_object(fields, head, speaker)
    answer = Answer(speaker.provider, speaker.dialect, sound, speaker.model)
    with as_documented(head):
        answer.take(fields, MESSAGE)
        answer.close()
        result = result_of(answer, fields, head, speaker, unsupported)
    return ended(answer, result, head)


def check_object(fields: Any, head: HttpResponse, speaker: Speaker) -> None:
    """BadAnswer, when decoded JSON is no object; the error that it is, when it is one."""
    if not isinstance(fields, dict):
        raise BadAnswer(f"the answer is no completion: {type(fields).__name__}", status=head.status, body=head.body)
    if told := told_error(fields, speaker.dialect.error_in):
        raise error_in(told, head, speaker)


def told_error(fields: Fields, beside: tuple[str, str, str] | None) -> Fields | None:
    """What tells of an error, in OpenAI's form; None where nothing does. ``beside`` is the dialect's ``error_in``."""
    if fields.get("error") or beside is None:
        return fields if fields.get("error") else None
    place, code, message = beside
    told = fields.get(place)
    if not isinstance(told, dict) or not told.get(code):
        return None
    return {"error": {"code": str(told[code]), "message": told.get(message)}}


class Named(Protocol):
    """Who speaks, on this wire or on that of pictures; its dialect has ``errors`` and ``request_id``."""

    @property
    def provider(self) -> str:
        """Its name."""

    @property
    def dialect(self) -> Any:
        """How it speaks."""


def error_in(fields: Any, head: HttpResponse, speaker: Named, **known: Any) -> Error:
    """The error that an answer or an event has, under a status that says nothing of it."""
    return error_of(
        speaker.provider,
        fields,
        kinds=speaker.dialect.errors,
        request_id=head.headers.get(speaker.dialect.request_id),
        limits=rate_limits(head.headers),
        **known,
    )


def result_of(
    answer: Answer, fields: Fields, head: HttpResponse, speaker: Speaker, unsupported: tuple[str, ...]
) -> Result:
    """What has come of an answer, as a Result; what is wrong with it is raised by ``ended``."""
    message = answer.fold.message()
    return Result(
        message=message,
        usage=usage(fields, speaker.dialect.thinks_beside),
        limits=rate_limits(head.headers),
        logprobs=tuple(answer.logprobs),
        finish=finish(answer.finish, message),
        provider=speaker.provider,
        model=string(fields, "model") or speaker.model,
        request_id=head.headers.get(speaker.dialect.request_id),
        response_id=string(fields, "id"),
        service_tier=string(fields, "service_tier"),
        unsupported=unsupported,
        raw=fields,
    )


def finish(reason: str | None, message: Message) -> FinishReason:
    """Why an answer ended. Servers that say "stop", or nothing, ask for tools all the same."""
    known = FINISH.get(reason or "", FinishReason.OTHER)
    if message.tool_calls and known in (FinishReason.STOP, FinishReason.OTHER):
        return FinishReason.TOOL_CALLS
    return FinishReason.REFUSAL if known is FinishReason.STOP and message.refusal and not message.text else known


def ended(answer: Answer, result: Result, head: HttpResponse) -> Result:
    """The result, or the error that it is."""
    provider = result.provider
    if not answer.begun:
        raise BadAnswer("the answer has no choices", status=head.status, body=head.body, provider=provider)
    silent = all(reply.text == "" for reply in result.message.replies)
    if silent and result.finish is FinishReason.CONTENT_FILTER:
        raise ContentFiltered(f"{provider}: filtered, and nothing was produced", provider=provider, result=result)
    return result


def partial(result: Result) -> Result:
    """The same, marked as not complete."""
    return evolve(result, complete=False, finish=None)
