"""The values of a scoreboard, and its file."""

from __future__ import annotations

import importlib.resources
import json
from typing import Any

import pytest

from genai import providers, scoreboard
from genai.errors import InvalidRequest
from genai.scoreboard.files import parsed, read_go, write, written
from genai.scoreboard.values import (
    Evidence,
    Functionality,
    ModalCapability,
    Modalities,
    Scenario,
    Score,
    combined,
)

EVIDENCE = Evidence(provenance="corpus", source="somebody/something", date="2026-01-02", answers=3)
WRONG: Any = "yes"
TEXT = Modalities(text=ModalCapability(inline="true"))


def scenario(*models: str, **more: Any) -> Scenario:
    """A sound scenario."""
    return Scenario(**{"models": models or ("a",), "input": TEXT, "output": TEXT, "evidence": EVIDENCE, **more})


SCORE = Score(
    provider="it",
    warnings=("slow",),
    country="CH",
    dashboard_url="https://example.com/usage",
    scenarios=(
        scenario("b", reasoning=True, reasoning_tags=("<think>", "</think>"), stream=Functionality(json="false")),
        scenario(
            "a",
            sync=Functionality(json="true", seed="flaky"),
            input=Modalities(
                text=TEXT.text, image=ModalCapability(url="true", max_size=9, formats=("image/png", "image/gif"))
            ),
        ),
        Scenario(models=("never", "tested")),
    ),
)


def test_json() -> None:
    """A score goes to JSON and back unchanged, and what is untested is not written."""
    assert SCORE == Score.from_json(SCORE.to_json())
    assert "untested" not in SCORE.to_json()


def test_scenarios_are_sorted() -> None:
    """Tested ones first, then by name; formats too. So the order in which they are made never shows."""
    again = Score(provider="it", scenarios=reversed(SCORE.scenarios))

    assert ["a", "b", "never"] == [one.models[0] for one in SCORE.scenarios]
    assert SCORE.scenarios == again.scenarios
    assert SCORE.scenarios[0].input.image is not None
    assert ("image/gif", "image/png") == SCORE.scenarios[0].input.image.formats


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ((), "untested"),
        (("untested", "untested"), "untested"),
        (("true", "untested"), "true"),
        (("false",), "false"),
        (("true", "false"), "flaky"),
        (("true", "flaky"), "flaky"),
    ],
)
def test_combined(seen: Any, expected: str) -> None:
    """What several answers say together."""
    assert expected == combined(seen)


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda: Functionality(json=WRONG), "Functionality.json: one of true, false, flaky, untested, not 'yes'"),
        (lambda: Functionality(tools="false", tools_biased="true"), "tools_biased: seen, though no tool was"),
        (lambda: Functionality(tools_indecisive="flaky"), "tools_indecisive: seen, though no tool was"),
        (lambda: Functionality(tool_call_required="true"), "tool_call_required: seen, though no tool was"),
        (lambda: Functionality(parallel_tools="true"), "parallel_tools: seen, though no tool was"),
        (lambda: ModalCapability(inline=WRONG), "ModalCapability.inline: one of"),
        (lambda: ModalCapability(inline="false", formats="image/png"), "no format went through"),
        (lambda: ModalCapability(max_size=0), "max_size: at least 1"),
        (lambda: Evidence(provenance="hearsay", source="x", answers=1), "Evidence.provenance: one of live, server"),
        (lambda: Evidence(provenance="live", source=" ", answers=1), "Evidence.source"),
        (lambda: Evidence(provenance="live", source="x", answers=0), "Evidence.answers: at least 1"),
        (lambda: Scenario(models=()), "Scenario.models: at least one"),
        (lambda: scenario(output=Modalities()), "input and output, both or neither"),
        (lambda: scenario(evidence=None), "there is no evidence"),
        (lambda: scenario(reasoning_tags=("<think>",)), "reasoning_tags"),
        (lambda: Scenario(models=("a",), sync=Functionality(), evidence=EVIDENCE), "sync without input"),
        (lambda: Score(provider="it", scenarios=(scenario("a"), scenario("b", "a"))), "a: in more than one"),
    ],
)
def test_what_is_wrong_is_said(make: Any, fault: str) -> None:
    """The rules that a scoreboard keeps."""
    with pytest.raises(InvalidRequest, match=fault.replace("(", r"\(")):
        make()


def test_a_model_may_think_or_not() -> None:
    """The same model twice, with thoughts and without."""
    score = Score(provider="it", scenarios=(scenario("a"), scenario("a", reasoning=True)))

    assert [True, False] == [one.reasoning for one in score.scenarios]


def test_the_file(tmp_path: Any) -> None:
    """It is read as it was written, sorted, and written only when that changes it."""
    path = tmp_path / "scoreboard.json"

    assert [True, False] == [write(SCORE, path), write(SCORE, path)]
    assert SCORE == parsed(path.read_text("utf-8"), "it")
    assert list(json.loads(written(SCORE))) == sorted(json.loads(written(SCORE)))
    assert '{\n  "scenarios": []\n}\n' == written(Score(provider="it"))


@pytest.mark.parametrize("name", providers.names())
def test_the_files_of_all_packages(name: str) -> None:
    """Each is sound, and written as this code would write it."""
    file = importlib.resources.files(providers.find(name).__name__).joinpath("scoreboard.json")

    assert file.read_text("utf-8") == written(scoreboard.load(name))


GO = {
    "warnings": ["w"],
    "country": "FR",
    "dashboardURL": "https://example.com",
    "scenarios": [
        {
            "comments": "c",
            "models": ["m"],
            "sota": True,
            "reason": True,
            "reasoningTokenStart": "<think>",
            "reasoningTokenEnd": "</think>",
            "in": {"text": {"inline": True}, "image": {"url": True, "supportedFormats": ["image/png"]}},
            "out": {"text": {"inline": True}},
            "GenSync": {"reportTokenUsage": "flaky", "topLogprobs": True, "jsonSchema": {"object": "true"}},
            "GenStream": {
                "tools": "true",
                "toolCallRequired": True,
                "outOfOrder": "true",
                "jsonSchema": {"array": "true"},
            },
        },
        {"models": ["e"], "in": {"text": {"inline": True}}, "out": {"embedding": {"inline": True}}, "Embed": {}},
        {"models": ["untested"]},
    ],
}


def test_the_go_librarys_file() -> None:
    """Its names become ours; what we have no cell for is left out."""
    score = read_go(json.dumps(GO), "mistral")
    first, *others = score.scenarios

    assert ("FR", "https://example.com", ("w",)) == (score.country, score.dashboard_url, score.warnings)
    assert (("m",), True, ("<think>", "</think>")) == (first.models, first.reasoning, first.reasoning_tags)
    assert Functionality(report_token_usage="flaky", top_logprobs="true", json_schema="true") == first.sync
    assert Functionality(tools="true", tool_call_required="true") == first.stream
    assert ModalCapability(url="true", formats=("image/png",)) == first.input.image
    assert [(("e",), None), (("untested",), None)] == [(one.models, one.evidence) for one in others]
    with pytest.raises(InvalidRequest, match="not 'maybe'"):
        read_go(json.dumps({"scenarios": [{**GO["scenarios"][0], "GenSync": {"json": "maybe"}}]}), "x")  # type: ignore[dict-item]
