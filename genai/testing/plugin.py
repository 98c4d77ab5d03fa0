"""A pytest plugin: the fixture ``genai_cassette`` plays a cassette, and records it when ``--genai-record`` says so.

    def test_a_fruit(genai_cassette):
        with genai_cassette("fruit.yaml"), genai.load("openai", model="m", api_key=KEY) as llm:
            assert "apple" in llm.gen_sync("Name one fruit.").text.lower()

A path is relative to the folder ``cassettes`` beside the test's file, or to the one that the ini option
``genai_cassettes`` names, below pytest's root. Played, a cassette must have every request (JSON is compared as JSON),
and the test must make all of its requests; no network is used. A played test needs some key, as its client does.

PYTEST_DONT_REWRITE: there is no assert in this file, and it may have been imported before pytest begins.

The rule here: pytest loads this for every run, so that nothing but the standard library is imported until a test asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pytest

if TYPE_CHECKING:
    from .cassettes import Header, Recording, Replay

MODES: Final = {
    "none": "play, and fail when a cassette is missing (the default)",
    "new": "record the cassettes that are missing, play the others",
    "all": "record all again, but those that were composed by hand",
}

UseCassette: TypeAlias = "Callable[..., AbstractContextManager[Replay | Recording]]"
"""What the fixture gives: ``genai_cassette(path, secrets=(), **header)``."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option and the ini option."""
    group = parser.getgroup("genai", "cassettes of generative-AI providers")
    told = "; ".join(f"{mode}: {what}" for mode, what in MODES.items())
    group.addoption("--genai-record", choices=tuple(MODES), default="none", help=f"What genai_cassette does. {told}.")
    parser.addini("genai_cassettes", "The folder of genai_cassette. Default: cassettes, beside the test's file.")


@pytest.fixture
def genai_cassette(request: pytest.FixtureRequest) -> UseCassette:
    """
    ``genai_cassette(path, secrets=(), **header)``: within the block, whatever is asked is answered from a cassette.

    ``secrets`` are texts that a recording must not have, beside the keys of all providers in the environment; the
    other keywords are fields of the header that a recording gets (see ``genai.testing.cassettes.Header``).
    """
    folder = _folder(request)
    mode = request.config.getoption("--genai-record")

    def use(path: str | Path, *, secrets: Iterable[str] = (), **header: Any) -> AbstractContextManager[Any]:
        file = folder / path
        if _recorded_now(file, mode):
            return _record(file, request.node.name, secrets, header)
        return _play(file)

    return use


def _folder(request: pytest.FixtureRequest) -> Path:
    named = request.config.getini("genai_cassettes")
    return request.config.rootpath / named if named else request.path.parent / "cassettes"


def _recorded_now(file: Path, mode: str) -> bool:
    if mode == "none":
        return False
    if not file.exists():
        return True
    from .cassettes import read

    return mode == "all" and read(file).provenance != "composed"


@contextmanager
def _play(file: Path) -> Iterator[Replay]:
    from .cassettes import use_cassette

    if not file.is_file():
        pytest.fail(f"there is no cassette {file}; --genai-record=new makes it", pytrace=False)
    with use_cassette(file) as replay:
        yield replay
    faults = [f"not in it: {one}" for one in dict.fromkeys(replay.missing)]
    faults += [f"not asked for: {one}" for one in replay.unused]
    if faults:
        lines = "\n".join(f"- {fault}" for fault in faults)
        pytest.fail(f"{file.name} is not what was asked (--genai-record=all records it again):\n{lines}", pytrace=False)


@contextmanager
def _record(file: Path, test: str, secrets: Iterable[str], told: dict[str, Any]) -> Iterator[Recording]:
    from .cassettes import recording
    from .scrub import Scrubber, keys

    _header("http://127.0.0.1", test, told)  # what is wrong with it shows now, and not when all has been asked
    with recording(file, lambda url: _header(url, test, told), Scrubber(secrets=[*keys(), *secrets])) as tape:
        yield tape
    if not tape.written:
        pytest.fail(f"{file.name} is not recorded: nothing was asked", pytrace=False)


def _header(url: str, test: str, told: dict[str, Any]) -> Header:
    """What is known of a recording; the rest is as it was told."""
    from datetime import UTC, datetime
    from urllib.parse import urlsplit

    from ..sansio import loopback
    from .cassettes import Header

    where = urlsplit(url)
    known = {
        "provenance": "server" if loopback(where.hostname) else "live",
        "source": where.netloc,
        "recorded": datetime.now(UTC).date().isoformat(),
        "provider": where.netloc,
        "model": "any",
        "base_url": f"{where.scheme}://{where.netloc}",
        "mode": "other",
        "check": re.sub(r"\W+", "_", test).strip("_"),
    }
    return Header(**{**known, **told})
