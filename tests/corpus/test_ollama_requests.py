"""Ollama's own wire: the call that stands for a recorded request builds the same JSON."""

from __future__ import annotations

import json
from typing import Any

import corpus_files
import httpx2
import pytest
from contract.specimen_ollama import ndjson, request_faults, whole

import genai
from genai.providers.ollama import Options

pytestmark = pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)")

ROOT = "Use the square_root tool to calculate the square root of 132413 and reply with only the result. "
ROOT += "Do not give an explanation."
HELLO = "Say hello. Use only one word."
FRUIT = "Is a banana a fruit? Do not include an explanation. Reply ONLY as JSON"
CANADA = "Talk about Canada in great details. Start with: Canada is"
QUACK = "The capital of Quackiland is Quack. The Big Canard Statue is located in Quack."
SQUARE = genai.Tool(
    name="square_root",
    description="Calculates and return the square root of a number",
    parameters={
        "type": "object",
        "properties": {"number": {"type": "number"}},
        "required": ["number"],
        "additionalProperties": False,
    },
)
SCHEMA = {
    "type": "object",
    "properties": {"is_fruit": {"type": "boolean"}},
    "required": ["is_fruit"],
    "additionalProperties": False,
}
CALLED = genai.Reply(tool_call=genai.ToolCall(id="call_9doztm4t", name="square_root", arguments='{"number": 132413}'))
ROOTED = genai.Messages.of(
    ROOT,
    genai.Message(replies=(CALLED,)),
    genai.ToolCallResult(id="call_9doztm4t", name="square_root", content="363.89"),
)
DOCUMENT = genai.Doc(QUACK.encode(), filename="capital_info.txt", mime_type="text/plain")
PICTURE = "the recorded picture"

CASES: dict[str, tuple[Any, tuple[Any, ...], dict[str, Any]]] = {
    # the recording: messages, options, keywords
    "gemma4-e2b_thinking/GenSync-Text": (HELLO, (), {}),
    "gemma4-e2b_thinking/GenStream-Text": (HELLO, (), {}),
    "gemma4-e2b/GenStream-Seed": (HELLO, (), {"seed": 42, "effort": "none"}),
    "gemma4-e2b/GenSync-Stop": (CANADA, (Options(think=False),), {"stop": "is"}),
    "gemma4-e2b/GenStream-TopLogprobs": (HELLO, (), {"top_logprobs": 2, "effort": "none"}),
    "gemma4-e2b_thinking/GenSync-MaxTokens": (
        "Explain the theory of relativity in great details.",
        (),
        {"max_tokens": 16},
    ),
    "gemma4-e2b_thinking/GenSync-JSON": (
        f'{FRUIT} according to the provided schema: {{"is_fruit": bool}}.',
        (),
        {"reply_as_json": True},
    ),
    "gemma4-e2b_thinking/GenStream-JSONSchema": (f"{FRUIT}.", (), {"decode_as": SCHEMA}),
    "gemma4-e2b_thinking/GenSync-Tools-SquareRoot-1-any": (ROOT, (), {"tools": [SQUARE]}),
    "gemma4-e2b_thinking/GenSync-Tools-SquareRoot-2-any": (ROOTED, (), {"tools": [SQUARE]}),
    "gemma4-e2b_thinking/GenStream-Citations-text-plain": (
        [DOCUMENT, "What is the capital of Quackiland?"],
        (),
        {},
    ),
    "gemma4-e2b_thinking/GenSyncMultiModal-Image-png-Inline": (PICTURE, (), {}),
    "gemma4-e2b_thinking/GenStreamMultiModal-Image-jpg-Inline": (PICTURE, (), {}),
}


def plain(body: Any) -> Any:
    """A body without what may be written in two ways: a schema's own dialect, an empty content, pictures apart."""
    if isinstance(body, list):
        return [plain(entry) for entry in body]
    if not isinstance(body, dict):
        return body
    made = {key: plain(value) for key, value in body.items() if key != "$schema" and (key, value) != ("content", "")}
    if "messages" in made:
        pictures = [picture for message in made["messages"] for picture in message.pop("images", ())]
        made["messages"] = [message for message in made["messages"] if len(message) > 1]
        made["pictures"] = pictures
    return made


@pytest.mark.parametrize("path", CASES)
def test_the_same_request(path: str) -> None:
    """The body is the recorded one, but for ways of writing, and fits the description."""
    messages, options, keywords = CASES[path]
    recorded = json.loads(corpus_files.interactions(f"ollama/{path}.yaml")[0].request["body"])
    if messages == PICTURE:
        texts = [message["content"] for message in recorded["messages"] if message.get("content")]
        (picture,) = (one for message in recorded["messages"] for one in message.get("images", ()))
        messages = [*texts, genai.Doc(url=f"data:image/{path.split('-')[-2]};base64,{picture}")]
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, content=ndjson([whole("ok")]))

    http = httpx2.Client(transport=httpx2.MockTransport(handler))
    llm = genai.load("ollama", model=recorded["model"], http_client=http)
    if recorded["stream"]:
        list(llm.gen_stream(messages, *options, **keywords))
    else:
        llm.gen_sync(messages, *options, **keywords)
    body = json.loads(seen[0].content)

    assert "http://127.0.0.1:11434/api/chat" == str(seen[0].url)
    assert plain(recorded) == plain(body)
    assert [] == request_faults("POST", "/api/chat", body)
