"""The Messages wire: the verbs, as flows.

https://platform.claude.com/docs/en/api/messages
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from ...capabilities import Capabilities, Model
from ...checks import Options as Base
from ...errors import BadAnswer, Error
from ...provider import Ask, Config
from ...providers import catalogue
from ...results import Result
from ...sansio import Flow, HttpRequest, HttpResponse, Open, Send
from ...wire import Wire, as_documented
from .._openai.fields import Fields, integer, needed, string
from .._openai.paths import path
from .._openai.times import unix_time
from .betas import HEADER, betas
from .decode import Asked, decode
from .dialect import ANTHROPIC
from .encode import OPTIONS, encode, own_of
from .encode import Asked as Speaking
from .errors import http_error
from .options import Options
from .stream import StreamDecoder

if TYPE_CHECKING:
    from types import ModuleType

    from .batching import Batching
    from .endpoints import Endpoints
    from .filing import Filing

COUNTED: Final = frozenset(
    {"model", "messages", "system", "tools", "tool_choice", "thinking", "output_config", "mcp_servers"}
    | {"cache_control", "context_management", "speed"}
)
"""What the endpoint that counts tokens takes. No other field of a body is input."""

PAGE: Final = 1000
"""The most models of one page."""


class Anthropic(Wire):
    """Anthropic's Messages API, and the servers that speak it."""

    capabilities: Capabilities = Capabilities(
        gen_stream=True, gen_async=True, batch=True, cancel=True, count_tokens=True, files=True, list_models=True
    )
    options: frozenset[str] = OPTIONS
    own_options: type[Base] | None = Options

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.dialect = evolve(ANTHROPIC, provider=config.info.name, aliases=config.info.aliases)
        unlisted = catalogue(config.info.name).get("unlisted", {})
        self.speaking = Speaking(
            model=config.model,
            limits=config.limits,
            max_tokens=config.limits.get("max_output") or unlisted["max_output"],
            dialect=self.dialect,
        )

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

    @property
    def batching(self) -> Batching:
        """Batches."""
        from .batching import Batching

        return Batching(self)

    @property
    def filing(self) -> Filing:
        """Files."""
        from .filing import Filing

        return Filing(self)

    def auth(self, key: str) -> Mapping[str, str]:
        """https://platform.claude.com/docs/en/api/overview#authentication"""
        return {"x-api-key": key}

    def error(self, response: HttpResponse) -> Error:
        """A failed status."""
        return http_error(self.config.info.name, response, self.endpoint.key_help)

    def unknown_fields(self, raw: Any) -> tuple[str, ...]:
        """What an answer has that the raw types do not know."""
        return unknown_in(self.types.Message, raw)

    def request(
        self, method: str, path: str, body: Any = None, ask: Ask | None = None, *, asked: Iterable[str] = ()
    ) -> HttpRequest:
        """A request, with the API's version, and the beta headers that it needs or that were asked for."""
        made = super().request(method, path, body, ask)
        given = filter(None, (name.strip() for name in made.headers.get(HEADER, "").split(",")))
        own = own_of(ask.settings).betas if ask is not None else ()
        named = betas(body or {}, (*given, *own, *asked))
        headers = {"anthropic-version": self.dialect.version, **made.headers}
        return evolve(made, headers={**headers, HEADER: ",".join(named)} if named else headers)

    def gen_sync(self, ask: Ask) -> Flow[Result]:
        """https://platform.claude.com/docs/en/api/messages/create

        An answer that may be too long to come in one piece is streamed.
        """
        body, unsupported = self.encoded(ask)
        if self.is_long(body, ask):
            return (yield from self.opened(body, ask, unsupported, patient=True))
        response: HttpResponse = yield Send(
            request=self.request("POST", "/messages", body, ask), endpoint=self.endpoint
        )
        return self.checked(self.decoded(response, unsupported))

    def gen_stream(self, ask: Ask) -> Flow[Result]:
        """https://platform.claude.com/docs/en/build-with-claude/streaming"""
        body, unsupported = self.encoded(ask)
        return (yield from self.opened(body, ask, unsupported))

    def opened(
        self, body: Mapping[str, Any], ask: Ask, unsupported: tuple[str, ...], patient: bool = False
    ) -> Flow[Result]:
        """An answer, streamed; ``patient`` is for who did not ask for a stream."""
        request = self.request("POST", "/messages", {**body, "stream": True}, ask)
        decoder = partial(self.decoder, unsupported=unsupported, patient=patient)
        result: Result = yield Open(request=request, endpoint=self.endpoint, decoder=decoder)
        return self.checked(result)

    def is_long(self, body: Mapping[str, Any], ask: Ask) -> bool:
        """Whether an answer may be longer than one that comes in one piece."""
        extra = ask.settings.get("extra_body") or {}
        most = extra.get("max_tokens", body["max_tokens"])
        return isinstance(most, int) and most > self.dialect.longest_unstreamed and "stream" not in extra

    def count_tokens(self, ask: Ask) -> Flow[int]:
        """https://platform.claude.com/docs/en/api/messages/count_tokens"""
        body, _ = self.encoded(ask)
        counted = {key: value for key, value in body.items() if key in COUNTED}
        request = self.request("POST", "/messages/count_tokens", counted, ask)
        response: HttpResponse = yield Send(request=request, endpoint=self.endpoint)
        fields = response.json()
        if self.config.strict:
            self.raise_unknown(unknown_in(self.types.CountTokensResponse, fields))
        with as_documented(response):
            if type(fields["input_tokens"]) is not int:
                raise TypeError(f"input_tokens: {fields['input_tokens']!r}")
            return int(fields["input_tokens"])

    def list_models(self) -> Flow[tuple[Model, ...]]:
        """https://platform.claude.com/docs/en/api/models/list"""
        known = catalogue(self.config.info.name).get("models", {})
        found: list[Model] = []
        after: str | None = None
        while True:
            request = self.request("GET", path("models", limit=PAGE, after_id=after))
            response: HttpResponse = yield Send(request=request, endpoint=self.endpoint)
            fields = response.json()
            if self.config.strict:
                self.raise_unknown(unknown_in(self.types.ModelList, fields))
            with as_documented(response):
                found += [model_of(one, known) for one in fields["data"]]
                last = string(fields, "last_id") if fields.get("has_more") else None
            if last is None:
                return tuple(found)
            if last == after:
                raise BadAnswer(f"{self.config.info.name}: the list goes on, but its page has no end that is new")
            after = last

    def encoded(self, ask: Ask) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The body of a request, and what was left out of it."""
        made = encode(self.speaking, ask.messages, ask.settings)
        unsupported = [*self.unsupported_options(ask), *made.unsupported]
        return made.body, self.settle(unsupported)

    def asked(self, unsupported: tuple[str, ...] = ()) -> Asked:
        """What an answer will answer."""
        return Asked(provider=self.config.info.name, model=self.config.model, unsupported=unsupported)

    def decoded(self, response: HttpResponse, unsupported: tuple[str, ...] = ()) -> Result:
        """A whole answer; a stream that was asked for by ExtraBody is whole as well."""
        if not response.headers.get("content-type", "").startswith("text/event-stream"):
            return decode(response.json(), response, self.asked(unsupported))
        decoder = self.decoder(response, unsupported)
        decoder.feed(response.body)
        return decoder.close()

    def decoder(self, head: HttpResponse, unsupported: tuple[str, ...] = (), patient: bool = False) -> StreamDecoder:
        """The decoder of a stream."""
        check = self.check_event if self.config.strict else None
        return StreamDecoder(head, self.asked(unsupported), check, patient)

    def check_event(self, fields: Any) -> None:
        """Strict mode: an event has nothing that the raw types do not know."""
        self.raise_unknown(unknown_in(self.types.Event, fields))


def model_of(listed: Fields, known: Mapping[str, Any]) -> Model:
    """A model, from the API's list and from the documentation."""
    id_ = needed(listed, "id")
    about = known.get(id_, {})
    return Model(
        id=id_,
        name=string(listed, "display_name") or "",
        created=unix_time(string(listed, "created_at")),
        context=integer(listed, "max_input_tokens") or about.get("context"),
        max_output=integer(listed, "max_tokens") or about.get("max_output"),
        raw=listed,
    )


def unknown_in(type_: Any, fields: Any) -> tuple[str, ...]:
    """What decoded JSON has that a raw type does not know."""
    from ... import drift

    return drift.unknown_fields(fields, type_)
