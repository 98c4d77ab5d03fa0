"""Responses answers to core types: whole ones, and streamed ones.

https://platform.openai.com/docs/api-reference/responses/object
https://platform.openai.com/docs/api-reference/responses-streaming

The rule here: a streamed item and the same item in a whole answer go through the same functions, so both fold to the
same message. Which block a part gets follows from the order in which items and parts begin.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import msgspec
from attrs import evolve

from ...doc import Doc
from ...errors import BadAnswer, ContentFiltered, Error, JobCancelled, JobFailed, StreamInterrupted
from ...messages import Citation, CitationSource, Message, Reply, ToolCall, ToolDelta
from ...results import FinishReason, Fold, Logprob, Result, Usage
from ...sansio import HttpResponse
from ...sse import Event, SseParser
from ...wire import as_documented
from .._openai.errors import error_of
from .._openai.limits import rate_limits, retry_after
from .encode import NAME

Fields: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[Any, str, int]

UNFINISHED: Final = frozenset({"queued", "in_progress"})
INCOMPLETE: Final = {"max_output_tokens": FinishReason.LENGTH, "content_filter": FinishReason.CONTENT_FILTER}
PINGS: Final = frozenset({"keepalive", "ping"})

_decode_json = msgspec.json.Decoder().decode


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
    yield Reply(tool_call=call, block=blocks.item(at), opaque=own(id=item.get("id"), status=item.get("status")))


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


def item_end(item: Fields, at: Any, blocks: Blocks) -> Iterator[Reply]:
    """Any other item is kept as it is, to be sent back unchanged."""
    yield Reply(block=blocks.item(at), opaque={NAME: {"item": item}})


ENDS: Final[Mapping[str, Callable[[Fields, Any, Blocks], Iterator[Reply]]]] = {
    "message": message_end,
    "function_call": call_end,
    "image_generation_call": picture_end,
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


# --- A streamed answer ------------------------------------------------------------------------------------------------

Check: TypeAlias = Callable[[Fields], None]


class StreamDecoder:
    """The decoder of a streamed response; ``check`` sees every event first (strict mode raises there)."""

    def __init__(self, head: HttpResponse, model: str, check: Check | None = None) -> None:
        self.events = 0
        self._head = head
        self._model = model
        self._check = check
        self._parser = SseParser()
        self._collected = Collected()
        self._begun: dict[Any, Fields] = {}
        self._whole: set[Any] = set()
        self._latest: Fields = {}
        self._over = False
        self._unknown: list[Fields] = []

    def feed(self, data: bytes) -> list[Reply]:
        """Take the next bytes; the replies that they completed."""
        return self._events(self._parser.feed(data))

    def close(self) -> Result:
        """The result; StreamInterrupted when the terminal event never came."""
        try:
            self._events(self._parser.close())
        except BadAnswer:
            pass  # a last event that was cut off: what is missing is told below
        if not self._over:
            raise StreamInterrupted(f"{NAME}: the stream ended before its last event", result=self.partial())
        return ended(self._latest, self._result())

    def partial(self) -> Result:
        """What has arrived so far."""
        return evolve(self._result(), complete=False, finish=None)

    def _result(self) -> Result:
        collected = self._collected
        result = result_of(self._latest, self._head, self._model, collected.fold.message(), collected.logprobs)
        return evolve(result, unknown_events=tuple(self._unknown)) if self._unknown else result

    def _events(self, events: list[Event]) -> list[Reply]:
        replies: list[Reply] = []
        for event in events:
            try:
                if event.data == b"[DONE]":
                    continue
                fields = _decode_json(event.data)
                type_ = fields["type"]
                if type_ not in PINGS:
                    self.events += 1
                if self._check is not None:
                    self._check(fields)
                handler = HANDLERS.get(type_)
                if handler is None:
                    handler = _progress if type_.partition(".")[2].partition(".")[0].endswith("_call") else _other
                replies.extend(handler(self, fields))
            except (AttributeError, KeyError, TypeError, ValueError, msgspec.DecodeError) as error:
                start = event.data[:120].decode("utf-8", "replace")
                raise BadAnswer(f"an event is not as documented: {error!r}; it begins with {start!r}") from error
        for reply in replies:
            self._collected.fold.add(reply)
        return replies

    # The handlers of events. llama.cpp sends no output_index and no content_index: its items go by their ids.

    def _added(self, fields: Fields) -> Iterator[Reply]:
        item = fields["item"]
        at = fields.get("output_index", item.get("id"))
        self._begun[at] = item
        block = self._collected.blocks.item(at)
        if item["type"] == "function_call":
            yield Reply(tool_delta=ToolDelta(id=item.get("call_id") or "", name=item["name"]), block=block)

    def _arguments(self, fields: Fields) -> Iterator[Reply]:
        at = fields.get("output_index", fields.get("item_id"))
        item = self._begun.get(at, {})
        delta = ToolDelta(id=item.get("call_id") or "", name=item.get("name") or "", arguments=fields["delta"])
        return iter((Reply(tool_delta=delta, block=self._collected.blocks.item(at)),))

    def _item_done(self, fields: Fields) -> Iterator[Reply]:
        item = fields["item"]
        at = fields.get("output_index", item.get("id"))
        self._whole.add(at)
        return self._collected.item(item, at)

    def _part_added(self, fields: Fields) -> tuple[()]:
        self._collected.begin((_at(fields), "content", fields.get("content_index", 0)))
        return ()

    def _text(self, fields: Fields) -> tuple[Reply, ...]:
        delta = fields["delta"]
        collected = self._collected
        key = (_at(fields), "content", fields.get("content_index", 0))
        pieces = collected.texts.get(key)
        block = collected.begin(key) if pieces is None else collected.blocks.numbers[key]
        collected.texts[key].append(delta)
        if fields.get("logprobs"):
            collected.logprobs += logprobs(fields["logprobs"])
        return (Reply(text=delta, block=block),) if delta else ()

    def _note(self, fields: Fields) -> Iterator[Reply]:
        return self._collected.note(fields["annotation"], (_at(fields), "content", fields.get("content_index", 0)))

    def _began(self, fields: Fields) -> tuple[()]:
        self._latest = fields["response"]
        return ()

    def _terminal(self, fields: Fields) -> Iterator[Reply]:
        self._latest = response = fields["response"]
        self._over = True
        for index, item in enumerate(response.get("output") or ()):
            if not self._whole:  # a server that sends no item events: all is in here
                yield from self._collected.item(item, index)
            elif item.get("type") == "image_generation_call":
                item["result"] = None

    def _error(self, fields: Fields) -> Iterator[Reply]:
        raise error_of(
            NAME,
            fields.get("error") or {key: fields.get(key) for key in ("code", "message")},
            request_id=self._head.headers.get("x-request-id"),
            limits=rate_limits(self._head.headers),
        )


def _at(fields: Fields) -> Any:
    return fields.get("output_index", fields.get("item_id"))


def _fragment(kind: str, part: str, index: str) -> Handler:
    """The handler of a delta that has neither logprobs nor citations."""

    def handler(self: StreamDecoder, fields: Fields) -> tuple[Reply, ...]:
        key = (_at(fields), part, fields.get(index, 0))
        collected = self._collected
        block = collected.begin(key)
        collected.texts[key].append("")  # the part has come in fragments
        return (Reply(**{kind: fields["delta"]}, block=block),) if fields["delta"] else ()

    return handler


def _nothing(self: StreamDecoder, fields: Fields) -> tuple[Reply, ...]:
    """What it says is known already from its deltas, or comes again when the item is done."""
    return ()


def _progress(self: StreamDecoder, fields: Fields) -> tuple[Reply, ...]:
    """``response.web_search_call.searching`` and its like: a state that a built-in tool reached."""
    _, tool, state = fields["type"].split(".", 2)
    block = self._collected.blocks.item(_at(fields))
    return (Reply(progress=f"{tool.removesuffix('_call')}.{state}", block=block),)


def _other(self: StreamDecoder, fields: Fields) -> tuple[Reply, ...]:
    """An event that nobody documented: kept, and reported by ``unknown_fields``."""
    self._unknown.append(fields)
    return ()


Handler: TypeAlias = Callable[[StreamDecoder, Fields], Any]
HANDLERS: Final[Mapping[str, Handler]] = {
    "response.created": StreamDecoder._began,
    "response.queued": StreamDecoder._began,
    "response.in_progress": StreamDecoder._began,
    "response.completed": StreamDecoder._terminal,
    "response.incomplete": StreamDecoder._terminal,
    "response.failed": StreamDecoder._terminal,
    "response.cancelled": StreamDecoder._terminal,
    "error": StreamDecoder._error,
    "response.output_item.added": StreamDecoder._added,
    "response.output_item.done": StreamDecoder._item_done,
    "response.content_part.added": StreamDecoder._part_added,
    "response.content_part.done": _nothing,
    "response.output_text.delta": StreamDecoder._text,
    "response.output_text.done": _nothing,
    "response.output_text.annotation.added": StreamDecoder._note,
    "response.refusal.delta": _fragment("refusal", "content", "content_index"),
    "response.refusal.done": _nothing,
    "response.function_call_arguments.delta": StreamDecoder._arguments,
    "response.function_call_arguments.done": _nothing,
    "response.reasoning_summary_part.added": _nothing,
    "response.reasoning_summary_part.done": _nothing,
    "response.reasoning_summary_text.delta": _fragment("reasoning", "summary", "summary_index"),
    "response.reasoning_summary_text.done": _nothing,
    "response.reasoning_text.delta": _fragment("reasoning", "content", "content_index"),
    "response.reasoning_text.done": _nothing,
    "response.image_generation_call.partial_image": _nothing,
    "keepalive": _nothing,
    "ping": _nothing,
}
