"""Embeddings: texts as vectors of numbers, in the order in which they were given.

The rule here: one vector for each text, never fewer, and all of them are floats, however the wire wrote them.
"""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from .results import Attempt, RateLimit, Usage
from .values import Value, a_tuple


@frozen(kw_only=True)
class Embeddings(Value):
    """
    What ``llm.embed(texts)`` gives. Many texts may have gone in several requests: usage is that of all of them.

    Args:
        vectors: One for each text, in the order of the texts; how long they are is the model's, or ``dimensions``.
        usage: Tokens. There is no output.
        limits: The rate limits that the last answer's headers told.
        provider: The provider's name.
        model: The model that answered, as the provider names it.
        request_id: The provider's id for the HTTP request; of several, for the last one.
        attempts: The tries that failed before.
        unsupported: What was left out of the request (only with ``on_unsupported="warn"``).
        raw: The decoded answers, one for each request, without the vectors. Not part of ``to_json``, nor of equality.
    """

    vectors: tuple[tuple[float, ...], ...] = field(default=(), converter=a_tuple)
    usage: Usage = field(factory=Usage)
    limits: tuple[RateLimit, ...] = field(default=(), converter=a_tuple)
    provider: str = ""
    model: str = ""
    request_id: str | None = None
    attempts: tuple[Attempt, ...] = field(default=(), converter=a_tuple)
    unsupported: tuple[str, ...] = field(default=(), converter=a_tuple)
    raw: tuple[Any, ...] = field(default=(), converter=a_tuple, eq=False, repr=False)
