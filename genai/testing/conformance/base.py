"""Base: what every group of checks has: the provider, its specimen, both sides, and a way to say what is wrong.

The rule here: a check that fails says what was promised, what was seen, and of which provider; it needs no debugger.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Final

import pytest

from ...errors import Error
from ..scrub import Scrubber
from ..subject import need as need
from .side import KEY, SIDES, Server, Side
from .specimen import Specimen

KEYS: Final = Scrubber(secrets=[KEY])


class Base:
    """What a provider's test class sets, and what the checks share."""

    provider: ClassVar[str]
    """Its name: that of the entry point."""
    specimen: ClassVar[Specimen]
    """Sample answers."""
    cassettes: ClassVar[Path | None] = None
    """The folder with PROVIDER/MODEL/MODE/CHECK.yaml that ``scoreboard.json`` is computed from, if there is one."""

    @pytest.fixture(params=SIDES)
    def side(self, request: pytest.FixtureRequest) -> Side:
        """Each of the two drivers."""
        return Side(request.param, self.provider, self.specimen)

    @pytest.fixture
    def sync(self) -> Side:
        """The sync driver, for what cannot differ between the two."""
        return Side("sync", self.provider, self.specimen)


def caught(ask: Callable[[], Any], *expected: type[Error], what: str) -> Error:
    """The error that a call must raise; anything else is a failure that says what came."""
    names = " or ".join(cls.__name__ for cls in expected)
    try:
        made = ask()
    except expected as error:
        return error
    except Error as error:
        need(False, f"{what}: {names} expected, and {type(error).__name__} raised: {error}")
    need(False, f"{what}: {names} expected, and nothing raised; it gave {made!r}")
    raise AssertionError  # need() has raised


def has_key(text: str) -> bool:
    """Whether the key is in a text: plain, or in percent signs, escapes, hex or base64."""
    return "secret 1" in KEYS.left(text)


def nothing_sent(server: Server, what: str) -> None:
    """Not one request."""
    need(not server.requests, f"{what}: refused, and yet sent: {server.requests[:1]}")


def same(expected: Any, actual: Any, what: str) -> None:
    """Two values are equal."""
    need(expected == actual, f"{what}:\n  expected {expected!r}\n  but got  {actual!r}")


def without_keys(about: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no key of a provider were set."""
    for variable in (*about.key_variables, *about.regions):
        monkeypatch.delenv(variable, raising=False)


Kinds = Mapping[int, tuple[type[Error], ...]]
