"""The cassettes of the Responses wire, more closely: streams against whole answers, asyncio, and what was composed."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest

import genai
from genai import network
from genai.testing import cassettes, checks, drawing

from .played import PATHS, exchanges, subject

PREFIX: Final = "openairesponses/"
OURS: Final = {name.removeprefix(PREFIX): path for name, path in PATHS.items() if name.startswith(PREFIX)}


def streams() -> Iterator[tuple[str, str, Any]]:
    """Every recorded stream, with the whole response that its last event has."""
    for name, path in OURS.items():
        for number, one in enumerate(exchanges(path)):
            body = one["response"]["body"]["string"]
            if one["response"]["headers"].get("content-type", [""])[0].startswith("text/event-stream"):
                last = json.loads(re.findall(r"^data: (\{.*)$", body, re.MULTILINE)[-1])
                yield f"{name}[{number}]", body, last["response"]


STREAMS: Final = {name: (body, whole) for name, body, whole in streams()}


@pytest.mark.parametrize("name", STREAMS)
def test_a_stream_equals_its_whole_answer(name: str) -> None:
    """The fragments fold to the result that the last event's response gives as a sync answer, however bytes are cut."""
    body, whole = STREAMS[name]

    def play(method: str, url: str, asked: bytes) -> tuple[int, dict[str, str], Any]:
        raw = body.encode()
        if b'"stream":true' in asked:
            return 200, {"content-type": "text/event-stream"}, (raw[at : at + 61] for at in range(0, len(raw), 61))
        return 200, {"content-type": "application/json"}, json.dumps(whole).encode()

    with network.replaying(play) as http, genai.load("openai:any", api_key="none", http_client=http) as llm:
        expected = llm.gen_sync("hi")
        with llm.gen_stream("hi") as stream:
            for _ in stream:
                pass

    assert expected == stream.result


@pytest.mark.parametrize("mode", ["sync", "stream"])
def test_asyncio_plays_cassettes_too(mode: str) -> None:
    """The async client gets the same answer from the same cassette."""

    async def asked(llm: genai.Client, arguments: Mapping[str, Any]) -> genai.Result:
        async with llm.aio as aio:
            if mode == "sync":
                return await aio.gen_sync("Name one fruit.", **arguments)
            async with aio.gen_stream("Name one fruit.", **arguments) as stream:
                async for _ in stream:
                    pass
                return stream.result

    with cassettes.use_cassette(OURS[f"aimock/{mode}/text"]) as replay:
        result = asyncio.run(asked(subject(replay.header).load(), replay.header.arguments))

    assert "An apple." == result.text
    assert replay.all_played


def test_a_composed_job_ends_with_its_answer() -> None:
    """Queued, in progress, completed: the answer, its usage and its limits are those of the last poll."""
    with cassettes.use_cassette(OURS["composed/job/background"]) as replay:
        result = checks.background(subject(replay.header))

    assert "An apple." == result.text
    assert 64 == result.usage.reasoning_tokens
    assert ["requests", "tokens"] == [limit.kind for limit in result.limits]


def test_a_composed_search_is_cited() -> None:
    """The citation's offsets point into the text."""
    with cassettes.use_cassette(OURS["composed/stream/web_search"]) as replay:
        result = checks.web_search(subject(replay.header).gen_stream)

    citation = next(one for one in result.citations if one.text)
    assert "python.org" == citation.text == result.text[citation.start : citation.end]
    assert "https://www.python.org/downloads/" == citation.sources[0].url


def test_a_composed_picture_is_watched_as_it_forms() -> None:
    """The tool tells its states, shows two previews and then the picture, with what was made of the words."""
    with cassettes.use_cassette(OURS["composed/stream/picture_tool_previews"]) as replay:
        llm = subject(replay.header).load()
        with llm, llm.gen_stream(drawing.DRAW, partial_images=2) as stream:
            replies = list(stream)

    told = [reply.progress or ("preview" if reply.partial else "picture") for reply in replies]
    expected = ["in_progress", "generating", "preview", "preview", "completed", "picture"]
    assert expected == [one.removeprefix("image_generation.") for one in told]
    assert ["image/png"] == [doc.mime_type for doc in stream.result.docs]
    assert "A plain red square that fills the whole picture" == stream.result.docs[0].meta["revised_prompt"]


@pytest.mark.parametrize("mode", ["sync", "stream"])
def test_a_composed_picture_goes_back(mode: str) -> None:
    """The second turn sends the first one's picture as the item that it was, and gets another one."""
    path = OURS[f"composed/{mode}/picture_turns"]
    with cassettes.use_cassette(path) as replay:
        under = subject(replay.header)
        result = drawing.picture_turns(under.gen_sync if mode == "sync" else under.gen_stream)

    sent = json.loads(exchanges(path)[1]["request"]["body"])["input"][1]
    assert ("image_generation_call", drawing.PNG) == (sent["type"], base64.b64decode(sent["result"]))
    assert "edit" == result.docs[0].meta["action"]
