"""Messages: what the user, the model and the tools said, in a form that every provider's wire is made from.

The rule here: history is portable. What only one provider understands travels in ``Reply.opaque`` under its name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar, Union, overload

from attrs import field, fields_dict, frozen

from .citations import Citation
from .doc import Doc
from .errors import InvalidRequest
from .values import Value, a_tuple

if TYPE_CHECKING:
    from .results import Result

T = TypeVar("T")


@frozen(kw_only=True)
class Request(Value):
    """One part of what a user (or a tool) says: ``text`` or ``doc``, exactly one."""

    text: str | None = None
    doc: Doc | None = None

    def __attrs_post_init__(self) -> None:
        if (self.text is None) == (self.doc is None):
            raise InvalidRequest("Request: exactly one of text or doc")

    @classmethod
    def of(cls, part: Request | Doc | str) -> Request:
        """A Request from a text or a Doc; a Request is returned as it is."""
        if isinstance(part, Request):
            return part
        if isinstance(part, str):
            return cls(text=part)
        if isinstance(part, Doc):
            return cls(doc=part)
        raise InvalidRequest(f"a part of a message is a str, a Doc or a Request, not {type(part).__name__}")


def _requests(parts: Any) -> tuple[Request, ...]:
    return tuple(Request.of(part) for part in a_tuple(parts))


@frozen(kw_only=True)
class ToolCall(Value):
    """
    The model asks for a tool.

    Args:
        id: The call's id, which the result repeats; "" where a provider gives none.
        name: The tool's name.
        arguments: JSON text of an object, as the model wrote it.
    """

    id: str = ""
    name: str
    arguments: str = "{}"

    def decoded(self) -> dict[str, Any]:
        """The arguments as a dictionary; InvalidRequest when they are not a JSON object."""
        try:
            decoded = json.loads(self.arguments or "{}")
        except (ValueError, RecursionError) as error:
            raise InvalidRequest(f"the arguments of the call to {self.name!r} are not JSON: {error}") from None
        if not isinstance(decoded, dict):
            raise InvalidRequest(f"the arguments of the call to {self.name!r} are not a JSON object")
        return decoded


@frozen(kw_only=True)
class ToolDelta(Value):
    """A tool call in the making: its id and name, as far as known, and the next piece of its arguments' JSON."""

    id: str = ""
    name: str = ""
    arguments: str = ""


@frozen(kw_only=True)
class ToolCallResult(Value):
    """
    What a tool answered.

    Args:
        id: The id of the call that it answers.
        name: The tool's name.
        content: Texts and docs; a single str or Doc will do.
        is_error: The tool failed, and the content says why.
    """

    id: str = ""
    name: str = ""
    content: tuple[Request, ...] = field(default=(), converter=_requests)
    is_error: bool = False

    @property
    def text(self) -> str:
        """The texts of the content, joined."""
        return "".join(part.text for part in self.content if part.text is not None)


KINDS: Final = ("text", "reasoning", "doc", "tool_call", "tool_delta", "citation", "refusal", "progress")
FRAGMENTS: Final = ("tool_delta", "progress")
_held = itemgetter(*KINDS)
Opaque: TypeAlias = Mapping[str, Any]


# A stream makes one for every few letters: without slots, attrs sets a frozen instance's fields twice as fast.
@frozen(kw_only=True, slots=False)
class Reply(Value):
    """
    One part of an answer, or in a stream one fragment of a part: exactly one of the kinds, or ``opaque`` alone.

    Args:
        text: Text for the reader.
        reasoning: The model's thoughts, or a summary of them.
        doc: A picture, a sound, a file that the model made.
        tool_call: A complete tool call.
        tool_delta: A piece of a tool call in the making; never part of a message.
        citation: What a part of the text rests on.
        refusal: The model's words for declining.
        progress: A state that a long step reached, such as ``"web_search.searching"``; never part of a message.
        block: The place of the part in the answer: fragments of one part have the same number and are joined, and the
            numbers grow in the answer's order, with gaps. Blocks never merge.
        partial: The doc is a preview; never part of a message.
        opaque: What only one provider understands, under that provider's name; JSON-safe, sent back only to it.
    """

    text: str | None = None
    reasoning: str | None = None
    doc: Doc | None = None
    tool_call: ToolCall | None = None
    tool_delta: ToolDelta | None = None
    citation: Citation | None = None
    refusal: str | None = None
    progress: str | None = None
    block: int = 0
    partial: bool = False
    opaque: Opaque = field(factory=dict, hash=False)

    def __attrs_post_init__(self) -> None:
        given = len(KINDS) - _held(self.__dict__).count(None)
        if given != 1 and (given or not self.opaque):
            raise InvalidRequest(f"Reply: exactly one of {', '.join(KINDS)}, or opaque alone; not {given or 'none'}")

    @property
    def kind(self) -> str:
        """Which one it is: ``"text"``, ``"reasoning"``, ...; ``"opaque"`` for opaque alone."""
        return next((kind for kind in KINDS if getattr(self, kind) is not None), "opaque")


