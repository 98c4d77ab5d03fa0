"""Streams and answers of Chat Completions that are odd: what is not as documented is one error of the tree."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from contract.chat import CALL, USAGE, chunk, dumped, sse, whole
from contract.side import Side
from contract.specimen import specimen
from hypothesis import given, settings
from hypothesis import strategies as st
from wires.chat_answers import MAKER, Said, at_once, chunks, decoder, said, speaker, streamed
from wires.test_chat_stream import ANSWERS, BESIDE, PLAIN, TOKENS

import genai
from genai.providers._openai_chat.encode import encode
from genai.settings import Settings

OTHER = {"index": 1, "delta": {"content": "Never."}, "finish_reason": "stop"}
HARMLESS: dict[str, bytes] = {
    "comments": b": OPENROUTER PROCESSING\n\n",
    "comments inside": b": ping\ndata: " + dumped(chunk({})) + b"\n\n",
    "names and ids": b"event: message\nid: 5\nretry: 10\ndata: " + dumped(chunk({})) + b"\n\n",
    "blank lines": b"\n\n\n",
    "a ping": b'event: ping\ndata: {"type": "ping"}\n\n',
    "padding": sse([chunk({}, p="abcdef"), chunk({}, obfuscation="xyz")], b""),
    "no choices": sse([chunk(), {"id": "c_1"}, {**chunk(), "choices": None}, {}], b""),
    "null deltas": sse([chunk({"content": None, "tool_calls": None, "role": None, "refusal": None})], b""),
    "empty deltas": sse([chunk({"content": "", "tool_calls": [], "reasoning": ""})], b""),
    "no delta": sse([{"choices": [{"index": 0}]}, {"choices": [{"index": 0, "delta": None, "logprobs": None}]}], b""),
    "another answer": sse([{**chunk(), "choices": [OTHER]}], b""),
    "unknown fields": sse([chunk({"mood": "good"}, weather={"a": 1})], b""),
    "no error": sse([chunk({}, error=None), chunk({}, error={})], b""),
}


@pytest.mark.parametrize("name", HARMLESS)
@pytest.mark.parametrize("at", range(3))
def test_harmless(name: str, at: int) -> None:
    """What says nothing changes nothing, wherever it stands."""
    body = sse(PLAIN[:at], b"") + HARMLESS[name] + sse(PLAIN[at:])
    result = streamed(body, cuts=range(0, len(body), 11))

    assert streamed(PLAIN) == result
    assert streamed(PLAIN).message == result.message


def test_deltas_called_messages() -> None:
    """Servers that say ``message`` for ``delta`` are understood; where there are both, the delta is what is new."""
    renamed = [{**one, "choices": [{**one["choices"][0], "message": one["choices"][0]["delta"]}]} for one in PLAIN]
    for choice in (one["choices"][0] for one in renamed):
        del choice["delta"]
    sofar = [{**one, "choices": [{**one["choices"][0], "message": {"content": "Hello"}}]} for one in PLAIN]

    assert "Hello" == streamed(renamed).text == streamed(sofar).text


def test_a_message_called_delta() -> None:
    """So it is in a whole answer."""
    given = whole({"content": "Hello"})
    given["choices"][0]["delta"] = given["choices"][0].pop("message")

    assert "Hello" == at_once(given).text == streamed(dumped(given)).text
    given["choices"][0]["message"] = {"content": "Both"}
    assert "Both" == at_once(given).text


ERROR = {"error": {"code": "server_error", "message": "It broke."}}


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("error", [ERROR, {"error": "It broke."}, {**chunk({}, "error"), **ERROR}])
def test_errors(at: int, error: Said) -> None:
    """An error in a stream is that error: before the text, within it, and behind the finish reason."""
    reader = decoder()
    fragments = reader.feed(sse(PLAIN[:at], b""))
    with pytest.raises(genai.ProviderError, match="It broke") as caught:
        reader.feed(sse([error]))
    partial = reader.partial()

    assert ("maker", "req_1") == (caught.value.provider, caught.value.request_id)
    assert (["", "Hel", "Hello", "Hello"][at], False) == (partial.text, partial.complete)
    assert genai.fold(fragments) == partial.message


def test_errors_beside_text() -> None:
    """What came in the same bytes before an error goes out first."""
    reader = decoder()

    assert ["Hel", "lo"] == [one.text for one in reader.feed(sse([*PLAIN[:2], ERROR]))]
    with pytest.raises(genai.ProviderError, match="It broke"):
        reader.close()


def test_errors_that_come_first() -> None:
    """An error before anything else, at once and in a stream."""
    with pytest.raises(genai.ProviderError, match="It broke"):
        streamed([ERROR])
    with pytest.raises(genai.ProviderError, match="It broke"):
        at_once(ERROR)


def test_errors_at_the_front_door() -> None:
    """What had arrived before an error is the stream's result."""
    side = Side("sync", specimen("groq"))
    llm, _ = side.load(sse([*PLAIN[:2], ERROR]))
    with llm.gen_stream("hi") as stream, pytest.raises(genai.StreamInterrupted):
        list(stream)

    assert ("Hello", False) == (stream.result.text, stream.result.complete)


