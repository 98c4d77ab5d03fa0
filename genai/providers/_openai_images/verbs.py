"""The Images wire: the verbs, as flows, for every provider that speaks it.

https://platform.openai.com/docs/api-reference/images

The rule here: no provider is named. What differs is in its dialect, and in the limits of its models.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from ... import drift
from ...capabilities import Capabilities, Model
from ...errors import Error, InvalidRequest, NotSupported
from ...provider import Ask, Config
from ...results import Result
from ...sansio import Flow, HttpRequest, HttpResponse, Open, Send
from ...wire import Wire, encode_json
from .._openai.downloads import downloaded, from_home
from .._openai.errors import http_error
from .._openai.models import list_models
from .._openai.multipart import form
from .._openai_chat.writers import merged
from . import raw
from .decode import decode, opened
from .dialect import Dialect
from .encode import Encoded, Speaker, encode
from .parts import files, placed
from .stream import StreamDecoder

if TYPE_CHECKING:
    from .batching import Batching
    from .endpoints import Endpoints

STREAMED: Final = {"stream": True}


class Images(Wire):
    """
    The Images API, as one provider speaks it.

    Args:
        config: What ``load()`` hands over.
        dialect: How it is spoken.
        types: The provider's raw types.
    """

    def __init__(self, config: Config, dialect: Dialect, types: Any = raw) -> None:
        limits = config.limits.get("image", {})
        self.dialect = dialect
        self.types = types
        self.speaker = Speaker(
            provider=config.info.name,
            model=config.model,
            dialect=dialect,
            files=(config.info.name, *config.info.aliases, *config.info.file_names),
            limits=limits,
        )
        streams = dialect.streams and (not limits or "partial_images" in limits or bool(limits.get("stream")))
        batches = dialect.batches is not None
        self.capabilities = Capabilities(
            gen_stream=streams,
            gen_async=batches,
            batch=batches,
            cancel=batches,
            list_models=dialect.models is not None,
        )
        self.options = options_of(dialect, limits)
        self.own_options = dialect.own
        super().__init__(config)

    @property
    def raw(self) -> Endpoints:
        """The raw endpoints; they load on first need."""
        from .endpoints import Endpoints

        return Endpoints(self)

    @property
    def batching(self) -> Batching:
        """Batches of pictures."""
        from .batching import Batching

        if self.dialect.batches is None:
            self.refuse("gen_batch")
        return Batching(self, self.dialect.batches.endpoints["image"], self.dialect.batches)

    def error(self, response: HttpResponse) -> Error:
        """A failed status."""
        dialect, name = self.dialect, self.config.info.name
        help_ = self.endpoint.key_help
        return http_error(name, response, help_, kinds=dialect.errors, request_id=dialect.request_id)

    def unknown_fields(self, raw: Any) -> tuple[str, ...]:
        """What an answer has that the raw types do not know."""
        return unknown_fields(raw, self.types)

    def gen_sync(self, ask: Ask) -> Flow[Result]:
        """https://platform.openai.com/docs/api-reference/images/create"""
        made, unsupported = self.encoded(ask)
        response: HttpResponse = yield Send(request=self.asked(made, ask), endpoint=self.endpoint)
        result = self.checked(decode(opened(response), response, self.speaker, unsupported))
        return (yield from self.downloaded(result))

    def gen_stream(self, ask: Ask) -> Flow[Result]:
        """https://platform.openai.com/docs/api-reference/images-streaming"""
        if not self.capabilities.gen_stream:
            self.refuse("gen_stream")
        made, unsupported = self.encoded(ask, streamed=True)
        check = self.check_event if self.config.strict else None
        decoder = partial(StreamDecoder, self.speaker, check=check, n=made.n, unsupported=unsupported)
        request = self.asked(evolve(made, fields={**made.fields, **STREAMED}), ask)
        result: Result = yield Open(request=request, endpoint=self.endpoint, decoder=decoder)
        return (yield from self.downloaded(self.checked(result)))

    def list_models(self) -> Flow[tuple[Model, ...]]:
        """https://platform.openai.com/docs/api-reference/models/list"""
        return list_models(self, self.dialect.models)

    def encoded(self, ask: Ask, streamed: bool = False) -> tuple[Encoded, tuple[str, ...]]:
        """The request, and what was left out of it; InvalidRequest, with all that is wrong or not supported."""
        made = encode(self.speaker, ask.messages, ask.settings)
        left = [] if made.mode.streams or not streamed else ["gen_stream without a word; give words with the picture"]
        wrong = list(made.wrong)
        if streamed and self.dialect.previews and made.fields.setdefault("partial_images", 1) < 1:
            wrong.append("ImageOptions.partial_images: at least 1 in a stream")
        if not streamed and made.fields.pop("partial_images", None) is not None:
            left = ["ImageOptions.partial_images without gen_stream"]
        unsupported = [*self.unsupported_options(ask), *made.unsupported, *left]
        if wrong:
            faults = [*wrong, *(f"not supported: {what}" for what in unsupported)]
            raise InvalidRequest(faults=faults, provider=self.config.info.name)
        if made.hopeless:
            raise NotSupported(unsupported=unsupported, provider=self.config.info.name)
        return made, self.settle(unsupported)

    def asked(self, made: Encoded, ask: Ask) -> HttpRequest:
        """The HTTP request: JSON, or a form with files."""
        if made.json:
            return self.request("POST", self.path_of(made), merged(made.fields, self.within(made)), ask)
        request = self.request("POST", self.path_of(made), None, ask)
        extra = ask.settings.get("extra_body") or {}
        text = {key: said(value) for key, value in {**made.fields, **extra}.items() if value is not None}
        body = form(text, *files(made.images, made.mask))
        return evolve(request, headers={**request.headers, **body.headers}, body=body.body)

    def path_of(self, made: Encoded) -> str:
        """Where a request goes, below the base URL."""
        return made.mode.path

    def within(self, made: Encoded) -> Mapping[str, Any]:
        """The pictures of a JSON body, as fields of it."""
        inputs, references = self.speaker.limits.get("inputs"), made.mode.references
        if not made.images or references is None:
            return {}
        if inputs:
            masked = (self.speaker.limits.get("mask") or {}).get("field", "mask")
            return placed(inputs, made.images, made.mask, self.dialect.inline, masked)
        return references(made.images, made.mask, self.speaker.files)

    def downloaded(self, result: Result) -> Flow[Result]:
        """The result with the bytes of pictures that came as URLs of the provider's own file hosts; others stay."""
        return downloaded(result, self.fetch, from_home(self.endpoint))

    def check_event(self, fields: Any) -> None:
        """Strict mode: an event has nothing that the raw types do not know."""
        if isinstance(fields.get("b64_json"), bytes):
            fields = {**fields, "b64_json": None}  # of a large event they are decoded already
        self.raise_unknown(unknown_event_fields(fields, self.types))


def said(value: Any) -> str:
    """A value as text of a form: what is no text is said as JSON says it."""
    return value if isinstance(value, str) else encode_json(value).decode()


def options_of(dialect: Dialect, limits: Any) -> frozenset[str]:
    """The standard options that some mode has words for, and the model has."""
    known = {name for mode in dialect.modes.values() for name in mode.options}
    if "pixels" in known:
        known |= {"width", "height", "size"}
    return frozenset((known | {"mask"} if dialect.masks else known) - {"pixels"})


def unknown_fields(given: Any, types: Any = raw) -> tuple[str, ...]:
    """What an answer, or the events of a stream, have that the raw types do not know."""
    if isinstance(given, tuple):
        return tuple(
            f"[{number}].{path}" for number, event in enumerate(given) for path in unknown_event_fields(event, types)
        )
    return drift.unknown_fields(given, types.ImagesResponse)


def unknown_event_fields(fields: Any, types: Any = raw) -> tuple[str, ...]:
    """What an event has that the raw types do not know."""
    type_ = fields.get("type")
    if type_ not in types.EVENTS:
        return (f"type: unknown {type_!r}",)
    return drift.unknown_fields(fields, types.EVENTS[type_])
