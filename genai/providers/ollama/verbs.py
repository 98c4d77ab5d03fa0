"""Ollama's own wire: the verbs, as flows.  https://docs.ollama.com/api/chat"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ... import drift
from ...capabilities import Capabilities, Model
from ...checks import Options as Base
from ...embeddings import Embeddings
from ...errors import Error
from ...provider import Ask, EmbedAsk
from ...providers import catalogue
from ...results import Result
from ...sansio import Flow, HttpResponse, Open, Send
from ...wire import Wire, as_documented
from .._openai.errors import http_error
from .._openai_embeddings.verbs import embed
from .decode import decode, model_of
from .dialect import OPTIONS
from .embedder import Embedder
from .encode import encode
from .lines import LABEL
from .options import Options
from .stream import StreamDecoder

if TYPE_CHECKING:
    from .endpoints import Endpoints

CHAT = "/api/chat"


class Ollama(Wire):
    """Ollama's chat. A model that is not there is ModelNotFound: none is pulled without being asked for."""

    capabilities: Capabilities = Capabilities(gen_stream=True, embed=True, list_models=True)
    options: frozenset[str] = OPTIONS
    own_options: type[Base] | None = Options

    @property
    def raw(self) -> Endpoints:
        """The raw endpoints; they load on first need, and the raw types with them."""
        from .endpoints import Endpoints

        return Endpoints(self)

    def error(self, response: HttpResponse) -> Error:
        """A failed status: ``{"error": "..."}``, as others that copy OpenAI's errors have it."""
        return http_error(self.config.info.name, response, self.endpoint.key_help)

    def unknown_fields(self, raw: Any) -> tuple[str, ...]:
        """What an answer has that the raw types do not know."""
        from . import raw as types

        return drift.unknown_fields(raw, types.ChatResponse)

    def check_line(self, fields: Any) -> None:
        """Strict mode: a line has nothing that the raw types do not know. Errors have no type, and the last line is
        held against it as a part of the result."""
        if "error" not in fields and not fields.get("done"):
            self.raise_unknown(self.unknown_fields(fields))

    def gen_sync(self, ask: Ask) -> Flow[Result]:
        """https://docs.ollama.com/api/chat; without being told so, the server streams."""
        body, unsupported = self.encoded(ask)
        request = self.request("POST", CHAT, {**body, "stream": False}, ask)
        response: HttpResponse = yield Send(request=request, endpoint=self.endpoint)
        if response.headers.get("content-type", "").startswith(LABEL):
            decoder = self.decoder(response, unsupported)
            decoder.feed(response.body)
            return self.checked(decoder.close())
        name, model = self.config.info.name, self.config.model
        return self.checked(decode(response.json(), response, name, model, unsupported))

    def gen_stream(self, ask: Ask) -> Flow[Result]:
        """https://docs.ollama.com/api/streaming"""
        body, unsupported = self.encoded(ask)
        request = self.request("POST", CHAT, {**body, "stream": True}, ask)
        decoder = partial(self.decoder, unsupported=unsupported)
        result: Result = yield Open(request=request, endpoint=self.endpoint, decoder=decoder)
        return self.checked(result)

    def embed(self, ask: EmbedAsk) -> Flow[Embeddings]:
        """https://docs.ollama.com/api/embed"""
        return embed(self, Embedder(), ask, embed_response)

    def list_models(self) -> Flow[tuple[Model, ...]]:
        """https://docs.ollama.com/api/tags: the models that are there."""
        response: HttpResponse = yield Send(request=self.request("GET", "/api/tags"), endpoint=self.endpoint)
        fields = response.json()
        if self.config.strict:
            from . import raw as types

            self.raise_unknown(drift.unknown_fields(fields, types.ListResponse))
        known = catalogue(self.config.info.name).get("models", {})
        with as_documented(response):
            return tuple(model_of(one, known) for one in fields["models"] or ())

    def encoded(self, ask: Ask) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The body of a request, and what was left out of it."""
        made = encode(self.config.info.name, self.config.model, ask.messages, ask.settings)
        left = [f"output={self.config.output!r}"] * (self.config.output != "text")
        return made.body, self.settle([*left, *self.unsupported_options(ask), *made.unsupported])

    def decoder(self, head: HttpResponse, unsupported: tuple[str, ...] = ()) -> StreamDecoder:
        """The decoder of a stream."""
        check = self.check_line if self.config.strict else None
        return StreamDecoder(self.config.info.name, head, self.config.model, check, unsupported)


def embed_response() -> Any:
    """The raw type of vectors."""
    from . import raw as types

    return types.EmbedResponse
