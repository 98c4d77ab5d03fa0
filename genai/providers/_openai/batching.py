"""Batches as OpenAI has them, and all who copy them: a file of lines goes up, a file of answers comes down.

https://platform.openai.com/docs/guides/batch

The rule here: a batch ends with whatever it has: answers, errors, both, or neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import msgspec
from attrs import evolve

from ... import drift
from ...batching import Batching, PartState
from ...errors import BadAnswer, Error, JobCancelled, JobError, JobExpired, JobFailed
from ...jobs.batch import Answer, Counts
from ...provider import Ask
from ...sansio import Flow, HttpRequest, HttpResponse
from ...spool import Limits, Lines
from ...wire import as_documented
from .fields import Fields, integer, needed, string
from .kept import BatchDialect, FileDialect
from .limits import retry_after
from .multipart import Upload, form
from .pages import Cursor
from .paths import path

if TYPE_CHECKING:
    from ...wire import Wire


class Line(msgspec.Struct):
    """A line of an answer; its body stays as it came."""

    custom_id: str
    response: LineResponse | None = None
    error: msgspec.Raw = msgspec.Raw(b"null")


class LineResponse(msgspec.Struct):
    """https://platform.openai.com/docs/api-reference/batch/request-output"""

    status_code: int = 200
    request_id: str | None = None
    body: msgspec.Raw = msgspec.Raw(b"null")


_read = msgspec.json.Decoder(Line).decode


