"""Streams of Chat Completions: whatever is in an answer, the stream of it is the same, wherever its bytes are cut."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from contract.chat import CALL, USAGE, chunk, completion, dumped, sse, whole
from contract.side import Side
from contract.specimen import specimen
from hypothesis import given, settings
from hypothesis import strategies as st
from wires.chat_answers import Said, at_once, chunks, decoder, said, speaker, streamed

import genai
from genai.results import FinishReason, Usage
from genai.testing.checks import PNG

TEXT = "Weather Oslo: \u2028let me look \U0001f326."
NOTE: Said = {
    "type": "url_citation",
    "url_citation": {"url": "https://a.org", "title": "A", "start_index": 8, "end_index": 12},
}
PICTURE = {"type": "image_url", "image_url": {"url": genai.Doc(PNG).data_url()}}
SECOND = {"id": "call_2", "type": "function", "function": {"name": "now", "arguments": "{}"}}
DETAILS = [
    {"type": "reasoning.text", "index": 0, "format": "x", "text": "Is it warm?", "signature": "c2ln"},
    {"type": "reasoning.encrypted", "index": 1, "id": "rs_1", "data": "c2VjcmV0"},
]
TOKENS: list[Said] = [{"token": t, "logprob": -0.5, "bytes": None, "top_logprobs": []} for t in ("Weather", " Oslo")]
PAGES = [{"url": "https://b.org", "title": "B", "date": "2026-01-01"}]
SOUND = {"id": "audio_1", "data": base64.b64encode(b"pcm\0sound").decode(), "transcript": TEXT, "expires_at": 2e9}
PARTS = [{"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}, {"type": "text", "text": "Yes."}]

ANSWERS: dict[str, Said] = {
    "text": {"content": TEXT},
    "thoughts beside": {"reasoning_content": "Is it warm?", "content": TEXT},
    "thoughts beside, by the other name": {"reasoning": "Is it\n\nwarm? ", "content": TEXT},
    "thoughts within": {"content": f"<think>\nIs it warm?\n</think>\n\n{TEXT}"},
    "thoughts in parts": {"content": PARTS},
    "thoughts in details": {"reasoning_details": DETAILS, "content": TEXT},
    "thoughts in details and beside": {"reasoning": "Is it warm?", "reasoning_details": DETAILS, "content": TEXT},
    "calls": {"content": TEXT, "tool_calls": [CALL, SECOND]},
    "calls alone": {"tool_calls": [CALL, SECOND]},
    "a refusal": {"refusal": "No, never."},
    "a sound": {"audio": SOUND},
    "pictures": {"content": TEXT, "images": [PICTURE, PICTURE]},
    "pictures elsewhere": {"images": [{"image_url": {"url": "https://a.org/b.png"}}]},
    "notes": {"content": TEXT, "annotations": [NOTE, NOTE]},
    "notes behind thoughts": {"content": f"<think>Hm.</think>\n{TEXT}", "annotations": [NOTE]},
    "searches": {"content": TEXT, "executed_tools": [{"index": 0, "search_results": {"results": PAGES}}]},
    "everything": {
        "reasoning": "Is it warm?",
        "reasoning_details": DETAILS,
        "content": f"<think>Hm.</think>{TEXT}",
        "refusal": "But not that.",
        "annotations": [NOTE],
        "images": [PICTURE],
        "tool_calls": [CALL, SECOND],
    },
    "nothing": {},
}
BESIDE: Said = {"search_results": PAGES, "citations": ["https://c.org"], "service_tier": "default"}


@pytest.mark.parametrize("name", ANSWERS)
@settings(max_examples=25, deadline=None)
@given(sizes=st.lists(st.integers(1, 9), min_size=1, max_size=4), data=st.data())
def test_any_answer(name: str, sizes: list[int], data: st.DataObject) -> None:
    """The stream of an answer is equal to the answer, in chunks of any size, under any split of the bytes."""
    sent = sse(chunks(ANSWERS[name], sizes=sizes, **BESIDE))
    sent = sent.replace(b"\n", data.draw(st.sampled_from([b"\n", b"\r\n", b"\r"])))
    cuts = data.draw(st.sets(st.integers(1, len(sent) - 1), max_size=30))
    fragments: list[genai.Reply] = []
    result = streamed(sent, sound="pcm16", cuts=cuts, see=fragments.append)

    assert at_once(whole(ANSWERS[name], **BESIDE), sound="pcm16") == result
    assert genai.fold(fragments) == result.message
    assert result == genai.Result.from_json(result.to_json())


@pytest.mark.parametrize("name", ANSWERS)
def test_byte_by_byte(name: str) -> None:
    """Even one byte at a time."""
    sent = sse(chunks(ANSWERS[name], **BESIDE))

    assert streamed(sent) == streamed(sent, cuts=range(1, len(sent)))


@pytest.mark.parametrize("name", ANSWERS)
def test_a_whole_answer_instead(name: str) -> None:
    """A server that does not stream gives the whole answer, which is the same; in any pieces."""
    given = whole(ANSWERS[name], **BESIDE)
    body = dumped(given)

    assert at_once(given) == streamed(body) == streamed(body, cuts=range(0, len(body), 7))


@pytest.mark.parametrize("name", ANSWERS)
def test_what_raw_holds(name: str) -> None:
    """``raw`` of a stream is what its chunks say together, as a whole answer has it; it reads as the stream does."""
    result = streamed(chunks(ANSWERS[name], **BESIDE), sound="pcm16")
    again = at_once({**result.raw, "object": "chat.completion"})

    assert ["stop"] == [choice["finish_reason"] for choice in result.raw["choices"]]
    assert USAGE == result.raw["usage"]
    assert (result.text, result.refusal, result.tool_calls) == (again.text, again.refusal, again.tool_calls)
    if "within" not in name and "parts" not in name and name not in ("everything", "notes behind thoughts"):
        assert result.reasoning == again.reasoning  # what was within the text is in the result alone
        assert result.citations == again.citations


def test_what_raw_holds_of_each() -> None:
    """All of the text, the thoughts under the name that they were read by, the sound without its bytes."""
    both = [chunk({"reasoning": piece, "reasoning_content": piece}) for piece in ("Is it ", "warm?")]
    (choice,) = streamed([*both, *chunks(ANSWERS["text"])]).raw["choices"]
    (spoken,) = streamed(chunks(ANSWERS["a sound"]), sound="pcm16").raw["choices"]

    assert {"role": "assistant", "reasoning": "Is it warm?", "content": TEXT} == choice["message"]
    assert {"id": "audio_1", "data": None, "transcript": TEXT, "expires_at": 2e9} == spoken["message"]["audio"]
    assert "delta" not in choice
    assert "content" not in spoken["message"]


def test_sound() -> None:
    """A sound comes in partial pieces, and whole at the end, in the format that was asked for; its words are text."""
    fragments: list[genai.Reply] = []
    result = streamed(chunks(ANSWERS["a sound"]), sound="pcm16", see=fragments.append)
    (doc,) = result.docs

    assert (b"pcm\0sound", "audio/pcm", "audio_1.pcm16") == (doc.read(), doc.mime_type, doc.filename)
    assert TEXT == result.text
    assert b"pcm\0sound" == b"".join(one.doc.read() for one in fragments if one.doc and one.partial)
    assert {"maker": {"audio": {"id": "audio_1", "expires_at": 2e9}}} in [
        reply.opaque for reply in result.message.replies
    ]


def test_pictures() -> None:
    """A picture that comes as a data URL is bytes, and raw does not hold it twice; any other stays a URL."""
    for result in (said(ANSWERS["pictures"]), streamed(chunks(ANSWERS["pictures"]))):
        assert [PNG, PNG] == [doc.data for doc in result.docs]
        assert {"image/png"} == {doc.mime_type for doc in result.docs}
        assert genai.Doc(PNG).data_url() not in str(result.raw)
    assert ["https://a.org/b.png"] == [doc.url for doc in said(ANSWERS["pictures elsewhere"]).docs]


@pytest.mark.parametrize("thoughts", ["", "<think>Hm.</think>\n\n", " <think></think>", "<think>\n\nHm.\n\n</think>"])
def test_citations_refer_to_the_text(thoughts: str) -> None:
    """Offsets refer to ``result.text``, though the server counts the thoughts that stand before it."""
    at = len(thoughts) + 8
    note = {"type": "url_citation", "url_citation": {"url": "https://a.org", "start_index": at, "end_index": at + 4}}
    message = {"content": thoughts + TEXT, "annotations": [note]}
    for result in (said(message), streamed(chunks(message))):
        (citation,) = result.citations

        assert ("Oslo", 8, 12) == (citation.text, citation.start, citation.end)
        assert citation.text == result.text[8:12]


def test_citations_of_what_was_held_back() -> None:
    """The text that waited for a mark is there when its citations are made, and those that come later are added."""
    late = chunk(
        {"annotations": [{**NOTE, "url_citation": {**NOTE["url_citation"], "start_index": 0, "end_index": 4}}]}
    )
    body = [chunk({"content": "<thi"}), late]

    assert ["<thi"] == [one.text for one in streamed(body).citations]
    assert ["<thi"] == [one.text for one in streamed([body[0], chunk({}, "stop"), body[1]]).citations]


def test_sources_that_come_late() -> None:
    """What comes behind the finish reason is added, and nothing is named twice."""
    body = [*chunks({"content": TEXT})[:-1], chunk(search_results=PAGES), chunk({"annotations": [NOTE]})]
    ends = [sse(body), sse(body, b""), sse([*body, chunk({}, "stop"), chunk({}, "stop")])]
    for end in ends:
        assert ["https://a.org", "https://b.org"] == sorted(str(one.sources[0].url) for one in streamed(end).citations)


USED = Usage(input_tokens=20, cached_tokens=5, output_tokens=11, reasoning_tokens=7, total_tokens=31)
PLAIN = [chunk({"content": "Hel"}), chunk({"content": "lo"}), chunk({}, "stop")]
COUNTED = {**USAGE, "prompt_tokens": 1}
USAGES: dict[str, tuple[list[Said], Usage]] = {
    "last": ([*PLAIN, chunk(usage=USAGE)], USED),
    "last, with a choice": ([*PLAIN[:-1], chunk({}, "stop", usage=USAGE)], USED),
    "last, with null choices": ([*PLAIN, {**chunk(usage=USAGE), "choices": None}], USED),
    "in every chunk": ([{**one, "usage": {**COUNTED}} for one in PLAIN] + [chunk(usage=USAGE)], USED),
    "null in all others": ([{**one, "usage": None} for one in PLAIN] + [chunk(usage=USAGE), chunk(usage=None)], USED),
    "first": ([chunk(usage=USAGE), *PLAIN], USED),
    "in x_groq": ([*PLAIN[:-1], chunk({}, "stop", x_groq={"id": "req_1", "usage": USAGE})], USED),
    "absent": (PLAIN, Usage()),
}


@pytest.mark.parametrize("name", USAGES)
def test_usage(name: str) -> None:
    """Tokens are counted wherever they are told."""
    body, usage = USAGES[name]

    assert ("Hello", usage) == (streamed(body).text, streamed(body).usage)


def test_logprobs() -> None:
    """Logprobs come token by token."""
    choices = [{"index": 0, "delta": {"content": one["token"]}, "logprobs": {"content": [one]}} for one in TOKENS]
    stream = streamed([*(completion(one) for one in choices), chunk({}, "stop", usage=USAGE)])
    given = whole({"content": "Weather Oslo"})
    given["choices"][0]["logprobs"] = {"content": TOKENS, "refusal": None}

    assert at_once(given) == stream
    assert ["Weather", " Oslo"] == [one.token for one in stream.logprobs]


ENDS = {
    "both": ([*PLAIN], b"data: [DONE]\n\n", FinishReason.STOP),
    "no [DONE]": ([*PLAIN], b"", FinishReason.STOP),
    "[DONE] without its blank line": ([*PLAIN], b"data: [DONE]", FinishReason.STOP),
    "[DONE] without a blank": ([*PLAIN], b"data:[DONE]\n\n", FinishReason.STOP),
    "no finish reason": (PLAIN[:-1], b"data: [DONE]\n\n", FinishReason.OTHER),
    "an unknown finish reason": ([*PLAIN[:-1], chunk({}, "tired")], b"", FinishReason.OTHER),
    "an empty one": ([chunk({"content": "Hello"}, ""), chunk({}, "length")], b"", FinishReason.LENGTH),
    "with the last text": ([PLAIN[0], chunk({"content": "lo"}, "stop")], b"", FinishReason.STOP),
    "twice": ([*PLAIN, PLAIN[-1]], b"data: [DONE]\n\ndata: [DONE]\n\n", FinishReason.STOP),
}


@pytest.mark.parametrize("name", ENDS)
def test_ends(name: str) -> None:
    """A stream is whole with its finish reason, or with ``[DONE]``."""
    body, end, finish = ENDS[name]
    result = streamed(sse(body, end), cuts=range(0, len(sse(body, end)), 5))

    assert ("Hello", finish, True) == (result.text, result.finish, result.complete)


def test_cut() -> None:
    """A stream that ends before its end is StreamInterrupted at every byte, with what had arrived."""
    body = sse(PLAIN[:-1], b"")
    for length in range(1, len(body) + 1):
        with pytest.raises(genai.StreamInterrupted) as caught:
            streamed(body[:length])
        result: Any = caught.value.result
        assert "Hello".startswith(result.text)
        assert (False, None) == (result.complete, result.finish)
    assert "Hello" == result.text
    assert ("c_1", "m-1", "req_1", 1) == (result.response_id, result.model, result.request_id, len(result.limits))


@pytest.mark.parametrize(
    "body", [b"", b"\n\n", b": ping\n\n", b"data: [DONE]\n\n", sse([chunk()]), sse([chunk(usage=USAGE)])]
)
def test_nothing_at_all(body: bytes) -> None:
    """An answer that nobody said is an error, however the stream ends."""
    with pytest.raises((genai.BadAnswer, genai.StreamInterrupted)):
        streamed(body)
    with pytest.raises(genai.BadAnswer):
        at_once(completion())


def test_who_says_what() -> None:
    """The front door: a stream where a whole answer was asked for, and the other way round, in strict mode."""
    one = specimen("groq")
    side = Side("sync", one)
    streamed_, at_once_ = side.load(one.stream), side.load(one.answer)
    results = [side.stream(streamed_[0], "hi"), streamed_[0].gen_sync("hi")]
    results += [side.stream(at_once_[0], "hi"), at_once_[0].gen_sync("hi")]

    assert [results[0]] * 4 == results
    assert (one.text, one.reasoning) == (results[0].text, results[0].reasoning)


def test_each_text_is_shown_at_once() -> None:
    """A piece of text goes out with the chunk that it came in."""
    reader = decoder(speaker(think_tags=None))

    assert [["Hel"], ["lo"], []] == [[one.text for one in reader.feed(sse([part], b""))] for part in PLAIN]


def test_a_refusal_in_parts() -> None:
    """A part of content that declines is a refusal, no text."""
    message = {"content": [{"type": "refusal", "refusal": "No."}, {"type": "image", "image": "?"}]}
    for result in (said(message), streamed(chunks(message))):
        assert ("", "No.", FinishReason.REFUSAL) == (result.text, result.refusal, result.finish)


def test_details_of_different_ids() -> None:
    """Fragments of details are joined by index and type, but never those of two ids: each has its own signature."""
    sealed = [{"type": "reasoning.encrypted", "index": 0, "id": id_, "data": id_} for id_ in ("rs_1", "rs_2")]
    halves = [{**sealed[0], "data": "rs"}, {**sealed[0], "id": None, "data": "_1"}, sealed[1]]
    stream = streamed([*(chunk({"reasoning_details": [one]}) for one in halves), chunk({}, "stop")])

    assert said({"reasoning_details": sealed}).message == stream.message
