"""The Chat Completions wire: the verbs, as flows, for every provider that speaks it.

https://platform.openai.com/docs/api-reference/chat

The rule here: no provider is named. What differs is in its dialect, and in the modules of its package.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from ... import drift
from ...capabilities import Capabilities, Model
from ...embeddings import Embeddings
from ...errors import Error, NotSupported
from ...provider import Ask, Config, EmbedAsk
from ...results import Result
from ...sansio import Flow, HttpResponse, Open, Send
from ...wire import Wire
from .._openai.errors import http_error
from .._openai.models import list_models
from .._openai_embeddings.embedder import Embedder
from .._openai_embeddings.verbs import embed
from .decode import decode
from .dialect import Dialect
from .encode import WEB, Speaker, encode
from .package import module
from .stream import StreamDecoder
from .writers import merged

if TYPE_CHECKING:
    from .._openai.batching import FileBatching
    from .._openai.filing import Filing
    from .._openai.kept import BatchDialect, FileDialect
    from .endpoints import Endpoints

AUDIO = frozenset({"voice", "audio_format"})


class Chat(Wire):
    """
    Chat Completions, as one provider speaks it.

    Args:
        config: What ``load()`` hands over.
        package: The name of the provider's package: its dialect, raw types, options and endpoints are looked up there.
    """

    def __init__(self, config: Config, package: str) -> None:
        self._package = package
        self.dialect: Dialect = module(package, "dialect").DIALECT
        self.options = options_of(self.dialect, config.output)
        self.speaker = Speaker(
            provider=config.info.name,
            model=config.model,
            dialect=self.dialect,
            files=(config.info.name, *config.info.file_names),
            output=config.output,
            options=self.options,
        )
        options = module(package, "options")
        self.own_options = None if options is None else options.Options
        super().__init__(config)
        batches = self.batches is not None and config.output in self.batches.endpoints
        self.capabilities = Capabilities(
            gen_stream=config.output != "embedding",
            gen_async=batches and config.output != "embedding",
            batch=batches,
            cancel=batches,
            embed=self.dialect.embeddings is not None,
            files=self.files is not None,
            list_models=self.dialect.models is not None,
        )

    @cached_property
    def types(self) -> Any:
        """The provider's raw types; they load on first need."""
        return module(self._package, "raw") or module(__package__, "raw")

    @property
    def raw(self) -> Endpoints:
        """The raw endpoints."""
        endpoints: Endpoints = (module(self._package, "endpoints") or module(__package__, "endpoints")).Endpoints(self)
        return endpoints

    @property
    def chat_path(self) -> str:
        """Where conversations go, below the base URL."""
        return self.dialect.path

    @property
    def models_path(self) -> str | None:
        """Where the models are listed, if they are."""
        return self.dialect.models

    @property
    def embedder(self) -> Embedder | None:
        """How vectors are made, if they are."""
        return self.dialect.embeddings

    @property
    def batches(self) -> BatchDialect | None:
        """How batches are made, if they are."""
        return self.dialect.batches

    @property
    def files(self) -> FileDialect | None:
        """How files are kept, if they are."""
        return self.dialect.files

    @property
    def batching(self) -> FileBatching:
        """Batches of conversations, or of texts whose vectors are wanted."""
        from .batching import batching

        return batching(self)

    @property
    def filing(self) -> Filing:
        """Files."""
        from .._openai.filing import Filing

        if self.files is None:
            self.refuse("files")
        return Filing(self, self.files, self.kept_types)

    @property
    def kept_types(self) -> Any:
        """The raw types of files and batches: the provider's own, or None for OpenAI's."""
        return module(self._package, "rawfiles")

    def error(self, response: HttpResponse) -> Error:
        """A failed status."""
        dialect, name = self.dialect, self.config.info.name
        help_ = self.endpoint.key_help
        return http_error(name, response, help_, kinds=dialect.errors, request_id=dialect.request_id)

    def unknown_fields(self, raw: Any) -> tuple[str, ...]:
        """What an answer has that the raw types do not know."""
        return drift.unknown_fields(raw, self.types.Completion)

    def gen_sync(self, ask: Ask) -> Flow[Result]:
        """https://platform.openai.com/docs/api-reference/chat/create"""
        body, unsupported = self.encoded(ask)
        response: HttpResponse = yield Send(
            request=self.request("POST", self.chat_path, body, ask), endpoint=self.endpoint
        )
        return self.checked(self.decoded(response, body, unsupported))

    def gen_stream(self, ask: Ask) -> Flow[Result]:
        """https://platform.openai.com/docs/api-reference/chat-streaming"""
        body, unsupported = self.encoded(ask, streamed=True)
        request = self.request("POST", self.chat_path, body, ask)
        decoder = partial(self.decoder, body=body, unsupported=unsupported)
        result: Result = yield Open(request=request, endpoint=self.endpoint, decoder=decoder)
        return self.checked(result)

    def embed(self, ask: EmbedAsk) -> Flow[Embeddings]:
        """https://platform.openai.com/docs/api-reference/embeddings/create"""
        embedder = self.embedder
        if embedder is None:
            self.refuse("embed")
        return embed(self, embedder, ask, lambda: self.types.EmbeddingsResponse, self.dialect.request_id)

    def list_models(self) -> Flow[tuple[Model, ...]]:
        """https://platform.openai.com/docs/api-reference/models/list"""
        return list_models(self, self.models_path, lambda: self.types.ModelsResponse)

    def encoded(self, ask: Ask, streamed: bool = False) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The body of a request, and what was left out of it."""
        made = encode(self.speaker, ask.messages, ask.settings)
        body, output = made.body, self.config.output
        left = [f"output={output!r}"] * (output not in self.dialect.outputs)
        if streamed:
            body = merged(self.dialect.streamed, body, {"stream": True})
        elif body.pop("stream_options", None) is not None:
            left.append("Options.stream_options without gen_stream")
        unsupported = [*left, *self.unsupported_options(ask), *made.unsupported]
        if made.hopeless:
            raise NotSupported(unsupported=unsupported, provider=self.config.info.name)
        return body, self.settle(unsupported)

    def decoded(self, response: HttpResponse, body: Mapping[str, Any], unsupported: tuple[str, ...]) -> Result:
        """A whole answer. Some servers stream unless they are told not to: that is whole as well."""
        if not response.headers.get("content-type", "").startswith("text/event-stream"):
            return decode(response.json(), response, self.speaker, sound_of(body), unsupported)
        decoder = self.decoder(response, body, unsupported)
        decoder.feed(response.body)
        return decoder.close()

    def decoder(self, head: HttpResponse, body: Mapping[str, Any], unsupported: tuple[str, ...] = ()) -> StreamDecoder:
        """The decoder of a stream."""
        check = self.check_event if self.config.strict else None
        return StreamDecoder(self.speaker, head, check, sound_of(body), unsupported)

    def check_event(self, fields: Any) -> None:
        """Strict mode: a chunk has nothing that the raw types do not know."""
        self.raise_unknown(self.unknown_fields(fields))


def options_of(dialect: Dialect, output: str) -> frozenset[str]:
    """The standard options that a dialect has words for; those of speech only where that is asked for."""
    said = {"system_prompt", *dialect.options} - (AUDIO if output != "audio" else set())
    return frozenset(said if "search" in said or "fetch" in said else said - {*WEB})


def sound_of(body: Mapping[str, Any]) -> str | None:
    """The format of the sound that a request asks for."""
    audio = body.get("audio")
    format_ = audio.get("format") if isinstance(audio, Mapping) else None
    return format_ if isinstance(format_, str) else None
