"""Embedder: how Cohere makes vectors.  https://docs.cohere.com/reference/embed

The rule here: no text is cut without being asked to (``truncate``, by ExtraBody). What the vectors are for must be
said: they are those of documents unless ``purpose`` says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import field, frozen

from ...results import Usage
from .._openai.fields import Fields
from .._openai_chat.writers import Writer, merged, words
from .._openai_embeddings import embedder
from .._openai_embeddings.embedder import Vector, counted, vector
from .decode import usage

MOST: Final = 96
ALWAYS: Final[Mapping[str, Any]] = {
    "input_type": "search_document",
    "embedding_types": ["float"],
    "truncate": "NONE",
}
OPTIONS: Final[Mapping[str, str | Writer]] = {
    "dimensions": "output_dimension",
    "purpose": words(
        "classification", "clustering", key="input_type", query="search_query", document="search_document"
    ),
}


@frozen(kw_only=True)
class Embedder(embedder.Embedder):
    """``POST /v2/embed``."""

    path: str = "/v2/embed"
    most: int | None = MOST
    options: Mapping[str, str | Writer] = field(default=OPTIONS, repr=False)
    always: Mapping[str, Any] = field(default=ALWAYS, hash=False)

    def body(self, model: str, texts: Sequence[str], said: Fields) -> dict[str, Any]:
        """The body of one request."""
        return {"model": model, "texts": [*texts], **merged(self.always), **said}

    def vectors(self, fields: dict[str, Any], count: int) -> list[Vector]:
        """The vectors, in their order."""
        written = fields["embeddings"].pop("float")
        return [vector(one) for one in written[: counted(written, count)]]

    def usage(self, fields: Fields) -> Usage:
        """The tokens, as they are billed where nothing else is told."""
        return Usage(input_tokens=usage(fields.get("meta")).input_tokens)

    def model(self, fields: Fields) -> None:
        """It is not told."""
