"""Raw: the Embeddings API, as OpenAI has it.  https://platform.openai.com/docs/api-reference/embeddings"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

from attrs import frozen

from ...wiretypes import Listed

EncodingFormat: TypeAlias = Annotated[str, Listed("float", "base64")]
"""How vectors are written: as numbers, or as the base64 of little-endian floats of 32 bits."""


@frozen(kw_only=True)
class EmbeddingsRequest:
    """``POST /embeddings``.  https://platform.openai.com/docs/api-reference/embeddings/create"""

    model: str
    input: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]]
    dimensions: int | None = None
    encoding_format: EncodingFormat | None = None
    user: str | None = None


@frozen(kw_only=True)
class Embedding:
    """One vector, and of which input it is."""

    object: Literal["embedding"]
    embedding: Sequence[float] | str
    index: int | None = None


@frozen(kw_only=True)
class EmbeddingsUsage:
    """Tokens of all inputs."""

    prompt_tokens: int
    total_tokens: int


@frozen(kw_only=True)
class EmbeddingsResponse:
    """Vectors, each with its index."""

    object: Literal["list"]
    data: Sequence[Embedding]
    model: str
    usage: EmbeddingsUsage | None = None
