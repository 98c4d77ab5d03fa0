"""How DigitalOcean speaks the Images API: as OpenAI does, but it only generates.

https://docs.digitalocean.com/products/inference/how-to/generate-images-from-text-prompts/

Its documents disagree, and what any of them allows is allowed here. ``n`` is 1 to 10 and required in its OpenAPI
description, optional in its SDK, and only ever 1 in the SDK's prose. ``size`` is ``auto``, 1536x1024 or 1024x1536 in
the first two, any text in the SDK's types, and 256x256, 512x512 or 1024x1024 in its how-to; answers and events of all
of them show 1024x1024.
"""

from __future__ import annotations

from .._openai_chat.writers import but
from .._openai_images.dialect import GENERATE, Dialect, Mode

DIALECT = Dialect(
    modes={"generate": Mode(path="/images/generations", options=but(GENERATE, style=None))},
    always={"n": 1},  # required, by the OpenAPI description
    previews=True,  # "When stream is true, partial_images must be greater than 0"
    lifetime=None,  # there are no URLs
)
