"""Parts: pictures that go in, as fields of a JSON body or as files of a form.

https://platform.openai.com/docs/api-reference/images/createEdit

The rule here: a picture is never written as base64 where it can go as a file.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from ...doc import Doc, sniff
from ...errors import InvalidRequest
from .._openai.multipart import Upload
from .._openai_chat.writers import write

References: TypeAlias = Callable[[Sequence[Doc], Doc | None, Sequence[str]], Mapping[str, Any]]
"""Pictures, a mask, and the names under which a file id may stand, to fields of a body."""

ENDINGS: Final = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


def reference(doc: Doc, names: Sequence[str]) -> dict[str, str]:
    """A picture that is somewhere, or inline."""
    file_id = file_id_of(doc, names)
    return {"file_id": file_id} if file_id else {"image_url": url_of(doc)}


def references(images: Sequence[Doc], mask: Doc | None, names: Sequence[str]) -> dict[str, Any]:
    """Pictures as OpenAI's JSON has them."""
    fields: dict[str, Any] = {"images": [reference(image, names) for image in images]}
    return fields if mask is None else {**fields, "mask": reference(mask, names)}


def url_of(doc: Doc) -> str:
    """Where a picture is, or itself as a data URL."""
    return doc.url or doc.data_url()


def base64_of(doc: Doc) -> str:
    """Where a picture is, or itself as bare base64."""
    return doc.url if is_elsewhere(doc) and doc.url else base64.b64encode(doc.read()).decode("ascii")


def placed(
    fields: Sequence[str], images: Sequence[Doc], mask: Doc | None, inline: Callable[[Doc], str], masked: str = "mask"
) -> dict[str, Any]:
    """
    Pictures in fields of their own; where the name of one ends in ``[]``, all of them in one list.

    Raises:
        InvalidRequest: There are more of them than fields.
    """
    name, listed, _ = fields[0].partition("[]")
    if not listed and len(images) > len(fields):
        raise InvalidRequest(f"messages[0]: at most {len(fields)} pictures, not {len(images)}")
    made, body = [inline(image) for image in images], dict[str, Any]()
    for place, said in {name: made}.items() if listed else zip(fields, made, strict=False):
        write(body, place, said)
    if mask is not None:
        write(body, masked, inline(mask))
    return body


def file_id_of(doc: Doc, names: Sequence[str]) -> str | None:
    """The id under which a provider has a document."""
    return next((doc.file_ids[name] for name in names if name in doc.file_ids), None)


def is_elsewhere(doc: Doc) -> bool:
    """Whether a picture's bytes are not here."""
    return doc.data is None and not (doc.url or "").startswith("data:")


def files(images: Sequence[Doc], mask: Doc | None) -> Iterator[tuple[str, Upload]]:
    """Pictures as files of a form: one as ``image``, several as ``image[]``."""
    for number, image in enumerate(images):
        yield "image" if len(images) == 1 else "image[]", upload(image, f"image-{number}")
    if mask is not None:
        yield "mask", upload(mask, "mask")


def upload(doc: Doc, name: str) -> Upload:
    """A picture as a file; servers judge it by the ending of its name too."""
    content = doc.read()
    mime_type = doc.mime_type or sniff(content) or "image/png"
    filename = doc.filename or f"{name}.{ENDINGS.get(mime_type, 'png')}"
    return Upload(content=content, filename=filename, mime_type=mime_type)
