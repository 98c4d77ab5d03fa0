"""Raw endpoints, called on either side; and whether what was sent is an endpoint of the description at all."""

from __future__ import annotations

import asyncio
import json
import re
from functools import cache
from operator import attrgetter
from typing import Any

import httpx2
import openapi
from contract.side import Side

import genai


def call(side: Side, llm: genai.Client, endpoint: str, *args: Any, **kwargs: Any) -> Any:
    """Call a raw endpoint, such as ``"files.get"``, on this side."""
    if side.kind == "sync":
        return attrgetter(endpoint)(llm.raw)(*args, **kwargs)

    async def called() -> Any:
        return await attrgetter(endpoint)(llm.aio.raw)(*args, **kwargs)

    return asyncio.run(called())


def stream(side: Side, llm: genai.Client, endpoint: str, *args: Any, **kwargs: Any) -> tuple[list[Any], Any]:
    """The raw events of a stream, and its result."""
    seen: list[Any] = []
    return seen, stream_into(seen, side, llm, endpoint, *args, **kwargs)


def stream_into(seen: list[Any], side: Side, llm: genai.Client, endpoint: str, *args: Any, **kwargs: Any) -> Any:
    """The same; what was seen is there also when it fails."""
    if side.kind == "sync":
        with attrgetter(endpoint)(llm.raw)(*args, **kwargs) as events:
            for event in events:
                seen.append(event)
        return events.result

    async def streamed() -> Any:
        async with attrgetter(endpoint)(llm.aio.raw)(*args, **kwargs) as events:
            async for event in events:
                seen.append(event)
        return events.result

    return asyncio.run(streamed())


def sent(request: httpx2.Request) -> tuple[str, Any]:
    """What was sent: the method with path and query as they are on the wire, and the decoded body."""
    target = request.url.raw_path.decode().removeprefix("/v1")
    return f"{request.method} {target}", json.loads(request.content) if request.content else None


@cache
def _endpoints() -> list[tuple[str, re.Pattern[str], frozenset[str]]]:
    """Of each endpoint of OpenAI's description: its method, its path as a pattern, the names in its query."""
    paths = json.loads((openapi.ROOT / "openai.json").read_bytes())["paths"]
    return [
        (
            method.upper(),
            re.compile(re.sub(r"\{\w+\}", "[^/]+", path)),
            frozenset(each["name"] for each in about.get("parameters", ()) if each["in"] == "query"),
        )
        for path, methods in paths.items()
        for method, about in methods.items()
        if isinstance(about, dict)
    ]


def undescribed(request: httpx2.Request) -> list[str]:
    """What OpenAI's description does not know of a request: the endpoint, or names in its query."""
    path = request.url.raw_path.decode().removeprefix("/v1").partition("?")[0]
    queries = [names for method, pattern, names in _endpoints() if method == request.method and pattern.fullmatch(path)]
    if not queries:
        return [f"{request.method} {path}"]
    return sorted({name.removesuffix("[]") for name in request.url.params} - frozenset().union(*queries))
