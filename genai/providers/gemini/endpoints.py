"""The raw endpoints, as flows: raw types in, raw types out.

https://ai.google.dev/api

``llm.raw.gen_sync(raw.GenerateContentRequest(contents=[...]))`` carries one out; so does ``llm.raw.files.get("abc")``.

The rule here: what a caller writes is what is sent, and what makes something at Google is sent once. A model is the one
that the request names, else the client's.
"""

from __future__ import annotations

from typing import Any

from ... import convert
from ...sansio import Flow, HttpResponse, Open
from ...wire import streaming
from .._openai.paths import path
from . import raw
from .batches import Batches
from .caches import Caches
from .files import Files
from .group import Group, named
from .rawstream import RawDecoder
from .stores import Stores
from .verbs import PAGE, model_path


class Endpoints(Group):
    """``llm.raw``."""

    @property
    def files(self) -> Files:
        """Uploaded files."""
        return Files(self._wire)

    @property
    def caches(self) -> Caches:
        """Inputs that are kept."""
        return Caches(self._wire)

    @property
    def batches(self) -> Batches:
        """Many requests in one job."""
        return Batches(self._wire)

    @property
    def stores(self) -> Stores:
        """Stores of files that a model can search."""
        return Stores(self._wire)

    def _where(self, request: Any, verb: str) -> tuple[str, Any]:
        """The path for a request, and the body that is left: the model stands in the path."""
        body = convert.unstructure(request)
        model = body.pop("model", None) if isinstance(body, dict) else None
        return model_path(model or self._wire.config.model, verb), body

    # --- Generating ---

    def gen_sync(self, request: raw.GenerateContentRequest) -> Flow[raw.GenerateContentResponse]:
        """``POST /models/{model}:generateContent``.  https://ai.google.dev/api/generate-content"""
        where, body = self._where(request, "generateContent")
        return self._send("POST", where, raw.GenerateContentResponse, body)

    @streaming
    def gen_stream(self, request: raw.GenerateContentRequest) -> Flow[raw.GenerateContentResponse]:
        """The same, streamed: its fragments are answers of their own, its result is all of them in one."""
        wire = self._wire
        where, body = self._where(request, "streamGenerateContent")

        def decoder(head: HttpResponse) -> RawDecoder:
            return RawDecoder(head, wire.asked(), wire.config.strict)

        asked = wire.request("POST", f"{where}?alt=sse", body)
        answer: raw.GenerateContentResponse = yield Open(request=asked, endpoint=wire.endpoint, decoder=decoder)
        return answer

    def count_tokens(
        self, request: raw.CountTokensRequest, *, model: str | None = None
    ) -> Flow[raw.CountTokensResponse]:
        """``POST /models/{model}:countTokens``.  https://ai.google.dev/api/tokens"""
        where = model_path(model or self._wire.config.model, "countTokens")
        return self._send("POST", where, raw.CountTokensResponse, request)

    # --- Embeddings ---

    def embed(self, request: raw.EmbedContentRequest) -> Flow[raw.EmbedContentResponse]:
        """``POST /models/{model}:embedContent``.  https://ai.google.dev/api/embeddings"""
        where, body = self._where(request, "embedContent")
        return self._send("POST", where, raw.EmbedContentResponse, body)

    def embed_many(
        self, request: raw.BatchEmbedContentsRequest, *, model: str | None = None
    ) -> Flow[raw.BatchEmbedContentsResponse]:
        """``POST /models/{model}:batchEmbedContents``: each request within names the model as well."""
        where = model_path(model or self._wire.config.model, "batchEmbedContents")
        return self._send("POST", where, raw.BatchEmbedContentsResponse, request)

    # --- Pictures and films ---

    def predict(self, request: raw.PredictRequest, *, model: str | None = None) -> Flow[raw.PredictResponse]:
        """``POST /models/{model}:predict``.  https://ai.google.dev/gemini-api/docs/imagen"""
        where = model_path(model or self._wire.config.model, "predict")
        return self._send("POST", where, raw.PredictResponse, request)

    def predict_long(self, request: raw.PredictRequest, *, model: str | None = None) -> Flow[raw.VideoOperation]:
        """``POST /models/{model}:predictLongRunning``, sent once.  https://ai.google.dev/gemini-api/docs/video"""
        where = model_path(model or self._wire.config.model, "predictLongRunning")
        return self._send("POST", where, raw.VideoOperation, request, repeatable=False)

    def operation(self, operation: Any) -> Flow[raw.Operation]:
        """``GET /models/{model}/operations/{id}``: a raw.Operation, a Job, or its whole name."""
        return self._send("GET", named("operations", operation), raw.Operation)

    def film(self, operation: Any) -> Flow[raw.VideoOperation]:
        """The same, of an operation that makes films."""
        return self._send("GET", named("operations", operation), raw.VideoOperation)

    def operations(
        self, *, model: str | None = None, page_size: int | None = None, page_token: str | None = None
    ) -> Flow[raw.ListOperationsResponse]:
        """``GET /models/{model}/operations``, one page."""
        where = named(
            "models", model or self._wire.config.model, "operations", pageSize=page_size, pageToken=page_token
        )
        return self._send("GET", where, raw.ListOperationsResponse)

    # --- Models ---

    def list_models(
        self, *, page_size: int | None = PAGE, page_token: str | None = None
    ) -> Flow[raw.ListModelsResponse]:
        """``GET /models``, one page.  https://ai.google.dev/api/models#method:-models.list"""
        return self._send("GET", path("models", pageSize=page_size, pageToken=page_token), raw.ListModelsResponse)

    def get_model(self, model: Any) -> Flow[raw.Model]:
        """``GET /models/{model}``.  https://ai.google.dev/api/models#method:-models.get"""
        return self._send("GET", named("models", model), raw.Model)
