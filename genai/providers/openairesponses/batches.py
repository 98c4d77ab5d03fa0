"""The raw endpoints of batches: many requests in one job.

https://platform.openai.com/docs/api-reference/batch
"""

from __future__ import annotations

from typing import Any

from ... import convert
from ...sansio import Flow
from .._openai.group import Group
from .._openai.paths import path
from . import raw


class Batches(Group):
    """``llm.raw.batches``. A batch is given as a ``raw.Batch``, as a Job, or as its id."""

    def create(self, request: raw.BatchRequest) -> Flow[raw.Batch]:
        """``POST /batches``, sent once.  https://platform.openai.com/docs/api-reference/batch/create"""
        return self._send("POST", path("batches"), raw.Batch, convert.unstructure(request), repeatable=False)

    def get(self, batch: Any) -> Flow[raw.Batch]:
        """``GET /batches/{id}``.  https://platform.openai.com/docs/api-reference/batch/retrieve"""
        return self._send("GET", path("batches", batch), raw.Batch)

    def list(self, *, limit: int | None = None, after: str | None = None) -> Flow[raw.BatchListResponse]:
        """``GET /batches``, one page.  https://platform.openai.com/docs/api-reference/batch/list"""
        return self._send("GET", path("batches", limit=limit, after=after), raw.BatchListResponse)

    def list_all(self, *, limit: int | None = None) -> Flow[tuple[raw.Batch, ...]]:
        """All batches, page by page; ``limit`` is for one page."""
        return self._all(lambda after: self.list(limit=limit, after=after))

    def cancel(self, batch: Any) -> Flow[raw.Batch]:
        """``POST /batches/{id}/cancel``.  https://platform.openai.com/docs/api-reference/batch/cancel"""
        return self._send("POST", path("batches", batch, "cancel"), raw.Batch)
