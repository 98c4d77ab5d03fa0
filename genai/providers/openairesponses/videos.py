"""How OpenAI makes films: as the wire's defaults have it.

https://platform.openai.com/docs/guides/video-generation

OpenAI has announced the end of this API, and of its models, for 24 September 2026; others go on speaking it.
"""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from ...checks import Options as Base
from ...checks import one_of, option
from .._openai_videos.dialect import Dialect


@frozen(kw_only=True)
class Options(Base):
    """
    Options of OpenAI's films that have no counterpart elsewhere.

    Args:
        how: What is done with the film in the message: ``"edit"`` (the default), ``"extend"``, or ``"remix"``, for one
            that was made here.
    """

    how: Literal["edit", "extend", "remix"] | None = option(one_of(("edit", "extend", "remix")))


DIALECT = Dialect(own=Options)
