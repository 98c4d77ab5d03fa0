"""How OpenRouter makes pictures, by its own image API.

https://openrouter.ai/docs/guides/overview/multimodal/image-generation

A size is a tier (``size="2K"``, or ``resolution="2K"``) with ``aspect_ratio``, or pixels. Which models take what is
their affair: OpenRouter lists it, and refuses the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from ...checks import Options as Base
from ...checks import mapping, option
from ...doc import Doc
from .._openai_images.dialect import COMMON, Dialect, Mode
from .._openai_images.parts import url_of
from .dialect import DIALECT as CHAT


@frozen(kw_only=True)
class Options(Base):
    """
    Options of OpenRouter's pictures that have no counterpart elsewhere.

    Args:
        provider: Who may answer: ``{"order": ["openai"], "allow_fallbacks": False}``.
    """

    provider: Mapping[str, Any] | None = option(mapping, hash=False)


def references(images: Sequence[Doc], mask: Doc | None, names: Sequence[str]) -> Mapping[str, Any]:
    """Pictures as conversations have them."""
    return {"input_references": [{"type": "image_url", "image_url": {"url": url_of(image)}} for image in images]}


OPTIONS: Final = {
    **{name: entry for name, entry in COMMON.items() if name not in ("partial_images", "user")},
    "aspect_ratio": "aspect_ratio",
    "resolution": "resolution",
    "seed": "seed",
}
PATH: Final = "/images"

DIALECT = Dialect(
    modes={
        "generate": Mode(path=PATH, options=OPTIONS),
        "edit": Mode(path=PATH, options=OPTIONS, references=references, masks=False),
    },
    models="/images/models",
    lifetime=None,  # there are no URLs
    request_id=CHAT.request_id,
    errors=CHAT.errors,
    own=Options,
)
