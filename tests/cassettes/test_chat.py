"""The cassettes of Chat Completions, more closely: streams cut anywhere, and what the servers really answer."""

from __future__ import annotations

from typing import Any, Final

import pytest

import genai
from genai import network
from genai.testing import cassettes, checks

from .played import PATHS, exchanges, subject

PROVIDERS: Final = ("llamacpp", "litellm")
STREAMS: Final = {
    f"{name}[{number}]": one["response"]["body"]["string"].encode()
    for name, path in PATHS.items()
    if name.startswith(PROVIDERS)
    for number, one in enumerate(exchanges(path))
    if one["response"]["headers"].get("content-type", [""])[0].startswith("text/event-stream")
}


def streamed(provider: str, body: bytes, size: int) -> genai.Result:
    """What a recorded stream gives, when it comes in pieces of so many bytes."""

    def play(method: str, url: str, asked: bytes) -> tuple[int, dict[str, str], Any]:
        return 200, {"content-type": "text/event-stream"}, (body[at : at + size] for at in range(0, len(body), size))

    with network.replaying(play) as http, genai.load(provider, model="any", api_key="none", http_client=http) as llm:
        with llm.gen_stream("hi") as stream:
            for _ in stream:
                pass
        return stream.result


@pytest.mark.parametrize("name", STREAMS)
def test_a_stream_may_be_cut_anywhere(name: str) -> None:
    """The same result, in one piece and in pieces that are less than an event."""
    provider, body = name.partition("/")[0], STREAMS[name]

    assert streamed(provider, body, len(body)) == streamed(provider, body, 61)


@pytest.mark.parametrize("mode", ["sync", "stream"])
@pytest.mark.parametrize("name", ["llamacpp/tiny-think", "litellm/tiny"])
def test_thoughts_are_apart_from_the_text(name: str, mode: str) -> None:
    """What the model thought, the server tells beside its text."""
    with cassettes.use_cassette(PATHS[f"{name}/{mode}/effort"]) as replay:
        result = checks.find(mode, "effort").run(subject(replay.header))

    assert result.reasoning
    assert "think>" not in result.text


@pytest.mark.parametrize(("provider", "status"), [("llamacpp", 401), ("litellm", 400)])
def test_a_wrong_key_is_told_in_two_ways(provider: str, status: int) -> None:
    """LiteLLM says 400 where no database could know the key: AuthError all the same."""
    with cassettes.use_cassette(PATHS[f"{provider}/tiny/other/wrong_key"]) as replay:
        error = checks.find("other", "wrong_key").run(subject(replay.header))

    assert (genai.AuthError, status) == (type(error), error.status)
