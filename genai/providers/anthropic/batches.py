"""The raw endpoints of batches: many requests in one job.

https://platform.claude.com/docs/en/build-with-claude/batch-processing
"""

from __future__ import annotations

from typing import Any

import msgspec

from ...errors import BadAnswer
from ...sansio import Flow, HttpResponse, Send
from .._openai.paths import path
from . import raw
from .betas import betas
from .group import Group


class Batches(Group):
    """``llm.raw.batches``. A batch is given as a ``raw.Batch``, as a Job, or as its id."""

    def create(self, request: raw.BatchRequest) -> Flow[raw.Batch]:
        """``POST /messages/batches``, sent once.  https://platform.claude.com/docs/en/api/messages/batches/create"""
        from ... import convert

        body = convert.unstructure(request)
        needed = dict.fromkeys(beta for one in body["requests"] for beta in betas(one["params"]))
        sent = self._wire.request("POST", path("messages", "batches"), body, asked=needed)
        return self._exchange(sent, raw.Batch, repeatable=False)

    def get(self, batch: Any) -> Flow[raw.Batch]:
        """``GET /messages/batches/{id}``.  https://platform.claude.com/docs/en/api/messages/batches/retrieve"""
        return self._send("GET", path("messages", "batches", batch), raw.Batch)

    def list(
        self, *, limit: int | None = None, after_id: str | None = None, before_id: str | None = None
    ) -> Flow[raw.BatchList]:
        """``GET /messages/batches``, one page.  https://platform.claude.com/docs/en/api/messages/batches/list"""
        where = path("messages", "batches", limit=limit, after_id=after_id, before_id=before_id)
        return self._send("GET", where, raw.BatchList)

    def list_all(self, *, limit: int | None = None) -> Flow[tuple[raw.Batch, ...]]:
        """All batches, page by page; ``limit`` is for one page."""
        return self._all(lambda after: self.list(limit=limit, after_id=after))

    def results(self, batch: Any) -> Flow[tuple[raw.BatchLine, ...]]:
        """``GET /messages/batches/{id}/results``: what became of each request, in any order.

        https://platform.claude.com/docs/en/api/messages/batches/results
        """
        request = self._request("GET", path("messages", "batches", batch, "results"))
        response: HttpResponse = yield Send(request=request, endpoint=self._wire.endpoint)
        try:
            lines = [msgspec.json.decode(line) for line in response.body.split(b"\n") if line.strip()]
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise BadAnswer(f"a line is not JSON: {error}", status=response.status, body=response.body) from None
        return tuple(self._read(response, line, raw.BatchLine) for line in lines)

    def cancel(self, batch: Any) -> Flow[raw.Batch]:
        """``POST /messages/batches/{id}/cancel``.  https://platform.claude.com/docs/en/api/messages/batches/cancel"""
        return self._send("POST", path("messages", "batches", batch, "cancel"), raw.Batch)

    def delete(self, batch: Any) -> Flow[raw.BatchDeleted]:
        """``DELETE /messages/batches/{id}``.  https://platform.claude.com/docs/en/api/messages/batches/delete"""
        return self._send("DELETE", path("messages", "batches", batch), raw.BatchDeleted)
