"""Raw: how Novita keeps files and batches.  https://novita.ai/docs/api-reference/model-apis-llm-create-batch"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from attrs import frozen

from ...wiretypes import Listed
from ..openairesponses import raw

__getattr__ = partial(getattr, raw)
"""All that is not different here."""


@frozen(kw_only=True)
class File(raw.File):
    """An uploaded file.  https://novita.ai/docs/api-reference/model-apis-llm-list-files"""

    metadata: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class FileListResponse(raw.FileListResponse):
    """All files."""

    data: Sequence[File]
    code: str | int | None = None
    message: str | None = None


@frozen(kw_only=True)
class Batch:
    """A batch.  Its times are texts, and what they hold is not documented."""

    id: str
    object: Annotated[str, Listed("batch")] | None = None
    endpoint: str | None = None
    input_file_id: str | None = None
    output_file_id: str | None = None
    error_file_id: str | None = None
    completion_window: str | None = None
    in_progress_at: Any = None
    expires_at: Any = None
    finalizing_at: Any = None
    completed_at: Any = None
    failed_at: Any = None
    expired_at: Any = None
    cancelling_at: Any = None
    cancelled_at: Any = None
    status: Annotated[
        str, Listed("VALIDATING", "PROGRESS", "COMPLETED", "FAILED", "EXPIRED", "CANCELLING", "CANCELLED")
    ]
    errors: str | None = None
    version: int | None = None
    created_at: Any = None
    updated_at: Any = None
    created_by: str | None = None
    created_by_key_id: str | None = None
    remark: str | None = None
    total: int | None = None
    completed: int | None = None
    failed: int | None = None
    metadata: Mapping[str, Any] | None = None
    request_counts: raw.BatchRequestCounts | None = None


@frozen(kw_only=True)
class BatchListResponse(raw.BatchListResponse):
    """All batches."""

    data: Sequence[Batch]  # type: ignore[assignment]  # times are no numbers
