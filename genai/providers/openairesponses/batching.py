"""Batches of Responses.  https://platform.openai.com/docs/guides/batch"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...provider import Ask
from ...results import Result
from ...sansio import HttpResponse
from .._openai.batching import FileBatching

if TYPE_CHECKING:
    from .verbs import Responses


class Batching(FileBatching):
    """Each line is a request to ``/v1/responses``."""

    wire: Responses

    def __init__(self, wire: Responses) -> None:
        super().__init__(wire, "/v1/responses")

    def body(self, ask: Ask) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        """What ``gen_sync`` would send."""
        return self.wire.encoded(ask)

    def answer(self, response: HttpResponse) -> Result:
        """What ``gen_sync`` would give."""
        return self.wire.decoded(response)
