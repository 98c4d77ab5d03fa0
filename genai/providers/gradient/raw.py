"""Raw: what DigitalOcean adds to Chat Completions.

https://docs.digitalocean.com/reference/api/reference/serverless-inference/
"""

from __future__ import annotations

from functools import partial

from attrs import frozen

from .._openai_chat import raw as chat
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


@frozen(kw_only=True)
class CacheCreation:
    """Tokens written to the cache, by how long they stay there."""

    ephemeral_5m_input_tokens: int | None = None
    ephemeral_1h_input_tokens: int | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens, and those of the cache."""

    cache_created_input_tokens: int | None = None
    cache_creation: CacheCreation | None = None
    cache_read_input_tokens: int | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    usage: Usage | None = None


@frozen(kw_only=True)
class ErrorResponse:
    """What a failed request is answered with; ``id`` is a word, such as ``"unauthorized"``."""

    id: str | None = None
    message: str | None = None
    request_id: str | None = None
