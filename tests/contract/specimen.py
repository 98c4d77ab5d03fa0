"""What the contract suite needs to know of a provider: sample answers, and how its requests are held to its spec.

A provider with a wire of its own adds a module ``specimen_<name>.py`` beside this one with a ``SPECIMEN``, and so does
one whose Chat Completions differ from others' in what the samples show. Nothing else changes.
"""

from __future__ import annotations

import base64
import importlib
import importlib.util
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from attrs import field, frozen

import genai

Sent: TypeAlias = "bytes | tuple[int, bytes, dict[str, str]]"
"""A body, or a status, a body and headers."""
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
PNG = genai.Doc(base64.b64decode(PIXEL), filename="a.png")
BATCH = "genai-0"
"""Our own name for every batch of the suite; its items go out as ``genai-0-0``, ``genai-0-1`` and so on."""


@frozen(kw_only=True)
class BatchSpecimen:
    """
    Sample answers about a batch of three, whose id is ``batch_1``: the first item is answered ("Hello there."), the
    second one has an error, and the third one nothing at all.

    Each is what the server answers to the requests that one verb makes, in turn.
    """

    submitted: tuple[Sent, ...]
    pending: tuple[Sent, ...]
    done: tuple[Sent, ...]
    # The class of the second item's error.
    error: type[genai.Error]
    # Batches that ended in another way: the state to the answers, and the class of an item without an answer.
    ended: Mapping[str, tuple[tuple[Sent, ...], type[genai.Error]]]
    cancelled: tuple[Sent, ...]
    # The third answer is missing here, too, because there is only one item.
    one: tuple[Sent, ...]
    # Lists of batches: one in which ours is, and one in which it is not; none where it cannot be found by its name.
    listed: tuple[Sent, ...] = ()
    unlisted: tuple[Sent, ...] = ()
    # How many of the requests of ``submitted`` come before the one that begins the batch.
    uploads: int = 1


@frozen(kw_only=True)
class FileSpecimen:
    """
    Sample answers about a file whose id is ``id``, ``"hello.txt"`` of five bytes; lists have a second one, too.

    Each is what the server answers to the requests that one verb makes, in turn.
    """

    id: str = "file_1"
    uploaded: tuple[Any, ...]
    got: tuple[bytes, ...]
    # The list of two files, page by page.
    listed: tuple[bytes, ...]
    deleted: tuple[bytes, ...]
    # The answer where there is no such file, and what it becomes.
    missing: tuple[int, bytes]
    error: type[genai.Error] = genai.InvalidRequest
    # An answer to ``get`` with a field that the raw types do not know.
    drifted: tuple[bytes, ...]
    # How many of the requests of ``uploaded`` come before the one that has the bytes.
    before: int = 0
    # A document, and how a request says it once it is uploaded; None where it cannot.
    doc: genai.Doc = PNG
    part: Any = None


@frozen(kw_only=True)
class Specimen:
    """Sample answers of one provider, as bytes of the wire."""

    name: str
    key_variable: str | None
    # One answer with reasoning, text and a tool call, whole and streamed: the same answer both times.
    answer: bytes
    stream: bytes
    text: str
    tool: str
    # A plain text answer.
    plain: bytes
    plain_stream: bytes
    # Streams and answers that are wrong in one way.
    cut_stream: bytes
    error_in_stream: bytes
    # The beginning of a stream, with some of its text; and error events, by the class that each is.
    begun: bytes
    told: Mapping[type[genai.Error], bytes]
    unknown_event: bytes
    unknown_field: bytes
    unlisted_value: bytes
    error_in_200: bytes
    # Answers without a message that say that they are whole: with an error inside, and with nothing at all.
    empty_error: bytes
    empty: bytes
    wrong_type: bytes
    # Failed statuses: (status, body) to the class of the error.
    failures: Mapping[str, tuple[int, bytes, type[genai.Error]]]
    # Jobs: the answer to the submission, and then the answers to polls.
    job: bytes = b""
    pending: bytes = b""
    done: bytes = b""
    cancelled: bytes = b""
    job_failures: Mapping[str, tuple[int, bytes, type[genai.Error]]] = field(factory=dict)
    # Batches, where there are any.
    batch: BatchSpecimen | None = None
    files: FileSpecimen | None = None
    models: bytes = b""
    models_unknown_field: bytes = b""
    # Two vectors, those of test_embeddings.py; where each has its index, the second one comes first.
    vectors: bytes = b""
    # A cache that was made.
    cached: bytes = b""
    # The input tokens of a request: 20.
    tokens: bytes = b""
    # Names every fault of a request that was sent: (method, path, decoded body).
    request_faults: Callable[[str, str, Any], list[str]] = field(default=lambda method, path, body: [])
    own_option: Any = None
    # The header with the id of the request.
    request_id: str = "x-request-id"
    # What the answer thinks before it speaks; "" where a provider's thoughts are not shown.
    reasoning: str = "Is it warm?\n\nAsk the tool."
    # Arguments of load() without which this provider cannot be asked, such as the URL of one's own server.
    load: Mapping[str, Any] = field(factory=dict)
    # What the provider makes; what makes no text is held to the contract by test_pictures.py alone.
    makes: str = "text"


def specimen(name: str) -> Specimen:
    """The specimen of a provider: its own, or the one of all who speak Chat Completions."""
    module = f"contract.specimen_{name}"
    if importlib.util.find_spec(module):
        found: Specimen = importlib.import_module(module).SPECIMEN
        return found
    from contract.chat import chat_specimen

    return chat_specimen(name)
