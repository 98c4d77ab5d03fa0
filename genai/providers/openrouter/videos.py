"""How OpenRouter makes films.  https://openrouter.ai/docs/guides/overview/multimodal/video-generation

Which models take what is their affair: OpenRouter lists it, at ``/videos/models``, and refuses the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, mapping, one_of, option
from ...doc import Doc
from .._openai_chat.writers import Writer
from .._openai_images.parts import url_of
from .._openai_videos.dialect import Dialect, Mode
from .dialect import DIALECT as CHAT


@frozen(kw_only=True)
class Options(Base):
    """
    Options of OpenRouter's films that have no counterpart elsewhere.

    Args:
        how: ``"reference"`` shows what is in the pictures, without beginning or ending with one.
        generate_audio: Whether there is sound.
        provider: What goes on to the provider: ``{"options": {"google-vertex": {...}}}``.
    """

    how: Literal["reference"] | None = option(one_of(("reference",)))
    generate_audio: bool | None = option(boolean)
    provider: Mapping[str, Any] | None = option(mapping, hash=False)


FRAMES: Final = ("first_frame", "last_frame")


def frames(docs: Sequence[Doc], names: Sequence[str]) -> Mapping[str, Any]:
    """The first frame, and the last one."""
    return {"frame_images": [{**entry, "frame_type": kind} for entry, kind in zip(_links(docs), FRAMES, strict=False)]}


def shown(docs: Sequence[Doc], names: Sequence[str]) -> Mapping[str, Any]:
    """What is to be seen in the film."""
    return {"input_references": _links(docs)}


def _links(docs: Sequence[Doc]) -> list[dict[str, Any]]:
    return [{"type": "image_url", "image_url": {"url": url_of(doc)}} for doc in docs]


OPTIONS: Final[Mapping[str, str | Writer]] = {
    "duration": "duration",
    "size": "size",
    "resolution": "resolution",
    "aspect_ratio": "aspect_ratio",
    "seed": "seed",
}
PATH: Final = "/videos"

DIALECT = Dialect(
    modes={
        "generate": Mode(path=PATH, options=OPTIONS, inputs=frames, most=len(FRAMES), wordless=True),
        "reference": Mode(path=PATH, options=OPTIONS, inputs=shown, least=1, most=16),
    },
    progress=0,
    expires="",
    meta={"id": "id", "usage.cost": "cost"},
    models="/videos/models",
    request_id=CHAT.request_id,
    errors=CHAT.errors,
    own=Options,
)
