"""The raw layer of Chat Completions: raw types in, raw types out, in both drivers."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import openapi
import pytest
from attrs import evolve, field, frozen
from contract import specimen_openairesponses
from contract.side import Side
from wires.raw_calls import call, sent, stream, stream_into, undescribed

import genai
from genai.convert import structure
from genai.providers._openai_chat import endpoints, raw
from genai.providers._openai_chat.dialect import Dialect

NAME = "openaichat"
REQUEST = raw.CompletionRequest(model="gpt-5", messages=[raw.UserMessage(content="hi")])
ASKED = {"model": "gpt-5", "messages": [{"role": "user", "content": "hi"}]}
USAGE = {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12}
COMPLETION = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1790000000,
    "model": "gpt-5",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi."}, "finish_reason": "stop"}],
    "usage": USAGE,
}
CHUNK = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1790000000, "model": "gpt-5"}
CHUNKS = [
    {**CHUNK, "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hi"}}]},
    {**CHUNK, "choices": [{"index": 0, "delta": {"content": "."}, "finish_reason": "stop"}]},
    {**CHUNK, "choices": [], "usage": USAGE},
]
KEPT = {**COMPLETION, "request_id": "req_1", "temperature": 1.0, "tools": None, "metadata": {"a": "b"}}
SAID = {"id": "chatcmpl-1-0", "role": "user", "content": "hi", "name": None, "content_parts": None}
VECTOR = {"object": "embedding", "index": 0, "embedding": [0.5, -1.5]}
MODEL = {"id": "gpt-5", "object": "model", "created": 1754425777, "owned_by": "system"}


def dumped(value: Any) -> bytes:
    """JSON."""
    return json.dumps(value).encode()


def sse(chunks: list[Any], done: bytes = b"data: [DONE]\n\n") -> bytes:
    """Chunks as a body."""
    return b"".join(b"data: " + dumped(each) + b"\n\n" for each in chunks) + done


def page(entry: dict[str, Any], *ids: str, more: bool = False, last: bool = True) -> dict[str, Any]:
    """A page of entries, which may say its last id."""
    ends = {"first_id": ids[0], "last_id": ids[-1]} if last and ids else {}
    return {"object": "list", "data": [{**entry, "id": id_} for id_ in ids], "has_more": more, **ends}


@pytest.fixture(params=["sync", "aio"])
def side(request: pytest.FixtureRequest) -> Side:
    """Each driver. (Nothing of the specimen counts here but its name.)"""
    return Side(request.param, evolve(specimen_openairesponses.SPECIMEN, name=NAME))


# --- One answer -------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Case:
    """A call, what it sends, and what comes back."""

    endpoint: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(factory=dict)
    sends: str
    body: Any = None
    answer: Any
    gives: Any


CASES = (
    Case(
        endpoint="gen_sync",
        args=(REQUEST,),
        sends="POST /chat/completions",
        body=ASKED,
        answer=COMPLETION,
        gives=raw.Completion,
    ),
    Case(
        endpoint="embed",
        args=(raw.EmbeddingsRequest(model="m", input=["hi"], dimensions=2, encoding_format="float", user="u"),),
        sends="POST /embeddings",
        body={"model": "m", "input": ["hi"], "dimensions": 2, "encoding_format": "float", "user": "u"},
        answer={"object": "list", "model": "m", "data": [VECTOR], "usage": {"prompt_tokens": 1, "total_tokens": 1}},
        gives=raw.EmbeddingsResponse,
    ),
    Case(
        endpoint="list_models",
        sends="GET /models",
        answer={"object": "list", "data": [MODEL]},
        gives=raw.ModelsResponse,
    ),
    Case(
        endpoint="get_model",
        args=("ft:gpt-5:acme/one",),
        sends="GET /models/ft%3Agpt-5%3Aacme%2Fone",
        answer=MODEL,
        gives=raw.Model,
    ),
    Case(
        endpoint="delete_model",
        args=(structure(MODEL, raw.Model),),
        sends="DELETE /models/gpt-5",
        answer={"id": "gpt-5", "object": "model", "deleted": True},
        gives=raw.ModelDeleted,
    ),
    Case(
        endpoint="completions.list",
        sends="GET /chat/completions",
        answer=page(KEPT, "chatcmpl-1"),
        gives=raw.CompletionList,
    ),
    Case(
        endpoint="completions.list",
        kwargs={"model": "gpt-5", "metadata": {"a": "b", "c": "d e"}, "limit": 2, "order": "desc", "after": "x"},
        sends="GET /chat/completions?model=gpt-5&metadata%5Ba%5D=b&metadata%5Bc%5D=d+e&limit=2&order=desc&after=x",
        answer=page(KEPT, "chatcmpl-1"),
        gives=raw.CompletionList,
    ),
    Case(
        endpoint="completions.get",
        args=("chatcmpl-1",),
        sends="GET /chat/completions/chatcmpl-1",
        answer=KEPT,
        gives=raw.StoredCompletion,
    ),
    Case(
        endpoint="completions.update",
        args=(structure(COMPLETION, raw.Completion), {"c": "d"}),
        sends="POST /chat/completions/chatcmpl-1",
        body={"metadata": {"c": "d"}},
        answer=KEPT,
        gives=raw.StoredCompletion,
    ),
    Case(
        endpoint="completions.update",
        args=("chatcmpl-1", None),
        sends="POST /chat/completions/chatcmpl-1",
        body={"metadata": None},
        answer=KEPT,
        gives=raw.StoredCompletion,
    ),
    Case(
        endpoint="completions.delete",
        args=("chatcmpl-1",),
        sends="DELETE /chat/completions/chatcmpl-1",
        answer={"id": "chatcmpl-1", "object": "chat.completion.deleted", "deleted": True},
        gives=raw.CompletionDeleted,
    ),
    Case(
        endpoint="completions.messages",
        args=("chatcmpl-1",),
        kwargs={"limit": 2, "order": "asc", "after": "chatcmpl-1-0"},
        sends="GET /chat/completions/chatcmpl-1/messages?limit=2&order=asc&after=chatcmpl-1-0",
        answer=page(SAID, "chatcmpl-1-1"),
        gives=raw.MessageList,
    ),
)
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.endpoint}-{case.sends}")


@each_case
def test_an_endpoint(side: Side, case: Case) -> None:
    """What is asked goes to its endpoint as it is written, and the whole answer comes back as its raw type."""
    llm, server = side.load(dumped(case.answer))
    answer = call(side, llm, case.endpoint, *case.args, **case.kwargs)

    assert [(case.sends, case.body)] == [sent(request) for request in server.requests]
    assert structure(case.answer, case.gives) == answer


@pytest.mark.skipif(not openapi.available(), reason="no API descriptions (GENAI_SPECS)")
@each_case
def test_an_endpoint_is_described(side: Side, case: Case) -> None:
    """OpenAI's description has the endpoint, and every name in its query: of metadata, it has no keys."""
    llm, server = side.load(dumped(case.answer))
    call(side, llm, case.endpoint, *case.args, **case.kwargs)
    keys = [f"metadata[{key}]" for key in case.kwargs.get("metadata", ())]

    assert keys == undescribed(server.requests[0])


