"""What the contract suite needs to know of a provider: sample answers, and how its requests are held to its spec.

A provider with a wire of its own adds a module ``specimen_<name>.py`` beside this one with a ``SPECIMEN``, and so does
one whose Chat Completions differ from others' in what the samples show. Nothing else changes.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

import genai


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
    models: bytes = b""
    models_unknown_field: bytes = b""
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
