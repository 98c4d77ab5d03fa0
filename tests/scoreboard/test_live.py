"""A live run, of a model that always says the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from scoreboard.test_compute import exchange

from genai import providers
from genai.cli.app import app
from genai.client import Client
from genai.errors import AuthError
from genai.scoreboard import live
from genai.scoreboard.playback import Playback, client

pytestmark = pytest.mark.misfit  # what is asked here is asked of models that may not know it


def loads(status: int = 200) -> tuple[Playback, Callable[..., Client]]:
    """What stands for ``genai.load``, and what was asked of it."""
    playback = Playback([exchange(status=status)] * 99)

    def load(name: str, *, model: str, output: Any = "text", hooks: Any = ()) -> Client:
        return client(providers.info(name), model, playback, output=output, hooks=hooks)

    return playback, load


def test_no_more_than_allowed() -> None:
    """What was asked is judged by its own request, and what was not stays untested."""
    playback, load = loads()
    found = list(live.outcomes("groq", "m", most=7, load=load))
    seen = live.observed("groq", "m", found)

    assert 7 == len(found) == len(playback.played) + len(live.failures(found))
    assert seen is not None
    assert seen.sync is not None
    assert ("true", "untested", "false") == (seen.sync.seed, seen.sync.web_search, seen.sync.json)
    assert seen.evidence is not None
    assert ("live", None) == (seen.evidence.provenance, seen.stream)


def test_what_is_planned() -> None:
    """Text in both modes, the seed twice; pictures at once only."""
    assert 4 == sum(check.name == "Seed" for _, check in live.planned())
    assert ["Doc-Image"] == [check.name for _, check in live.planned("image")]


def test_a_wrong_key_ends_it() -> None:
    """Nothing else would do better."""
    _, load = loads(401)
    with pytest.raises(AuthError):
        list(live.outcomes("groq", "m", most=6, load=load))


def test_nothing_answered_is_nothing_observed() -> None:
    """No scenario comes of it."""
    _, load = loads(503)
    found = list(live.outcomes("groq", "m", most=2, load=load))

    assert live.observed("groq", "m", found) is None
    assert ["Text", "Seed"] == [name for _, name, _ in live.failures(found)]


def test_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """It asks, shows, and tells what was not answered."""
    _, load = loads()
    monkeypatch.setenv("GROQ_API_KEY", "gsk-none")
    monkeypatch.setattr(
        "genai.loading.load", lambda name, **more: load(name, **{**more, "model": more["model"] or "m"})
    )
    monkeypatch.setattr(live.outcomes, "__kwdefaults__", {**(live.outcomes.__kwdefaults__ or {}), "load": load})
    ran = CliRunner().invoke(app, ["scoreboard", "run", "-p", "groq", "-m", "m", "--live", "--max-requests", "7"])

    assert 0 == ran.exit_code
    assert "m\tsync\tseed\ttrue" in ran.stdout
    assert "openai/gpt-oss-120b (thinks)" in ran.stdout
