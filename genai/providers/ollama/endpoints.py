"""The raw endpoints, as flows: raw types in, raw types out.  https://docs.ollama.com/api

``llm.raw.gen_sync(raw.ChatRequest(model="...", messages=[raw.Message(role="user", content="hi")]))`` carries one out.

The rule here: what a caller writes is what is sent, but for ``stream``. No other code pulls a model: who wants one says
``llm.raw.pull(raw.PullRequest(model="..."))`` and sees it come.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ... import convert, drift
from ...sansio import Flow, HttpResponse, Open, Send
from ...wire import streaming
from .._openai.group import Group
from . import raw
from .rawstream import RawDecoder

if TYPE_CHECKING:
    from .verbs import Ollama


class Endpoints(Group):
    """``llm.raw``: conversations, prompts, embeddings, and the models of a server."""

    _wire: Ollama

    # --- Making ---

    def gen_sync(self, request: raw.ChatRequest) -> Flow[raw.ChatResponse]:
        """``POST /api/chat``.  https://docs.ollama.com/api/chat"""
        return self._whole("/api/chat", raw.ChatResponse, request)

    @streaming
    def gen_stream(self, request: raw.ChatRequest) -> Flow[raw.ChatResponse]:
        """The same, streamed: its fragments are raw lines, its result is the last one, which has the numbers."""
        return self._lines("/api/chat", raw.ChatResponse, request)

    def generate(self, request: raw.GenerateRequest) -> Flow[raw.GenerateResponse]:
        """``POST /api/generate``: go on with a prompt.  https://docs.ollama.com/api/generate"""
        return self._whole("/api/generate", raw.GenerateResponse, request)

    @streaming
    def stream_generate(self, request: raw.GenerateRequest) -> Flow[raw.GenerateResponse]:
        """The same, streamed."""
        return self._lines("/api/generate", raw.GenerateResponse, request)

    def embed(self, request: raw.EmbedRequest) -> Flow[raw.EmbedResponse]:
        """``POST /api/embed``.  https://docs.ollama.com/api/embed"""
        return self._send("POST", "/api/embed", raw.EmbedResponse, convert.unstructure(request))

    # --- Models ---

    def list_models(self) -> Flow[raw.ListResponse]:
        """``GET /api/tags``: the models that are there.  https://docs.ollama.com/api/tags"""
        return self._send("GET", "/api/tags", raw.ListResponse)

    def running(self) -> Flow[raw.PsResponse]:
        """``GET /api/ps``: the models in memory.  https://docs.ollama.com/api/ps"""
        return self._send("GET", "/api/ps", raw.PsResponse)

    def show(self, request: raw.ShowRequest) -> Flow[raw.ShowResponse]:
        """``POST /api/show``: what a model is, and can do.

        https://docs.ollama.com/api-reference/show-model-details
        """
        return self._send("POST", "/api/show", raw.ShowResponse, convert.unstructure(request))

    @streaming
    def pull(self, request: raw.PullRequest) -> Flow[raw.Status]:
        """``POST /api/pull``: download a model, and see how far it is.  https://docs.ollama.com/api/pull"""
        return self._lines("/api/pull", raw.Status, request)

    @streaming
    def push(self, request: raw.PushRequest) -> Flow[raw.Status]:
        """``POST /api/push``: publish a model.  https://docs.ollama.com/api/push"""
        return self._lines("/api/push", raw.Status, request, repeatable=False)

    @streaming
    def create(self, request: raw.CreateRequest) -> Flow[raw.Status]:
        """``POST /api/create``: make a model from another one.  https://docs.ollama.com/api/create"""
        return self._lines("/api/create", raw.Status, request, repeatable=False)

    def copy(self, request: raw.CopyRequest) -> Flow[None]:
        """``POST /api/copy``.  https://docs.ollama.com/api/copy"""
        return self._silent("POST", "/api/copy", request)

    def delete(self, request: raw.DeleteRequest) -> Flow[None]:
        """``DELETE /api/delete``.  https://docs.ollama.com/api/delete"""
        return self._silent("DELETE", "/api/delete", request)

    def version(self) -> Flow[raw.VersionResponse]:
        """``GET /api/version``: of the server.  https://docs.ollama.com/api-reference/get-version"""
        return self._send("GET", "/api/version", raw.VersionResponse)

    # --- What they share ---

    def _whole(self, where: str, cls: Any, request: Any) -> Flow[Any]:
        """One exchange; without being told so, the server streams."""
        return self._send("POST", where, cls, {**convert.unstructure(request), "stream": False})

    def _lines(self, where: str, cls: Any, request: Any, *, repeatable: bool = True) -> Flow[Any]:
        wire = self._wire
        sent = wire.request("POST", where, {**convert.unstructure(request), "stream": True})
        decoder = partial(self._decoder, cls)
        last = yield Open(request=sent, endpoint=wire.endpoint, decoder=decoder, repeatable=repeatable)
        return last

    def _decoder(self, cls: Any, head: HttpResponse) -> RawDecoder[Any]:
        wire = self._wire

        def check(fields: Any) -> None:
            if "error" not in fields:
                wire.raise_unknown(drift.unknown_fields(fields, cls))

        return RawDecoder(cls, check if wire.config.strict else None, head, wire.config.info.name)

    def _silent(self, method: str, where: str, request: Any) -> Flow[None]:
        """An exchange whose answer is its status alone."""
        sent = self._wire.request(method, where, convert.unstructure(request))
        yield Send(request=sent, endpoint=self._wire.endpoint)
