"""Anthropic: for recorded requests, the equivalent call builds the same JSON."""

from __future__ import annotations

from typing import Any

import corpus_files
import pytest
from corpus.anthropic_requests import SCRIPTS, Tape, spelled

pytestmark = [
    pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)"),
    pytest.mark.misfit,  # recordings have fields that the specification lacks
]
LONGEST = 21_333


def expected(body: dict[str, Any]) -> dict[str, Any]:
    """A recorded body; one that asks for more than may come in one piece is streamed."""
    long = body.get("max_tokens", 0) > LONGEST
    return {**spelled(body), **({"stream": True} if long else {})}


@pytest.mark.parametrize("path", SCRIPTS)
def test_a_request(path: str) -> None:
    """The bodies are the same, and so are the headers of what is in beta, where they were recorded."""
    tape = Tape(path)
    SCRIPTS[path](tape)

    assert list(map(expected, tape.recorded)) == list(map(spelled, tape.sent))
    assert [beta for beta in tape.betas if beta] == [
        sent for sent, beta in zip(tape.sent_betas, tape.betas, strict=True) if beta
    ]


def test_enough_is_played() -> None:
    """Text, system, tools, results, a forced tool, JSON, pictures, PDFs, thoughts and streams are all there."""
    assert 35 < len(SCRIPTS)
