"""Cohere: the call that stands for a recorded request builds the same JSON."""

from __future__ import annotations

import json
from typing import Any

import corpus_files
import httpx2
import pytest
from contract.specimen_cohere import PLAIN_EVENTS, faults, sse

import genai
from genai.providers.cohere import Options

pytestmark = pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)")

ONE, TWO = "command-r7b-12-2024_thinking", "pydantic-ai"
ROOT = "Use the square_root tool to calculate the square root of 132413 and reply with only the result. "
ROOT += "Do not give an explanation."
HELLO = "Say hello. Use only one word."
FRUIT = "Is a banana a fruit? Do not include an explanation. Reply ONLY as JSON"
QUACK = "What is the capital of Quackiland?"
PARIS = "What's the weather in Paris?"


def tool(name: str, description: str, closed: bool = True, **properties: Any) -> genai.Tool:
    """A tool whose parameters are all needed."""
    parameters: dict[str, Any] = {"type": "object", "properties": properties, "required": [*properties]}
    parameters |= {"additionalProperties": False} if closed else {}
    return genai.Tool(name=name, description=description, parameters=parameters)


SQUARE = tool("square_root", "Calculates and return the square root of a number", number={"type": "number"})
WEATHER = tool("get_weather", "Get the current weather for a city.", city={"type": "string"})
SHORT = tool("get_weather", "Get weather for a city", closed=False, city={"type": "string"})
SCHEMA = {
    "type": "object",
    "properties": {"is_fruit": {"type": "boolean"}},
    "required": ["is_fruit"],
    "additionalProperties": False,
}


def turns(question: str, id_: str, name: str, arguments: str, said: str) -> genai.Messages:
    """A question, a call, and what the tool answered."""
    called = genai.Reply(tool_call=genai.ToolCall(id=id_, name=name, arguments=arguments))
    return genai.Messages.of(
        question, genai.Message(replies=(called,)), genai.ToolCallResult(id=id_, name=name, content=said)
    )


def document(name: str) -> genai.Doc:
    """The document about Quackiland."""
    title = "# Quackiland\n\n" * name.endswith(".md")
    text = f"{title}The capital of Quackiland is Quack. The Big Canard Statue is located in Quack."
    return genai.Doc(text.encode(), filename=name)


IMAGE = "https://raw.githubusercontent.com/maruel/genai/refs/heads/main/scoreboard/testdata/image.jpg"
WHAT = "What fruit is it? Reply with only one word."
STRICT = Options(strict_tools=True)
ROOTED = turns(ROOT, "square_root_rf1r8f6f50rq", "square_root", '{"number":132413.0}', "363.89")
SUNNY = turns(PARIS, "get_weather_9gpb31r7h7mj", "get_weather", '{"city":"Paris"}', "Sunny, 22C in Paris")

CASES: dict[str, tuple[int, Any, tuple[Any, ...], dict[str, Any]]] = {
    # the recording: which of its exchanges, messages, options, keywords
    f"{ONE}/GenSync-Text": (0, HELLO, (), {}),
    f"{ONE}/GenStream-Text": (0, HELLO, (), {}),
    f"{ONE}/GenSync-MaxTokens": (0, "Explain the theory of relativity in great details.", (), {"max_tokens": 16}),
    f"{ONE}/GenSync-Stop": (0, "Talk about Canada in great details. Start with: Canada is", (), {"stop": "is"}),
    f"{ONE}/GenSync-Seed": (0, HELLO, (), {"seed": 42}),
    f"{ONE}/GenStream-TopLogprobs": (0, HELLO, (), {"top_logprobs": 0}),
    f"{ONE}/GenSync-JSON": (
        0, f'{FRUIT} according to the provided schema: {{"is_fruit": bool}}.', (), {"reply_as_json": True}
    ),
    f"{ONE}/GenSync-JSONSchema": (0, f"{FRUIT}.", (), {"decode_as": SCHEMA}),
    f"{ONE}/GenSync-Tools-SquareRoot-1": (0, ROOT, (STRICT,), {"tools": [SQUARE], "force": "required"}),
    f"{ONE}/GenSync-Tools-SquareRoot-2": (0, ROOTED, (), {"tools": [SQUARE], "force": "none"}),
    f"{ONE}/GenSync-Citations-text-plain": (0, [QUACK, document("capital_info.txt")], (), {}),
    f"{ONE}/GenStream-Citations-text-markdown": (0, [QUACK, document("capital_info.md")], (), {}),
    f"{ONE}/GenStreamMultiModal-Image-jpg-URL": (0, [WHAT, genai.Doc(url=IMAGE)], (), {}),
    f"{ONE}/GenStreamMultiModal-Image-jpg-Inline": (0, [WHAT, "the recorded picture"], (), {}),
    f"{TWO}.models.test_tool_choice_matrix/test_tool_choice_matrix_auto-cohere": (0, PARIS, (), {"tools": [WEATHER]}),
    f"{TWO}.models.test_tool_choice_matrix/test_tool_choice_matrix_auto-cohere ": (1, SUNNY, (), {"tools": [WEATHER]}),
    f"{TWO}.models.test_tool_choice_matrix/test_tool_choice_matrix_list_single-cohere": (
        0, PARIS, (), {"tools": [SHORT], "force": "required"}
    ),
}  # fmt: skip


def plain(body: Any) -> Any:
    """A body without what may be written in two ways: a lone text, words in capitals, a schema's own dialect."""
    if isinstance(body, list):
        return [plain(entry) for entry in body]
    if not isinstance(body, dict):
        return body
    made = {key: plain(value) for key, value in body.items() if key not in ("$schema", "stream")}
    if "tool_choice" in made:
        made["tool_choice"] = made["tool_choice"].upper()
    content = made.get("content")
    if isinstance(content, list) and [part.get("type") for part in content] == ["text"]:
        made["content"] = content[0]["text"]
    if made.get("type") == "json_schema":  # what was recorded is taken too, but it is not what is documented
        made["type"] = "json_object"
    return made


@pytest.mark.parametrize("path", CASES)
def test_the_same_request(path: str) -> None:
    """The body is the recorded one, but for ways of writing, and fits the description."""
    index, messages, options, keywords = CASES[path]
    recorded = json.loads(corpus_files.interactions(f"cohere/{path.strip()}.yaml")[index].request["body"])
    if path.endswith("Inline"):
        url = recorded["messages"][0]["content"][1]["image_url"]["url"]
        messages = [WHAT, genai.Doc(url=url)]
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=sse(PLAIN_EVENTS))

    http = httpx2.Client(transport=httpx2.MockTransport(handler))
    llm = genai.load("cohere", model=recorded["model"], api_key="k", http_client=http)
    list(llm.gen_stream(messages, *options, **keywords))
    body = json.loads(seen[0].content)

    assert plain(recorded) == plain(body)
    assert [] == faults("/v2/chat", body)
