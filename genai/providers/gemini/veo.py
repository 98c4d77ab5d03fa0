"""The Veo wire: films, which take their time, by ``:predictLongRunning``.

https://ai.google.dev/gemini-api/docs/video

The rule here: a film is a job. ``gen_sync`` submits it and waits; ``gen_async`` leaves the waiting to you.
"""

from __future__ import annotations

import base64
from typing import Any, Final

from attrs import evolve

from ...capabilities import Capabilities
from ...doc import Doc
from ...errors import BadAnswer, ContentFiltered, Error, JobFailed
from ...jobs import Job
from ...messages import Message, Reply, Request
from ...provider import Ask
from ...results import FinishReason, Result
from ...sansio import Endpoint, HttpRequest, HttpResponse
from .._openai.fields import Fields, doc, needed, string
from .._openai.jobs import Jobs, ended
from .._openai.paths import path
from .decode import check_object, unknown_in
from .dialect import VERTEX
from .errors import error_of
from .imagen import filtered, foreign, words
from .options import own_of
from .verbs import Google, model_path

PARAMETERS: Final = {"aspect_ratio": "aspectRatio", "duration": "durationSeconds", "resolution": "resolution"}
OWN: Final = {"person_generation": "personGeneration", "negative_prompt": "negativePrompt"}


class Veo(Jobs, Google):
    """Veo's models."""

    kind = "video"
    capabilities = Capabilities(gen_async=True, list_models=True)
    options = frozenset({*PARAMETERS, "poll_interval"})

    def submission(self, ask: Ask) -> tuple[HttpRequest, tuple[str, ...]]:
        """https://ai.google.dev/api/models#method:-models.predictlongrunning"""
        body, unsupported = self.encoded(ask)
        return self.request("POST", model_path(self.config.model, "predictLongRunning"), body, ask), unsupported

    def accepted(self, fields: Fields) -> str:
        """The operation's name."""
        return needed(fields, "name")

    def poll(self, job: Job) -> tuple[HttpRequest, Endpoint]:
        """https://ai.google.dev/api/models#method:-models.operations.get"""
        return self.request("GET", path(*job.id.split("/"))), self.endpoint

    def encoded(self, ask: Ask) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The body of a request, and what was left out of it. A picture is the one that the film begins with."""
        unsupported: list[str] = []
        wrong: list[str] = []
        if self.dialect == VERTEX:  # its operations are asked for in another way
            self.refuse("gen_async")
        first, rest = _beginning(ask.messages[0])
        prompt = words(evolve(ask.messages, items=(rest, *ask.messages.items[1:])), unsupported, wrong)
        own, settings = own_of(ask.settings), ask.settings
        parameters = {key: _whole(settings.get(name)) for name, key in PARAMETERS.items() if name in settings.values}
        parameters |= {key: getattr(own, name) for name, key in OWN.items() if getattr(own, name) is not None}
        unsupported += foreign(settings, OWN, self.config.info.name)
        left = self.settled(ask, tuple(unsupported), tuple(wrong))
        body = {"instances": [{"prompt": prompt, **({"image": _picture(first)} if first else {})}]}
        return {**body, **({"parameters": parameters} if parameters else {})}, left

    def opened(self, response: HttpResponse) -> Fields:
        """The operation in an answer; what is none raises."""
        fields = response.json()
        if not isinstance(fields, dict) or "name" not in fields:
            check_object(fields, response, self.asked())
            raise BadAnswer("the answer is no operation", status=response.status, body=response.body)
        if self.config.strict:
            self.raise_unknown(unknown_in(self.types.VideoOperation, fields))
        return fields

    def outcome(self, fields: Fields, head: HttpResponse, job: Job) -> Result:
        """An operation as a Result: pending, or with its films, or the error that it ended in."""
        result = self.pending(fields, head, job, self.dialect.request_id)
        if not fields.get("done"):
            return result
        if fields.get("error"):
            raise ended(_failure(fields, result), result, head)
        made = (fields.get("response") or {}).get("generateVideoResponse") or {}
        films = [_film(sample["video"], number) for number, sample in enumerate(made.get("generatedSamples") or ())]
        reasons = made.get("raiMediaFilteredReasons") or ()
        if reasons and not films:
            raise ended(filtered(list(reasons), result), result, head)
        if not films:
            raise BadAnswer("the operation is done, and has no film", body=head.body)
        finish = FinishReason.CONTENT_FILTER if reasons else FinishReason.STOP
        replies = tuple(Reply(doc=film, block=block) for block, film in enumerate(films))
        return evolve(result, message=Message(replies=replies), finish=finish, retry_after=None)


def _beginning(message: Message) -> tuple[Doc | None, Message]:
    """The picture that a film begins with, and the rest of the message."""
    parts = message.requests
    first = next((part for part in parts if part.doc and _is_picture(part)), None)
    if first is None or first.doc is None:
        return None, message
    return first.doc.loaded(), evolve(message, requests=tuple(part for part in parts if part is not first))


def _whole(value: Any) -> Any:
    """Seconds, which are whole numbers here."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _is_picture(part: Request) -> bool:
    doc = part.doc
    return doc is not None and (doc.mime_type or "").startswith("image/") and (doc.data or doc.path) is not None


def _picture(doc: Doc) -> dict[str, Any]:
    return {"bytesBase64Encoded": base64.b64encode(doc.read()).decode("ascii"), "mimeType": doc.mime_type}


def _film(video: Fields, number: int) -> Doc:
    encoded = string(video, "encodedVideo")
    if encoded:
        return doc(base64.b64decode(encoded), name=f"film-{number}.mp4", mime_type=string(video, "encoding"))
    return doc(url=needed(video, "uri"), name=f"film-{number}.mp4", mime_type="video/mp4")


def _failure(fields: Fields, result: Result) -> Error:
    """The error that an operation ended in, as the failure of a job: all that is known of it stays."""
    error = error_of(result.provider, fields)
    if isinstance(error, ContentFiltered):
        return error
    job = JobFailed(str(error))
    for name in vars(job):
        setattr(job, name, getattr(error, name))
    return job
