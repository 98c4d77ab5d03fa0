"""The raw endpoints of batches: many requests in one job.

https://ai.google.dev/api/batch-api

The rule here: what the API gives is an operation, whose ``metadata`` is the batch and whose ``response`` its output.
"""

from __future__ import annotations

from typing import Any

from ...sansio import Flow
from .._openai.paths import path
from . import raw
from .group import Group, named
from .verbs import model_path


class Batches(Group):
    """``llm.raw.batches``. A batch is given as a ``raw.Operation``, as a Job, or by its name."""

    def create(self, request: raw.BatchGenerateContentRequest, *, model: str | None = None) -> Flow[raw.Operation]:
        """``POST /models/{model}:batchGenerateContent``, sent once."""
        where = model_path(model or self._wire.config.model, "batchGenerateContent")
        return self._send("POST", where, raw.Operation, request, repeatable=False)

    def embed(self, request: raw.AsyncBatchEmbedContentRequest, *, model: str | None = None) -> Flow[raw.Operation]:
        """``POST /models/{model}:asyncBatchEmbedContent``, sent once."""
        where = model_path(model or self._wire.config.model, "asyncBatchEmbedContent")
        return self._send("POST", where, raw.Operation, request, repeatable=False)

    def get(self, batch: Any) -> Flow[raw.Operation]:
        """``GET /batches/{id}``."""
        return self._send("GET", named("batches", batch), raw.Operation)

    def list(
        self, *, filter: str | None = None, page_size: int | None = None, page_token: str | None = None
    ) -> Flow[raw.ListOperationsResponse]:
        """``GET /batches``, one page."""
        where = path("batches", filter=filter, pageSize=page_size, pageToken=page_token)
        return self._send("GET", where, raw.ListOperationsResponse)

    def list_all(self, *, filter: str | None = None, page_size: int | None = None) -> Flow[tuple[raw.Operation, ...]]:
        """All batches, page by page."""
        return self._all(lambda token: self.list(filter=filter, page_size=page_size, page_token=token), "operations")

    def update(
        self, batch: Any, change: raw.GenerateContentBatch, *, mask: str | None = None
    ) -> Flow[raw.GenerateContentBatch]:
        """``PATCH /batches/{id}:updateGenerateContentBatch``."""
        where = named("batches", batch, verb="updateGenerateContentBatch", updateMask=mask)
        return self._send("PATCH", where, raw.GenerateContentBatch, change)

    def update_embed(
        self, batch: Any, change: raw.EmbedContentBatch, *, mask: str | None = None
    ) -> Flow[raw.EmbedContentBatch]:
        """``PATCH /batches/{id}:updateEmbedContentBatch``."""
        where = named("batches", batch, verb="updateEmbedContentBatch", updateMask=mask)
        return self._send("PATCH", where, raw.EmbedContentBatch, change)

    def cancel(self, batch: Any) -> Flow[raw.Empty]:
        """``POST /batches/{id}:cancel``."""
        return self._send("POST", named("batches", batch, verb="cancel"), raw.Empty)

    def delete(self, batch: Any) -> Flow[raw.Empty]:
        """``DELETE /batches/{id}``."""
        return self._send("DELETE", named("batches", batch), raw.Empty)
