"""RawDecoder: the bytes of a streamed answer to raw chunks.

https://platform.openai.com/docs/api-reference/chat-streaming

The rule here: every chunk comes out, as it was sent; an error comes out as a chunk, too, and then it is raised.
"""

from __future__ import annotations

from typing import Any, Final

from ... import convert
from ...errors import BadAnswer, Error
from ...results import Result
from ...sansio import HttpResponse
from .._openai.events import Check, EventDecoder
from .._openai.fields import Fields
from . import raw
from .decode import check_object, error_in
from .dialect import Dialect
from .encode import Speaker

OPENAI: Final = Speaker(provider="openaichat", model="", dialect=Dialect())


class RawDecoder(EventDecoder[raw.Completion, raw.Completion]):
    """
    A stream's bytes in, raw chunks out; where the bytes are cut never matters. It needs neither client nor network::

        decoder = RawDecoder()
        for data in body:
            for chunk in decoder.feed(data):
                print(chunk.choices)
        last = decoder.close()

    No chunk has the whole answer, so ``close`` gives the last one that has usage, or else the last one at all. An error
    is raised there. A whole answer, from a server that does not stream, has no chunks, and is what ``close`` gives.

    The stream is whole with ``[DONE]``; without it, when every answer in it has its ``finish_reason``.

    Args:
        check: Sees each chunk first, as decoded JSON; strict mode raises there.
        head: The answer's status and headers, for errors.
        speaker: Who streams, for errors.
        cls: What chunks are decoded to: ``raw.Completion``, or a provider's own subclass of it.
    """

    def __init__(
        self,
        check: Check | None = None,
        head: HttpResponse | None = None,
        speaker: Speaker = OPENAI,
        cls: type[raw.Completion] = raw.Completion,
    ) -> None:
        super().__init__(speaker.provider, head or HttpResponse(status=200), check)
        self._speaker = speaker
        self._cls = cls
        self._last: raw.Completion | None = None
        self._failed: Error | None = None
        self._finished: dict[int | None, bool] = {}  # by the index of each choice

    def take(self, fields: Any) -> tuple[raw.Completion]:
        """One chunk."""
        if fields.get("error"):
            self._failed, self.over = self.error(fields), True
        try:
            chunk = convert.structure(fields, self._cls)
        except BadAnswer:
            if self._failed is None:
                raise
            raise self._failed from None  # what it says matters more than how it is written
        self._see(chunk)
        return (chunk,)

    def _see(self, chunk: raw.Completion) -> None:
        if chunk.usage is not None or self._last is None or self._last.usage is None:
            self._last = chunk
        for choice in chunk.choices or ():
            ended = choice.finish_reason is not None
            self._finished[choice.index] = ended or self._finished.get(choice.index, False)

    def done(self) -> tuple[()]:
        """``[DONE]``: nothing more comes."""
        self.over = True
        return ()

    def enough(self) -> bool:
        """Every answer has its end: some servers send no ``[DONE]``."""
        return bool(self._finished) and all(self._finished.values())

    def whole(self, response: Any) -> tuple[()]:
        """A whole answer, in place of all chunks."""
        check_object(response, self._head, self._speaker)
        if self._check is not None:
            self._check(response)
        self._last = convert.structure(response, self._cls)
        return ()

    def ended(self) -> raw.Completion:
        """The chunk that has usage, or the last one."""
        if self._failed is not None:
            raise self._failed
        if self._last is None:
            raise BadAnswer("the stream has nothing but its end", provider=self._provider)
        return self._last

    def partial(self) -> Result:
        """Raw chunks are not folded, so there is nothing but a mark."""
        return Result(complete=False, provider=self._provider)

    def error(self, fields: Fields) -> Error:
        """The error that a chunk tells."""
        return error_in(fields, self._head, self._speaker)
