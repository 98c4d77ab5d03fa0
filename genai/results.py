"""Result: what came back, whole; and fold, the one way fragments become a message.

The rule here: a stream's fragments and a sync answer's replies go through the same fold, so they are equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import asdict, evolve, field, frozen

from .citations import Citation
from .doc import Doc
from .errors import InvalidRequest
from .messages import FRAGMENTS, Message, Reply, ToolCall
from .values import Value, a_tuple

if TYPE_CHECKING:
    from .tools import Tool

T = TypeVar("T")


class FinishReason(StrEnum):
    """Why an answer ended."""

    STOP = "stop"
    STOP_SEQUENCE = "stop_sequence"
    LENGTH = "length"
    TOOL_CALLS = "tool_calls"
    CONTENT_FILTER = "content_filter"
    REFUSAL = "refusal"
    PENDING = "pending"
    OTHER = "other"


@frozen(kw_only=True)
class Usage(Value):
    """
    Tokens. None is "not reported", which is not 0.

    Args:
        input_tokens: All input, cached and cache-written included.
        cached_tokens: Of the input, what was read from a cache.
        cache_write_tokens: Of the input, what was written to a cache.
        output_tokens: All output, reasoning included.
        reasoning_tokens: Of the output, what was thought.
        total_tokens: As reported; else the sum, when both sides are known.
    """

    input_tokens: int | None = None
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_tokens: int | None = None
    total_tokens: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.total_tokens is None and self.input_tokens is not None and self.output_tokens is not None:
            object.__setattr__(self, "total_tokens", self.input_tokens + self.output_tokens)

    def __add__(self, other: Usage) -> Usage:
        """Both together; what only one of them reports is the sum."""
        ours, theirs = asdict(self), asdict(other)
        return Usage(**{name: _sum(value, theirs[name]) for name, value in ours.items()})


def _sum(one: int | None, other: int | None) -> int | None:
    return one if other is None else other + (one or 0)


@frozen(kw_only=True)
class RateLimit(Value):
    """
    One limit, as the answer's headers told it.

    Args:
        kind: ``"requests"``, ``"tokens"``, ``"input_tokens"``, ``"output_tokens"``, ...
        period: ``"minute"``, ``"day"``, ... or None when the provider does not say.
        limit: How many in the period.
        remaining: How many are left.
        reset: Seconds until it is whole again, counted from the answer.
    """

    kind: str
    period: str | None = None
    limit: int | None = None
    remaining: int | None = None
    reset: float | None = None


@frozen(kw_only=True)
class Logprob(Value):
    """One token, its logarithmic probability, and the alternatives that were asked for."""

    token: str
    logprob: float
    top: tuple[Logprob, ...] = field(default=(), converter=a_tuple)


@frozen(kw_only=True)
class Attempt(Value):
    """
    One try that failed and was repeated.

    Args:
        error: The error's class, such as ``"RateLimited"``.
        message: Its message.
        status: The HTTP status, or None.
        waited: Seconds waited before the next try.
    """

    error: str
    message: str = ""
    status: int | None = None
    waited: float = 0.0


@frozen(kw_only=True)
class Result(Value):
    """
    One answer, whole.

    Args:
        message: What the model said; append the result to Messages to continue.
        usage: Tokens.
        limits: The rate limits that this answer's headers told.
        logprobs: One per token of the text, when they were asked for.
        finish: Why it ended; None when it is not complete.
        complete: False for what had arrived of a broken, closed or cancelled stream.
        provider: The provider's name.
        model: The model that answered, as the provider names it.
        request_id: The provider's id for the HTTP request.
        response_id: The provider's id for the answer.
        service_tier: The tier that the answer was served with.
        attempts: The tries that failed before this answer.
        unsupported: What was left out of the request (only with ``on_unsupported="warn"``).
        retry_after: For a pending result: seconds that the server asked to wait before the next poll.
        progress: For a pending result: how far the job is, 0 to 1, where the provider tells.
        raw: The decoded answer, as the provider sent it. Not part of ``to_json``, nor of equality.
        unknown_events: The events of a stream that nobody documented, as they came.
    """

    message: Message = field(factory=Message)
    usage: Usage = field(factory=Usage)
    limits: tuple[RateLimit, ...] = field(default=(), converter=a_tuple)
    logprobs: tuple[Logprob, ...] = field(default=(), converter=a_tuple)
    finish: FinishReason | None = None
    complete: bool = True
    provider: str = ""
    model: str = ""
    request_id: str | None = None
    response_id: str | None = None
    service_tier: str | None = None
    attempts: tuple[Attempt, ...] = field(default=(), converter=a_tuple)
    unsupported: tuple[str, ...] = field(default=(), converter=a_tuple)
    retry_after: float | None = None
    progress: float | None = None
    raw: Any = field(default=None, eq=False, repr=False)
    unknown_events: tuple[Any, ...] = field(default=(), converter=a_tuple, repr=False)

    @property
    def pending(self) -> bool:
        """The job is still running: there is no answer yet."""
        return self.finish is FinishReason.PENDING

    def _answer(self) -> Message:
        if self.pending:
            raise InvalidRequest("this result is still pending: llm.wait(job), or llm.poke_result(job) again later")
        return self.message

    @property
    def text(self) -> str:
        """The answer's text, all blocks joined. Raises InvalidRequest while the result is pending."""
        return self._answer().text

    @property
    def reasoning(self) -> str:
        """The model's thoughts, blocks joined by blank lines."""
        return self._answer().reasoning

    @property
    def refusal(self) -> str:
        """The model's words for declining, or ""."""
        return self._answer().refusal

    @property
    def docs(self) -> tuple[Doc, ...]:
        """What the model made: pictures, sounds, files."""
        return self._answer().docs

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """The tools that the model asks for."""
        return self._answer().tool_calls

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the text rests on; offsets refer to ``text``."""
        return self._answer().citations

    @property
    def unknown_fields(self) -> tuple[str, ...]:
        """The path of every field and value in ``raw`` that the raw types do not know; computed when asked."""
        strays = tuple(f"events: unknown {event.get('type')!r}" for event in self.unknown_events)
        if self.raw is None:
            return strays
        from .providers import find  # this loads the provider's raw types

        known: tuple[str, ...] = find(self.provider).unknown_fields(self.raw)
        return known + strays

    def decode(self, type_: type[T]) -> T:
        """
        The answer's text as JSON, checked and made into ``type_``: an attrs class, a dataclass, a TypedDict, dict, ...

        Raises:
            BadAnswer: It is not JSON, or does not fit; the error carries this result.
        """
        from . import schema

        decoded: T = schema.decode(type_, self)
        return decoded

    def call_tools(self, tools: Iterable[Tool | Any]) -> Message:
        """Call the tools that the model asks for, one after the other; the message with their results.

        A tool that raises, or whose arguments do not fit, gives a result with ``is_error=True`` for the model to read.
        """
        from . import tools as tools_module

        return tools_module.call_all(self.tool_calls, tools)

    async def acall_tools(self, tools: Iterable[Tool | Any]) -> Message:
        """The same under asyncio, for tools that are coroutine functions too."""
        from . import tools as tools_module

        return await tools_module.acall_all(self.tool_calls, tools)


class Fold:
    """Fragments in, a Message out. Fragments of one block and kind are joined; blocks never merge."""

    def __init__(self) -> None:
        self._texts: dict[tuple[int, str], list[str]] = {}
        self._rows: list[tuple[int, str, Reply]] = []
        self._opaque: dict[int, dict[str, Any]] = {}

    def add(self, reply: Reply) -> None:
        """Take one fragment in. Tool deltas, progress and partial docs are not kept."""
        kind = "text" if reply.text is not None else reply.kind  # by far the most are text
        if kind in JOINED:
            key = (reply.block, kind)
            pieces = self._texts.get(key)
            if pieces is None:
                pieces = self._texts[key] = []
                self._rows.append((reply.block, kind, reply))
            pieces.append(getattr(reply, kind))
        elif kind != "opaque" and kind not in FRAGMENTS and not reply.partial:
            self._rows.append((reply.block, kind, reply))
        if reply.opaque:
            _merge(self._opaque.setdefault(reply.block, {}), reply.opaque)

    @property
    def silent(self) -> bool:
        """Whether nothing was said, citations apart."""
        return all(kind == "citation" for _, kind, _ in self._rows)

    def message(self) -> Message:
        """What has been taken in so far, in the order of the blocks."""
        opaque = {block: dict(held) for block, held in self._opaque.items()}  # add() goes on merging into its own
        replies = []
        for block, kind, first in sorted(self._rows, key=lambda row: row[0]):
            mine = opaque.pop(block, {}) if kind != "citation" else {}
            if kind in JOINED:
                whole: dict[str, Any] = {kind: "".join(self._texts[block, kind])}
                replies.append(Reply(**whole, block=block, opaque=mine))
            else:
                replies.append(evolve(first, opaque=mine) if mine != first.opaque else first)
        if opaque:  # of blocks that have nothing else
            replies += [Reply(opaque=left, block=block) for block, left in opaque.items()]
            replies.sort(key=lambda reply: reply.block)
        return Message(replies=tuple(replies))


JOINED = frozenset({"text", "reasoning", "refusal"})


def _merge(into: dict[str, Any], opaque: Mapping[str, Any]) -> None:
    for provider, value in opaque.items():
        known = into.get(provider)
        both = isinstance(known, dict) and isinstance(value, dict)
        into[provider] = {**(known or {}), **value} if both else value


def fold(replies: Iterable[Reply]) -> Message:
    """Fragments, in the order they came, as one Message."""
    folded = Fold()
    for reply in a_tuple(replies):
        folded.add(reply)
    return folded.message()
