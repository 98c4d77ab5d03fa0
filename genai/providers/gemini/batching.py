"""Batches of contents.  https://ai.google.dev/gemini-api/docs/batch-api

The rule here: the questions go up as a file, and the answers come down as one, however many there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

import msgspec
from attrs import evolve

from ... import batching
from ...batching import PartState
from ...errors import BadAnswer, Error, JobFailed
from ...jobs.batch import Answer, Counts, State
from ...provider import Ask
from ...sansio import Flow, HttpResponse
from ...spool import Limits, Lines
from ...wire import as_documented
from .._openai.limits import retry_after
from .batches import Batches
from .decode import decode
from .errors import error_of
from .files import Uploads
from .group import named

if TYPE_CHECKING:
    from types import ModuleType

    from .verbs import Gemini

STATES: Final[Mapping[str, State]] = {
    "SUCCEEDED": "completed",
    "FAILED": "failed",
    "CANCELLED": "cancelled",
    "EXPIRED": "expired",
}
"""What ends a batch, by the last word of its state: ``BATCH_STATE_FAILED``, or as older answers have it
``JOB_STATE_FAILED``."""


class Line(msgspec.Struct):
    """A line of the answers; what is in it stays as it came."""

    key: str
    response: msgspec.Raw = msgspec.Raw()
    error: Any = None


_read = msgspec.json.Decoder(Line).decode


class Batching(batching.Batching):
    """Google's batches. Their display name is ours."""

    wire: Gemini
    # A file has at most 2 GB. Nothing tells how many lines it may have: so many are a number that is still handy.
    limits: ClassVar[Limits] = Limits(requests=1_000_000, bytes=2_000_000_000)

    @property
    def types(self) -> ModuleType:
        """The raw types."""
        return self.wire.types

    def line(self, id_: str, ask: Ask) -> tuple[Any, tuple[str, ...]]:
        """https://ai.google.dev/gemini-api/docs/batch-api#input-file"""
        body, unsupported = self.wire.encoded(ask)
        return {"key": id_, "request": {**body, **(ask.settings.get("extra_body") or {})}}, unsupported

    def upload(self, lines: Lines, name: str) -> Flow[str]:
        """https://ai.google.dev/api/files#method:-media.upload"""
        types = self.types
        about = types.CreateFileRequest(file=types.File(displayName=name))
        made = yield from Uploads(self.wire)._upload(
            "/files", lines, about, types.CreateFileResponse, mime_type="application/jsonl", size=lines.size
        )
        return self._named(made.file)

    def create(self, uploaded: str, name: str) -> Flow[str]:
        """https://ai.google.dev/api/batch-api#method:-models.batchgeneratecontent"""
        types = self.types
        where = types.InputConfig(fileName=uploaded)
        batch = types.GenerateContentBatch(displayName=name, inputConfig=where, model=self.wire.resource)
        operation = yield from Batches(self.wire).create(types.BatchGenerateContentRequest(batch=batch))
        return self._named(operation)

    def find(self, name: str) -> Flow[str | None]:
        """https://ai.google.dev/api/batch-api#method:-batches.list"""
        token: str | None = None
        while True:
            page = yield from Batches(self.wire).list(page_token=token)
            for operation in page.operations or ():
                if (operation.metadata or {}).get("displayName") == name:
                    return self._named(operation)
            if not page.nextPageToken or page.nextPageToken == token:
                return None
            token = page.nextPageToken

    def state(self, id_: str) -> Flow[PartState]:
        """https://ai.google.dev/api/batch-api#method:-batches.get"""
        response = yield from self.polled(self.wire.request("GET", named("batches", id_)), id_)
        operation = Batches(self.wire)._read(response, self.types.Operation)
        with as_documented(response):
            return evolve(self.state_of(operation), retry_after=retry_after(response.headers))

    def state_of(self, operation: Any) -> PartState:
        """https://ai.google.dev/api/batch-api#v1beta.BatchState"""
        batch: Mapping[str, Any] = operation.metadata or {}
        otherwise: State = "failed" if operation.error else "completed" if operation.done else "pending"
        state = STATES.get(str(batch.get("state")).rpartition("_")[2], otherwise)
        output = {**(batch.get("output") or {}), **(operation.response or {})}
        failed = None if operation.error is None else JobFailed(operation.error.message or "", provider=self.provider)
        return PartState(
            state=state,
            counts=self.counts(batch.get("batchStats") or {}),
            answers=self.answers(output) if state != "pending" else (),
            error=failed,
        )

    def cancel(self, id_: str) -> Flow[None]:
        """https://ai.google.dev/api/batch-api#method:-batches.cancel"""
        response = yield from self.polled(self.wire.request("POST", named("batches", id_, verb="cancel")), id_)
        Batches(self.wire)._read(response, self.types.Empty)

    def counts(self, stats: Mapping[str, Any]) -> Counts:
        """Numbers are texts here, and one that is 0 is not there at all."""
        total = stats.get("requestCount")
        known = {name: int(stats.get(key) or 0) for name, key in COUNTS.items()}
        return Counts(**known) if total is not None else Counts()

    def answers(self, output: Mapping[str, Any]) -> list[Any]:
        """A file, or the answers themselves, of a batch that others made with its questions inside."""
        file = output.get("responsesFile")
        if isinstance(file, str):
            return [self.wire.request("GET", named("files", file, verb="download", alt="media"))]
        inlined = output.get("inlinedResponses") or {}
        listed = inlined.get("inlinedResponses") if isinstance(inlined, dict) else inlined
        lines = [{**one, "key": (one.get("metadata") or {}).get("key") or str(n)} for n, one in enumerate(listed or ())]
        return [b"".join(msgspec.json.encode(line) + b"\n" for line in lines)] if lines else []

    def read(self, line: bytes) -> tuple[str, Answer]:
        """https://ai.google.dev/gemini-api/docs/batch-api#retrieve-results"""
        try:
            one = _read(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise BadAnswer(f"a line of the answers is not as documented: {error}", body=line) from None
        if not bytes(one.response):
            return one.key, error_of(self.provider, {"error": one.error or {}})
        response = HttpResponse(status=200, headers={"content-type": "application/json"}, body=bytes(one.response))
        try:
            return one.key, self.wire.checked(decode(response.json(), response, self.wire.asked()))
        except Error as error:
            return one.key, error

    def _named(self, thing: Any) -> str:
        if thing is None or not thing.name:
            raise BadAnswer(f"{self.provider}: the answer has no name")
        return str(thing.name)


COUNTS: Final = {"total": "requestCount", "succeeded": "successfulRequestCount", "failed": "failedRequestCount"}
