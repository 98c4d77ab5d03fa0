"""Answers of the Images API to core types: whole ones here, streamed ones in ``stream.py``.

https://platform.openai.com/docs/api-reference/images/object

The rule here: base64 is decoded once, letter by letter as strictly as it is defined, and then taken out of the decoded
answer. Of a large answer it is decoded straight from the body: many megabytes are never a text as well.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from ...doc import Doc, sniff
from ...errors import BadAnswer
from ...messages import Message, Reply
from ...results import FinishReason, Result, Usage
from ...sansio import HttpResponse
from ...wire import as_documented
from .._openai.fields import Fields, doc, integer, needed, string
from .._openai.limits import rate_limits
from .._openai_chat import tokens
from .._openai_chat.decode import error_in
from .encode import Speaker

LARGE: Final = 64 * 1024
"""A body of so many bytes is worth more than one step."""

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


def opened(response: HttpResponse) -> Any:
    """The decoded body; the pictures of a large one are bytes already."""
    found = of_large(response.body)
    return response.json() if found is None else found


def opened_event(data: bytes) -> Any:
    """The same for an event."""
    found = of_large(data)
    return _anything(data) if found is None else found


def of_large(body: bytes) -> Any:
    """A large object, with its pictures as bytes; None when it is small, or not as documented."""
    try:
        return _opened(_fields(body)) if len(body) >= LARGE else None
    except msgspec.DecodeError:
        return None


def _opened(fields: Mapping[str, msgspec.Raw]) -> dict[str, Any]:
    found: dict[str, Any] = {key: READERS.get(key, _anything)(value) for key, value in fields.items()}
    return found


_fields: Callable[[Any], dict[str, msgspec.Raw]] = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_entries: Callable[[Any], list[dict[str, msgspec.Raw]]] = msgspec.json.Decoder(list[dict[str, msgspec.Raw]]).decode
_bytes: Callable[[Any], bytes | None] = msgspec.json.Decoder(bytes | None).decode
_anything: Callable[[Any], Any] = msgspec.json.Decoder().decode


def _each(value: msgspec.Raw) -> list[dict[str, Any]]:
    return [_opened(entry) for entry in _entries(value)]


READERS: Final[Mapping[str, Callable[[Any], Any]]] = {"data": _each, "images": _each, "b64_json": _bytes}
"""How the fields are read that are, or have, pictures."""


def check_object(fields: Any, head: HttpResponse, speaker: Speaker) -> None:
    """BadAnswer, when decoded JSON is no object; the error that it is, when it is one."""
    if not isinstance(fields, dict):
        raise BadAnswer(f"the answer is no object: {type(fields).__name__}", status=head.status, body=head.body)
    if fields.get("error"):
        raise error_in(fields, head, speaker, status=head.status, body=head.body)


def picture(entry: dict[str, Any], about: Fields, speaker: Speaker) -> Doc:
    """One picture, with what is said of it, or of all."""
    said = {**about, **entry}
    meta = {name: said[key] for key, name in META.items() if said.get(key) is not None}
    encoded = entry.get("b64_json")
    if not encoded:
        return doc(url=needed(entry, "url"), meta=meta, expires=_expires(about, speaker))
    entry["b64_json"] = None  # that is ours, and megabytes are not kept twice
    data = encoded if type(encoded) is bytes else binascii.a2b_base64(encoded, strict_mode=True)
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
