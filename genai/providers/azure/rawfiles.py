"""Raw: how Azure OpenAI keeps files and batches: times as texts, states in letters of either size.

https://learn.microsoft.com/en-us/azure/ai-foundry/openai/how-to/batch
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, TypeAlias

from attrs import frozen

from ...wiretypes import Listed
from ..openairesponses import raw

__getattr__ = partial(getattr, raw)
"""All that is not different here."""

Time: TypeAlias = float | str


@frozen(kw_only=True)
class File(raw.File):
    """An uploaded file."""

    status: (
        Annotated[str, Listed("uploaded", "pending", "running", "processed", "error", "deleting", "deleted")] | None
    ) = None


@frozen(kw_only=True)
class FileListResponse(raw.FileListResponse):
    """All files."""

    data: Sequence[File]


@frozen(kw_only=True)
class Batch:
    """A batch; its files may lie in a storage of one's own."""

    id: str
    object: Annotated[str, Listed("batch")] | None = None
    endpoint: str | None = None
    model: str | None = None
    errors: raw.BatchErrors | None = None
    input_file_id: str | None = None
    completion_window: str | None = None
    status: str
    output_file_id: str | None = None
    error_file_id: str | None = None
    input_blob: str | None = None
    output_blob: str | None = None
    error_blob: str | None = None
    created_at: Time | None = None
    in_progress_at: Time | None = None
    expires_at: Time | None = None
    finalizing_at: Time | None = None
    completed_at: Time | None = None
    failed_at: Time | None = None
    expired_at: Time | None = None
    cancelling_at: Time | None = None
    cancelled_at: Time | None = None
    request_counts: raw.BatchRequestCounts | None = None
    usage: raw.Usage | None = None
    metadata: Mapping[str, str] | None = None


@frozen(kw_only=True)
class BatchListResponse(raw.BatchListResponse):
    """A page of batches."""

    data: Sequence[Batch]  # type: ignore[assignment]  # other times
