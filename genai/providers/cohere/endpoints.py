"""The raw endpoints, as flows: raw types in, raw types out.  https://docs.cohere.com/reference/about

``llm.raw.gen_sync(raw.ChatRequest(model="...", messages=[raw.UserMessage(content="...")]))`` carries one out.

The rule here: what a caller writes is what is sent, and what makes something at the provider is sent once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from ... import convert
from ...doc import Doc
from ...sansio import Flow, HttpResponse, Open
from ...wire import streaming
from .._openai.group import Group
from .._openai.multipart import Upload, form
from .._openai.paths import path
from . import raw
from .rawstream import RawDecoder

if TYPE_CHECKING:
    from .verbs import Cohere


class Endpoints(Group):
    """``llm.raw``. A batch is given as a ``raw.Batch``, or as its id."""

    _wire: Cohere

    # --- Chat ---

    def gen_sync(self, request: raw.ChatRequest) -> Flow[raw.ChatResponse]:
        """``POST /v2/chat``.  https://docs.cohere.com/reference/chat"""
        return self._post("/v2/chat", raw.ChatResponse, request)

    @streaming
    def gen_stream(self, request: raw.ChatRequest) -> Flow[Any]:
        """The same, streamed: its fragments are raw events, its result is the last of them.

        https://docs.cohere.com/reference/chat-stream
        """
        wire = self._wire
        check = wire.check_event if wire.config.strict else None
        sent = wire.request("POST", "/v2/chat", {**convert.unstructure(request), "stream": True})

        def decoder(head: HttpResponse) -> RawDecoder:
            return RawDecoder(check, head, wire.config.info.name)

        last = yield Open(request=sent, endpoint=wire.endpoint, decoder=decoder)
        return last

    # --- Embeddings, ranks, tokens, speech ---

    def embed(self, request: raw.EmbedRequest) -> Flow[raw.EmbedResponse]:
        """``POST /v2/embed``.  https://docs.cohere.com/reference/embed"""
        return self._post("/v2/embed", raw.EmbedResponse, request)

    def rerank(self, request: raw.RerankRequest) -> Flow[raw.RerankResponse]:
        """``POST /v2/rerank``.  https://docs.cohere.com/reference/rerank"""
        return self._post("/v2/rerank", raw.RerankResponse, request)

    def tokenize(self, request: raw.TokenizeRequest) -> Flow[raw.TokenizeResponse]:
        """``POST /v1/tokenize``: a text's tokens, which are not those of a chat.

        https://docs.cohere.com/reference/tokenize
        """
        return self._post("/v1/tokenize", raw.TokenizeResponse, request)

    def detokenize(self, request: raw.DetokenizeRequest) -> Flow[raw.DetokenizeResponse]:
        """``POST /v1/detokenize``.  https://docs.cohere.com/reference/detokenize"""
        return self._post("/v1/detokenize", raw.DetokenizeResponse, request)

    def transcribe(
        self, doc: Doc, model: str, language: str, *, temperature: float | None = None
    ) -> Flow[raw.Transcription]:
        """``POST /v2/audio/transcriptions``.  https://docs.cohere.com/reference/create-audio-transcription

        Args:
            doc: A recording: flac, mp3, mpeg, mpga, ogg or wav.
            model: The model's id.
            language: Two letters, as ISO 639-1 has them.
            temperature: 0 to 1.
        """
        doc = doc.loaded()
        mime_type = doc.mime_type or "application/octet-stream"
        upload = Upload(content=doc.read(), filename=doc.filename or "audio", mime_type=mime_type)
        more = {} if temperature is None else {"temperature": str(temperature)}
        made = form({"model": model, "language": language, **more}, ("file", upload))
        request = self._wire.request("POST", "/v2/audio/transcriptions")
        request = evolve(request, headers={**request.headers, **made.headers}, body=made.body)
        return self._exchange(request, raw.Transcription, repeatable=True)

    # --- Batches ---

    def create_batch(self, batch: raw.Batch) -> Flow[raw.BatchResponse]:
        """``POST /v2/batches``, sent once.  https://docs.cohere.com/reference/create-batch"""
        return self._send("POST", "/v2/batches", raw.BatchResponse, convert.unstructure(batch), repeatable=False)

    def list_batches(
        self, *, page_size: int | None = None, page_token: str | None = None, order_by: str | None = None
    ) -> Flow[raw.BatchList]:
        """``GET /v2/batches``, one page.  https://docs.cohere.com/reference/list-batches"""
        where = path("v2", "batches", page_size=page_size, page_token=page_token, order_by=order_by)
        return self._send("GET", where, raw.BatchList)

    def get_batch(self, batch: Any) -> Flow[raw.BatchResponse]:
        """``GET /v2/batches/{id}``.  https://docs.cohere.com/reference/retrieve-batch"""
        return self._send("GET", path("v2", "batches", batch), raw.BatchResponse)

    def cancel_batch(self, batch: Any) -> Flow[raw.BatchCancelled]:
        """``POST /v2/batches/{id}:cancel``.  https://docs.cohere.com/reference/cancel-batch"""
        return self._send("POST", f"{path('v2', 'batches', batch)}:cancel", raw.BatchCancelled)

    # --- Models and keys ---

    def list_models(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        endpoint: str | None = None,
        default_only: bool | None = None,
    ) -> Flow[raw.ModelsResponse]:
        """``GET /v1/models``, one page.  https://docs.cohere.com/reference/list-models"""
        query = {"page_size": page_size, "page_token": page_token, "endpoint": endpoint, "default_only": default_only}
        return self._send("GET", path("v1", "models", **query), raw.ModelsResponse)

    def get_model(self, model: str) -> Flow[raw.Model]:
        """``GET /v1/models/{model}``.  https://docs.cohere.com/reference/get-model"""
        return self._send("GET", path("v1", "models", model), raw.Model)

    def check_api_key(self) -> Flow[raw.KeyCheck]:
        """``POST /v1/check-api-key``.  https://docs.cohere.com/reference/checkapikey"""
        return self._send("POST", "/v1/check-api-key", raw.KeyCheck)

    def _post(self, where: str, cls: Any, request: Any) -> Flow[Any]:
        return self._send("POST", where, cls, convert.unstructure(request))