def test_filtered() -> None:
    """Filtered with nothing said is an error; with something said, it is the reason of the end."""
    with pytest.raises(genai.ContentFiltered):
        said({"content": ""}, finish="content_filter")
    with pytest.raises(genai.ContentFiltered):
        streamed([chunk({}, "content_filter")])
    assert "content_filter" == streamed([PLAIN[0], chunk({}, "content_filter")]).finish


ODD: dict[str, Said] = {
    "content": chunk({"content": 5}),
    "a part": chunk({"content": ["Hello"]}),
    "a part's text": chunk({"content": [{"type": "text", "text": 5}]}),
    "a part's thoughts": chunk({"content": [{"type": "thinking", "thinking": [5]}]}),
    "thoughts": chunk({"reasoning_content": {"text": "x"}}),
    "details": chunk({"reasoning_details": [{"type": "reasoning.text", "text": 5}]}),
    "a detail": chunk({"reasoning_details": ["x"]}),
    "a refusal": chunk({"refusal": True}),
    "a delta": {"choices": [{"index": 0, "delta": "Hello"}]},
    "a choice": {"choices": ["Hello"]},
    "choices": {"choices": 5},
    "finish": chunk({}, 5),  # type: ignore[arg-type]
    "logprobs": {"choices": [{"index": 0, "delta": {}, "logprobs": [1]}]},
    "a token": {"choices": [{"index": 0, "delta": {}, "logprobs": {"content": [{"token": "a", "logprob": "b"}]}}]},
    "calls": chunk({"tool_calls": {"a": 1}}),
    "a sound": chunk({"audio": "x"}),
    "a sound's bytes": chunk({"audio": {"data": "é"}}),
    "a sound's id": chunk({"audio": {"id": 5}}),
    "a sound's end": chunk({"audio": {"id": "a", "expires_at": "never"}}),
    "pictures": chunk({"images": [{"image_url": "https://a.org"}]}),
    "a picture's URL": chunk({"images": [{"image_url": {"url": "http://[x"}}]}),
    "a picture's bytes": chunk({"images": [{"image_url": {"url": "data:image/png;base64,é"}}]}),
    "notes": chunk({"annotations": [5]}),
}
ODD_AT_THE_END: dict[str, Said] = {
    "usage": chunk(usage=5),
    "tokens": chunk(usage={"prompt_tokens": "5"}),
    "half tokens": chunk(usage={"prompt_tokens": 5.5}),
    "details of tokens": chunk(usage={"prompt_tokens": 5, "prompt_tokens_details": 5}),
    "model": chunk({}, model=5),
    "id": {**chunk({}), "id": 5},
    "tier": chunk({}, service_tier={}),
    "groq's own": chunk({}, x_groq=5),
    "a clock": chunk({}, timings=5),
    "a note": chunk({"annotations": [{"type": "url_citation", "url": 5}]}),
    "a note's place": chunk({"annotations": [{"type": "url_citation", "start_index": "0"}]}),
    "pages": chunk({}, search_results=5),
    "a page": chunk({}, search_results=["a"]),
    "links": chunk({}, citations=[5]),
    "a call": chunk({"tool_calls": [{"index": 0, "function": {"arguments": "{}"}}]}),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_chunks(name: str) -> None:
    """A chunk that is not as documented is BadAnswer at once; the result so far is there, and is sound."""
    reader = decoder(sound="wav")
    fragments = reader.feed(sse(PLAIN[:2], b""))
    with pytest.raises(genai.BadAnswer) as caught:
        reader.feed(sse([ODD[name]]))
    partial = reader.partial()

    assert ("Hello", "c_1", False) == (partial.text, partial.response_id, partial.complete)
    assert partial.message == genai.fold(fragments)
    assert caught.value.body == dumped(ODD[name])


STOP = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}


@pytest.mark.parametrize("end", [b"data: [DONE]\n\n", sse([STOP], b""), sse([STOP])])
@pytest.mark.parametrize("name", ODD_AT_THE_END)
def test_odd_ends(name: str, end: bytes) -> None:
    """What is read at the end only is BadAnswer there, however the stream ends; the result so far is there."""
    reader = decoder()
    with pytest.raises(genai.BadAnswer):  # noqa: PT012  in whichever it comes out
        reader.feed(sse([*PLAIN[:2], ODD_AT_THE_END[name]], end))
        reader.close()

    assert "Hello" == reader.partial().text
    assert not reader.partial().complete


