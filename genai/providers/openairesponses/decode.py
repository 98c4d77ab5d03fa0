"""Responses answers to core types: whole ones here, streamed ones in ``stream.py``; both by way of ``answer.py``.

https://platform.openai.com/docs/api-reference/responses/object

The rule here: an answer without a message is an error, or it is pending; never an empty success that nobody declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

import msgspec
from attrs import evolve

from ...errors import BadAnswer, ContentFiltered, Error, JobCancelled, JobFailed
from ...messages import Message, Reply
from ...results import FinishReason, Logprob, Result, Usage
from ...sansio import HttpResponse
from ...wire import as_documented
from .._openai.errors import error_of
from .._openai.fields import Fields, integer, own, string
from .._openai.limits import rate_limits, retry_after
from .answer import Answer
from .dialect import Dialect

UNFINISHED: Final = frozenset({"queued", "in_progress"})
OVER: Final = frozenset({"completed", "incomplete"})
"""Only of these is an answer without output believed."""
NATURAL: Final = frozenset({None, "completed"})
"""Some servers tell no status; what nobody documented is no natural end."""
INCOMPLETE: Final = {"max_output_tokens": FinishReason.LENGTH, "content_filter": FinishReason.CONTENT_FILTER}


def decode(
    response: Any, head: HttpResponse, dialect: Dialect, model: str, unsupported: tuple[str, ...] = ()
) -> Result:
    """
    A whole answer.

    Raises:
        BadAnswer: It is not one.
        Error: Its status says that it failed; the class follows from the reason.
    """
    check_object(response, head)
    answer = Answer(dialect)
    with as_documented(head):
        for reply in ending(answer, response):
            answer.fold.add(reply)
        message = answer.fold.message()
        result = result_of(response, head, dialect.provider, model, message, answer.logprobs, unsupported)
    return ended(response, result, head, bool(answer.items))


def opened(response: HttpResponse) -> Any:
    """The decoded body; the pictures of a large one are bytes already: many megabytes are never a text as well."""
    if len(response.body) >= LARGE:
        with suppress(msgspec.DecodeError, RecursionError):  # then it is read as anything else is
            return _response(response.body)
    return response.json()


def opened_event(data: bytes) -> Any:
    """The same for the data of an event."""
    if len(data) >= LARGE:
        with suppress(msgspec.DecodeError, RecursionError):
            return {key: IN_EVENTS.get(key, _anything)(raw) for key, raw in _fields(data).items()}
    return _anything(data)


LARGE: Final = 64 * 1024
"""Bytes; below this a text in between costs nothing."""
DRAWN: Final = b'"image_generation_call"'

_fields: Callable[[Any], dict[str, msgspec.Raw]] = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_entries: Callable[[Any], list[dict[str, msgspec.Raw]]] = msgspec.json.Decoder(list[dict[str, msgspec.Raw]]).decode
_bytes: Callable[[Any], bytes | None] = msgspec.json.Decoder(bytes | None).decode
_anything: Callable[[Any], Any] = msgspec.json.Decoder().decode


def _response(given: Any) -> dict[str, Any]:
    return {key: _items(raw) if key == "output" else _anything(raw) for key, raw in _fields(given).items()}


def _items(output: msgspec.Raw) -> list[dict[str, Any]]:
    return [_item(fields) for fields in _entries(output)]


def _item(fields: Mapping[str, msgspec.Raw]) -> dict[str, Any]:
    drawn = bytes(fields.get("type", b"")) == DRAWN
    return {key: _bytes(raw) if drawn and key == "result" else _anything(raw) for key, raw in fields.items()}


IN_EVENTS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "response": _response,
    "item": lambda item: _item(_fields(item)),
    "partial_image_b64": _bytes,
}
"""Where the pictures of an event stand."""


def check_object(response: Any, head: HttpResponse) -> None:
    """BadAnswer, when decoded JSON is no object."""
    if not isinstance(response, dict):
        raise BadAnswer(f"the answer is no response object: {type(response).__name__}", body=head.body)


def ending(answer: Answer, response: Fields) -> Iterator[Reply]:
    """All that a whole answer, or the last event of a stream, has to say.

    The last block remembers the ids under which the provider keeps it, if it does.
    """
    yield from answer.end(response)
    state = kept(response)
    if state:
        yield Reply(opaque=own(answer.dialect.provider, **state), block=answer.last)


def kept(response: Fields) -> dict[str, Any]:
    """What the provider keeps of an answer, for requests that go on from it: whether, and under which ids.

    https://platform.openai.com/docs/guides/conversation-state. Servers that keep nothing say so, or say nothing;
    and from a failure nobody goes on.
    """
    over = response.get("status") in {*UNFINISHED, *ENDED} or response.get("error")
    if over or not isinstance(response.get("store"), bool):
        return {}
    if not response["store"]:
        return {"kept": False}
    conversation = response.get("conversation")
    ids = {
        "response_id": response.get("id"),
        "conversation": conversation.get("id") if isinstance(conversation, dict) else conversation,
    }
    return {name: id_ for name, id_ in ids.items() if id_}


def result_of(
    response: Fields,
    head: HttpResponse,
    provider: str,
    model: str,
    message: Message,
    tokens: tuple[Logprob, ...] = (),
    unsupported: tuple[str, ...] = (),
) -> Result:
    """A whole answer as a Result, whatever its status; what went wrong with it is raised by ``ended``."""
    return Result(
        message=message,
        usage=usage(response.get("usage")),
        limits=rate_limits(head.headers),
        logprobs=tokens,
        finish=finish(response, message),
        provider=provider,
        model=string(response, "model") or model,
        request_id=head.headers.get("x-request-id"),
        response_id=string(response, "id"),
        service_tier=string(response, "service_tier"),
        unsupported=unsupported,
        retry_after=retry_after(head.headers),
        raw=response,
    )


def usage(given: Fields | None) -> Usage:
    """Tokens: OpenAI counts cached and cache-written ones inside the input, and reasoning inside the output."""
    if given is None:
        return Usage()
    read, made = given.get("input_tokens_details") or {}, given.get("output_tokens_details") or {}
    return Usage(
        input_tokens=integer(given, "input_tokens"),
        cached_tokens=integer(read, "cached_tokens"),
        cache_write_tokens=integer(read, "cache_write_tokens"),
        output_tokens=integer(given, "output_tokens"),
        reasoning_tokens=integer(made, "reasoning_tokens"),
        total_tokens=integer(given, "total_tokens"),
    )


def finish(response: Fields, message: Message) -> FinishReason | None:
    """Why an answer ended."""
    status = string(response, "status")
    if status in UNFINISHED:
        return FinishReason.PENDING
    if status == "incomplete":
        return INCOMPLETE.get((response.get("incomplete_details") or {}).get("reason", ""), FinishReason.OTHER)
    if status not in NATURAL:
        return FinishReason.OTHER
    if message.tool_calls:
        return FinishReason.TOOL_CALLS
    return FinishReason.REFUSAL if message.refusal and not message.text else FinishReason.STOP


def _failed(response: Fields, result: Result) -> Error:
    name = result.provider
    return error_of(name, response, request_id=result.request_id, limits=result.limits, result=result)


def _cancelled(response: Fields, result: Result) -> Error:
    name = result.provider
    return JobCancelled(f"{name}: the response {result.response_id} was cancelled", provider=name, result=result)


ENDED: Final[Mapping[str, Callable[[Fields, Result], Error]]] = {"failed": _failed, "cancelled": _cancelled}


def ended(response: Fields, result: Result, head: HttpResponse, said: bool) -> Result:
    """The result, or the error that it is; ``said`` is whether there was any item."""
    error = ENDED.get(response.get("status") or "")
    if error is not None:
        raise error(response, evolve(result, complete=False, finish=None))
    if not said and (refused := refusal(response, head, result.provider)):
        raise refused
    status = response.get("status")
    if not said and not result.pending and (response.get("output") is None or status not in OVER):
        told = "" if status in NATURAL else f", and its status is {status!r}"
        raise BadAnswer(f"the answer has no output{told}", status=head.status, body=head.body)
    if result.finish is FinishReason.CONTENT_FILTER and not result.message.text:
        name = result.provider
        raise ContentFiltered(f"{name}: filtered, and nothing was produced", provider=name, result=result)
    return result


def refusal(response: Fields, head: HttpResponse, provider: str) -> Error | None:
    """The error that an answer has instead of a response, under a status that says nothing of it."""
    error = response.get("error")
    if not error or not isinstance(error, (dict, str)) or response.get("status") in ENDED:
        return None
    return error_of(
        provider,
        response,
        status=head.status,
        body=head.body,
        request_id=head.headers.get("x-request-id"),
        limits=rate_limits(head.headers),
    )


def as_job(error: Error) -> Error:
    """The failure of a response, seen as the failure of a job: all that is known of it stays."""
    job = JobFailed(str(error))
    for name in vars(job):
        setattr(job, name, getattr(error, name))
    return job
