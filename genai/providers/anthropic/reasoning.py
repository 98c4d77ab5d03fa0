"""Reasoning: how much a model is to think, in the ways that it knows.

https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking

The rule here: what a listed model can do is data (``models.json``); of one that is not listed, the server decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ...settings import Settings
from .dialect import Dialect
from .options import Options

ADAPTIVE: Final = {"type": "adaptive"}
DISABLED: Final = {"type": "disabled"}
UNKNOWN: Final = "minimal"
"""An effort that this API does not have at all."""


def think(
    model: str,
    limits: Mapping[str, Any],
    dialect: Dialect,
    settings: Settings,
    own: Options,
    output: dict[str, Any],
    unsupported: list[str],
) -> dict[str, Any]:
    """The field ``thinking``, if there is any; the effort goes into ``output``."""
    effort, budget = settings.get("effort"), settings.get("budget_tokens")
    ways = limits.get("thinking", ("adaptive", "enabled"))
    thinking: dict[str, Any] = {}
    if effort == "none" or budget == 0:
        thinking = dict(DISABLED)
    if effort not in (None, "none") and _knows(model, limits, effort, unsupported):
        output["effort"] = effort
        thinking = dict(ADAPTIVE) if "adaptive" in ways else thinking
    if budget:
        thinking = _budget(model, ways, dialect, budget, unsupported) or thinking
    if settings.get("summary") is not None:
        thinking = _shown(model, ways, settings.get("summary"), thinking, unsupported)
    if own.thinking is not None:
        if effort == "none" or budget is not None or settings.get("summary") is not None:
            unsupported.append("Options.thinking beside ReasoningOptions")
        thinking = dict(own.thinking)
    return {"thinking": thinking} if thinking else {}


def _knows(model: str, limits: Mapping[str, Any], effort: str, unsupported: list[str]) -> bool:
    known = limits.get("efforts")
    if effort == UNKNOWN or (known is not None and effort not in known):
        said = ", ".join(known) if known else "none" if known is not None else "low, medium, high, xhigh, max"
        unsupported.append(f"ReasoningOptions.effort: {effort}; {model} knows {said}")
        return False
    return True


def _budget(model: str, ways: Any, dialect: Dialect, budget: int, unsupported: list[str]) -> dict[str, Any]:
    if "enabled" not in ways:
        unsupported.append(f"ReasoningOptions.budget_tokens: {model} takes none; effort says how much")
    elif budget < dialect.smallest_budget:
        unsupported.append(f"ReasoningOptions.budget_tokens: at least {dialect.smallest_budget}, not {budget}")
    else:
        return {"type": "enabled", "budget_tokens": budget}
    return {}


def _shown(model: str, ways: Any, summary: str, thinking: dict[str, Any], unsupported: list[str]) -> dict[str, Any]:
    """Thoughts are shown in a summary of one length, or not at all."""
    if not thinking and "adaptive" in ways:
        thinking = dict(ADAPTIVE)
    if summary != "auto":
        unsupported.append(f"ReasoningOptions.summary: {summary}; there is only auto")
    elif not thinking or thinking == DISABLED:
        unsupported.append(f"ReasoningOptions.summary: {model} does not think here")
    else:
        return {**thinking, "display": "summarized"}
    return thinking
