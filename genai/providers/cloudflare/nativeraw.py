"""The raw endpoints of the native wire, as flows: raw types in, raw types out.

https://developers.cloudflare.com/api/resources/ai/methods/run/

``llm.raw.run({"text": ["hi"]}, model="@cf/baai/bge-m3")`` asks a model in its own words, whatever it makes.

The rule here: what a caller writes is what is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ... import convert, drift
from ...errors import BadAnswer
from ...results import Result
from ...sansio import Flow, HttpResponse, Open, Send
from ...wire import streaming
from .._openai.events import EventDecoder
from . import raw
from .envelope import check_envelope
from .native import models_path, run_path

if TYPE_CHECKING:
    from .native import Native


class NativeEndpoints:
    """``llm.raw``."""

    def __init__(self, wire: Native) -> None:
        self._wire = wire

    def gen_sync(self, request: raw.RunRequest, *, model: str | None = None) -> Flow[raw.RunResponse]:
        """``POST /run/{model}``."""
        return self._send("POST", self._where(model), raw.RunResponse, request)

    @streaming
    def gen_stream(self, request: raw.RunRequest, *, model: str | None = None) -> Flow[raw.RunChunk]:
        """The same, streamed: its fragments are raw chunks, and its result is the last one, which has usage."""
        wire = self._wire
        body = {**convert.unstructure(request), "stream": True}
        chunk: raw.RunChunk = yield Open(
            request=wire.request("POST", self._where(model), body),
            endpoint=wire.endpoint,
            decoder=lambda head: ChunkDecoder(wire, head),
        )
        return chunk

    def run(self, body: Mapping[str, Any], *, model: str | None = None) -> Flow[Any]:
        """``POST /run/{model}`` in the model's own words: JSON in, JSON out."""
        request = self._wire.request("POST", self._where(model), body)
        response: HttpResponse = yield Send(request=request, endpoint=self._wire.endpoint)
        fields = response.json()
        check_envelope(fields, response, self._wire.speaker)
        return fields.get("result", fields)

    def list_models(self, page: int = 1) -> Flow[raw.ModelsPage]:
        """``GET /models/search``, one page."""
        return self._send("GET", models_path(page), raw.ModelsPage)

    def _where(self, model: str | None) -> str:
        return run_path(model or self._wire.config.model)

    def _send(self, method: str, where: str, cls: Any, body: Any = None) -> Flow[Any]:
        wire = self._wire
        sent = None if body is None else convert.unstructure(body)
        response: HttpResponse = yield Send(request=wire.request(method, where, sent), endpoint=wire.endpoint)
        fields = response.json()
        check_envelope(fields, response, wire.speaker)
        try:
            if wire.config.strict:
                wire.raise_unknown(drift.unknown_fields(fields, cls))
            return convert.structure(fields, cls)
        except BadAnswer as error:
            error.status, error.body = response.status, response.body
            raise


class ChunkDecoder(EventDecoder[raw.RunChunk, raw.RunChunk]):
    """A stream's bytes in, raw chunks out; where a piece is cut never matters."""

    def __init__(self, wire: Native, head: HttpResponse) -> None:
        super().__init__(wire.config.info.name, head, wire.check_event if wire.config.strict else None)
        self._wire = wire
        self._last = raw.RunChunk()

    def take(self, fields: Any) -> tuple[raw.RunChunk, ...]:
        """One chunk."""
        check_envelope(fields, self._head, self._wire.speaker)
        self._last = convert.structure(fields, raw.RunChunk)
        return (self._last,)

    def whole(self, response: Any) -> tuple[raw.RunChunk, ...]:
        """A whole answer, from a model that does not stream."""
        check_envelope(response, self._head, self._wire.speaker)
        return self.take(response["result"])

    def done(self) -> tuple[raw.RunChunk, ...]:
        """``[DONE]``."""
        self.over = True
        return ()

    def ended(self) -> raw.RunChunk:
        """The last chunk."""
        return self._last

    def partial(self) -> Result:
        """Raw chunks are not folded, so there is nothing but a mark."""
        return Result(complete=False, provider=self._provider)
