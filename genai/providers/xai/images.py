"""How xAI makes pictures.  https://docs.x.ai/developers/model-capabilities/images

A size is a ratio and a resolution, ``"1k"`` or ``"2k"``. Edits go as JSON, never as a form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ...doc import Doc
from .._openai_chat.writers import but
from .._openai_images.dialect import Dialect, Mode
from .._openai_images.parts import url_of

OPTIONS: Final = {"n": "n", "aspect_ratio": "aspect_ratio", "resolution": "resolution", "user": "user"}


def references(images: Sequence[Doc], mask: Doc | None, names: Sequence[str]) -> Mapping[str, Any]:
    """One picture is ``image``, several are ``images``; never both."""
    made = [{"type": "image_url", "url": url_of(image)} for image in images]
    return {"image": made[0]} if len(made) == 1 else {"images": made}


DIALECT = Dialect(
    modes={
        "generate": Mode(path="/images/generations", options=OPTIONS),
        "edit": Mode(
            path="/images/edits",
            options=but(OPTIONS, n=None, user=None),
            references=references,
            masks=False,
        ),
    },
    always={"response_format": "b64_json"},
    streams=False,
    lifetime=None,  # "Generated URLs are temporary"
)
