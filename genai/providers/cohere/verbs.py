"""Cohere's wire: the verbs, as flows.  https://docs.cohere.com/reference/chat"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ... import drift
from ...capabilities import Capabilities, Model
from ...checks import Options as Base
from ...embeddings import Embeddings
from ...errors import BadAnswer, Error
from ...provider import Ask, EmbedAsk
from ...providers import catalogue
from ...results import Result
from ...sansio import Flow, HttpResponse, Open, Send
from ...wire import Wire, as_documented
from .._openai.fields import string
from .._openai.paths import path
from .._openai_embeddings.verbs import embed
from .decode import decode, model_of
from .dialect import OPTIONS, REQUEST_ID
from .embedder import Embedder
from .encode import encode
from .errors import http_error
from .options import Options
from .stream import StreamDecoder

if TYPE_CHECKING:
    from .endpoints import Endpoints

CHAT = "/v2/chat"
MOST_MODELS = 1000
"""The largest page of models."""


class Cohere(Wire):
    """Cohere's chat, version 2. Its tokenizer counts texts, not requests, so tokens are not counted."""

    capabilities: Capabilities = Capabilities(gen_stream=True, embed=True, list_models=True)
    options: frozenset[str] = OPTIONS
    own_options: type[Base] | None = Options

    @property
    def raw(self) -> Endpoints:
        """The raw endpoints; they load on first need, and the raw types with them."""
        from .endpoints import Endpoints

        return Endpoints(self)

    def error(self, response: HttpResponse) -> Error:
        """A failed status."""
        return http_error(self.config.info.name, response, self.endpoint.key_help)

    def unknown_fields(self, raw: Any) -> tuple[str, ...]:
        """What an answer has that the raw types do not know."""
        from . import raw as types

        return drift.unknown_fields(raw, types.ChatResponse)

    def check_event(self, fields: Any) -> None:
        """Strict mode: an event has nothing that the raw types do not know."""
        from . import raw as types

        type_ = fields.get("type")
        if type_ is None and "message" in fields:
            return  # an error, which is no event
        known = types.EVENTS.get(type_)
        self.raise_unknown((f"type: unknown {type_!r}",) if known is None else drift.unknown_fields(fields, known))

    def gen_sync(self, ask: Ask) -> Flow[Result]:
        """https://docs.cohere.com/reference/chat"""
        body, unsupported = self.encoded(ask)
        response: HttpResponse = yield Send(request=self.request("POST", CHAT, body, ask), endpoint=self.endpoint)
        if response.headers.get("content-type", "").startswith("text/event-stream"):
            decoder = self.decoder(response, unsupported)
            decoder.feed(response.body)
            return self.checked(decoder.close())
        return self.checked(decode(response.json(), response, self.config.info.name, self.config.model, unsupported))

    def gen_stream(self, ask: Ask) -> Flow[Result]:
        """https://docs.cohere.com/reference/chat-stream"""
        body, unsupported = self.encoded(ask)
        request = self.request("POST", CHAT, {**body, "stream": True}, ask)
        decoder = partial(self.decoder, unsupported=unsupported)
        result: Result = yield Open(request=request, endpoint=self.endpoint, decoder=decoder)
        return self.checked(result)

    def embed(self, ask: EmbedAsk) -> Flow[Embeddings]:
        """https://docs.cohere.com/reference/embed"""
        return embed(self, Embedder(), ask, embed_response, REQUEST_ID)

    def list_models(self) -> Flow[tuple[Model, ...]]:
        """https://docs.cohere.com/reference/list-models, all pages: those that embed and rerank as well."""
        known = catalogue(self.config.info.name).get("models", {})
        found: list[Model] = []
        token: str | None = None
        seen = {token}
        while True:
            where = path("v1", "models", page_size=MOST_MODELS, page_token=token)
            response: HttpResponse = yield Send(request=self.request("GET", where), endpoint=self.endpoint)
            fields = self._listed(response)
            with as_documented(response):
                found += [model_of(one, known) for one in fields["models"]]
                token = string(fields, "next_page_token") or None
            if token is None:
                return tuple(found)
            if token in seen:
                raise BadAnswer("the list of models goes on with a page that was there", body=response.body)
            seen.add(token)

    def _listed(self, response: HttpResponse) -> Any:
        from . import raw as types

        fields = response.json()
        if self.config.strict:
            self.raise_unknown(drift.unknown_fields(fields, types.ModelsResponse))
        return fields

    def encoded(self, ask: Ask) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The body of a request, and what was left out of it."""
        made = encode(self.config.info.name, self.config.model, ask.messages, ask.settings)
        left = [f"output={self.config.output!r}"] * (self.config.output != "text")
        return made.body, self.settle([*left, *self.unsupported_options(ask), *made.unsupported])

    def decoder(self, head: HttpResponse, unsupported: tuple[str, ...] = ()) -> StreamDecoder:
        """The decoder of a stream."""
        check = self.check_event if self.config.strict else None
        return StreamDecoder(self.config.info.name, head, self.config.model, check, unsupported)


def embed_response() -> Any:
    """The raw type of vectors."""
    from . import raw as types

    return types.EmbedResponse
