"""The kit for providers of others' (docs/testing.md), held over each kind of wire of ours: it asks nothing odd."""

from __future__ import annotations

from typing import Any

from contract.specimen import specimen

from genai.testing import Conformance, Specimen

WIRES = ("openairesponses", "anthropic", "gemini", "ollama", "cohere", "cloudflare", "openaichat", "groq", "mistral")
ELSEWHERE = (
    "test_the_scoreboard_is_what_the_cassettes_show",
    "test_capabilities_hold_both_ways",
    "test_jobs_go_on_elsewhere",
)
"""Held by tests/scoreboard, whose recordings are not all in the repo, and by test_verbs.py and test_batches.py."""


def conformance(name: str) -> type[Conformance]:
    """The kit's class for a provider, with the samples that the contract has of it."""
    known = specimen(name)
    samples = Specimen(
        answer=known.answer,
        stream=known.stream,
        text=known.text,
        failures=known.failures,
        error_in_stream=known.error_in_stream,
        unknown=known.unknown_field.replace(b"Hello there.", known.text.encode()),
        own_options=known.own_option,
        headers={known.request_id: "req_1"},
        load=known.load,
    )
    members: dict[str, Any] = {"provider": name, "specimen": samples, **dict.fromkeys(ELSEWHERE)}
    return type(f"Test{name.title()}", (Conformance,), members)


for _name in WIRES:
    globals()[f"Test{_name.title()}"] = conformance(_name)
