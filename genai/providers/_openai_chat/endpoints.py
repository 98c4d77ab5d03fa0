"""The raw endpoints that all servers of Chat Completions have, as flows: raw types in, raw types out.

https://platform.openai.com/docs/api-reference/chat

``llm.raw.gen_sync(raw.CompletionRequest(model="...", messages=[raw.UserMessage(content="...")]))`` carries one out.

The rule here: what a caller writes is what is sent. What comes back is of the provider's own raw types
(``wire.types``), which are those of this wire, or add to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import convert
from ...errors import Error
from ...sansio import Flow, HttpResponse, Open
from ...wire import streaming
from .._openai.group import Group
from . import raw
from .decode import error_in
from .rawstream import RawDecoder

if TYPE_CHECKING:
    from .verbs import Chat


class Endpoints(Group):
    """``llm.raw``: the completions and the models."""

    _wire: Chat

    def _refusal(self, fields: Any, response: HttpResponse) -> Error:
        return error_in(fields, response, self._wire.speaker, status=response.status, body=response.body)

    def gen_sync(self, request: raw.CompletionRequest) -> Flow[raw.Completion]:
        """``POST /chat/completions``.  https://platform.openai.com/docs/api-reference/chat/create"""
        wire = self._wire
        return self._send("POST", wire.chat_path, wire.types.Completion, convert.unstructure(request))

    @streaming
    def gen_stream(self, request: raw.CompletionRequest) -> Flow[raw.Completion]:
        """
        The same, streamed: its fragments are raw chunks.

        No chunk has the whole answer, so the result is the last one that has usage, or else the last one at all.
        OpenAI sends usage when it is asked for it: ``stream_options=raw.StreamOptions(include_usage=True)``.

        https://platform.openai.com/docs/api-reference/chat-streaming
        """
        wire = self._wire
        body = {**convert.unstructure(request), "stream": True}
        chunk: raw.Completion = yield Open(
            request=wire.request("POST", wire.chat_path, body), endpoint=wire.endpoint, decoder=self._decoder
        )
        return chunk

    def list_models(self) -> Flow[raw.ModelsResponse]:
        """``GET /models``, where the provider has it.  https://platform.openai.com/docs/api-reference/models/list"""
        wire = self._wire
        if wire.models_path is None:
            wire.refuse("raw.list_models")
        return self._send("GET", wire.models_path, wire.types.ModelsResponse)

    def embed(self, request: raw.EmbeddingsRequest) -> Flow[raw.EmbeddingsResponse]:
        """``POST /embeddings``, where the provider has it.  https://platform.openai.com/docs/api-reference/embeddings"""
        wire = self._wire
        if wire.embedder is None:
            wire.refuse("raw.embed")
        return self._send("POST", wire.embedder.path, wire.types.EmbeddingsResponse, convert.unstructure(request))

    def _decoder(self, head: HttpResponse) -> RawDecoder:
        wire = self._wire
        check = wire.check_event if wire.config.strict else None
        return RawDecoder(check, head, wire.speaker, wire.types.Completion)
