"""The stream decoder: events of a streamed response to replies.

https://platform.openai.com/docs/api-reference/responses-streaming

The rule here: what a delta has said is not said again by the event that ends its part; what no delta has said, is.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final, TypeAlias

import msgspec
from attrs import evolve

from ...doc import Doc
from ...errors import BadAnswer, Error, StreamInterrupted
from ...messages import Reply, ToolDelta
from ...results import Result
from ...sansio import HttpResponse
from ...sse import Event, SseParser
from .._openai.errors import error_of
from .._openai.limits import rate_limits
from .decode import Collected, Fields, ended, logprobs, result_of
from .encode import NAME

PINGS: Final = frozenset({"keepalive", "ping"})

_decode_json = msgspec.json.Decoder().decode

Check: TypeAlias = Callable[[Fields], None]


class StreamDecoder:
    """The decoder of a streamed response; ``check`` sees every event first (strict mode raises there)."""

    def __init__(self, head: HttpResponse, model: str, check: Check | None = None) -> None:
        self.events = 0
        self.over = False
        self._held: Error | None = None
        self._head = head
        self._model = model
        self._check = check
        self._parser = SseParser()
        self._collected = Collected()
        self._begun: dict[Any, Fields] = {}
        self._whole: set[Any] = set()
        self._latest: Fields = {}
        self._unknown: list[Fields] = []

    def feed(self, data: bytes) -> list[Reply]:
        """Take the next bytes; the replies that they completed."""
        self._raise_held()
        return self._events(self._parser.feed(data))

    def close(self) -> Result:
        """The result; StreamInterrupted when the terminal event never came."""
        self._raise_held()
        try:
            self._events(self._parser.close())
        except BadAnswer:
            pass  # a last event that was cut off: what is missing is told below
        self._raise_held()
        if not self.over:
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
                replies += self._event(event)
            except Error as error:
                if not replies:
                    raise
                self._held = error  # what came before it in the same bytes goes out first
                break
        return replies

    def _raise_held(self) -> None:
        if self._held is not None:
            raise self._held

    def _event(self, event: Event) -> Collection[Reply]:
        if event.data == b"[DONE]":
            return ()
        try:
            fields = _decode_json(event.data)
            type_ = fields["type"]
            if type_ not in PINGS:
                self.events += 1
            if self._check is not None:
                self._check(fields)
            handler = HANDLERS.get(type_)
            if handler is None:
                handler = _progress if type_.partition(".")[2].partition(".")[0].endswith("_call") else _other
            replies: Collection[Reply] = tuple(handler(self, fields))
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
        self.over = True
        for index, item in enumerate(response.get("output") or ()):
            if not self._whole:  # a server that sends no item events: all is in here
                yield from self._collected.item(item, index)
            elif item.get("type") == "image_generation_call":
                item["result"] = None
        yield from self._collected.end(response)

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


def _preview(self: StreamDecoder, fields: Fields) -> tuple[Reply, ...]:
    """A picture as far as it is."""
    block = self._collected.blocks.item(_at(fields))
    number, ending = fields.get("partial_image_index", 0), fields.get("output_format", "png")
    name = f"{fields.get('item_id', 'image')}-{number}.{ending}"
    return (Reply(doc=Doc(base64.b64decode(fields["partial_image_b64"]), filename=name), partial=True, block=block),)


def _progress(self: StreamDecoder, fields: Fields) -> tuple[Reply, ...]:
    """``response.web_search_call.searching`` and its like: a state that a built-in tool reached."""
    _, tool, state = fields["type"].split(".", 2)
    block = self._collected.blocks.item(_at(fields))
    return (Reply(progress=f"{tool.removesuffix('_call')}.{state}", block=block),)


def _other(self: StreamDecoder, fields: Fields) -> tuple[Reply, ...]:
    """An event that nobody documented: kept, and reported by ``unknown_fields``."""
    self._unknown.append(fields)
    return ()


KEPT_WHOLE: Final = (
    "custom_tool_call_input",
    "code_interpreter_call_code",
    "code_interpreter_call.code",  # an older spelling, as are some below
    "code_interpreter_call",
    "mcp_call_arguments",
    "mcp_call.arguments",
    "shell_call_command",
    "shell_call_output_content",
    "apply_patch_call_operation_diff",
    "reasoning",
    "reasoning_summary",
    "audio",
    "audio.transcript",
)
"""What comes in pieces that no core type has a place for: the item that it belongs to has it whole."""

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
    "response.image_generation_call.partial_image": _preview,
    "keepalive": _nothing,
    "ping": _nothing,
    **dict.fromkeys((f"response.{said}.{part}" for said in KEPT_WHOLE for part in ("delta", "done")), _nothing),
    **dict.fromkeys(("response.mcp_call.arguments_delta", "response.mcp_call.arguments_done"), _nothing),
    "response.shell_call_command.added": _nothing,
    **{f"response.mcp_list_tools.{state}": _progress for state in ("in_progress", "completed", "failed")},
}
