"""The Bedrock wire: the verbs, as flows.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from ...capabilities import Capabilities
from ...checks import Options as Base
from ...errors import Error
from ...provider import Ask, Config
from ...results import Result
from ...sansio import Flow, HttpResponse, Open, Send
from ...wire import Wire, as_documented
from .._openai.paths import path
from .decode import Asked, decode
from .dialect import GEOGRAPHY, home
from .encode import OPTIONS, encode
from .errors import http_error
from .options import Options
from .signing import help_of, signer
from .stream import StreamDecoder

if TYPE_CHECKING:
    from .endpoints import Endpoints

COUNTED: Final = ("messages", "system", "toolConfig", "additionalModelRequestFields")
"""What of a request has tokens."""


class Converse(Wire):
    """The models that converse: texts, pictures, films and documents in, texts out."""

    capabilities: Capabilities = Capabilities(gen_stream=True, count_tokens=True)
    options = OPTIONS
    own_options: type[Base] | None = Options

    def __init__(self, config: Config) -> None:
        super().__init__(evolve(config, base_url=home(config.base_url)))
        help_ = help_of(self.endpoint.key_help)
        self.endpoint = evolve(self.endpoint, key_help=help_, sign=signer(help_, self.config.base_url))

    @property
    def raw(self) -> Endpoints:
        """The raw endpoints; they load on first need, and the raw types with them."""
        from .endpoints import Endpoints

        return Endpoints(self)

    def error(self, response: HttpResponse) -> Error:
        """A failed status."""
        return http_error(response, self.endpoint.key_help)

    def unknown_fields(self, raw: Any) -> tuple[str, ...]:
        """What an answer has that the raw types do not know."""
        return _unknown("ConverseResponse", raw)

    def gen_sync(self, ask: Ask) -> Flow[Result]:
        """https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html"""
        body, unsupported = self.encoded(ask)
        request = self.request("POST", self.where("converse"), body, ask)
        response: HttpResponse = yield Send(request=request, endpoint=self.endpoint)
        return self.checked(decode(response.json(), response, self.asked(unsupported)))

    def gen_stream(self, ask: Ask) -> Flow[Result]:
        """https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html"""
        body, unsupported = self.encoded(ask)
        request = self.request("POST", self.where("converse-stream"), body, ask)
        check = self.check_event if self.config.strict else None
        decoder = partial(StreamDecoder, asked=self.asked(unsupported), check=check)
        result: Result = yield Open(request=request, endpoint=self.endpoint, decoder=decoder)
        return self.checked(result)

    def count_tokens(self, ask: Ask) -> Flow[int]:
        """https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html"""
        body, _ = self.encoded(ask)
        where = path("model", GEOGRAPHY.sub("", self.config.model), "count-tokens")  # profiles "don't support" it
        counted = {"input": {"converse": {name: body[name] for name in COUNTED if name in body}}}
        response: HttpResponse = yield Send(request=self.request("POST", where, counted, ask), endpoint=self.endpoint)
        fields = response.json()
        if self.config.strict:
            self.raise_unknown(_unknown("CountTokensResponse", fields))
        with as_documented(response):
            if type(fields["inputTokens"]) is not int:
                raise TypeError(f"inputTokens: {fields['inputTokens']!r}")
            return int(fields["inputTokens"])

    def where(self, verb: str) -> str:
        """The path of a verb. A model's id is one part of it, whatever colons and slashes it has."""
        return path("model", self.config.model, verb)

    def asked(self, unsupported: tuple[str, ...]) -> Asked:
        """What an answer will answer."""
        return Asked(model=self.config.model, unsupported=unsupported)

    def encoded(self, ask: Ask) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The body of a request, and what was left out of it."""
        made = encode(ask.messages, ask.settings)
        left = [f"output={self.config.output!r}"] * (self.config.output != "text")
        return made.body, self.settle([*left, *self.unsupported_options(ask), *made.unsupported])

    def check_event(self, event: Any) -> None:
        """Strict mode: an event, under its name, has nothing that the raw types do not know."""
        self.raise_unknown(_unknown("ConverseStreamOutput", event))


def _unknown(name: str, fields: Any) -> tuple[str, ...]:
    """What decoded JSON has that a raw type does not know; the types load on first need."""
    from ... import drift
    from . import raw

    return drift.unknown_fields(fields, getattr(raw, name))
