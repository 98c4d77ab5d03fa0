"""How Mistral speaks Chat Completions.  https://docs.mistral.ai/api/endpoint/chat"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any, Final

from ...doc import Doc
from ...spool import Limits
from .._openai.kept import BatchDialect, FileDialect
from .._openai.pages import Pages
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import Part, image, source
from .._openai_chat.writers import but, functions, json_schema, words
from .._openai_embeddings.embedder import Embedder

CALL_ID: Final = re.compile(r"[a-zA-Z0-9]{9}")


def call_id(id_: str) -> str:
    """Nine letters and digits, which is all that Mistral takes; of any other id, the same ones each time."""
    if CALL_ID.fullmatch(id_):
        return id_
    return hashlib.blake2b(id_.encode(errors="surrogatepass"), digest_size=5).hexdigest()[:9]


def audio(doc: Doc, file_id: str | None) -> Part | None:
    """A sound, inline, as base64 without more.  https://docs.mistral.ai/capabilities/audio_transcription"""
    if doc.data is None:
        return None
    return {"type": "input_audio", "input_audio": base64.b64encode(doc.data).decode("ascii")}


def document(doc: Doc, file_id: str | None) -> Part | None:
    """A PDF: one that was uploaded, or by URL, or inline as a data URL (recorded)."""
    if file_id is not None:
        return {"type": "file", "file_id": file_id}
    url = source(doc)
    name = {"document_name": doc.filename} if doc.filename else {}
    return None if url is None else {"type": "document_url", "document_url": url, **name}


def batch_body(file_id: str, endpoint: str, model: str) -> dict[str, Any]:
    """What begins a batch.  https://docs.mistral.ai/api/endpoint/batch"""
    return {"input_files": [file_id], "endpoint": endpoint, "model": model}


PAGES: Final = Pages(size="page_size", number="page")

PARTS: Final = {"image": image, "audio": audio, "application/pdf": document}

DIALECT = Dialect(
    options=but(
        seed="random_seed",
        decode_as=json_schema,
        tools=functions,
        parallel="parallel_tool_calls",
        effort=words("none", "minimal", "low", "medium", "high", "xhigh"),
    ),
    streamed={},  # usage comes unasked
    parts=PARTS,
    tool_parts=frozenset(PARTS),
    tool_names=True,
    call_id=call_id,
    request_id="mistral-correlation-id",
    # A model that thought does better with its thoughts (https://docs.mistral.ai/capabilities/reasoning), and Magistral
    # takes them (recorded); Devstral, which has none, refuses a history that has some, with 400:
    # https://github.com/mistralai/mistral-vibe/issues/758
    thoughts_back=True,
    embeddings=Embedder(most=None, options={"dimensions": "output_dimension"}, always={}),
    batches=BatchDialect(
        # https://docs.mistral.ai/resources/known-limitations
        limits=Limits(requests=100_000, bytes=512_000_000),
        home="batch/jobs",
        addressed=False,
        body=batch_body,
        counts=("total_requests", "succeeded_requests", "failed_requests"),
        files=("output_file", "error_file"),
        states={
            "success": "completed",
            "failed": "failed",
            "timeout_exceeded": "expired",
            "cancelled": "cancelled",
        },
        pages=PAGES,
    ),
    files=FileDialect(purpose="ocr", purposes={"audio": "audio"}, pages=PAGES),
)
