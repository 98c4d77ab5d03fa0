"""What is HasteKit's own on the Responses wire: two routes, and one mark.

The rule here: what no document of HasteKit's tells is left as OpenAI has it. It declares the bodies of both routes as
plain objects, so nothing is held back; its Go package shows how it fills them.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from ..openairesponses.dialect import Dialect


@frozen(kw_only=True)
class Route:
    """
    A way through the gateway.

    Args:
        base: What stands before ``/responses``.
        header: The header that carries the key.
        scheme: What stands before the key there.
    """

    base: str
    header: str
    scheme: str = ""


OPENAI: Final = Route(base="/api/gateway/openai", header="authorization", scheme="Bearer ")
"""https://hastekit.ai/docs/gateway/llm/sdk-integrations/openai, for models without a provider's word."""

NATIVE: Final = Route(base="/api/gateway", header="x-virtual-key")
"""Where HasteKit's Go package sends ``"OpenAI:gpt-4.1-mini"`` and the like, with this header."""

WORDED: Final = re.compile(r"(?!ft:)([^:/]+)[:/](.+)", re.DOTALL)
"""A provider's word, a colon or a slash, and its model. ``ft:`` is how OpenAI's fine-tuned models begin."""


def routed(model: str) -> tuple[Route, str]:
    """The way to a model, and its name there: ``"OpenAI/gpt-4.1-mini"`` is written with a colon."""
    worded = WORDED.fullmatch(model)
    return (NATIVE, ":".join(worded.groups())) if worded else (OPENAI, model)


HASTEKIT: Final = Dialect(
    provider="hastekit",
    aliases=(),
    marks=("thought_signature",),  # Gemini's, on function calls: FunctionCallMessage in HasteKit's Go package
    tells_cuts=False,  # its whole answers have no status, by the same package
    whole_pictures=True,  # its Go type has every field
)
