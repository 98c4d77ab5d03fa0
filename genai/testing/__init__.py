"""What tests of genai, and of programs that use it, are made with: cassettes, checks, a player of recordings, a pytest
plugin, and the conformance kit for providers of one's own.

``cassettes``, ``plugin`` and ``conformance`` need ``pip install 'genai-providers[testing]'``; the others need nothing
more.

The rule here: nothing is recorded without being asked, nothing recorded holds a secret, and replaying uses no network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .conformance import Conformance as Conformance
    from .conformance import Specimen as Specimen

LAZY = ("Conformance", "Specimen")
"""They load on first need: pytest imports this package in every run."""


def __getattr__(name: str) -> Any:
    if name not in LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import conformance

    return getattr(conformance, name)
