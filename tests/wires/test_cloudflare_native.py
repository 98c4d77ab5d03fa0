"""Workers AI's native wire: what is said on it, what comes back, and the raw endpoints."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from contract.specimen_cloudflare import CALL, LAST, MODEL, PLAIN_CHUNKS, SPECIMEN, USAGE, envelope, pieces, sse
from hypothesis import given, settings
from hypothesis import strategies as st
from wires.chat_calls import PNG, PNG_PART, SCHEMA, TOOL, weather

import genai
from genai.messages import Message, Reply, ToolCall, ToolCallResult
from genai.provider import Ask
from genai.providers.cloudflare import Options, raw
from genai.sansio import HttpResponse, Open
from genai.settings import merge
from genai.tools import Tool

HOME = "https://api.cloudflare.com/client/v4/accounts/ACCOUNT_ID/ai"
MODEL_ID = "@cf/meta/llama-4-scout-17b-16e-instruct"


def load(*answers: bytes, status: int = 200, **more: Any) -> tuple[genai.Client, list[httpx2.Request]]:
    """A strict client whose server gives these answers in turn (the last one again); and its requests."""
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        body = answers[min(len(seen), len(answers)) - 1]
        return httpx2.Response(status, content=body, headers={"cf-ray": "ray-1"})

    client = httpx2.Client(transport=httpx2.MockTransport(answer))
    arguments = {"model": MODEL_ID, "api_key": "sk-test", "base_url": HOME, "strict": True, "retry": 0, **more}
    return genai.load("cloudflare", http_client=client, **arguments), seen


def sent(messages: Any, *options: Any, **more: Any) -> Any:
    """The body of a request."""
    llm, seen = load(SPECIMEN.plain)
    llm.gen_sync(messages, *options, **more)
    return json.loads(seen[0].content)


def test_the_account_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model stands in the URL with its own slashes; either variable may hold the key."""
    monkeypatch.delenv("CLOUDFLARE_API_KEY", raising=False)
    monkeypatch.setenv("CLOUDFLARE_ACCOUNT_ID", "ACCOUNT_ID")
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", "t")
    llm, seen = load(SPECIMEN.plain, api_key=None, base_url=None)
    llm.gen_sync("hi")

    assert f"{HOME}/run/{MODEL_ID}" == str(seen[0].url)
    assert "Bearer t" == seen[0].headers["authorization"]
    assert {"messages": [{"role": "user", "content": "hi"}]} == json.loads(seen[0].content)


def test_a_url_of_chat_completions() -> None:
    """There the other wire is spoken, and models are not listed."""
    native, _ = load(SPECIMEN.plain)
    chat, _ = load(SPECIMEN.plain, base_url=f"{HOME}/v1")

    assert (True, False) == (native.capabilities.list_models, chat.capabilities.list_models)
    assert ("Native", "Chat") == (type(native._wire).__name__, type(chat._wire).__name__)


def test_models_that_lead_elsewhere() -> None:
    """A model's name is a part of the path, and leads nowhere else."""
    llm, seen = load(SPECIMEN.plain, model="bad model")
    llm.gen_sync("hi")

    assert b"/client/v4/accounts/ACCOUNT_ID/ai/run/bad%20model" == seen[0].url.raw_path
    with pytest.raises(genai.InvalidRequest, match="not an id"):
        load(SPECIMEN.plain, model="../../tokens")[0].gen_sync("hi")


def test_a_rich_request() -> None:
    """All that models of Workers AI share; a schema goes without a name."""
    body = sent(
        genai.Messages.of("What is this?", PNG),
        Options(repetition_penalty=1.1, raw=False),
        system_prompt="Be brief.",
        temperature=0,
        top_p=0.5,
        top_k=3,
        max_tokens=9,
        seed=1,
        frequency_penalty=0.5,
        presence_penalty=0.5,
        decode_as=SCHEMA,
        tools=[weather],
    )

    assert {
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": [{"type": "text", "text": "What is this?"}, PNG_PART]},
        ],
        "temperature": 0,
        "top_p": 0.5,
        "top_k": 3,
        "max_tokens": 9,
        "seed": 1,
        "frequency_penalty": 0.5,
        "presence_penalty": 0.5,
        "response_format": {"type": "json_schema", "json_schema": SCHEMA},
        "tools": [TOOL],
        "repetition_penalty": 1.1,
        "raw": False,
    } == body


def test_a_stream_is_asked_for() -> None:
    """In the body, and without OpenAI's options of streams; any JSON is a format without a schema."""
    llm, seen = load(SPECIMEN.plain_stream)
    list(llm.gen_stream("hi", reply_as_json=True))

    assert {
        "messages": [{"role": "user", "content": "hi"}],
        "response_format": {"type": "json_object"},
        "stream": True,
    } == json.loads(seen[0].content)


