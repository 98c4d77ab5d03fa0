"""The body of a Chat Completions request: messages of all roles, documents of every kind, tools and their results."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest
from contract.chat import CALL
from hypothesis import given
from hypothesis import strategies as st
from wires.chat_answers import MAKER, Said, said, speaker

import genai
from genai.doc import Doc
from genai.messages import Message, Messages, Reply, ToolCall, ToolCallResult
from genai.providers._openai.paths import path
from genai.providers._openai_chat import parts
from genai.providers._openai_chat.dialect import openai_call_id
from genai.providers._openai_chat.encode import Encoded, Speaker, encode
from genai.providers.mistral.dialect import call_id as mistral_call_id
from genai.settings import Settings
from genai.testing.checks import PNG

PDF, WAV, MP3 = b"%PDF-1.7", b"RIFF\0\0\0\0WAVE", b"ID3\0"
PNG_URL = Doc(PNG).data_url()
CALLED = ToolCall(id="c1", name="f", arguments="{}")


def encoded(*things: Any, who: Speaker = MAKER) -> Encoded:
    """The body of a conversation, and what could not be said in it."""
    return encode(who, Messages.of(*things), Settings({}))


def messages(*things: Any, who: Speaker = MAKER) -> list[Said]:
    """The messages of a conversation, all of which can be said."""
    made = encoded(*things, who=who)
    assert () == made.unsupported
    sent: list[Said] = json.loads(json.dumps(made.body["messages"]))
    return sent


def refused(*things: Any, who: Speaker = MAKER) -> list[str]:
    """What cannot be said of a conversation."""
    return list(encoded(*things, who=who).unsupported)


def assistant(*replies: Reply) -> Message:
    """What a model said."""
    return Message(replies=replies)


def answered(*results: ToolCallResult) -> Message:
    """What the tools said."""
    return Message(tool_results=results)


# --- What the user says -----------------------------------------------------------------------------------------------


def test_texts() -> None:
    """One text is a string; several are parts, or messages of their own for those who know no parts."""
    alone = speaker(text_parts=False)
    two = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]

    assert [{"role": "user", "content": "a"}] == messages("a") == messages("a", who=alone)
    assert [{"role": "user", "content": two}] == messages("a", "b")
    assert [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}] == messages("a", "b", who=alone)
    assert [{"role": "user", "content": ""}] == messages("")
    assert ["text", "image_url"] == [one["type"] for one in messages("a", Doc(PNG), who=alone)[0]["content"]]


def test_system_prompt() -> None:
    """The system prompt is the first message, said by whom the dialect names."""
    for role in ("system", "developer"):
        body = encode(speaker(system_role=role), Messages.of("a"), Settings({"system_prompt": "Be brief."})).body

        assert [{"role": role, "content": "Be brief."}, {"role": "user", "content": "a"}] == body["messages"]


def sound(data: bytes, format_: str) -> Said:
    """A sound as a part."""
    return {"type": "input_audio", "input_audio": {"data": base64.b64encode(data).decode(), "format": format_}}


def picture(url: str, **more: Any) -> Said:
    """A picture as a part."""
    return {"type": "image_url", "image_url": {"url": url, **more}}


def file(data: Doc, name: str = "document") -> Said:
    """A file as a part."""
    return {"type": "file", "file": {"filename": name, "file_data": data.data_url()}}


FILMS = speaker(parts={**parts.PARTS, "video": parts.video, "image": parts.inline_image})
DOCS: dict[str, tuple[Speaker, Doc, Said]] = {
    "a picture": (MAKER, Doc(PNG), picture(PNG_URL)),
    "a picture by URL": (MAKER, Doc(url="https://a.org/b.png"), picture("https://a.org/b.png")),
    "a picture by data URL": (MAKER, Doc(url=PNG_URL), picture(PNG_URL)),
    "a picture, inline alone": (FILMS, Doc(url=PNG_URL), picture(PNG_URL)),
    "a closer look": (MAKER, Doc(PNG, meta={"detail": "high"}), picture(PNG_URL, detail="high")),
    "a URL of any kind": (MAKER, Doc(url="https://a.org/b"), picture("https://a.org/b")),
    "a sound": (MAKER, Doc(WAV), sound(WAV, "wav")),
    "another sound": (MAKER, Doc(MP3), sound(MP3, "mp3")),
    "a sound by data URL": (MAKER, Doc(url=Doc(WAV).data_url()), sound(WAV, "wav")),
    "a film": (FILMS, Doc(url="https://a.org/b.mp4"), {"type": "video_url", "video_url": {"url": "https://a.org/b.mp4"}}),
    "a file": (MAKER, Doc(PDF), file(Doc(PDF))),
    "a file with a name": (MAKER, Doc(PDF, filename="a.pdf"), file(Doc(PDF), "a.pdf")),
    "a file's id": (MAKER, Doc(file_ids={"maker": "f_1"}), {"type": "file", "file": {"file_id": "f_1"}}),
    "by another name": (MAKER, Doc(file_ids={"alias": "f_1"}), {"type": "file", "file": {"file_id": "f_1"}}),
    "several ids": (MAKER, Doc(file_ids={"x": "f_0", "maker": "f"}), {"type": "file", "file": {"file_id": "f"}}),
    "an id and the bytes": (MAKER, Doc(PDF, file_ids={"maker": "f_1"}), {"type": "file", "file": {"file_id": "f_1"}}),
    "another's id and the bytes": (MAKER, Doc(PDF, file_ids={"x": "f_1"}), file(Doc(PDF))),
    "a text": (MAKER, Doc("Grüße".encode(), mime_type="text/plain"), {"type": "text", "text": "Grüße"}),
    "a text by data URL": (MAKER, Doc(url="data:text/csv;base64,YSxi"), {"type": "text", "text": "a,b"}),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCS)
def test_docs(name: str) -> None:
    """Documents of every kind, by every way to them."""
    who, doc, part = DOCS[name]

    assert [part.get("text", [part])] == [one["content"] for one in messages(doc, who=who)]
    assert [{"type": "text", "text": "Look:"}, part] == messages("Look:", doc, who=who)[0]["content"]


def test_docs_by_path(tmp_path: Any) -> None:
    """A file is read when it is sent, and is what its bytes tell."""
    path = tmp_path / "a"
    path.write_bytes(PNG)

    assert [picture(PNG_URL)] == messages(Doc.open(path))[0]["content"]
    path.write_bytes(b"\1\2\3")
    assert [{"type": "file", "file": {"file_id": "f"}}] == messages(Doc(path=path, file_ids={"maker": "f"}))[0][
        "content"
    ]


NOT_SAID: dict[str, tuple[Speaker, Doc, str]] = {
    "a film": (MAKER, Doc(url="https://a.org/b.mp4"), "video/mp4 by URL"),
    "a film's bytes": (MAKER, Doc(b"\0\0\0\0ftypisom"), "video/mp4"),
    "a sound by URL": (MAKER, Doc(url="https://a.org/b.wav"), "audio/wav by URL"),
    "a sound of another format": (MAKER, Doc(b"fLaC"), "audio/flac"),
    "a file by URL": (MAKER, Doc(url="https://a.org/b.pdf"), "application/pdf by URL"),
    "a text by URL": (MAKER, Doc(url="https://a.org/b.txt"), "text/plain by URL"),
    "a picture by URL, inline alone": (FILMS, Doc(url="https://a.org/b.png"), "image/png by URL"),
    "bytes of any kind": (MAKER, Doc(b"\1\2\3"), "a document of unknown type"),
    "another's file": (MAKER, Doc(file_ids={"x": "f_1"}), "a document of unknown type"),
    "another's picture": (MAKER, Doc(file_ids={"x": "f_1"}, mime_type="image/png"), "image/png"),
    "a picture by id": (MAKER, Doc(file_ids={"maker": "f_1"}, mime_type="image/png"), "image/png"),
    "a file where there are none": (
        speaker(parts=parts.IMAGES),
        Doc(file_ids={"maker": "f_1"}),
        "a document of unknown type",
    ),
    "a picture where there are none": (speaker(parts=parts.NO_PARTS), Doc(PNG), "image/png"),
    "a data URL": (speaker(parts=parts.NO_PARTS), Doc(url=PNG_URL), "image/png"),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_SAID)
def test_docs_that_cannot_be_said(name: str) -> None:
    """What a wire cannot carry is named with its place."""
    who, doc, named = NOT_SAID[name]

    assert [f"messages[2].requests[1]: {named}"] == refused(
        "a", assistant(Reply(text="b")), Message(requests=("c", doc)), who=who
    )


@pytest.mark.parametrize("provider", ["groq", "openairesponses"])
def test_nothing_is_left(provider: str) -> None:
    """Where all that is asked cannot be said, nothing goes out, whatever the caller chose."""
    llm = genai.load(provider, api_key="sk-test", model="m", on_unsupported="warn")
    with pytest.raises(genai.NotSupported, match=r"messages\[0\].requests\[0\]: audio/flac"):
        llm.gen_sync(Doc(b"fLaC"))


def test_all_at_once() -> None:
    """Everything that cannot be said is named in one error, before anything is sent; or left out, and told."""
    asked = [genai.user("a", Doc(b"fLaC"), Doc(b"\1")), assistant(Reply(doc=Doc(PNG)))]
    named = ("messages[0].requests[1]: audio/flac", "messages[0].requests[2]: a document of unknown type")
    with pytest.raises(genai.NotSupported) as caught:
        genai.load("groq", api_key="sk-test", model="m").gen_sync(asked, top_k=5)

    assert (
        "TextOptions.top_k",
        *named,
        "messages[1].replies[0]: a document said by the assistant",
    ) == caught.value.unsupported
    assert [{"role": "user", "content": "a"}] == encoded(*asked).body["messages"]


def test_damaged_documents() -> None:
    """A document that holds nothing, or whose data URL is damaged, is the caller's fault."""
    for doc in (Doc(url="data:image/png;base64,é"), Doc(b"", mime_type="text/plain"), Doc(url="data:image/png")):
        with pytest.raises(genai.InvalidRequest):
            encoded(doc)


