"""HasteKit's gateway: its two routes, what it keeps to itself, pictures both ways, and its own errors."""

from __future__ import annotations

import base64
import importlib
import json
from typing import Any

import httpx2
import openapi
import pytest
from attrs import evolve
from contract.side import KEY, Side
from contract.specimen_hastekit import ROUTE, SPECIMEN
from contract.specimen_openairesponses import CALL, MESSAGE, PLAIN, begun, dumped, ended, failure, response, sse

import genai
from genai.providers import hastekit, openairesponses
from genai.providers.hastekit import raw
from genai.providers.openairesponses import input_items, output_items
from genai.providers.openairesponses.raw import ImageGeneration, Response

PNG = b"\x89PNG\r\n\x1a\n"
PNG_64 = base64.b64encode(PNG).decode()
NATIVE = "/api/gateway/responses"
SIDE = Side("sync", SPECIMEN)
AUTHORIZATION = {"authorization": f"Bearer {KEY}"}
VIRTUAL = {"x-virtual-key": KEY}


def asked(model: str, **arguments: Any) -> tuple[httpx2.Request, genai.Result]:
    """The request that a model is asked with, and the result."""
    llm, server = SIDE.load(SPECIMEN.plain, model=model, **arguments)
    result = llm.gen_sync("hi")
    return server.requests[0], result


def body(*messages: Any, **arguments: Any) -> dict[str, Any]:
    """The body that a conversation is sent as."""
    llm, server = SIDE.load(SPECIMEN.plain, **arguments)
    llm.gen_sync(genai.Messages.of(*messages))
    made: dict[str, Any] = server.bodies()[0]
    return made


# --- The two routes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "route", "sent", "key"),
    [
        ("gpt-4.1-mini", ROUTE, "gpt-4.1-mini", AUTHORIZATION),
        ("ft:gpt-4o:me::1", ROUTE, "ft:gpt-4o:me::1", AUTHORIZATION),
        ("OpenAI:gpt-4.1-mini", NATIVE, "OpenAI:gpt-4.1-mini", VIRTUAL),
        ("OpenAI/gpt-4.1-mini", NATIVE, "OpenAI:gpt-4.1-mini", VIRTUAL),
        ("Z.ai/glm-5", NATIVE, "Z.ai:glm-5", VIRTUAL),
        ("Ollama/qwen3:8b", NATIVE, "Ollama:qwen3:8b", VIRTUAL),
        ("Ollama:qwen3:8b", NATIVE, "Ollama:qwen3:8b", VIRTUAL),
        ("OpenRouter/qwen/qwen3", NATIVE, "OpenRouter:qwen/qwen3", VIRTUAL),
        ("OpenAI:ft:gpt-4o:me::1", NATIVE, "OpenAI:ft:gpt-4o:me::1", VIRTUAL),
    ],
)
def test_the_model_decides_the_route(model: str, route: str, sent: str, key: dict[str, str]) -> None:
    """A bare name goes to OpenAI's route, one with a provider's word to the native one; the key where each has it."""
    request, result = asked(model)
    keys = {name: value for name, value in request.headers.items() if name in ("authorization", "x-virtual-key")}

    assert ("POST", f"http://localhost:6060{route}") == (request.method, str(request.url))
    assert sent == json.loads(request.content)["model"]
    assert key == keys
    assert "hastekit" == result.provider


@pytest.mark.parametrize("name", ["hastekit:OpenAI:gpt-4.1-mini", "hastekit:OpenAI/gpt-4.1-mini"])
def test_the_name_of_provider_and_model_in_one(name: str) -> None:
    """``load`` splits at the first colon alone, and the client has the name that is sent."""
    assert "OpenAI:gpt-4.1-mini" == genai.load(name).model


def test_a_model_by_its_tier() -> None:
    """A tier is a bare name."""
    llm = genai.load("hastekit", model="CHEAP")

    assert ("gpt-5.6-luna", 1050000) == (llm.model, llm.limits["context"])


def test_another_gateway() -> None:
    """A gateway elsewhere is a base URL; the hosted one is the package's own host."""
    request, _ = asked("gpt-4.1-mini", base_url="https://gateway.example.org/")

    assert f"https://gateway.example.org{ROUTE}" == str(request.url)
    assert genai.providers.trusted(hastekit.INFO, "https://app.hastekit.ai")
    assert not genai.providers.trusted(hastekit.INFO, "https://hastekit.ai.example.org")


