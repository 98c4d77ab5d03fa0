"""Responses answers to core types: whole ones here, streamed ones in ``stream.py``.

https://platform.openai.com/docs/api-reference/responses/object

The rule here: a streamed item and the same item in a whole answer go through the same functions, so both fold to the
same message. Which block a part gets follows from the order in which items and parts begin.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import evolve

from ...citations import Citation, CitationSource
from ...doc import Doc
from ...errors import BadAnswer, ContentFiltered, Error, JobCancelled, JobFailed
from ...messages import Message, Reply, ToolCall
from ...results import FinishReason, Fold, Logprob, Result, Usage
from ...sansio import HttpResponse
from ...wire import as_documented
from .._openai.errors import error_of
from .._openai.limits import rate_limits, retry_after
from .encode import NAME

Fields: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[Any, str, int]

UNFINISHED: Final = frozenset({"queued", "in_progress"})
INCOMPLETE: Final = {"max_output_tokens": FinishReason.LENGTH, "content_filter": FinishReason.CONTENT_FILTER}


# --- Parts and items --------------------------------------------------------------------------------------------------


class Blocks:
    """Which block each part has: items and parts are numbered as they begin; an item's first part has its number."""

    def __init__(self) -> None:
        self.numbers: dict[Key, int] = {}
        self._items: dict[Any, int] = {}
        self._taken: set[int] = set()
        self._next = 0

    def _new(self) -> int:
        self._next += 1
        return self._next - 1

    @property
    def last(self) -> int:
        """The block that was begun last."""
        return max(self._next - 1, 0)

    def item(self, at: Any) -> int:
        """The block of an item as a whole."""
        block = self._items.get(at)
        if block is None:
            block = self._items[at] = self._new()
        return block

    def part(self, at: Any, kind: str, index: int) -> int:
        """The block of a part."""
        key = (at, kind, index)
        block = self.numbers.get(key)
        if block is None:
            block = self.item(at)
            if block in self._taken:
                block = self._new()
            self._taken.add(block)
            self.numbers[key] = block
        return block


def url_citation(note: Fields) -> CitationSource:
    """A page on the web."""
    return CitationSource(type="web", url=note.get("url"), title=note.get("title") or None)


def file_citation(note: Fields) -> CitationSource:
    """A file that the model searched, or made."""
    return CitationSource(type="file", id=note.get("file_id"), title=note.get("filename"))


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
    start, end = note.get("start_index"), note.get("end_index")
    if start is None or end is None:
        return Citation(sources=(source(note),))
    return Citation(text=text[start:end], start=base + start, end=base + end, sources=(source(note),))


def logprobs(given: Any) -> tuple[Logprob, ...]:
    """Tokens with their alternatives."""
    return tuple(
        Logprob(
            token=one["token"],
            logprob=one["logprob"],
            top=tuple(Logprob(token=t["token"], logprob=t["logprob"]) for t in one.get("top_logprobs") or ()),
        )
        for one in given or ()
    )


def own(**what: Any) -> dict[str, Any]:
    """What only this provider understands."""
    return {NAME: {key: value for key, value in what.items() if value is not None}}


def message_end(item: Fields, at: Any, blocks: Blocks) -> Iterator[Reply]:
    """A message is whole: each of its parts keeps the id of the message that it belongs to."""
    mark = own(id=item.get("id"), status=item.get("status"), phase=item.get("phase"))
    for index, part in enumerate(item.get("content") or ()):
        if part.get("type") in ("output_text", "refusal"):
            yield Reply(opaque=mark, block=blocks.part(at, "content", index))


def call_end(item: Fields, at: Any, blocks: Blocks) -> Iterator[Reply]:
    """A function call is whole."""
    call = ToolCall(
        id=item.get("call_id") or item.get("id") or "", name=item["name"], arguments=item["arguments"] or "{}"
    )
    mark = own(**{name: item.get(name) for name in ("id", "status", "namespace", "caller")})
    yield Reply(tool_call=call, block=blocks.item(at), opaque=mark)


PICTURE_META: Final = ("id", "status", "background", "output_format", "quality", "size", "revised_prompt", "action")


def picture_end(item: Fields, at: Any, blocks: Blocks) -> Iterator[Reply]:
    """A picture is whole. Its bytes move out of the decoded answer into the Doc; the rest goes back as it is."""
    encoded = item.get("result")
    if not encoded:
        yield from item_end(item, at, blocks)
        return
    item["result"] = None  # type: ignore[index]  # the decoded answer is ours; megabytes are not kept twice
    meta = {name: item[name] for name in PICTURE_META if item.get(name) is not None}
    if "output_format" in meta:
        meta["format"] = meta.pop("output_format")
    doc = Doc(base64.b64decode(encoded), filename=f"{item.get('id', 'image')}.{meta.get('format', 'png')}", meta=meta)
    yield Reply(doc=doc, block=blocks.item(at), opaque={NAME: {"item": item}})