@each_case
def test_a_failed_status(side: Side, case: Case) -> None:
    """A refusal is the same error of the tree as anywhere else."""
    error = {"error": {"message": "Slow down.", "type": "tokens", "param": None, "code": "rate_limit_exceeded"}}
    llm, _ = side.load((429, dumped(error)))
    with pytest.raises(genai.RateLimited) as caught:
        call(side, llm, case.endpoint, *case.args, **case.kwargs)

    assert (NAME, 429, "req_1") == (caught.value.provider, caught.value.status, caught.value.request_id)


@each_case
def test_a_refusal_under_status_200(side: Side, case: Case) -> None:
    """An error's body is an error, whatever the status."""
    llm, _ = side.load(dumped({"error": {"message": "It broke.", "type": "server_error"}}))
    with pytest.raises(genai.ProviderError, match="It broke"):
        call(side, llm, case.endpoint, *case.args, **case.kwargs)


@each_case
def test_strict_mode_sees_drift(side: Side, case: Case) -> None:
    """Strict mode names a field that the raw type does not know, and says in which answer; else it is left out."""
    body = dumped({**case.answer, "telepathy": 1})
    with pytest.raises(genai.BadAnswer) as caught:
        call(side, side.load(body)[0], case.endpoint, *case.args, **case.kwargs)
    answer = call(side, side.load(body, strict=False)[0], case.endpoint, *case.args, **case.kwargs)

    assert (("telepathy",), 200, body) == (caught.value.unknown_fields, caught.value.status, caught.value.body)
    assert isinstance(answer, case.gives)


