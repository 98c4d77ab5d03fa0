"""Board: what the scoreboard claims is what the cassettes show, and the cassettes still play.

The rule here: a claim without a recording at hand is a false one.
"""

from __future__ import annotations

from pathlib import Path

from ... import providers, scoreboard
from ...loading import load
from ...scoreboard import recordings
from ...scoreboard.verify import verify
from .. import cassettes, checks
from ..scrub import Scrubber
from .base import Base, need, same


class Board(Base):
    """The scoreboard and its cassettes."""

    def test_scoreboard_json_is_sound(self) -> None:
        """It can be read, and is this provider's."""
        scoreboard.load.cache_clear()
        same(self.provider, scoreboard.load(self.provider).provider, "scoreboard.provider")

    def test_the_scoreboard_is_what_the_cassettes_show(self) -> None:
        """Computed again it is the same, and each scenario has its recordings; no cassette is left over."""
        scoreboard.load.cache_clear()
        found = verify(recordings.of(self.cassettes) if self.cassettes else [], [self.provider])
        same((), found.faults, "scoreboard.json")
        same(0, found.absent, "scenarios of scoreboard.json that no cassette shows")

    def test_each_cassette_plays(self) -> None:
        """The same requests are sent, every answer is used, and each check comes out as it did when recorded."""
        for path in self._paths():
            with cassettes.use_cassette(path) as replay:
                header = replay.header
                outcome = checks.find(header.mode, header.check).outcome(subject(header))
            same(([], ()), (replay.missing, replay.unused), f"{path.name}: missing, and unused")
            same(header.outcome, outcome, f"{path.name}: outcome")

    def test_no_cassette_has_a_secret(self) -> None:
        """Nothing in them looks like a key."""
        found = {path.name: left for path in self._paths() if (left := Scrubber().left(path.read_text("utf-8")))}
        same({}, found, "cassettes in which a key is left")

    def _paths(self) -> list[Path]:
        if self.cassettes is None:
            return []
        need(self.cassettes.is_dir(), f"there is no folder {self.cassettes}")
        name = providers.info(self.provider).name
        return [path for path in sorted(self.cassettes.rglob("*.yaml")) if cassettes.read(path).provider == name]


def subject(header: cassettes.Header) -> checks.Subject:
    """The client as it was when a cassette was recorded."""
    usual = {"model": header.model, "base_url": header.base_url, "api_key": "none", "retry": 0}
    return checks.Subject(
        load=lambda **differing: load(header.provider, **{**usual, **differing}),
        arguments=header.arguments,
        poll_interval=0.001,
    )
