"""FileDialect and BatchDialect: how a provider keeps files and batches, where that is not as OpenAI does it.

https://platform.openai.com/docs/api-reference/files, https://platform.openai.com/docs/api-reference/batch

The rule here: the defaults are OpenAI's own behaviour, and a difference is data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from ...jobs.batch import State
from ...spool import Limits
from .pages import Pages

STATES: Final[Mapping[str, State]] = {
    "completed": "completed",
    "failed": "failed",
    "expired": "expired",
    "cancelled": "cancelled",
}
"""What ends a batch, in small letters; every other status is on its way there."""
OWN: Final = "genai"
"""Under what name our own id stands in a batch's metadata."""
TEXT: Final = "/v1/chat/completions"
EMBEDDING: Final = "/v1/embeddings"
IMAGE: Final = "/v1/images/generations"

Making: TypeAlias = Callable[[str, str, str], dict[str, Any]]
"""A file's id, an endpoint and a model, to the body that begins a batch."""


def within(window: str) -> Making:
    """OpenAI's body, for batches that may take so long."""

    def body(file_id: str, endpoint: str, model: str) -> dict[str, Any]:
        return {"input_file_id": file_id, "endpoint": endpoint, "completion_window": window}

    return body


def nothing(filename: str) -> Mapping[str, str]:
    """A form that has nothing but the purpose and the file."""
    return {}


@frozen(kw_only=True)
class FileDialect:
    """
    How files are kept.

    Args:
        upload: Where a file goes, below the base URL; all else is at ``files``.
        purpose: What an upload says that it is for.
        purposes: The same for kinds of files, by the first word of the MIME type.
        batch: What the questions of a batch say that they are for.
        form: More fields of the form, from the file's name.
        pages: How files are listed.
    """

    upload: str = "files"
    purpose: str = "user_data"
    purposes: Mapping[str, str] = field(factory=dict)
    batch: str = "batch"
    form: Callable[[str], Mapping[str, str]] = nothing
    pages: Pages = Pages(most=1000)


@frozen(kw_only=True)
class BatchDialect:
    """
    How batches are made.

    Args:
        endpoints: Where the requests go, as the API wants it named, by what is made: ``"text"``, ``"embedding"``,
            ``"image"``. What is not in it has no batches.
        limits: What one batch takes.
        home: Where batches are, below the base URL.
        addressed: Each line says its method and its endpoint.
        body: What begins a batch.
        metadata: Under what name our own id stands in the metadata; None where there are none, and a batch is found by
            the name of its file.
        made: What a batch is in, in the answer to its creation; None where it is the answer.
        counts: Where the numbers of all, of answered and of failed requests are: ``"a.b"`` is ``b`` in ``a``.
        files: Where the ids of the files of answers and of errors are.
        states: What ends a batch, in small letters.
        pages: How batches are listed.
    """

    endpoints: Mapping[str, str] = field(factory=lambda: {"text": TEXT, "embedding": EMBEDDING})
    limits: Limits = Limits(requests=50_000, bytes=200_000_000)
    home: str = "batches"
    addressed: bool = True
    body: Making = within("24h")
    metadata: str | None = OWN
    made: str | None = None
    counts: tuple[str, str, str] | None = ("request_counts.total", "request_counts.completed", "request_counts.failed")
    files: tuple[str, str] = ("output_file_id", "error_file_id")
    states: Mapping[str, State] = field(default=STATES, repr=False)
    pages: Pages = Pages()