def _replies(given: Any) -> tuple[Reply, ...]:
    return _instances(given, Reply, "replies")


def _tool_results(given: Any) -> tuple[ToolCallResult, ...]:
    return _instances(given, ToolCallResult, "tool_results")


def _instances(given: Any, cls: type[T], name: str) -> tuple[T, ...]:
    items = a_tuple(given)
    for index, item in enumerate(items):
        if not isinstance(item, cls):
            raise InvalidRequest(f"Message.{name}[{index}]: a {cls.__name__}, not {type(item).__name__}")
    return items


Role: TypeAlias = Literal["user", "assistant", "tool"]
LISTS: Final[dict[str, Role]] = {"requests": "user", "replies": "assistant", "tool_results": "tool"}


@frozen(kw_only=True)
class Message(Value):
    """
    What one side said in one turn: exactly one of the three lists, and the role follows from it.

    The system prompt is no message; it is an option: ``TextOptions(system_prompt=...)``.

    Args:
        requests: What the user says (role ``"user"``).
        replies: What the model said (role ``"assistant"``).
        tool_results: What the tools answered (role ``"tool"``).
    """

    requests: tuple[Request, ...] = field(default=(), converter=_requests)
    replies: tuple[Reply, ...] = field(default=(), converter=_replies)
    tool_results: tuple[ToolCallResult, ...] = field(default=(), converter=_tool_results)

    @property
    def role(self) -> Role:
        """``"user"``, ``"assistant"`` or ``"tool"``."""
        return next((role for name, role in LISTS.items() if getattr(self, name)), "assistant")

    @property
    def text(self) -> str:
        """All texts of this message, joined."""
        texts = (*(part.text for part in self.requests), *(reply.text for reply in self.replies))
        return "".join(text for text in texts if text is not None)

    @property
    def reasoning(self) -> str:
        """All reasoning of this message; its blocks are joined by blank lines."""
        return "\n\n".join(reply.reasoning for reply in self.replies if reply.reasoning)

    @property
    def refusal(self) -> str:
        """The model's words for declining, or ""."""
        return "".join(reply.refusal for reply in self.replies if reply.refusal)

    @property
    def docs(self) -> tuple[Doc, ...]:
        """The documents of this message, the user's or the model's."""
        docs = (*(part.doc for part in self.requests), *(reply.doc for reply in self.replies))
        return tuple(doc for doc in docs if doc is not None)

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """The tools that the model asks for."""
        return tuple(reply.tool_call for reply in self.replies if reply.tool_call is not None)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the text rests on."""
        return tuple(reply.citation for reply in self.replies if reply.citation is not None)

    def faults(self, place: str = "message") -> list[str]:
        """Every fault of this message alone, each beginning with its place."""
        given = [name for name in LISTS if getattr(self, name)]
        faults = []
        if len(given) != 1:
            faults.append(f"{place}: exactly one of {', '.join(LISTS)}, not {' and '.join(given) or 'none'}")
        for index, reply in enumerate(self.replies):
            if reply.partial or reply.kind in FRAGMENTS:
                faults.append(f"{place}.replies[{index}]: a {reply.kind} fragment is no part of a message")
        # A call's arguments are the model's own words. Where they are no JSON, the tool's result says so, and the
        # model should see both: so that is no fault of the conversation. ToolCall.decoded() tells whoever uses them.
        return faults


def user(*parts: Request | Doc | str) -> Message:
    """A user's message from texts and docs: ``genai.user("What is this?", genai.Doc.open("cat.png"))``."""
    return Message(requests=parts)


