"""Embedder: how a provider makes vectors of texts, where that is not as OpenAI does it.

https://platform.openai.com/docs/api-reference/embeddings/create

The rule here: one vector for each text, in the order of the texts, or it is no answer. The vectors are taken out of the
decoded answer.
"""

from __future__ import annotations

import base64
import sys
from array import array
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from ...results import Usage
from .._openai.fields import Fields, integer, string
from .._openai_chat.writers import Writer, merged

Vector: TypeAlias = tuple[float, ...]

DIMENSIONS: Final[Mapping[str, str | Writer]] = {"dimensions": "dimensions"}
BASE64: Final[Mapping[str, Any]] = {"encoding_format": "base64"}  # a quarter of the bytes that numbers would be
NUMBERS: Final = frozenset({float, int})


@frozen(kw_only=True)
class Embedder:
    """
    How vectors are asked for and answered. The defaults are OpenAI's own behaviour.

    Args:
        path: Where texts go, below the base URL.
        most: The most texts of one request, or None where nothing tells of a bound.
        options: How each option is said, as in a ``Dialect``.
        always: Fields of every body.
        number: What base64 holds: ``"f"`` for floats of 32 bits, ``"b"`` for whole numbers of 8 bits.
    """

    path: str = "/embeddings"
    most: int | None = 2048
    options: Mapping[str, str | Writer] = field(default=DIMENSIONS, repr=False)
    always: Mapping[str, Any] = field(default=BASE64, hash=False)
    number: str = "f"

    def body(self, model: str, texts: Sequence[str], said: Fields) -> dict[str, Any]:
        """The body of one request."""
        return merged(self.always, {"model": model, "input": [*texts]}, said)

    def vectors(self, fields: dict[str, Any], count: int) -> list[Vector]:
        """The vectors of one answer, each at its index; without one, in their order."""
        placed: dict[int, Vector] = {}
        for at, entry in enumerate(fields["data"]):
            index = integer(entry, "index")
            placed[at if index is None else index] = vector(entry.pop("embedding"), self.number)
        return [placed[at] for at in range(counted(placed, count))]

    def usage(self, fields: Fields) -> Usage:
        """The tokens of one answer."""
        told = fields.get("usage") or {}
        return Usage(input_tokens=integer(told, "prompt_tokens"), total_tokens=integer(told, "total_tokens"))

    def model(self, fields: Fields) -> str | None:
        """The model that answered, if it is told."""
        return string(fields, "model")


PLAIN: Final = Embedder(most=None, always={})
"""For those of whom neither base64 nor a bound is documented."""

BARE: Final = Embedder(most=None, always={}, options={})
"""The same, for those who make vectors of one length alone."""


def counted(vectors: Any, count: int) -> int:
    """How many vectors there should be; ValueError, when there are others."""
    if len(vectors) != count:
        raise ValueError(f"{len(vectors)} vectors for {count} texts")
    return count


def vector(written: Any, number: str = "f") -> Vector:
    """A vector from a list of numbers, or from base64."""
    if isinstance(written, str):
        return unpacked(base64.b64decode(written, validate=True), number)
    if not NUMBERS.issuperset(map(type, written)):
        raise TypeError(f"a vector of numbers, not {written!r:.80}")
    return tuple(map(float, written))


def unpacked(data: bytes, number: str) -> Vector:
    """Numbers from their bytes, which are little-endian."""
    packed = array(number, data)
    if sys.byteorder == "big":
        packed.byteswap()
    return tuple(map(float, packed))
