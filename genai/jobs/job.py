"""Job and BatchJob: what a provider works on, as a value that any process can poll, any day.

The rule here: a job holds no secret. Its token names a host, and a key never goes to a host on a token's word.
"""

from __future__ import annotations

import base64
import binascii
import math
import zlib
from collections.abc import Generator
from typing import Any, ClassVar, Final, Literal, NoReturn, TypeAlias

from attrs import field, frozen

from ..errors import InvalidRequest
from ..values import Value, a_tuple

Kind: TypeAlias = Literal["background", "batch", "video", "image"]
PREFIX: Final = "genai-job-1."
BATCH_PREFIX: Final = "genai-batch-1."
PREFIXES: Final = (PREFIX, BATCH_PREFIX)
LONGEST: Final = 256 * 1024 * 1024
"""The largest job that a token may unpack to, in bytes."""


@frozen(kw_only=True)
class Job(Value):
    """
    A job that a provider works on. ``str(job)`` is a token; ``genai.poke(token)`` asks for its result.

    ``gen_async`` means a job, not asyncio: a Job cannot be awaited. (asyncio is ``llm.aio``.)

    Args:
        provider: The provider's name.
        model: The model's id.
        kind: ``"background"``, ``"batch"`` (a batch of one), ``"video"`` or ``"image"``.
        id: The provider's id for the job.
        created: Unix time of its submission, or None.
        base_url: Where it was submitted.
        output: What a batch makes, as in ``load()``: ``"text"``, ``"image"`` or ``"embedding"``. Of others the kind
            says it.
        cursor: How far its stream was read: the number of the last event that was seen. None: it was not.
        unsupported: What was left out of the request (only with ``on_unsupported="warn"``); its result lists it too.
    """

    _prefix: ClassVar[str] = PREFIX

    provider: str
    model: str = ""
    kind: Kind = "background"
    id: str = field()
    created: float | None = None
    base_url: str = ""
    output: str = "text"
    cursor: int | None = None
    unsupported: tuple[str, ...] = field(default=(), converter=a_tuple)

    def __attrs_post_init__(self) -> None:
        faults = self._faults()
        if faults:
            raise InvalidRequest(faults=faults)

    def _faults(self) -> list[str]:
        finite = self.created is None or 0 <= self.created < math.inf
        no_id = ["Job.id: a job has an id"] * (not self.id)
        return no_id + [f"Job.created: a Unix time, or None, not {self.created}"] * (not finite)

    def __str__(self) -> str:
        text = self.to_json().encode()
        packed = base64.urlsafe_b64encode(zlib.compress(text, 9) if len(text) > LONG else text).decode("ascii")
        return self._prefix + packed.rstrip("=")

    @staticmethod
    def parse(token: str) -> Job:
        """The job (a BatchJob, if it was one) that ``str(job)`` wrote; InvalidRequest when it is no such token."""
        given: Any = token
        if not isinstance(given, str):
            raise InvalidRequest(f"a job's token is a text, not {type(given).__name__}")
        token = token.strip()
        cls = next((cls for cls in (Job, BatchJob) if token.startswith(cls._prefix)), None)
        if cls is None:
            raise InvalidRequest(f"not a job's token: it begins with {' or '.join(map(repr, PREFIXES))}")
        packed = token.removeprefix(cls._prefix)
        try:
            text = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars="-_", validate=True)
            text = text if text.startswith(b"{") else _unpacked(text)
        except (ValueError, binascii.Error, zlib.error):
            raise InvalidRequest("not a job's token: it is damaged") from None
        return cls.from_json(text)

    def __await__(self) -> Generator[None, None, NoReturn]:
        raise TypeError(
            "gen_async gives a Job, which is nothing to await: poll it with llm.poke_result(job) or llm.wait(job). "
            "For asyncio use llm.aio: `await llm.aio.gen_sync(...)`, `await llm.aio.wait(job)`."
        )
        yield  # type: ignore[unreachable]  # a generator, so that `await job` reaches the line above


@frozen(kw_only=True)
class Part(Value):
    """
    One of the provider's batches that a BatchJob is made of.

    Args:
        id: The provider's id; "" for a part that it never took, whose items are errors.
        first: The number of its first item, counted from 0 over the whole job.
        count: How many items it has.
    """

    id: str
    first: int = 0
    count: int = 0


@frozen(kw_only=True)
class BatchJob(Job):
    """
    A job of many requests; ``poke_result`` gives a BatchResult.

    One made by ``gen_batch`` knows its items. One made by hand from a provider's id alone (``BatchJob(provider=...,
    id=...)``) is polled as well: its items then stand under the ids that they have at the provider.

    Args:
        id: The provider's id of its first part.
        name: Our own id, which the provider keeps with each part; "" for a batch that others made.
        parts: The provider's batches; more than one where the items were more than the provider takes at once.
        ids: The ids of the items, in their order; empty where the items are numbered ("0", "1", ...).
    """

    _prefix: ClassVar[str] = BATCH_PREFIX

    kind: Kind = "batch"
    name: str = ""
    parts: tuple[Part, ...] = field(default=(), converter=a_tuple)
    ids: tuple[str, ...] = field(default=(), converter=a_tuple, repr=lambda ids: f"<{len(ids)} ids>")

    def _faults(self) -> list[str]:
        faults = [f"BatchJob.kind: 'batch', not {self.kind!r}"] * (self.kind != "batch")
        counted = all(part.count >= 0 for part in self.parts) and (self.count or 0) <= (len(self.ids) or MOST)
        return super()._faults() + faults + ["BatchJob.parts: they have other numbers of items"] * (not counted)

    @property
    def count(self) -> int | None:
        """How many items it has; None when that is not known."""
        return sum(part.count for part in self.parts) if self.name and self.parts else None

    def id_of(self, number: int) -> str:
        """The id of an item by its number."""
        return self.ids[number] if self.ids else str(number)


MOST: Final = 100_000_000
"""The most items of a job, which a forged token may not pass."""
LONG: Final = 2000
"""A token whose JSON is longer, in bytes, is packed."""


def _unpacked(data: bytes) -> bytes:
    """What ``zlib.compress`` packed; a forged token may not fill the memory."""
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(data, LONGEST)
    if not unpacking.eof:
        raise ValueError("too large, or cut")
    return text