Part: TypeAlias = str | Doc | Request
MessagesLike: TypeAlias = Union[
    "Messages", Message, "Result", Part, ToolCallResult, Mapping[str, Any],
    Sequence[Union[Message, "Result", Part, ToolCallResult, Mapping[str, Any]]],
]  # fmt: skip


@frozen
class Messages(Sequence[Message], Value):
    """
    A conversation: an immutable sequence of messages. ``msgs + result + "And then?"`` continues it.

    It starts with the user, and every tool result answers a call; ``validate()`` names every fault with its index.
    """

    items: tuple[Message, ...] = field(default=(), converter=a_tuple)

    @classmethod
    def of(cls, *things: MessagesLike) -> Messages:
        """
        A conversation from what people have at hand.

        Texts, Docs and Requests that stand side by side become one user's message; Messages, a Message, a Result (its
        message) and ToolCallResults are taken as they are, as are lists of all of these and role/content
        dictionaries in the Chat Completions form.

        Raises:
            InvalidRequest: Something does not fit; the error names all of it, and shows the right form.
        """
        items: list[Message] = []
        parts: list[Part] = []
        faults: list[str] = []

        def close_user() -> None:
            if parts:
                items.append(user(*parts))
                parts.clear()

        for index, thing in enumerate(_flat(things)):
            if isinstance(thing, (str, Doc, Request)):
                parts.append(thing)
                continue
            close_user()
            try:
                items.append(_message(thing))
            except InvalidRequest as error:
                faults += [f"messages[{index}]: {fault}" for fault in error.faults or (str(error),)]
        close_user()
        if faults:
            raise InvalidRequest(faults=faults)
        return cls(tuple(items))

    @overload
    def __getitem__(self, index: int) -> Message: ...
    @overload
    def __getitem__(self, index: slice) -> Messages: ...
    def __getitem__(self, index: int | slice) -> Message | Messages:
        return Messages(self.items[index]) if isinstance(index, slice) else self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Message]:
        return iter(self.items)

    def __add__(self, other: MessagesLike) -> Messages:
        return Messages(self.items + Messages.of(other).items)

    def __radd__(self, other: MessagesLike) -> Messages:
        return Messages.of(other) + self

    def faults(self) -> list[str]:
        """Every fault of the conversation, each with its index; empty when it can be sent."""
        faults = []
        if not self.items:
            faults.append("messages: at least one is needed")
        elif self.items[0].role != "user":
            faults.append(f"messages[0]: a conversation starts with the user, not with the {self.items[0].role}")
        open_calls: set[str] = set()
        for index, message in enumerate(self.items):
            place = f"messages[{index}]"
            faults += message.faults(place)
            open_calls.update(call.id or call.name for call in message.tool_calls)
            for number, result in enumerate(message.tool_results):
                if (result.id or result.name) not in open_calls:
                    faults.append(f"{place}.tool_results[{number}]: answers no call ({result.id or result.name!r})")
        return faults

    def validate(self) -> Messages:
        """This conversation, if it is sound; else InvalidRequest, with every fault."""
        faults = self.faults()
        if faults:
            raise InvalidRequest(faults=faults)
        return self


def _flat(things: Any) -> Iterator[Any]:
    for thing in things:
        if isinstance(thing, (list, tuple, Messages)):
            yield from _flat(thing)
        else:
            yield thing


def _message(thing: Any) -> Message:
    if isinstance(thing, Message):
        return thing
    if isinstance(thing, ToolCallResult):
        return Message(tool_results=(thing,))
    if isinstance(thing, Mapping):
        from .chatform import message_of  # only callers who bring dictionaries pay for it

        return message_of(thing)
    inner = getattr(thing, "message", None)  # a Result
    if isinstance(inner, Message):
        if getattr(thing, "pending", False):
            raise InvalidRequest("this result is still pending: poll it first")
        return inner
    raise InvalidRequest(
        f"{type(thing).__name__} is no message; give a str, a Doc, a Message, a Result or "
        '{"role": "user", "content": "..."}'
    )


assert set(KINDS) <= set(fields_dict(Reply))  # noqa: S101  the table names fields that exist
