"""Convert: values survive JSON, nothing is coerced, all faults are named, and drift is seen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from genai.capabilities import Capabilities, Model
from genai.checks import Options
from genai.citations import Citation, CitationSource
from genai.convert import from_json, structure, to_json, unstructure
from genai.doc import Doc
from genai.drift import unknown_fields
from genai.errors import BadAnswer, InvalidRequest
from genai.jobs import BatchJob, Job
from genai.messages import Message, Messages, Reply, Request, ToolCall, ToolCallResult, user
from genai.options import ImageOptions, TextOptions, Timeout, ToolOptions
from genai.results import Attempt, FinishReason, Logprob, RateLimit, Result, Usage
from genai.values import Value
from genai.wiretypes import EXPLICIT_NULL, Listed, Unknown

PNG = b"\x89PNG\r\n\x1a\n the rest"

# --- Values, there and back ------------------------------------------------------------------------------------------

ANSWER = Message(
    replies=(
        Reply(reasoning="hm", opaque={"anthropic": {"signature": "x==", "n": [1, 2.5, None, True, {"": "é"}]}}),
        Reply(text="Two\u2028lines", block=1),
        Reply(
            citation=Citation(start=0, end=3, sources=(CitationSource(type="web", url="https://a.example"),)), block=1
        ),
        Reply(tool_call=ToolCall(id="c1", name="f", arguments='{"a": 1}'), block=2),
        Reply(doc=Doc(PNG, meta={"size": "1x1"}), block=3),
        Reply(opaque={"gemini": {"part": {}}}, block=4),
    )
)
VALUES: list[Value] = [
    Messages.of("hi", ANSWER, ToolCallResult(id="c1", name="f", content=("ok", Doc(PNG)), is_error=True)),
    user("a", Doc(url="https://a.example/b.png"), Doc(file_ids={"openairesponses": "file-1"}, expires=1.5)),
    Doc(b""),
    Doc(b"x", filename="notes.md", mime_type="text/x-notes"),
    Reply(text="half a pair: \ud83d"),
    Usage(input_tokens=0, output_tokens=2**70, total_tokens=3),
    Result(
        message=ANSWER,
        usage=Usage(input_tokens=1, cached_tokens=0),
        limits=(RateLimit(kind="requests", period="day", limit=1, remaining=0, reset=0.5),),
        logprobs=(Logprob(token="a", logprob=-0.1, top=(Logprob(token="b", logprob=-2),)),),
        finish=FinishReason.STOP_SEQUENCE,
        complete=False,
        attempts=(Attempt(error="RateLimited", status=429, waited=1.0),),
        unsupported=("TextOptions.top_k",),
    ),
    Job(provider="openairesponses", id="resp_1", created=1755000000, base_url="https://api.example/v1"),
    BatchJob(provider="openairesponses", id="batch_1"),
    TextOptions(temperature=0, stop=("END",), decode_as={"type": "object"}, reply_as_json=False),
    ImageOptions(mask=Doc(PNG), n=2),
    ToolOptions(force="none", parallel=True),
    Capabilities(batch=True),
    Model(id="m", raw={"id": "m", "object": "model"}),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_round_trip(value: Value) -> None:
    """What to_json writes, from_json reads back equal, field by field."""
    text = value.to_json()
    back = type(value).from_json(text)
    assert value == back
    assert text == back.to_json()
    assert value == type(value).from_json(text.encode())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.text(), json_values, max_size=3)
docs = st.builds(
    Doc, st.binary(), mime_type=st.none() | st.text(), file_ids=st.dictionaries(st.text(), st.text(), max_size=2)
)
requests = st.builds(Request, text=st.text()) | st.builds(Request, doc=docs)
replies = st.builds(
    Reply, text=st.text(), block=st.integers(0), opaque=st.dictionaries(st.text(), objects, max_size=2)
) | st.builds(Reply, doc=docs, partial=st.booleans())
messages = st.builds(Message, requests=st.lists(requests, max_size=3)) | st.builds(
    Message, replies=st.lists(replies, max_size=3)
)


@given(st.builds(Messages, st.lists(messages, max_size=3)))
def test_any_conversation_survives(conversation: Messages) -> None:
    """Whatever texts, bytes and opaque objects a conversation holds, it comes back equal."""
    assert conversation == Messages.from_json(conversation.to_json())


def test_messages_are_a_list() -> None:
    """A conversation is a plain JSON list, and what is at its default is left out."""
    assert json.loads(Messages.of("hi").to_json()) == [{"requests": [{"text": "hi"}]}]
    assert json.loads(Result(raw={"a": 1}).to_json()) == {}


def test_a_job_says_its_kind() -> None:
    """A job's kind is written at its default too: its class is known by it."""
    assert json.loads(BatchJob(provider="p", id="b").to_json())["kind"] == "batch"


