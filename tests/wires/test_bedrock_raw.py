"""Bedrock's raw endpoints: what is written goes out, and raw types come back."""

from __future__ import annotations

import json
from typing import Any

import openapi
import pytest
from contract.bedrock_frames import Frames
from contract.specimen_bedrock import EVENTS, PLAIN_EVENTS, SPECIMEN, dumped
from wires.test_bedrock_answers import load

import genai
from genai import convert
from genai.providers.bedrock import raw
from genai.wiretypes import attributes, wire_name

ASK = raw.ConverseRequest(messages=[raw.Message(role="user", content=[raw.ContentBlock(text="hi")])])


def test_gen_sync() -> None:
    """A request of raw types; an answer of raw types, which says all that came."""
    llm, seen = load(bytes(SPECIMEN.answer))
    answer = llm.raw.gen_sync(ASK)

    assert {"messages": [{"role": "user", "content": [{"text": "hi"}]}]} == json.loads(seen[0].content)
    assert json.loads(SPECIMEN.answer) == convert.unstructure(answer)


def test_gen_stream() -> None:
    """Every event comes out; the result is all of them in one."""
    llm, seen = load(bytes(SPECIMEN.stream), model="n")
    with llm.raw.gen_stream(ASK) as stream:
        events = list(stream)
    whole = json.loads(SPECIMEN.answer)

    assert "/model/n/converse-stream" == seen[0].url.path
    assert [{name: fields} for name, fields in EVENTS] == [convert.unstructure(event) for event in events]
    assert whole == convert.unstructure(stream.result)


def test_a_whole_answer_where_a_stream_was_asked_for() -> None:
    """Its blocks come as events."""
    llm, _ = load(bytes(SPECIMEN.answer))
    with llm.raw.gen_stream(ASK) as stream:
        events = list(stream)

    assert json.loads(SPECIMEN.answer) == convert.unstructure(stream.result)
    assert 3 == sum(event.contentBlockStop is not None for event in events)


def test_a_model_of_its_own() -> None:
    """A request may name another model than the client's."""
    llm, seen = load(bytes(SPECIMEN.plain))
    llm.raw.gen_sync(raw.ConverseRequest(modelId="a:b", messages=ASK.messages))

    assert b"/model/a%3Ab/converse" == seen[0].url.raw_path
    assert "modelId" not in json.loads(seen[0].content)


def test_count_tokens() -> None:
    """A conversation, or a model's own request."""
    llm, seen = load(dumped({"inputTokens": 9}))
    own = raw.CountTokensInput(invokeModel=raw.InvokeModelTokensRequest(body="e30="))

    assert raw.CountTokensResponse(inputTokens=9) == llm.raw.count_tokens(raw.CountTokensRequest(input=own))
    assert {"input": {"invokeModel": {"body": "e30="}}} == json.loads(seen[0].content)


def test_invoke() -> None:
    """JSON in, JSON out; headers say what has no place in the body."""
    llm, seen = load(b'{"embedding": [1.5]}')
    answer = llm.raw.invoke({"inputText": "hi"}, model="amazon.titan", headers={"X-Amzn-Bedrock-Trace": "ENABLED"})

    assert {"embedding": [1.5]} == answer
    assert ("/model/amazon.titan/invoke", "ENABLED") == (seen[0].url.path, seen[0].headers["x-amzn-bedrock-trace"])


def test_guardrails() -> None:
    """Texts are judged; what is found comes as raw types."""
    told = {"usage": None, "action": "NONE", "outputs": [{"text": "ok"}], "assessments": []}
    llm, seen = load(dumped({key: value for key, value in told.items() if value is not None}), strict=False)
    asked = raw.ApplyGuardrailRequest(
        source="INPUT", content=[raw.GuardrailContentBlock(text=raw.GuardrailTextBlock(text="hi"))]
    )
    with pytest.raises(genai.BadAnswer, match="usage: missing"):
        llm.raw.apply_guardrail("abc", "1", asked)

    assert "/guardrail/abc/version/1/apply" == seen[0].url.path
    assert {"source": "INPUT", "content": [{"text": {"text": "hi"}}]} == json.loads(seen[0].content)


