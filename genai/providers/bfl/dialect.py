"""How Black Forest Labs is asked for pictures; which fields a model has for them is in ``models.json``.

https://docs.bfl.ai/flux_2/flux2_text_to_image
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ...doc import Doc
from .._openai_chat.writers import Writer, only
from .._openai_images.dialect import Dialect, Mode
from .._openai_images.parts import base64_of, placed
from .options import Options


def sized(size: tuple[int, int]) -> Mapping[str, Any]:
    """Width and height."""
    return {"width": size[0], "height": size[1]}


def unnamed(body: dict[str, Any]) -> None:
    """The model is in the path."""
    del body["model"]


INPUTS: Final = ("input_image", *(f"input_image_{number}" for number in range(2, 9)))
"""Where the newer models have pictures that go in."""


def references(images: Sequence[Doc], mask: Doc | None, names: Sequence[str]) -> Mapping[str, Any]:
    """Pictures of a model that is not known here: as the newer ones have them."""
    return placed(INPUTS, images, mask, base64_of)


OPTIONS: Final[Mapping[str, str | Writer]] = {
    "pixels": sized,
    "aspect_ratio": "aspect_ratio",
    "format": "output_format",
    "seed": "seed",
    "n": only(1),
}

DIALECT = Dialect(
    modes={
        "generate": Mode(path="", options=OPTIONS),
        "edit": Mode(path="", options=OPTIONS, references=references),
        "variation": Mode(path="", options=OPTIONS, references=references),
    },
    models=None,
    tweak=unnamed,
    streams=False,
    request_id="x-azure-ref",  # recorded; it goes to Azure's front door, which is all that there is
    own=Options,
    inline=base64_of,
)