def test_what_there_are_no_words_for() -> None:
    """Nothing forces a tool here, or forbids several calls; and no tool answers with a picture."""
    llm, seen = load(SPECIMEN.plain)
    call = Message(replies=(Reply(tool_call=ToolCall(id="c", name="f")),))
    messages = genai.Messages.of("hi", call, ToolCallResult(id="c", content=PNG))
    strict = Tool(name="f", description="F.", parameters={"type": "object"}, strict=True)
    with pytest.raises(genai.NotSupported) as caught:
        llm.gen_sync(messages, tools=[strict], force="required", parallel=False, stop=["x"], effort="low")

    assert [] == seen
    assert {
        "ToolOptions.force",
        "ToolOptions.parallel",
        "TextOptions.stop",
        "ReasoningOptions.effort",
        "ToolOptions.tools",
        "messages[2].tool_results[0].content[0]",
    } == {named.partition(": ")[0] for named in caught.value.unsupported}


def test_calls_of_tools_are_said_in_words() -> None:
    """A message has a role, a content, and a call's id: so each call is the content of one."""
    said = Message(
        replies=(
            Reply(text="Let me look."),
            Reply(tool_call=ToolCall(id="c1", name="f", arguments='{"a": 1}'), block=1),
            Reply(tool_call=ToolCall(id="c2", name="g", arguments="{broken"), block=2),
        )
    )
    answers = [ToolCallResult(id="c1", name="f", content="one"), ToolCallResult(id="c2", name="g", content="two")]

    assert [
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": "Let me look."},
        {"role": "assistant", "content": '{"name":"f","arguments":{"a":1}}', "tool_call_id": "c1"},
        {"role": "assistant", "content": '{"name":"g","arguments":"{broken"}', "tool_call_id": "c2"},
        {"role": "tool", "content": "one", "tool_call_id": "c1"},
        {"role": "tool", "content": "two", "tool_call_id": "c2"},
    ] == sent(genai.Messages.of("hi", said, *answers))["messages"]


@pytest.mark.parametrize(
    ("response", "text"),
    [({"is_fruit": True}, '{"is_fruit":true}'), (True, "true"), (1.5, "1.5"), ("", ""), ([1], "[1]")],
)
def test_answers_that_are_json(response: Any, text: str) -> None:
    """Where JSON was asked for it comes decoded, and is a text again."""
    whole, _ = load(envelope({"response": response, "usage": USAGE}))
    streamed, _ = load(sse([{"response": response, "p": "ab"}, LAST]))
    with streamed.gen_stream("hi") as stream:
        list(stream)

    assert text == whole.gen_sync("hi").text == stream.result.text


def test_calls_in_the_form_of_the_sdk() -> None:
    """Some models write a call's name and arguments without more."""
    plain = {"name": "get_weather", "arguments": {"city": "Oslo"}}
    (call,) = load(envelope({"response": None, "tool_calls": [plain], "usage": USAGE}))[0].gen_sync("hi").tool_calls

    assert ("", "get_weather", {"city": "Oslo"}) == (call.id, call.name, call.decoded())


def test_no_answer_says_why_it_ends() -> None:
    """Neither does the result, unless there are calls."""
    plain, called = load(SPECIMEN.plain)[0], load(envelope({"tool_calls": [CALL], "usage": USAGE}))[0]

    assert ("other", "tool_calls") == (plain.gen_sync("hi").finish, called.gen_sync("hi").finish)


def test_a_stream_as_raw() -> None:
    """What the chunks say together is what a whole answer would have been."""
    llm, _ = load(SPECIMEN.stream)
    with llm.gen_stream("hi") as stream:
        list(stream)
    whole = json.loads(SPECIMEN.answer)

    assert whole == stream.result.raw
    assert USAGE["prompt_tokens"] == stream.result.usage.input_tokens


STREAMS = (SPECIMEN.stream, SPECIMEN.plain_stream, SPECIMEN.cut_stream, SPECIMEN.error_in_stream, SPECIMEN.answer)


def outcome(chunks: list[bytes]) -> Any:
    """What comes of a stream in pieces, so that it can be compared."""
    llm, _ = load(b"")
    step = next(llm._wire.gen_stream(Ask(messages=genai.Messages.of("hi"), settings=merge((), {})[0])))
    assert isinstance(step, Open)
    decoder = step.decoder(HttpResponse(status=200))
    fragments: list[Reply] = []
    try:
        for chunk in chunks:
            fragments += decoder.feed(chunk)
        return decoder.close(), genai.fold(fragments)
    except genai.Error as error:
        return type(error), str(error), genai.fold(fragments), decoder.partial()


@settings(max_examples=60, deadline=None)
@given(stream=st.sampled_from(STREAMS), data=st.data())
def test_any_split(stream: bytes, data: st.DataObject) -> None:
    """Whole, cut or failed: a stream gives the same wherever it is cut."""
    cuts = sorted(data.draw(st.sets(st.integers(1, len(stream) - 1), max_size=30)))
    chunks = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]

    assert outcome([stream]) == outcome(chunks)


