"""Answers of the Images API to core types: whole ones here, streamed ones in ``stream.py``.

https://platform.openai.com/docs/api-reference/images/object

The rule here: base64 is decoded once, straight from the text, and then taken out of the decoded answer.
"""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from typing import Any, Final

from ...doc import Doc, sniff
from ...errors import BadAnswer, Error
from ...messages import Message, Reply
from ...results import FinishReason, Result, Usage
from ...sansio import HttpResponse
from ...wire import as_documented
from .._openai.errors import error_of
from .._openai.fields import Fields, doc, integer, needed, string
from .._openai.limits import rate_limits
from .._openai_chat import tokens
from .encode import Speaker

META: Final = {
    "output_format": "format",
    "quality": "quality",
    "size": "size",
    "background": "background",
    "revised_prompt": "revised_prompt",
    "partial_image_index": "partial_image_index",
}
"""What an answer says of a picture, and its name in ``Doc.meta``."""


def decode(fields: Any, head: HttpResponse, speaker: Speaker, unsupported: tuple[str, ...] = ()) -> Result:
    """
    A whole answer.

    Raises:
        BadAnswer: It is not one, or it has no picture.
        Error: It is an error, whatever its status says.
    """
    check_object(fields, head, speaker)
    with as_documented(head):
        pictures = [picture(entry, fields, speaker) for entry in fields.get(speaker.dialect.pictures) or ()]
        message = Message(replies=tuple(Reply(doc=made, block=block) for block, made in enumerate(pictures)))
        result = result_of(message, fields, head, speaker, unsupported)
    if not pictures:
        raise BadAnswer("the answer has no picture", status=head.status, body=head.body, provider=speaker.provider)
    return result


def check_object(fields: Any, head: HttpResponse, speaker: Speaker) -> None:
    """BadAnswer, when decoded JSON is no object; the error that it is, when it is one."""
    if not isinstance(fields, dict):
        raise BadAnswer(f"the answer is no object: {type(fields).__name__}", status=head.status, body=head.body)
    if fields.get("error"):
        raise error_in(fields, head, speaker, status=head.status, body=head.body)


def error_in(fields: Any, head: HttpResponse, speaker: Speaker, **known: Any) -> Error:
    """The error that an answer or an event has, under a status that says nothing of it."""
    return error_of(
        speaker.provider,
        fields,
        kinds=speaker.dialect.errors,
        request_id=head.headers.get(speaker.dialect.request_id),
        limits=rate_limits(head.headers),
        **known,
    )


def picture(entry: dict[str, Any], about: Fields, speaker: Speaker) -> Doc:
    """One picture, with what is said of it, or of all."""
    said = {**about, **entry}
    meta = {name: said[key] for key, name in META.items() if said.get(key) is not None}
    encoded = string(entry, "b64_json")
    if not encoded:
        return doc(url=needed(entry, "url"), meta=meta, expires=_expires(about, speaker))
    entry["b64_json"] = None  # that is ours, and megabytes are not kept twice
    data = binascii.a2b_base64(encoded, strict_mode=True)  # a letter that is none is a fault, not left out
    return doc(data, name=f"picture.{_ending(data, said)}", meta=meta)


def _ending(data: bytes, said: Fields) -> str:
    """What its file's name ends in: by its bytes, or by what is said of it."""
    mime_type = sniff(data) or said.get("output_format") or said.get("media_type") or said.get("mime_type") or "png"
    return str(mime_type).rpartition("/")[2].partition("+")[0]


def _expires(about: Fields, speaker: Speaker) -> float | None:
    made, lifetime = about.get("created"), speaker.dialect.lifetime
    return made + lifetime if isinstance(made, (int, float)) and lifetime is not None else None


def usage(given: Fields | None) -> Usage:
    """Tokens, of text and pictures together."""
    if not given:
        return Usage()
    if "prompt_tokens" in given:  # OpenRouter counts as it does in conversations
        return tokens.usage({"usage": given})
    return Usage(
        input_tokens=integer(given, "input_tokens"),
        output_tokens=integer(given, "output_tokens"),
        total_tokens=integer(given, "total_tokens"),
    )


def result_of(
    message: Message, fields: Mapping[str, Any], head: HttpResponse, speaker: Speaker, unsupported: tuple[str, ...]
) -> Result:
    """Pictures as a Result."""
    return Result(
        message=message,
        usage=usage(fields.get("usage")),
        limits=rate_limits(head.headers),
        finish=FinishReason.STOP,
        provider=speaker.provider,
        model=string(fields, "model") or speaker.model,
        request_id=head.headers.get(speaker.dialect.request_id),
        response_id=string(fields, "id"),
        unsupported=unsupported,
        raw=fields,
    )
