"""Messages: what makes one, what they join to, and every fault with its place."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai.citations import Citation, CitationSource
from genai.doc import Doc
from genai.errors import InvalidRequest
from genai.messages import Message, Messages, Reply, Request, ToolCall, ToolCallResult, ToolDelta, user
from genai.results import FinishReason, Result

CALL = ToolCall(id="call_1", name="add", arguments='{"a": 1}')
ANSWER = Message(replies=(Reply(text="hello"),))
CALLING = Message(replies=(Reply(tool_call=CALL),))
ANSWERED = ToolCallResult(id="call_1", name="add", content="3")
DOC = Doc(b"%PDF-1.7", filename="a.pdf")

KINDS: dict[str, Any] = {
    "text": "hi",
    "reasoning": "hm",
    "doc": DOC,
    "tool_call": CALL,
    "tool_delta": ToolDelta(arguments="{"),
    "citation": Citation(start=0, end=2, sources=(CitationSource(type="web", url="https://example.org"),)),
    "refusal": "no",
    "progress": "web_search.searching",
}


@pytest.mark.parametrize("kind", KINDS)
def test_reply_is_of_one_kind(kind: str) -> None:
    """Each kind alone makes a reply, alone or with something opaque."""

    assert kind == Reply(**{kind: KINDS[kind]}).kind
    assert kind == Reply(**{kind: KINDS[kind]}, opaque={"x": {"id": 1}}).kind


def test_opaque_alone() -> None:
    """What only a provider understands may stand alone."""

    assert "opaque" == Reply(opaque={"x": {"id": 1}}).kind


@pytest.mark.parametrize(
    "given_",
    [{}, {"opaque": {}}, {"block": 3}, {"partial": True}, {"text": "a", "refusal": "b"}, {"text": "", "reasoning": ""}],
)
def test_reply_of_none_or_several(given_: dict[str, Any]) -> None:
    """A reply of no kind, or of two, is refused."""

    with pytest.raises(InvalidRequest, match="exactly one of text, reasoning, doc"):
        Reply(**given_)


def test_an_empty_text_is_a_text() -> None:
    """ "" is a value, not an absence."""

    assert "text" == Reply(text="").kind
    assert "" == Request(text="").text


@pytest.mark.parametrize("given_", [{}, {"text": "a", "doc": DOC}])
def test_request_of_none_or_both(given_: dict[str, Any]) -> None:
    """A request is a text or a doc."""

    with pytest.raises(InvalidRequest, match="exactly one of text or doc"):
        Request(**given_)


@pytest.mark.parametrize(
    ("part", "request_"),
    [("hi", Request(text="hi")), (DOC, Request(doc=DOC)), (Request(text="hi"), Request(text="hi"))],
)
def test_request_of_what_is_at_hand(part: Any, request_: Request) -> None:
    """A text, a Doc and a Request all are parts of a user's message."""

    assert request_ == Request.of(part)
    assert (request_,) == user(part).requests
    assert (request_,) == Message(requests=part).requests
    assert (request_,) == ToolCallResult(content=part).content


@pytest.mark.parametrize("part", [5, None, b"bytes", ANSWER, {"text": "hi"}])
def test_request_of_something_else(part: Any) -> None:
    """Anything else is refused, with what would do."""

    with pytest.raises(InvalidRequest, match="a str, a Doc or a Request, not"):
        Request.of(part)


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({"replies": "hello"}, r"Message.replies\[0\]: a Reply, not str"),
        ({"replies": (Reply(text="a"), Request(text="b"))}, r"Message.replies\[1\]: a Reply, not Request"),
        ({"tool_results": "3"}, r"Message.tool_results\[0\]: a ToolCallResult, not str"),
        ({"requests": (5,)}, "not int"),
    ],
)
def test_message_of_wrong_parts(given_: dict[str, Any], says: str) -> None:
    """A part of a wrong type is refused where it is given, not where it is sent."""

    with pytest.raises(InvalidRequest, match=says):
        Message(**given_)


@pytest.mark.parametrize(
    ("message", "role"),
    [
        (user("hi"), "user"),
        (ANSWER, "assistant"),
        (Message(tool_results=(ANSWERED,)), "tool"),
        (Message(tool_results=ANSWERED), "tool"),
    ],
)
def test_role_follows(message: Message, role: str) -> None:
    """The role follows from which list is filled."""

    assert role == message.role
    assert [] == message.faults()


def test_message_reads_its_parts() -> None:
    """Texts are joined, reasoning by blank lines; docs, calls and citations are listed in order."""
    cited: Citation = KINDS["citation"]
    message = Message(
        replies=(
            Reply(reasoning="first"),
            Reply(reasoning="second", block=1),
            Reply(text="Once ", block=2),
            Reply(citation=cited, block=2),
            Reply(text="upon", block=3),
            Reply(tool_call=CALL, block=4),
            Reply(doc=DOC, block=5),
            Reply(refusal="no", block=6),
            Reply(opaque={"x": {"id": 1}}, block=7),
        )
    )

    assert "Once upon" == message.text
    assert "first\n\nsecond" == message.reasoning
    assert "no" == message.refusal
    assert (CALL,) == message.tool_calls
    assert (DOC,) == message.docs
    assert (cited,) == message.citations
    assert ("ab", (DOC,)) == (user("a", DOC, "b").text, user("a", DOC, "b").docs)


