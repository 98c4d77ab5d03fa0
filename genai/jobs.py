"""Job: a background or batch job, as a value that any process can poll, any day.

The rule here: a job holds no secret. Its token names a host, and a key never goes to a host on a token's word.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Generator
from typing import Any, Final, Literal, NoReturn, TypeAlias

from attrs import field, frozen

from .errors import InvalidRequest
from .values import Value, a_tuple

Kind: TypeAlias = Literal["background", "batch", "video", "image"]
PREFIX: Final = "genai-job-1."


@frozen(kw_only=True)
class Job(Value):
    """
    A job that a provider works on. ``str(job)`` is a token; ``genai.poke(token)`` asks for its result.

    ``gen_async`` means a job, not asyncio: a Job cannot be awaited. (asyncio is ``llm.aio``.)

    Args:
        provider: The provider's name.
        model: The model's id.
        kind: ``"background"``, ``"batch"``, ``"video"`` or ``"image"``.
        id: The provider's id for the job.
        created: Unix time of its submission, or None.
        base_url: Where it was submitted.
        unsupported: What was left out of the request (only with ``on_unsupported="warn"``); its result lists it too.
    """

    provider: str
    model: str = ""
    kind: Kind = "background"
    id: str = field()
    created: float | None = None
    base_url: str = ""
    unsupported: tuple[str, ...] = field(default=(), converter=a_tuple)

    def __attrs_post_init__(self) -> None:
        faults = ["Job.id: a job has an id"] * (not self.id)
        finite = self.created is None or 0 <= self.created < math.inf
        faults += [f"Job.created: a Unix time, or None, not {self.created}"] * (not finite)
        if faults:
            raise InvalidRequest(faults=faults)

    def __str__(self) -> str:
        packed = base64.urlsafe_b64encode(self.to_json().encode()).decode("ascii")
        return PREFIX + packed.rstrip("=")

    @staticmethod
    def parse(token: str) -> Job:
        """The job (a BatchJob, if it was one) that ``str(job)`` wrote; InvalidRequest when it is no such token."""
        given: Any = token
        if not isinstance(given, str):
            raise InvalidRequest(f"a job's token is a text, not {type(given).__name__}")
        packed = token.strip().removeprefix(PREFIX)
        if packed == token.strip():
            raise InvalidRequest(f"not a job's token: it begins with {PREFIX!r}")
        try:
            text = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars="-_", validate=True)
        except (ValueError, binascii.Error):
            raise InvalidRequest("not a job's token: it is damaged") from None
        job = Job.from_json(text)
        return BatchJob.from_json(text) if job.kind == "batch" else job

    def __await__(self) -> Generator[None, None, NoReturn]:
        raise TypeError(
            "gen_async gives a Job, which is nothing to await: poll it with llm.poke_result(job) or llm.wait(job). "
            "For asyncio use llm.aio: `await llm.aio.gen_sync(...)`, `await llm.aio.wait(job)`."
        )
        yield  # type: ignore[unreachable]  # a generator, so that `await job` reaches the line above


@frozen(kw_only=True)
class BatchJob(Job):
    """A job of many requests; ``poke_result`` gives a BatchResult."""

    kind: Kind = "batch"
