"""Every cassette of every provider, played through the public API: its check comes out as it did when recorded."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from typing import Any, Final, NoReturn

import pytest

import genai
from genai import providers
from genai.testing import cassettes, checks
from genai.testing.scrub import Scrubber

from .played import PATHS, ROOT, exchanges, subject

EACH = pytest.mark.parametrize(
    "name",
    # the request of this check is wrong on purpose
    [pytest.param(name, marks=[pytest.mark.misfit] * name.endswith("/bad_request")) for name in PATHS],
)
KEYS: Final = ("sk-local", "sk-litellm-master")
"""The keys of the servers on loopback."""
KEPT: Final = re.compile(r"content-type$|x-request-id$|retry-after|x-ratelimit-|openai-")
MACHINES: Final = re.compile(
    r"(?:/root|/home|/tmp|/Users)/|(?:pypi|pythonhosted|npmjs|artifactory|nexus)\b", re.IGNORECASE
)
"""Paths of a machine that recorded, and hosts of packages."""

ANSWERED: Final = "conversation effort json_object json_schema max_tokens pdf_in system_prompt text tool_answer"
TOOLS: Final = "tool_auto tool_named tool_required"

CALLED: Final = "candidates[0].finishReason: unlisted value 'FUNCTION_CALL'"
STRAYS: Final[Mapping[str, tuple[str, str]]] = {
    # folder: what its answers have that the provider's do not, and the checks whose answers have it
    "openairesponses/tiny/stream": ("timings", f"{ANSWERED} {TOOLS} web_search".replace(" pdf_in", "")),
    "openairesponses/tiny-think/stream": ("timings", "conversation effort json_schema text tool_auto"),
    "openairesponses/tiny-hf/sync": (
        "output[0].annotations",
        f"{ANSWERED} {TOOLS} image_in top_logprobs web_search",
    ),
    "openairesponses/tiny-hf/stream": ("item.annotations", f"{ANSWERED} {TOOLS} image_in top_logprobs web_search"),
    # it knows no keys, and streams unless it is told not to
    "openairesponses/tiny-hf/other": ("item.annotations", "wrong_key"),
    "gemini/aimock/sync": (CALLED, f"{TOOLS} tool_answer"),
    "gemini/aimock/stream": (CALLED, f"{TOOLS} tool_answer"),
    "ollama/aimock/sync": ("message.reasoning_content", "effort"),
    "ollama/aimock/stream": ("message.reasoning_content", "effort"),
}
"""https://github.com/ggml-org/llama.cpp adds its timings to a stream's last event; transformers gives a message an
``annotations`` of its own, which OpenAI has in the message's parts alone. aimock ends Gemini's answers with a reason
that Gemini does not have, and gives Ollama's thoughts the name that others have for them."""

UNKNOWN: Final = {
    **{f"{folder}/{check}": (field,) for folder, (field, names) in STRAYS.items() for check in names.split()},
    # llama.cpp's own
    "openairesponses/tiny/other/list_models": ("models", "data[0].aliases", "data[0].tags", "data[0].meta"),
}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever would connect to anything, fails."""

    def connect(self: socket.socket, address: Any) -> NoReturn:
        raise AssertionError(f"a cassette needs no network: {address}")

    monkeypatch.setattr(socket.socket, "connect", connect)


def test_nothing_else_lies_among_them() -> None:
    """There are cassettes, and no orphans beside them: each is of a provider and of a check that there is."""
    headers = [cassettes.read(path) for path in PATHS.values()]

    assert set(PATHS.values()) == {path for path in ROOT.rglob("*") if path.is_file()}
    assert set() == {header.provider for header in headers} - set(providers.names())
    assert set() == {(header.mode, header.check) for header in headers} - {(c.mode, c.name) for c in checks.CHECKS}


def test_each_mode_and_provenance_is_there() -> None:
    """The cassettes cover real servers, an emulator and the documentation, in every mode, and what is made there."""
    headers = [cassettes.read(path) for path in PATHS.values()]

    assert {"server", "emulator", "composed"} == {header.provenance for header in headers}
    assert {"sync", "stream", "job", "other"} == {header.mode for header in headers}
    assert {"text", "image"} == {checks.find(header.mode, header.check).output for header in headers}


@EACH
def test_a_cassette_says_where_its_answers_come_from(name: str) -> None:
    """The header is sound, and the file lies where the header says."""
    header = cassettes.read(PATHS[name])

    assert PATHS[name] == ROOT / header.place
    assert header.provenance in cassettes.PROVENANCES
    assert re.search(r"\d+\.\d+|https://", header.source), "a version, or the documentation"


@EACH
def test_no_secret_is_in_a_cassette(name: str) -> None:
    """No key, none of the headers that carry one, no path of the machine that recorded it, no host of packages."""
    text = PATHS[name].read_text("utf-8")
    headers = {h.lower() for one in exchanges(PATHS[name]) for side in one.values() for h in side["headers"]}

    assert [] == Scrubber(secrets=KEYS).left(text)
    assert set() == {header for header in headers if not KEPT.match(header)}
    assert [] == MACHINES.findall(text)


@EACH
def test_a_check_comes_out_as_recorded(name: str) -> None:
    """The same requests are sent, all answers are used, none is missing, and the check finds what it found."""
    with cassettes.use_cassette(PATHS[name]) as replay:
        header = replay.header
        outcome = checks.find(header.mode, header.check).outcome(subject(header))

    assert header.outcome == outcome
    assert ([], ()) == (replay.missing, replay.unused)


@EACH
def test_strict_names_what_a_provider_does_not_have(name: str) -> None:
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