@pytest.mark.parametrize("broken", [[], "text", 5])
def test_results_that_are_none(broken: Any) -> None:
    """They are bad answers, streamed or not."""
    body = envelope(broken)
    with pytest.raises(genai.BadAnswer):
        load(body, strict=False)[0].gen_sync("hi")
    with pytest.raises(genai.BadAnswer):
        list(load(body, strict=False)[0].gen_stream("hi"))


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (400, 7000, genai.ModelNotFound),
        (403, 5023, genai.InvalidRequest),
        (403, 5018, genai.AuthError),
        (429, 3036, genai.QuotaExceeded),
        (500, 9999, genai.ProviderError),
    ],
)
def test_errors(status: int, code: int, expected: type[genai.Error]) -> None:
    """Their codes are numbers in Cloudflare's envelope; a fault of the request is one, whatever its status."""
    llm, _ = load(envelope(None, {"code": code, "message": "No."}), status=status)
    with pytest.raises(genai.Error) as caught:
        llm.gen_sync("hi")
    error = caught.value

    assert (expected, str(code), "No.", status, "ray-1") == (
        type(error),
        error.code,
        error.detail,
        error.status,
        error.request_id,
    )
    assert (expected is genai.AuthError) == ("CLOUDFLARE_API_KEY" in str(error))


def test_models_come_in_pages() -> None:
    """A full page is followed by another one."""
    full = envelope([{**MODEL, "name": f"@cf/meta/m-{number}"} for number in range(100)])
    llm, seen = load(full, envelope([{**MODEL, "properties": []}]))
    models = llm.list_models()

    assert (101, "@cf/meta/m-0", "gpt-5") == (len(models), models[0].id, models[-1].id)
    assert ("meta", 128000, 1754389649.131) == (models[0].owner, models[0].context, models[0].created)
    assert (None, None) == (models[-1].owner, models[-1].context)
    assert ["1", "2"] == [request.url.params["page"] for request in seen]


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"result": [{"id": "x"}]}', b'{"result": 5}'])
def test_lists_that_are_none(body: bytes) -> None:
    """They are bad answers."""
    with pytest.raises(genai.BadAnswer):
        load(body, strict=False)[0].list_models()


# --- Raw endpoints ----------------------------------------------------------------------------------------------------

ASK = raw.RunRequest(messages=[raw.RunMessage(role="user", content="hi")], max_tokens=9)


def test_raw_gen_sync() -> None:
    """Raw types in, raw types out."""
    llm, seen = load(SPECIMEN.answer)
    answer = llm.raw.gen_sync(ASK, model="@cf/x/y")

    assert {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 9} == json.loads(seen[0].content)
    assert f"{HOME}/run/@cf/x/y" == str(seen[0].url)
    assert (20, "get_weather") == (answer.result.usage.prompt_tokens, answer.result.tool_calls[0].function.name)


def test_raw_gen_stream() -> None:
    """Every chunk comes out; the last one is the result."""
    llm, seen = load(SPECIMEN.plain_stream)
    with llm.raw.gen_stream(ASK) as stream:
        chunks = list(stream)

    assert True is json.loads(seen[0].content)["stream"]
    assert len(PLAIN_CHUNKS) == len(chunks)
    assert 11 == stream.result.usage.completion_tokens
    with load(SPECIMEN.plain)[0].raw.gen_stream(ASK) as whole:
        assert ["Hello there."] == [chunk.response for chunk in whole]


def test_raw_run() -> None:
    """Any model, in its own words."""
    llm, seen = load(envelope({"shape": [1, 2], "data": [[0.5, 1]]}))

    assert {"shape": [1, 2], "data": [[0.5, 1]]} == llm.raw.run({"text": ["hi"]}, model="@cf/baai/bge-m3")
    assert {"text": ["hi"]} == json.loads(seen[0].content)


def test_raw_list_models() -> None:
    """One page."""
    llm, seen = load(SPECIMEN.models)

    assert ["gpt-5"] == [model.name for model in llm.raw.list_models(page=3).result]
    assert "page=3&per_page=100&hide_experimental=false" == seen[0].url.query.decode()


def test_raw_faults() -> None:
    """Errors, unknown fields and streams without an end are told, as everywhere."""
    with pytest.raises(genai.ProviderError, match="It broke"):
        load(SPECIMEN.error_in_200)[0].raw.gen_sync(ASK)
    with pytest.raises(genai.StreamInterrupted, match="It broke"):
        list(load(SPECIMEN.error_in_stream)[0].raw.gen_stream(ASK))
    with pytest.raises(genai.BadAnswer, match="telepathy"):
        load(SPECIMEN.unknown_field)[0].raw.gen_sync(ASK)
    with pytest.raises(genai.BadAnswer, match="telepathy"):
        list(load(SPECIMEN.unknown_event)[0].raw.gen_stream(ASK))
    with pytest.raises(genai.StreamInterrupted):
        list(load(sse(pieces("Hello"), b""))[0].raw.gen_stream(ASK))
    with pytest.raises(genai.BadAnswer):
        load(b'{"result": {"usage": {"prompt_tokens": "many"}}}', strict=False)[0].raw.gen_sync(ASK)