@each_case
def test_a_broken_answer_is_asked_for_again(side: Side, case: Case) -> None:
    """No endpoint here makes something that lasts, so all are repeated."""
    llm, server = side.load((500, b""), dumped(case.answer), retry=genai.Retry(1, initial=0.001, maximum=0.002))
    call(side, llm, case.endpoint, *case.args, **case.kwargs)

    assert 2 == len(server.requests)


def test_bodies_are_what_was_written(side: Side) -> None:
    """A raw request is JSON of its fields that are set, and nothing is added to it."""
    llm, server = side.load(dumped(COMPLETION))
    call(side, llm, "gen_sync", evolve(REQUEST, temperature=0, store=False, tools=[]))

    assert {**ASKED, "temperature": 0, "store": False, "tools": []} == json.loads(server.requests[0].content)


# --- Streams ----------------------------------------------------------------------------------------------------------


def test_every_chunk_comes(side: Side) -> None:
    """Each chunk comes as its raw type; the result is the one that has usage."""
    llm, server = side.load(sse(CHUNKS))
    chunks, result = stream(side, llm, "gen_stream", REQUEST)

    assert [("POST /chat/completions", {**ASKED, "stream": True})] == [sent(request) for request in server.requests]
    assert [structure(each, raw.Completion) for each in CHUNKS] == chunks
    assert chunks[-1] == result


def test_a_server_that_does_not_stream(side: Side) -> None:
    """A whole answer is the result, without chunks."""
    llm, _ = side.load(dumped(COMPLETION))

    assert ([], structure(COMPLETION, raw.Completion)) == stream(side, llm, "gen_stream", REQUEST)


def test_a_cut_stream(side: Side) -> None:
    """A raw stream without its end is interrupted, as any other is."""
    llm, _ = side.load(sse(CHUNKS[:1], b""))
    with pytest.raises(genai.StreamInterrupted) as caught:
        stream(side, llm, "gen_stream", REQUEST)

    assert caught.value.result is not None
    assert (False, NAME) == (caught.value.result.complete, caught.value.provider)


def test_an_error_in_a_stream(side: Side) -> None:
    """An error inside a stream comes out as a chunk, and then it cuts the stream, as anywhere else."""
    llm, _ = side.load(sse([CHUNKS[0], {"error": {"message": "It broke.", "type": "server_error"}}]))
    seen: list[Any] = []
    with pytest.raises(genai.StreamInterrupted, match="It broke") as caught:
        stream_into(seen, side, llm, "gen_stream", REQUEST)

    assert genai.ProviderError is type(caught.value.__cause__)
    assert "It broke." == seen[-1].error.message
    assert ("server_error", "req_1") == (caught.value.code, caught.value.request_id)


def test_a_refused_stream(side: Side) -> None:
    """A refusal before the stream is an error of the tree."""
    llm, _ = side.load((401, dumped({"error": {"message": "Wrong key.", "code": "invalid_api_key"}})))
    with pytest.raises(genai.AuthError):
        stream(side, llm, "gen_stream", REQUEST)


def test_drift_in_a_stream(side: Side) -> None:
    """Strict mode holds raw chunks to the raw types; else an unknown field is left out."""
    body = sse([CHUNKS[0], {**CHUNKS[1], "telepathy": 1}, CHUNKS[2]])
    seen: list[Any] = []
    with pytest.raises(genai.BadAnswer) as caught:
        stream_into(seen, side, side.load(body)[0], "gen_stream", REQUEST)
    chunks, _ = stream(side, side.load(body, strict=False)[0], "gen_stream", REQUEST)

    assert (("telepathy",), chunks[:1]) == (caught.value.unknown_fields, seen)
    assert [structure(each, raw.Completion) for each in CHUNKS] == chunks


# --- Pages ------------------------------------------------------------------------------------------------------------

PAGED: dict[str, tuple[tuple[Any, ...], dict[str, Any], dict[str, Any], str]] = {
    # the endpoint that gives all: (its arguments, the named ones, an entry, the request without "after")
    "completions.list_all": (
        (),
        {"model": "gpt-5", "metadata": {"a": "b"}, "order": "asc"},
        KEPT,
        "GET /chat/completions?model=gpt-5&metadata%5Ba%5D=b&limit=2&order=asc",
    ),
    "completions.all_messages": (
        ("chatcmpl-1",),
        {"order": "asc"},
        SAID,
        "GET /chat/completions/chatcmpl-1/messages?limit=2&order=asc",
    ),
}
each_list = pytest.mark.parametrize("name", PAGED)


