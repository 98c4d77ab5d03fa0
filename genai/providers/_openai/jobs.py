"""Jobs: one request that a provider works on for a while: submitted, polled, downloaded. Pictures and films alike.

The rule here: a job is submitted once; when the answer to that is lost, the job is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from ...errors import ConnectionFailed, Error, JobUnknown, TimedOut
from ...jobs.job import Job, Kind
from ...provider import Ask
from ...results import FinishReason, Result
from ...retries import never_left
from ...sansio import Endpoint, Flow, HttpRequest, HttpResponse, Send
from ...wire import Wire, as_documented
from .downloads import downloaded
from .limits import rate_limits, retry_after

POLL_INTERVAL: Final = "PollInterval.poll_interval: it is for gen_sync; llm.wait has one of its own"
BATCH: Final = "JobOptions.job='batch'"


class Jobs(Wire):
    """Submit, poll, download. Subclasses say what is asked for, and what an answer to that means."""

    kind: Kind

    # --- What each provider does in its own way ---

    def submission(self, ask: Ask) -> tuple[HttpRequest, tuple[str, ...]]:
        """The request for a job, and what was left out of it."""
        raise NotImplementedError

    def opened(self, response: HttpResponse) -> Any:
        """The decoded answer to a submission or a poll; the error that it is, when it is one."""
        raise NotImplementedError

    def accepted(self, fields: Any) -> str:
        """The id of the job that an answer to a submission names."""
        raise NotImplementedError

    def poll(self, job: Job) -> tuple[HttpRequest, Endpoint]:
        """The question how far a job is, and where it goes."""
        raise NotImplementedError

    def outcome(self, fields: Any, head: HttpResponse, job: Job) -> Result:
        """What a job made, or ``self.pending``; the error, when it failed."""
        raise NotImplementedError

    def downloaded(self, result: Result) -> Flow[Result]:
        """The result with the bytes of what was made."""
        return downloaded(result, self.fetch)

    # --- What all do ---

    def gen_sync(self, ask: Ask) -> Flow[Result]:
        """Submit, and poll until it is done."""
        job = yield from self.submitted(ask)
        result: Result = yield from self.wait(job, ask.settings.get("poll_interval"))
        return result

    def gen_async(self, ask: Ask) -> Flow[Job]:
        """Submit."""
        asked = {POLL_INTERVAL: "poll_interval" in ask.settings.values, BATCH: ask.settings.get("job") == "batch"}
        self.settle([what for what, is_asked in asked.items() if is_asked])
        return (yield from self.submitted(ask))

    def submitted(self, ask: Ask) -> Flow[Job]:
        """A job that is submitted, once."""
        request, unsupported = self.submission(ask)
        name = self.config.info.name
        try:
            response: HttpResponse = yield Send(request=request, endpoint=self.endpoint, repeatable=False)
        except (ConnectionFailed, TimedOut) as error:
            if never_left(error):
                raise
            raise JobUnknown(f"{name}: the answer to the submission was lost: {error}", provider=name) from error
        with as_documented(response):
            id_ = self.accepted(self.opened(response))
        return Job(
            provider=name,
            model=self.config.model,
            kind=self.kind,
            id=id_,
            base_url=self.config.base_url,
            unsupported=unsupported,
        )

    def poke_result(self, job: Job) -> Flow[Result]:
        """What a job made, downloaded; or a pending result."""
        if job.kind == "batch":
            batched: Result = yield from super().poke_result(job)
            return batched
        request, endpoint = self.poll(self.mine(job))
        response: HttpResponse = yield Send(request=request, endpoint=endpoint, accept=frozenset({404}))
        if response.status == 404:
            name = self.config.info.name
            raise JobUnknown(f"{name}: no job {job.id}", provider=name, status=404, body=response.body)
        with as_documented(response):
            result = self.checked(self.outcome(self.opened(response), response, job))
        return result if result.pending else (yield from self.downloaded(result))

    def pending(
        self, fields: Mapping[str, Any], head: HttpResponse, job: Job, request_id: str, progress: float | None = None
    ) -> Result:
        """
        It is still being made.

        Args:
            fields: The decoded answer.
            head: Its status and headers.
            job: What is polled.
            request_id: The header with the id of the request.
            progress: 0 to 1, where that is told.
        """
        return Result(
            finish=FinishReason.PENDING,
            limits=rate_limits(head.headers),
            provider=self.config.info.name,
            model=job.model or self.config.model,
            request_id=head.headers.get(request_id),
            response_id=job.id,
            unsupported=job.unsupported,
            retry_after=retry_after(head.headers),
            progress=progress,
            raw=fields,
        )


def ended(error: Error, result: Result, head: HttpResponse) -> Error:
    """The error that a job ended in, with all that is known of the job: it is the job's end, and not a poll's."""
    error.status, error.body = error.status or head.status, error.body or head.body
    error.result = evolve(result, finish=None, complete=False, progress=None)
    return error
