"""Batches of texts whose vectors are wanted.  https://platform.openai.com/docs/guides/batch"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from ...embeddings import Embeddings
from ...provider import Ask, EmbedAsk
from ...sansio import HttpResponse
from ...wire import Wire
from .._openai.batching import FileBatching
from .._openai.kept import BatchDialect, FileDialect
from .embedder import Embedder
from .verbs import decoded, embeddings, spoken


class Batching(FileBatching):
    """
    Each line is a text.

    Args:
        wire: Whose wire it is.
        embedder: How it makes vectors.
        type_: Gives the raw type of an answer.
        dialect: How it makes batches.
        files: How their files are kept.
        types: The raw types of files and batches; default: OpenAI's.
    """

    def __init__(
        self,
        wire: Wire,
        embedder: Embedder,
        type_: Callable[[], Any],
        dialect: BatchDialect = BatchDialect(),
        files: FileDialect = FileDialect(),
        types: ModuleType | None = None,
    ) -> None:
        super().__init__(wire, dialect.endpoints["embedding"], dialect, files, types)
        self.embedder, self.type_ = embedder, type_

    def body(self, ask: Ask) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        """What ``embed`` would send."""
        said, left = spoken(self.embedder, ask.settings)
        unsupported = self.wire.settle([*self.wire.unsupported_options(ask, self.embedder.options), *left])
        texts = ask.texts if isinstance(ask, EmbedAsk) else ()
        return self.embedder.body(self.wire.config.model, texts, said), unsupported

    def answer(self, response: HttpResponse) -> Embeddings:
        """What ``embed`` would give."""
        made = decoded(self.wire, self.embedder, response, 1, self.type_)
        return embeddings(self.wire, self.embedder, [made], response)
