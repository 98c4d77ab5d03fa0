"""How xAI makes films.  https://docs.x.ai/developers/model-capabilities/video

A film that goes in is named by its URL; a picture may be a data URL as well. One picture is what the film begins with,
several are what it shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from attrs import frozen

from ...checks import Options as Base
from ...checks import one_of, option
from ...doc import Doc
from .._openai_chat.writers import Unsayable
from .._openai_images.parts import url_of
from .._openai_videos.dialect import Dialect, Mode


@frozen(kw_only=True)
class Options(Base):
    """
    Options of xAI's films that have no counterpart elsewhere.

    Args:
        how: What is done with what goes in: ``"reference"`` shows what is in the pictures, without beginning with one;
            ``"edit"`` (the default) changes a film, ``"extend"`` goes on with it.
    """

    how: Literal["reference", "edit", "extend"] | None = option(one_of(("reference", "edit", "extend")))


def pictures(docs: Sequence[Doc], names: Sequence[str]) -> Mapping[str, Any]:
    """One is the first frame; several are references, for they cannot all be first."""
    return {"image": {"url": url_of(docs[0])}} if len(docs) == 1 else shown(docs, names)


def shown(docs: Sequence[Doc], names: Sequence[str]) -> Mapping[str, Any]:
    """What is to be seen in the film."""
    return {"reference_images": [{"url": url_of(doc)} for doc in docs]}


def film(docs: Sequence[Doc], names: Sequence[str]) -> Mapping[str, Any]:
    """A film that is elsewhere."""
    if docs[0].url is None or docs[0].url.startswith("data:"):
        raise Unsayable("a film that is not a URL")
    return {"video": {"url": docs[0].url}}


OPTIONS: Final = {"duration": "duration", "aspect_ratio": "aspect_ratio", "resolution": "resolution", "user": "user"}
MOST: Final = 14
"""Of grok-imagine-video-1.5; the older model takes 7.  https://docs.x.ai/developers/model-capabilities/imagine"""

DIALECT = Dialect(
    modes={
        "generate": Mode(path="/videos/generations", options=OPTIONS, inputs=pictures, most=MOST),
        "reference": Mode(path="/videos/generations", options=OPTIONS, inputs=shown, least=1, most=MOST),
        "edit": Mode(path="/videos/edits", options={}, takes="video/", least=1, inputs=film),
        "extend": Mode(
            path="/videos/extensions", options={"duration": "duration"}, takes="video/", least=1, inputs=film
        ),
    },
    id="request_id",
    url="video.url",
    blocked="video.respect_moderation",
    expires="",  # "Generated URLs are temporary"
    meta={"video.duration": "seconds"},
    own=Options,
)
