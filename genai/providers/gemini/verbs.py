"""The Gemini wire: the verbs, as flows.

https://ai.google.dev/api
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from attrs import evolve

from ...caches import Cache
from ...capabilities import Capabilities, Model
from ...checks import Options as Base
from ...doc import Doc
from ...embeddings import Embeddings
from ...errors import Error, InvalidRequest
from ...provider import Ask, Config, EmbedAsk
from ...providers import catalogue
from ...results import Result
from ...sansio import Flow, HttpRequest, HttpResponse, Open, Send, split_url
from ...wire import Wire, as_documented
from .._openai.fields import Fields, integer, needed, string
from .._openai.paths import path
from .._openai_embeddings.verbs import embed
from . import dialect as dialects
from .config import NOT_HERE
from .decode import Asked, decode, type_of, unknown_in
from .embedder import Embedder, options_of
from .encode import OPTIONS, Speaker, encode
from .errors import http_error
from .options import Options, own_of
from .stream import StreamDecoder

if TYPE_CHECKING:
    from types import ModuleType

    from .batching import Batching
    from .endpoints import Endpoints
    from .filing import Filing

STUDIO: Final = ("embed", "gen_async", "batch", "cancel", "files", "cache")
"""What AI Studio has, and Vertex in another way."""
PAGE: Final = 1000
"""The most models of one page."""
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class Google(Wire):
    """What all wires of this package share: keys, errors, the list of models and the raw endpoints."""

    own_options: type[Base] | None = Options

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.dialect = dialects.dialect_of(config.base_url)

    @property
    def types(self) -> ModuleType:
        """The raw types; they load on first need."""
        from . import raw

        return raw

    @property
    def raw(self) -> Endpoints:
        """The raw endpoints; they load on first need, and the raw types with them."""
        from .endpoints import Endpoints

        return Endpoints(self)

    def auth(self, key: str) -> Mapping[str, str]:
        """An API key, or a token of Google Cloud's."""
        return dialects.auth(key)

    def error(self, response: HttpResponse) -> Error:
        """A failed status."""
        name, request_id = self.config.info.name, self.dialect.request_id
        return http_error(name, response, self.endpoint.key_help, request_id=request_id)

    def unknown_fields(self, raw: Any) -> tuple[str, ...]:
        """What an answer has that the raw types do not know."""
        return unknown_in(getattr(self.types, type_of(raw)), raw)

    def asked(self, unsupported: tuple[str, ...] = ()) -> Asked:
        """What an answer will answer."""
        return Asked(
            provider=self.config.info.name,
            model=self.config.model,
            request_id=self.dialect.request_id,
            unsupported=unsupported,
        )

    def settled(self, ask: Ask, unsupported: tuple[str, ...], wrong: tuple[str, ...]) -> tuple[str, ...]:
        """What was left out of a request; InvalidRequest, with all that is wrong or not supported."""
        left = [*self.unsupported_options(ask), *unsupported]
        if wrong:
            faults = [*wrong, *(f"not supported: {what}" for what in left)]
            raise InvalidRequest(faults=faults, provider=self.config.info.name)
        return self.settle(left)

    def list_models(self) -> Flow[tuple[Model, ...]]:
        """https://ai.google.dev/api/models#method:-models.list"""
        known = catalogue(self.config.info.name).get("models", {})
        found: list[Model] = []
        token: str | None = None
        while True:
            request = self.request("GET", path("models", pageSize=PAGE, pageToken=token))
            response: HttpResponse = yield Send(request=request, endpoint=self.endpoint)
            fields = response.json()
            if self.config.strict:
                self.raise_unknown(unknown_in(self.types.ListModelsResponse, fields))
            with as_documented(response):
                found += [model_of(one, known) for one in fields.get("models") or ()]
                token = string(fields, "nextPageToken")
            if not token:
                return tuple(found)

    def fetch(self, doc: Doc) -> Flow[Doc]:
        """A Doc with its bytes. Google's own files need the key, and are a redirect away."""
        url = doc.url or ""
        if not self.owns(url):
            return (yield from super().fetch(doc))
        request, accept = HttpRequest(url=url), REDIRECTS
        response: HttpResponse = yield Send(request=request, endpoint=self.endpoint, accept=accept)
        if response.status in REDIRECTS:
            there = response.headers.get("location", "")
            request = HttpRequest(url=there, keyed=self.owns(there))
            response = yield Send(request=request, endpoint=self.endpoint)
        about = {**doc.meta, "content_type": response.headers.get("content-type", "").partition(";")[0] or None}
        return evolve(doc, data=response.body, url=None, meta=about)

    def owns(self, url: str) -> bool:
        """Whether a URL is one that the key may go to."""
        parts = split_url(url)
        at_home = url.startswith(f"{self.config.base_url}/")
        return at_home or (parts.scheme == "https" and parts.hostname in self.config.info.hosts)


