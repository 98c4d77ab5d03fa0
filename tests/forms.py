"""Forms: ``multipart/form-data`` taken apart by the standard library's parser of mail, to look at uploads with."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from typing import Any

from attrs import frozen


@frozen
class Part:
    """One field of a form."""

    name: str
    filename: str | None
    mime_type: str | None
    content: bytes


def parts(content_type: str, body: bytes) -> list[Part]:
    """The fields of a form, in their order; fails on what is no whole form."""
    message = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body, policy=policy.HTTP)
    assert message.is_multipart()
    assert [] == message.defects
    return [_part(part) for part in message.iter_parts()]


def _part(part: Any) -> Part:
    assert [] == part.defects
    assert "form-data" == part.get_content_disposition()
    mime_type = part.get_content_type() if "content-type" in part else None
    name = part.get_param("name", header="content-disposition")
    return Part(name, part.get_filename(), mime_type, part.get_payload(decode=True))


TYPED = ("n", "output_compression", "partial_images", "stream")
"""Fields of forms that are no text."""


def described(content_type: str, body: bytes) -> dict[str, Any]:
    """A form as the JSON that a description of it speaks of: ``a[b]`` is nested, numbers are numbers."""
    made: dict[str, Any] = {}
    for part in parts(content_type, body):
        outer, _, inner = part.name.removesuffix("]").partition("[")
        text = part.content.decode("latin-1")
        value = json.loads(text) if part.name in TYPED or (inner and text.isdecimal()) else text
        if inner:
            made.setdefault(outer, {})[inner] = value
        else:
            made[outer] = value
    return made
