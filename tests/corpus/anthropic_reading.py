"""What recorded answers of Anthropic say, read plainly and without any code of genai's.

The rule here: a mistake of the decoder cannot be its own witness, so that nothing of it is used.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import corpus_files
from corpus_files import Interaction

PROVIDER = "anthropic"
HOST = "https://api.anthropic.com/v1"
FINISHES = {
    "end_turn": "stop",
    "stop_sequence": "stop_sequence",
    "max_tokens": "length",
    "tool_use": "tool_calls",
    "pause_turn": "other",
    "refusal": "refusal",
}
TEXTS = {"text": "text", "thinking": "thinking"}


def exchanges() -> Iterator[tuple[str, Interaction]]:
    """The recorded exchanges with Anthropic, in whatever folder, each with what people call it."""
    for row in corpus_files.rows():
        if not any(request["url"].startswith(HOST) for request in row["requests"]):
            continue
        for index, exchange in enumerate(corpus_files.interactions(row["path"])):
            if exchange.request["uri"].startswith(HOST):
                yield f"{row['path'].removeprefix('anthropic/').removesuffix('.yaml')}-{index}", exchange


def where(exchange: Interaction) -> str:
    """What was asked, without ids and queries: ``POST /messages``."""
    path = exchange.request["uri"].removeprefix(HOST).partition("?")[0]
    steps = ["{id}" if step.startswith(("msgbatch_", "file_", "claude-")) else step for step in path.split("/")]
    return f"{exchange.request['method']} {'/'.join(steps)}"


def sent(exchange: Interaction) -> dict[str, Any]:
    """The recorded request's body."""
    decoded = json.loads(exchange.request["body"] or b"{}")
    assert isinstance(decoded, dict)
    return decoded


def streamed(exchange: Interaction) -> bool:
    """Whether a stream was asked for."""
    return bool(sent(exchange).get("stream"))


def events(exchange: Interaction) -> list[dict[str, Any]]:
    """The events of a stream."""
    lines = exchange.body.replace(b"\r\n", b"\n").split(b"\n")  # never by U+2028
    return [json.loads(line.removeprefix(b"data:")) for line in lines if line.startswith(b"data:")]


def message(exchange: Interaction) -> dict[str, Any]:
    """The whole message, put together from its events where it was streamed."""
    if not streamed(exchange):
        decoded = json.loads(exchange.body)
        assert isinstance(decoded, dict)
        return decoded
    made: dict[str, Any] = {}
    blocks: dict[int, dict[str, Any]] = {}
    for event in events(exchange):
        if event["type"] == "message_start":
            made = event["message"]
        elif event["type"] == "content_block_start":
            blocks[event["index"]] = {**event["content_block"], "json": ""}
        elif event["type"] == "content_block_delta":
            add(blocks[event["index"]], event["delta"])
        elif event["type"] == "message_delta":
            made = {**made, **event["delta"], "usage": {**made["usage"], **event["usage"]}}
    for block in blocks.values():
        given = block.pop("json")
        block |= {"input": json.loads(given)} if given else {}
    return {**made, "content": [blocks[index] for index in sorted(blocks)]}


def add(block: dict[str, Any], delta: dict[str, Any]) -> None:
    """A delta to its block."""
    match delta["type"]:
        case "text_delta":
            block["text"] += delta["text"]
        case "thinking_delta":
            block["thinking"] += delta["thinking"]
        case "signature_delta":
            block["signature"] = delta["signature"]
        case "input_json_delta":
            block["json"] += delta["partial_json"]
        case "citations_delta":
            block.setdefault("citations", []).append(delta["citation"])
        case "compaction_delta":
            block["content"] = delta["content"]
        case other:
            raise AssertionError(other)


def cited(one: dict[str, Any]) -> tuple[Any, ...]:
    """A citation: its page or document, the words, and the place of them."""
    if one["type"] == "web_search_result_location":
        return (one["url"], one["title"], one["cited_text"], None, None)
    assert one["type"] == "char_location"
    return (str(one["document_index"]), one["document_title"], one["cited_text"], *span(one))


def span(one: dict[str, Any]) -> tuple[int, int]:
    """The place of the words in the document."""
    return one["start_char_index"], one["end_char_index"]


def citations(content: list[dict[str, Any]]) -> list[Any]:
    """The words that rest on something, where they stand in the whole text, and what they rest on."""
    found, before = [], 0
    for block in content:
        if block["type"] == "text":
            if block.get("citations"):
                place = (before, before + len(block["text"]))
                found.append((block["text"], place, [cited(one) for one in block["citations"]]))
            before += len(block["text"])
    return found


def pages(content: list[dict[str, Any]]) -> list[Any]:
    """What was searched for, and the pages that were found or fetched."""
    asked = {block["id"]: block["input"].get("query") for block in content if block["type"] == "server_tool_use"}
    found = []
    for block in content:
        if block["type"] == "web_search_tool_result":
            found += [asked[block["tool_use_id"]]] if asked.get(block["tool_use_id"]) else []
            found += [page["url"] for page in block["content"]]
        if block["type"] == "web_fetch_tool_result" and block["content"]["type"] == "web_fetch_result":
            found.append(block["content"]["url"])
    return found


def reading(exchange: Interaction) -> dict[str, Any]:
    """All that an answer says."""
    answer = message(exchange)
    content, used = answer["content"], answer["usage"]
    read, written = used.get("cache_read_input_tokens"), used.get("cache_creation_input_tokens")
    thoughts = [block["thinking"] for block in content if block["type"] == "thinking" and block["thinking"]]
    return {
        "text": "".join(block["text"] for block in content if block["type"] == "text"),
        "reasoning": "\n\n".join(thoughts),
        "signatures": [block["signature"] for block in content if block["type"] == "thinking"],
        "tool calls": [(one["id"], one["name"], one["input"]) for one in content if one["type"] == "tool_use"],
        "citations": citations(content),
        "pages": pages(content),
        "kept": [
            block
            for block in content
            if block["type"] not in ("text", "tool_use", "thinking")
            or (block["type"] == "thinking" and not block["thinking"])
        ],
        "usage": (
            used["input_tokens"] + (read or 0) + (written or 0),
            read,
            written,
            used["output_tokens"],
            used.get("output_tokens_details", {}).get("thinking_tokens"),
        ),
        "finish": FINISHES[answer["stop_reason"]],
        "model": answer["model"],
        "id": answer["id"],
        "tier": used.get("service_tier"),
    }
