"""Workers AI's native wire: every recorded exchange, played through the public API and held against a reading of its
own; and the recorded requests, built again.

What is expected is read here from the recorded bytes alone, so that a mistake of the decoder cannot be its own witness.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import corpus_files
import httpx2
import pytest
from attrs import frozen
from corpus_files import Interaction

import genai
from genai.messages import Message, Messages, Reply, ToolCall, ToolCallResult
from genai.results import Result
from genai.tools import Tool

pytestmark = pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)")

HOME = "https://api.cloudflare.com/client/v4/accounts/ACCOUNT_ID/ai"


@frozen
class Exchange:
    """A recorded exchange: its cassette, its place in it, and what was recorded."""

    path: str
    index: int
    exchange: Interaction

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.path.partition('/')[2].removesuffix('.yaml')}-{self.index}"

    @property
    def url(self) -> str:
        """Where it was sent."""
        url: str = self.exchange.request["uri"]
        return url

    @property
    def sent(self) -> Any:
        """The recorded request."""
        body = self.exchange.request.get("body")
        return json.loads(body) if body else {}


def exchanges() -> Iterator[Exchange]:
    """All that was recorded of Workers AI."""
    for row in corpus_files.rows(provider="cloudflare"):
        for index, exchange in enumerate(corpus_files.interactions(row["path"])):
            yield Exchange(row["path"], index, exchange)


ALL = list(exchanges())
TALKS = [one for one in ALL if "/run/" in one.url and one.exchange.status == 200]
STREAMS = [one for one in TALKS if one.sent.get("stream")]
FAILED = [one for one in ALL if one.exchange.status != 200]
LISTS = [one for one in ALL if "/models/search" in one.url]


def those(found: list[Exchange]) -> list[Any]:
    """Exchanges as parameters of a test."""
    return [pytest.param(one, id=one.name) for one in found]


def client(one: Exchange, size: int = 0, seen: list[httpx2.Request] | None = None) -> genai.Client:
    """A strict client whose every request gets the recorded answer, in pieces of ``size`` bytes."""
    recorded = one.exchange

    def answer(request: httpx2.Request) -> httpx2.Response:
        if seen is not None:
            seen.append(request)
        body = recorded.body
        pieces = (body[at : at + size] for at in range(0, len(body), size)) if size else body
        return httpx2.Response(recorded.status, headers=recorded.headers, content=pieces)

    return genai.load(
        "cloudflare",
        model=httpx2.URL(one.url).path.partition("/run/")[2] or "m",
        api_key="sk-test",
        base_url=HOME,
        http_client=httpx2.Client(transport=httpx2.MockTransport(answer)),
        strict=True,
        retry=0,
    )


def ask(one: Exchange, llm: genai.Client, messages: Any = "hi", **options: Any) -> Result:
    """What genai reads: streamed where it was asked for so."""
    if not one.sent.get("stream"):
        return llm.gen_sync(messages, **options)
    with llm.gen_stream(messages, **options) as stream:
        fragments = list(stream)
    assert stream.result.message == genai.fold(fragments)
    return stream.result


# --- A reading of its own ---------------------------------------------------------------------------------------------


def result_in(one: Exchange) -> Any:
    """The answer as one object."""
    body = one.exchange.body.decode()
    if not one.sent.get("stream"):
        return json.loads(body)["result"]
    chunks = [json.loads(line.removeprefix("data: ")) for line in body.splitlines() if line.startswith("data: {")]
    said = [chunk["response"] for chunk in chunks if "response" in chunk]
    calls: dict[int, Any] = {}
    for fragment in (fragment for chunk in chunks for fragment in chunk.get("tool_calls", ())):
        call = calls.setdefault(fragment["index"], {"function": {"arguments": ""}})
        call["id"] = call.get("id") or fragment.get("id")
        call["function"]["name"] = call["function"].get("name") or fragment["function"].get("name")
        call["function"]["arguments"] += fragment["function"].get("arguments", "")
    return {
        "response": "".join(piece if isinstance(piece, str) else json.dumps(piece) for piece in said),
        "tool_calls": [*calls.values()],
        "usage": chunks[-1]["usage"],
    }


def reading(one: Exchange) -> dict[str, Any]:
    """What a recorded answer says."""
    answer = result_in(one)
    said = answer.get("response") or ""
    text = said if isinstance(said, str) else json.dumps(said, separators=(",", ":"))
    thought = re.match(r"\s*<think>(.*?)(?:</think>\s*(.*)|\Z)", text, re.DOTALL)
    calls = answer.get("tool_calls") or ()
    used = answer["usage"]
    return {
        "text": (thought[2] or "") if thought else text,
        "reasoning": thought[1].strip() if thought else "",
        "calls": [(call["id"], call["function"]["name"], call["function"]["arguments"]) for call in calls],
        "usage": (used["prompt_tokens"], used["completion_tokens"], used["total_tokens"]),
        "cached": used.get("prompt_tokens_details", {}).get("cached_tokens"),
        "finish": "tool_calls" if calls else "other",  # no answer tells
        "request": one.exchange.headers["cf-ray"],
    }


def read(result: Result) -> dict[str, Any]:
    """A result in the words of ``reading``."""
    usage = result.usage
    return {
        "text": result.text,
        "reasoning": result.reasoning,
        "calls": [(call.id, call.name, call.arguments) for call in result.tool_calls],
        "usage": (usage.input_tokens, usage.output_tokens, usage.total_tokens),
        "cached": usage.cached_tokens,
        "finish": result.finish and result.finish.value,
        "request": result.request_id,
    }


# --- The tests --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", those(TALKS))
def test_answers(one: Exchange) -> None:
    """An answer, whole or streamed, gives what its bytes say, and nothing in it is unknown."""
    result = ask(one, client(one))

    assert reading(one) == read(result)
    assert () == result.unknown_fields
    assert (True, "cloudflare") == (result.complete, result.provider)
    assert result == Result.from_json(result.to_json())


@pytest.mark.parametrize("one", those(STREAMS))
def test_streams(one: Exchange) -> None:
    """Piece by piece it is the same; and the same as the whole answer that the chunks make up."""
    whole = {"result": result_in(one), "success": True, "errors": [], "messages": []}
    headers = {**one.exchange.headers, "content-type": "application/json"}
    given = Exchange(one.path, one.index, one.exchange._replace(body=json.dumps(whole).encode(), headers=headers))

    assert ask(one, client(one)) == ask(one, client(one, 3))
    assert ask(one, client(one)) == client(given).gen_sync("hi")


ERRORS = {7000: genai.ModelNotFound, 5023: genai.InvalidRequest}


@pytest.mark.parametrize("one", those(FAILED))
def test_errors(one: Exchange) -> None:
    """An error gives its class, and all that Cloudflare said."""
    (told,) = json.loads(one.exchange.body)["errors"]
    with pytest.raises(genai.Error) as caught:
        ask(one, client(one))
    error = caught.value

    assert (ERRORS[told["code"]], str(told["code"])) == (type(error), error.code)
    assert (told["message"], one.exchange.status) == (error.detail, error.status)
    assert one.exchange.headers["cf-ray"] == error.request_id


@pytest.mark.parametrize("one", those(LISTS))
def test_lists_of_models(one: Exchange) -> None:
    """Models have the names that they are asked by, in order."""
    seen: list[httpx2.Request] = []
    entries = json.loads(one.exchange.body)["result"]
    models = client(one, seen=seen).list_models()

    assert [entry["name"] for entry in entries] == [model.id for model in models]
    assert one.url.replace("page=2", "page=1") == str(seen[0].url)
    assert all(model.created and model.created > 1.6e9 for model in models)


# --- Requests ---------------------------------------------------------------------------------------------------------

OPTIONS = ("max_tokens", "seed")


def messages_of(recorded: Any) -> Messages:
    """The conversation."""
    said: list[Message] = []
    for message in recorded:
        id_ = message.get("tool_call_id")
        if message["role"] == "assistant":
            call = ToolCall(id=id_, name="square_root", arguments=message["content"])
            said.append(Message(replies=(Reply(tool_call=call),)))
        elif message["role"] == "tool":
            said.append(Message(tool_results=(ToolCallResult(id=id_, content=message["content"]),)))
        else:
            said.append(genai.user(message["content"]))
    return Messages(tuple(said))


def named(messages: Any) -> Any:
    """Calls of tools as genai says them: with the tool's name, which the recorded ones lack."""
    return [
        {**one, "content": json.dumps({"name": "square_root", "arguments": json.loads(one["content"])})}
        if one["role"] == "assistant"
        else one
        for one in messages
    ]


