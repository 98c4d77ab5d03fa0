"""find and supports, over scoreboards of the tests' own and over those that are stored."""

from __future__ import annotations

from typing import Any

import pytest
from scoreboard.test_values import EVIDENCE, TEXT, scenario

import genai
from genai import scoreboard
from genai.errors import InvalidRequest
from genai.scoreboard.values import Evidence, Functionality, ModalCapability, Modalities, Score

SEES = Modalities(text=TEXT.text, image=ModalCapability(url="true"), audio=ModalCapability(inline="false"))
EMULATED = Evidence(provenance="emulator", source="x 1.0", answers=1)
SCORES = {
    "groq": Score(
        provider="groq",
        scenarios=(
            scenario("a", "a2", sync=Functionality(json="true"), stream=Functionality(json="false", seed="true")),
            scenario("b", input=SEES, reasoning=True, sync=Functionality(json="flaky")),
            scenario("e", evidence=EMULATED, sync=Functionality(json="true")),
        ),
    ),
    "llamacpp": Score(provider="llamacpp", scenarios=(scenario("l", sync=Functionality(json="true")),)),
}


@pytest.fixture
def _own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoreboard, "load", lambda name: SCORES.get(name, Score(provider=name)))


@pytest.mark.usefixtures("_own")
@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["a", "b", "l"]),
        ({"json": True}, ["a", "l"]),
        ({"json": False}, ["a"]),
        ({"json": "flaky"}, ["b"]),
        ({"json": True, "mode": "stream"}, []),
        ({"mode": "stream"}, ["a"]),
        ({"json": True, "seed": True}, []),
        ({"seed": "untested", "json": True}, ["a", "l"]),
        ({"input": "image"}, ["b"]),
        ({"input": ("text", "image")}, ["b"]),
        ({"input": "audio"}, []),
        ({"output": "text", "reasoning": True}, ["b"]),
        ({"reasoning": False}, ["a", "l"]),
        ({"local": True}, ["l"]),
        ({"local": False, "json": True}, ["a"]),
        ({"provider": "groq", "json": True}, ["a"]),
        ({"model": "a2"}, ["a"]),
        ({"provenance": "emulator"}, ["e"]),
        ({"provenance": "live"}, []),
    ],
    ids=repr,
)
def test_find(wanted: dict[str, Any], expected: list[str]) -> None:
    """Where all of it was seen, in one mode; emulators only when they are asked for."""
    assert expected == [found.scenario.models[0] for found in scoreboard.find(**wanted)]


@pytest.mark.usefixtures("_own")
def test_what_is_found_says_whose_word_it_is() -> None:
    """The provider and the evidence, beside the scenario."""
    (found,) = scoreboard.find(local=True)

    assert ("llamacpp", EVIDENCE) == (found.provider, found.evidence)
    assert found == scoreboard.Found.from_json(found.to_json())


def test_wrong_questions() -> None:
    """All faults at once."""
    with pytest.raises(InvalidRequest) as caught:
        scoreboard.find(
            flying=True, input="smell", mode="later", json="perhaps", local="yes", reasoning="no", provenance="hearsay"
        )

    for word in (
        "flying: no capability",
        "input: one of text",
        "mode: one of sync",
        "json: True, False, or one of",
        "local: True or False",
        "reasoning: True or False",
        "provenance: one of live",
    ):
        assert word in str(caught.value)
    with pytest.raises(InvalidRequest, match="no provider is named"):
        scoreboard.find(provider="nobody")


@pytest.mark.usefixtures("_own")
def test_supports() -> None:
    """Of a client's own model; by asyncio's client too."""
    llm, unknown = genai.load("groq:a"), genai.load("groq:never-seen")

    assert llm.supports("json")
    assert llm.supports("json", mode="sync")
    assert not llm.supports("json", mode="stream")
    assert not llm.supports("json", input="image")
    assert llm.aio.supports("seed")
    assert not unknown.supports("json")
    with pytest.raises(InvalidRequest, match="flying"):
        llm.supports("flying")


def test_the_stored_ones() -> None:
    """Some local server reads pictures and keeps to schemas; and the evidence is told."""
    found = scoreboard.find(input="image", json_schema=True, local=True)

    assert "llamacpp" in {one.provider for one in found}
    assert all(one.evidence is not None and one.evidence.answers for one in found)
    assert scoreboard.find(web_search=True, mode="stream")
    assert [] == scoreboard.find(partial_images=True)
