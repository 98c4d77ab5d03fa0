"""The raw endpoints, as flows: raw types in, raw types out.

https://platform.openai.com/docs/api-reference/responses

``llm.raw.gen_sync(raw.Response(model="...", input="..."))`` carries one out.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from ... import convert, drift
from ...errors import BadAnswer, StreamInterrupted
from ...results import Result
from ...sansio import Flow, HttpResponse, Open, Send
from ...sse import Event, SseParser
from ...wire import streaming
from . import raw
from .encode import NAME

if TYPE_CHECKING:
    from .verbs import Responses


def _decode_json(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadAnswer(f"an event is not JSON: {error}", body=data) from None


TERMINAL = frozenset({"response.completed", "response.incomplete", "response.failed", "response.cancelled", "error"})


class Endpoints:
    """Each method is one endpoint."""

    def __init__(self, wire: Responses) -> None:
        self._wire = wire

    def gen_sync(self, request: raw.Response) -> Flow[raw.Response]:
        """``POST /responses``.  https://platform.openai.com/docs/api-reference/responses/create"""
        return self._send("POST", "/responses", raw.Response, convert.unstructure(request))

    @streaming
    def gen_stream(self, request: raw.Response) -> Flow[raw.Response]:
        """The same, streamed: its fragments are raw events, its result the response of the last one."""
        body = {**convert.unstructure(request), "stream": True}
        wire = self._wire
        check = wire.check_event if wire.config.strict else None
        answer: raw.Response = yield Open(
            request=wire.request("POST", "/responses", body),
            endpoint=wire.endpoint,
            decoder=lambda head: RawDecoder(check),
        )
        return answer

    def gen_async(self, request: raw.Response) -> Flow[raw.Response]:
        """``POST /responses`` with ``background``: the response, queued."""
        body = {**convert.unstructure(request), "background": True}
        return self._send("POST", "/responses", raw.Response, body, repeatable=False)

    def poke_result(self, job: Any) -> Flow[raw.Response]:
        """``GET /responses/{id}``, of a Job or an id.  https://platform.openai.com/docs/api-reference/responses/get"""
        return self._send("GET", f"/responses/{getattr(job, 'id', job)}", raw.Response)

    def cancel(self, job: Any) -> Flow[raw.Response]:
        """``POST /responses/{id}/cancel``, of a Job or an id."""
        return self._send("POST", f"/responses/{getattr(job, 'id', job)}/cancel", raw.Response)

    def list_models(self) -> Flow[raw.ModelsResponse]:
        """``GET /models``.  https://platform.openai.com/docs/api-reference/models/list"""
        return self._send("GET", "/models", raw.ModelsResponse)

    def _send(self, method: str, path: str, cls: type[Any], body: Any = None, repeatable: bool = True) -> Flow[Any]:
        wire = self._wire
        request = wire.request(method, path, body)
        response: HttpResponse = yield Send(request=request, endpoint=wire.endpoint, repeatable=repeatable)
        fields = response.json()
        if wire.config.strict:
            wire.raise_unknown(drift.unknown_fields(fields, cls))
        return convert.structure(fields, cls)


class RawDecoder:
    """A stream's bytes in, raw events out."""

    def __init__(self, check: Callable[[Any], None] | None = None) -> None:
        self.events = 0
        self._check = check
        self._parser = SseParser()
        self._last: Any = None

    def feed(self, data: bytes) -> list[Any]:
        """Take the next bytes; the events that they completed."""
        return self._structured(self._parser.feed(data))

    def close(self) -> Any:
        """The response of the terminal event; StreamInterrupted when that never came."""
        with suppress(BadAnswer):  # a last event that was cut off: what is missing is told below
            self._structured(self._parser.close())
        if getattr(self._last, "type", None) not in TERMINAL:
            raise StreamInterrupted(f"{NAME}: the stream ended before its last event", result=self.partial())
        return getattr(self._last, "response", self._last)

    def partial(self) -> Any:
        """Raw events are not folded, so there is nothing but a mark."""
        return Result(complete=False, provider=NAME)

    def _structured(self, events: list[Event]) -> list[Any]:
        made: list[Any] = []
        for event in events:
            if event.data != b"[DONE]":
                self.events += 1
                fields = _decode_json(event.data)
                if self._check is not None:
                    self._check(fields)
                self._last = convert.structure(fields, raw.Event)
                made.append(self._last)
        return made
