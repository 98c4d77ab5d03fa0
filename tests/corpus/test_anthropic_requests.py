"""Anthropic: for recorded requests, the equivalent call builds the same JSON."""

from __future__ import annotations

import json
from typing import Any

import corpus_files
import pytest
from corpus.anthropic_requests import SCRIPTS, Tape, spelled

pytestmark = [
    pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)"),
    pytest.mark.misfit,  # recordings have fields that the specification lacks
]
LONGEST = 21_333
KINDS = {
    # what is asked: the words that only such a request has
    "system": '"system":',
    "tools": '"input_schema":',
    "results": '"tool_result"',
    "forced tool": '"tool_choice": {"type": "any"',
    "JSON schema": '"type": "json_schema"',
    "image": '"type": "image"',
    "PDF": "application/pdf",
    "thinking": '"thinking": {',
    "streaming": '"stream": true',
}


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
    bodies = [json.dumps(body) for path in SCRIPTS for body in Tape(path).recorded]

    assert 35 < len(SCRIPTS)
    assert {} == {kind: words for kind, words in KINDS.items() if not any(words in body for body in bodies)}
