"""Batches of pictures.  https://platform.openai.com/docs/guides/batch"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import NotSupported
from ...provider import Ask
from ...results import Result
from ...sansio import HttpResponse
from .._openai.batching import FileBatching
from .decode import decode, opened

if TYPE_CHECKING:
    from .verbs import Images


class Batching(FileBatching):
    """Each line is a picture of words; one that starts from another goes as a form, which fits no line."""

    wire: Images

    def body(self, ask: Ask) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        """What ``gen_sync`` would send."""
        made, unsupported = self.wire.encoded(ask)
        if made.images or made.mask:
            raise NotSupported(unsupported=["pictures in a batch of pictures"], provider=self.provider)
        return made.fields, unsupported

    def answer(self, response: HttpResponse) -> Result:
        """What ``gen_sync`` would give; a picture that is elsewhere stays there: ``llm.fetch`` brings it."""
        return self.wire.checked(decode(opened(response), response, self.wire.speaker))