def test_a_path_is_inlined(tmp_path: Path) -> None:
    """A file's bytes are written in place of its path."""
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)
    doc = Doc.from_json(Doc.open(path).to_json())
    assert (doc.data, doc.path, doc.filename, doc.mime_type) == (PNG, None, "cat.png", "image/png")


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (TextOptions(decode_as=int), "TextOptions.decode_as"),
        (ImageOptions(mask=Doc(PNG, meta={"a": {1, 2}})), "ImageOptions.mask.meta.a"),
        (Reply(opaque={"p": {"x": [float("nan")]}}), "Reply.opaque.p.x[0]"),
        (Reply(opaque={"p": {"x": (1,)}}), "Reply.opaque.p.x"),
        (Reply(opaque={"p": {1: "x"}}), "Reply.opaque.p"),
        (Reply(opaque={"p": b"x"}), "Reply.opaque.p"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_json_cannot_hold_is_refused(value: Value, place: str) -> None:
    """Types, sets, tuples in opaque objects and NaN would not come back equal: to_json names them."""
    with pytest.raises(InvalidRequest) as caught:
        value.to_json()
    assert [place] == [fault.split(":")[0] for fault in caught.value.faults]


# --- Strict reading --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cls", "text", "fault"),
    [
        (Request, '{"text": null}', "Request: exactly one of text or doc"),
        (ToolCall, '{"name": null}', "ToolCall.name: a str, not null"),
        (ToolCall, '{"id": "x"}', "ToolCall.name: missing"),
        (Reply, '{"text": "a", "partial": "no"}', "Reply.partial: a bool, not str"),
        (Reply, '{"text": "a", "partial": 0}', "Reply.partial: a bool, not int"),
        (Reply, '{"text": "a", "block": true}', "Reply.block: an int, not bool"),
        (Reply, '{"text": "a", "block": 1.0}', "Reply.block: an int, not float"),
        (Reply, '{"text": "a", "opaque": []}', "Reply.opaque: a dict, not list"),
        (Usage, '{"input_tokens": "5"}', "Usage.input_tokens: an int, not str"),
        (RateLimit, '{"kind": "x", "reset": "1"}', "RateLimit.reset: a float, not str"),
        (Usage, "[]", "Usage: a dict, not list"),
        (Messages, '{"items": []}', "messages: a list, not dict"),
        (Message, '{"requests": "hi"}', "Message.requests: a list, not str"),
        (Doc, '{"data": "not base64!"}', "Doc.data: a base64 text"),
        (Doc, '{"path": "/etc/passwd"}', "Doc: path: no file is opened"),
        (Doc, '{"data": "aGk=", "filename": "../x"}', "Doc.filename: a plain name"),
        (Doc, '{"file_ids": {"openairesponses": 1}}', "Doc.file_ids.openairesponses: a str, not int"),
        (Result, '{"finish": "stopped"}', "Result.finish: one of stop,"),
        (Result, '{"raw": {}}', "Result.raw: unknown"),
        (Job, '{"provider": "p", "id": "x", "kind": "cron"}', "Job.kind: one of background,"),
        (TextOptions, '{"temperature": 9}', "TextOptions.temperature: from 0 to 2"),
        (ToolOptions, '{"tools": [{"name": "f"}]}', "ToolOptions.tools[0]: this cannot be read"),
        (Timeout, '{"totl": 1}', "Timeout.totl: unknown"),
        (Usage, "{", "Usage.from_json: not JSON"),
        (Usage, '{"input_tokens": NaN}', "Usage.from_json: not JSON"),
        (Messages, "[" * 100_000, "Messages.from_json: not JSON"),
    ],
)
def test_nothing_is_coerced(cls: type[Value], text: str, fault: str) -> None:
    """A wrong type, an unknown key or a value that does not fit is an error with its path."""
    with pytest.raises(InvalidRequest) as caught:
        cls.from_json(text)
    assert str(caught.value).startswith(fault)