@pytest.mark.parametrize(
    ("message", "faults"),
    [
        (Message(), ["m: exactly one of requests, replies, tool_results, not none"]),
        (
            Message(requests=("a",), replies=(Reply(text="b"),)),
            ["m: exactly one of requests, replies, tool_results, not requests and replies"],
        ),
        (
            Message(replies=(Reply(text="a"), Reply(tool_delta=ToolDelta()), Reply(progress="x"))),
            [
                "m.replies[1]: a tool_delta fragment is no part of a message",
                "m.replies[2]: a progress fragment is no part of a message",
            ],
        ),
        (Message(replies=(Reply(doc=DOC, partial=True),)), ["m.replies[0]: a doc fragment is no part of a message"]),
        (
            Message(replies=(Reply(tool_call=ToolCall(name="f", arguments="[1]")),)),
            [],  # the model's own words: a tool's result tells it what was wrong with them
        ),
    ],
)
def test_faults_of_a_message(message: Message, faults: list[str]) -> None:
    """Every fault of a message is named, with its place."""

    assert faults == message.faults("m")


@pytest.mark.parametrize(
    ("arguments", "decoded"),
    [("{}", {}), ("", {}), ('{"a": [1, null]}', {"a": [1, None]}), (' {"é": "\\u00e9"}\n', {"é": "é"})],
)
def test_arguments(arguments: str, decoded: dict[str, Any]) -> None:
    """The arguments' JSON as a dictionary; an empty text stands for no arguments."""

    assert decoded == ToolCall(name="f", arguments=arguments).decoded()


@pytest.mark.parametrize("arguments", ["{", "[]", "null", "1", '"a"', "{'a': 1}", '{"a":1}{', "[" * 100_000])
def test_arguments_that_are_no_object(arguments: str) -> None:
    """What is no JSON object is InvalidRequest, and names the tool."""

    with pytest.raises(InvalidRequest, match="the call to 'f'"):
        ToolCall(name="f", arguments=arguments).decoded()


CONVERSATION = Messages((user("1+2?"), CALLING, Message(tool_results=(ANSWERED,)), ANSWER))


@pytest.mark.parametrize(
    ("things", "messages"),
    [
        (("hi",), Messages((user("hi"),))),
        (("what is", DOC), Messages((user("what is", DOC),))),
        ((["what is", DOC],), Messages((user("what is", DOC),))),
        ((["a", ["b", ("c",)]], "d"), Messages((user("a", "b", "c", "d"),))),
        ((user("a"), user("b")), Messages((user("a"), user("b")))),
        (("a", ANSWER, "b"), Messages((user("a"), ANSWER, user("b")))),
        (("a", Result(message=ANSWER), "b"), Messages((user("a"), ANSWER, user("b")))),
        ((CONVERSATION,), CONVERSATION),
        ((CONVERSATION, "b"), Messages((*CONVERSATION.items, user("b")))),
        (("1+2?", CALLING, ANSWERED, ANSWER), CONVERSATION),
        (({"role": "user", "content": "hi"},), Messages((user("hi"),))),
        ((["a", {"role": "assistant", "content": "hello"}],), Messages((user("a"), ANSWER))),
        ((), Messages()),
    ],
)
def test_messages_of_what_is_at_hand(things: tuple[Any, ...], messages: Messages) -> None:
    """Texts, docs, messages, results, lists and dictionaries become one conversation."""

    assert messages == Messages.of(*things)


@pytest.mark.parametrize(
    ("things", "faults"),
    [
        ((5,), ["messages[0]: int is no message; give a str, a Doc, a Message, a Result or "]),
        (("a", None, object()), ["messages[1]: NoneType is no message", "messages[2]: object is no message"]),
        (("a", Result(finish=FinishReason.PENDING)), ["messages[1]: this result is still pending"]),
        (({"role": "system", "content": "be kind"}, 5), ["messages[0]: the system prompt is an option", "messages[1]"]),
        ((b"bytes",), ["messages[0]: bytes is no message"]),
    ],
)
def test_messages_of_something_else(things: tuple[Any, ...], faults: list[str]) -> None:
    """All misfits are named at once, each with its index."""

    with pytest.raises(InvalidRequest) as caught:
        Messages.of(*things)

    assert len(faults) == len(caught.value.faults)
    assert [True] * len(faults) == [a.startswith(b) for a, b in zip(caught.value.faults, faults, strict=True)]


def test_messages_grow_on_both_sides() -> None:
    """A conversation and anything that fits add up, and neither changes."""
    start = Messages.of("hi")
    result = Result(message=ANSWER)

    assert Messages((user("hi"), ANSWER, user("and?"))) == start + result + "and?"
    assert Messages((user("look"), user("hi"))) == "look" + start
    assert Messages((user("a"), user("hi"))) == ["a"] + start  # noqa: RUF005  what is tested is this plus
    assert Messages((user("hi"), user("a"))) == start + ["a"]  # noqa: RUF005
    assert Messages((user("hi"),)) == start


