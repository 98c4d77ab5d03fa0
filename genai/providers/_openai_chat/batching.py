"""Batches of conversations.  https://platform.openai.com/docs/guides/batch"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...provider import Ask
from ...results import Result
from ...sansio import HttpResponse
from .._openai.batching import FileBatching
from .._openai_embeddings.batching import Batching as Embedding

if TYPE_CHECKING:
    from .verbs import Chat


class Batching(FileBatching):
    """Each line is a conversation."""

    wire: Chat

    def body(self, ask: Ask) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        """What ``gen_sync`` would send."""
        return self.wire.encoded(ask)

    def answer(self, response: HttpResponse) -> Result:
        """What ``gen_sync`` would give."""
        return self.wire.checked(self.wire.decoded(response, {}, ()))


def batching(wire: Chat) -> FileBatching:
    """The batches of a wire, by what it makes."""
    batches, files, output = wire.batches, wire.files, wire.config.output
    if batches is None or files is None or output not in batches.endpoints:
        wire.refuse("gen_batch")
    if output == "embedding" and wire.embedder is not None:
        return Embedding(wire, wire.embedder, lambda: wire.types.EmbeddingsResponse, batches, files, wire.kept_types)
    return Batching(wire, batches.endpoints[output], batches, files, wire.kept_types)