def test_a_whole_number_is_a_float() -> None:
    """JSON has one kind of number, so 1 will do for 1.0; it stays as it is."""
    assert Job.from_json(f'{{"provider": "p", "id": "x", "created": {2**60 + 1}}}').created == 2**60 + 1


def test_all_faults_are_named() -> None:
    """One error names everything that is wrong, deep down too."""
    text = """[
        {"requests": [{"text": 5}, {"doc": {"data": "aGk=", "zz": 1, "filename": ""}}, {"doc": {"file": "x"}}]},
        {"replies": [{"text": "a", "reasoning": "b"}, {"tool_call": {"name": 1}}], "role": "assistant"},
        7
    ]"""
    with pytest.raises(InvalidRequest) as caught:
        Messages.from_json(text)
    assert [fault[: fault.index("one of") + 6] if "one of" in fault else fault for fault in caught.value.faults] == [
        "messages[0].requests[0].text: a str, not int",
        "messages[0].requests[1].doc.zz: unknown",
        "messages[0].requests[2].doc.file: unknown",
        "messages[1].replies[0]: exactly one of",
        "messages[1].replies[1].tool_call.name: a str, not int",
        "messages[1].role: unknown",
        "messages[2]: a dict, not int",
    ]


def test_functions_do_what_the_methods_do() -> None:
    """to_json and from_json are the methods' other face."""
    assert Usage(input_tokens=1) == from_json(Usage, to_json(Usage(input_tokens=1)))


def test_options_of_providers_are_values_too() -> None:
    """A class that a provider's package adds needs no registration."""
    made = Own(truncation="auto")
    assert made == Own.from_json(made.to_json())


@frozen(kw_only=True)
class Own(Options):
    """Options of a provider's own."""

    truncation: str | None = None


# --- Wire types ------------------------------------------------------------------------------------------------------

Status = Annotated[str, Listed("done", "running")]


@frozen(kw_only=True)
class Note:
    """A member of a union whose tag may be left out."""

    type: Literal["note"] | None = "note"
    text: str
    status: Status | None = None


@frozen(kw_only=True)
class Tree:
    """A member that holds its own kind, with two tags."""

    type: Literal["tree", "bush"] = "tree"
    branches: Sequence[Node] | None = None


Node = Note | Tree | Unknown


@frozen(kw_only=True)
class Answer:
    """A wire type with all that wire types may have."""

    id: str
    output: Sequence[Node] | None = None
    input: str | Sequence[Node] | None = None
    score: float | None = None
    count: int | None = None
    labels: Mapping[str, str] | None = None
    anything: Any = None
    parameters: Mapping[str, Any] | None = field(default=None, metadata=EXPLICIT_NULL)
    from_: str | None = field(default=None, metadata={"name": "from"})
    choice: Annotated[str, Listed("auto")] | Tree | None = None


FINE: list[dict[str, Any]] = [
    {"id": "x"},
    {"id": "x", "output": [{"type": "note", "text": "a", "status": "done"}, {"text": "untagged"}], "from": "me"},
    {"id": "x", "output": [{"type": "tree", "branches": [{"type": "bush", "branches": []}]}], "score": 1, "count": 2},
    {"id": "x", "input": "text", "labels": {"a": "b"}, "anything": [{"deep": None}], "parameters": {"type": "object"}},
    {"id": "x", "input": [{"type": "note", "text": "a"}], "output": None, "choice": "auto"},
    {"id": "x", "choice": {"type": "tree"}},
]


@pytest.mark.parametrize("obj", FINE, ids=range(len(FINE)))
def test_known_fields(obj: dict[str, Any]) -> None:
    """What the types list is no finding, and it goes there and back, nulls aside."""
    assert unknown_fields(obj, Answer) == ()
    expected = {"parameters": None, **{key: value for key, value in obj.items() if value is not None}}
    assert expected == unstructure(structure(obj, Answer))


