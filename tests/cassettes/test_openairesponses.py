"""Every cassette of the Responses wire, played through the public API: its check comes out as it did when recorded."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

import genai
from genai import network
from genai.testing import cassettes, checks
from genai.testing.scrub import Scrubber

ROOT: Final = Path(__file__).resolve().parents[2] / "testdata" / "cassettes"
HOME: Final = ROOT / "openairesponses"
PATHS: Final = {path.relative_to(HOME).with_suffix("").as_posix(): path for path in sorted(HOME.rglob("*.yaml"))}
EACH = pytest.mark.parametrize(
    "name",
    # the request of this check is wrong on purpose
    [pytest.param(name, marks=[pytest.mark.misfit] * name.endswith("/bad_request")) for name in PATHS],
)

ANSWERED: Final = "conversation effort json_object json_schema max_tokens pdf_in system_prompt text tool_answer"
TOOLS: Final = "tool_auto tool_named tool_required"

STRAYS: Final[Mapping[str, tuple[str, str]]] = {
    # folder: what its answers have that OpenAI's do not, and the checks whose answers have it
    "tiny/stream": ("timings", f"{ANSWERED} {TOOLS} web_search".replace(" pdf_in", "")),
    "tiny-think/stream": ("timings", "conversation effort json_schema text tool_auto"),
    "tiny-hf/sync": ("output[0].annotations", f"{ANSWERED} {TOOLS} image_in top_logprobs web_search"),
    "tiny-hf/stream": ("item.annotations", f"{ANSWERED} {TOOLS} image_in top_logprobs web_search"),
    "tiny-hf/other": ("item.annotations", "wrong_key"),  # it knows no keys, and streams unless it is told not to
}
"""https://github.com/ggml-org/llama.cpp adds its timings to a stream's last event; transformers gives a message an
``annotations`` of its own, which OpenAI has in the message's parts alone."""

UNKNOWN: Final = {
    **{f"{folder}/{check}": (field,) for folder, (field, names) in STRAYS.items() for check in names.split()},
    "tiny/other/list_models": ("models", "data[0].aliases", "data[0].tags", "data[0].meta"),  # llama.cpp's own
}


def subject(header: cassettes.Header, **more: Any) -> checks.Subject:
    """The client as it was when the cassette was recorded."""
    usual = {"model": header.model, "base_url": header.base_url, "api_key": "none", "retry": 0, **more}
    return checks.Subject(
        load=lambda **differing: genai.load(header.provider, **{**usual, **differing}),
        arguments=header.arguments,
        poll_interval=0.001,
    )


def exchanges(path: Path) -> list[Any]:
    """What was sent and what came back."""
    document = yaml.safe_load(path.read_text("utf-8"))
    return list(document["interactions"])


@EACH
def test_a_cassette_says_where_its_answers_come_from(name: str) -> None:
    """The header is sound, and the file lies where the header says."""
    header = cassettes.read(PATHS[name])

    assert PATHS[name] == ROOT / header.place
    assert header.provenance in cassettes.PROVENANCES
    assert re.search(r"\d+\.\d+|https://", header.source), "a version, or the documentation"


@EACH
def test_no_secret_is_in_a_cassette(name: str) -> None:
    """No key, none of the headers that carry one, and no path of the machine that recorded it."""
    text = PATHS[name].read_text("utf-8")
    headers = {h.lower() for one in exchanges(PATHS[name]) for side in one.values() for h in side["headers"]}

    assert [] == Scrubber(secrets=["sk-local"]).left(text)
    assert set() == {
        h for h in headers if not re.match(r"content-type$|x-request-id$|retry-after|x-ratelimit-|openai-", h)
    }
    assert [] == re.findall(r"(?:/root|/home|/tmp|/Users)/", text)


@EACH
def test_a_check_comes_out_as_recorded(name: str) -> None:
    """The same requests are sent, all answers are used, and the check finds what it found."""
    with cassettes.use_cassette(PATHS[name]) as replay:
        header = replay.header
        outcome = checks.find(header.mode, header.check).outcome(subject(header))

    assert header.outcome == outcome
    assert replay.all_played


@EACH
def test_strict_names_what_openai_does_not_have(name: str) -> None:
    """In strict mode answers of other servers are refused for exactly the fields in the table, and no others are."""
    with cassettes.use_cassette(PATHS[name]) as replay:
        header = replay.header
        check = checks.find(header.mode, header.check)

        assert UNKNOWN.get(name, ()) == refused_fields(check, subject(header, strict=True))


def refused_fields(check: checks.Check, under: checks.Subject) -> tuple[str, ...]:
    """The unknown fields that a check's answers were refused for."""
    try:
        check.run(under)
    except genai.BadAnswer as error:
        return error.unknown_fields
    except checks.Unmet as error:
        return getattr(error.__cause__, "unknown_fields", ())
    except genai.Error:
        pass
    return ()


def streams() -> Iterator[tuple[str, str, Any]]:
    """Every recorded stream, with the whole response that its last event has."""
    for name, path in PATHS.items():
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

    with cassettes.use_cassette(PATHS[f"aimock/{mode}/text"]) as replay:
        result = asyncio.run(asked(subject(replay.header).load(), replay.header.arguments))

    assert "An apple." == result.text
    assert replay.all_played


def test_each_mode_and_provenance_is_there() -> None:
    """The cassettes cover real servers, an emulator and the documentation, in every mode."""
    headers = [cassettes.read(path) for path in PATHS.values()]

    assert {"server", "emulator", "composed"} == {header.provenance for header in headers}
    assert {"sync", "stream", "job", "other"} == {header.mode for header in headers}


def test_a_composed_job_ends_with_its_answer() -> None:
    """Queued, in progress, completed: the answer, its usage and its limits are those of the last poll."""
    with cassettes.use_cassette(PATHS["composed/job/background"]) as replay:
        result = checks.background(subject(replay.header))

    assert "An apple." == result.text
    assert 64 == result.usage.reasoning_tokens
    assert ["requests", "tokens"] == [limit.kind for limit in result.limits]


def test_a_composed_search_is_cited() -> None:
    """The citation's offsets point into the text."""
    with cassettes.use_cassette(PATHS["composed/stream/web_search"]) as replay:
        result = checks.web_search(subject(replay.header).gen_stream)

    citation = next(one for one in result.citations if one.text)
    assert "python.org" == citation.text == result.text[citation.start : citation.end]
    assert "https://www.python.org/downloads/" == citation.sources[0].url
