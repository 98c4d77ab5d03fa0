"""A pytest plugin: the fixture ``genai_cassette`` plays a cassette, and records it when ``--genai-record`` says so.

    def test_a_fruit(genai_cassette):
        with genai_cassette(), genai.load("openai", model="m", api_key=KEY) as llm:
            assert "apple" in llm.gen_sync("Name one fruit.").text.lower()

A cassette has the name of its test, also of each of a parametrized test's, or the one that is given. It lies in the
folder ``cassettes`` beside the test's file, or in the one that the ini option ``genai_cassettes`` names, below pytest's
root. Played, a cassette must have every request (JSON is compared as JSON), and the test must make all of its requests;
no other machine is connected to. A played test needs some key, as its client does.

PYTEST_DONT_REWRITE: there is no assert in this file, and it may have been imported before pytest begins.

The rule here: pytest loads this for every run, so that nothing but the standard library is imported until a test asks.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pytest

if TYPE_CHECKING:
    from .cassettes import Header, Recording, Replay
    from .offline import Offline

MODES: Final = {
    "none": "play, and fail when a cassette is missing (the default)",
    "new": "record the cassettes that are missing, play the others",
    "all": "record all again, but those that were composed by hand",
}

UseCassette: TypeAlias = "Callable[..., AbstractContextManager[Replay | Recording]]"
"""What the fixture gives: ``genai_cassette(path=None, secrets=(), **header)``."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option and the ini option."""
    group = parser.getgroup("genai", "cassettes of generative-AI providers")
    told = "; ".join(f"{mode}: {what}" for mode, what in MODES.items())
    group.addoption("--genai-record", choices=tuple(MODES), default="none", help=f"What genai_cassette does. {told}.")
    parser.addini("genai_cassettes", "The folder of genai_cassette. Default: cassettes, beside the test's file.")


@pytest.fixture
def genai_cassette(request: pytest.FixtureRequest) -> Iterator[UseCassette]:
    """
    ``genai_cassette(path=None, secrets=(), **header)``: in the block, whatever is asked is answered from a cassette.

    ``path`` is the file; by default it has the name of the test. ``secrets`` are texts that a recording must not have,
    beside the keys of all providers in the environment and those that the requests carry; the other keywords are fields
    of the header that a recording gets (see ``genai.testing.cassettes.Header``). While a test has this fixture, and is
    not recording, sockets connect to this machine alone.
    """
    from .offline import offline

    folder, mode = _folder(request), request.config.getoption("--genai-record")
    recorded: set[Path] = set()  # what this test has recorded, it plays when it opens it again
    with offline() as guard:

        def use(
            path: str | Path | None = None, *, secrets: Iterable[str] = (), **header: Any
        ) -> AbstractContextManager[Any]:
            file = folder / (_place(request.node) if path is None else path)
            if file not in recorded and _recorded_now(file, mode):
                recorded.add(file)
                return _record(file, request.node.name, secrets, header, guard)
            return _play(file, secrets)

        yield use


def _folder(request: pytest.FixtureRequest) -> Path:
    named = request.config.getini("genai_cassettes")
    return request.config.rootpath / named if named else request.path.parent / "cassettes"


def _place(node: pytest.Item) -> Path:
    """``test_it/TestClass.test_name-parameter.yaml``."""
    scope, bracket, parameter = (node.nodeid.partition("::")[2] or node.name).partition("[")
    return Path(node.path.stem, f"{safe(scope.replace('::', '.') + bracket + parameter)}.yaml")


LONGEST: Final = 100
PLAIN: Final = re.compile(r"[\w.]+(\[[a-z0-9_.-]+\])?", re.ASCII)


def safe(name: str) -> str:
    """A test's name as a file's, on any system. What had to be changed is told apart by the end: a part of its hash."""
    written = re.sub(r"[^A-Za-z0-9_.]+", "-", name).strip("-")
    if PLAIN.fullmatch(name) and len(written) <= LONGEST:
        return written
    return f"{written[:LONGEST]}-{hashlib.sha256(name.encode('utf-8', 'backslashreplace')).hexdigest()[:8]}"


def _recorded_now(file: Path, mode: str) -> bool:
    if mode == "none":
        return False
    if not file.exists():
        return True
    from .cassettes import read

    return mode == "all" and read(file).provenance != "composed"


@contextmanager
def _play(file: Path, secrets: Iterable[str]) -> Iterator[Replay]:
    from .cassettes import use_cassette
    from .missing import Unrecorded

    if not file.is_file():
        pytest.fail(f"there is no cassette {file}; --genai-record=new makes it", pytrace=False)
    try:
        with use_cassette(file, secrets) as replay:
            yield replay
    except Unrecorded as error:
        error.add_note("--genai-record=all records it again")
        raise
    faults = [f"not in it: {one}" for one in dict.fromkeys(replay.missing)]
    faults += [f"not asked for: {one}" for one in replay.unused]
    if faults:
        lines = "\n".join(f"- {fault}" for fault in faults)
        pytest.fail(f"{file.name} is not what was asked (--genai-record=all records it again):\n{lines}", pytrace=False)


@contextmanager
def _record(file: Path, test: str, secrets: Iterable[str], told: dict[str, Any], guard: Offline) -> Iterator[Recording]:
    from .cassettes import recording
    from .scrub import Scrubber, keys

    _header("http://127.0.0.1", test, told)  # what is wrong with it shows now, and not when all has been asked
    scrubber = Scrubber(secrets=[*keys(), *secrets])
    with guard.lifted(), recording(file, lambda url: _header(url, test, told), scrubber) as tape:
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
