"""The scoreboard: what was observed of each provider's models, from recorded answers.

    genai.scoreboard.load("groq").scenarios
    genai.scoreboard.find(input="image", json_schema=True, local=True)
    llm.supports("json_schema", mode="stream")

The rule here: it holds observations only, each with its evidence. What the documentation says is in ``models.json``,
what a package promises in ``Capabilities``, and none of the three is derived from another by hand.
"""

from __future__ import annotations

import functools

from .lookup import Found, find, supports
from .values import Evidence, Functionality, ModalCapability, Modalities, Scenario, Score, TriState

__all__ = [
    "Evidence",
    "Found",
    "Functionality",
    "ModalCapability",
    "Modalities",
    "Scenario",
    "Score",
    "TriState",
    "find",
    "load",
    "supports",
]


@functools.cache
def load(name: str) -> Score:
    """A provider's scoreboard, by its name or an alias; InvalidRequest when there is no such provider."""
    from .. import providers
    from .files import read

    package = providers.find(name)
    return read(package.__name__, package.INFO.name)
