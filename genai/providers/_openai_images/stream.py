"""The stream decoder: pictures as they form.

https://platform.openai.com/docs/api-reference/images-streaming

The rule here: a stream is whole once as many pictures are done as were asked for. Events do not say which of several
pictures they are of; they come one picture after the other.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from attrs import evolve

from ...doc import Doc
from ...errors import Error
from ...messages import Message, Reply
from ...results import Result
from ...sansio import HttpResponse
from .._openai.events import Check, EventDecoder
from .._openai.fields import Fields, doc, needed
from .._openai_chat.decode import error_in
from .decode import check_object, decode, opened_event, picture, result_of, usage
from .encode import Speaker


class StreamDecoder(EventDecoder[Reply, Result]):
    """
    The decoder of streamed pictures.

    Args:
        speaker: Who makes them.
        head: The answer's status and headers.
        check: Sees each event first, as decoded JSON; strict mode raises there.
        n: How many pictures were asked for.
        unsupported: What was left out of the request.
    """

    read = staticmethod(opened_event)

    def __init__(
        self,
        speaker: Speaker,
        head: HttpResponse,
        check: Check | None = None,
        n: int = 1,
        unsupported: tuple[str, ...] = (),
    ) -> None:
        super().__init__(speaker.provider, head, check)
        self._speaker = speaker
        self._unsupported = unsupported
        self._n = n
        self._done: list[Reply] = []
        self._preview: Doc | None = None
        self._markup = ""
        self._events_seen: list[dict[str, Any]] = []
        self._unknown: list[Fields] = []
        self._usage: Fields | None = None
        self._whole_result: Result | None = None

    def take(self, fields: Any) -> Collection[Reply]:
        """One event; its replies."""
        if fields.get("error") or fields["type"] == "error":
            raise self.error(fields)
        kind = fields["type"].rpartition(".")[2]
        if kind == "partial_image":
            self._preview = picture(fields, fields, self._speaker)
            return (Reply(doc=self._preview, partial=True, block=len(self._done)),)
        if kind == "text_chunk":
            return (self._written(fields),)
        if kind != "completed":
            self._unknown.append(fields)
            return ()
        made = Reply(doc=picture(fields, fields, self._speaker), block=len(self._done))
        self._preview, self._markup = None, ""
        self._done.append(made)
        self._events_seen.append(fields)
        usage(fields.get("usage"))  # it is as documented: so there is a result at any time
        self._usage = fields.get("usage") or self._usage
        self.over = len(self._done) >= self._n
        return (made,)

    def _written(self, fields: Fields) -> Reply:
        """A piece of a picture that is a text (SVG), as OpenRouter streams it; drafts and thoughts are not it."""
        if fields["phase"] != "content":
            return Reply(progress=f"image_generation.{fields['phase']}", block=len(self._done))
        self._markup += needed(fields, "text")
        self._preview = doc(self._markup.encode(), name="picture.svg")
        return Reply(doc=self._preview, partial=True, block=len(self._done))

    def whole(self, response: Any) -> Collection[Reply]:
        """A whole answer, from a server that does not stream."""
        check_object(response, self._head, self._speaker)
        self._whole_result = decode(response, self._head, self._speaker, self._unsupported)
        return self._whole_result.message.replies

    def enough(self) -> bool:
        """Servers that make fewer pictures than they were asked for end the stream all the same."""
        return bool(self._done) and self._preview is None

    def ended(self) -> Result:
        """The pictures."""
        return self._whole_result or self._result(self._done)

    def partial(self) -> Result:
        """What has arrived so far: what is done, and the newest preview of what is not."""
        preview = [Reply(doc=self._preview, partial=True, block=len(self._done))] if self._preview is not None else []
        return evolve(self._result([*self._done, *preview]), complete=False, finish=None)

    def _result(self, replies: list[Reply]) -> Result:
        last = self._events_seen[-1] if self._events_seen else {}
        fields = {**last, "data": self._events_seen, "usage": self._usage}
        result = result_of(Message(replies=tuple(replies)), fields, self._head, self._speaker, self._unsupported)
        return evolve(result, raw=tuple(self._events_seen), unknown_events=tuple(self._unknown))

    def error(self, fields: Fields) -> Error:
        """The error that an event tells."""
        told = fields if fields.get("error") else {key: fields.get(key) for key in ("code", "message")}
        return error_in(told, self._head, self._speaker)