def test_a_local_gateway_without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key neither header is sent; that is for loopback only."""
    monkeypatch.delenv("HASTEKIT_API_KEY", raising=False)
    request, _ = asked("OpenAI:gpt-4.1-mini", api_key=None)

    assert set() == {"authorization", "x-virtual-key"} & set(request.headers)
    with pytest.raises(genai.AuthError, match="HASTEKIT_API_KEY"):
        asked("gpt-4.1-mini", api_key=None, base_url="https://app.hastekit.ai")


@pytest.mark.parametrize(("model", "route"), [("gpt-4.1-mini", ROUTE), ("OpenAI/gpt-4.1-mini", NATIVE)])
def test_raw(model: str, route: str) -> None:
    """The raw endpoint goes by the client's route; whole and streamed, and there is no other one."""
    llm, server = SIDE.load(SPECIMEN.plain, SPECIMEN.plain_stream, model=model)
    request = raw.Response(model=llm.model, input="hi")
    answer = llm.raw.gen_sync(request)
    with llm.raw.gen_stream(request) as stream:
        events = [event.type for event in stream]

    assert "resp_1" == answer.id == stream.result.id
    assert ("response.created", "response.completed") == (events[0], events[-1])
    assert [route, route] == [request.url.path for request in server.requests]
    assert not {"gen_async", "poke_result", "cancel", "input_tokens", "files", "list_models"} & set(dir(llm.raw))


@pytest.mark.parametrize("sample", ["error_in_stream", "cut_stream", "error_in_200"])
def test_raw_errors_name_the_gateway(sample: str) -> None:
    """Errors of raw streams and answers are the gateway's."""
    llm, _ = SIDE.load(getattr(SPECIMEN, sample))
    with pytest.raises(genai.Error, match="hastekit: "), llm.raw.gen_stream(raw.Response(input="hi")) as stream:
        list(stream)


def test_nothing_more_is_promised() -> None:
    """Answers, at once and streamed: no jobs, no counting, no list of models."""
    llm, server = SIDE.load(b"")

    assert genai.Capabilities(gen_stream=True) == llm.capabilities
    for verb, argument in (
        ("gen_async", "hi"),
        ("count_tokens", "hi"),
        ("cancel", genai.Job(provider="hastekit", id="resp_1")),
    ):
        with pytest.raises(genai.NotSupported, match=verb):
            getattr(llm, verb)(argument)
    with pytest.raises(genai.NotSupported, match="list_models"):
        llm.list_models()
    assert [] == server.requests


# --- What is whose ----------------------------------------------------------------------------------------------------


def opaques(result: genai.Result) -> set[str]:
    """Under which names the replies of an answer keep what only one provider understands."""
    return {name for reply in result.message.replies for name in reply.opaque}


def test_opaque_is_the_gateways_own() -> None:
    """What only the gateway understands stands under its name, whole and streamed, and goes back to it."""
    llm, server = SIDE.load(SPECIMEN.answer, SPECIMEN.stream, SPECIMEN.plain)
    whole = llm.gen_sync("Weather?")
    streamed = SIDE.stream(llm, "Weather?")
    answered = genai.ToolCallResult(id="call_1", name="get_weather", content="hot")
    llm.gen_sync(genai.Messages.of("Weather?") + whole + answered)
    sent = server.bodies()[-1]["input"]

    assert {"hastekit"} == opaques(whole) == opaques(streamed)
    assert ["rs_1", "msg_1", "fc_1"] == [item.get("id") for item in sent[1:4]]


def test_a_history_of_openai_goes_on_here_and_back() -> None:
    """What openairesponses understands alone is not sent to the gateway, and the other way round; the rest is."""
    whose = {"openairesponses": {"api_key": "k"}, "hastekit": {"api_key": "k"}}
    for first, second in (("openairesponses", "hastekit"), ("hastekit", "openairesponses")):
        begun_at, _ = Side("sync", evolve(SPECIMEN, name=first)).load(SPECIMEN.answer, **whose[first])
        history = genai.Messages.of("Weather?") + begun_at.gen_sync("Weather?")
        answered = genai.ToolCallResult(id="call_1", name="get_weather", content="hot")
        llm, server = Side("sync", evolve(SPECIMEN, name=second)).load(SPECIMEN.plain, **whose[second])
        llm.gen_sync(history + answered)
        sent = json.loads(server.requests[0].content)["input"]

        assert ["message", "message", "function_call", "function_call_output"] == [item["type"] for item in sent]
        assert not {"rs_1", "msg_1", "fc_1"} & {item.get("id") for item in sent}
        assert SPECIMEN.text == sent[1]["content"]


def test_own_items() -> None:
    """Items of an answer are found under any name, and given ones go to the provider that they are for."""
    llm, _ = SIDE.load(SPECIMEN.answer)
    item = {"type": "item_reference", "id": "msg_1"}
    ours, theirs = input_items(item, provider="hastekit"), input_items(item)

    assert ["rs_1"] == [item.id for item in output_items(llm.gen_sync("hi"))]  # type: ignore[union-attr]
    assert ["message", "item_reference"] == [item["type"] for item in body("hi", ours)["input"]]
    assert ["message"] == [item["type"] for item in body("hi", theirs)["input"]]


