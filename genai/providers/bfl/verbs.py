"""Black Forest Labs: the verbs, as flows. Submit, poll, download.

https://docs.bfl.ai/api_integration/integration_guidelines

The rule here: a job is polled at the URL that the server named, which is in its id, with the key if the host is one of
the API's; its picture is downloaded without.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from attrs import evolve

from ...errors import ContentFiltered, Error, JobFailed, JobUnknown, ModelNotFound
from ...jobs import Job
from ...messages import Message, Reply
from ...provider import Config
from ...results import Result
from ...sansio import Endpoint, HttpRequest, HttpResponse, split_url
from .._openai.errors import http_error
from .._openai.fields import doc, needed
from .._openai.jobs import ended
from .._openai.paths import path
from .._openai_images.decode import result_of
from .._openai_images.encode import Encoded
from .._openai_images.polled import Polled
from . import raw
from .dialect import DIALECT

ENDED: Final[Mapping[str, type[Error]]] = {
    "Request Moderated": ContentFiltered,
    "Content Moderated": ContentFiltered,
    "Error": JobFailed,
    "Task not found": JobUnknown,
}
"""The states of a job that has no picture."""
API_HOST: Final = re.compile(r"api(\.[a-z0-9-]+)?\.bfl\.ai")
"""https://docs.bfl.ai/api_integration/integration_guidelines; recorded: api.eu4.bfl.ai."""
LIFETIME: Final = 600.0
"""Seconds that a picture's URL is good for."""
NO_PATH: Final = b'{"detail":"NotFound"}'
"""What a path that does not exist answers, without its blanks."""
NO_MODEL: Final[Mapping[str, type[Error]]] = {"": ModelNotFound}
"""For an error that has no code."""


class Flux(Polled):
    """FLUX, by the model's own path."""

    def __init__(self, config: Config) -> None:
        super().__init__(config, DIALECT, raw)

    @property
    def raw(self) -> Any:
        """The raw endpoints, which are Black Forest Labs' own; they load on first need."""
        from .endpoints import Endpoints

        return Endpoints(self)

    def auth(self, key: str) -> Mapping[str, str]:
        """https://docs.bfl.ai/quick_start/create_account"""
        return {"x-key": key}

    def error(self, response: HttpResponse) -> Error:
        """A failed status. A path that does not exist is a model that does not."""
        help_, name, request_id = self.endpoint.key_help, self.config.info.name, self.dialect.request_id
        missing = response.status == 404 and b"".join(response.body.split()) == NO_PATH
        kinds = NO_MODEL if missing else self.dialect.errors
        return http_error(name, response, help_, kinds=kinds, request_id=request_id)

    def unknown_fields(self, raw: Any) -> tuple[str, ...]:
        """What an answer has that the raw types do not know."""
        from . import unknown_fields

        return unknown_fields(raw)

    def path_of(self, made: Encoded) -> str:
        """The model's."""
        return path(self.config.model)

    def accepted(self, fields: Any) -> str:
        """Where to poll it. One with a webhook has only an id."""
        return needed(fields, "polling_url" if fields.get("polling_url") else "id")

    def poll(self, job: Job) -> tuple[HttpRequest, Endpoint]:
        """``GET polling_url``, at a region's host. Others below bfl.ai deliver what people made, and get no key."""
        if "://" not in job.id:
            return self.request("GET", path("get_result", id=job.id)), self.endpoint
        parts = split_url(job.id)
        host = parts.hostname or ""
        own = parts.scheme == "https" and API_HOST.fullmatch(host)
        endpoint = evolve(self.endpoint, hosts=self.endpoint.hosts | {host}) if own else self.endpoint
        return evolve(self.request("GET", ""), url=job.id), endpoint

    def outcome(self, fields: Any, head: HttpResponse, job: Job) -> Result:
        """The picture."""
        status, pending = needed(fields, "status"), self.pending(fields, head, job, self.dialect.request_id)
        if status == "Pending":
            return evolve(pending, progress=fields.get("progress"))
        if status != "Ready":
            raise ended(self.failure(status, fields, head), pending, head)
        made = fields["result"]
        at = made.get("end_time")
        expires = at + LIFETIME if isinstance(at, (int, float)) else None
        meta = {name: made[name] for name in ("seed", "prompt") if made.get(name) is not None}
        picture = doc(url=needed(made, "sample"), expires=expires, meta=meta)
        result = result_of(Message(replies=(Reply(doc=picture),)), {}, head, self.speaker, job.unsupported)
        return evolve(result, model=job.model or result.model, response_id=job.id, raw=fields)

    def failure(self, status: str, fields: Mapping[str, Any], head: HttpResponse) -> Error:
        """Why there is no picture."""
        name, details = self.config.info.name, fields.get("details")
        told = f": {msgspec.json.encode(details).decode()}" if details else ""
        return ENDED[status](
            f"{name}: {status}{told}",
            provider=name,
            status=head.status,
            code=status,
            body=head.body,
            request_id=head.headers.get(self.dialect.request_id),
        )
