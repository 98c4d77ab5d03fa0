"""Recorded conversations with Gemini: a client that gets the recorded answers, and whose requests are kept.

The rule here: what two requests may differ in, and still say the same, is listed in ``SPELLINGS``, each with the
reason why nothing is lost by it; and nowhere else.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import corpus_files
import httpx2
from corpus.gemini_reading import PROVIDER, model_of, streamed

import genai


class Tape:
    """One cassette: what was recorded, and a client that gets the recorded answers and whose requests are kept."""

    def __init__(self, path: str) -> None:
        exchanges = [
            one
            for one in corpus_files.interactions(f"{PROVIDER}/{path}.yaml")
            if "enerateContent" in one.request["uri"]
        ]
        self.recorded: list[Any] = [json.loads(one.request["body"]) for one in exchanges]
        self.urls = [one.request["uri"] for one in exchanges]
        self.streams = [streamed(one) for one in exchanges]
        self.sent: list[Any] = []
        self.asked: list[str] = []

        def handler(request: httpx2.Request) -> httpx2.Response:
            answer = exchanges[len(self.sent)]
            self.sent.append(json.loads(request.content))
            self.asked.append(str(request.url))
            return httpx2.Response(answer.status, headers=answer.headers, content=answer.body)

        self.llm = genai.load(
            PROVIDER,
            model=model_of(exchanges[0]),
            api_key="sk-test",
            retry=0,
            http_client=httpx2.Client(transport=httpx2.MockTransport(handler)),
            output="text",
        )

    @property
    def question(self) -> str:
        """The text of the first recorded message."""
        text = self.recorded[0]["contents"][0]["parts"][0]["text"]
        assert isinstance(text, str)
        return text

    def doc(self, part: int = 1) -> genai.Doc:
        """A recorded document of the first message, by its bytes or its URL."""
        fields = self.recorded[0]["contents"][0]["parts"][part]
        if "fileData" in fields:
            return genai.Doc(url=fields["fileData"]["fileUri"], mime_type=fields["fileData"]["mimeType"])
        return genai.Doc(decoded(fields["inlineData"]["data"]), mime_type=fields["inlineData"]["mimeType"])

    def gen(self, messages: Any, *options: Any, **shorthand: Any) -> genai.Result:
        """The next answer, streamed where it was recorded so."""
        if not self.streams[len(self.sent)]:
            return self.llm.gen_sync(messages, *options, **shorthand)
        with self.llm.gen_stream(messages, *options, **shorthand) as stream:
            for _ in stream:
                pass
        return stream.result


def decoded(text: str) -> bytes:
    """Base64 in either alphabet: Google takes both."""
    return base64.b64decode(text.replace("-", "+").replace("_", "/"))


# --- What differs in spelling alone -----------------------------------------------------------------------------------


def camel(node: dict[str, Any]) -> dict[str, Any]:
    """Google's JSON has each name in two spellings, ``include_thoughts`` and ``includeThoughts``."""
    return {FREE.get(key) or re.sub(r"_([a-z])", lambda found: found[1].upper(), key): node[key] for key in node}


FREE = {"is_fruit": "is_fruit", "return_value": "return_value", "search_suggestions": "search_suggestions"}
"""Names of the caller's or a tool's own."""


def plain_text(node: dict[str, Any]) -> dict[str, Any]:
    """Texts are what is made, where nothing is said of it."""
    return {key: value for key, value in node.items() if (key, value) != ("responseModalities", ["TEXT"])}


def nothing_said(node: dict[str, Any]) -> dict[str, Any]:
    """An empty generationConfig, and the default of one way of calling functions, say nothing."""
    empty: tuple[Any, ...] = (("generationConfig", {}), ("toolConfig", {}), ("functionCallingConfig", {"mode": "AUTO"}))
    return {key: value for key, value in node.items() if (key, value) not in empty}


def instructed(node: dict[str, Any]) -> dict[str, Any]:
    """A system prompt needs no role: Google says that only its parts count."""
    if "systemInstruction" in node:
        return {**node, "systemInstruction": {"parts": node["systemInstruction"]["parts"]}}
    return node


def answered(node: dict[str, Any]) -> dict[str, Any]:
    """An answer of a function under any name but "error" is its output."""
    if set(node) & {"return_value", "response"} and len(node) == 1:
        return {"output": next(iter(node.values()))}
    return node


def bytes_of(node: dict[str, Any]) -> dict[str, Any]:
    """Bytes are in either alphabet."""
    return {
        key: decoded(value).hex()[:80] if key in ("data", "thoughtSignature") and isinstance(value, str) else value
        for key, value in node.items()
    }


def unnamed(node: dict[str, Any]) -> dict[str, Any]:
    """Ids that another client made up for calls that have none say nothing: Google tells calls apart by their order."""
    if str(node.get("id", "")).startswith("pyd_ai_"):
        return {key: value for key, value in node.items() if key != "id"}
    return node


def described(node: dict[str, Any]) -> dict[str, Any]:
    """What a function answers need not be told."""
    if "functionDeclarations" in node:
        functions = [{k: v for k, v in one.items() if k != "response"} for one in node["functionDeclarations"]]
        return {**node, "functionDeclarations": functions}
    return node


SPELLINGS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (
    camel,
    plain_text,
    instructed,
    answered,
    bytes_of,
    unnamed,
    described,
    nothing_said,
)


def spelt(node: Any) -> Any:
    """A request in one spelling; tools have no order."""
    if isinstance(node, list):
        return [spelt(entry) for entry in node]
    if not isinstance(node, Mapping):
        return node
    made: dict[str, Any] = {key: spelt(value) for key, value in node.items()}
    for spelling in SPELLINGS:
        made = spelling(made)
    if "tools" in made:
        made["tools"] = sorted(made["tools"], key=str)
    return made
