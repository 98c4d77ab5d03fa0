"""How Together makes films.  https://docs.together.ai/reference/create-videos

Films are made at ``/v2``, beside the URLs of all else. A picture may be base64 as well as a URL, by Together's own
examples; how many go in, and where in the film they stand, depends on the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, nonempty, one_of, option, whole
from ...doc import Doc
from .._openai_chat.writers import Unsayable, Writer
from .._openai_images.parts import url_of
from .._openai_videos.dialect import META, Dialect, Mode, seconds
from .dialect import DIALECT as CHAT


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Together's films that have no counterpart elsewhere.

    Args:
        how: What is done with what goes in: ``"reference"`` shows what is in the pictures, without beginning with one;
            ``"edit"`` (the default) changes a film.
        steps: 10 to 50; more is finer, and slower.
        guidance_scale: How closely the words are kept to; 6 to 10 is usual.
        negative_prompt: What should not be in the film.
        output_format: ``"MP4"`` or ``"WEBM"``.
        output_quality: How much the film is compressed; less is finer; 20 is the default.
        generate_audio: Whether there is sound.
    """

    how: Literal["reference", "edit"] | None = option(one_of(("reference", "edit")))
    steps: int | None = option(whole(10, 50))
    guidance_scale: int | None = option(whole(0))
    negative_prompt: str | None = option(nonempty)
    output_format: str | None = option(one_of(("MP4", "WEBM")))
    output_quality: int | None = option(whole(0))
    generate_audio: bool | None = option(boolean)


def frames(docs: Sequence[Doc], names: Sequence[str]) -> Mapping[str, Any]:
    """One is the first frame, two are the first and the last one, more stand at even distances."""
    return {"media": {"frame_images": [{"input_image": url_of(doc)} for doc in docs]}}


def shown(docs: Sequence[Doc], names: Sequence[str]) -> Mapping[str, Any]:
    """What is to be seen in the film."""
    return {"media": {"reference_images": [url_of(doc) for doc in docs]}}


def film(docs: Sequence[Doc], names: Sequence[str]) -> Mapping[str, Any]:
    """A film that is elsewhere."""
    if docs[0].url is None or docs[0].url.startswith("data:"):
        raise Unsayable("a film that is not a URL")
    return {"media": {"source_video": {"video": docs[0].url}}}


def sized(size: str) -> Mapping[str, Any]:
    """Width and height."""
    width, cross, height = size.partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise Unsayable("width and height, like 1280x720; a word is VideoOptions.resolution")
    return {"width": int(width), "height": int(height)}


OPTIONS: Final[Mapping[str, str | Writer]] = {
    "duration": seconds,
    "size": sized,
    "resolution": "resolution",
    "aspect_ratio": "ratio",
    "fps": "fps",
    "seed": "seed",
}
PATH: Final = "/videos"

DIALECT = Dialect(
    modes={
        "generate": Mode(path=PATH, options=OPTIONS, inputs=frames, most=10, wordless=True),
        "reference": Mode(path=PATH, options=OPTIONS, inputs=shown, least=1, most=10),
        "edit": Mode(path=PATH, options=OPTIONS, takes="video/", least=1, inputs=film),
    },
    progress=0,
    url="outputs.video_url",
    expires="",  # not documented
    meta=META,
    version=("/v1", "/v2"),
    models=None,  # they are listed at /v1
    request_id=CHAT.request_id,
    errors=CHAT.errors,
    own=Options,
)
