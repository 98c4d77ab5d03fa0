"""How Together makes pictures.  https://docs.together.ai/docs/inference/images/parameters

An answer's pictures come as base64, because we ask for that: the request says ``base64``, the answer ``b64_json``.
FLUX.1 Kontext is given its picture as ``image_url``; FLUX.2 and others as ``reference_images``. That a picture may be
a data URL there is not documented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, boolean, each, mapping, nonempty, option, whole
from ...doc import Doc
from ...values import a_tuple
from .._openai_chat.writers import Writer
from .._openai_images.dialect import Dialect, Mode
from .._openai_images.parts import placed, url_of
from .dialect import DIALECT as CHAT


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Together's pictures that have no counterpart elsewhere.

    Args:
        steps: 1 to 50; more is finer, and slower.
        guidance_scale: How closely the words are kept to; 3.5 is the default, 8 to 10 is close.
        negative_prompt: What should not be in the picture.
        image_loras: Styles: ``({"path": "https://...", "scale": 1},)``.
        disable_safety_checker: True lets everything through.
    """

    steps: int | None = option(whole(1, 50))
    guidance_scale: float | None = option(between(0))
    negative_prompt: str | None = option(nonempty)
    image_loras: Sequence[Mapping[str, Any]] = option(each(mapping), default=(), converter=a_tuple, hash=False)
    disable_safety_checker: bool | None = option(boolean)


def sized(size: tuple[int, int]) -> Mapping[str, Any]:
    """Width and height."""
    return {"width": size[0], "height": size[1]}


def references(images: Sequence[Doc], mask: Doc | None, names: Sequence[str]) -> Mapping[str, Any]:
    """Where it is not known what a model takes: one picture is what Kontext takes, several are references."""
    return placed(("image_url",) if len(images) == 1 else ("reference_images[]",), images, mask, url_of)


OPTIONS: Final[Mapping[str, str | Writer]] = {"pixels": sized, "n": "n", "format": "output_format", "seed": "seed"}
PATH: Final = "/images/generations"

DIALECT = Dialect(
    modes={
        "generate": Mode(path=PATH, options=OPTIONS),
        "edit": Mode(path=PATH, options=OPTIONS, references=references, masks=False),
    },
    always={"response_format": "base64"},
    streams=False,
    lifetime=None,  # not documented
    request_id=CHAT.request_id,
    errors=CHAT.errors,
    own=Options,
)
