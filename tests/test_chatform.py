"""Role/content dictionaries: what they become, and what is refused with the right form shown."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai.chatform import message_of
from genai.doc import Doc
from genai.errors import InvalidRequest
from genai.messages import Message, Messages, Reply, Request, ToolCall, ToolCallResult

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8
PNG_URL = "data:image/png;base64," + base64.b64encode(PNG).decode()
CALL = {"id": "call_1", "type": "function", "function": {"name": "add", "arguments": '{"a":1}'}}


def part(kind: str, value: Any) -> dict[str, Any]:
    """A user's message of one content part."""
    return {"role": "user", "content": [{"type": kind, kind: value}]}


def asked(*parts: Any) -> Message:
    """A user's message."""
    return Message(requests=parts)


TAKEN: dict[str, tuple[dict[str, Any], Message]] = {
    "a text": ({"role": "user", "content": "hi"}, asked("hi")),
    "an empty text": ({"role": "user", "content": ""}, asked("")),
    "a text part": (part("text", "hi"), asked("hi")),
    "texts side by side": ({"role": "user", "content": ["a", {"type": "text", "text": "b"}]}, asked("a", "b")),
    "an image's URL": (
        part("image_url", {"url": "https://example.org/cat.png"}),
        asked(Doc(url="https://example.org/cat.png")),
    ),
    "an image's URL, bare": (part("image_url", "https://example.org/c"), asked(Doc(url="https://example.org/c"))),
    "an image's detail": (
        part("image_url", {"url": "https://example.org/c", "detail": "low"}),
        asked(Doc(url="https://example.org/c", meta={"detail": "low"})),
    ),
    "an image inline": (part("image_url", {"url": PNG_URL}), asked(Doc(PNG, mime_type="image/png"))),
    "a data URL without a type": (part("image_url", "data:;base64,AAAA"), asked(Doc(b"\0\0\0"))),
    "a sound": (part("input_audio", {"data": "AAAA", "format": "mp3"}), asked(Doc(b"\0\0\0", mime_type="audio/mpeg"))),
    "a sound's default": (part("input_audio", {"data": "AAAA"}), asked(Doc(b"\0\0\0", mime_type="audio/wav"))),
    "a file inline": (
        part("file", {"file_data": "data:text/csv;base64,AAAA", "filename": "a.dat"}),
        asked(Doc(b"\0\0\0", mime_type="text/csv", filename="a.dat")),
    ),
    "a file without a name": (
        part("file", {"file_data": "data:text/csv;base64,AAAA"}),
        asked(Doc(b"\0\0\0", mime_type="text/csv")),
    ),
    "an answer": ({"role": "assistant", "content": "hello"}, Message(replies=(Reply(text="hello"),))),
    "an answer's parts": (
        {"role": "assistant", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]},
        Message(replies=(Reply(text="a"), Reply(text="b", block=1))),
    ),
    "a refusal": (
        {"role": "assistant", "content": None, "refusal": "no"},
        Message(replies=(Reply(refusal="no"),)),
    ),
    "a tool call": (
        {"role": "assistant", "content": None, "tool_calls": [CALL]},
        Message(replies=(Reply(tool_call=ToolCall(id="call_1", name="add", arguments='{"a":1}')),)),
    ),
    "a text and a tool call": (
        {"role": "assistant", "content": "wait", "tool_calls": [CALL]},
        Message(
            replies=(
                Reply(text="wait"),
                Reply(tool_call=ToolCall(id="call_1", name="add", arguments='{"a":1}'), block=1),
            )
        ),
    ),
    "a call without arguments": (
        {"role": "assistant", "tool_calls": [{"id": "1", "function": {"name": "now", "arguments": ""}}]},
        Message(replies=(Reply(tool_call=ToolCall(id="1", name="now")),)),
    ),
    "a tool's answer": (
        {"role": "tool", "tool_call_id": "call_1", "name": "add", "content": "3"},
        Message(tool_results=(ToolCallResult(id="call_1", name="add", content="3"),)),
    ),
    "nulls say nothing": (
        {"role": "assistant", "content": "x", "refusal": None, "audio": None, "annotations": [], "tool_calls": None},
        Message(replies=(Reply(text="x"),)),
    ),
}


@pytest.mark.parametrize(("given_", "message"), TAKEN.values(), ids=TAKEN.keys())
def test_what_is_taken(given_: dict[str, Any], message: Message) -> None:
    """Each form becomes its message."""

    assert message == message_of(given_)


def test_a_file_id_is_a_reference() -> None:
    """An uploaded file stays a reference under its provider's name."""
    doc = message_of(part("file", {"file_id": "file-1"})).requests[0].doc

    assert doc is not None
    assert ["file-1"] == list(doc.file_ids.values())


