"""Recorded conversations with OpenAI Responses: a client that gets the recorded answers, and whose requests are kept.

The rule here: what two requests may differ in, and still say the same, is listed in ``SPELLINGS``, each with the
reason why nothing is lost by it; and nowhere else.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import corpus_files
import httpx2

import genai
from genai.errors import Error
from genai.providers.openairesponses import raw

PROVIDER = "openairesponses"
API = "https://api.openai.com/v1"
ASKED = (f"{API}/responses", f"{API}/responses/compact", f"{API}/conversations")


class Tape:
    """One cassette: what was recorded, and a client that gets the recorded answers and whose requests are kept."""

    def __init__(self, path: str) -> None:
        exchanges = [one for one in corpus_files.interactions(f"{PROVIDER}/{path}") if asks(one.request)]
        self.recorded: list[Any] = [said(one.request) for one in exchanges]
        self.statuses = [one.status for one in exchanges]
        self.sent: list[Any] = []

        def handler(request: httpx2.Request) -> httpx2.Response:
            answer = exchanges[len(self.sent)]
            self.sent.append({"POST": str(request.url), **json.loads(request.content or b"{}")})
            return httpx2.Response(answer.status, headers=answer.headers, content=answer.body)

        self.llm = genai.load(
            PROVIDER,
            model=next(body["model"] for body in self.recorded if "model" in body),
            api_key="sk-test",
            retry=0,
            http_client=httpx2.Client(transport=httpx2.MockTransport(handler)),
        )

    def gen(self, messages: Any, *options: Any, **shorthand: Any) -> genai.Result:
        """The next answer, streamed where it was recorded so; an empty one where an error was recorded."""
        turn = len(self.sent)
        try:
            if not self.recorded[turn].get("stream"):
                return self.llm.gen_sync(messages, *options, **shorthand)
            with self.llm.gen_stream(messages, *options, **shorthand) as stream:
                for _ in stream:
                    pass
            return stream.result
        except Error:
            if self.statuses[turn] < 300:
                raise
            return genai.Result()

    def part(self, item: int, number: int = 0, request: int = 0) -> Any:
        """A part of a recorded message; its text where it is one."""
        content = self.recorded[request]["input"][item]["content"]
        found = content if isinstance(content, str) else content[number]
        return found["text"] if isinstance(found, dict) and "text" in found else found

    def doc(self, item: int, number: int, **about: Any) -> genai.Doc:
        """A recorded picture or file, by its URL or its bytes."""
        part = self.part(item, number)
        url = part.get("image_url") or part.get("file_data")
        if not url.startswith("data:"):
            return genai.Doc(url=url, **about)
        return genai.Doc(data=base64.b64decode(url.partition(",")[2]), **about)

    @property
    def question(self) -> str:
        """The text of the first recorded message of the user."""
        place = next(i for i, item in enumerate(self.recorded[0]["input"]) if item.get("role") == "user")
        text = self.part(place)
        assert isinstance(text, str)
        return text


def asks(request: Mapping[str, Any]) -> bool:
    """Whether a recorded request is one that is compared here."""
    return request["method"] == "POST" and request["uri"].partition("?")[0] in ASKED


def said(request: Mapping[str, Any]) -> dict[str, Any]:
    """What a recorded request said: its URL and its body."""
    return {"POST": request["uri"], **json.loads(request["body"] or b"{}")}


# --- What differs in spelling alone --------------------------------------------------------------------------


def is_message(node: Mapping[str, Any]) -> bool:
    """Whether an object is a message, with its tag or without."""
    return node.get("type", "message") == "message" and {"role", "content"} <= node.keys()


def tagged(node: dict[str, Any]) -> dict[str, Any]:
    """A message with its tag."""
    return {"type": "message", **node} if is_message(node) else node


def in_parts(node: dict[str, Any]) -> dict[str, Any]:
    """A user's text as a list of one part."""
    if not is_message(node) or node["role"] != "user" or not isinstance(node["content"], str):
        return node
    return {**node, "content": [{"type": "input_text", "text": node["content"]}]}


def strict(node: dict[str, Any]) -> dict[str, Any]:
    """A function that says that it is strict."""
    return {"strict": True, **node} if node.get("type") == "function" and "parameters" in node else node


def without_dialect(node: dict[str, Any]) -> dict[str, Any]:
    """A JSON schema without the name of its dialect."""
    return {key: value for key, value in node.items() if key != "$schema"}


DEFAULTS = {"stream": (False,), "previous_response_id": (None,), "instructions": ("",), "description": (None, "")}


def without_defaults(node: dict[str, Any]) -> dict[str, Any]:
    """Without what is said by saying nothing."""
    return {key: value for key, value in node.items() if value not in DEFAULTS.get(key, ())}


def without_format(node: dict[str, Any]) -> dict[str, Any]:
    """Without the default form of text."""
    return {key: value for key, value in node.items() if (key, value) != ("format", {"type": "text"})}


STATE = {"status": "completed", "logprobs": [], "content": []}


def without_state(node: dict[str, Any]) -> dict[str, Any]:
    """An item that goes back, without the state that it came in, and without what was empty or null in it."""
    if node.get("type") not in raw.ITEMS and node.get("type") not in raw.CONTENTS:
        return node
    return {key: value for key, value in node.items() if value is not None and STATE.get(key, "kept") != value}


def system_as_instructions(node: dict[str, Any]) -> dict[str, Any]:
    """A request whose system message stands above the input."""
    first = node["input"][0] if node.get("input") else {}
    if first.get("role") != "system":
        return node
    return {**node, "instructions": first.get("content"), "input": node["input"][1:]}


SPELLINGS: dict[Callable[[dict[str, Any]], dict[str, Any]], str] = {
    # Applied to every object of both sides, from the outside to the inside; the reason why nothing is lost by it.
    system_as_instructions: "`instructions` is a system message at the head of the input, by the documentation",
    tagged: "the tag of a message may be left out; genai says it",
    in_parts: "a text is short for a list of one input_text; genai says the list",
    strict: "a function is strict when nothing is said; genai always says which",
    without_dialect: "Go's schemas name their dialect, which the API ignores",
    without_defaults: "false, null and '' are what holds when nothing is said",
    without_format: "text is the form of text when nothing is said",
    without_state: "an item goes back with the `completed`, the [] and the nulls that it came with; others strip them",
}


def spelled(node: Any) -> Any:
    """JSON in one spelling."""
    if isinstance(node, list):
        return [spelled(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    for spelling in SPELLINGS:
        node = spelling(node)
    return {key: spelled(value) for key, value in node.items()}


# --- The scripts ---------------------------------------------------------------------------------------------


class Script(NamedTuple):
    """
    A conversation, and the features that it is there for.

    Args:
        play: Makes the recorded requests again, one after the other.
        features: What the requests have, with commas between.
        turns: How many of the recorded requests are made; None is all.
        why: Why the later ones are not.
    """

    play: Callable[[Tape], Any]
    features: str
    turns: int | None
    why: str


SCRIPTS: dict[str, Script] = {}


def plays(
    path: str, features: str, turns: int | None = None, why: str = ""
) -> Callable[[Callable[[Tape], Any]], Callable[[Tape], Any]]:
    """Marks the script of a cassette."""

    def marked(play: Callable[[Tape], Any]) -> Callable[[Tape], Any]:
        assert path not in SCRIPTS
        SCRIPTS[path] = Script(play, features, turns, why)
        return play

    return marked
