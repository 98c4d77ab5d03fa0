"""Polled: pictures that are made as jobs, which is how some providers make all of theirs.

The rule here: a job is submitted once. A picture that is made is not lost when its download fails: its job, and the
error's result, have its URL.
"""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ...errors import ConnectionFailed, JobUnknown, TimedOut
from ...jobs import Job
from ...provider import Ask, Config
from ...results import FinishReason, Result
from ...retries import never_left
from ...sansio import Endpoint, Flow, HttpRequest, HttpResponse, Send
from ...wire import as_documented
from .._openai.limits import rate_limits, retry_after
from . import raw
from .dialect import Dialect
from .verbs import Images


class Polled(Images):
    """Submit, poll, download. Subclasses say where a job is asked for, and what an answer to that means."""

    def __init__(self, config: Config, dialect: Dialect, types: Any = raw) -> None:
        super().__init__(config, dialect, types)
        self.capabilities = evolve(self.capabilities, gen_async=True, gen_stream=False)
        self.options |= {"poll_interval"}

    @property
    def raw(self) -> Any:
        """Jobs have no endpoints of OpenAI's."""
        self.refuse("raw")

    # --- What each provider does in its own way ---

    def accepted(self, fields: Any) -> str:
        """The id of the job that an answer to a submission names."""
        raise NotImplementedError

    def poll(self, job: Job) -> tuple[HttpRequest, Endpoint]:
        """The question how far a job is, and where it goes."""
        raise NotImplementedError

    def outcome(self, fields: Any, head: HttpResponse, job: Job) -> Result:
        """A job's pictures, or ``self.pending``; the error, when it failed."""
        raise NotImplementedError

    # --- What all do ---

    def gen_sync(self, ask: Ask) -> Flow[Result]:
        """Submit, and poll until it is done."""
        job = yield from self.submitted(ask)
        return (yield from self.wait(job, ask.settings.get("poll_interval")))

    def gen_async(self, ask: Ask) -> Flow[Job]:
        """Submit."""
        waits = ask.settings.get("poll_interval") is not None
        self.settle(["PollInterval.poll_interval: it is for gen_sync; llm.wait has one of its own"] * waits)
        return (yield from self.submitted(ask))

    def submitted(self, ask: Ask) -> Flow[Job]:
        """A job that is submitted, once."""
        made, unsupported = self.encoded(ask)
        name = self.config.info.name
        try:
            request = self.asked(made, ask)
            response: HttpResponse = yield Send(request=request, endpoint=self.endpoint, repeatable=False)
        except (ConnectionFailed, TimedOut) as error:
            if never_left(error):
                raise
            raise JobUnknown(f"{name}: the answer to the submission was lost: {error}", provider=name) from error
        fields = response.json()
        with as_documented(response):
            return Job(
                provider=name,
                model=self.config.model,
                kind="image",
                id=self.accepted(fields),
                base_url=self.config.base_url,
                unsupported=unsupported,
            )

    def poke_result(self, job: Job) -> Flow[Result]:
        """A job's pictures, downloaded; or a pending result."""
        request, endpoint = self.poll(self.mine(job))
        response: HttpResponse = yield Send(request=request, endpoint=endpoint, accept=frozenset({404}))
        if response.status == 404:
            name = self.config.info.name
            raise JobUnknown(f"{name}: no job {job.id}", provider=name, status=404, body=response.body)
        fields = response.json()
        with as_documented(response):
            result = self.checked(self.outcome(fields, response, job))
        return (yield from self.downloaded(result))

    def pending(self, fields: Any, head: HttpResponse, job: Job) -> Result:
        """It is still being made."""
        return Result(
            finish=FinishReason.PENDING,
            limits=rate_limits(head.headers),
            provider=self.config.info.name,
            model=job.model,
            request_id=head.headers.get(self.dialect.request_id),
            response_id=job.id,
            unsupported=job.unsupported,
            retry_after=retry_after(head.headers),
            raw=fields,
        )