@pytest.mark.parametrize("name", [*ODD, *ODD_AT_THE_END])
def test_odd_answers(name: str) -> None:
    """The same in a whole answer is BadAnswer, with the body."""
    given = {**ODD, **ODD_AT_THE_END}[name]
    choices = given["choices"]
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        choices = [{**choices[0], "finish_reason": choices[0].get("finish_reason") or "stop"}]
    body = {**given, "choices": choices or whole({"content": "Hello"})["choices"]}
    with pytest.raises(genai.BadAnswer) as caught:
        at_once(body)

    assert dumped(body) == caught.value.body
    with pytest.raises(genai.BadAnswer):
        streamed(dumped(body))


@pytest.mark.parametrize("body", [b"[1]", b'"x"', b"null", b"5", b"{", b"\xff", b"<html></html>", b"[" * 100_000])
def test_no_answers(body: bytes) -> None:
    """What is no object, or no JSON, is BadAnswer: as an event, as a stream, and at once."""
    with pytest.raises(genai.BadAnswer):
        streamed(b"data: " + body + b"\n\ndata: [DONE]\n\n")
    with pytest.raises(genai.BadAnswer):
        streamed(body)
    side = Side("sync", specimen("groq"))
    with pytest.raises(genai.BadAnswer):
        side.load(body)[0].gen_sync("hi")


# --- Anything in any place --------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["type", "text"]), inner, max_size=2),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to each value within a value."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*path, key)
        yield from places(inner, (*path, key))


def changed(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    """The value with another one in a place."""
    made = copy.deepcopy(value)
    inner = made
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = other
    return made


ALL: Said = {**{key: value for answer in ANSWERS.values() for key, value in answer.items()}, "tool_calls": [CALL]}
FULL = whole(ALL, **BESIDE, x_groq={"usage": USAGE}, timings={"prompt_n": 1}, web_search=[{"link": "u"}])
FULL["choices"][0]["logprobs"] = {"content": TOKENS}
CHUNKS = chunks(ALL, "stop", (9,), **BESIDE, images=[{"image_url": "u"}])


def sound(result: genai.Result) -> None:
    """A result goes to JSON and back, and its message goes back to its maker."""
    assert result == genai.Result.from_json(result.to_json())
    dumped(encode(speaker(thoughts_back=True), genai.Messages.of("hi") + result, Settings({})).body)


@settings(max_examples=400, deadline=None)
@given(data=st.data(), other=JSON)
def test_any_value_in_an_answer(data: st.DataObject, other: Any) -> None:
    """Whatever stands wherever, there is a sound result, or an error of the tree."""
    body = changed(FULL, data.draw(st.sampled_from(list(places(FULL)))), other)
    try:
        sound(at_once(body, sound="wav"))
    except genai.Error as error:
        assert not isinstance(error, genai.CallerError) or body.get("error")
    try:
        sound(streamed(dumped(body), sound="wav"))
    except genai.Error as error:
        assert not isinstance(error, genai.CallerError)


@settings(max_examples=400, deadline=None)
@given(data=st.data(), other=JSON)
def test_any_value_in_a_stream(data: st.DataObject, other: Any) -> None:
    """So it is in a stream, whose partial result is there at any time."""
    number = data.draw(st.integers(0, len(CHUNKS) - 1))
    odd = changed(CHUNKS[number], data.draw(st.sampled_from(list(places(CHUNKS[number])))), other)
    reader = decoder(MAKER, "wav")
    body = sse([*CHUNKS[:number], odd, *CHUNKS[number + 1 :]], data.draw(st.sampled_from([b"", b"data: [DONE]\n\n"])))
    try:
        for start in range(0, len(body), 200):
            reader.feed(body[start : start + 200])
            assert not reader.partial().complete
        sound(reader.close())
    except genai.Error as error:
        assert not isinstance(error, genai.CallerError)
        sound(reader.partial())


@settings(max_examples=200, deadline=None)
@given(body=JSON | st.dictionaries(st.sampled_from([*FULL, "error"]), JSON, max_size=3))
def test_any_value_as_an_answer(body: Any) -> None:
    """Any JSON at all."""
    readers: list[Callable[[Any], genai.Result]] = [
        at_once,
        lambda given: streamed(dumped(given)),
        lambda given: streamed(b"data: " + dumped(given) + b"\n\n"),
    ]
    for read in readers:
        try:
            sound(read(json.loads(dumped(body))))
        except genai.Error:
            pass