def called(**function: Any) -> dict[str, Any]:
    """An assistant's message with one tool call."""
    return {"role": "assistant", "tool_calls": [{"id": "1", "function": function}]}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no role": ({"content": "hi"}, "role is one of user, assistant, tool, not None"),
    "an unknown role": ({"role": "model", "content": "hi"}, "not 'model'"),
    "a role of a wrong type": ({"role": ["user"]}, "role is one of"),
    "a system prompt": ({"role": "system", "content": "be kind"}, r"system_prompt=\"...\""),
    "a developer prompt": ({"role": "developer", "content": "be kind"}, r"system_prompt=\"...\""),
    "an unknown key": ({"role": "user", "content": "hi", "cache": True}, "a user message has no 'cache'"),
    "two unknown keys": ({"role": "user", "content": "hi", "b": 1, "a": 2}, "has no 'a', 'b'"),
    "a name that would be dropped": ({"role": "user", "content": "hi", "name": "bob"}, "has no 'name'"),
    "no content": ({"role": "user"}, r'\{"role": "user", "content": "..."\}'),
    "empty content": ({"role": "user", "content": []}, r'"content": "..."'),
    "content of a wrong type": ({"role": "user", "content": 5}, "a content part is a dictionary, not int"),
    "an unknown part": (part("video_url", "x"), "one of text, image_url, input_audio, file, not 'video_url'"),
    "a part without a type": ({"role": "user", "content": [{"text": "hi"}]}, "not None"),
    "a text that is none": (part("text", 5), r'\{"type": "text", "text": "..."\}'),
    "a part's unknown key": (
        {"role": "user", "content": [{"type": "text", "text": "hi", "cache_control": {"type": "ephemeral"}}]},
        "a content part of type text has no 'cache_control'",
    ),
    "an image without a URL": (part("image_url", {}), "an image part is"),
    "an image that is none": (part("image_url", 5), "image_url is a dictionary, not int"),
    "an image's unknown key": (part("image_url", {"url": "https://x.org", "size": 1}), "image_url has no 'size'"),
    "a data URL in plain text": (part("image_url", "data:text/plain,hello"), "data:MIME;base64,DATA"),
    "broken base64": (part("image_url", "data:image/png;base64,AA$A"), "not base64"),
    "a sound without data": (part("input_audio", {"format": "wav"}), "not base64"),
    "a file without data": (part("file", {"filename": "a.txt"}), r'"file_data": "data:..."'),
    "a file by URL": (part("file", {"file_data": "https://example.org/a.pdf"}), r'"file_data": "data:..."'),
    "a picture from the assistant": (
        {"role": "assistant", "content": [{"type": "image_url", "image_url": "https://x.org"}]},
        "an assistant's content is text",
    ),
    "arguments that are no text": (called(name="add", arguments={"a": 1}), "<JSON text>"),
    "a call without a name": (called(arguments="{}"), "a tool call is"),
    "a call without a function": ({"role": "assistant", "tool_calls": [{"id": "1"}]}, "function is a dictionary"),
    "a call of another kind": (
        {"role": "assistant", "tool_calls": [{"id": "1", "type": "custom", "custom": {"name": "x", "input": "y"}}]},
        "a tool call has no 'custom'",
    ),
}


@pytest.mark.parametrize(("given_", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused(given_: dict[str, Any], says: str) -> None:
    """Each misfit raises InvalidRequest that says what is wrong, or shows the right form."""

    with pytest.raises(InvalidRequest, match=says):
        message_of(given_)


def test_a_whole_conversation() -> None:
    """A list of dictionaries becomes sound Messages; all misfits are named with their index."""
    conversation: list[dict[str, Any]] = [
        {"role": "user", "content": "1+2?"},
        {"role": "assistant", "content": None, "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "call_1", "content": "3"},
        {"role": "assistant", "content": "3"},
    ]
    messages = Messages.of(conversation).validate()

    assert ["user", "assistant", "tool", "assistant"] == [message.role for message in messages]

    with pytest.raises(InvalidRequest) as caught:
        Messages.of([{"role": "system"}, *conversation, {"role": "user"}])

    assert ["messages[0]", "messages[5]"] == [fault.split(":")[0] for fault in caught.value.faults]


WORDS = ["role", "content", "type", "text", "image_url", "url", "detail", "input_audio", "data", "format", "file"]
WORDS += ["file_id", "file_data", "filename", "tool_calls", "function", "name", "arguments", "id", "tool_call_id"]
leaves = st.sampled_from(
    ["user", "assistant", "tool", "text", "a/b", "", "data:;base64,AAAA", "http://[", "AAAA", *WORDS]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)


@given(
    role=st.sampled_from(["user", "assistant", "tool"]),
    kind=st.sampled_from(["text", "image_url", "input_audio", "file"]),
    value=anything,
    rest=st.dictionaries(st.sampled_from(WORDS), anything, max_size=3),
)
def test_only_one_error_comes_out(role: str, kind: str, value: Any, rest: dict[str, Any]) -> None:
    """Whatever JSON comes in, a message or InvalidRequest comes out, and the message goes to JSON and back."""
    for thing in ({"role": role, **rest}, {"role": role, "content": [{"type": kind, kind: value}], **rest}, rest):
        try:
            message = message_of(thing)
        except InvalidRequest:
            continue

        assert message == Message.from_json(message.to_json())


def test_requests_are_what_they_were() -> None:
    """Parts keep their order."""
    message = message_of({"role": "user", "content": ["a", {"type": "image_url", "image_url": PNG_URL}, "b"]})

    assert (Request(text="a"), Request(text="b")) == (message.requests[0], message.requests[2])
    assert PNG == message.docs[0].read()
