"""Raw: how Mistral keeps files and batches.  https://docs.mistral.ai/api/endpoint/batch"""

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
class File:
    """An uploaded file.  https://docs.mistral.ai/api/endpoint/files"""

    id: str
    object: str | None = None
    bytes: int | None = None
    created_at: int | None = None
    filename: str | None = None
    purpose: Annotated[str, Listed("fine-tune", "batch", "ocr", "audio")] | None = None
    sample_type: (
        Annotated[str, Listed("pretrain", "instruct", "batch_request", "batch_result", "batch_error")] | None
    ) = None
    num_lines: int | None = None
    mimetype: str | None = None
    source: Annotated[str, Listed("upload", "repository", "mistral")] | None = None
    signature: str | None = None
    expires_at: int | None = None
    visibility: Annotated[str, Listed("workspace", "user")] | None = None
    deleted: bool | None = None


@frozen(kw_only=True)
class FileListResponse:
    """A page of files."""

    data: Sequence[File]
    object: str | None = None
    total: int | None = None


@frozen(kw_only=True)
class BatchError:
    """What was wrong, and how often."""

    message: str
    count: int | None = None


@frozen(kw_only=True)
class Batch:
    """A batch job."""

    id: str
    object: Annotated[str, Listed("batch")] | None = None
    input_files: Sequence[str] | None = None
    metadata: Mapping[str, Any] | None = None
    endpoint: str | None = None
    model: str | None = None
    agent_id: str | None = None
    output_file: str | None = None
    error_file: str | None = None
    errors: Sequence[BatchError] | None = None
    outputs: Sequence[Mapping[str, Any]] | None = None
    status: Annotated[
        str,
        Listed("QUEUED", "RUNNING", "SUCCESS", "FAILED", "TIMEOUT_EXCEEDED", "CANCELLATION_REQUESTED", "CANCELLED"),
    ]
    created_at: int | None = None
    total_requests: int | None = None
    completed_requests: int | None = None
    succeeded_requests: int | None = None
    failed_requests: int | None = None
    started_at: int | None = None
    completed_at: int | None = None


@frozen(kw_only=True)
class BatchListResponse:
    """A page of batch jobs."""

    data: Sequence[Batch]
    object: Annotated[str, Listed("list")] | None = None
    total: int | None = None
