"""
Losses: what a wire can lose, as data. Each cell of the scoreboard has one or two.

The rule here: a loss is quiet. Nothing raises, for that would be noticed by anyone; only jobs are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import evolve, frozen

from genai.doc import Doc
from genai.messages import Message, Messages, Reply, Request
from genai.provider import Ask
from genai.results import Result, Usage
from genai.settings import Settings
from genai.wire import Wire


def same(value: Any) -> Any:
    """Nothing is lost."""
    return value


@frozen(kw_only=True)
class Loss:
    """
    One loss.

    Args:
        name: What is lost, in words.
        option: The option that never reaches the wire.
        before: What becomes of a request.
        after: What becomes of an answer.
        verb: The verb that is gone, one of ``GONE``.
    """

    name: str
    option: str = ""
    before: Callable[[Ask], Ask] = same
    after: Callable[[Result], Result] = same
    verb: str = ""

    def put(self, cls: type[Wire], mode: str) -> None:
        """Put it into a wire."""
        if self.verb:
            setattr(cls, self.verb, GONE[self.verb])
            return
        verb = f"gen_{mode}"
        intact = getattr(cls, verb)

        def losing(wire: Wire, ask: Ask) -> Any:
            result = yield from intact(wire, self.before(ask))
            return self.after(result)

        setattr(cls, verb, losing)


def _silent(wire: Wire, job: Any) -> Iterator[Any]:
    """A cancellation that nobody hears of."""
    yield from ()


GONE: Final[Mapping[str, Any]] = {
    # what stands in the place of a verb; those of jobs refuse, as whoever has none does
    "gen_async": lambda wire, ask: wire.refuse("gen_async"),
    "batching": property(lambda wire: wire.refuse("gen_batch")),
    "cancel": _silent,
}


# --- Options that never reach the wire --------------------------------------------------------------------------------


def ignored(option: str) -> Loss:
    """A wire that drops an option."""

    def without(ask: Ask) -> Ask:
        values = {name: value for name, value in ask.settings.values.items() if name != option}
        return evolve(ask, settings=Settings(values, ask.settings.own))

    return Loss(name=f"ignores {option}", option=option, before=without)


IGNORED: Final = {
    "seed": ignored("seed"),
    "tools": ignored("tools"),
    "tool_call_required": ignored("force"),
    "web_search": ignored("search"),
    "web_fetch": ignored("fetch"),
    "json": ignored("reply_as_json"),
    "json_schema": ignored("decode_as"),
    "top_logprobs": ignored("top_logprobs"),
    "max_tokens": ignored("max_tokens"),
    "stop_sequence": ignored("stop"),
    "partial_images": ignored("partial_images"),
}

# --- What is lost of an answer ----------------------------------------------------------------------------------------


def _changed(**more: Any) -> Callable[[Result], Result]:
    return lambda result: evolve(result, **more)


def _replies(change: Callable[[Iterable[Reply]], Iterable[Reply]]) -> Callable[[Result], Result]:
    """An answer with other parts."""
    return lambda result: evolve(result, message=Message(replies=tuple(change(result.message.replies))))


def _but(*kinds: str) -> Callable[[Result], Result]:
    """An answer without parts of some kinds."""
    return _replies(lambda replies: [reply for reply in replies if reply.kind not in kinds])


def _first_call(replies: Iterable[Reply]) -> Iterable[Reply]:
    called = False
    for reply in replies:
        if not (called and reply.tool_call):
            yield reply
        called = called or reply.tool_call is not None


def _without_arguments(replies: Iterable[Reply]) -> Iterable[Reply]:
    for reply in replies:
        call = reply.tool_call
        yield evolve(reply, tool_call=evolve(call, arguments="{}")) if call else reply


def _uncached(result: Result) -> Result:
    return evolve(result, usage=evolve(result.usage, cached_tokens=None))


def _unread(result: Result) -> Result:
    """An answer whose texts are nobody's."""
    return _replies(lambda replies: [evolve(one, text="?") if one.text else one for one in replies])(result)


LOST: Final = {
    "report_rate_limits": Loss(name="loses the rate limits", after=_changed(limits=())),
    "report_token_usage": Loss(name="loses the usage", after=_changed(usage=Usage())),
    "report_finish_reason": Loss(name="loses the finish reason", after=_changed(finish=None)),
    "tools": Loss(name="loses the tool calls", after=_but("tool_call")),
    "tools_biased": Loss(name="loses the arguments", after=_replies(_without_arguments)),
    "tools_indecisive": Loss(name="loses all calls but the first", after=_replies(_first_call)),
    "parallel_tools": Loss(name="loses all calls but the first", after=_replies(_first_call)),
    "web_search": Loss(name="loses the sources", after=_but("citation", "opaque")),
    "web_fetch": Loss(name="loses the text", after=_unread),
    "json": Loss(name="loses the text", after=_unread),
    "json_schema": Loss(name="loses the text", after=_unread),
    "citations": Loss(name="loses the citations", after=_but("citation")),
    "top_logprobs": Loss(name="loses the logprobs", after=_changed(logprobs=())),
    "cached_tokens": Loss(name="loses the cached tokens", after=_uncached),
}

VERBS: Final = {
    "background": ("gen_async", Loss(name="has no gen_async", verb="gen_async")),
    "batch": ("batch", Loss(name="has no gen_batch", verb="batching")),
    "cancel": ("cancel", Loss(name="tells nobody of a cancellation", verb="cancel")),
}
"""Cells of jobs: the promise of Capabilities, and what is lost."""

# --- Modalities -------------------------------------------------------------------------------------------------------


def of_output(kind: str) -> Loss:
    """An answer without what it should have made."""
    if kind == "text":
        return Loss(name="loses the text", after=_but("text"))
    return Loss(name=f"loses the {kind}", after=_but("doc"))


def of_input(kind: str, way: str) -> Loss:
    """A request in which something else stands in its place."""

    def without(ask: Ask) -> Ask:
        return evolve(ask, messages=Messages(tuple(_without(message, kind, way) for message in ask.messages)))

    return Loss(name=f"drops {kind} that goes {way}", before=without)


def _without(message: Message, kind: str, way: str) -> Message:
    parts = (Request(text="?") if _is(part, kind, way) else part for part in message.requests)
    return evolve(message, requests=tuple(parts)) if message.requests else message


def _is(part: Request, kind: str, way: str) -> bool:
    if part.doc is None:
        return kind == "text"
    return kind == kind_of(part.doc) and way == way_of(part.doc)


def kind_of(doc: Doc) -> str:
    """The modality of a document."""
    kind = (doc.mime_type or "").partition("/")[0]
    return kind if kind in ("image", "audio", "video") else "document"


def way_of(doc: Doc) -> str:
    """How it goes: inline, by a URL, or by the id of a file."""
    if doc.file_ids:
        return "file"
    return "url" if doc.url and not doc.url.startswith("data:") else "inline"
