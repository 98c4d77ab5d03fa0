"""HasteKit's own image endpoints, for models that are named with their provider's word: ``"OpenAI:gpt-image-1"``.

https://github.com/hastekit/hastekit-sdk-go

They are in no document of HasteKit's; its Go package shows them. Pictures go in as bytes, never by URL.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import evolve

from ...doc import Doc
from ...provider import Ask, Config
from ...sansio import HttpRequest
from .._openai_chat.writers import but
from .._openai_images.dialect import GENERATE, Dialect, Mode
from .._openai_images.parts import upload
from .._openai_images.verbs import Images
from .dialect import routed


def references(images: Sequence[Doc], mask: Doc | None, names: Sequence[str]) -> Mapping[str, Any]:
    """Pictures as base64, with the names of their files."""
    files = [upload(image, f"image-{number}") for number, image in enumerate(images)]
    data = [base64.b64encode(image.read()).decode("ascii") for image in images]
    return {"images": [{"data": said, "filename": file.filename} for said, file in zip(data, files, strict=True)]}


OPTIONS: Final = but(
    GENERATE,
    compression=None,
    moderation=None,
    partial_images=None,
    user=None,
    aspect_ratio="aspect_ratio",
    resolution="resolution",
)

DIALECT = Dialect(
    modes={
        "generate": Mode(path="/images/generations", options=OPTIONS),
        "edit": Mode(
            path="/images/edits",
            options=but(OPTIONS, background=None, style=None),
            references=references,
            masks=False,
            urls=False,
        ),
    },
    models=None,
    streams=False,
    lifetime=None,  # that of whoever made it
    pictures="images",
)


class Pictures(Images):
    """The image endpoints, by the route of the models' names."""

    def __init__(self, config: Config, dialect: Dialect, types: Any) -> None:
        self.route, model = routed(config.model)
        super().__init__(evolve(config, model=model), dialect, types)

    def auth(self, key: str) -> Mapping[str, str]:
        """The virtual key, where the route has it."""
        return {self.route.header: f"{self.route.scheme}{key}"}

    def request(self, method: str, path: str, body: Any = None, ask: Ask | None = None) -> HttpRequest:
        """A request by the route."""
        return super().request(method, f"{self.route.base}{path}", body, ask)