def search_end(item: Fields, at: Any, blocks: Blocks) -> Iterator[Reply]:
    """A web search is whole: what was asked, and the pages that were looked at, are sources without a place."""
    action = item.get("action") or {}
    queries = action.get("queries") or [action.get("query")]
    pages = [source.get("url") for source in action.get("sources") or ()] or [action.get("url")]
    sources = [CitationSource(type="web_query", title=query) for query in queries if query]
    sources += [CitationSource(type="web", url=url) for url in pages if url]
    if sources:
        yield Reply(citation=Citation(sources=tuple(sources)), block=blocks.item(at))
    yield from item_end(item, at, blocks)


def code_end(item: Fields, at: Any, blocks: Blocks) -> Iterator[Reply]:
    """A program has run; the pictures that it drew are docs. They go back with the item that they are a part of.

    https://platform.openai.com/docs/guides/tools-code-interpreter
    """
    for index, output in enumerate(item.get("outputs") or ()):
        if output.get("type") == "image" and output.get("url"):
            doc = drawn(output["url"], f"{item.get('id', 'image')}-{index}")
            yield Reply(doc=doc, block=blocks.part(at, "outputs", index), opaque=own(part_of=item.get("id") or ""))
    yield from item_end(item, at, blocks)


def drawn(url: str, name: str) -> Doc:
    """A picture at a URL; the bytes themselves, when it is a data URL."""
    head, comma, encoded = url.partition(";base64,")
    if not comma or not head.startswith("data:"):
        return Doc(url=url)
    mime_type = head.removeprefix("data:")
    return Doc(base64.b64decode(encoded), filename=f"{name}.{mime_type.rpartition('/')[2] or 'png'}")


def item_end(item: Fields, at: Any, blocks: Blocks) -> Iterator[Reply]:
    """Any other item is kept as it is, to be sent back unchanged."""
    yield Reply(block=blocks.item(at), opaque={NAME: {"item": item}})


ENDS: Final[Mapping[str, Callable[[Fields, Any, Blocks], Iterator[Reply]]]] = {
    "message": message_end,
    "function_call": call_end,
    "image_generation_call": picture_end,
    "web_search_call": search_end,
    "code_interpreter_call": code_end,
}
PARTS: Final[Mapping[str, tuple[tuple[str, str, str], ...]]] = {
    # item type: (its list of parts, the key of a part's text, the kind of reply)
    "message": (("content", "text", "text"), ("content", "refusal", "refusal")),
    "reasoning": (("summary", "text", "reasoning"), ("content", "text", "reasoning")),
}


# --- A whole answer ---------------------------------------------------------------------------------------------------


