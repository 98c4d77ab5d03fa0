"""RawDecoder: the bytes of a streamed answer to raw lines.  https://docs.ollama.com/api/streaming

The rule here: every line comes out, as it was sent; an error is raised.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from ... import convert
from ...results import Result
from ...sansio import HttpResponse
from .._openai.events import Check
from . import raw
from .lines import LineDecoder

T = TypeVar("T")

SUCCESS = "success"
"""The last state of a long step."""


class RawDecoder(LineDecoder[T, T], Generic[T]):
    """
    A stream's bytes in, raw lines out; ``close`` gives the last one.

    Args:
        cls: What lines are decoded to: ``raw.ChatResponse``, ``raw.GenerateResponse`` or ``raw.Status``.
        check: Sees each line first, as decoded JSON; strict mode raises there.
        head: The answer's status and headers, for errors.
        provider: Who streams, for errors.
    """

    def __init__(
        self,
        cls: type[T],
        check: Check | None = None,
        head: HttpResponse | None = None,
        provider: str = "ollama",
    ) -> None:
        super().__init__(provider, head or HttpResponse(status=200), check)
        self._cls = cls
        self._line: Any = None

    def take(self, fields: Any) -> tuple[T]:
        """One line."""
        self.told(fields)
        self._line = made = convert.structure(fields, self._cls)
        self.over = made.status == SUCCESS if isinstance(made, raw.Status) else bool(fields.get("done"))
        return (made,)

    def ended(self) -> T:
        """The last line."""
        last: T = self._line
        return last

    def partial(self) -> Result:
        """Raw lines are not folded, so there is nothing but a mark."""
        return Result(complete=False, provider=self._provider)
