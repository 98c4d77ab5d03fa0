"""Amazon Bedrock: every recorded request of Converse, said in genai's words, builds the same JSON.

The rule here: what is read from a request is read for this test alone; where genai says a thing otherwise, the
difference is named below.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import corpus_files
import httpx2
import pytest
from corpus.test_bedrock import TALKS, Exchange, those

import genai
from genai.messages import Message, Messages, Reply, Request, ToolCall, ToolCallResult
from genai.providers import bedrock
from genai.tools import Tool

pytestmark = pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)")

MIME_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf", "txt": "text/plain"}
POINT = {"cachePoint": {"type": "default"}}
PLAIN = {"maxTokens": "max_tokens", "temperature": "temperature", "topP": "top_p", "stopSequences": "stop"}


def request_of(block: Any) -> Request:
    """A block that a user or a tool says."""
    if "text" in block:
        return Request(text=block["text"])
    (held,) = block.values()
    data = base64.b64decode(held["source"]["bytes"])
    return Request(doc=genai.Doc(data, mime_type=MIME_TYPES[held["format"]]))


def reply_of(number: int, block: Any) -> Reply:
    """A block that the model said."""
    if "text" in block:
        return Reply(text=block["text"], block=number)
    if "reasoningContent" in block:
        redacted = block["reasoningContent"]["redactedContent"]
        return Reply(block=number, opaque={"bedrock": {"redacted": redacted}})
    call = block.get("toolUse", {})
    if "toolResult" in block or call.get("type") == "server_tool_use":
        return Reply(block=number, opaque={"bedrock": {"block": block}})
    arguments = json.dumps(call["input"])
    return Reply(tool_call=ToolCall(id=call["toolUseId"], name=call["name"], arguments=arguments), block=number)


def messages_of(recorded: Any) -> Iterator[Message]:
    """The conversation: results of tools, and what the user says behind them, are two messages."""
    for message in recorded:
        content = message["content"]
        if message["role"] == "assistant":
            yield Message(replies=tuple(reply_of(*pair) for pair in enumerate(content)))
            continue
        results = [block["toolResult"] for block in content if "toolResult" in block]
        if results:
            answered = [
                ToolCallResult(id=one["toolUseId"], content=[*map(request_of, one["content"])]) for one in results
            ]
            yield Message(tool_results=tuple(answered))
        said = [block for block in content if "toolResult" not in block]
        if said:
            yield Message(requests=tuple(map(request_of, said)))


def tools_of(config: Any) -> dict[str, Any]:
    """Tools, and whether they are forced."""
    specs = [tool["toolSpec"] for tool in config["tools"] if "toolSpec" in tool]
    tools = [
        Tool(
            name=spec["name"],
            description=spec.get("description", ""),
            parameters=spec["inputSchema"]["json"],
            strict=spec.get("strict"),
        )
        for spec in specs
    ]
    made: dict[str, Any] = {"tools": tools}
    for kind, value in config.get("toolChoice", {}).items():
        made["force"] = {"auto": "auto", "any": "required"}.get(kind) or value["name"]
    return made


def call_of(body: Any) -> tuple[Messages, bedrock.Options, dict[str, Any]]:
    """A recorded request in genai's words."""
    system, config = body.get("system") or [], body.get("toolConfig") or {"tools": []}
    options = {PLAIN[name]: value for name, value in body.get("inferenceConfig", {}).items()}
    options |= next(({"system_prompt": block["text"]} for block in system if "text" in block), {})
    options |= tools_of(config) if config["tools"] else {}
    if "outputConfig" in body:
        named = body["outputConfig"]["textFormat"]["structure"]["jsonSchema"]
        options["decode_as"] = {**json.loads(named["schema"]), "title": named["name"]}
    own = bedrock.Options(
        additional_fields=body.get("additionalModelRequestFields"),
        cache_points=["system"] * (POINT in system) + ["tools"] * (POINT in config["tools"]),
        system_tools=[tool["systemTool"]["name"] for tool in config["tools"] if "systemTool" in tool],
        service_tier=body.get("serviceTier", {}).get("type"),
    )
    return Messages(tuple(messages_of(body["messages"]))), own, options


def normal(body: Any) -> Any:
    """Without what says nothing, and with the schema as JSON; its description stands there as well, or nowhere."""
    made = {name: value for name, value in body.items() if value not in ([], {})}
    if "outputConfig" in made:
        named = made["outputConfig"]["textFormat"]["structure"]["jsonSchema"]
        schema = {key: value for key, value in json.loads(named["schema"]).items() if key != "title"}
        made["outputConfig"] = {"name": named["name"], "schema": schema}
    return made


@pytest.mark.parametrize("one", those(TALKS))
def test_requests(one: Exchange) -> None:
    """The equivalent call builds the same JSON, for the same URL."""
    recorded, seen = one.exchange, []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(recorded.status, headers=recorded.headers, content=recorded.body)

    client = httpx2.Client(transport=httpx2.MockTransport(answer))
    home = recorded.request["uri"].partition("/model/")[0]
    llm = genai.load("bedrock", model=one.parts[1], api_key="sk-test", base_url=home, http_client=client)
    body = json.loads(recorded.request["body"])
    messages, own, options = call_of(body)
    if one.verb == "converse":
        llm.gen_sync(messages, own, **options)
    else:
        with llm.gen_stream(messages, own, **options) as stream:
            list(stream)

    assert recorded.request["uri"] == str(seen[0].url)
    assert normal(body) == normal(json.loads(seen[0].content))
