"""The Videos wire: the verbs, as flows, for every provider that speaks one like it.

https://platform.openai.com/docs/guides/video-generation

The rule here: no provider is named; what differs is in its dialect. A film that comes as a URL is downloaded without
the key, from the provider's own file hosts; one that has no URL with it, by its job's id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from ... import drift
from ...capabilities import Capabilities, Model
from ...doc import Doc, sniff
from ...errors import BadAnswer, ContentFiltered, Error, InvalidRequest
from ...jobs.job import Job
from ...messages import Message, Reply
from ...provider import Ask, Config
from ...results import FinishReason, Result
from ...sansio import Endpoint, Flow, HttpRequest, HttpResponse, Send
from .._openai.downloads import downloaded, from_home
from .._openai.errors import error_of, http_error
from .._openai.fields import Fields, doc, needed
from .._openai.jobs import Jobs, ended
from .._openai.models import list_models
from .._openai.multipart import form
from .._openai.paths import path
from .._openai_images.parts import file_id_of, upload
from . import raw
from .dialect import DONE, PENDING, Dialect
from .encode import Encoded, Speaker, encode

if TYPE_CHECKING:
    from .endpoints import Endpoints

FILMED: Final = "film.mp4"


class Films(Jobs):
    """
    Films, as one provider makes them.

    Args:
        config: What ``load()`` hands over.
        dialect: How it is asked.
        types: The provider's raw types.
    """

    kind = "video"

    def __init__(self, config: Config, dialect: Dialect, types: Any = raw) -> None:
        info, (end, other) = config.info, dialect.version
        self.dialect = dialect
        self.types = types
        self.speaker = Speaker(
            model=config.model,
            dialect=dialect,
            files=(info.name, *info.aliases, *info.file_names),
            limits=config.limits.get("video", {}),
        )
        self.capabilities = Capabilities(gen_async=True, list_models=dialect.models is not None)
        self.options = options_of(dialect)
        self.own_options = dialect.own
        super().__init__(config)
        at_end = bool(end) and config.base_url.endswith(end)
        self.home = f"{config.base_url.removesuffix(end)}{other}" if at_end else config.base_url
        self.endpoint = evolve(self.endpoint, base_url=self.home)

    @property
    def raw(self) -> Endpoints:
        """The raw endpoints; they load on first need."""
        from .endpoints import Endpoints

        return Endpoints(self)

    def error(self, response: HttpResponse) -> Error:
        """A failed status."""
        dialect, name, help_ = self.dialect, self.config.info.name, self.endpoint.key_help
        return http_error(name, response, help_, kinds=dialect.errors, request_id=dialect.request_id)

    def unknown_fields(self, raw: Any) -> tuple[str, ...]:
        """What an answer has that the raw types do not know."""
        return drift.unknown_fields(raw, self.types.Video)

    def request(self, method: str, path: str, body: Any = None, ask: Ask | None = None) -> HttpRequest:
        """A request to where films are made."""
        return evolve(super().request(method, path, body, ask), url=f"{self.home}{path}")

    def list_models(self) -> Flow[tuple[Model, ...]]:
        """https://platform.openai.com/docs/api-reference/models/list"""
        return list_models(self, self.dialect.models)

    def submission(self, ask: Ask) -> tuple[HttpRequest, tuple[str, ...]]:
        """The request for a film; InvalidRequest, with all that is wrong or not supported."""
        made = encode(self.speaker, ask.messages, ask.settings)
        unsupported = [*self.unsupported_options(ask), *made.unsupported]
        if made.wrong:
            faults = [*made.wrong, *(f"not supported: {what}" for what in unsupported)]
            raise InvalidRequest(faults=faults, provider=self.config.info.name)
        return self.asked(made, ask), self.settle(unsupported)

    def asked(self, made: Encoded, ask: Ask) -> HttpRequest:
        """The HTTP request: JSON, or a form with a file."""
        if made.file is None:
            return self.request("POST", made.path, made.fields, ask)
        request = self.request("POST", made.path, None, ask)
        name, file = made.file
        text = {**made.fields, **(ask.settings.get("extra_body") or {})}
        body = form({key: str(value) for key, value in text.items()}, (name, upload(file, name)))
        return evolve(request, headers={**request.headers, **body.headers}, body=body.body)

    def opened(self, response: HttpResponse) -> Any:
        """The decoded answer; the error that it is, when it is one and no job."""
        fields, name = response.json(), self.config.info.name
        if not isinstance(fields, dict):
            raise BadAnswer("the answer is no object", status=response.status, body=response.body, provider=name)
        if fields.get("error") and not fields.keys() & {self.dialect.id, "status"}:
            known: dict[str, Any] = {"status": response.status, "body": response.body}
            raise error_of(name, fields, kinds=self.dialect.errors, **known)
        return fields

    def accepted(self, fields: Any) -> str:
        """The job's id."""
        if self.config.strict:
            self.raise_unknown(drift.unknown_fields(fields, self.types.Submitted))
        return needed(fields, self.dialect.id)

    def poll(self, job: Job) -> tuple[HttpRequest, Endpoint]:
        """``GET /videos/{id}``"""
        return self.request("GET", path("videos", job.id)), self.endpoint

    def outcome(self, fields: Fields, head: HttpResponse, job: Job) -> Result:
        """The film, not downloaded yet; a pending result; or the error that the job ended in."""
        state = self.dialect.states[self.status(fields)]
        result = self.pending(fields, head, job, self.dialect.request_id, self.progress(fields))
        if state == PENDING:
            return result
        if not isinstance(state, str):
            raise ended(self.failure(fields, state), result, head)
        url = at(fields, self.dialect.url) if self.dialect.url else None
        if self.dialect.blocked and at(fields, self.dialect.blocked) is False and not url:
            name = self.config.info.name
            raise ended(ContentFiltered(f"{name}: a filter kept the film back", provider=name), result, head)
        if self.dialect.url and not url:
            raise BadAnswer("the job is done, and has no film", status=head.status, body=head.body)
        reply = Reply(doc=self.film(fields, job, url))
        made = Message(replies=(reply,))
        return evolve(result, message=made, finish=FinishReason.STOP, progress=None, retry_after=None)

    def status(self, fields: Fields) -> str:
        """How far a job is. Answers with a film may do without the word."""
        told = self.dialect.url and "status" not in fields and at(fields, self.dialect.url)
        return DONE if told else needed(fields, "status")

    def progress(self, fields: Fields) -> float | None:
        """How much of it is done, 0 to 1."""
        told = fields.get("progress") if self.dialect.progress else None
        return None if told is None else float(told) / self.dialect.progress

    def failure(self, fields: Fields, otherwise: type[Error]) -> Error:
        """Why there is no film: ``otherwise``, with the provider's reason; or what a filter says."""
        name, said = self.config.info.name, fields.get("error") or f"the job is {fields['status']}"
        error = error_of(name, {"error": said}, kinds=self.dialect.errors)
        kind = ContentFiltered if isinstance(error, ContentFiltered) else otherwise
        return kind(str(error), provider=name, code=error.code, detail=error.detail)

    def film(self, fields: Fields, job: Job, url: Any) -> Doc:
        """The film, as far as it is known where it is."""
        meta = {name: said for place, name in self.dialect.meta.items() if (said := at(fields, place)) is not None}
        expires = at(fields, self.dialect.expires) if self.dialect.expires else None
        where: dict[str, Any] = {"url": url} if url else {"file_ids": {self.config.info.name: job.id}}
        return doc(name=FILMED, mime_type="video/mp4", meta=meta, expires=expires, **where)

    def downloaded(self, result: Result) -> Flow[Result]:
        """The result with the bytes of its film; a URL of somebody else's stays what it is."""
        return downloaded(result, self.fetch, from_home(self.endpoint))

    def fetch(self, doc: Doc) -> Flow[Doc]:
        """``GET /videos/{id}/content``, for a film that has no URL; it keeps its id, so that it can be changed."""
        film = file_id_of(doc, self.speaker.files) if doc.data is None and doc.path is None else None
        if film is None or self.dialect.url:
            return (yield from super().fetch(doc))
        request = self.request("GET", path("videos", film, "content"))
        response: HttpResponse = yield Send(request=request, endpoint=self.endpoint)
        return evolve(doc, data=response.body, mime_type=sniff(response.body) or doc.mime_type)


def options_of(dialect: Dialect) -> frozenset[str]:
    """The standard options that some mode has words for."""
    known = {name for mode in dialect.modes.values() for name in mode.options}
    return frozenset(known | ({"width", "height"} if "size" in known else set()) | {"poll_interval"})


def at(fields: Mapping[str, Any], place: str) -> Any:
    """What stands at a place, with dots; None where nothing does."""
    found: Any = fields
    for key in place.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found
