"""The native wire of Workers AI: one URL per model, and Cloudflare's envelope around each answer.

https://developers.cloudflare.com/workers-ai/get-started/rest-api/

The rule here: requests are nearly Chat Completions, and so are answers once they are out of the envelope; both go
through that wire's own code.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from ... import drift
from ...capabilities import Capabilities, Model
from ...errors import Error, InvalidRequest
from ...provider import Config
from ...providers import catalogue
from ...results import Result
from ...sansio import Flow, HttpResponse, Send
from ...wire import as_documented
from .._openai.errors import http_error
from .._openai.fields import Fields, needed
from .._openai.paths import path
from .._openai_chat.decode import decode
from .._openai_chat.encode import Speaker
from .._openai_chat.verbs import Chat, options_of
from .dialect import NATIVE, REFUSED
from .envelope import check_envelope, completion_of
from .nativestream import NativeDecoder

if TYPE_CHECKING:
    from .nativeraw import NativeEndpoints

PAGE: Final = 100
"""The most models of one page."""


class Native(Chat):
    """``/accounts/{id}/ai/run/{model}``."""

    def __init__(self, config: Config, package: str) -> None:
        super().__init__(config, package)
        self.dialect = NATIVE
        self.options = options_of(NATIVE, config.output)
        self.capabilities = Capabilities(gen_stream=True, list_models=True)
        self.speaker: Speaker = evolve(self.speaker, dialect=NATIVE, options=self.options)

    @property
    def raw(self) -> NativeEndpoints:  # type: ignore[override]  # the other endpoints of the package are Chat's
        """The raw endpoints; they load on first need, and the raw types with them."""
        from .nativeraw import NativeEndpoints

        return NativeEndpoints(self)

    @property
    def chat_path(self) -> str:
        """Where a model is."""
        return run_path(self.config.model)

    @property
    def models_path(self) -> str:
        """Where the models are listed."""
        return models_path(1)

    def error(self, response: HttpResponse) -> Error:
        """A failed status. Some that say 403 are faults of the request."""
        made = super().error(response)
        if made.code not in REFUSED:
            return made
        bare = http_error(self.config.info.name, response, kinds=NATIVE.errors, request_id=NATIVE.request_id)
        return InvalidRequest(str(bare), **vars(bare))

    def unknown_fields(self, raw: Any) -> tuple[str, ...]:
        """What an answer has that the raw types do not know."""
        return drift.unknown_fields(raw, self.types.RunResponse)

    def check_event(self, fields: Any) -> None:
        """Strict mode: a chunk has nothing that the raw types do not know."""
        if not {"error", "errors"} & fields.keys():
            self.raise_unknown(drift.unknown_fields(fields, self.types.RunChunk))

    def decoded(self, response: HttpResponse, body: Mapping[str, Any], unsupported: tuple[str, ...]) -> Result:
        """A whole answer."""
        fields = response.json()
        check_envelope(fields, response, self.speaker)
        with as_documented(response):
            completion = completion_of(fields)
        return evolve(decode(completion, response, self.speaker, None, unsupported), raw=fields)

    def decoder(self, head: HttpResponse, body: Mapping[str, Any], unsupported: tuple[str, ...] = ()) -> NativeDecoder:
        """The decoder of a stream."""
        check = self.check_event if self.config.strict else None
        return NativeDecoder(self.speaker, head, check, None, unsupported)

    def list_models(self) -> Flow[tuple[Model, ...]]:
        """https://developers.cloudflare.com/api/resources/ai/subresources/models/methods/list/"""
        known = catalogue(self.config.info.name).get("models", {})
        found: list[Model] = []
        page = 1
        while True:
            response: HttpResponse = yield Send(request=self.request("GET", models_path(page)), endpoint=self.endpoint)
            fields = response.json()
            check_envelope(fields, response, self.speaker)
            if self.config.strict:
                self.raise_unknown(drift.unknown_fields(fields, self.types.ModelsPage))
            with as_documented(response):
                listed = fields["result"]
                found += [model_of(entry, known) for entry in listed]
            if len(listed) < PAGE:
                return tuple(found)
            page += 1


def run_path(model: str) -> str:
    """``/run/@cf/meta/...``: a model's slashes are the path's own, and its @ stays one (recorded)."""
    return path("run", *model.split("/")).replace("%40", "@")


def models_path(page: int) -> str:
    """One page of models, experimental ones as well."""
    return path("models", "search", page=page, per_page=PAGE, hide_experimental=False)


def model_of(entry: Fields, known: Mapping[str, Any]) -> Model:
    """A model, from the API's list and from the documentation. Its name is what it is asked by."""
    name = needed(entry, "name")
    about = {one["property_id"]: one["value"] for one in entry.get("properties") or ()}
    context = about.get("context_window") or about.get("max_input_tokens")
    return Model(
        id=name,
        created=_time(entry.get("created_at")),
        owner=name.split("/")[1] if name.count("/") > 1 else None,
        context=int(context) if isinstance(context, str) and context.isdigit() else known.get(name, {}).get("context"),
        max_output=known.get(name, {}).get("max_output"),
        raw=entry,
    )


def _time(text: Any) -> float | None:
    """``"2025-08-05 10:27:29.131"`` as Unix time."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() if text else None
