"""Together, for the contract suite: bare lists of models and of batches, and batches with words of their own."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from contract.batches import NAME, REFUSED, file, line, openai_files
from contract.chat import chat_specimen, dumped, whole
from contract.specimen import BatchSpecimen

import genai

MODEL = {"id": "gpt-5", "object": "model", "created": 1754425777, "type": "chat", "organization": "somebody"}
PLAIN = whole({"content": "Hello there."})
KEPT: dict[str, Any] = {"Processed": True, "FileType": "jsonl"}


def batch(status: str, **more: Any) -> dict[str, Any]:
    """A batch job."""
    about = {"id": "batch_1", "user_id": "user_1", "input_file_id": "file_1", "file_size_bytes": 5, "progress": 0.0}
    return {**about, "endpoint": "/v1/chat/completions", "created_at": "2026-11-01T10:00:00Z", "status": status, **more}


def files(*found: dict[str, Any]) -> bytes:
    """All files."""
    return dumped({"data": [{**one, "purpose": "batch-api", **KEPT} for one in found]})


BATCH = BatchSpecimen(
    submitted=(
        dumped(file(purpose="batch-api", **KEPT)),
        dumped({"job": batch("VALIDATING"), "warning": "It may take long."}),
    ),
    pending=(dumped(batch("IN_PROGRESS")),),
    done=(
        dumped(batch("COMPLETED", output_file_id="file_2", error_file_id="file_3")),
        line(0, 200, PLAIN),
        line(1, 400, REFUSED),
    ),
    error=genai.ContextTooLong,
    ended={
        "failed": ((dumped(batch("FAILED", error="The file is no JSONL.")),), genai.JobFailed),
        "expired": ((dumped(batch("EXPIRED")),), genai.JobExpired),
        "cancelled": ((dumped(batch("CANCELLED")),), genai.JobCancelled),
    },
    cancelled=(dumped(batch("CANCELLED")),),
    one=(dumped(batch("COMPLETED", output_file_id="file_2")), line(0, 200, PLAIN)),
    listed=(files(file(filename=f"{NAME}.jsonl")), dumped([batch("IN_PROGRESS")])),
    unlisted=(files(file(filename=f"{NAME}.jsonl")), dumped([batch("IN_PROGRESS", input_file_id="file_9")])),
)

SPECIMEN = chat_specimen(
    "togetherai",
    models=dumped([MODEL]),
    models_unknown_field=dumped([{**MODEL, "telepathy": 1}]),
    batch=BATCH,
    files=evolve(openai_files("batch-api"), listed=(files(file(), file("file_2")),)),
)
