"""Dialect: how the servers that speak this wire differ, as data.

The rule here: the defaults are Anthropic's own behaviour. What shows in an answer itself needs no data: the decoders
take answers without signatures, without cache counts and with blocks that overlap (llama.cpp).
"""

from __future__ import annotations

from typing import Final

from attrs import frozen


@frozen(kw_only=True)
class Dialect:
    """
    How a server speaks.

    Args:
        provider: Who speaks: the key of what goes into ``Reply.opaque``, and the name on results and errors.
        aliases: Its other names, under which a Doc's file id may stand as well.
        version: The version of the API. https://platform.claude.com/docs/en/api/versioning
        longest_unstreamed: The largest ``max_tokens`` whose answer may come in one piece. Above that, streaming is
            documented as required (https://platform.claude.com/docs/en/build-with-claude/extended-thinking), since an
            answer of ten minutes outlives many connections; recordings show the API itself answering all the same.
        smallest_budget: The smallest number of tokens to think with.
    """

    provider: str = "anthropic"
    aliases: tuple[str, ...] = ("claude",)
    version: str = "2023-06-01"
    longest_unstreamed: int = 21_333
    smallest_budget: int = 1024


ANTHROPIC: Final = Dialect()
