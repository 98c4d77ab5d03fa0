"""Messages to core types: whole ones here, streamed ones in ``stream.py``; both by way of ``answer.py``.

https://platform.claude.com/docs/en/api/messages/create

The rule here: an answer without content is an error; never an empty success that nobody declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from ...errors import BadAnswer, ContentFiltered
from ...messages import Message
from ...results import FinishReason, Result, Usage
from ...sansio import HttpResponse
from ...wire import as_documented
from .._openai.fields import Fields, integer, own, string
from .answer import Answer
from .errors import of_answer
from .limits import rate_limits, request_id

FINISHES: Final[Mapping[str, FinishReason]] = {
    "end_turn": FinishReason.STOP,
    "stop_sequence": FinishReason.STOP_SEQUENCE,
    "max_tokens": FinishReason.LENGTH,
    "model_context_window_exceeded": FinishReason.LENGTH,
    "tool_use": FinishReason.TOOL_CALLS,
    "refusal": FinishReason.REFUSAL,
}
"""What is not here ("pause_turn", "compaction") is OTHER: sent back as it is, the turn goes on."""

CACHES: Final = ("cache_read_input_tokens", "cache_creation_input_tokens")


@frozen(kw_only=True)
class Asked:
    """What an answer will answer: whom, which model, and what was left out of the request."""

    provider: str
    model: str
    unsupported: tuple[str, ...] = ()


def decode(message: Any, head: HttpResponse, asked: Asked) -> Result:
    """
    A whole answer.

    Raises:
        BadAnswer: It is not one.
        Error: It is an error, under a status that says nothing of it.
    """
    check_object(message, head, asked)
    answer = Answer(asked.provider)
    with as_documented(head):
        for reply in read(answer, message):
            answer.fold.add(reply)
        return ended(message, result_of(message, head, asked, answer.fold.message()), head)


def check_object(message: Any, head: HttpResponse, asked: Asked) -> None:
    """An error, when decoded JSON is no message: the one that it tells, or BadAnswer."""
    if not isinstance(message, dict):
        raise BadAnswer(f"the answer is no message: {type(message).__name__}", status=head.status, body=head.body)
    if message.get("error") and not message.get("content"):
        raise of_answer(asked.provider, message, head)
    if message.get("content") is None:
        raise BadAnswer("the answer has no content", status=head.status, body=head.body)


def read(answer: Answer, message: Fields) -> list[Any]:
    """All replies of a whole answer."""
    if type(message["content"]) is not list:
        raise TypeError(f"content: a list, not {message['content']!r:.80}")
    replies: list[Any] = []
    for index, fields in enumerate(message["content"]):
        replies += answer.begin(index, fields)
        replies += answer.stop(answer.blocks[index])
    return [*replies, *answer.end(), *kept(answer, message)]


def kept(answer: Answer, message: Fields) -> list[Any]:
    """The last block remembers the container where programs ran, for requests that go on in it."""
    container = message.get("container")
    if not container or not answer.blocks:
        return []
    from ...messages import Reply

    opaque = own(answer.provider, container=string(container, "id"))
    return [Reply(block=max(answer.blocks), opaque=opaque)]


def result_of(message: Fields, head: HttpResponse, asked: Asked, said: Message) -> Result:
    """A message as a Result, as far as it has come."""
    spent = message.get("usage") or {}
    reason = string(message, "stop_reason")
    return Result(
        message=said,
        usage=usage(spent),
        limits=rate_limits(head.headers),
        finish=FINISHES.get(reason, FinishReason.OTHER) if reason else None,
        provider=asked.provider,
        model=string(message, "model") or asked.model,
        request_id=request_id(head.headers),
        response_id=string(message, "id"),
        service_tier=string(spent, "service_tier"),
        unsupported=asked.unsupported,
        raw=message,
    )


def usage(spent: Fields) -> Usage:
    """Tokens: Anthropic counts what is read from a cache, and what is written to one, beside the input."""
    plain = integer(spent, "input_tokens")
    read, written = (integer(spent, name) for name in CACHES)
    return Usage(
        input_tokens=None if plain is None else plain + (read or 0) + (written or 0),
        cached_tokens=read,
        cache_write_tokens=written,
        output_tokens=integer(spent, "output_tokens"),
        reasoning_tokens=integer(spent.get("output_tokens_details") or {}, "thinking_tokens"),
    )


def ended(message: Fields, result: Result, head: HttpResponse) -> Result:
    """The result; ContentFiltered when the model was stopped before it said anything, BadAnswer when nothing tells."""
    if result.finish is FinishReason.REFUSAL and not message["content"]:
        about = message.get("stop_details") or {}
        why = string(about, "explanation") or "the request was refused, and nothing was produced"
        raise ContentFiltered(
            f"{result.provider}: {why}",
            provider=result.provider,
            status=head.status,
            code=string(about, "category") or "refusal",
            detail=string(about, "explanation"),
            request_id=result.request_id,
            limits=result.limits,
            result=result,
        )
    if result.finish is None and not message["content"]:
        raise BadAnswer("the answer has no content, and no reason why it ended", status=head.status, body=head.body)
    return result
