"""The scoreboard: what was observed of each provider's models, from recorded answers.

The rule here: it holds observations only. What the documentation says is in ``models.json``, what a package promises
in ``Capabilities``, and none of the three is derived from another by hand.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from ..values import Value, a_tuple

__all__ = ["Score", "load"]


@frozen(kw_only=True)
class Score(Value):
    """
    What was observed of one provider.

    Args:
        provider: Its name.
        warnings: What a user should know first.
        country: Where it is served from, as a two-letter code, or None.
        dashboard_url: Where usage and cost are shown, or None.
        scenarios: One entry per group of models that behave alike; empty until recordings have been evaluated.
    """

    provider: str
    warnings: tuple[str, ...] = field(default=(), converter=a_tuple)
    country: str | None = None
    dashboard_url: str | None = None
    scenarios: tuple[Mapping[str, Any], ...] = field(default=(), converter=a_tuple, hash=False)


@functools.cache
def load(name: str) -> Score:
    """A provider's scoreboard, by its name or an alias; InvalidRequest when there is no such provider."""
    from .. import providers

    package = providers.find(name)
    text = importlib.resources.files(package.__name__).joinpath("scoreboard.json").read_text("utf-8")
    return Score(provider=package.INFO.name, **json.loads(text))
