"""The raw endpoints that only llama-server has.  https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md

``llm.raw.tokenize(raw.TokenizeRequest(content="..."))`` carries one out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ... import convert
from ...sansio import Flow, HttpResponse, Open, Send
from ...wire import streaming
from .._openai.paths import path
from .._openai_chat import endpoints
from .._openai_chat.rawstream import RawDecoder
from . import raw


class TextDecoder(RawDecoder):
    """The pieces of a native completion: it is whole with the one that says so."""

    def _see(self, chunk: Any) -> None:
        self._last = chunk
        self._finished[None] = bool(chunk.stop)


class Endpoints(endpoints.Endpoints):
    """``llm.raw``: the completions and the models, and what is native."""

    def health(self) -> Flow[raw.Health]:
        """``GET /health``; while a model is loading it is Overloaded."""
        return self._send("GET", "/health", raw.Health)

    def props(self) -> Flow[raw.Props]:
        """``GET /props``: what the server is."""
        return self._send("GET", "/props", raw.Props)

    def slots(self, *, fail_on_no_slot: bool | None = None) -> Flow[Sequence[raw.Slot]]:
        """``GET /slots``: what it is at; Overloaded when all are busy and that is to fail."""
        wanted = None if fail_on_no_slot is None else int(fail_on_no_slot)
        return self._send("GET", path("slots", fail_on_no_slot=wanted), Sequence[raw.Slot])

    def metrics(self) -> Flow[str]:
        """``GET /metrics``, as Prometheus reads them; the server has them if it was started with ``--metrics``."""
        wire = self._wire
        response: HttpResponse = yield Send(request=wire.request("GET", "/metrics"), endpoint=wire.endpoint)
        return response.body.decode("utf-8", "replace")

    def lora_adapters(self) -> Flow[Sequence[raw.LoraAdapter]]:
        """``GET /lora-adapters``."""
        return self._send("GET", "/lora-adapters", Sequence[raw.LoraAdapter])

    def tokenize(self, request: raw.TokenizeRequest) -> Flow[raw.TokenizeResponse]:
        """``POST /tokenize``: text to tokens."""
        return self._post("/tokenize", raw.TokenizeResponse, request)

    def detokenize(self, request: raw.DetokenizeRequest) -> Flow[raw.DetokenizeResponse]:
        """``POST /detokenize``: tokens to text."""
        return self._post("/detokenize", raw.DetokenizeResponse, request)

    def apply_template(self, request: raw.ApplyTemplateRequest) -> Flow[raw.ApplyTemplateResponse]:
        """``POST /apply-template``: a conversation as the model reads it."""
        return self._post("/apply-template", raw.ApplyTemplateResponse, request)

    def input_tokens(self, request: raw.CompletionRequest) -> Flow[raw.InputTokens]:
        """``POST /v1/chat/completions/input_tokens``: how many tokens a request has."""
        return self._post("/v1/chat/completions/input_tokens", raw.InputTokens, request)

    def control(self, request: raw.ControlRequest) -> Flow[raw.ControlResponse]:
        """``POST /v1/chat/completions/control``: end the thoughts of a completion on its way."""
        return self._post("/v1/chat/completions/control", raw.ControlResponse, request)

    def completion(self, request: raw.TextRequest) -> Flow[raw.TextResponse]:
        """``POST /completion``: go on with a prompt."""
        return self._post("/completion", raw.TextResponse, request)

    @streaming
    def stream_completion(self, request: raw.TextRequest) -> Flow[raw.TextResponse]:
        """The same, streamed: its fragments are pieces, and its result is the last one."""
        wire = self._wire
        sent = wire.request("POST", "/completion", {**convert.unstructure(request), "stream": True})
        last: raw.TextResponse = yield Open(request=sent, endpoint=wire.endpoint, decoder=self._pieces)
        return last

    def infill(self, request: raw.InfillRequest) -> Flow[raw.TextResponse]:
        """``POST /infill``: code between a prefix and a suffix."""
        return self._post("/infill", raw.TextResponse, request)

    def embedding(self, request: raw.EmbeddingRequest) -> Flow[Sequence[raw.Embedding]]:
        """``POST /embedding``; the server has it if it was started with ``--embeddings``."""
        return self._post("/embedding", Sequence[raw.Embedding], request)

    def _post(self, where: str, cls: Any, request: Any) -> Flow[Any]:
        return self._send("POST", where, cls, convert.unstructure(request))

    def _pieces(self, head: HttpResponse) -> RawDecoder:
        cls: Any = raw.TextResponse
        return TextDecoder(None, head, self._wire.speaker, cls)