def test_guardrail_checks() -> None:
    """Messages are checked without a guardrail of one's own."""
    checked: dict[str, Any] = {"usage": {}, "results": {}}
    llm, seen = load(dumped(checked))
    message = raw.GuardrailChecksMessage(role="user", content=[raw.GuardrailChecksContentBlock(text="hi")])
    llm.raw.guardrail_checks(raw.InvokeGuardrailChecksRequest(messages=[message], checks=raw.GuardrailChecksConfig()))

    assert "/guardrail-checks/invoke" == seen[0].url.path


def test_background_invocations() -> None:
    """They are started, looked at and listed."""
    arn = "arn:aws:bedrock:us-east-1:000000000000:async-invoke/abc"
    llm, seen = load(dumped({"invocationArn": arn}))
    place = raw.AsyncInvokeS3OutputDataConfig(s3Uri="s3://bucket")
    started = llm.raw.start(
        raw.StartAsyncInvokeRequest(
            modelId="m",
            modelInput={"a": 1},
            outputDataConfig=raw.AsyncInvokeOutputDataConfig(s3OutputDataConfig=place),
        )
    )

    assert raw.StartAsyncInvokeResponse(invocationArn=arn) == started
    assert {
        "modelId": "m",
        "modelInput": {"a": 1},
        "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://bucket"}},
    } == json.loads(seen[0].content)
    calls: tuple[tuple[Any, bytes], ...] = (
        (lambda one: one.raw.started(arn), b"/async-invoke/arn%3Aaws%3A"),
        (lambda one: one.raw.all_started(maxResults=3), b"/async-invoke?maxResults=3"),
    )
    for call, where in calls:
        llm, seen = load(b"{}")
        if b"?" in where:
            assert raw.ListAsyncInvokesResponse() == call(llm)
        else:
            with pytest.raises(genai.BadAnswer, match="missing"):
                call(llm)
        assert seen[0].url.raw_path.startswith(where)


def test_strict_endpoints() -> None:
    """An answer or an event with an unknown field is a bad one; errors under status 200 are errors."""
    odd = [PLAIN_EVENTS[0], ("telepathy", {}), *PLAIN_EVENTS[1:]]
    with pytest.raises(genai.BadAnswer, match="telepathy"):
        load(bytes(SPECIMEN.unknown_field))[0].raw.gen_sync(ASK)
    with pytest.raises(genai.BadAnswer, match="telepathy"):
        list(load(bytes(Frames.of(odd)))[0].raw.gen_stream(ASK))
    with load(bytes(Frames.of(odd)), strict=False)[0].raw.gen_stream(ASK) as stream:
        assert len(odd) == len(list(stream))
    with pytest.raises(genai.ProviderError, match="It broke"):
        load(bytes(SPECIMEN.error_in_200))[0].raw.gen_sync(ASK)
    with pytest.raises(genai.StreamInterrupted) as caught:
        list(load(bytes(SPECIMEN.cut_stream))[0].raw.gen_stream(ASK))

    assert caught.value.result is not None


@pytest.mark.skipif(not openapi.available(), reason="no API descriptions (GENAI_SPECS)")
def test_every_field_of_the_description() -> None:
    """The raw types have all fields that Amazon's own description has, and what is recorded beyond them."""
    shapes = json.loads((openapi.ROOT / "bedrock-runtime.service-2.json").read_bytes())["shapes"]
    more = {"cacheReadInputTokenCount", "cacheWriteInputTokenCount", "serverToolUsage", "p"}
    checked = 0
    for name, shape in shapes.items():
        cls = getattr(raw, name, None)
        if shape["type"] != "structure" or cls is None:
            continue
        described = {key for key, member in shape["members"].items() if "location" not in member}
        assert described == {wire_name(one) for one in attributes(cls)} - more - {"modelId"} | (described & {"modelId"})
        checked += 1

    assert 165 < checked
