"""``genai demo``: all that it promises is printed, without a key and without a network."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import pytest
from openapi import available, faults

from genai import NotSupported, load, network
from genai.cli import demo
from genai.testing.player import Player
from genai.testing.scrub import Scrubber

from .conftest import Cli

SCHEMAS = {"files": ("", "OpenAIFile"), "batches": ("CreateBatchRequest", "Batch")}
STEPS = [step.__name__ for step in demo.STEPS]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """To ask with a client that has a network is an error."""

    def refuse(method: str, url: str, body: bytes) -> Any:
        raise AssertionError(f"the demo has no network: {url}")

    monkeypatch.setattr(network, "new_client", lambda: network.replaying(refuse))


def parts(output: str) -> list[str]:
    """The output of each step."""
    return output.split("\n== ")[1:]


def test_every_step_tells_usage_limits_and_recording(cli: Cli) -> None:
    """Nine steps, and below each what it cost, what is left and where its answers come from."""
    ran = cli("demo")

    assert (0, "") == (ran.exit_code, ran.stderr)
    assert len(STEPS) == len(parts(ran.stdout))
    for step, part in zip(STEPS, parts(ran.stdout), strict=True):
        assert re.search(r"^usage: \d+ input.*, \d+ output.*, \d+ total$", part, re.MULTILINE)
        limits = r"requests: \d+ of \d+ left.*; tokens: \d+ of \d+ left" if step != "batch" else "not reported"
        assert re.search(f"^limits: {limits}", part, re.MULTILINE)
        assert f"\nrecording: {step}.json (composed, 2026-11-21: written from https://" in part


@pytest.mark.parametrize(
    ("step", "shown"),
    [
        ("text", "An apple is a fruit.\n"),
        ("stream", "An| apple| fell| beside|"),
        ("tools", 'the model calls get_weather({"city":"Oslo"})\n'),
        ("tools", 'the tool answers {"city":"Oslo","sky":"clear","celsius":4}\nIt is clear in Oslo'),
        ("json", "decoded: Fruit(name='banana', colours=['yellow', 'brown'], grams=120)\n"),
        ("job", "asked once: pending\nCut apples brown"),
        ("batch", "pending\ncompleted\ngreen: Lime.\nred: Cherry.\nyellow: Banana.\n"),
        (
            "picture",
            "image_generation.in_progress\nimage_generation.generating\npreview: ig_composed_8-0.png, image/png, 24x24",
        ),
        ("picture", "image_generation.completed\npicture: ig_composed_8.png, image/png, 24x24, "),
        ("edit", "picture: ig_composed_9.png, image/png, 24x24, "),
        ("conversation", "user: And what is its botanical name?\nassistant: Its botanical name is Malus"),
    ],
)
def test_a_step_shows_what_it_is_about(cli: Cli, step: str, shown: str) -> None:
    """Each part has its answer."""
    assert shown in parts(cli("demo").stdout)[STEPS.index(step)]


def test_on_a_terminal_the_same_is_told(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """In colour, with rules instead of marks."""
    monkeypatch.setattr("genai.cli.output.terminal", lambda: True)
    ran = cli("demo", color=True)

    assert 0 == ran.exit_code
    assert "\x1b[" in ran.stdout
    assert "An apple is a fruit." in ran.stdout


def test_a_request_that_differs_from_the_recording_is_an_error(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo goes through the encoder: what the recording does not have is refused, in one line."""
    monkeypatch.setattr(demo, "MODEL", "another-model")
    ran = cli("demo")

    assert 1 == ran.exit_code
    assert 1 == ran.stderr.count("\n")
    assert "differs from the recording" in ran.stderr
    assert '+ "model": "another-model"' in ran.stderr


def test_the_recordings_are_all_asked_for() -> None:
    """A step leaves nothing of its recording."""
    left = []

    class Watched(Player):
        def put(self, recording: Any) -> None:
            left.append(len(self.left))
            super().put(recording)

    player = Watched()
    with (
        network.replaying(player.play) as http,
        load("openai", model=demo.MODEL, api_key="none", http_client=http) as llm,
    ):
        demo.run(demo.Demo(llm, poll_interval=0.001, player=player))

    assert [0] * len(STEPS) == left
    assert [] == player.left


@pytest.mark.parametrize("step", STEPS)
def test_a_recording_holds_no_secret_and_says_what_it_is(step: str) -> None:
    """It is composed, and says so."""
    text = files("genai.cli").joinpath("recordings", f"{step}.json").read_text("utf-8")

    assert [] == Scrubber().left(text)
    assert "composed" == demo.recording(step).provenance


@pytest.mark.skipif(not available(), reason="the providers' API descriptions are not there")
@pytest.mark.parametrize("step", STEPS)
def test_a_recording_is_as_the_api_is_described(step: str) -> None:
    """Requests and answers fit OpenAI's own description."""
    for one in demo.recording(step).interactions:
        sent, answered = one["request"], one["response"]
        request, response = SCHEMAS.get(sent["url"].split("/")[4], ("CreateResponse", "Response"))
        if "body" in sent:
            assert [] == faults("openai.json", request, sent["body"])
        for line in sent.get("lines", ()):
            assert [] == faults("openai.json", "CreateResponse", line["body"])
        if "body" in answered:
            assert [] == faults("openai.json", response, answered["body"])
        for line in answered.get("lines", ()):
            assert [] == faults("openai.json", "Response", line["response"]["body"])
        for event in one["response"].get("events", ()):
            assert [] == faults("openai.json", "ResponseStreamEvent", event)


def test_live_needs_a_key(cli: Cli) -> None:
    """Without one, the error says which variable to set."""
    ran = cli("demo", "--live")

    assert 1 == ran.exit_code
    assert "OPENAI_API_KEY" in ran.stderr
    assert 1 == ran.stderr.count("\n")


def test_live_runs_the_same_steps(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a real client; where nothing was recorded it says so, and what the provider lacks is passed over."""
    player = Player()
    asked = []

    class Fake(demo.Demo):
        def begin(self, step: str) -> str:
            player.put(demo.recording(step))
            asked.append(step)
            return super().begin(step)

    monkeypatch.setattr(demo, "Demo", lambda llm: Fake(llm, poll_interval=0.001))
    monkeypatch.setattr(network, "new_client", lambda: network.replaying(player.play))
    ran = cli("demo", "--live", "-p", "openai", "-m", demo.MODEL, env={"OPENAI_API_KEY": "none"})

    assert (0, STEPS) == (ran.exit_code, asked)
    assert len(STEPS) == ran.stdout.count(f"recording: none: live from openairesponses, {demo.MODEL}\n")


def test_what_a_provider_lacks_is_passed_over(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that raises NotSupported is said, and the others go on."""

    def lacking(run: demo.Demo) -> None:
        """A thing it lacks"""
        raise NotSupported(unsupported=["gen_async"], provider="it")

    lacking.__name__ = "text"
    monkeypatch.setattr(demo, "STEPS", (lacking, *demo.STEPS[:2]))
    ran = cli("demo")

    assert 0 == ran.exit_code
    assert "passed over: it does not support: gen_async" in ran.stdout
    assert "An apple is a fruit." in ran.stdout


def test_options_of_live_need_live(cli: Cli) -> None:
    """The recordings are of one provider."""
    ran = cli("demo", "-p", "openai")

    assert 2 == ran.exit_code
    assert "--live" in ran.stderr
