"""What only Black Forest Labs has.  https://docs.bfl.ai/flux_2/flux2_text_to_image"""

from __future__ import annotations

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, boolean, nonempty, option, whole


@frozen(kw_only=True)
class Options(Base):
    """
    Options of FLUX that have no counterpart elsewhere. Which model takes what, and how much, ``llm.limits`` tells.

    Args:
        safety_tolerance: 0 (strictest) to 5 or 6; default 2.
        prompt_upsampling: True lets a model rewrite the words first.
        steps: At least 1; more is finer, and slower.
        guidance: At least 1.5: how closely the words are kept to.
        raw: True makes pictures that look less processed.
        image_prompt_strength: 0 to 1: how much the given picture counts beside the words.
        top: 0 to 2048: pixels to add above.
        bottom: The same below.
        left: The same on the left.
        right: The same on the right.
        input_image_blob_path: Where a picture is that Black Forest Labs has.
        finetune_id: The fine-tuned model, for those whose names end in ``-finetuned``.
        finetune_strength: 0 to 2.
        webhook_url: Who is told when it is done.
        webhook_secret: What the message to it is signed with.
    """

    safety_tolerance: int | None = option(whole(0, 6))
    prompt_upsampling: bool | None = option(boolean)
    steps: int | None = option(whole(1, 50))
    guidance: float | None = option(between(1.5, 100))
    raw: bool | None = option(boolean)
    image_prompt_strength: float | None = option(between(0, 1))
    top: int | None = option(whole(0, 2048))
    bottom: int | None = option(whole(0, 2048))
    left: int | None = option(whole(0, 2048))
    right: int | None = option(whole(0, 2048))
    input_image_blob_path: str | None = option(nonempty)
    finetune_id: str | None = option(nonempty)
    finetune_strength: float | None = option(between(0, 2))
    webhook_url: str | None = option(nonempty)
    webhook_secret: str | None = option(nonempty)
