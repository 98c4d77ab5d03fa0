"""How Cohere's chat says what all providers know, as data.  https://docs.cohere.com/reference/chat"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ...checks import Check, between, whole


def at_most(most: int) -> Check:
    """No more than so many."""
    return lambda values: f"at most {most}, not {len(values)}" if len(values) > most else None


PLAIN: Final = {
    "temperature": "temperature",
    "top_p": "p",
    "top_k": "k",
    "max_tokens": "max_tokens",
    "stop": "stop_sequences",
    "seed": "seed",
    "frequency_penalty": "frequency_penalty",
    "presence_penalty": "presence_penalty",
}
"""Option fields that are one field of the body."""

RANGES: Final[Mapping[str, Check]] = {
    "temperature": between(0, 1),
    "top_p": between(0.01, 0.99),
    "top_k": whole(0, 500),
    "stop": at_most(5),
    "seed": whole(0),
    "frequency_penalty": between(0, 1),
    "presence_penalty": between(0, 1),
}
"""What this API takes of an option, where others take more."""

FORCED: Final[Mapping[str, str | None]] = {"auto": None, "required": "REQUIRED", "none": "NONE"}
"""``tool_choice`` for each word; left out, the model decides."""

OFF: Final[Mapping[str, Any]] = {"type": "disabled"}
ON: Final[Mapping[str, Any]] = {"type": "enabled"}
"""Thinking. There are no degrees of it, only a budget.  https://docs.cohere.com/docs/reasoning"""

OPTIONS: Final = frozenset(
    {*PLAIN, "system_prompt", "reply_as_json", "decode_as", "top_logprobs", "tools", "force"}
    | {"effort", "budget_tokens"}
)
"""The standard options that have words here."""

REQUEST_ID: Final = "x-debug-trace-id"
"""The header with a request's id."""
