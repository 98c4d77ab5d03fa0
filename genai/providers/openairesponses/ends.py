"""What an item of an answer becomes when it is whole: the rest of its replies, beside its texts.

https://platform.openai.com/docs/api-reference/responses/object#responses-object-output

The rule here: what has no place in the core types is kept as it is, to be sent back unchanged.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ...citations import Citation, CitationSource
from ...doc import Doc
from ...messages import Reply, ToolCall, ToolDelta
from ...results import Logprob
from .._openai.fields import Fields, arguments, doc, integer, needed, number, own, string
from .parts import ARGUMENTS, Item

# --- Citations and tokens ---------------------------------------------------------------------------------------------


def url_citation(note: Fields) -> CitationSource:
    """A page on the web."""
    return CitationSource(type="web", url=string(note, "url"), title=string(note, "title") or None)


def file_citation(note: Fields) -> CitationSource:
    """A file that the model searched, or made."""
    return CitationSource(type="file", id=string(note, "file_id"), title=string(note, "filename"))


SOURCES: Final[Mapping[str, Callable[[Fields], CitationSource]]] = {
    "url_citation": url_citation,
    "file_citation": file_citation,
    "container_file_citation": file_citation,
    "file_path": file_citation,
}


def citation(note: Fields, text: str, base: int) -> Citation | None:
    """An annotation as a citation; ``base`` is where the part's text begins in the answer's."""
    source = SOURCES.get(note.get("type", ""))
    if source is None:
        return None  # unknown_fields reports it
    start, end = integer(note, "start_index"), integer(note, "end_index")
    if start is None or end is None:
        return Citation(sources=(source(note),))
    return Citation(text=text[start:end], start=base + start, end=base + end, sources=(source(note),))


def logprob(one: Fields) -> Logprob:
    """A token with its alternatives."""
    return Logprob(
        token=needed(one, "token"),
        logprob=number(one, "logprob"),
        top=tuple(
            Logprob(token=needed(t, "token"), logprob=number(t, "logprob")) for t in one.get("top_logprobs") or ()
        ),
    )


# --- Items ------------------------------------------------------------------------------------------------------------


def message_end(fields: Fields, item: Item) -> Iterator[Reply]:
    """A message is whole: each of its parts keeps the id of the message that it belongs to."""
    about = {name: fields.get(name) for name in ("id", "status", "phase")}
    mark = own(item.dialect.provider, **about)
    for part in item.ordered():
        yield Reply(opaque=mark, block=part.block)


def call_end(fields: Fields, item: Item) -> Iterator[Reply]:
    """A function call is whole."""
    id_, name = string(fields, "call_id") or string(fields, "id") or "", needed(fields, "name")
    part = item.parts.get(ARGUMENTS)
    whole = arguments({"arguments": part.text, **fields} if part else fields)
    if part and part.pieces and type(fields.get("arguments")) is str and (rest := part.rest(whole)):
        yield Reply(tool_delta=ToolDelta(id=id_, name=name, arguments=rest), block=item.base)
    call = ToolCall(id=id_, name=name, arguments=whole or (part.text if part else "") or "{}")
    marks = ("id", "status", "namespace", "caller", *item.dialect.marks)
    mark = own(item.dialect.provider, **{mark: fields.get(mark) for mark in marks})
    yield Reply(tool_call=call, block=item.base, opaque=mark)


PICTURE_META: Final = {
    "id": "id",
    "item_id": "id",
    "status": "status",
    "background": "background",
    "output_format": "format",
    "quality": "quality",
    "size": "size",
    "revised_prompt": "revised_prompt",
    "action": "action",
    "partial_image_index": "partial_image_index",
}
"""What an item or an event says of a picture, and its name in ``Doc.meta``."""


def picture_end(fields: Fields, item: Item) -> Iterator[Reply]:
    """A picture is whole. Its bytes move out of the decoded answer into the Doc; the rest goes back as it is."""
    encoded = fields.get("result")
    if not encoded:
        yield from item_end(fields, item)
        return
    emptied(fields)
    meta = picture_meta(fields)
    name = f"{fields.get('id') or 'image'}.{meta.get('format', 'png')}"
    made = doc(picture(encoded), name=name, meta=meta)
    yield Reply(doc=made, block=item.block, opaque=own(item.dialect.provider, item=fields))


def picture(encoded: str | bytes) -> bytes:
    """A picture's bytes; those of a large one have been read as such."""
    return encoded if type(encoded) is bytes else binascii.a2b_base64(encoded, strict_mode=True)


def picture_meta(fields: Fields) -> dict[str, Any]:
    """What is said of a picture, for ``Doc.meta``."""
    return {PICTURE_META[key]: fields[key] for key in PICTURE_META if fields.get(key) is not None}


def emptied(fields: Any) -> None:
    """Take a picture's bytes out of the decoded answer: that is ours, and megabytes are not kept twice."""
    fields["result"] = None


def search_end(fields: Fields, item: Item) -> Iterator[Reply]:
    """A web search is whole: what was asked, and the pages that were looked at, are sources without a place."""
    action = fields.get("action") or {}
    queries = action.get("queries") or [action.get("query")]
    pages = [string(source, "url") for source in action.get("sources") or ()] or [string(action, "url")]
    sources = [CitationSource(type="web_query", title=needed({"query": q}, "query")) for q in queries if q]
    sources += [CitationSource(type="web", url=url) for url in pages if url]
    if sources:
        yield Reply(citation=Citation(sources=tuple(sources)), block=item.block)
    yield from item_end(fields, item)


def code_end(fields: Fields, item: Item) -> Iterator[Reply]:
    """A program has run; the pictures that it drew are docs. They go back with the item that they are a part of.

    https://platform.openai.com/docs/guides/tools-code-interpreter
    """
    for index, output in enumerate(fields.get("outputs") or ()):
        if output.get("type") == "image" and output.get("url"):
            made = drawn(needed(output, "url"), f"{fields.get('id') or 'image'}-{index}")
            block = item.part("doc", "outputs", index).block
            yield Reply(doc=made, block=block, opaque=own(item.dialect.provider, part_of=fields.get("id") or ""))
    yield from item_end(fields, item)


def drawn(url: str, name: str) -> Doc:
    """A picture at a URL; the bytes themselves, when it is a data URL."""
    head, comma, encoded = url.partition(";base64,")
    if not comma or not head.startswith("data:"):
        return doc(url=url)
    mime_type = head.removeprefix("data:")
    return doc(base64.b64decode(encoded), name=f"{name}.{mime_type.rpartition('/')[2] or 'png'}")


def item_end(fields: Fields, item: Item) -> Iterator[Reply]:
    """Any other item is kept as it is, to be sent back unchanged."""
    yield Reply(block=item.block, opaque=own(item.dialect.provider, item=fields))


ENDS: Final[Mapping[str, Callable[[Fields, Item], Iterator[Reply]]]] = {
    "message": message_end,
    "function_call": call_end,
    "image_generation_call": picture_end,
    "web_search_call": search_end,
    "code_interpreter_call": code_end,
}
