"""Bedrock's answers: every kind of block, whole and streamed, and the way back."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx2
import pytest
from contract.bedrock_frames import Frames
from contract.specimen_bedrock import CITED, PLACE, START, USAGE, block, delta, end, response

import genai

HOME = "https://bedrock-runtime.us-east-1.amazonaws.com"
PNG = b"\x89PNG\r\n\x1a\n0123456789"


def load(body: bytes, **more: Any) -> tuple[genai.Client, list[httpx2.Request]]:
    """A strict client whose every request gets this answer; and its requests."""
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, content=bytes(body))

    client = httpx2.Client(transport=httpx2.MockTransport(answer))
    settings = {"model": "m", "api_key": "sk-test", "base_url": HOME, "strict": True, **more}
    return genai.load("bedrock", http_client=client, **settings), seen


def both(whole: bytes, events: list[tuple[str, Any]]) -> genai.Result:
    """The result of an answer, which is that of its stream as well."""
    result = load(whole)[0].gen_sync("hi")
    with load(Frames.of(events))[0].gen_stream("hi") as stream:
        fragments = list(stream)

    assert result == stream.result
    assert result.message == genai.fold(fragments)
    assert () == result.unknown_fields == stream.result.unknown_fields
    return result


def again(result: genai.Result) -> list[Any]:
    """What of an answer goes back, after a round trip through JSON."""
    llm, seen = load(response({"text": "ok"}))
    history = genai.Messages.of("hi") + result + "and?"
    llm.gen_sync(genai.Messages.from_json(history.to_json()))
    content: list[Any] = json.loads(seen[0].content)["messages"][1]["content"]
    return content


def test_signed_thoughts_go_back() -> None:
    """Text and signature, unchanged."""
    thought = {"reasoningContent": {"reasoningText": {"text": "Hm.", "signature": "c2ln"}}}
    pieces = [delta(0, reasoningContent=one) for one in ({"text": "H"}, {"text": "m."}, {"signature": "c2ln"})]
    result = both(
        response(thought, {"text": "ok"}), [START, *block(0, *pieces), *block(1, delta(1, text="ok")), *end()]
    )

    assert ("Hm.", "ok") == (result.reasoning, result.text)
    assert [thought, {"text": "ok"}] == again(result)


def test_a_signature_without_words_goes_back() -> None:
    """Some models show no thoughts, and sign them all the same."""
    thought = {"reasoningContent": {"reasoningText": {"text": "", "signature": "c2ln"}}}
    events = [START, *block(0, delta(0, reasoningContent={"signature": "c2ln"})), *end()]

    assert [thought] == again(both(response(thought), events))


def test_unsigned_thoughts_do_not_go_back() -> None:
    """Nobody could check them."""
    thought = {"reasoningContent": {"reasoningText": {"text": "Hm."}}}
    events = [START, *block(0, delta(0, reasoningContent={"text": "Hm."})), *block(1, delta(1, text="ok")), *end()]
    result = both(response(thought, {"text": "ok"}), events)

    assert "Hm." == result.reasoning
    assert [{"text": "ok"}] == again(result)


def test_redacted_thoughts_go_back() -> None:
    """As they came; in a stream, pieces of base64 are one."""
    data = base64.b64encode(b"secret thoughts").decode()
    pieces = [base64.b64encode(piece).decode() for piece in (b"secret ", b"thoughts")]
    thought = {"reasoningContent": {"redactedContent": data}}
    events = [START, *block(0, *(delta(0, reasoningContent={"redactedContent": one}) for one in pieces)), *end()]
    result = both(response(thought), events)

    assert "" == result.reasoning
    assert [thought] == again(result)


def test_tools_on_amazons_side() -> None:
    """Their calls and results are no calls of ours, and go back as they came."""
    about = {"toolUseId": "t1", "name": "nova_code_interpreter", "type": "server_tool_use"}
    call = {"toolUse": {**about, "input": {"snippet": "1+1"}}}
    answered = {"toolUseId": "t1", "type": "nova_code_interpreter_result", "status": "success"}
    told = {"toolResult": {**answered, "content": [{"json": {"stdOut": "2"}}]}}
    events = [
        START,
        *block(
            0,
            delta(0, toolUse={"input": '{"snippet":'}),
            delta(0, toolUse={"input": '"1+1"}'}),
            start={"toolUse": about},
        ),
        *block(1, delta(1, toolResult=[{"json": {"stdOut": "2"}}]), start={"toolResult": answered}),
        *block(2, delta(2, text="2")),
        *end(),
    ]
    result = both(response(call, told, {"text": "2"}), events)

    assert ((), "2", "stop") == (result.tool_calls, result.text, result.finish)
    assert [call, told, {"text": "2"}] == again(result)


def test_a_call_without_arguments() -> None:
    """It has an empty object, whether the stream says so or nothing at all."""
    about = {"toolUseId": "t1", "name": "now"}
    for deltas in ([], [delta(0, toolUse={"input": ""})], [delta(0, toolUse={"input": "{}"})]):
        events = [START, *block(0, *deltas, start={"toolUse": about}), *end("tool_use")]
        result = both(response({"toolUse": {**about, "input": {}}}, stop="tool_use"), events)

        assert (("t1", "now", "{}"),) == tuple((one.id, one.name, one.arguments) for one in result.tool_calls)


def test_a_call_that_is_cut_off() -> None:
    """Its arguments are as the model wrote them, as far as it came."""
    about = {"toolUseId": "t1", "name": "now"}
    events = [START, *block(0, delta(0, toolUse={"input": '{"a": '}), start={"toolUse": about}), *end("max_tokens")]
    with load(Frames.of(events))[0].gen_stream("hi") as stream:
        list(stream)

    assert ('{"a": ', "length") == (stream.result.tool_calls[0].arguments, stream.result.finish)


def test_pictures() -> None:
    """Bytes in pieces are one picture, which moves out of the raw answer; it goes back whole."""
    data = base64.b64encode(PNG).decode()
    pieces = [base64.b64encode(piece).decode() for piece in (PNG[:7], PNG[7:])]
    picture = {"image": {"format": "png", "source": {"bytes": data}}}
    events = [
        START,
        *block(0, *(delta(0, image={"source": {"bytes": one}}) for one in pieces), start={"image": {"format": "png"}}),
        *end(),
    ]
    result = both(response(picture), events)

    assert (PNG, "image/png") == (result.docs[0].read(), result.docs[0].mime_type)
    assert None is result.raw["output"]["message"]["content"][0]["image"]["source"]["bytes"]
    assert [picture] == again(result)


def test_a_picture_that_failed() -> None:
    """What is wrong with it is kept, and does not go back."""
    failed = {"image": {"format": "png", "source": {}, "error": {"message": "No."}}}
    result = load(response(failed, {"text": "ok"}))[0].gen_sync("hi")

    assert () == result.docs
    assert {"bedrock": {"failed": failed}} == result.message.replies[0].opaque
    assert [{"text": "ok"}] == again(result)


def test_blocks_without_a_counterpart() -> None:
    """They are kept, and go back."""
    odd = {"audio": {"format": "wav", "source": {"bytes": "AAAA"}}}
    result = load(response(odd, {"text": "ok"}))[0].gen_sync("hi")

    assert "ok" == result.text
    assert [odd, {"text": "ok"}] == again(result)


PLACES: list[tuple[Any, dict[str, Any]]] = [
    (PLACE["location"], {"type": "document", "id": "0", "start_char": 0, "end_char": 12}),
    (
        {"documentPage": {"documentIndex": 1, "start": 2, "end": 3}},
        {"type": "document", "id": "1", "start_page": 2, "end_page": 3},
    ),
    (
        {"documentChunk": {"documentIndex": 1, "start": 2, "end": 3}},
        {"type": "document", "id": "1", "start_block": 2, "end_block": 3},
    ),
    (
        {"searchResultLocation": {"searchResultIndex": 1, "start": 2, "end": 3}},
        {"type": "document", "id": "1", "start_block": 2, "end_block": 3},
    ),
    (
        {"web": {"url": "https://example.org", "domain": "example.org"}},
        {"type": "web", "url": "https://example.org"},
    ),
    ({}, {"type": "document"}),
]


@pytest.mark.parametrize(("location", "expected"), PLACES)
def test_citations(location: Any, expected: dict[str, Any]) -> None:
    """A citation is of the whole text of its block, wherever it is in the answer."""
    cited = {"citationsContent": {"content": [{"text": "It rains."}], "citations": [{**CITED, "location": location}]}}
    events = [
        START,
        *block(0, delta(0, text="Well. ")),
        *block(1, delta(1, text="It rains."), delta(1, citation={**CITED, "location": location})),
        *end(),
    ]
    result = both(response({"text": "Well. "}, cited), events)
    (citation,) = result.citations
    (source,) = citation.sources

    assert ("It rains.", 6, 15) == (citation.text, citation.start, citation.end)
    assert genai.CitationSource(title="Oslo", snippet="Oslo is wet.", **expected) == source
    assert [{"text": "Well. "}, {"text": "It rains."}] == again(result)


STOPS = {
    "end_turn": "stop",
    "tool_use": "tool_calls",
    "max_tokens": "length",
    "stop_sequence": "stop_sequence",
    "guardrail_intervened": "content_filter",
    "content_filtered": "content_filter",
    "malformed_model_output": "other",
    "malformed_tool_use": "other",
    "model_context_window_exceeded": "length",
}


@pytest.mark.parametrize("stop", STOPS)
def test_stop_reasons(stop: str) -> None:
    """Every word that Bedrock has for an end."""
    events = [START, *block(0, delta(0, text="ok")), *end(stop)]

    assert STOPS[stop] == both(response({"text": "ok"}, stop=stop), events).finish


@pytest.mark.parametrize("stop", ["guardrail_intervened", "content_filtered"])
def test_filtered_before_anything_was_said(stop: str) -> None:
    """Nothing but a refusal is an error; it carries the answer."""
    llm, _ = load(response(stop=stop))
    streamed, _ = load(Frames.of([START, *end(stop)]))
    for ask in (lambda: llm.gen_sync("hi"), lambda: list(streamed.gen_stream("hi"))):
        with pytest.raises(genai.ContentFiltered) as caught:
            ask()
        assert caught.value.result is not None
        assert 20 == caught.value.result.usage.input_tokens


def test_nothing_said() -> None:
    """A message without blocks is one."""
    assert "" == both(response(), [START, *end()]).text


def test_usage_and_what_else_is_told() -> None:
    """The cache is counted beside the input on this wire, and inside it here; routers and tiers are told."""
    about: dict[str, Any] = {
        "trace": {"promptRouter": {"invokedModelId": "arn:aws:bedrock:us-east-1::foundation-model/x.y"}},
        "serviceTier": {"type": "flex"},
        "performanceConfig": {"latency": "optimized"},
    }
    events = [START, *block(0, delta(0, text="ok")), end()[0], ("metadata", {**end()[1][1], **about})]
    result = both(response({"text": "ok"}, **about), events)
    usage = result.usage

    assert (20, 5, 2, 11, 31) == (
        usage.input_tokens,
        usage.cached_tokens,
        usage.cache_write_tokens,
        usage.output_tokens,
        usage.total_tokens,
    )
    assert ("arn:aws:bedrock:us-east-1::foundation-model/x.y", "flex") == (result.model, result.service_tier)
    assert USAGE == result.raw["usage"]


def test_more_of_the_models_own_answer() -> None:
    """It is in ``raw``, streamed or not."""
    more = {"additionalModelResponseFields": {"stop_sequence": "x"}}
    stop = ("messageStop", {"stopReason": "stop_sequence", **more})
    with load(Frames.of([START, *block(0, delta(0, text="ok")), stop, end()[1]]))[0].gen_stream("hi") as stream:
        list(stream)

    assert more["additionalModelResponseFields"] == stream.result.raw["additionalModelResponseFields"]


def test_an_event_with_an_unknown_field() -> None:
    """Strict mode tells of it at once; else the answer is read."""
    events = [
        START,
        *block(0, ("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": "ok"}, "x": 1})),
        *end(),
    ]
    with pytest.raises(genai.BadAnswer, match=r"contentBlockDelta\.x"):
        list(load(Frames.of(events))[0].gen_stream("hi"))
    with load(Frames.of(events), strict=False)[0].gen_stream("hi") as stream:
        assert ["ok"] == list(stream.text)


def test_blocks_that_nobody_ended() -> None:
    """The message's end is theirs as well."""
    events = [
        START,
        ("contentBlockStart", {"contentBlockIndex": 0, "start": {"toolUse": {"toolUseId": "t", "name": "n"}}}),
    ]
    with load(Frames.of([*events, *end("tool_use")]))[0].gen_stream("hi") as stream:
        list(stream)

    assert ["n"] == [call.name for call in stream.result.tool_calls]
