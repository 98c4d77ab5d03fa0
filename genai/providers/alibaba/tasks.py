"""Tasks of DashScope: submit, poll, download.

https://www.alibabacloud.com/help/en/model-studio/text-to-image-v2-api-reference

The rule here: the base URL is the one that conversations have, so that keys and regions are the same; tasks live
beside it, at ``/api/v1``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from ...doc import Doc
from ...errors import Error, InvalidRequest, JobCancelled, JobFailed, JobUnknown, ProviderError
from ...jobs import Job
from ...messages import Message, Reply
from ...provider import Ask, Config
from ...results import Result, Usage
from ...sansio import Endpoint, Flow, HttpRequest, HttpResponse, Send
from .._openai.errors import error_of
from .._openai.fields import doc, needed, string
from .._openai.jobs import ended
from .._openai.paths import path
from .._openai_chat.writers import merged
from .._openai_images.decode import result_of
from .._openai_images.dialect import Dialect
from .._openai_images.encode import Encoded
from .._openai_images.polled import Polled

BESIDE: Final = "/compatible-mode/v1"
RUNNING: Final = frozenset({"PENDING", "RUNNING", "SUSPENDED"})
ENDED: Final[Mapping[str, type[Error]]] = {"CANCELED": JobCancelled, "UNKNOWN": JobUnknown, "FAILED": JobFailed}
"""UNKNOWN is what a task is that does not exist, or is older than 24 hours."""
META: Final = {"actual_prompt": "revised_prompt"}


class Tasks(Polled):
    """Pictures as tasks."""

    def __init__(self, config: Config, dialect: Dialect, types: Any) -> None:
        super().__init__(config, dialect, types)
        self.capabilities = evolve(self.capabilities, cancel=True)
        base, beside, _ = config.base_url.partition(BESIDE)
        self.home = f"{base}/api/v1" if beside else base
        self.endpoint = evolve(self.endpoint, base_url=self.home)

    def request(self, method: str, path: str, body: Any = None, ask: Ask | None = None) -> HttpRequest:
        """A request to the tasks."""
        request = super().request(method, path, body, ask)
        asynchronous = {"x-dashscope-async": "enable"} if method == "POST" else {}
        return evolve(request, url=f"{self.home}{path}", headers={**asynchronous, **request.headers})

    def within(self, made: Encoded) -> Mapping[str, Any]:
        """The pictures; with a mask, what is done is done where it says."""
        fields = super().within(made)
        if made.mask is None or made.fields.get("input", {}).get("function") != "description_edit":
            return fields
        return merged(fields, {"input": {"function": "description_edit_with_mask"}})

    def accepted(self, fields: Any) -> str:
        """The task's id."""
        return needed(fields["output"], "task_id")

    def poll(self, job: Job) -> tuple[HttpRequest, Endpoint]:
        """``GET /tasks/{id}``"""
        return self.request("GET", path("tasks", job.id)), self.endpoint

    def cancel(self, job: Job) -> Flow[None]:
        """
        ``POST /tasks/{id}/cancel``, for a task that still waits for its turn: others are refused by the server.

        https://www.alibabacloud.com/help/en/model-studio/manage-asynchronous-tasks
        """
        request = self.request("POST", path("tasks", self.mine(job).id, "cancel"))
        yield Send(request=request, endpoint=self.endpoint)

    def outcome(self, fields: Any, head: HttpResponse, job: Job) -> Result:
        """The pictures, and what is said of those that were not made."""
        output = fields["output"]
        status, pending = needed(output, "task_status"), self.pending(fields, head, job, self.dialect.request_id)
        if status in RUNNING:
            return pending
        if status != "SUCCEEDED":
            raise ended(self.failure(output, head, ENDED[status]), pending, head)
        entries = output["results"]
        if not any(entry.get("url") for entry in entries):
            raise ended(self.failure(entries[0] if entries else {}, head, JobFailed), pending, head)
        replies = (_reply(entry, block) for block, entry in enumerate(entries))
        result = result_of(Message(replies=tuple(replies)), {}, head, self.speaker, job.unsupported)
        return evolve(
            result,
            model=job.model or result.model,
            usage=Usage(),  # it counts pictures, no tokens
            request_id=string(fields, "request_id") or result.request_id,
            response_id=job.id,
            raw=fields,
        )

    def failure(self, told: Mapping[str, Any], head: HttpResponse, otherwise: type[Error]) -> Error:
        """Why there are no pictures: by its code, else ``otherwise``."""
        body = {"error": {"code": told.get("code"), "message": told.get("message")}}
        known: dict[str, Any] = {"status": head.status, "body": head.body}
        error = error_of(self.config.info.name, body, kinds=self.dialect.errors, **known)
        if otherwise is JobFailed and type(error) not in (ProviderError, InvalidRequest):
            return error
        return otherwise(str(error), provider=error.provider, code=error.code, detail=error.detail, **known)


def _reply(entry: Mapping[str, Any], block: int) -> Reply:
    """A picture; or why there is none, when only some were made."""
    if not entry.get("url"):
        return Reply(refusal=f"{entry.get('code')}: {entry.get('message')}", block=block)
    made: Doc = doc(url=needed(entry, "url"), meta={name: entry[key] for key, name in META.items() if entry.get(key)})
    return Reply(doc=made, block=block)
