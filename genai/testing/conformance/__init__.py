"""The conformance kit: a provider of your own subclasses one class, and is held to what all providers are held to.

    class TestMine(Conformance):
        provider = "mine"
        specimen = Specimen(answer=..., stream=..., text="Hello.")
        cassettes = Path("testdata/cassettes")

pytest collects it. docs/testing.md tells how to make the sample answers, and what each check wants.

The rule here: the kit knows no provider, and no wire. What it holds against an answer, the specimen says.
"""

from __future__ import annotations

from .about import About
from .board import Board
from .faults import Faults
from .options import Options
from .side import Side
from .specimen import Specimen
from .streams import Streams
from .verbs import Verbs

__all__ = ["Conformance", "Side", "Specimen"]


class Conformance(About, Verbs, Options, Faults, Streams, Board):
    """
    The contract of all providers, as tests of one.

    Set ``provider`` (the name of its entry point), ``specimen`` (sample answers), and ``cassettes`` (the folder that
    its ``scoreboard.json`` is computed from; without one, nothing may be claimed there).
    """