class Gemini(Google):
    """The models that generate contents: texts, pictures and speech."""

    capabilities: Capabilities = Capabilities(
        gen_stream=True,
        gen_async=True,
        batch=True,
        cancel=True,
        embed=True,
        count_tokens=True,
        files=True,
        cache=True,
        list_models=True,
    )

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.capabilities = evolve(self.capabilities, **dict.fromkeys(STUDIO, self.dialect.studio))
        self.options = OPTIONS.get(config.output, frozenset())
        self.speaker = Speaker(
            model=config.model,
            output=config.output,
            base_url=config.base_url,
            limits=config.limits,
            dialect=self.dialect,
        )

    @property
    def resource(self) -> str:
        """The model's resource name."""
        return resource(self.config.model)

    @property
    def batching(self) -> Batching:
        """Batches."""
        if not self.capabilities.batch:
            self.refuse("gen_batch")
        from .batching import Batching

        return Batching(self)

    @property
    def filing(self) -> Filing:
        """Files."""
        if not self.capabilities.files:
            self.refuse("files")
        from .filing import Filing

        return Filing(self)

    def gen_sync(self, ask: Ask) -> Flow[Result]:
        """https://ai.google.dev/api/generate-content#method:-models.generatecontent"""
        body, unsupported = self.encoded(ask)
        request = self.request("POST", model_path(self.config.model, "generateContent"), body, ask)
        response: HttpResponse = yield Send(request=request, endpoint=self.endpoint)
        return self.checked(decode(response.json(), response, self.asked(unsupported)))

    def gen_stream(self, ask: Ask) -> Flow[Result]:
        """https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent"""
        body, unsupported = self.encoded(ask)
        where = model_path(self.config.model, "streamGenerateContent")
        request = self.request("POST", f"{where}?alt=sse", body, ask)
        check = self.check_event if self.config.strict else None
        decoder = partial(StreamDecoder, asked=self.asked(unsupported), check=check)
        result: Result = yield Open(request=request, endpoint=self.endpoint, decoder=decoder)
        return self.checked(result)

    def count_tokens(self, ask: Ask) -> Flow[int]:
        """https://ai.google.dev/api/tokens"""
        body, _ = self.encoded(ask)
        if self.dialect.wraps_counted:
            body = {"generateContentRequest": {"model": resource(self.config.model), **body}}
        request = self.request("POST", model_path(self.config.model, "countTokens"), body, ask)
        response: HttpResponse = yield Send(request=request, endpoint=self.endpoint)
        fields = response.json()
        if self.config.strict:
            self.raise_unknown(unknown_in(self.types.CountTokensResponse, fields))
        with as_documented(response):
            if type(fields["totalTokens"]) is not int:
                raise TypeError(f"totalTokens: {fields['totalTokens']!r}")
            return int(fields["totalTokens"])

    def embed(self, ask: EmbedAsk) -> Flow[Embeddings]:
        """https://ai.google.dev/api/embeddings#method:-models.batchembedcontents"""
        if not self.capabilities.embed:
            self.refuse("embed")
        model = self.config.model
        embedder = Embedder(
            path=model_path(model, "batchEmbedContents"),
            resource=resource(model),
            options=options_of(self.config.limits),
        )
        return embed(self, embedder, ask, lambda: self.types.BatchEmbedContentsResponse, self.dialect.request_id)

    def cache_add(self, ask: Ask, ttl: float | None) -> Flow[Cache]:
        """https://ai.google.dev/api/caching#method:-cachedcontents.create"""
        from .caching import add

        return add(self, ask, ttl)

    def cache_list(self) -> Flow[tuple[Cache, ...]]:
        """https://ai.google.dev/api/caching#method:-cachedcontents.list"""
        if not self.capabilities.cache:
            self.refuse("cache_list")
        from .caching import listed

        return listed(self)

    def cache_delete(self, id_: str) -> Flow[None]:
        """https://ai.google.dev/api/caching#method:-cachedcontents.delete"""
        yield from self.raw.caches.delete(id_)

    def encoded(self, ask: Ask) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The body of a request, and what was left out of it."""
        made = encode(self.speaker, ask.messages, ask.settings)
        own = own_of(ask.settings)
        elsewhere = tuple(
            f"{self.config.info.name}.Options.{name}" for name in NOT_HERE if getattr(own, name) is not None
        )
        return made.body, self.settled(ask, (*made.unsupported, *elsewhere), made.wrong)

    def check_event(self, fields: Any) -> None:
        """Strict mode: an event has nothing that the raw types do not know."""
        if "error" not in fields:
            self.raise_unknown(unknown_in(self.types.GenerateContentResponse, fields))


def resource(model: str) -> str:
    """A model's resource name: ``"models/gemini-..."``; one with a slash in it is one already."""
    return model if "/" in model else f"models/{model}"


def model_path(model: str, verb: str) -> str:
    """``/models/gemini-...:generateContent``."""
    return f"{path(*resource(model).split('/'))}:{quote(verb)}"


def model_of(listed: Fields, known: Mapping[str, Any]) -> Model:
    """A model, from the API's list and from the documentation."""
    id_ = needed(listed, "name").removeprefix("models/")
    about = known.get(id_, {})
    return Model(
        id=id_,
        name=string(listed, "displayName") or "",
        context=integer(listed, "inputTokenLimit") or about.get("context"),
        max_output=integer(listed, "outputTokenLimit") or about.get("max_output"),
        raw=listed,
    )
