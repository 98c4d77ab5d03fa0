"""How Alibaba's Model Studio makes pictures: as tasks of DashScope, beside the URLs that speak as OpenAI does.

https://www.alibabacloud.com/help/en/model-studio/text-to-image-v2-api-reference

The models here are those of the task API: Wan up to 2.5 and Qwen-Image. Wan 2.6 and the Qwen-Image-Edit models are
asked as conversations, which is not here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, nonempty, option
from ...doc import Doc
from .._openai_chat.writers import Writer
from .._openai_images.dialect import Dialect, Mode
from .._openai_images.parts import placed, url_of
from .dialect import DIALECT as CHAT
from .tasks import Tasks


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Model Studio's pictures that have no counterpart elsewhere.

    Args:
        negative_prompt: What should not be in the picture.
        prompt_extend: False keeps a model from rewriting the words first.
        watermark: True puts a mark into the corner.
        function: What wanx2.1-imageedit does: ``"stylization_all"``, ``"remove_watermark"``, ``"super_resolution"``,
            ...; the default is ``"description_edit"``, and ``"description_edit_with_mask"`` with a mask.
    """

    negative_prompt: str | None = option(nonempty)
    prompt_extend: bool | None = option(boolean)
    watermark: bool | None = option(boolean)
    function: str | None = option(nonempty)


def sized(size: tuple[int, int]) -> Mapping[str, Any]:
    """Width and height, with an asterisk between them."""
    return {"parameters": {"size": f"{size[0]}*{size[1]}"}}


def references(images: Sequence[Doc], mask: Doc | None, names: Sequence[str]) -> Mapping[str, Any]:
    """Pictures as Wan 2.5 takes them, by URL or as data URLs."""
    return placed(("input.images[]",), images, mask, url_of, "input.mask_image_url")


OPTIONS: Final[Mapping[str, str | Writer]] = {"pixels": sized, "n": "parameters.n", "seed": "parameters.seed"}

DIALECT = Dialect(
    modes={
        "generate": Mode(path="/services/aigc/text2image/image-synthesis", options=OPTIONS),
        "edit": Mode(path="/services/aigc/image2image/image-synthesis", options=OPTIONS, references=references),
    },
    models=None,
    streams=False,
    lifetime=None,  # 24 hours, counted from a moment that is told in no time zone
    errors=CHAT.errors,
    own=Options,
    prompt="input.prompt",
    places={
        "negative_prompt": "input.negative_prompt",
        "function": "input.function",
        "prompt_extend": "parameters.prompt_extend",
        "watermark": "parameters.watermark",
    },
    pictures="output",
)

Pictures = Tasks
