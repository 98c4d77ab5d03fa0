"""Specimen: sample answers of a provider, as bytes of its wire. What is wrong on purpose, the kit makes of them.

The rule here: as little as tells what the wire is like; whatever can be derived is not asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from ...checks import Options
from ...errors import Error


@frozen(kw_only=True)
class Specimen:
    """
    Sample answers of one provider.

    Args:
        answer: A whole answer to a question, as JSON. Best one that has all that an answer may have.
        stream: The same answer, streamed; ``b""`` where streams are not promised.
        text: What ``result.text`` is of both.
        answers: For each promised verb beside ``gen_sync`` and ``gen_stream`` its answers: those to all of its
            requests, in turn. Verbs are ``gen_async``, ``gen_batch``, ``poke_result``, ``cancel``, ``embed``,
            ``count_tokens`` and ``list_models``.
        failures: Refusals that this provider words in its own way: a name to the status, the body and the class.
        error_in_stream: A stream that breaks off with an error event; ``b""`` where there are none.
        unknown: The answer with one field, or one value, that is not documented. Default: made of ``answer``.
        own_options: The package's own options with one of them set, or None when it has none.
        headers: Headers of each answer, such as the id of the request.
        stream_type: The content type of streams.
        load: Arguments of ``genai.load`` without which it cannot be asked, such as the URL of one's own server.
    """

    answer: bytes
    stream: bytes = b""
    text: str
    answers: Mapping[str, tuple[bytes, ...]] = field(factory=dict)
    failures: Mapping[str, tuple[int, bytes, type[Error]]] = field(factory=dict)
    error_in_stream: bytes = b""
    unknown: bytes = b""
    own_options: Options | None = None
    headers: Mapping[str, str] = field(factory=dict)
    stream_type: str = "text/event-stream"
    load: Mapping[str, Any] = field(factory=dict)