class FileBatching(Batching):
    """
    A subclass says what one request is, and what an answer is.

    Args:
        wire: Whose wire it is.
        endpoint: The path of each request, as the API wants it named.
        dialect: How batches are made.
        files: How their files are kept.
        types: The raw types of files and batches; default: OpenAI's.
    """

    def __init__(
        self,
        wire: Wire,
        endpoint: str,
        dialect: BatchDialect = BatchDialect(),
        files: FileDialect = FileDialect(),
        types: ModuleType | None = None,
    ) -> None:
        super().__init__(wire)
        self.endpoint, self.dialect, self.files, self._types = endpoint, dialect, files, types

    @property
    def limits(self) -> Limits:
        """What it takes in one batch."""
        return self.dialect.limits

    @property
    def types(self) -> Any:
        """The raw types of files and batches."""
        return self._types or openai_types()

    def body(self, ask: Ask) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        """The body of one request, and what was left out of it."""
        raise NotImplementedError

    def answer(self, response: HttpResponse) -> Answer:
        """One answer."""
        raise NotImplementedError

    def line(self, id_: str, ask: Ask) -> tuple[Any, tuple[str, ...]]:
        """https://platform.openai.com/docs/api-reference/batch/request-input"""
        body, unsupported = self.body(ask)
        where = {"method": "POST", "url": self.endpoint} if self.dialect.addressed else {}
        return {"custom_id": id_, **where, "body": {**body, **(ask.settings.get("extra_body") or {})}}, unsupported

    def upload(self, lines: Lines, name: str) -> Flow[str]:
        """https://platform.openai.com/docs/api-reference/files/create"""
        filename = file_name(name)
        file = Upload(content=lines, filename=filename, mime_type="application/jsonl", size=lines.size)
        made = form({"purpose": self.files.batch, **self.files.form(filename)}, ("file", file))
        request = self.wire.request("POST", path(*self.files.upload.split("/")))
        request = evolve(request, headers={**request.headers, **made.headers}, body=made.body)
        response = yield from self.sent(request, repeatable=False)
        with as_documented(response):
            return needed(self.fields(response, "File"), "id")

    def create(self, uploaded: str, name: str) -> Flow[str]:
        """https://platform.openai.com/docs/api-reference/batch/create"""
        dialect = self.dialect
        body = dialect.body(uploaded, self.endpoint, self.wire.config.model)
        body |= {} if dialect.metadata is None else {"metadata": {dialect.metadata: name}}
        response = yield from self.sent(self.wire.request("POST", self.at(), body), repeatable=False)
        with as_documented(response):
            made = self.fields(response, "Batch" if dialect.made is None else "BatchMade")
            return needed(made if dialect.made is None else made[dialect.made], "id")

    def find(self, name: str) -> Flow[str | None]:
        """https://platform.openai.com/docs/api-reference/batch/list"""
        own = self.dialect.metadata
        if own is None:
            files = yield from self.uploaded(name)
            return (yield from self.found(lambda batch: batch.get("input_file_id") in files)) if files else None
        return (yield from self.found(lambda batch: (batch.get("metadata") or {}).get(own) == name))

    def state(self, id_: str) -> Flow[PartState]:
        """https://platform.openai.com/docs/api-reference/batch/retrieve"""
        response = yield from self.polled(self.wire.request("GET", self.at(id_)), id_)
        with as_documented(response):
            return evolve(self.state_of(self.fields(response, "Batch")), retry_after=retry_after(response.headers))

    def cancel(self, id_: str) -> Flow[None]:
        """https://platform.openai.com/docs/api-reference/batch/cancel"""
        response = yield from self.polled(self.wire.request("POST", self.at(id_, "cancel")), id_)
        self.fields(response, "Batch")

    def read(self, line: bytes) -> tuple[str, Answer]:
        """https://platform.openai.com/docs/api-reference/batch/request-output"""
        try:
            one = _read(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise BadAnswer(f"a line of the answers is not as documented: {error}", body=line) from None
        try:
            return one.custom_id, self.answer_of(one)
        except Error as error:
            return one.custom_id, error

    # --- What these are made of ---

    def at(self, *parts: str, **query: Any) -> str:
        """Where batches are, or one of them."""
        return path(*self.dialect.home.split("/"), *parts, **query)

    def found(self, wanted: Callable[[Fields], bool]) -> Flow[str | None]:
        """The id of the first batch of the list that is wanted."""
        cursor = Cursor(self.dialect.pages)
        while cursor.query is not None:
            response = yield from self.sent(self.wire.request("GET", self.at(**cursor.query)))
            with as_documented(response):
                for batch in cursor.turn(self.listed(response, "BatchListResponse")):
                    if wanted(batch):
                        return needed(batch, "id")
        return None

    def uploaded(self, name: str) -> Flow[set[str]]:
        """The ids of the files that hold the questions of a batch of ours, by their name."""
        ids: set[str] = set()
        cursor = Cursor(self.files.pages)
        while cursor.query is not None:
            response = yield from self.sent(self.wire.request("GET", path("files", **cursor.query)))
            with as_documented(response):
                files = cursor.turn(self.listed(response, "FileListResponse"))
                ids |= {needed(file, "id") for file in files if file.get("filename") == file_name(name)}
        return ids

    def listed(self, response: HttpResponse, type_: str) -> Any:
        """A page of a list, in strict mode held against its raw type."""
        page = response.json()
        if self.wire.config.strict:
            self.wire.raise_unknown(drift.unknown_fields(page, getattr(self.types, type_)))
        return page

    def state_of(self, fields: Fields) -> PartState:
        """A batch object."""
        dialect = self.dialect
        state = dialect.states.get(needed(fields, "status").lower(), "pending")
        files = (string(fields, name) for name in dialect.files)
        return PartState(
            state=state,
            counts=Counts() if dialect.counts is None else counted(fields, dialect.counts),
            answers=[self.download(id_) for id_ in files if id_] if state != "pending" else (),
            error=self.failure(fields) if state == "failed" else None,
        )

    def download(self, file_id: str) -> HttpRequest:
        """https://platform.openai.com/docs/api-reference/files/retrieve-contents"""
        return self.wire.request("GET", path("files", file_id, "content"))

    def failure(self, fields: Fields) -> Error:
        """Why a batch failed as a whole: what is wrong with its lines."""
        told = fields.get("errors") or fields.get("error") or ()
        listed = told.get("data") or () if isinstance(told, dict) else [told] if isinstance(told, str) else told
        said = [shown_fault(one) if isinstance(one, dict) else str(one) for one in listed]
        return JobFailed("; ".join(said) or "the batch failed, and no reason was given", provider=self.provider)

    def answer_of(self, line: Line) -> Answer:
        """A line's answer; its error is raised."""
        if line.response is None:
            raise self.never_asked(bytes(line.error))
        response = HttpResponse(
            status=line.response.status_code,
            headers={"content-type": "application/json", "x-request-id": line.response.request_id or ""},
            body=bytes(line.response.body),
        )
        if not 200 <= response.status < 300:
            raise self.wire.error(response)
        return self.answer(response)

    def never_asked(self, error: bytes) -> Error:
        """The error of an item that its batch did not get to."""
        known: Any = msgspec.json.decode(error)
        code = known.get("code") if isinstance(known, dict) else None
        cls = NEVER_ASKED.get(str(code))
        if cls is not None:
            said = known.get("message")
            return cls(str(said or code), provider=self.provider, code=code, detail=said, body=error)
        return self.wire.error(HttpResponse(status=500, body=b'{"error":' + error + b"}"))


NEVER_ASKED: Final[Mapping[str, type[JobError]]] = {"batch_expired": JobExpired, "batch_cancelled": JobCancelled}


def openai_types() -> Any:
    """OpenAI's raw types of files and batches; they load on first need."""
    from ..openairesponses import raw

    return raw


def file_name(name: str) -> str:
    """How the file with the questions of a batch of ours is named."""
    return f"{name}.jsonl"


def counted(fields: Fields, places: tuple[str, str, str]) -> Counts:
    """How far a batch is."""
    total, succeeded, failed = (integer(*inner(fields, place)) for place in places)
    return Counts(total=total or None, succeeded=succeeded, failed=failed)  # 0 until the file has been looked through


def inner(fields: Fields, place: str) -> tuple[Fields, str]:
    """The object that a place is in, and its name there."""
    outer, _, name = place.rpartition(".")
    return (fields.get(outer) or {}) if outer else fields, name


def shown_fault(fault: Fields) -> str:
    """``line 3: unknown model (model_not_found)``."""
    line, code = fault.get("line"), fault.get("code")
    message = fault.get("message") or code or "no reason was given"
    where = f"line {line}: " if isinstance(line, int) else ""
    return f"{where}{message}{f' ({code})' if code and code != message else ''}"
