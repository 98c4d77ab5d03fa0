"""Columns: what a scoreboard is shown by, in human words and in groups, and the rows that it is shown in.

The rule here: every cell of a scoreboard has one column, and a row is one model in one mode.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen
from docstring_parser import parse

from .values import WAYS, Functionality, Scenario, Score, TriState

GROUPS: Final[Mapping[str, Mapping[str, str]]] = {
    "Input": {
        "input.text": "Text",
        "input.image": "Images",
        "input.audio": "Audio",
        "input.video": "Video",
        "input.document": "Documents",
    },
    "Output": {
        "output.text": "Text",
        "output.image": "Images",
        "output.audio": "Audio",
        "output.video": "Video",
        "output.document": "Documents",
        "output.embedding": "Embeddings",
        "partial_images": "Previews",
    },
    "Tools": {"tools": "Calls tools", "tool_call_required": "Forced calls", "parallel_tools": "Parallel calls"},
    "Form of the answer": {
        "json": "JSON",
        "json_schema": "JSON schema",
        "max_tokens": "Length limit",
        "stop_sequence": "Stop words",
        "seed": "Seed",
        "top_logprobs": "Logprobs",
    },
    "History": {"long_history": "Long history", "foreign_history": "Begun elsewhere"},
    "Web and sources": {"web_search": "Web search", "web_fetch": "Reads pages", "citations": "Citations"},
    "Reports": {
        "report_token_usage": "Token usage",
        "report_finish_reason": "Finish reason",
        "report_rate_limits": "Rate limits",
        "cached_tokens": "Cached tokens",
    },
    "Jobs": {"background": "Background", "batch": "Batch", "cancel": "Cancel"},
    "Weaknesses": {"tools_biased": "Biased choice", "tools_indecisive": "Indecisive"},
}
WEAKNESSES: Final = "Weaknesses"
"""The group in which "true" is bad."""
SIDES: Final = {
    "input": "It goes in, and the answer shows that it was understood. Of the model, in all modes together.",
    "output": "It comes out. Of the model, in all modes together.",
}


@frozen(kw_only=True)
class Column:
    """
    One capability.

    Args:
        key: A field of Functionality, or a side and a modality: ``"input.image"``.
        group: What it is shown with.
        label: What it is called in its group.
        about: What a "true" in it says.
    """

    key: str
    group: str
    label: str
    about: str

    @property
    def name(self) -> str:
        """What it is called where its group is not in sight."""
        return f"{self.group}: {self.label.lower()}" if "." in self.key else self.label


@frozen(kw_only=True)
class Row:
    """A scenario in one mode; in the mode "" when only what goes in and comes out was observed."""

    provider: str
    scenario: Scenario
    mode: str

    def state(self, key: str) -> TriState:
        """What a column says: of a modality, the best of its ways."""
        side, _, kind = key.partition(".")
        if not kind:
            state: TriState = getattr(self.scenario.functionalities.get(self.mode), key, "untested")
            return state
        capability = getattr(self.scenario, side).tried.get(kind)
        return best(getattr(capability, way) for way in WAYS) if capability else "untested"


def best(states: Iterable[TriState]) -> TriState:
    """The best of several: one way that works is enough."""
    order: tuple[TriState, ...] = ("true", "flaky", "false", "untested")
    return min(states, key=order.index)


@functools.cache
def columns() -> tuple[Column, ...]:
    """All columns, in the order in which they are shown."""
    told = {one.arg_name: one.description or "" for one in parse(Functionality.__doc__ or "").params}
    return tuple(
        Column(key=key, group=group, label=label, about=told.get(key) or SIDES[key.partition(".")[0]])
        for group, labels in GROUPS.items()
        for key, label in labels.items()
    )


def rows(score: Score) -> Iterator[Row]:
    """The rows of a provider: one per scenario and mode."""
    for scenario in score.scenarios:
        for mode in scenario.functionalities or ("",):
            yield Row(provider=score.provider, scenario=scenario, mode=mode)
