"""Polled: pictures that are made as jobs, which is how some providers make all of theirs."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ...provider import Ask, Config
from ...sansio import HttpRequest, HttpResponse
from .._openai.jobs import Jobs
from . import raw
from .decode import check_object
from .dialect import Dialect
from .verbs import Images


class Polled(Jobs, Images):
    """Submit, poll, download. Subclasses say where a job is asked for, and what an answer to that means."""

    kind = "image"
    downloaded = Images.downloaded

    def __init__(self, config: Config, dialect: Dialect, types: Any = raw) -> None:
        super().__init__(config, dialect, types)
        self.capabilities = evolve(self.capabilities, gen_async=True, gen_stream=False)
        self.options |= {"poll_interval"}

    @property
    def raw(self) -> Any:
        """Jobs have no endpoints of OpenAI's."""
        self.refuse("raw")

    def submission(self, ask: Ask) -> tuple[HttpRequest, tuple[str, ...]]:
        """The request for pictures."""
        made, unsupported = self.encoded(ask)
        return self.asked(made, ask), unsupported

    def opened(self, response: HttpResponse) -> Any:
        """The decoded answer."""
        fields = response.json()
        check_object(fields, response, self.speaker)
        return fields