@pytest.mark.parametrize(
    ("obj", "expected"),
    [
        ({"foo": 1}, "foo"),
        ({"from_": "me"}, "from_"),
        ({"output": [{"text": "a", "foo": None}]}, "output[0].foo"),
        ({"output": [{"text": "a", "status": "weird"}]}, "output[0].status: unlisted value 'weird'"),
        ({"output": [{"text": "a", "status": 3}]}, "output[0].status: str, not int"),
        ({"output": [{"type": "tree"}, {"type": "foo", "x": 1}]}, "output[1].type: unknown 'foo'"),
        ({"output": [{"type": ["tree"]}]}, "output[0].type: unknown ['tree']"),
        ({"output": [{"type": "tree", "branches": [{"type": "foo"}]}]}, "output[0].branches[0].type: unknown 'foo'"),
        ({"output": [7]}, "output[0]: dict, not int"),
        ({"output": [None]}, "output[0]: dict, not null"),
        ({"output": {}}, "output: list, not dict"),
        ({"input": 7}, "input: str or list, not int"),
        ({"count": "5"}, "count: int, not str"),
        ({"count": True}, "count: int, not bool"),
        ({"count": 1.0}, "count: int, not float"),
        ({"score": "1"}, "score: float, not str"),
        ({"labels": {"a": 1}}, "labels.a: str, not int"),
        ({"labels": []}, "labels: dict, not list"),
        ({"id": None}, "id: str, not null"),
        ({"choice": "some"}, "choice: unlisted value 'some'"),
    ],
    ids=str,
)
def test_unknown_fields(obj: dict[str, Any], expected: str) -> None:
    """Each kind of drift is one finding with its path."""
    assert (expected,) == unknown_fields({"id": "x", **obj}, Answer)


def test_every_finding_is_named() -> None:
    """Findings do not hide each other."""
    obj = {"id": 1, "foo": 2, "output": [{"bar": 3, "text": 4}]}
    assert unknown_fields(obj, Answer) == ("id: str, not int", "foo", "output[0].bar", "output[0].text: str, not int")


def test_unknown_fields_of_a_union() -> None:
    """A union can be asked directly, as a stream's events are; what is no object at all is said plainly."""
    assert unknown_fields({"type": "bush"}, Node) == ()
    assert unknown_fields({"type": "foo"}, Node) == ("type: unknown 'foo'",)
    assert unknown_fields([], Answer) == ("dict, not list",)


def test_a_missing_tag() -> None:
    """Without a class that takes it, a missing tag is a finding."""
    assert unknown_fields({}, Tree | Unknown) == ("type: missing",)


def test_unlisted_words_decode() -> None:
    """Wire enumerations are open: an unlisted word is drift, not an error."""
    note = structure({"text": "a", "status": "weird"}, Note)
    assert note.status == "weird"


def test_unknown_goes_back_unchanged() -> None:
    """An object of an unknown type decodes as Unknown and is written as it came, nulls included."""
    obj = {"id": "x", "output": [{"type": "foo", "a": None, "b": [1]}]}
    answer = structure(obj, Answer)
    assert [Unknown("foo", {"type": "foo", "a": None, "b": [1]})] == answer.output
    assert {**obj, "parameters": None} == unstructure(answer)


def test_an_unlisted_class_passes_through() -> None:
    """Mappings, lists and scalars are written as they are, and wire types among them as themselves."""
    assert unstructure({"a": (Tree(), 1, "b")}) == {"a": [{"type": "tree"}, 1, "b"]}


@pytest.mark.parametrize(
    ("obj", "message"),
    [
        ({}, "id: missing"),
        ({"id": 1, "count": "2"}, "id: a str, not int; count: an int, not str"),
        (
            {"id": "x", "output": [{"type": "tree", "branches": [{"text": 1}]}]},
            "output[0].branches[0].text: a str, not int",
        ),
        ({"id": "x", "input": 5}, "input: a str or list, not int"),
        ({"id": "x", "choice": {"type": "note"}}, "choice.type: one of tree, bush, not 'note'"),
        ([], "a dict, not list"),
    ],
    ids=str,
)
def test_structure_is_strict(obj: Any, message: str) -> None:
    """Wrong types and missing fields of an answer are a BadAnswer that names them all."""
    with pytest.raises(BadAnswer) as caught:
        structure(obj, Answer)
    assert f"not in the API: {message}" == str(caught.value)