def test_file_ids_are_the_gateways_own() -> None:
    """A file that OpenAI has is none that the gateway has."""
    ours, theirs = (genai.Doc(file_ids={name: "file-1"}, mime_type="image/png") for name in ("hastekit", "openai"))

    assert "file-1" == body(genai.user(ours))["input"][0]["content"][0]["file_id"]
    with pytest.raises(genai.NotSupported):
        body(genai.user(theirs))


def test_a_thought_signature_goes_back() -> None:
    """What Gemini needs back with its calls is remembered, whole and streamed. OpenAI knows no such field."""
    call = {**CALL, "thought_signature": "c2ln"}
    done = {"type": "response.output_item.done", "output_index": 0, "item": call}
    for answer in (dumped(response(call)), sse([*begun(), done, *ended(call)])):
        llm, server = SIDE.load(answer, SPECIMEN.plain, model="Gemini/gemini-3-flash-preview", strict=False)
        history = genai.Messages.of("Weather?") + llm.gen_sync("Weather?")
        llm.gen_sync(history + genai.ToolCallResult(id="call_1", name="get_weather", content="hot"))

        assert call == json.loads(server.requests[-1].content)["input"][1]


def test_options_are_those_of_the_wire() -> None:
    """``Options`` is the class of openairesponses, found on first need; nothing else is there."""
    assert hastekit.Options is openairesponses.Options
    with pytest.raises(AttributeError, match="telepathy"):
        importlib.import_module("genai.providers.hastekit").__getattr__("telepathy")


# --- Pictures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["gpt-4.1-mini", "OpenAI/gpt-4.1-mini"])
def test_pictures_in(model: str) -> None:
    """A picture goes as its URL, or as a data URL."""
    url = "https://picsum.photos/200/300"
    llm, server = SIDE.load(SPECIMEN.plain, model=model)
    llm.gen_sync(genai.user("Describe them.", genai.Doc(url=url), genai.Doc(PNG)))
    parts = json.loads(server.requests[0].content)["input"][0]["content"]

    assert [
        {"type": "input_text", "text": "Describe them."},
        {"type": "input_image", "detail": "auto", "image_url": url},
        {"type": "input_image", "detail": "auto", "image_url": f"data:image/png;base64,{PNG_64}"},
    ] == parts


PICTURE = {
    "type": "image_generation_call",
    "id": "ig_1",
    "status": "completed",
    "background": "opaque",
    "output_format": "png",
    "quality": "medium",
    "size": "1024x1024",
    "result": PNG_64,
}
WHERE = {"item_id": "ig_1", "output_index": 0}
ZEROS = {"partial_image_index": 0, "partial_image_b64": ""}
PREVIEW = {"partial_image_b64": PNG_64, "background": "opaque", "output_format": "png", "quality": "medium"}
SCHEMAS = {
    "response.image_generation_call.in_progress": "ChunkInProgress",
    "response.image_generation_call.generating": "ChunkGenerating",
    "response.image_generation_call.partial_image": "ChunkPartialImage",
}


def pictured(zeros: dict[str, Any]) -> list[dict[str, Any]]:
    """A stream with a picture, by the three chunk types; there is no ``.completed``."""
    started, generating, preview = SCHEMAS
    return [
        *begun(),
        {
            "type": "response.output_item.added",
            "output_index": 0,
            "item": {**PICTURE, "result": "", "status": "in_progress"},
        },
        {"type": started, **WHERE, **zeros},
        {"type": generating, **WHERE, **zeros},
        {"type": preview, **WHERE, **PREVIEW, "size": "1024x1024", "partial_image_index": 0},
        {"type": preview, **WHERE, **PREVIEW, "size": "1024x1024", "partial_image_index": 1},
        {"type": "response.output_item.done", "output_index": 0, "item": PICTURE},
        *ended(PICTURE),
    ]


@pytest.mark.skipif(not openapi.available(), reason="no descriptions of the APIs (GENAI_SPECS)")
def test_the_samples_are_as_described() -> None:
    """The chunks and the item below are those of the description."""
    for number, event in enumerate(pictured(ZEROS)):
        if event["type"] in SCHEMAS:
            numbered = {**event, "sequence_number": number}
            assert [] == openapi.faults("hastekit-native.json", SCHEMAS[event["type"]], numbered)
    assert [] == openapi.faults("hastekit-native.json", "ImageGenerationCallMessage", PICTURE)


