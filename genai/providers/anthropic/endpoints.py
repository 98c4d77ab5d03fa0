"""The raw endpoints, as flows: raw types in, raw types out.

https://platform.claude.com/docs/en/api/overview

``llm.raw.gen_sync(raw.MessageRequest(model="...", ...))`` carries one out; so does ``llm.raw.files.get("file_1")``.

The rule here: what a caller writes is what is sent, and what makes something at the provider is sent once.
"""

from __future__ import annotations

from typing import Any

from ... import convert
from ...sansio import Flow, HttpResponse, Open
from ...wire import streaming
from .._openai.paths import path
from . import raw
from .batches import Batches
from .files import Files
from .group import Group
from .rawstream import RawDecoder


class Endpoints(Group):
    """``llm.raw``: messages, tokens and models."""

    @property
    def files(self) -> Files:
        """Uploaded files, and those that programs made."""
        return Files(self._wire)

    @property
    def batches(self) -> Batches:
        """Many requests in one job."""
        return Batches(self._wire)

    def gen_sync(self, request: raw.MessageRequest) -> Flow[raw.Message]:
        """``POST /messages``.  https://platform.claude.com/docs/en/api/messages/create"""
        return self._send("POST", path("messages"), raw.Message, request)

    @streaming
    def gen_stream(self, request: raw.MessageRequest) -> Flow[raw.Message]:
        """The same, streamed: its fragments are raw events, its result is the whole message.

        https://platform.claude.com/docs/en/build-with-claude/streaming
        """
        wire = self._wire
        body = {**convert.unstructure(request), "stream": True}
        check = wire.check_event if wire.config.strict else None

        def decoder(head: HttpResponse) -> RawDecoder:
            return RawDecoder(check, head, wire.config.info.name)

        sent = wire.request("POST", path("messages"), body)
        answer: raw.Message = yield Open(request=sent, endpoint=wire.endpoint, decoder=decoder)
        return answer

    def count_tokens(self, request: raw.CountTokensRequest) -> Flow[raw.CountTokensResponse]:
        """``POST /messages/count_tokens``.  https://platform.claude.com/docs/en/api/messages/count_tokens"""
        return self._send("POST", path("messages", "count_tokens"), raw.CountTokensResponse, request)

    def complete(self, request: raw.CompletionRequest) -> Flow[raw.Completion]:
        """``POST /complete``, the older API.  https://platform.claude.com/docs/en/api/completions/create"""
        return self._send("POST", path("complete"), raw.Completion, request)

    def list_models(
        self, *, limit: int | None = None, after_id: str | None = None, before_id: str | None = None
    ) -> Flow[raw.ModelList]:
        """``GET /models``, one page.  https://platform.claude.com/docs/en/api/models/list"""
        where = path("models", limit=limit, after_id=after_id, before_id=before_id)
        return self._send("GET", where, raw.ModelList)

    def list_all_models(self, *, limit: int | None = None) -> Flow[tuple[raw.Model, ...]]:
        """All models, page by page; ``limit`` is for one page."""
        return self._all(lambda after: self.list_models(limit=limit, after_id=after))

    def get_model(self, model: Any) -> Flow[raw.Model]:
        """``GET /models/{id}``, which may be an alias.  https://platform.claude.com/docs/en/api/models/retrieve"""
        return self._send("GET", path("models", model), raw.Model)