class Collected:
    """Replies on their way into a message, with what is said beside it."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self.fold = Fold()
        self.logprobs: list[Logprob] = []
        self.texts: dict[Key, list[str]] = {}
        self.cited: dict[Key, int] = {}

    def begin(self, key: Key) -> int:
        """The block of a part that begins; parts begin in the order in which the answer has them."""
        self.texts.setdefault(key, [])
        return self.blocks.part(*key)

    def text(self, key: Key) -> str:
        """The text of a part so far."""
        return "".join(self.texts.get(key, ()))

    def base(self, key: Key) -> int:
        """Where the text of a part begins in the text of the answer."""
        mine = self.blocks.part(*key)
        return sum(
            len(piece)
            for other, pieces in self.texts.items()
            if other[1] == "content" and self.blocks.part(*other) < mine
            for piece in pieces
        )

    def item(self, item: Fields, at: Any) -> Iterator[Reply]:
        """All of an item that has not come in fragments already."""
        self.blocks.item(at)
        for name, text_key, kind in PARTS.get(item.get("type", ""), ()):
            for index, part in enumerate(item.get(name) or ()):
                if text_key in part:
                    yield from self.part(part, (at, name, index), part[text_key], kind)
        yield from ENDS.get(item.get("type", ""), item_end)(item, at, self.blocks)

    def end(self, response: Fields) -> Iterator[Reply]:
        """The answer is whole: its last block remembers the ids under which the provider keeps it, if it does."""
        state = kept(response)
        if state:
            yield Reply(opaque={NAME: state}, block=self.blocks.last)

    def part(self, part: Fields, key: Key, text: str, kind: str) -> Iterator[Reply]:
        """A whole part: its text, if no fragment of it has come, and the citations that have not."""
        block = self.begin(key)
        if text and not self.texts[key]:
            if kind == "text":
                self.texts[key].append(text)
                self.logprobs += logprobs(part.get("logprobs"))
            else:
                self.texts[key].append("")
            yield Reply(**{kind: text}, block=block)  # type: ignore[arg-type]
        for note in (part.get("annotations") or ())[self.cited.get(key, 0) :]:
            yield from self.note(note, key)

    def note(self, note: Fields, key: Key) -> Iterator[Reply]:
        """One annotation."""
        self.cited[key] = self.cited.get(key, 0) + 1
        made = citation(note, self.text(key), self.base(key))
        if made is not None:
            yield Reply(citation=made, block=self.blocks.part(*key))


def kept(response: Fields) -> dict[str, Any]:
    """What the provider keeps of an answer, for requests that go on from it: whether, and under which ids.

    https://platform.openai.com/docs/guides/conversation-state. Servers that keep nothing say so, or say nothing.
    """
    if not isinstance(response.get("store"), bool) or response.get("status") in {*UNFINISHED, *ENDED}:
        return {}
    if not response["store"]:
        return {"kept": False}
    conversation = response.get("conversation")
    ids = {
        "response_id": response.get("id"),
        "conversation": conversation.get("id") if isinstance(conversation, dict) else conversation,
    }
    return {name: id_ for name, id_ in ids.items() if id_}


def result_of(response: Fields, head: HttpResponse, model: str, message: Message, tokens: list[Logprob]) -> Result:
    """A whole answer as a Result, whatever its status; what went wrong with it is raised by ``ended``."""
    return Result(
        message=message,
        usage=usage(response.get("usage")),
        limits=rate_limits(head.headers),
        logprobs=tuple(tokens),
        finish=finish(response, message),
        provider=NAME,
        model=response.get("model") or model,
        request_id=head.headers.get("x-request-id"),
        response_id=response.get("id"),
        service_tier=response.get("service_tier"),
        retry_after=retry_after(head.headers),
        raw=response,
    )


def decode(response: Any, head: HttpResponse, model: str) -> Result:
    """
    A whole answer.

    Raises:
        BadAnswer: It is not one.
        Error: Its status says that it failed; the class follows from the reason.
    """
    if not isinstance(response, dict):
        raise BadAnswer(f"the answer is no response object: {type(response).__name__}", body=head.body)
    if isinstance(response.get("error"), (dict, str)) and "output" not in response:
        raise error_of(NAME, response, status=head.status, body=head.body)
    with as_documented(head):
        collected = Collected()
        for index, item in enumerate(response.get("output") or ()):
            for reply in collected.item(item, index):
                collected.fold.add(reply)
        for reply in collected.end(response):
            collected.fold.add(reply)
        message = collected.fold.message()
        result = result_of(response, head, model, message, collected.logprobs)
    if "output" not in response and not result.pending and response.get("status") not in ENDED:
        raise BadAnswer("the answer has no output", body=head.body)
    return ended(response, result)


def usage(given: Fields | None) -> Usage:
    """Tokens: OpenAI counts cached and cache-written ones inside the input, and reasoning inside the output."""
    if given is None:
        return Usage()
    read, made = given.get("input_tokens_details") or {}, given.get("output_tokens_details") or {}
    return Usage(
        input_tokens=given.get("input_tokens"),
        cached_tokens=read.get("cached_tokens"),
        cache_write_tokens=read.get("cache_write_tokens"),
        output_tokens=given.get("output_tokens"),
        reasoning_tokens=made.get("reasoning_tokens"),
        total_tokens=given.get("total_tokens"),
    )


def finish(response: Fields, message: Message) -> FinishReason | None:
    """Why an answer ended."""
    status = response.get("status")
    if status in UNFINISHED:
        return FinishReason.PENDING
    if status == "incomplete":
        return INCOMPLETE.get((response.get("incomplete_details") or {}).get("reason", ""), FinishReason.OTHER)
    if message.tool_calls:
        return FinishReason.TOOL_CALLS
    return FinishReason.REFUSAL if message.refusal and not message.text else FinishReason.STOP


def _failed(response: Fields, result: Result) -> Error:
    return error_of(NAME, response, request_id=result.request_id, limits=result.limits, result=result)


def _cancelled(response: Fields, result: Result) -> Error:
    return JobCancelled(f"{NAME}: the response {result.response_id} was cancelled", provider=NAME, result=result)


ENDED: Final[Mapping[str, Callable[[Fields, Result], Error]]] = {"failed": _failed, "cancelled": _cancelled}


def ended(response: Fields, result: Result) -> Result:
    """The result, or the error that its status tells."""
    error = ENDED.get(response.get("status") or "")
    if error is not None:
        raise error(response, evolve(result, complete=False, finish=None))
    if result.finish is FinishReason.CONTENT_FILTER and not result.message.text:
        raise ContentFiltered(f"{NAME}: filtered, and nothing was produced", provider=NAME, result=result)
    return result


def as_job(error: Error) -> Error:
    """The failure of a response, seen as the failure of a job."""
    return JobFailed(
        str(error),
        provider=NAME,
        code=error.code,
        detail=error.detail,
        request_id=error.request_id,
        result=error.result,
    )
