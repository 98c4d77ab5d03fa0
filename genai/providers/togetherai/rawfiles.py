"""Raw: how Together keeps files and batches.  https://docs.together.ai/reference/batch-create"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from attrs import frozen

from ...wiretypes import Listed
from ..openairesponses import raw

__getattr__ = partial(getattr, raw)
"""All that is not different here."""


@frozen(kw_only=True)
class File:
    """An uploaded file.  https://docs.together.ai/reference/get-files-id"""

    id: str
    object: Annotated[str, Listed("file")] | None = None
    bytes: int | None = None
    created_at: int | None = None
    filename: str | None = None
    purpose: (
        Annotated[
            str,
            Listed("fine-tune", "eval", "eval-sample", "eval-output", "eval-summary", "batch-generated", "batch-api"),
        ]
        | None
    ) = None
    Processed: bool | None = None
    FileType: Annotated[str, Listed("csv", "jsonl", "parquet")] | None = None


@frozen(kw_only=True)
class FileListResponse(raw.FileListResponse):
    """All files, or a page of them."""

    data: Sequence[File]  # type: ignore[assignment]  # it has other fields


@frozen(kw_only=True)
class Batch:
    """A batch job."""

    id: str
    user_id: str | None = None
    input_file_id: str | None = None
    file_size_bytes: int | None = None
    status: Annotated[str, Listed("VALIDATING", "IN_PROGRESS", "COMPLETED", "FAILED", "EXPIRED", "CANCELLED")]
    job_deadline: str | None = None
    created_at: str | None = None
    endpoint: str | None = None
    progress: float | None = None
    model_id: str | None = None
    output_file_id: str | None = None
    error_file_id: str | None = None
    error: str | None = None
    completed_at: str | None = None


@frozen(kw_only=True)
class BatchMade:
    """A batch job that was begun."""

    job: Batch
    warning: str | None = None


BatchListResponse = Sequence[Batch]
"""All batch jobs."""
