"""LineDecoder: what all decoders of Ollama's streams share. A line is an event, and the last one says that it is.

https://docs.ollama.com/api/streaming

The rule here: a whole answer is a stream of one line, and a line is whole with its last brace. What is not JSON at all
is BadAnswer; half a line behind whole ones is an interruption.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import msgspec

from ...errors import BadAnswer, Error, StreamInterrupted
from ...sansio import HttpResponse
from ...sse import NdjsonParser
from .._openai.errors import error_of
from .._openai.events import Check, EventDecoder
from .._openai.fields import Fields
from .._openai.limits import rate_limits
from .._openai.opening import MOST_TRIES

F = TypeVar("F")
R = TypeVar("R")

LABEL = "application/x-ndjson"


class LineDecoder(EventDecoder[F, R], Generic[F, R]):
    """The base of these decoders; ``take``, ``ended`` and ``partial`` are their own."""

    def __init__(self, provider: str, head: HttpResponse, check: Check | None = None) -> None:
        super().__init__(provider, head, check)
        self._opening = None
        self._parser: Any = NdjsonParser()
        self._rest: list[bytes] = []
        self._tries = 0

    def feed(self, data: bytes) -> list[F]:
        """Take the next bytes; in JSON a CR is nothing but a blank, so it may end a line as well."""
        data = data.replace(b"\r", b"\n")
        _, ended, rest = data.rpartition(b"\n")
        if ended:
            self._rest, self._tries = [], 0
        self._rest.append(rest)
        return super().feed(data + b"\n" if self._is_line(rest) else data)

    def _is_line(self, data: bytes) -> bool:
        """Whether a line ends here, though its line end has not come: a whole answer has none."""
        if not data.endswith(b"}") or self._tries >= MOST_TRIES:
            return False
        self._tries += 1
        try:
            msgspec.json.decode(b"".join(self._rest))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return False
        self._rest = []
        return True

    def close(self) -> R:
        """
        The stream is over: its result.

        Raises:
            StreamInterrupted: The last line never came.
            BadAnswer: It was no stream, and no whole answer either.
        """
        begun = self.events > 0 or self._head.headers.get("content-type", "").startswith(LABEL)
        if self._held is not None:
            raise self._held
        try:
            self._events(self._parser.close())
        except BadAnswer as error:
            if not begun or not isinstance(error.__cause__, msgspec.DecodeError):
                raise
        if not begun and not self.events:
            self._head.json()  # there was nothing, which is no JSON
        if not self.over:
            raise StreamInterrupted(f"{self._provider}: the stream ended before its last line", result=self.partial())
        return self.ended()

    def told(self, fields: Fields) -> None:
        """Raise the error that a line tells; strict mode has seen that it is one."""
        if fields.get("error"):
            raise self.error(fields)

    def error(self, fields: Fields) -> Error:
        """The error that a line tells."""
        return line_error(self._provider, fields, self._head)


def line_error(provider: str, fields: Any, head: HttpResponse, **known: Any) -> Error:
    """The error in an object, under a status that says nothing of it."""
    request_id = head.headers.get("x-request-id")
    return error_of(provider, fields, request_id=request_id, limits=rate_limits(head.headers), **known)
