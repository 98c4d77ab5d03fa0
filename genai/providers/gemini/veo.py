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
from ...errors import BadAnswer, ConnectionFailed, ContentFiltered, JobFailed, JobUnknown, TimedOut
from ...jobs import Job
from ...messages import Message, Reply, Request
from ...provider import Ask
from ...results import FinishReason, Result
from ...retries import never_left
from ...sansio import Flow, HttpResponse, Send
from ...wire import as_documented
from .._openai.fields import Fields, doc, needed, string
from .._openai.paths import path
from .decode import check_object, unknown_in
from .dialect import VERTEX
from .errors import error_of
from .imagen import filtered, foreign, words
from .options import own_of
from .verbs import Google, model_path

PARAMETERS: Final = {"aspect_ratio": "aspectRatio", "duration": "durationSeconds", "resolution": "resolution"}
OWN: Final = {"person_generation": "personGeneration", "negative_prompt": "negativePrompt"}


class Veo(Google):
    """Veo's models."""

    capabilities = Capabilities(gen_async=True, list_models=True)
    options = frozenset({*PARAMETERS, "poll_interval"})

    def gen_sync(self, ask: Ask) -> Flow[Result]:
        """A job, waited for."""
        job = yield from self.gen_async(ask)
        return (yield from self.wait(job, ask.settings.get("poll_interval")))

    def gen_async(self, ask: Ask) -> Flow[Job]:
        """https://ai.google.dev/api/models#method:-models.predictlongrunning"""
        body, unsupported = self.encoded(ask)
        request = self.request("POST", model_path(self.config.model, "predictLongRunning"), body, ask)
        name = self.config.info.name
        try:
            response: HttpResponse = yield Send(request=request, endpoint=self.endpoint, repeatable=False)
        except (ConnectionFailed, TimedOut) as error:
            if never_left(error):
                raise
            raise JobUnknown(f"{name}: the answer to the submission was lost: {error}", provider=name) from error
        fields = self.operation(response)
        with as_documented(response):
            return Job(
                provider=name,
                model=self.config.model,
                kind="video",
                id=needed(fields, "name"),
                base_url=self.config.base_url,
                unsupported=unsupported,
            )

    def poke_result(self, job: Job) -> Flow[Result]:
        """https://ai.google.dev/api/models#method:-models.operations.get"""
        self.mine(job)
        request = self.request("GET", path(*job.id.split("/")))
        response: HttpResponse = yield Send(request=request, endpoint=self.endpoint, accept=frozenset({404}))
        name = self.config.info.name
        if response.status == 404:
            raise JobUnknown(f"{name}: no operation {job.id}", provider=name, status=404, body=response.body)
        fields = self.operation(response)
        with as_documented(response):
            result = self.checked(self.filmed(fields, job, response))
        if result.pending or not result.docs:
            return result
        return (yield from self.downloaded(result))

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

    def operation(self, response: HttpResponse) -> Fields:
        """The operation in an answer; what is none raises."""
        fields = response.json()
        if not isinstance(fields, dict) or "name" not in fields:
            check_object(fields, response, self.asked())
            raise BadAnswer("the answer is no operation", status=response.status, body=response.body)
        if self.config.strict:
            self.raise_unknown(unknown_in(self.types.VideoOperation, fields))
        return fields

    def filmed(self, fields: Fields, job: Job, response: HttpResponse) -> Result:
        """An operation as a Result: pending, or with its films, or the error that it ended in."""
        result = Result(
            finish=FinishReason.STOP if fields.get("done") else FinishReason.PENDING,
            provider=job.provider,
            model=job.model,
            request_id=response.headers.get(self.dialect.request_id),
            unsupported=job.unsupported,
            raw=fields,
        )
        if result.pending:
            return result
        if fields.get("error"):
            raise _failure(fields, result)
        made = (fields.get("response") or {}).get("generateVideoResponse") or {}
        films = [_film(sample["video"], number) for number, sample in enumerate(made.get("generatedSamples") or ())]
        reasons = made.get("raiMediaFilteredReasons") or ()
        if reasons and not films:
            raise filtered(list(reasons), result)
        if not films:
            raise BadAnswer("the operation is done, and has no film", body=response.body)
        finish = FinishReason.CONTENT_FILTER if reasons else FinishReason.STOP
        replies = tuple(Reply(doc=film, block=block) for block, film in enumerate(films))
        return evolve(result, message=Message(replies=replies), finish=finish)

    def downloaded(self, result: Result) -> Flow[Result]:
        """The result with the bytes of its films."""
        replies = []
        for reply in result.message.replies:
            if reply.doc is not None:
                replies.append(evolve(reply, doc=(yield from self.fetch(reply.doc))))
        return evolve(result, message=Message(replies=tuple(replies)))


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


def _failure(fields: Fields, result: Result) -> JobFailed | ContentFiltered:
    """The error that an operation ended in, as the failure of a job: all that is known of it stays."""
    error = error_of(result.provider, fields, result=evolve(result, finish=None, complete=False))
    job = JobFailed(str(error))
    for name in vars(job):
        setattr(job, name, getattr(error, name))
    return job
