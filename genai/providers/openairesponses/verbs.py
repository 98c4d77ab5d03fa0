"""The Responses wire: the verbs, as flows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from ...capabilities import Capabilities, Model
from ...checks import Options as Base
from ...embeddings import Embeddings
from ...errors import ConnectionFailed, Error, InvalidRequest, JobCancelled, JobUnknown, NotSupported, TimedOut
from ...jobs import Job
from ...provider import Ask, Config, EmbedAsk
from ...providers import catalogue
from ...results import FinishReason, Result
from ...retries import never_left
from ...sansio import Flow, HttpResponse, Open, Send
from ...wire import Wire, as_documented
from .._openai.errors import http_error
from .._openai.fields import integer, needed, string
from .._openai.kept import OWN
from .._openai.paths import path
from .._openai_embeddings.verbs import embed
from .background import begin, follow
from .decode import as_job, check_object, decode, opened, refusal
from .dialect import Dialect, dialect_of
from .encode import OPTIONS, encode
from .options import PAIRS, Options
from .stream import StreamDecoder

if TYPE_CHECKING:
    from types import ModuleType

    from .._openai.batching import FileBatching
    from .._openai.filing import Filing
    from .endpoints import Making

COUNTED: Final = frozenset(
    {"model", "input", "instructions", "previous_response_id", "conversation", "parallel_tool_calls"}
    | {"reasoning", "text", "tool_choice", "tools", "truncation"}
)
"""What the endpoint that counts tokens takes. No other field of a body is input, but for a stored prompt."""

NATURAL: Final = frozenset({FinishReason.STOP, FinishReason.TOOL_CALLS})


class Responses(Wire):
    """
    OpenAI's Responses API, and the servers that speak it.

    A provider that speaks it under its own name is a subclass. It says what it promises, and how it differs.

    Attributes:
        dialect: Whose wire this is, and how its server differs from OpenAI.
    """

    capabilities: Capabilities = Capabilities(
        gen_stream=True,
        gen_async=True,
        batch=True,
        cancel=True,
        embed=True,
        count_tokens=True,
        files=True,
        list_models=True,
    )
    options: frozenset[str] = OPTIONS
    own_options: type[Base] | None = Options
    streams_jobs = True

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.dialect = evolve(self.spoken(), provider=config.info.name, aliases=config.info.aliases)
        if config.output == "embedding":
            self.capabilities = evolve(self.capabilities, gen_stream=False, gen_async=False, count_tokens=False)

    def spoken(self) -> Dialect:
        """How the server speaks: by its URL, unless a subclass knows."""
        return dialect_of(self.config.base_url)

    @property
    def types(self) -> ModuleType:
        """The raw types; they load on first need."""
        from . import raw

        return raw

    @property
    def raw(self) -> Making:
        """The raw endpoints; they load on first need, and the raw types with them."""
        from .endpoints import Endpoints

        return Endpoints(self)

    @property
    def batching(self) -> FileBatching:
        """Batches, of texts whose vectors are wanted, too."""
        if self.config.output == "embedding":
            from .._openai_embeddings.batching import Batching as Embedding

            return Embedding(self, self.dialect.embeddings, lambda: self.types.EmbeddingsResponse)
        from .batching import Batching

        return Batching(self)

    @property
    def filing(self) -> Filing:
        """Files."""
        from .._openai.filing import Filing

        return Filing(self)

    def error(self, response: HttpResponse) -> Error:
        """A failed status."""
        return http_error(self.config.info.name, response, self.endpoint.key_help)

    def unknown_fields(self, raw: Any) -> tuple[str, ...]:
        """What an answer has that the raw types do not know."""
        return unknown_in(self.types, "Response", raw)

    def gen_sync(self, ask: Ask) -> Flow[Result]:
        """https://platform.openai.com/docs/api-reference/responses/create"""
        body, unsupported = self.encoded(ask)
        response = yield Send(request=self.request("POST", "/responses", body, ask), endpoint=self.endpoint)
        return self.cut(self.decoded(response, unsupported), body)

    def gen_stream(self, ask: Ask) -> Flow[Result]:
        """https://platform.openai.com/docs/api-reference/responses-streaming"""
        body, unsupported = self.encoded(ask, streamed=True)
        if ask.settings.get("job") is not None:
            request = self.request("POST", "/responses", {**body, "background": True, "stream": True}, ask)
            return (yield from self.whole(begin(self, request, unsupported), body))
        request = self.request("POST", "/responses", {**body, "stream": True}, ask)
        decoder = partial(self.decoder, unsupported=unsupported)
        result: Result = yield Open(request=request, endpoint=self.endpoint, decoder=decoder)
        return self.checked(self.cut(result, body))

    def gen_async(self, ask: Ask) -> Flow[Job]:
        """https://platform.openai.com/docs/guides/background"""
        if ask.settings.get("job") == "batch":
            return (yield from super().gen_async(ask))
        body, unsupported = self.encoded(ask)
        request = self.request("POST", "/responses", {**named(body, ask.name), "background": True}, ask)
        try:
            response: HttpResponse = yield Send(request=request, endpoint=self.endpoint, repeatable=False)
        except (ConnectionFailed, TimedOut) as error:
            if never_left(error):
                raise
            # The API lists no responses, so one whose id was lost cannot be found again.
            name = self.config.info.name
            raise JobUnknown(f"{name}: the answer to the submission was lost: {error}", provider=name) from error
        return self.job_of(self.accepted(response), unsupported)

    def resume_stream(self, job: Job) -> Flow[Result]:
        """https://platform.openai.com/docs/guides/background#streaming-a-background-response"""
        self.mine(job)
        if job.kind != "background":
            self.refuse("resume_stream")
        return (yield from self.whole(follow(self, job)))

    def whole(self, stream: Flow[Result], body: Mapping[str, Any] | None = None) -> Flow[Result]:
        """A streamed result, once it is over."""
        result = yield from stream
        return self.checked(self.cut(result, body or {}))

    def job_of(self, fields: Mapping[str, Any], unsupported: tuple[str, ...]) -> Job:
        """The job that a background response is."""
        created = fields.get("created_at")
        return Job(
            provider=self.config.info.name,
            model=self.config.model,
            id=fields["id"],
            created=int(created) if isinstance(created, (int, float)) else None,  # no job is lost for its date
            base_url=self.config.base_url,
            unsupported=unsupported,
        )

    def poke_result(self, job: Job) -> Flow[Any]:
        """https://platform.openai.com/docs/api-reference/responses/get"""
        if job.kind == "batch":
            return (yield from super().poke_result(job))
        response = yield from self.on_job("GET", path("responses", job), job)
        try:
            return self.decoded(response, job.unsupported)
        except JobCancelled:
            raise
        except Error as error:
            raise (as_job(error) if error.result is not None and not error.result.complete else error) from None

    def cancel(self, job: Job) -> Flow[None]:
        """https://platform.openai.com/docs/api-reference/responses/cancel"""
        if job.kind == "batch":
            return (yield from super().cancel(job))
        response = yield from self.on_job("POST", path("responses", job, "cancel"), job)
        fields = self.accepted(response)
        if self.config.strict:
            self.raise_unknown(self.unknown_fields(fields))

    def count_tokens(self, ask: Ask) -> Flow[int]:
        """https://platform.openai.com/docs/api-reference/responses/input-tokens"""
        body, _ = self.encoded(ask)
        self.settle([f"{self.config.info.name}.Options.prompt: not counted"] if "prompt" in body else ())
        counted = {key: value for key, value in body.items() if key in COUNTED}
        request = self.request("POST", "/responses/input_tokens", counted, ask)
        response: HttpResponse = yield Send(request=request, endpoint=self.endpoint)
        fields = response.json()
        if self.config.strict:
            self.raise_unknown(unknown_in(self.types, "InputTokensResponse", fields))
        with as_documented(response):
            if type(fields["input_tokens"]) is not int:
                raise TypeError(f"input_tokens: {fields['input_tokens']!r}")
            return int(fields["input_tokens"])

    def embed(self, ask: EmbedAsk) -> Flow[Embeddings]:
        """https://platform.openai.com/docs/api-reference/embeddings/create"""
        return embed(self, self.dialect.embeddings, ask, lambda: self.types.EmbeddingsResponse)

    def list_models(self) -> Flow[tuple[Model, ...]]:
        """https://platform.openai.com/docs/api-reference/models/list"""
        response: HttpResponse = yield Send(request=self.request("GET", "/models"), endpoint=self.endpoint)
        known = catalogue(self.config.info.name).get("models", {})
        fields = response.json()
        if self.config.strict:
            self.raise_unknown(unknown_in(self.types, "ModelsResponse", fields))
        with as_documented(response):
            return tuple(model_of(one, known.get(one["id"], {})) for one in fields["data"])

    def on_job(self, method: str, path: str, job: Job) -> Flow[HttpResponse]:
        """A request about a job of this wire's, which may not exist."""
        self.mine(job)
        request = self.request(method, path)
        response: HttpResponse = yield Send(request=request, endpoint=self.endpoint, accept=frozenset({404}))
        if response.status == 404:
            name = self.config.info.name
            raise JobUnknown(f"{name}: no response {job.id}", provider=name, status=404, body=response.body)
        return response

    def accepted(self, response: HttpResponse) -> Mapping[str, Any]:
        """The response object that a background job is; an error under status 200 is raised as such."""
        fields = response.json()
        check_object(fields, response)
        refused = refusal(fields, response, self.config.info.name)
        if refused is not None:
            raise refused
        with as_documented(response):
            needed(fields, "id")
        return fields  # type: ignore[no-any-return]

    def encoded(self, ask: Ask, streamed: bool = False) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The body of a request, and what was left out of it."""
        draw = self.config.output == "image"
        made = encode(self.config.model, ask.messages, ask.settings, self.dialect, draw)
        stray = not streamed and made.body.pop("stream_options", None) is not None
        left = ["Options.stream_options without gen_stream"] * stray
        left += ["ImageOptions.partial_images without gen_stream"] * (not streamed and unwatched(made.body))
        unsupported = [*self.unsupported_options(ask), *made.unsupported, *left]
        if made.wrong:
            faults = [*made.wrong, *(f"not supported: {what}" for what in unsupported)]
            raise InvalidRequest(faults=faults, provider=self.config.info.name)
        if made.unsupported and not made.body["input"]:
            raise NotSupported(unsupported=unsupported, provider=self.config.info.name)
        return made.body, self.settle(unsupported)

    def decoded(self, response: HttpResponse, unsupported: tuple[str, ...] = ()) -> Result:
        """A whole answer. Some servers stream unless they are told not to (transformers): that is whole as well."""
        if not response.headers.get("content-type", "").startswith("text/event-stream"):
            return self.checked(decode(opened(response), response, self.dialect, self.config.model, unsupported))
        decoder = self.decoder(response, unsupported)
        decoder.feed(response.body)
        return self.checked(decoder.close())

    def cut(self, result: Result, body: Mapping[str, Any]) -> Result:
        """The result; finished by LENGTH when it has all the tokens it may have, and the server tells no cuts."""
        if result.finish not in NATURAL or self.dialect.tells_cuts:
            return result
        most, made = body.get("max_output_tokens"), result.usage.output_tokens
        full = most is not None and made is not None and made >= most
        return evolve(result, finish=FinishReason.LENGTH) if full else result

    def decoder(self, head: HttpResponse, unsupported: tuple[str, ...] = ()) -> StreamDecoder:
        """The decoder of a stream."""
        check = self.check_event if self.config.strict else None
        return StreamDecoder(head, self.config.model, check, unsupported, self.dialect)

    def check_event(self, fields: Any) -> None:
        """Strict mode: an event has nothing that the raw types do not know."""
        self.raise_unknown(unknown_event_fields(self.types, fields))


def named(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A body with our own id in its metadata, where there is one, and room for one pair more."""
    pairs = body.get("metadata") or {}
    return {**body, "metadata": {**pairs, OWN: name}} if name and len(pairs) < PAIRS else body


def unwatched(body: Mapping[str, Any]) -> bool:
    """Whether a body asks for previews that nobody will see; it no longer does."""
    drawing = (tool for tool in body.get("tools", ()) if tool.get("type") == "image_generation")
    return bool([tool.pop("partial_images") for tool in drawing if "partial_images" in tool])


def model_of(listed: Any, known: Mapping[str, Any]) -> Model:
    """A model, from the API's list and from the documentation."""
    return Model(
        id=needed(listed, "id"),
        created=integer(listed, "created"),
        owner=string(listed, "owned_by"),
        context=known.get("context"),
        max_output=known.get("max_output"),
        raw=listed,
    )


def unknown_in(types: ModuleType, type_: str, fields: Any) -> tuple[str, ...]:
    """What decoded JSON has that the raw type of this name does not know."""
    from ... import drift

    return drift.unknown_fields(fields, getattr(types, type_))


def unknown_event_fields(types: ModuleType, fields: Any) -> tuple[str, ...]:
    """What an event of a stream has that the raw types do not know."""
    from ... import drift

    type_ = fields.get("type")
    if type_ not in types.EVENTS:
        return (f"type: unknown {type_!r}",)
    return drift.unknown_fields(fields, types.EVENTS[type_])