@each_list
def test_all_pages(side: Side, name: str) -> None:
    """All entries of a list are asked for page by page, each after the last entry of the one before."""
    args, kwargs, entry, target = PAGED[name]
    pages = [page(entry, "a", "b", more=True), page(entry, "c d", more=True, last=False), page(entry)]
    llm, server = side.load(*map(dumped, pages))
    entries = call(side, llm, name, *args, **kwargs, limit=2)

    assert ("a", "b", "c d") == tuple(each.id for each in entries)
    assert [target, f"{target}&after=b", f"{target}&after=c+d"] == [sent(request)[0] for request in server.requests]


@each_list
def test_a_list_without_an_end(side: Side, name: str) -> None:
    """A list that always has more, but nothing new, is BadAnswer, and not asked for ever."""
    args, _, entry, _ = PAGED[name]
    llm, server = side.load(dumped(page(entry, "a", more=True)))
    with pytest.raises(genai.BadAnswer, match="no end that is new"):
        call(side, llm, name, *args)

    assert 2 == len(server.requests)


# --- Ids and the namespace --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", ["a/../b", "a?stream=true", "a#b", "a b", "ü%2F"])
def test_ids_stay_in_their_place(side: Side, id_: str) -> None:
    """Whatever is in an id, it is one part of the path."""
    llm, server = side.load(dumped(KEPT))
    call(side, llm, "completions.get", id_)
    url = server.requests[0].url

    assert f"/v1/chat/completions/{id_}" == url.path
    assert 3 == url.raw_path.decode().removeprefix("/v1").count("/")


@pytest.mark.parametrize("id_", ["", ".", "..", None, 5, raw.Completion()])
def test_what_is_no_id(side: Side, id_: Any) -> None:
    """An id that is none, or would name another endpoint, is refused before anything is sent."""
    llm, server = side.load(dumped(KEPT))
    for endpoint in ("get_model", "delete_model", "completions.get", "completions.delete", "completions.messages"):
        with pytest.raises(genai.InvalidRequest, match="not an id"):
            call(side, llm, endpoint, id_)

    assert [] == server.requests


def test_the_endpoints_can_be_listed() -> None:
    """``dir`` shows the endpoints and the group, and each endpoint shows its arguments and documentation."""
    llm = genai.load(NAME, api_key="k")
    names = {case.endpoint for case in CASES} | set(PAGED) | {"gen_stream"}

    assert {name.partition(".")[0] for name in names} == set(dir(llm.raw))
    assert {name.partition(".")[2] for name in names} - {""} == set(dir(llm.raw.completions))
    assert ["request"] == list(inspect.signature(llm.raw.gen_sync).parameters)
    assert "platform.openai.com" in llm.raw.completions.get.__doc__


# --- Other providers --------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Own(raw.Completion):
    """An answer of a provider that says how long it took."""

    seconds: float | None = None


def test_a_provider_has_its_own_types_and_paths(side: Side) -> None:
    """The path and the types of the answers are the provider's."""
    llm, server = side.load(dumped({**COMPLETION, "seconds": 0.5}), sse([{**CHUNKS[1], "seconds": 0.5}]))
    wire: Any = llm._wire
    wire.types, wire.dialect = SimpleNamespace(Completion=Own), Dialect(path="/v2/chat")
    whole = call(side, llm, "gen_sync", REQUEST)
    chunks, last = stream(side, llm, "gen_stream", REQUEST)

    assert [Own] * 3 == [type(each) for each in (whole, *chunks, last)]
    assert ["POST /v2/chat"] * 2 == [sent(request)[0] for request in server.requests]


def test_a_provider_that_lists_no_models(side: Side) -> None:
    """Where no models are listed, asking is NotSupported, and nothing is sent."""
    llm, server = side.load(dumped({}))
    wire: Any = llm._wire
    wire.dialect = Dialect(models=None)
    with pytest.raises(genai.NotSupported, match="list_models"):
        call(side, llm, "list_models")

    assert [] == server.requests


def test_only_openai_keeps_completions() -> None:
    """What all providers have is in the wire's own module, and no more than that."""
    names = {name for name in vars(endpoints.Endpoints) if not name.startswith("_")}

    assert {"gen_sync", "gen_stream", "embed", "list_models"} == names
