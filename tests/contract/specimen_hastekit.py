"""HasteKit's gateway, for the contract suite: it answers as OpenAI does, and promises less."""

from __future__ import annotations

from typing import Any

import openapi
from attrs import evolve
from contract.specimen_openairesponses import SPECIMEN as OPENAI

from genai.providers import hastekit

ROUTE = "/api/gateway/openai/responses"


def request_faults(method: str, path: str, body: Any) -> list[str]:
    """The one endpoint, with OpenAI's own description of its body, where that is at hand."""
    if (method, path) != ("POST", ROUTE):
        return [f"{method} {path}: not documented"]
    return openapi.faults("openai.json", "CreateResponse", body) if openapi.available() else []


SPECIMEN = evolve(
    OPENAI,
    name="hastekit",
    key_variable="HASTEKIT_API_KEY",
    job=b"",
    pending=b"",
    done=b"",
    cancelled=b"",
    job_failures={},
    models=b"",
    models_unknown_field=b"",
    tokens=b"",
    request_faults=request_faults,
    own_option=hastekit.Options(service_tier="flex"),
)