def test_messages_are_a_sequence() -> None:
    """Length, iteration, indexes and slices are a tuple's; a slice is a conversation."""

    assert 4 == len(CONVERSATION)
    assert CALLING is CONVERSATION[1]
    assert ANSWER is CONVERSATION[-1]
    assert Messages((CALLING, Message(tool_results=(ANSWERED,)))) == CONVERSATION[1:3]
    assert list(CONVERSATION.items) == list(CONVERSATION)
    assert CALLING in CONVERSATION
    assert 1 == CONVERSATION.index(CALLING)
    with pytest.raises(IndexError):
        CONVERSATION[4]


def test_messages_cannot_be_changed() -> None:
    """A conversation is a value."""

    with pytest.raises(AttributeError):
        CONVERSATION.items = ()  # type: ignore[misc]
    assert hash(CONVERSATION) == hash(Messages(CONVERSATION.items))


@pytest.mark.parametrize("messages", [Messages.of("hi"), CONVERSATION, CONVERSATION + "and then?"])
def test_sound_conversations(messages: Messages) -> None:
    """A sound conversation validates as itself."""

    assert messages is messages.validate()


@pytest.mark.parametrize(
    ("messages", "faults"),
    [
        (Messages(), ["messages: at least one is needed"]),
        (Messages((ANSWER,)), ["messages[0]: a conversation starts with the user, not with the assistant"]),
        (
            Messages((user("a"), Message(tool_results=(ANSWERED,)))),
            ["messages[1].tool_results[0]: answers no call ('call_1')"],
        ),
        (
            Messages((user("a"), Message(tool_results=(ANSWERED,)), CALLING)),
            ["messages[1].tool_results[0]: answers no call ('call_1')"],
        ),
        (
            Messages((Message(), CALLING, Message(tool_results=(ANSWERED, ToolCallResult(id="x"))))),
            [
                "messages[0]: a conversation starts with the user, not with the assistant",
                "messages[0]: exactly one of requests, replies, tool_results, not none",
                "messages[2].tool_results[1]: answers no call ('x')",
            ],
        ),
    ],
)
def test_faults_of_a_conversation(messages: Messages, faults: list[str]) -> None:
    """Every fault is named with its index, and validate raises them all."""

    assert faults == messages.faults()
    with pytest.raises(InvalidRequest) as caught:
        messages.validate()
    assert tuple(faults) == caught.value.faults


def test_calls_without_ids_are_answered_by_name() -> None:
    """Where a provider gives no ids, the name tells which call is answered."""
    calling = Message(replies=(Reply(tool_call=ToolCall(name="now")),))
    answered = Message(tool_results=(ToolCallResult(name="now", content="12:00"),))

    assert [] == Messages((user("time?"), calling, answered)).faults()


texts = st.text(max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
opaques = st.dictionaries(
    st.sampled_from(["anthropic", "openairesponses"]), st.dictionaries(texts, json_values, max_size=2)
)
docs = st.builds(
    Doc,
    st.binary(min_size=1, max_size=8),
    mime_type=st.sampled_from([None, "image/png"]),
    filename=st.sampled_from([None, "a.png"]),
    file_ids=st.dictionaries(st.sampled_from(["gemini"]), texts, max_size=1),
    meta=st.dictionaries(texts, json_values, max_size=1),
)
requests = st.builds(Request, text=texts) | st.builds(Request, doc=docs)
sources = st.builds(CitationSource, type=st.just("web"), url=texts, start_char=st.none() | st.integers())
citations = st.builds(Citation, text=texts, start=st.none() | st.integers(0), sources=st.lists(sources, max_size=2))
blocks = st.integers(0, 3)
replies = (
    st.builds(Reply, text=texts, block=blocks, opaque=opaques)
    | st.builds(Reply, reasoning=texts, block=blocks, opaque=opaques)
    | st.builds(Reply, refusal=texts, block=blocks)
    | st.builds(Reply, doc=docs, block=blocks)
    | st.builds(Reply, citation=citations, block=blocks)
    | st.builds(Reply, tool_call=st.builds(ToolCall, id=texts, name=texts, arguments=texts), block=blocks)
)
tool_results = st.builds(
    ToolCallResult, id=texts, name=texts, content=st.lists(requests, max_size=2), is_error=st.booleans()
)
messages_ = st.lists(
    st.builds(Message, requests=st.lists(requests, min_size=1, max_size=2))
    | st.builds(Message, replies=st.lists(replies, min_size=1, max_size=3))
    | st.builds(Message, tool_results=st.lists(tool_results, min_size=1, max_size=2)),
    max_size=4,
).map(Messages)


@given(messages_)
def test_messages_survive(messages: Messages) -> None:
    """JSON, pickle and copies give back an equal conversation."""

    assert messages == Messages.from_json(messages.to_json())
    assert messages == pickle.loads(pickle.dumps(messages))
    assert messages == copy.deepcopy(messages)
    assert messages == Messages.of(messages)
