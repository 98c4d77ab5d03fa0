"""The stream decoder of the native wire: chunks without an envelope, of which ``[DONE]`` is the end.

https://developers.cloudflare.com/workers-ai/features/prompting/

The rule here: each chunk is one of Chat Completions in other words; what it says is kept in its own words for ``raw``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from attrs import evolve

from ...messages import Reply
from ...results import Result
from .._openai_chat.stream import StreamDecoder
from .envelope import check_envelope, chunk_of, completion_of, text_of

TOLD: Final = frozenset({"response", "tool_calls", "usage", "p"})
"""Fields of a chunk that are put together, or are padding."""


class NativeDecoder(StreamDecoder):
    """The decoder of a streamed answer."""

    def __init__(self, *known: Any) -> None:
        super().__init__(*known)
        self._texts: list[str] = []
        self._others: dict[str, Any] = {}
        self._given: Any = None

    def take(self, fields: Any) -> Collection[Reply]:
        """One chunk; its replies."""
        check_envelope(fields, self._head, self._speaker)
        said = chunk_of(fields)
        self._others.update((key, value) for key, value in fields.items() if key not in TOLD)
        if fields.get("response") is not None:
            self._texts.append(text_of(fields["response"]))
        return super().take({key: value for key, value in said.items() if value is not None})

    def whole(self, response: Any) -> Collection[Reply]:
        """A whole answer, from a model that does not stream."""
        check_envelope(response, self._head, self._speaker)
        made = super().whole(completion_of(response))
        self._given = response
        return made

    def ended(self) -> Result:
        """The result."""
        return evolve(super().ended(), raw=self._envelope())

    def partial(self) -> Result:
        """What has arrived so far."""
        return evolve(super().partial(), raw=self._envelope())

    def _envelope(self) -> Any:
        """What the chunks say together, as a whole answer has it."""
        if self._given is not None:
            return self._given
        together = self._answer.together()
        calls = self._answer.calls.raw()
        told = {"response": "".join(self._texts), "tool_calls": calls, "usage": together.get("usage")}
        result = {**self._others, **told}
        return {"result": result, "success": True, "errors": [], "messages": []}