@pytest.mark.parametrize("zeros", [{}, ZEROS], ids=["as OpenAI sends them", "as Go writes them"])
@pytest.mark.parametrize("kind", ["sync", "aio"])
def test_pictures_out(kind: str, zeros: dict[str, Any]) -> None:
    """A picture in the making is progress and previews, and the same Doc in the end as at once."""
    side, seen = Side(kind, SPECIMEN), list[genai.Reply]()
    tool = hastekit.Options(tools=[ImageGeneration(size="1024x1024", quality="medium")])
    llm, server = side.load(sse(pictured(zeros)), dumped(response(PICTURE)))
    streamed = side.stream(llm, "A sunset", tool, see=seen.append)
    whole = side.call(llm, "gen_sync", "A sunset", tool)
    kept = [reply.opaque["hastekit"]["item"] for reply in streamed.message.replies]

    assert ["image_generation.in_progress", "image_generation.generating"] == [r.progress for r in seen if r.progress]
    assert [PNG, PNG] == [r.doc.read() for r in seen if r.doc is not None and r.partial]
    assert [("ig_1.png", PNG)] == [(doc.filename, doc.read()) for doc in streamed.docs]
    assert whole == streamed
    assert [{**PICTURE, "result": None}] == kept
    assert {"type": "image_generation", "size": "1024x1024", "quality": "medium"} == server.bodies()[0]["tools"][0]


def test_a_preview_of_nothing_is_progress() -> None:
    """A preview that has no bytes yet is no empty Doc."""
    seen: list[genai.Reply] = []
    event = {"type": "response.image_generation_call.partial_image", **WHERE, **ZEROS}
    llm, _ = SIDE.load(sse([*begun(), event, *ended(PICTURE)]))
    SIDE.stream(llm, "A sunset", see=seen.append)

    assert "image_generation.partial_image" in [reply.progress for reply in seen]
    assert [] == [reply for reply in seen if reply.partial]


def test_a_picture_goes_back() -> None:
    """A picture of the history goes back with its bytes, as the item that it was."""
    llm, server = SIDE.load(dumped(response(PICTURE)), SPECIMEN.plain)
    llm.gen_sync(genai.Messages.of("A sunset") + llm.gen_sync("A sunset") + "Brighter")

    assert PICTURE == json.loads(server.requests[-1].content)["input"][1]  # OpenAI describes fewer fields


# --- The gateway's own forms ------------------------------------------------------------------------------------------


def test_an_answer_by_the_native_route() -> None:
    """HasteKit's Go type of an answer has no status, and the same message comes of it."""
    usage = {"input_tokens": 20, "output_tokens": 3, "total_tokens": 23}
    native = {"id": "resp_1", "model": "m", "output": [MESSAGE, PLAIN], "usage": usage, "error": None, "metadata": None}
    llm, _ = SIDE.load(dumped(native), model="Anthropic:claude-haiku-4-5")
    result = llm.gen_sync("hi", max_tokens=4)

    assert (f"{SPECIMEN.text}Hello there.", "stop", 23) == (result.text, result.finish, result.usage.total_tokens)
    assert "length" == llm.gen_sync("hi", max_tokens=3).finish  # no answer tells that it was cut


@pytest.mark.parametrize(
    ("status", "message", "expected"),
    [
        (400, "Bad input.", genai.InvalidRequest),
        (401, "Wrong virtual key.", genai.AuthError),
        (429, "Slow down.", genai.RateLimited),
        (500, "It broke.", genai.ProviderError),
    ],
)
def test_the_gateways_own_errors(status: int, message: str, expected: type[genai.Error]) -> None:
    """Its errors have a flag where others have the error; the words are found, and the body stays as it was."""
    answer = dumped({"error": True, "message": message, "data": None, "status": status, "errorDetails": {}})
    llm, _ = SIDE.load((status, answer))
    with pytest.raises(genai.Error) as caught:
        llm.gen_sync("hi")
    error = caught.value

    assert expected is type(error)
    assert ("hastekit", status, message, answer) == (error.provider, error.status, error.detail, error.body)


@pytest.mark.parametrize(
    "answer", [failure("invalid_request_error", "context_length_exceeded", "Long."), b"[]", b"<p>"]
)
def test_other_errors(answer: bytes) -> None:
    """What the provider behind the gateway says comes through, and so does what is no error object at all."""
    llm, _ = SIDE.load((400, answer))
    with pytest.raises(genai.InvalidRequest if answer[:1] != b"{" else genai.ContextTooLong) as caught:
        llm.gen_sync("hi")

    assert answer == caught.value.body


def test_the_raw_types_are_openais_and_more() -> None:
    """Names of OpenAI's raw types are found here, and what is unknown is told with the gateway's."""
    assert Response is raw.Response
    assert ("telepathy",) == hastekit.unknown_fields({**response(PLAIN), "telepathy": 1})
