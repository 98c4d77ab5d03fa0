"""Dialect: how a server speaks the Responses API, where that is not as OpenAI speaks it.

The rule here: a difference that shows in the answer itself needs no data; the decoders take either form of any server.
Items without an ``output_index`` go by their ids, ids need no prefix, ``[DONE]`` may come or not, a stream without item
events has all in its last one, an answer is a stream when its content type says so, and a response is kept when it says
``store: true``. What is left, and cannot be seen in an answer, is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from attrs import frozen

from .._openai_embeddings.embedder import PLAIN, Embedder


@frozen(kw_only=True)
class Dialect:
    """
    The defaults are OpenAI's own behaviour.

    Args:
        provider: Who speaks: the key of what goes into ``Reply.opaque``, and the name on results and errors.
        aliases: Its other names, under which a Doc's file id may stand as well.
        marks: More fields of a function call that are remembered, and go back with it.
        tells_cuts: An answer that ran into ``max_output_tokens`` says ``incomplete``. Where it does not, one that has
            as many tokens as it may have counts as cut.
        embeddings: How it makes vectors of texts.
        whole_pictures: A picture goes back with all that the answer said of it, not with its bytes alone.
    """

    provider: str = "openairesponses"
    aliases: tuple[str, ...] = ("openai",)
    marks: tuple[str, ...] = ()
    tells_cuts: bool = True
    embeddings: Embedder = Embedder()
    whole_pictures: bool = False


OPENAI: Final = Dialect()
OTHERS: Final = Dialect(tells_cuts=False, embeddings=PLAIN)
"""Any server that is not in the table: llama.cpp and transformers say ``completed`` whatever happened."""

DIALECTS: Final[Mapping[str, Dialect]] = {
    "api.openai.com": OPENAI,
    "openai.azure.com": OPENAI,  # https://learn.microsoft.com/azure/ai-foundry/openai/how-to/responses
}
"""By host, with all hosts below it."""


def dialect_of(base_url: str) -> Dialect:
    """How the server at a base URL speaks."""
    host = urlsplit(base_url).hostname or ""
    known = (one for name, one in DIALECTS.items() if host == name or host.endswith(f".{name}"))
    return next(known, OTHERS)
