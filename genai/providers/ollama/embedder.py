"""Embedder: how Ollama makes vectors.  https://docs.ollama.com/api/embed

The rule here: no text is cut without being asked to (``truncate``, by ExtraBody).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from ...results import Usage
from .._openai.fields import Fields, integer
from .._openai_embeddings import embedder
from .._openai_embeddings.embedder import Vector, counted, vector

ALWAYS: Final[Mapping[str, Any]] = {"truncate": False}


@frozen(kw_only=True)
class Embedder(embedder.Embedder):
    """``POST /api/embed``."""

    path: str = "/api/embed"
    most: int | None = None
    always: Mapping[str, Any] = field(default=ALWAYS, hash=False)

    def vectors(self, fields: dict[str, Any], count: int) -> list[Vector]:
        """The vectors, in their order."""
        written = fields.pop("embeddings")
        return [vector(one) for one in written[: counted(written, count)]]

    def usage(self, fields: Fields) -> Usage:
        """The tokens, all of which are input."""
        return Usage(input_tokens=integer(fields, "prompt_eval_count"))
