"""Mistral, for the contract suite: its thoughts are parts of the content, and its batches have words of their own."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from contract.batches import NAME, REFUSED, file, line, listed, openai_files
from contract.chat import CALL, SAID, THOUGHT, USAGE, chat_specimen, chunk, dumped, pieces, sse, whole
from contract.specimen import BatchSpecimen

import genai


def thinking(text: str) -> dict[str, Any]:
    """Content that is thought."""
    return {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": text}]}]}


SPOKEN = {"content": [*thinking(THOUGHT)["content"], {"type": "text", "text": SAID}], "tool_calls": [CALL]}
STREAMED = [chunk({"role": "assistant", "content": ""})]
STREAMED += [chunk(thinking(THOUGHT[at : at + 6])) for at in range(0, len(THOUGHT), 6)]
STREAMED += [*pieces("content", SAID), chunk({"tool_calls": [{**CALL, "index": 0}]})]
STREAMED += [chunk({"content": ""}, "tool_calls", usage=USAGE)]

PLAIN = whole({"content": "Hello there."})


def batch(status: str, **more: Any) -> dict[str, Any]:
    """A batch job."""
    about = {"id": "batch_1", "object": "batch", "input_files": ["file_1"], "metadata": {"genai": NAME}, "errors": []}
    counts = {"total_requests": 3, "completed_requests": 0, "succeeded_requests": 0, "failed_requests": 0}
    where = {"endpoint": "/v1/chat/completions", "model": "m", "created_at": 1790000000}
    return {**about, **where, **counts, "status": status, **more}


def found(*jobs: dict[str, Any]) -> bytes:
    """A page of batch jobs."""
    return dumped({"object": "list", "data": [*jobs], "total": len(jobs)})


BATCH = BatchSpecimen(
    submitted=(
        dumped(file(sample_type="batch_request", source="upload", num_lines=3, mimetype="application/jsonl")),
        dumped(batch("QUEUED")),
    ),
    pending=(dumped(batch("RUNNING")),),
    done=(
        dumped(batch("SUCCESS", output_file="file_2", error_file="file_3")),
        line(0, 200, PLAIN),
        line(1, 400, REFUSED),
    ),
    error=genai.ContextTooLong,
    ended={
        "failed": ((dumped(batch("FAILED", errors=[{"message": "No such model.", "count": 3}])),), genai.JobFailed),
        "expired": ((dumped(batch("TIMEOUT_EXCEEDED")),), genai.JobExpired),
        "cancelled": ((dumped(batch("CANCELLED")),), genai.JobCancelled),
    },
    cancelled=(dumped(batch("CANCELLATION_REQUESTED")),),
    one=(dumped(batch("SUCCESS", output_file="file_2")), line(0, 200, PLAIN)),
    listed=(found(batch("SUCCESS", id="batch_0", metadata=None), batch("RUNNING")),),
    unlisted=(found(),),
)
KEPT = {"purpose": "ocr", "sample_type": "instruct", "source": "upload", "mimetype": "text/plain"}

SPECIMEN = chat_specimen(
    "mistral",
    batch=BATCH,
    files=evolve(
        openai_files("ocr"),
        uploaded=(dumped(file(**KEPT)),),
        listed=(listed(file(**KEPT), file("file_2", **KEPT)).replace(b', "has_more": false', b""),),
    ),
    answer=dumped(whole(SPOKEN, "tool_calls")),
    stream=sse(STREAMED),
    reasoning=THOUGHT,
)
