"""The stream decoder: events of a streamed response to replies.

https://platform.openai.com/docs/api-reference/responses-streaming

The rule here: what a delta has said is not said again by the event that ends its part; what no delta has said, is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import evolve

from ...messages import Message, Reply, ToolDelta
from ...results import Result
from ...sansio import HttpResponse
from .._openai.events import Check, EventDecoder
from .._openai.fields import Fields, arguments, doc, needed, string
from .answer import Answer
from .decode import check_object, ended, ending, opened_event, result_of
from .dialect import OPENAI, Dialect
from .ends import logprob, picture, picture_meta
from .parts import ARGUMENTS, Item, Part


class StreamDecoder(EventDecoder[Reply, Result]):
    """
    The decoder of a streamed response.

    Args:
        head: The answer's status and headers.
        model: The model that was asked.
        check: Sees each event first, as decoded JSON; strict mode raises there.
        unsupported: What was left out of the request.
        dialect: Who streams.
    """

    def __init__(
        self,
        head: HttpResponse,
        model: str,
        check: Check | None = None,
        unsupported: tuple[str, ...] = (),
        dialect: Dialect = OPENAI,
    ) -> None:
        super().__init__(dialect.provider, head, check)
        if check is None:  # else events are held against their types, in which pictures are texts
            self.read = opened_event
        self._model = model
        self._unsupported = unsupported
        self._answer = Answer(dialect)
        self._parts: dict[Any, Part] = {}  # by what their events say of them, until an item begins or ends
        self._previews: dict[int, Reply] = {}  # the newest one of each item
        self._latest: Fields = {}
        self._unknown: list[Fields] = []

    def take(self, fields: Any) -> Collection[Reply]:
        """One event; its replies."""
        type_ = fields["type"]
        handler = HANDLERS.get(type_)
        if handler is None:
            handler = _progress if type_.partition(".")[2].partition(".")[0].endswith("_call") else _other
        replies = handler(self, fields)
        if type(replies) is not tuple:
            replies = tuple(replies)
        for reply in replies:
            self._answer.fold.add(reply)
        return replies

    def whole(self, response: Any) -> Collection[Reply]:
        """A whole answer, in place of the terminal event."""
        check_object(response, self._head)
        return self.take({"type": "response.completed", "response": response})

    def ended(self) -> Result:
        """The result, or the error that it is."""
        return ended(self._latest, self._result(), self._head, bool(self._answer.items))

    def partial(self) -> Result:
        """What has arrived so far; of a picture that is not done, its newest preview."""
        result = evolve(self._result(), complete=False, finish=None)
        left = [preview for at, preview in self._previews.items() if not self._answer.items[at].whole]
        if not left:
            return result
        replies = sorted((*result.message.replies, *left), key=lambda reply: reply.block)
        return evolve(result, message=Message(replies=tuple(replies)))

    def _result(self) -> Result:
        answer = self._answer
        result = self._result_of(self._latest, answer.fold.message())
        return evolve(result, unknown_events=tuple(self._unknown)) if self._unknown else result

    def _result_of(self, response: Fields, message: Message) -> Result:
        tokens, left = self._answer.logprobs, self._unsupported
        return result_of(response, self._head, self._provider, self._model, message, tokens, left)

    # --- Items and parts. llama.cpp sends neither output_index nor content_index: its items go by their ids. ---

    def _item(self, fields: Fields) -> Item:
        return self._answer.find(fields.get("output_index"), fields.get("item_id"))

    def _part(self, fields: Fields, kind: str, of: str = "", index: str = "") -> Part:
        at = fields.get("output_index")
        key = (kind, of, fields.get("item_id") if at is None else at, fields.get(index))
        part = self._parts.get(key)
        if part is None:
            part = self._parts[key] = self._item(fields).part(kind, of, fields.get(index))
        return part

    # --- The handlers of events ---

    def _began(self, fields: Fields) -> tuple[()]:
        response = fields["response"]
        self._result_of(response, Message())  # it is as documented: so there is a result at any time
        self._latest = response
        return ()

    def _terminal(self, fields: Fields) -> tuple[Reply, ...]:
        self._began(fields)
        replies = tuple(ending(self._answer, self._latest))
        self.over = True
        return replies

    def _error(self, fields: Fields) -> tuple[Reply, ...]:
        raise self.error(fields)

    def _added(self, fields: Fields) -> tuple[Reply, ...]:
        added = fields["item"]
        item = self._answer.begin(fields.get("output_index"), added)
        self._parts.clear()
        return (_tool_delta(item),) if added["type"] == "function_call" else ()

    def _tool_delta(self, part: Part, delta: str) -> Reply:
        return _tool_delta(self._answer.items[part.position], delta)

    def _item_done(self, fields: Fields) -> Iterator[Reply]:
        done = fields["item"]
        item = self._answer.find(fields.get("output_index"), string(done, "id"))
        self._parts.clear()
        self._previews.pop(item.position, None)
        return iter(()) if item.whole else self._answer.complete(item, done)

    def _text(self, fields: Fields) -> tuple[Reply, ...]:
        delta = fields["delta"]
        part = self._part(fields, "text", "content", "content_index")
        if type(delta) is not str:
            raise TypeError(f"delta: {delta!r:.80}")
        part.pieces.append(delta)
        if fields.get("logprobs"):
            part.tokens += map(logprob, fields["logprobs"])
        return (Reply(text=delta, block=part.block),) if delta else ()

    def _note(self, fields: Fields) -> Iterator[Reply]:
        return self._answer.note(self._part(fields, "text", "content", "content_index"), fields["annotation"])

    def _arguments(self, fields: Fields) -> tuple[Reply, ...]:
        part = self._part(fields, *ARGUMENTS[:2])
        delta = needed(fields, "delta")
        part.pieces.append(delta)
        return (self._tool_delta(part, delta),)

    def _arguments_done(self, fields: Fields) -> tuple[Reply, ...]:
        part = self._part(fields, *ARGUMENTS[:2])
        if string(fields, "name"):
            self._answer.items[part.position].fields.setdefault("name", fields["name"])
        rest = part.rest(arguments(fields))
        return (self._tool_delta(part, rest),) if rest else ()


def _tool_delta(item: Item, delta: str = "") -> Reply:
    about = item.fields
    made = ToolDelta(id=string(about, "call_id") or "", name=string(about, "name") or "", arguments=delta)
    return Reply(tool_delta=made, block=item.base)


def _delta(kind: str, of: str, index: str) -> Handler:
    """The handler of a delta that has neither logprobs nor citations."""

    def handler(self: StreamDecoder, fields: Fields) -> tuple[Reply, ...]:
        part = self._part(fields, kind, of, index)
        delta = needed(fields, "delta")
        part.pieces.append(delta)
        return (Reply(**{kind: delta}, block=part.block),) if delta else ()  # type: ignore[arg-type]

    return handler


def _done(kind: str, of: str, index: str, text: str) -> Handler:
    """The handler of the event that ends a part: it has the whole text, and what belongs to that."""

    def handler(self: StreamDecoder, fields: Fields) -> Iterator[Reply]:
        return self._answer.said(self._part(fields, kind, of, index), fields, text)

    return handler


def _part_done(of: str, index: str) -> Handler:
    """The handler of the event that has a whole part."""

    def handler(self: StreamDecoder, fields: Fields) -> Iterator[Reply]:
        whole = fields["part"]
        kind, text = WHOLE.get(whole.get("type"), ("", ""))
        return self._answer.said(self._part(fields, kind, of, index), whole, text) if kind else iter(())

    return handler


WHOLE: Final = {
    # the type of a part: the kind of its replies, the key of its text
    "output_text": ("text", "text"),
    "refusal": ("refusal", "refusal"),
    "reasoning_text": ("reasoning", "text"),
    "summary_text": ("reasoning", "text"),
}


def _nothing(self: StreamDecoder, fields: Fields) -> tuple[Reply, ...]:
    """What it says comes again when the item is done, and nobody needs it before."""
    return ()


def _preview(self: StreamDecoder, fields: Fields) -> tuple[Reply, ...]:
    """A picture as far as it is."""
    if not fields["partial_image_b64"]:  # HasteKit's Go types have no other nothing
        return _progress(self, fields)
    number, ending = fields.get("partial_image_index", 0), fields.get("output_format", "png")
    name = f"{fields.get('item_id') or 'image'}-{number}.{ending}"
    made = doc(picture(fields["partial_image_b64"]), name=name, meta=picture_meta(fields))
    item = self._item(fields)
    self._previews[item.position] = preview = Reply(doc=made, partial=True, block=item.base)
    return (preview,)


def _progress(self: StreamDecoder, fields: Fields) -> tuple[Reply, ...]:
    """``response.web_search_call.searching`` and its like: a state that a built-in tool reached."""
    _, tool, state = fields["type"].split(".", 2)
    return (Reply(progress=f"{tool.removesuffix('_call')}.{state}", block=self._item(fields).base),)


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
    "response.content_part.added": _nothing,
    "response.content_part.done": _part_done("content", "content_index"),
    "response.output_text.delta": StreamDecoder._text,
    "response.output_text.done": _done("text", "content", "content_index", "text"),
    "response.output_text.annotation.added": StreamDecoder._note,
    "response.refusal.delta": _delta("refusal", "content", "content_index"),
    "response.refusal.done": _done("refusal", "content", "content_index", "refusal"),
    "response.function_call_arguments.delta": StreamDecoder._arguments,
    "response.function_call_arguments.done": StreamDecoder._arguments_done,
    "response.reasoning_summary_part.added": _nothing,
    "response.reasoning_summary_part.done": _part_done("summary", "summary_index"),
    "response.reasoning_summary_text.delta": _delta("reasoning", "summary", "summary_index"),
    "response.reasoning_summary_text.done": _done("reasoning", "summary", "summary_index", "text"),
    "response.reasoning_text.delta": _delta("reasoning", "content", "content_index"),
    "response.reasoning_text.done": _done("reasoning", "content", "content_index", "text"),
    "response.image_generation_call.partial_image": _preview,
    "keepalive": _nothing,
    "ping": _nothing,
    **dict.fromkeys((f"response.{said}.{part}" for said in KEPT_WHOLE for part in ("delta", "done")), _nothing),
    **dict.fromkeys(("response.mcp_call.arguments_delta", "response.mcp_call.arguments_done"), _nothing),
    "response.shell_call_command.added": _nothing,
    **{f"response.mcp_list_tools.{state}": _progress for state in ("in_progress", "completed", "failed")},
}
