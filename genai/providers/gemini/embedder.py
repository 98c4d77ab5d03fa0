"""Embedder: how Gemini makes vectors: many requests in one, each for a text.

https://ai.google.dev/gemini-api/docs/embeddings

The rule here: what a vector is for goes in ``taskType``; for a model that heeds none (``"purposes": "prefix"`` in
``models.json``), it is said before the text, in the words that the documentation has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import field, frozen

from ...results import Usage
from .._openai.fields import Fields, integer
from .._openai_chat.writers import Writer, words
from .._openai_embeddings import embedder
from .._openai_embeddings.embedder import Vector, counted, vector

MOST: Final = 100
"""The most texts of one request: the API says so in its refusal. https://github.com/lancedb/lancedb/pull/3618"""

TASKS: Final[Mapping[str, str]] = {
    "query": "RETRIEVAL_QUERY",
    "document": "RETRIEVAL_DOCUMENT",
    "similarity": "SEMANTIC_SIMILARITY",
    "classification": "CLASSIFICATION",
    "clustering": "CLUSTERING",
    "question": "QUESTION_ANSWERING",
    "claim": "FACT_VERIFICATION",
    "code_query": "CODE_RETRIEVAL_QUERY",
}
PREFIXES: Final[Mapping[str, str]] = {
    "query": "task: search result | query: ",
    "document": "title: none | text: ",
    "similarity": "task: sentence similarity | query: ",
    "classification": "task: classification | query: ",
    "clustering": "task: clustering | query: ",
    "question": "task: question answering | query: ",
    "claim": "task: fact checking | query: ",
    "code_query": "task: code retrieval | query: ",
}
BY_TASK: Final[Mapping[str, str | Writer]] = {
    "dimensions": "outputDimensionality",
    "purpose": words(key="taskType", **TASKS),
}
BY_PREFIX: Final = {**BY_TASK, "purpose": words(key="prefix", **PREFIXES)}


@frozen(kw_only=True)
class Embedder(embedder.Embedder):
    """
    ``:batchEmbedContents``, for any number of texts.

    Args:
        resource: The model's resource name, which each of the requests has.
    """

    resource: str
    most: int | None = MOST
    options: Mapping[str, str | Writer] = field(default=BY_TASK, repr=False)

    def body(self, model: str, texts: Sequence[str], said: Fields) -> dict[str, Any]:
        """A request for each text."""
        rest = {key: value for key, value in said.items() if key != "prefix"}
        contents = [{"parts": [{"text": said.get("prefix", "") + text}]} for text in texts]
        return {"requests": [{"model": self.resource, "content": content, **rest} for content in contents]}

    def vectors(self, fields: dict[str, Any], count: int) -> list[Vector]:
        """The vectors, in their order."""
        entries = fields["embeddings"]
        return [vector(entry.pop("values")) for entry in entries[: counted(entries, count)]]

    def usage(self, fields: Fields) -> Usage:
        """The newer models tell their tokens, all of which are input."""
        return Usage(input_tokens=integer(fields.get("usageMetadata") or {}, "promptTokenCount"))

    def model(self, fields: Fields) -> None:
        """It is not told."""


def options_of(limits: Mapping[str, Any]) -> Mapping[str, str | Writer]:
    """How a model is told the options."""
    return BY_PREFIX if limits.get("purposes") == "prefix" else BY_TASK
