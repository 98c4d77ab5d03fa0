"""What recorded answers of Gemini say, read plainly and without any code of genai's.

The rule here: a mistake of the decoder cannot be its own witness, so that nothing of it is used.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import corpus_files
from corpus_files import Interaction

PROVIDER = "gemini"
HOST = "https://generativelanguage.googleapis.com/"
FINISHES = {"STOP": "stop", "MAX_TOKENS": "length", "SAFETY": "content_filter"}


def exchanges(*ends: str) -> Iterator[tuple[str, Interaction]]:
    """The recorded exchanges with Google whose path has one of these ends; each with what people call it."""
    for row in corpus_files.rows(provider=PROVIDER):
        for index, exchange in enumerate(corpus_files.interactions(row["path"])):
            path = exchange.request["uri"].partition("?")[0]
            if path.startswith(HOST) and path.endswith(ends) and "/openai/" not in path:
                yield f"{row['path'].removeprefix('gemini/').removesuffix('.yaml')}-{index}", exchange


def model_of(exchange: Interaction) -> str:
    """The model that was asked."""
    path: str = exchange.request["uri"].partition("?")[0]
    return path.rpartition("/models/")[2].partition(":")[0].replace("%20", " ")


def sent(exchange: Interaction) -> dict[str, Any]:
    """The recorded request's body."""
    decoded = json.loads(exchange.request["body"] or b"{}")
    assert isinstance(decoded, dict)
    return decoded


def streamed(exchange: Interaction) -> bool:
    """Whether a stream was asked for."""
    return ":stream" in exchange.request["uri"]


def events(exchange: Interaction) -> list[dict[str, Any]]:
    """The events of a stream, or the whole answer as the only one."""
    if not streamed(exchange):
        return [json.loads(exchange.body)]
    lines = exchange.body.replace(b"\r\n", b"\n").split(b"\n")  # never by U+2028
    return [json.loads(line.removeprefix(b"data:")) for line in lines if line.startswith(b"data:")]


def digest(data: bytes) -> str:
    """Bytes, shortly."""
    return hashlib.sha256(data).hexdigest()[:16]


def citations(candidates: list[dict[str, Any]], text: str) -> tuple[list[Any], list[Any]]:
    """What is cited where (URL or title, the words), and what belongs to no place."""
    about: dict[str, Any] = {}
    fetched: list[Any] = []
    for candidate in candidates:
        about |= {key: value for key, value in candidate.get("groundingMetadata", {}).items() if value}
        fetched += candidate.get("urlContextMetadata", {}).get("urlMetadata", ())
    sources = [(chunk.get("web") or chunk.get("retrievedContext")) for chunk in about.get("groundingChunks", ())]
    names = [source.get("uri") or source.get("title") for source in sources]
    placed, used = [], set()
    for support in about.get("groundingSupports", ()):
        used.update(support["groundingChunkIndices"])
        assert support["segment"]["text"] in text
        placed.append((support["segment"]["text"], [names[at] for at in support["groundingChunkIndices"]]))
    pages = [name for at, name in enumerate(names) if at not in used]
    pages += sorted(
        {
            page["retrievedUrl"]
            for page in fetched
            if page["urlRetrievalStatus"].endswith("SUCCESS") and page["retrievedUrl"] not in names
        }
    )
    return placed, [*pages, *filter(None, about.get("webSearchQueries", ()))]


def reading(exchange: Interaction) -> dict[str, Any]:
    """All that an answer says."""
    answers = events(exchange)
    candidates = [candidate for answer in answers for candidate in answer.get("candidates", ())]
    parts = [part for candidate in candidates for part in candidate.get("content", {}).get("parts", ())]
    texts = [part for part in parts if "text" in part]
    text = "".join(part["text"] for part in texts if not part.get("thought"))
    calls = [part["functionCall"] for part in parts if "functionCall" in part]
    last, used = answers[-1], answers[-1]["usageMetadata"]
    placed, pages = citations(candidates, text)
    finish = FINISHES[next(reason for c in reversed(candidates) if (reason := c.get("finishReason")))]
    thought = used.get("thoughtsTokenCount")
    made = [count for count in (used.get("candidatesTokenCount"), thought) if count is not None]
    given = [
        count for count in (used.get("promptTokenCount"), used.get("toolUsePromptTokenCount")) if count is not None
    ]
    return {
        "text": text,
        "reasoning": "".join(part["text"] for part in texts if part.get("thought")),
        "tool calls": [(call.get("id", ""), call["name"], call.get("args", {})) for call in calls],
        "pictures": [digest(b64decode(part["inlineData"]["data"])) for part in parts if "inlineData" in part],
        "placed": placed,
        "pages": pages,
        "kept": [
            key
            for part in parts
            for key in ("executableCode", "codeExecutionResult", "toolCall", "toolResponse")
            if key in part
        ],
        "signatures": sorted(part["thoughtSignature"] for part in parts if "thoughtSignature" in part),
        "usage": (
            sum(given) if given else None,
            used.get("cachedContentTokenCount"),
            sum(made) if made else None,
            thought,
            used.get("totalTokenCount"),
        ),
        "finish": "tool_calls" if calls and finish == "stop" else finish,
        "model": last["modelVersion"],
        "id": last["responseId"],
        "tier": used.get("serviceTier", exchange.headers.get("x-gemini-service-tier")),
    }
