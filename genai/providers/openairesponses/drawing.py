"""Drawing: ImageOptions with a model of text, as the tool that makes and edits pictures.

https://platform.openai.com/docs/guides/tools-image-generation

The rule here: what the tool's model does not allow is named before anything is sent, as it is where that model is asked
by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ...doc import Doc
from ...providers import catalogue
from ...settings import Settings
from .._openai_images.encode import one_size
from .._openai_images.limits import Wanted, faults, inputs
from .._openai_images.parts import reference
from .encode import PICTURES
from .options import Options

DRAWN: Final[Mapping[str, str]] = {
    "size": "size",
    "quality": "quality",
    "background": "background",
    "format": "output_format",
    "compression": "output_compression",
    "moderation": "moderation",
    "input_fidelity": "input_fidelity",
    "partial_images": "partial_images",
}
"""Image options that are one field of the tool."""

OWN: Final = {"image_model": "model", "image_action": "action"}
DEFAULT: Final = "gpt-image-1"
"""The model of a tool that names none."""
NEEDED: Final = {"type": "image_generation"}


def drawing(settings: Settings, own: Options, files: tuple[str, ...], wrong: list[str]) -> dict[str, Any]:
    """The tool; what its model does not allow joins what is wrong."""
    given = {name: value for name, value in settings.values.items() if name in PICTURES}
    mine = {key: value for name, key in OWN.items() if (value := getattr(own, name)) is not None}
    mask: Doc | None = given.pop("mask", None)
    sized = one_size(given, wrong)
    values = {**{name: value for name, value in given.items() if name in DRAWN}, **sized}
    model = mine.get("model", DEFAULT)
    mask = mask and mask.loaded()
    wrong += not_allowed(model, values, mask)
    tool = {**NEEDED, **mine, **{DRAWN[name]: value for name, value in values.items()}}
    return tool if mask is None else {**tool, "input_image_mask": reference(mask, files)}


def not_allowed(model: str, values: Mapping[str, Any], mask: Doc | None) -> Iterator[str]:
    """What the tool's model does not allow; nothing is known of one that the documentation does not name."""
    limits = catalogue("openairesponses")["models"].get(model, {}).get("image", {})
    if limits and "partial_images" not in limits:
        yield f"Options.image_model: {model} is no model that a tool can use"
        return
    yield from faults(model, limits, Wanted(mode="generate", prompt="", pictures=0, values=values))
    yield from inputs(model, limits, (), mask)
    yield from (f"ImageOptions.{name}: {model} does not have it" for name in values if limits and name not in limits)
