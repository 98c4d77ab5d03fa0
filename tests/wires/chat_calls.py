"""A provider that speaks Chat Completions and a server that is none, for the tests of single providers.

Ids and words are made up, after what was recorded.
"""

from __future__ import annotations

import json
from typing import Any

import httpx2
from contract.chat import dumped, whole

import genai

PNG = genai.Doc(b"\x89PNG\r\n\x1a\n")
PNG_PART = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
FILM = genai.Doc(b"\x00\x00\x00\x18ftypmp42")
FILM_PART = {"type": "video_url", "video_url": {"url": "data:video/mp4;base64,AAAAGGZ0eXBtcDQy"}}
MP3 = genai.Doc(b"ID3\x04")
PLAIN = dumped(whole({"content": "ok"}))
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": False}


def weather(city: str) -> str:
    """The weather."""
    return f"{city}: sun"


FUNCTION = {
    "name": "weather",
    "description": "The weather.",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "additionalProperties": False,
    },
}
TOOL = {"type": "function", "function": FUNCTION}
STRICT_TOOL = {"type": "function", "function": {**FUNCTION, "strict": True}}
CALL = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}


def load(
    name: str, answer: bytes = PLAIN, status: int = 200, headers: dict[str, str] | None = None, **arguments: Any
) -> tuple[genai.Client, list[httpx2.Request]]:
    """A client in strict mode, and the requests that its server has seen."""
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        kind = "text/event-stream" if answer.startswith(b"data:") else "application/json"
        return httpx2.Response(status, headers={"content-type": kind, **(headers or {})}, content=answer)

    client = httpx2.Client(transport=httpx2.MockTransport(handler))
    arguments = {"model": "m", "api_key": "secret", "strict": True, "retry": 0, **arguments}
    return genai.load(name, http_client=client, **arguments), seen


def sent(name: str, messages: Any = "hi", *options: Any, load_: Any = None, **shorthand: Any) -> dict[str, Any]:
    """The body of a request, without what every request has."""
    llm, seen = load(name, **(load_ or {}))
    llm.gen_sync(messages, *options, **shorthand)
    body: dict[str, Any] = json.loads(seen[0].content)
    assert llm.model == body.pop("model")
    if messages == "hi":
        assert [{"role": "user", "content": "hi"}] == body.pop("messages")
    return body


def streamed(name: str, answer: bytes, **arguments: Any) -> tuple[genai.Result, dict[str, Any]]:
    """The result of a stream, and the body of the request for it."""
    llm, seen = load(name, answer, **arguments)
    with llm.gen_stream("hi") as stream:
        list(stream)
    return stream.result, json.loads(seen[0].content)


def failed(name: str, status: int, body: Any, **arguments: Any) -> genai.Error:
    """The error that a failed status becomes."""
    llm, _ = load(name, dumped(body), status, **arguments)
    try:
        llm.gen_sync("hi")
    except genai.Error as error:
        return error
    raise AssertionError("no error")


def refused(name: str, messages: Any = "hi", load_: Any = None, **shorthand: Any) -> tuple[str, ...]:
    """What NotSupported names."""
    llm, seen = load(name, **(load_ or {}))
    try:
        llm.gen_sync(messages, **shorthand)
    except genai.NotSupported as error:
        assert [] == seen
        return error.unsupported
    return ()


def history(*docs: genai.Doc) -> genai.Messages:
    """A question, a call, its result, and a question with documents."""
    call = genai.ToolCall(id="c1", name="weather", arguments='{"city": "Oslo"}')
    asked = [genai.Request(text="And this?"), *(genai.Request(doc=doc) for doc in docs)]
    return genai.Messages(
        [
            genai.Message(requests=[genai.Request(text="Oslo?")]),
            genai.Message(replies=[genai.Reply(text="Let me see."), genai.Reply(tool_call=call)]),
            genai.Message(tool_results=[genai.ToolCallResult(id="c1", name="weather", content="sun")]),
            genai.Message(requests=asked),
        ]
    )


def said(*parts: dict[str, Any]) -> list[dict[str, Any]]:
    """The same on the wire, after a system prompt."""
    asked: Any = [{"type": "text", "text": "And this?"}, *parts] if parts else "And this?"
    return [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Oslo?"},
        {"role": "assistant", "content": "Let me see.", "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "c1", "content": "sun"},
        {"role": "user", "content": asked},
    ]
