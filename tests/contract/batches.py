"""Batches and files as OpenAI has them, for the contract suite. Ids and words are made up."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from contract.specimen import BATCH, BatchSpecimen, FileSpecimen

import genai

NAME = f"{BATCH}.0"
REFUSED = {"error": {"message": "Too long.", "type": "invalid_request_error", "code": "context_length_exceeded"}}
MISSING = {"error": {"message": "No such file.", "type": "invalid_request_error", "code": "not_found"}}


def dumped(value: Any) -> bytes:
    """JSON as a server sends it."""
    return json.dumps(value).encode()


def file(id_: str = "file_1", **more: Any) -> dict[str, Any]:
    """A file object."""
    about = {"id": id_, "object": "file", "bytes": 5, "created_at": 1790000000}
    return {**about, "filename": "hello.txt", "purpose": "batch", **more}


def line(number: int, status: int, body: Any) -> bytes:
    """A line of the answers."""
    response = {"status_code": status, "request_id": "req_1", "body": body}
    return dumped({"id": "l", "custom_id": f"{BATCH}-{number}", "response": response, "error": None}) + b"\n"


def batch(status: str, own: str | None = "genai", **more: Any) -> dict[str, Any]:
    """A batch object, with our own name under a name of its metadata."""
    counts = {"total": 3, "completed": 0, "failed": 0}
    about = {"id": "batch_1", "object": "batch", "endpoint": "/v1/x", "input_file_id": "file_1"}
    window = {"completion_window": "24h", "created_at": 1790000000, "metadata": {own: NAME} if own else None}
    return {**about, **window, "status": status, "request_counts": counts, **more}


def listed(*entries: dict[str, Any], **more: Any) -> bytes:
    """The last page of a list."""
    return dumped({"object": "list", "data": [*entries], "has_more": False, **more})


def openai_batch(answer: dict[str, Any], own: str | None = "genai", word: Callable[[str], str] = str) -> BatchSpecimen:
    """
    The batches of a provider that copies OpenAI's.

    Args:
        answer: What the API answers, which says "Hello there.".
        own: Under what name the metadata have ours; None where there are none, and the name of the file tells.
        word: How a status is said.
    """

    def state(status: str, **more: Any) -> dict[str, Any]:
        return batch(word(status), own, **more)

    fault = {"code": "invalid_json_line", "line": 1, "message": "This line is not JSON.", "param": None}
    errors = {"object": "list", "data": [fault]} if own else "This line is not JSON."
    ours = (listed(state("in_progress")),)
    named = (listed(file("file_0"), file(filename=f"{NAME}.jsonl")),)
    return BatchSpecimen(
        submitted=(dumped(file()), dumped(state("validating"))),
        pending=(dumped(state("in_progress")),),
        done=(
            dumped(state("completed", output_file_id="file_2", error_file_id="file_3")),
            line(0, 200, answer),
            line(1, 400, REFUSED),
        ),
        error=genai.ContextTooLong,
        ended={
            "failed": ((dumped(state("failed", errors=errors)),), genai.JobFailed),
            "expired": ((dumped(state("expired")),), genai.JobExpired),
            "cancelled": ((dumped(state("cancelled")),), genai.JobCancelled),
        },
        cancelled=(dumped(state("cancelling")),),
        one=(dumped(state("completed", output_file_id="file_2")), line(0, 200, answer)),
        listed=ours if own else named + ours,
        unlisted=(listed(),) if own else (*named, listed(state("in_progress", input_file_id="file_9"))),
    )


def openai_files(purpose: str = "user_data", pages: bool = True, part: dict[str, Any] | None = None) -> FileSpecimen:
    """
    The files of a provider that copies OpenAI's.

    Args:
        purpose: What an upload says that it is for.
        pages: Lists come in pages.
        part: How a picture that was uploaded is said to the model; None where it is not.
    """
    one, two = file("file_1", purpose=purpose), file("file_2", purpose=purpose)
    return FileSpecimen(
        uploaded=(dumped(one),),
        got=(dumped(one),),
        listed=(listed(one, has_more=True), listed(two)) if pages else (listed(one, two),),
        deleted=(dumped({"id": "file_1", "object": "file", "deleted": True}),),
        missing=(404, dumped(MISSING)),
        drifted=(dumped({**one, "telepathy": 1}),),
        part=part,
    )
