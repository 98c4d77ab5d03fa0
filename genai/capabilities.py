"""Capabilities: what a package promises. Neither what was observed (the scoreboard) nor how to speak (the dialect).

The rule here: where a field is true the method works, where it is false the method raises NotSupported.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from .values import Value


class Modality(StrEnum):
    """A kind of content, in or out."""

    TEXT = "text"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"


@frozen(kw_only=True)
class Capabilities(Value):
    """
    What a provider package promises. ``gen_sync`` and ``poke_result`` follow from the others.

    Args:
        gen_stream: Answers come in fragments.
        gen_async: Single background jobs.
        batch: Many requests in one job.
        cancel: Jobs can be cancelled.
        embed: Embeddings.
        count_tokens: Tokens can be counted without generating.
        files: Files can be uploaded and used again.
        cache: Inputs can be stored under a name.
        list_models: The provider can list its models.
    """

    gen_stream: bool = False
    gen_async: bool = False
    batch: bool = False
    cancel: bool = False
    embed: bool = False
    count_tokens: bool = False
    files: bool = False
    cache: bool = False
    list_models: bool = False


@frozen(kw_only=True)
class Model(Value):
    """
    A model, as the provider lists it.

    Args:
        id: What ``load(..., model=)`` takes.
        name: A name to show; default: the id.
        created: Unix time, or None.
        owner: Who made it, or None.
        context: The most tokens of input, or None.
        max_output: The most tokens of output, or None.
        raw: The provider's own entry. Not part of equality.
    """

    id: str
    name: str = ""
    created: float | None = None
    owner: str | None = None
    context: int | None = None
    max_output: int | None = None
    raw: Mapping[str, Any] = field(factory=dict, eq=False, repr=False)
