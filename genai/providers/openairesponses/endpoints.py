"""The raw endpoints, as flows: raw types in, raw types out.

https://platform.openai.com/docs/api-reference/responses

``llm.raw.gen_sync(raw.Response(model="...", input="..."))`` carries one out; so does ``llm.raw.files.get("file-1")``.

The rule here: what a caller writes is what is sent, and what makes something at the provider is sent once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ... import convert
from ...sansio import Flow, HttpRequest, HttpResponse, Open
from ...wire import streaming
from .._openai.group import Group
from .._openai.paths import path
from . import raw
from .batches import Batches
from .conversations import Conversations
from .files import Files
from .rawstream import RawDecoder

if TYPE_CHECKING:
    from .verbs import Responses


class Making(Group):
    """The endpoint that makes responses: what every server has that speaks this wire."""

    _wire: Responses

    def gen_sync(self, request: raw.Response) -> Flow[raw.Response]:
        """``POST /responses``.  https://platform.openai.com/docs/api-reference/responses/create"""
        return self._send("POST", path("responses"), raw.Response, convert.unstructure(request))

    @streaming
    def gen_stream(self, request: raw.Response) -> Flow[raw.Response]:
        """The same, streamed: its fragments are raw events, its result is the response of the last one.

        https://platform.openai.com/docs/api-reference/responses-streaming
        """
        body = {**convert.unstructure(request), "stream": True}
        return self._open(self._wire.request("POST", path("responses"), body))

    def _open(self, request: HttpRequest) -> Flow[raw.Response]:
        wire = self._wire
        check = wire.check_event if wire.config.strict else None

        def decoder(head: HttpResponse) -> RawDecoder:
            return RawDecoder(check, head, wire.config.info.name)

        answer: raw.Response = yield Open(request=request, endpoint=wire.endpoint, decoder=decoder)
        return answer


class Endpoints(Making):
    """``llm.raw``: the responses and the models. A response is given as a ``raw.Response``, as a Job, or as its id."""

    @property
    def conversations(self) -> Conversations:
        """Conversations that are kept at the server."""
        return Conversations(self._wire)

    @property
    def files(self) -> Files:
        """Uploaded files."""
        return Files(self._wire)

    @property
    def batches(self) -> Batches:
        """Many requests in one job."""
        return Batches(self._wire)

    # --- Making responses in other ways ---

    def gen_async(self, request: raw.Response) -> Flow[raw.Response]:
        """``POST /responses`` with ``background``, sent once: the response, queued.

        https://platform.openai.com/docs/guides/background
        """
        body = {**convert.unstructure(request), "background": True}
        return self._send("POST", path("responses"), raw.Response, body, repeatable=False)

    def input_tokens(self, request: raw.InputTokensRequest) -> Flow[raw.InputTokensResponse]:
        """``POST /responses/input_tokens``.  https://platform.openai.com/docs/api-reference/responses/input-tokens"""
        body = convert.unstructure(request)
        return self._send("POST", path("responses", "input_tokens"), raw.InputTokensResponse, body)

    def compact(self, request: raw.CompactRequest) -> Flow[raw.CompactResponse]:
        """``POST /responses/compact``.  https://platform.openai.com/docs/api-reference/responses/compact"""
        return self._send("POST", path("responses", "compact"), raw.CompactResponse, convert.unstructure(request))

    # --- Responses that are there ---

    def poke_result(self, job: Any, *, include: Sequence[str] | None = None) -> Flow[raw.Response]:
        """``GET /responses/{id}``.  https://platform.openai.com/docs/api-reference/responses/get"""
        return self._send("GET", path("responses", job, include=include), raw.Response)

    @streaming
    def resume_stream(
        self,
        job: Any,
        starting_after: int | None = None,
        *,
        include: Sequence[str] | None = None,
        include_obfuscation: bool | None = None,
    ) -> Flow[raw.Response]:
        """
        ``GET /responses/{id}?stream=true``: a background response's events, again or for the first time.

        https://platform.openai.com/docs/guides/background#streaming-a-background-response

        Args:
            job: A response that was made with ``background`` and ``stream``.
            starting_after: The ``sequence_number`` of the last event that was seen; None is all events.
            include: Fields that are left out otherwise (``raw.Include``).
            include_obfuscation: False leaves out what hides the length of deltas.
        """
        query = {"starting_after": starting_after, "include": include, "include_obfuscation": include_obfuscation}
        return self._open(self._wire.request("GET", path("responses", job, stream=True, **query)))

    def cancel(self, job: Any) -> Flow[raw.Response]:
        """``POST /responses/{id}/cancel``.  https://platform.openai.com/docs/api-reference/responses/cancel"""
        return self._send("POST", path("responses", job, "cancel"), raw.Response)

    def delete(self, job: Any) -> Flow[raw.ResponseDeleted]:
        """``DELETE /responses/{id}``.  https://platform.openai.com/docs/api-reference/responses/delete"""
        return self._send("DELETE", path("responses", job), raw.ResponseDeleted)

    def input_items(
        self,
        job: Any,
        *,
        limit: int | None = None,
        order: str | None = None,
        after: str | None = None,
        include: Sequence[str] | None = None,
    ) -> Flow[raw.ItemList]:
        """``GET /responses/{id}/input_items``, one page.

        https://platform.openai.com/docs/api-reference/responses/input-items
        """
        query = {"limit": limit, "order": order, "after": after, "include": include}
        return self._send("GET", path("responses", job, "input_items", **query), raw.ItemList)

    def all_input_items(
        self, job: Any, *, limit: int | None = None, order: str | None = None, include: Sequence[str] | None = None
    ) -> Flow[tuple[raw.Item, ...]]:
        """All items of a response's input, page by page; ``limit`` is for one page."""
        return self._all(lambda after: self.input_items(job, limit=limit, order=order, after=after, include=include))

    # --- Embeddings ---

    def embed(self, request: raw.EmbeddingsRequest) -> Flow[raw.EmbeddingsResponse]:
        """``POST /embeddings``.  https://platform.openai.com/docs/api-reference/embeddings/create"""
        return self._send("POST", path("embeddings"), raw.EmbeddingsResponse, convert.unstructure(request))

    # --- Models ---

    def list_models(self) -> Flow[raw.ModelsResponse]:
        """``GET /models``.  https://platform.openai.com/docs/api-reference/models/list"""
        return self._send("GET", path("models"), raw.ModelsResponse)

    def get_model(self, model: Any) -> Flow[raw.Model]:
        """``GET /models/{id}``.  https://platform.openai.com/docs/api-reference/models/retrieve"""
        return self._send("GET", path("models", model), raw.Model)

    def delete_model(self, model: Any) -> Flow[raw.ModelDeleted]:
        """``DELETE /models/{id}``, of a fine-tuned one.  https://platform.openai.com/docs/api-reference/models/delete"""
        return self._send("DELETE", path("models", model), raw.ModelDeleted)