@pytest.mark.parametrize("one", those(TALKS))
def test_requests(one: Exchange) -> None:
    """The equivalent call builds the same JSON, for the same URL."""
    body = one.sent
    seen: list[httpx2.Request] = []
    options = {name: body[name] for name in OPTIONS if name in body}
    functions = [tool["function"] for tool in body.get("tools", ())]
    if functions:
        options["tools"] = [Tool(**function) for function in functions]
    if "response_format" in body:
        wanted = body["response_format"]
        schema = wanted.get("json_schema")
        options |= {"decode_as": schema} if schema else {"reply_as_json": True}
    ask(one, client(one, seen=seen), messages_of(body["messages"]), **options)
    sent = json.loads(seen[0].content)

    assert one.url == str(seen[0].url)
    assert {**body, "messages": [*map(spaced, named(body["messages"]))]} == {
        **sent,
        "messages": [*map(spaced, sent["messages"])],
    }


def spaced(message: Any) -> Any:
    """A message whose content is compared as JSON, where it is that."""
    is_call = message["role"] == "assistant"
    return {**message, "content": json.loads(message["content"]) if is_call else message["content"]}


def test_every_exchange_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    """All exchanges that the index names are played; the table shows what they are."""
    kinds = Counter(answers=len(TALKS) - len(STREAMS), streams=len(STREAMS), errors=len(FAILED), lists=len(LISTS))
    indexed = sum(len(row["requests"]) for row in corpus_files.rows(provider="cloudflare"))
    with capsys.disabled():
        print(f"\nWorkers AI: {indexed} recorded exchanges")
        print("".join(f"  {kind:18}{count:4}\n" for kind, count in sorted(kinds.items())), end="")

    assert indexed == len(ALL) == kinds.total()