# --- What the tools say -----------------------------------------------------------------------------------------------


def call(id_: str = "", name: str = "weather", **opaque: Any) -> Reply:
    """A tool call."""
    return Reply(tool_call=ToolCall(id=id_, name=name, arguments="{}"), opaque=opaque)


def test_calls_and_results() -> None:
    """A call and its result, which says the tool's name where that is wanted."""
    asked = ("a", assistant(call("call_1")), answered(ToolCallResult(id="call_1", name="weather", content="Cold.")))
    _, asks, result = messages(*asked)
    function = {"name": "weather", "arguments": "{}"}

    assert {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": function}]} == asks
    assert {"role": "tool", "tool_call_id": "call_1", "content": "Cold."} == result
    assert {**result, "name": "weather"} == messages(*asked, who=speaker(tool_names=True))[-1]


def test_results_of_all_kinds() -> None:
    """Texts are joined; documents make parts, of the kinds that the dialect lets tools have."""

    def result(*content: Any, who: Speaker = MAKER) -> Any:
        return messages("a", assistant(call("1")), answered(ToolCallResult(id="1", content=content)), who=who)[-1][
            "content"
        ]

    assert ("", "ab") == (result(), result("a", "b"))
    assert [{"type": "text", "text": "a"}, picture(PNG_URL)] == result("a", Doc(PNG))
    assert [{"type": "text", "text": "b"}] == result(Doc(b"b", mime_type="text/plain"))
    given = answered(ToolCallResult(id="1"), ToolCallResult(id="1", content=("a", Doc(WAV))))
    assert ["messages[2].tool_results[1].content[1]: audio/wav"] == refused("a", assistant(call("1")), given)
    unsaid = encoded("a", assistant(call("1")), answered(ToolCallResult(id="1", content=Doc(WAV))))
    assert "" == unsaid.body["messages"][-1]["content"]  # no list may be empty
    none = speaker(tool_parts=frozenset())
    assert ["messages[1].tool_results[0].content[0]: image/png"] == refused(
        "a", answered(ToolCallResult(id="1", content=Doc(PNG))), who=none
    )


def test_calls_without_ids() -> None:
    """Gemini's calls have no ids: they get some, and their results are matched by name, in order."""
    calls = assistant(call(), call(name="time"), call(), call("real"))
    results = [
        ToolCallResult(name=name, content=text) for name, text in [("weather", "1"), ("weather", "2"), ("time", "3")]
    ]
    results += [ToolCallResult(id="real", name="weather", content="4")]
    _, asks, *told = messages("a", calls, answered(*results))
    ids = [one["id"] for one in asks["tool_calls"]]

    assert 4 == len(set(ids))
    assert "real" == ids[3]
    assert [(ids[0], "1"), (ids[2], "2"), (ids[1], "3"), ("real", "4")] == [
        (one["tool_call_id"], one["content"]) for one in told
    ]


def test_results_that_name_a_call_by_its_tool() -> None:
    """The tool's name as an id answers a call without one, as ``Messages`` has it."""
    asked = Messages.of("a", assistant(call()), ToolCallResult(id="weather", content="Cold.")).validate()
    _, asks, told = messages(asked)

    assert asks["tool_calls"][0]["id"] == told["tool_call_id"]


def test_calls_without_ids_over_several_turns() -> None:
    """Ids differ between turns."""
    turn = (assistant(call()), answered(ToolCallResult(name="weather", content="x")))
    sent = messages("a", *turn, *turn)

    assert 2 == len({sent[1]["tool_calls"][0]["id"], sent[3]["tool_calls"][0]["id"]})
    assert [sent[1]["tool_calls"][0]["id"], sent[3]["tool_calls"][0]["id"]] == [
        sent[2]["tool_call_id"],
        sent[4]["tool_call_id"],
    ]


@given(id_=st.text(min_size=1, max_size=90))
def test_foreign_ids(id_: str) -> None:
    """An id of any provider is taken, in at most 40 characters, and is the same in the call and its result."""
    _, asks, told = messages("a", assistant(call(id_)), answered(ToolCallResult(id=id_, content="x")))
    sent = asks["tool_calls"][0]["id"]

    assert sent == told["tool_call_id"]
    assert len(sent) <= 40
    assert (sent == id_) == (len(id_) <= 40)
    assert openai_call_id(id_ + "x") != sent


def test_ids_that_are_no_text() -> None:
    """A call's id may be anything, and any id can be shortened."""
    assert openai_call_id("\ud800" * 41).startswith("call_")
    assert 9 == len(mistral_call_id("\ud800"))
    assert "/a?b=%ED%A0%80" == path("a", b="\ud800")


def test_ids_of_a_dialect() -> None:
    """Ids that were made up go through the dialect's own form as well."""
    who = speaker(call_id=lambda id_: f"{len(id_):09}")
    _, asks, told = messages("a", assistant(call()), answered(ToolCallResult(name="weather", content="x")), who=who)

    assert "000000014" == asks["tool_calls"][0]["id"] == told["tool_call_id"]


# --- What the model said ----------------------------------------------------------------------------------------------

THOUGHT = {"reasoning_content": "Hm.", "content": "Yes.", "tool_calls": [{**CALL, "extra_content": {"g": 1}}]}
DETAIL = {"type": "reasoning.text", "text": "Hm.", "signature": "c2ln"}


def test_texts_of_the_model() -> None:
    """Texts of an answer are one text; its citations are not said again; a refusal is."""
    citation = said({"content": "ab", "citations": 1, "annotations": [{"type": "url_citation", "url": "u"}]}).message
    several = assistant(Reply(text="a"), Reply(text="b", block=1), Reply(refusal="No.", block=2))

    assert {"role": "assistant", "content": "ab"} == messages("a", citation)[1]
    assert {"role": "assistant", "content": "abNo."} == messages("a", several)[1]


@pytest.mark.parametrize("replies", [[Reply(text="")], [Reply(reasoning="Hm.")], [Reply(opaque={"x": {}})], []])
@pytest.mark.parametrize("back", [False, True])
def test_empty_messages_are_left_out(replies: list[Reply], back: bool) -> None:
    """A message of the model without a word in it is not said; thoughts alone are none."""
    mine = [Reply(reasoning="Hm.", opaque={"maker": {"thoughts": "reasoning"}})] if back else []
    sent = messages("a", assistant(*mine, *replies), "b", who=speaker(thoughts_back=True))

    assert ["a", "b"] == [one["content"] for one in sent]


def test_thoughts_go_back_to_their_maker() -> None:
    """Thoughts go back under the name under which they came, if their maker wants them, and to nobody else."""
    wants = speaker(thoughts_back=True)
    answer = said(THOUGHT, wants).message
    other = Speaker(provider="other", model="m", dialect=wants.dialect)
    other_name = said({"reasoning": "Hm.", "content": "Yes."}, wants).message

    assert {"role": "assistant", **THOUGHT} == messages("a", answer, who=wants)[1]
    assert "Hm." == messages("a", other_name, who=wants)[1]["reasoning"]
    assert {"role", "content", "tool_calls"} == messages("a", answer, who=other)[1].keys()
    assert CALL == messages("a", answer, who=other)[1]["tool_calls"][0]
    assert {"role", "content", "tool_calls"} == messages("a", said(THOUGHT).message)[1].keys()
    within = said({"content": "<think>Hm.</think>Yes."}, wants).message
    assert {"role": "assistant", "content": "Yes."} == messages("a", within, who=wants)[1]


@pytest.mark.parametrize("provider", ["groq", "openairesponses"])
@pytest.mark.parametrize(
    "mark", [5, "x", *({name: 5} for name in ("call", "message", "audio", "thoughts", "item", "id", "response_id"))]
)
def test_marks_that_somebody_changed(provider: str, mark: Any) -> None:
    """What an answer left for its provider may come back damaged: that is an error of the tree, or of no matter."""
    given = assistant(Reply(tool_call=CALLED, opaque={provider: mark}), Reply(text="a", opaque={provider: mark}))
    llm = genai.load(provider, api_key="sk-test", model="m", base_url="http://127.0.0.1:9", retry=0)
    with pytest.raises((genai.InvalidRequest, genai.ConnectionFailed)):
        llm.gen_sync(["q", given, ToolCallResult(id="c1", content="x")])


def test_details_go_back_to_their_maker() -> None:
    """Details go back as they came, through JSON too."""
    answer = said({"reasoning_details": [DETAIL], "content": "Yes."}).message
    again = Message.from_json(answer.to_json())

    assert {"role": "assistant", "content": "Yes.", "reasoning_details": [DETAIL]} == messages("a", again)[1]
    assert {"role": "assistant", "content": "Yes."} == messages(
        "a", again, who=Speaker(provider="x", model="m", dialect=MAKER.dialect)
    )[1]


def spoken(expires: Any, provider: str = "maker") -> Message:
    """A sound that a model made, with its words."""
    mark = {provider: {"audio": {"id": "audio_1", "expires_at": expires}}}
    return assistant(Reply(text="Hi."), Reply(doc=Doc(WAV), block=1, opaque=mark))


def test_sounds_go_back_by_id() -> None:
    """A sound goes back by its id in place of its words, until it expires; then its words do; never to others."""
    assert {"role": "assistant", "audio": {"id": "audio_1"}} == messages("a", spoken(time.time() + 60))[1]
    for expires in (time.time() - 60, None, 0):
        assert {"role": "assistant", "content": "Hi."} == messages("a", spoken(expires))[1]
    assert ["messages[1].replies[1]: a document said by the assistant"] == refused("a", spoken(time.time() + 60, "x"))


def test_documents_of_the_model() -> None:
    """Other documents of an answer cannot be said again, which is named."""
    answer = assistant(
        Reply(text="Look."), Reply(doc=Doc(PNG), block=1), Reply(doc=Doc(url="https://a.org/b"), block=2)
    )

    assert [f"messages[1].replies[{n}]: a document said by the assistant" for n in (1, 2)] == refused("a", answer)
